import re
from urllib.parse import unquote

import pytest
from django.urls import reverse
from django.utils import translation
from pytest_django.asserts import (
    assertContains,
    assertNotContains,
    assertRedirects,
)

from callcareers.languages import shown_codes
from faq.models import Question, Term, Topic
from tests.factories import (
    DutyFactory,
    QuestionFactory,
    RoleFactory,
    SkillFactory,
    TermFactory,
    TopicFactory,
)
from tests.reading import read_on

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


def test_question_detail_leads_on_to_what_belongs_to_it_and_has_a_page(client):
    topic = TopicFactory(code="a-topic")
    question = QuestionFactory(code="a-question", topic=topic)
    QuestionFactory(code="b-question", topic=topic)
    QuestionFactory(topic=topic, slug_en=None)
    question.roles.set([RoleFactory(code="a-role"), RoleFactory(is_published=False)])
    question.duties.set([DutyFactory(code="a-duty"), DutyFactory(slug_en=None)])
    question.skills.set([SkillFactory(code="a-skill"), SkillFactory(slug_en=None)])
    question.terms.set([TermFactory(code="a-word")])

    response = client.get("/en/questions/a-topic/a-question/")

    assert read_on(response) == {
        "Roles": ["/en/roles/a-role/"],
        "Duties": ["/en/duties/a-duty/"],
        "Skills": ["/en/skills/a-skill/"],
        "More on this topic": ["/en/questions/a-topic/b-question/"],
        "Words of the trade": ["/en/glossary/#a-word"],
    }


def test_question_detail_that_stands_alone_leads_nowhere(client):
    QuestionFactory(code="a-question", topic__code="a-topic")

    response = client.get("/en/questions/a-topic/a-question/")

    assertNotContains(response, "Read on")
    assertNotContains(response, "Reading time")


def test_question_detail_says_how_long_a_long_answer_takes(client):
    QuestionFactory(code="a-question", topic__code="a-topic", answer_en="Because. " * 300)

    response = client.get("/en/questions/a-topic/a-question/")

    assertContains(response, "Reading time: about 2 minutes.")


@pytest.mark.parametrize("count", [3, 30])
def test_question_detail_needs_six_queries(client, django_assert_num_queries, count):
    question = QuestionFactory()
    QuestionFactory.create_batch(count, topic=question.topic)
    question.roles.set(RoleFactory.create_batch(count))
    question.duties.set(DutyFactory.create_batch(count))
    question.skills.set(SkillFactory.create_batch(count))
    question.terms.set(TermFactory.create_batch(count))

    with django_assert_num_queries(6):
        client.get(question.get_absolute_url())


def test_term_list_explains_each_word_in_the_language_from_a_to_z(client):
    Term.objects.all().delete()
    for code, name in [("third", "öljy"), ("first", "Ääni"), ("second", "äänite")]:
        TermFactory(code=code, name_fi=name, definition_fi="Selitys.")
    TermFactory(name_en="Not in Finnish")

    response = client.get("/fi/sanasto/")

    entries = re.findall(r'id="(.*?)">\s*<h3>(.*?)</h3>', response.text)
    assert entries == [("first", "Ääni"), ("second", "äänite"), ("third", "öljy")]
    letters = re.findall(r'<a href="#(.*?)">(.*?)</a></li>', response.text)
    assert [(unquote(place), letter) for place, letter in letters] == [
        ("Ä", "Ä"),
        ("Ö", "Ö"),
    ]
    assert re.findall(r'<h2 id="(.*?)">', response.text) == ["Ä", "Ö"]


def test_term_list_names_each_word_in_the_other_languages(client):
    Term.objects.all().delete()
    TermFactory(name_en="Queue", name_th="คิว", name_hu="sor")

    response = client.get("/en/glossary/")

    names = re.findall(r'<dt lang="(\w+)" dir="ltr">.*?</dt><dd .*?>(.*?)<', response.text)
    assert names == [("th", "คิว"), ("hu", "sor")]
    assertContains(response, '<dd lang="th" dir="ltr">คิว</dd>')


def test_term_list_leads_on_to_what_belongs_to_a_word_and_has_a_page(client):
    Term.objects.all().delete()
    term = TermFactory()
    term.roles.set([RoleFactory(code="a-role"), RoleFactory(is_published=False)])
    term.duties.set([DutyFactory(code="a-duty"), DutyFactory(slug_en=None)])
    term.skills.set([SkillFactory(code="a-skill"), SkillFactory(slug_en=None)])
    topic = TopicFactory(code="a-topic")
    questions = [
        QuestionFactory(code="a-question", topic=topic),
        QuestionFactory(slug_en=None),
    ]
    term.questions.set(questions)

    response = client.get("/en/glossary/")

    assert read_on(response) == {
        "Roles": ["/en/roles/a-role/"],
        "Duties": ["/en/duties/a-duty/"],
        "Skills": ["/en/skills/a-skill/"],
        "Questions": ["/en/questions/a-topic/a-question/"],
    }


def test_term_list_names_the_source_of_its_figures(client):
    TermFactory(definition_en="Half of them earn [[sal-2024-csr-median-year]] or more.")

    response = client.get("/en/glossary/")

    assertContains(response, "US$42,830")
    assertContains(response, "Reference period: May 2024.")


def test_term_list_without_a_word_says_so(client):
    Term.objects.all().delete()

    response = client.get("/en/glossary/")

    assertContains(response, "No word is explained in this language yet.")


@pytest.mark.parametrize("count", [3, 30])
def test_term_list_needs_eight_queries(client, django_assert_num_queries, count):
    role, duty, skill = RoleFactory(), DutyFactory(), SkillFactory()
    question = QuestionFactory()
    for term in TermFactory.create_batch(
        count, definition_en="About [[sal-2024-csr-median-year]]."
    ):
        term.roles.add(role)
        term.duties.add(duty)
        term.skills.add(skill)
        term.questions.add(question)

    with django_assert_num_queries(8):
        client.get("/en/glossary/")
