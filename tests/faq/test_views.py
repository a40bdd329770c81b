import pytest
from django.urls import reverse
from django.utils import translation
from pytest_django.asserts import assertContains, assertRedirects

from callcareers.languages import shown_codes
from faq.models import Question, Topic
from tests.factories import QuestionFactory, TopicFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", shown_codes())
def test_question_detail_answers_in_every_language(client, language):
    question = Question.objects.get(code="what-does-it-pay")
    with translation.override(language):
        address = question.get_absolute_url()

    response = client.get(address)

    assertContains(response, f'<html lang="{language}"')
    assert response.context["question"] == question


def test_question_under_another_topic_redirects_to_its_own(client):
    QuestionFactory(slug_en="why", topic=TopicFactory(slug_en="right"))
    TopicFactory(slug_en="wrong")

    response = client.get("/en/questions/wrong/why/")

    assertRedirects(response, "/en/questions/right/why/", status_code=302)


def test_question_of_a_topic_without_a_page_has_none_either(client):
    QuestionFactory(
        slug_en="why",
        slug_fi="miksi",
        question_fi="Miksi?",
        answer_fi="Siksi.",
        topic=TopicFactory(slug_en="topic"),
    )

    with translation.override("fi"):
        address = reverse("faq:question_detail", kwargs={"topic": "topic", "slug": "miksi"})
    response = client.get(address)

    assertContains(response, "/en/questions/topic/why/", status_code=404)


@pytest.mark.parametrize("count", [3, 30])
def test_topic_list_needs_two_queries(client, django_assert_num_queries, count):
    for topic in TopicFactory.create_batch(count):
        QuestionFactory.create_batch(2, topic=topic)

    with django_assert_num_queries(2):
        response = client.get(reverse("faq:topic_list"))

    assert len(response.context["topics"]) == Topic.objects.count()


@pytest.mark.parametrize("count", [3, 30])
def test_topic_detail_needs_five_queries(client, django_assert_num_queries, count):
    topic = Topic.objects.get(code="pay")
    QuestionFactory.create_batch(count, topic=topic)

    with django_assert_num_queries(5):
        client.get(topic.get_absolute_url())


def test_question_detail_names_the_source_of_its_figures(client):
    question = Question.objects.get(code="what-does-it-pay")

    response = client.get(question.get_absolute_url())

    assertContains(response, "US$42,830")
    assertContains(response, "Reference period: May 2024.")
    assertContains(response, "Occupational Employment and Wage Statistics")
