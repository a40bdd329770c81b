from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from callcareers.content.addresses import redirect_to_page
from faq.models import Question, Topic


@require_safe
def topic_list(request: HttpRequest) -> HttpResponse:
    topics = Topic.objects.with_page().in_language().with_questions()
    return render(request, "faq/topic_list.html", {"topics": topics})


@require_safe
def topic_detail(request: HttpRequest, slug: str) -> HttpResponse:
    topic = Topic.objects.in_language().with_answers().at_slug(slug).first()
    if topic is None:
        return redirect_to_page(Topic.objects.all(), slug)
    context = {"topic": topic, "alternates": topic.alternates()}
    return render(request, "faq/topic_detail.html", context)


@require_safe
def question_detail(request: HttpRequest, topic: str, slug: str) -> HttpResponse:
    questions = Question.objects.select_related("topic")
    question = Question.objects.as_page().at_slug(slug).first()
    if question is None:
        return redirect_to_page(questions, slug)
    if request.path != (address := question.get_absolute_url()):
        return redirect(address)
    context = {"question": question, "alternates": question.alternates()}
    return render(request, "faq/question_detail.html", context)
