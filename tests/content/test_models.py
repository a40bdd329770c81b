import re

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.http import Http404
from django.test import RequestFactory
from django.utils import translation
from modeltranslation.translator import translator

from callcareers.content.addresses import NotInThisLanguage, redirect_to_page
from callcareers.content.models import (
    SlugHistory,
    TranslatedPage,
    column,
    required_texts,
    translated_fields,
)
from callcareers.languages import CODES, TRANSLATION_CODES
from faq.models import Question, Topic
from roles.models import Duty, Role
from tests.factories import (
    DutyFactory,
    EmploymentProjectionFactory,
    OccupationFactory,
    QuestionFactory,
    RoleFactory,
    SalaryFigureFactory,
    SkillFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db

REGISTERED = translator.get_registered_models(abstract=False)
PAGES = [
    DutyFactory,
    OccupationFactory,
    QuestionFactory,
    RoleFactory,
    SkillFactory,
    TopicFactory,
]


def base_column(record, name):
    """Return what the column without a language holds, which no queryset reads."""
    table, field = record._meta.db_table, record._meta.get_field(name)
    with connection.cursor() as cursor:
        query = f'SELECT "{field.column}" FROM "{table}" WHERE id = %s'  # noqa: S608
        cursor.execute(query, [record.pk])
        return cursor.fetchone()[0]


def selected_columns(sql, table):
    """Return the columns of `table` that a query fetches."""
    return set(re.findall(rf'"{table}"\."(\w+)"', sql.partition(" FROM ")[0]))


def redirect_from(slug, language="en", pages=None):
    """Return the status and the address that an old slug leads to."""
    with translation.override(language):
        response = redirect_to_page(
            RequestFactory().get("/"), Topic.objects.all() if pages is None else pages, slug
        )
    return response.status_code, response.url


# django-modeltranslation: what its columns hold


def test_base_column_stays_english_after_a_save_under_finnish():
    role = RoleFactory(name_en="Agent", name_fi="Asiakaspalvelija")

    with translation.override("fi"):
        Role.objects.get(pk=role.pk).save()

    assert base_column(role, "name") == "Agent"


def test_base_column_stays_english_when_created_under_finnish():
    with translation.override("fi"):
        role = RoleFactory(name_en="Agent", name_fi="Asiakaspalvelija")

    assert base_column(role, "name") == "Agent"


def test_base_column_stays_english_after_update_or_create_under_finnish():
    role = RoleFactory(name_en="Agent", name_fi="Asiakaspalvelija")

    with translation.override("fi"):
        Role.objects.update_or_create(code=role.code, defaults={"name": "Neuvoja"})

    role = Role.objects.get(pk=role.pk)
    assert base_column(role, "name") == "Agent"
    assert (role.name_en, role.name_fi) == ("Agent", "Neuvoja")


@pytest.mark.parametrize("language", ["en", "fi"])
@pytest.mark.parametrize("field", ["name_en", "name"])
def test_base_column_follows_english_when_one_field_is_saved(language, field):
    role = RoleFactory(name_en="Agent", name_fi="Asiakaspalvelija")

    role.name_en = "Adviser"
    with translation.override(language):
        role.save(update_fields=[field])

    role = Role.objects.get(pk=role.pk)
    assert base_column(role, "name") == "Adviser"
    assert (role.name_en, role.name_fi) == ("Adviser", "Asiakaspalvelija")


def test_save_of_one_field_leaves_the_other_texts_alone():
    role = RoleFactory(summary_en="Before.")

    role.name_en, role.summary_en = "Adviser", "After."
    role.save(update_fields=["name_en"])

    assert Role.objects.get(pk=role.pk).summary_en == "Before."


def test_base_columns_may_be_equal_in_two_records():
    first = TopicFactory(slug_en="same")
    second = TopicFactory.build(slug_en=None, slug_fi="same", name_fi="Aihe")

    with translation.override("fi"):
        Topic.objects.bulk_create([second])

    assert base_column(first, "slug") == base_column(second, "slug") == "same"


@pytest.mark.parametrize("model", REGISTERED)
def test_translated_fields_are_texts_without_a_default(model):
    fields = [model._meta.get_field(name) for name in translated_fields(model)]

    assert [field for field in fields if field.is_relation or field.has_default()] == []


@pytest.mark.parametrize("model", REGISTERED)
def test_records_are_not_ordered_by_what_falls_back(model):
    ordering = {name.lstrip("-") for name in model._meta.ordering}

    assert ordering & set(translated_fields(model)) == set()


# A page exists where its slug is filled


def test_two_records_may_lack_a_finnish_slug():
    first, second = TopicFactory(slug_fi=None), TopicFactory(slug_fi=None)

    pages = Topic.objects.filter(pk__in=[first.pk, second.pk], slug_fi=None)

    assert pages.count() == 2


@pytest.mark.parametrize("language", CODES)
@pytest.mark.parametrize("factory", PAGES)
def test_two_records_may_not_share_a_slug(factory, language):
    slug = column("slug", language)
    texts = {column(name, language): "text" for name in required_texts(factory._meta.model)}
    factory(**texts, **{slug: "same"})

    with (
        pytest.raises(IntegrityError, match=rf"\b{slug}|_{slug}_"),
        transaction.atomic(),
    ):
        factory(**texts, **{slug: "same"})


def test_slug_of_one_language_may_be_that_of_another():
    TopicFactory(slug_en="chat")

    topic = TopicFactory(slug_fi="chat", name_fi="Chat")

    assert Topic.objects.get(slug_fi="chat") == topic


@pytest.mark.parametrize("language", TRANSLATION_CODES)
@pytest.mark.parametrize("factory", PAGES)
def test_slug_without_a_required_text_is_refused(factory, language):
    texts = required_texts(factory._meta.model)

    for missing in texts:
        for nothing in (None, ""):
            values = {column(name, language): "text" for name in texts}
            values |= {column("slug", language): "here", column(missing, language): nothing}
            with (
                pytest.raises(
                    IntegrityError, match=f"{column('slug', language)}_needs_texts"
                ),
                transaction.atomic(),
            ):
                factory(**values)


@pytest.mark.parametrize("language", CODES)
@pytest.mark.parametrize("factory", PAGES)
def test_empty_slug_is_refused(factory, language):
    texts = required_texts(factory._meta.model)
    record = factory(**{column(name, language): "text" for name in texts})

    with (
        pytest.raises(IntegrityError, match=f"{column('slug', language)}_needs_texts"),
        transaction.atomic(),
    ):
        type(record).objects.filter(pk=record.pk).update(**{column("slug", language): ""})


def test_slug_without_a_required_text_is_refused_in_words():
    role = RoleFactory.build(slug_fi="neuvoja", name_fi="Neuvoja")

    with pytest.raises(ValidationError) as refused:
        role.validate_constraints()

    assert refused.value.messages == [
        "A page needs its required texts in a language before it has a slug in it."
    ]


def test_empty_translations_of_a_form_are_stored_as_null(rf):
    question = QuestionFactory(slug_fi="miksi", question_fi="Miksi?", answer_fi="Siksi.")
    request = rf.get("/")
    request.user = User.objects.create_superuser("editor")
    form_class = admin.site.get_model_admin(Question).get_form(request, question)

    form = form_class(
        {
            "topic": question.topic_id,
            "position": 0,
            "question_en": "Why?",
            "answer_en": "Because.",
            "question_fi": "",
            "answer_fi": "",
            "slug_fi": " ",
        },
        instance=question,
    )
    form.save()

    texts = Question.objects.values_list("question_fi", "answer_fi", "slug_fi", "answer_lv")
    assert texts.get(pk=question.pk) == (None, None, None, None)


# Fetching the texts of one language


def test_in_language_fetches_the_active_language_english_and_slugs():
    with translation.override("fi"):
        sql = str(Topic.objects.in_language().query)

    assert selected_columns(sql, "faq_topic") == {
        "id", "code", "position", "name_en", "name_fi",
        *(column("slug", language) for language in CODES),
    }  # fmt: skip


def test_in_language_fetches_one_column_a_text_in_english():
    sql = str(Topic.objects.in_language("slug", "name").query)

    assert selected_columns(sql, "faq_topic") == {
        "id", "code", "position", "name_en", "slug_en",
    }  # fmt: skip


def test_in_language_narrows_the_texts_of_the_record_and_of_its_relations():
    with translation.override("lv"):
        questions = Question.objects.in_language("question", topic=["code", "name"])
        sql = str(questions.query)

    assert selected_columns(sql, "faq_question") == {
        "id", "code", "topic_id", "position", "reviewed_on", "question_en", "question_lv",
    }  # fmt: skip
    assert selected_columns(sql, "faq_topic") == {"id", "code", "name_en", "name_lv"}


@pytest.mark.parametrize("name_fi", ["Neuvoja", None])
def test_in_language_fetches_all_that_a_reader_sees_at_once(
    django_assert_num_queries, name_fi
):
    role = RoleFactory(name_en="Agent", name_fi=name_fi)

    with translation.override("fi"), django_assert_num_queries(1):
        found = Role.objects.in_language(family=["name"]).get(pk=role.pk)
        texts = (found.name, found.family.name, found.overview)
        addresses = found.alternates()

    assert texts == (name_fi or "Agent", "Family", "")
    assert list(addresses) == ["en"]


def test_with_page_keeps_the_pages_of_the_active_language():
    here = TopicFactory(slug_fi="aihe", name_fi="Aihe")
    elsewhere = TopicFactory()
    topics = Topic.objects.filter(pk__in=[here.pk, elsewhere.pk])

    with translation.override("fi"):
        finnish = list(topics.with_page())
    english = list(topics.with_page().order_by("pk"))

    assert (finnish, english) == ([here], [here, elsewhere])


def test_at_slug_reads_the_slug_of_the_active_language():
    topic = TopicFactory(slug_en="topic", slug_fi="aihe", name_fi="Aihe")

    with translation.override("fi"):
        found = [list(Topic.objects.at_slug(slug)) for slug in ("aihe", "topic")]

    assert found == [[topic], []]


# Former addresses


def test_changed_slug_is_remembered():
    topic = TopicFactory(code="moved", slug_en="old")

    topic.slug_en = "new"
    topic.save()

    history = SlugHistory.objects.filter(code="moved")
    assert list(history.values_list("model", "language", "slug")) == [
        ("faq.topic", "en", "old")
    ]


def test_slug_that_stays_is_not_remembered():
    topic = TopicFactory(code="stayed", slug_en="here")

    topic.name_en = "Changed"
    topic.save()

    assert not SlugHistory.objects.filter(code="stayed").exists()


def test_slug_that_is_not_saved_is_not_remembered():
    topic = TopicFactory(code="stayed", slug_en="here")

    topic.slug_en, topic.position = "elsewhere", 5
    topic.save(update_fields=["position"])

    assert Topic.objects.get(code="stayed").slug_en == "here"
    assert not SlugHistory.objects.filter(code="stayed").exists()


def test_former_slug_leads_to_the_present_address_for_good():
    topic = TopicFactory(slug_en="old")

    topic.slug_en = "new"
    topic.save()

    assert redirect_from("old") == (301, topic.get_absolute_url())


def test_every_former_slug_leads_to_the_present_address_in_one_step():
    topic = TopicFactory(slug_en="first")

    for slug in ("second", "third"):
        topic.slug_en = slug
        topic.save()

    address = "/en/questions/third/"
    assert redirect_from("first") == (301, address)
    assert redirect_from("second") == (301, address)


def test_slug_that_returns_leads_nowhere_else():
    topic = TopicFactory(slug_en="here")

    for slug in ("elsewhere", "here"):
        topic.slug_en = slug
        topic.save()

    assert redirect_from("elsewhere") == (301, "/en/questions/here/")
    assert list(Topic.objects.at_slug("here")) == [topic]


def test_former_slug_belongs_to_who_gave_it_up_last():
    first, second = TopicFactory(slug_en="wanted"), TopicFactory(slug_en="second")

    for record, slug in ((first, "first"), (second, "wanted"), (second, "third")):
        record.slug_en = slug
        record.save()

    assert redirect_from("wanted") == (301, "/en/questions/third/")


def test_former_slug_of_another_language_is_not_mixed_in():
    topic = TopicFactory(slug_en="here", slug_fi="vanha", name_fi="Aihe")
    other = TopicFactory(slug_en="vanha")

    topic.slug_fi = "uusi"
    other.slug_en = "other"
    topic.save()
    other.save()

    with translation.override("fi"):
        finnish = topic.get_absolute_url()
    assert redirect_from("vanha", "en") == (301, "/en/questions/other/")
    assert redirect_from("vanha", "fi") == (301, finnish)
    with pytest.raises(Http404):
        redirect_from("vanha", "lv")


def test_former_slug_of_another_model_is_not_mixed_in():
    duty = DutyFactory(code="namesake", slug_en="old")
    TopicFactory(code="namesake")

    duty.slug_en = "new"
    duty.save()

    assert redirect_from("old", pages=Duty.objects.all()) == (301, "/en/duties/new/")
    with pytest.raises(Http404):
        redirect_from("old")


def test_slug_of_another_language_leads_to_the_page_in_this_one():
    topic = TopicFactory(slug_en="topic", slug_fi="aihe", name_fi="Aihe")

    with translation.override("fi"):
        finnish = topic.get_absolute_url()

    assert redirect_from("topic", "fi") == (302, finnish)
    assert redirect_from("aihe", "en") == (302, "/en/questions/topic/")


@pytest.mark.parametrize("slug", ["topic", "aihe"])
def test_page_that_left_a_language_offers_those_it_is_in(slug):
    topic = TopicFactory(slug_en="topic", slug_fi="aihe", name_fi="Aihe")
    topic.slug_fi = None
    topic.save()

    with pytest.raises(NotInThisLanguage) as refused:
        redirect_from(slug, "fi")

    assert refused.value.alternates == {"en": "/en/questions/topic/"}


def test_slug_of_nothing_is_not_found():
    with pytest.raises(Http404) as refused:
        redirect_from("nothing-at-all")

    assert type(refused.value) is Http404


def test_alternates_are_the_languages_of_the_page():
    topic = TopicFactory(slug_en="topic", slug_hu="tema", name_hu="Téma", name_fi="Aihe")

    addresses = topic.alternates()

    with translation.override("hu"):
        assert addresses == {
            "en": "/en/questions/topic/",
            "hu": topic.get_absolute_url(),
        }


# What prose may hold


def errors_of(record):
    """Return the fields that `full_clean` refuses, with the codes of the errors."""
    try:
        record.full_clean()
    except ValidationError as error:
        return {
            name: [found.code for found in errors]
            for name, errors in error.error_dict.items()
        }
    return {}


@pytest.fixture
def cited():
    """Have two figures that prose may cite."""
    return SalaryFigureFactory(code="pay"), EmploymentProjectionFactory(code="outlook")


@pytest.mark.parametrize(
    "text",
    ["[[pay]]", "[[pay:period]]", "[[outlook:change]] until [[outlook:period]]", "24/7"],
)
def test_reference_to_a_figure_is_accepted(cited, text):
    role = RoleFactory(overview_en=text)

    assert errors_of(role) == {}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[[nothing]]", "unknown_reference"),
        ("[[record-of-no-figure:period]]", "unknown_reference"),
        ("[[pay:nothing]]", "unknown_reference"),
        ("[[pay:openings]]", "unknown_reference"),
        ("[[outlook]]", "unknown_reference"),
        ("[[pay]", "broken_reference"),
        ("[[pay", "broken_reference"),
        ("[[Pay]]", "broken_reference"),
        ("US$20 an hour", "typed_amount"),
        ("2 400 €", "typed_amount"),
    ],
)
@pytest.mark.parametrize("name", ["overview_en", "overview_fi", "summary_th"])
def test_text_is_refused_in_the_field_and_language_that_it_stands_in(
    cited, name, text, code
):
    role = RoleFactory(**{name: text})

    assert errors_of(role) == {name: [code]}


def test_every_fault_of_a_text_is_named():
    role = RoleFactory.build(overview_en="$20, [[none]], [[pay", overview_fi="5 €")

    with pytest.raises(ValidationError) as refused:
        role.clean()

    assert refused.value.message_dict == {
        "overview_en": [
            "$20 is a typed amount: cite a salary figure as [[its-code]].",
            "[[pay is not a reference: write [[code]] or [[code:facet]].",
            "[[none]] leads to no figure.",
        ],
        "overview_fi": ["5 € is a typed amount: cite a salary figure as [[its-code]]."],
    }


def test_figures_of_a_text_are_looked_up_at_once(django_assert_num_queries, cited):
    role = RoleFactory.build(overview_en="[[pay]] [[pay:period]] [[outlook:period]]")

    with django_assert_num_queries(3):  # one a model of figures
        role.clean()


def test_every_model_with_a_page_is_tested_here():
    pages = {model for model in REGISTERED if issubclass(model, TranslatedPage)}

    assert {factory._meta.model for factory in PAGES} == pages
