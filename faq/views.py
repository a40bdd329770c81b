from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from callcareers.content.addresses import redirect_to_page
from callcareers.content.models import SlugHistory
from faq.models import Question, Term, Topic


@require_safe
def topic_list(request: HttpRequest) -> HttpResponse:
    topics = Topic.objects.with_page().in_language().with_questions()
    return render(request, "faq/topic_list.html", {"topics": topics})


@require_safe
def topic_detail(request: HttpRequest, slug: str) -> HttpResponse:
    topic = Topic.objects.in_language().with_answers().at_slug(slug).first()
    if topic is None:
        return redirect_to_page(request, Topic.objects.all(), slug)
    context = {"topic": topic, "alternates": topic.alternates()}
    return render(request, "faq/topic_detail.html", context)


@require_safe
def question_detail(request: HttpRequest, topic: str, slug: str) -> HttpResponse:
    question = Question.objects.as_page().under_topic(topic).at_slug(slug).first()
    if question is None:
        former_topic = SlugHistory.objects.current_record(Topic.objects.all(), topic)
        return redirect_to_page(
            request,
            Question.objects.select_related("topic"),
            slug,
            is_former=former_topic is not None,
        )
    context = {
        "question": question,
        "siblings": Question.objects.with_page().beside(question).as_links(),
        "alternates": question.alternates(),
    }
    return render(request, "faq/question_detail.html", context)


@require_safe
def term_list(request: HttpRequest) -> HttpResponse:
    context = {"terms": Term.objects.named().as_entries()}
    return render(request, "faq/term_list.html", context)
