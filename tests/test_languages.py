import dataclasses
import re

import polib
import pytest
from babel import Locale
from django.db import connection
from django.utils import translation
from modeltranslation.translator import translator
from modeltranslation.utils import build_localized_fieldname

from callcareers.content.models import column
from callcareers.languages import (
    BY_CODE,
    CODES,
    TABLE,
    active_language,
    shown_codes,
    shown_languages,
)
from callcareers.translations.interface_texts import interface_catalogue
from roles.models import Role

each_language = pytest.mark.parametrize("language", TABLE, ids=CODES)


@each_language
def test_language_is_described_as_in_cldr(language):
    locale = Locale.parse(language.locale)

    base = language.code.partition("-")[0]
    assert (locale.language, locale.territory) == (base, language.territory)
    assert language.is_pseudo or locale.get_language_name() == language.name
    assert locale.text_direction == language.direction


@each_language
@pytest.mark.django_db
def test_language_has_a_collation_in_the_database(language):
    if connection.vendor != "postgresql":
        pytest.skip("the ICU collations come with PostgreSQL")

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT collprovider FROM pg_collation WHERE collname = %s",
            [language.collation],
        )
        rows = cursor.fetchall()

    assert rows == [("i",)]


@each_language
def test_language_has_one_header_of_plurals(language):
    catalogue = polib.pofile(str(interface_catalogue(language.code)), encoding="utf-8")

    counts = {len(entry.msgstr_plural) for entry in catalogue if entry.msgid_plural}
    assert catalogue.metadata["Plural-Forms"] == language.plural_forms
    assert {f"nplurals={count}" for count in counts} == {
        language.plural_forms.partition(";")[0]
    }


def test_plural_count_is_that_of_the_header():
    counts = {code: BY_CODE[code].plural_count for code in ("en", "lv", "th")}

    assert counts == {"en": 2, "lv": 3, "th": 1}


@each_language
def test_translated_models_have_a_column_in_the_language(language):
    models = translator.get_registered_models(abstract=False)
    fields = [
        (model, name)
        for model in models
        for name in translator.get_options_for_model(model).all_fields
    ]

    missing = [
        (model, name)
        for model, name in fields
        if column(name, language.code)
        not in {field.name for field in model._meta.concrete_fields}
    ]

    assert len(models) > 1
    assert fields
    assert missing == []


@each_language
def test_column_is_called_as_modeltranslation_calls_it(language):
    assert column("name", language.code) == build_localized_fieldname("name", language.code)


@each_language
def test_active_language_is_that_of_the_request(language):
    with translation.override(language.code):
        assert active_language() == language


@pytest.mark.parametrize("code", ["xx", None])
def test_active_language_is_english_without_a_language_of_ours(code):
    with translation.override(code):
        assert active_language() == BY_CODE["en"]


@pytest.mark.parametrize(
    ("code", "territory", "locale"),
    [
        ("sv", "SE", "sv_SE"),
        ("pt-br", "BR", "pt_BR"),
        ("zh-hant", "TW", "zh_Hant_TW"),
        ("en-xa", "GB", "en_GB"),
    ],
)
def test_locale_is_one_that_cldr_knows(code, territory, locale):
    language = dataclasses.replace(BY_CODE["en"], code=code, territory=territory)

    assert language.locale == locale
    assert str(Locale.parse(locale)) == locale


@pytest.mark.parametrize(
    ("code", "is_pseudo"), [("en-xa", True), ("ar-xb", True), ("en", False), ("xa", False)]
)
def test_pseudo_language_is_told_by_its_region(code, is_pseudo):
    assert dataclasses.replace(BY_CODE["en"], code=code).is_pseudo is is_pseudo


def test_names_in_the_database_are_valid_and_short_enough_for_postgresql():
    names = [
        constraint.name
        for model in translator.get_registered_models(abstract=False)
        for constraint in [*model._meta.constraints, *model._meta.indexes]
    ]

    assert names
    assert [name for name in names if not re.fullmatch(r"\w{1,63}", name)] == []


# Drafts: any language of the table that is not in LANGUAGES


@pytest.fixture
def draft(settings):
    """Make a draft of the last language that is shown."""
    *settings.LANGUAGES, (code, _) = settings.LANGUAGES
    return BY_CODE[code]


def test_draft_is_not_shown(draft):
    assert draft.code not in shown_codes()
    assert draft not in shown_languages()


@pytest.mark.django_db
def test_draft_has_no_addresses(client, draft):
    with translation.override(draft.code):
        role = Role.objects.with_page().first()
        address = role.get_absolute_url()

    assert client.get(f"/{draft.code}/").status_code == 404
    assert client.get(address).status_code == 404
    assert draft.code not in role.alternates()


@pytest.mark.django_db
def test_draft_is_in_no_menu_no_alternate_and_no_sitemap(client, draft):
    guide = Role.objects.with_page().first().get_absolute_url()

    for address in ["/en/", "/en/salaries/", guide, "/en/nothing/", "/sitemap.xml"]:
        html = without_sources(client.get(address).content.decode())
        assert f"/{draft.code}/" not in html, address
        assert f'lang="{draft.code}"' not in html, address
        assert draft.name not in html, address


def without_sources(html: str) -> str:
    """Leave out the notes of sources, whose names and titles stay in their own language."""
    return re.sub(r'<li id="source-.*?</li>', "", html, flags=re.DOTALL)


@pytest.mark.django_db
def test_draft_is_not_negotiated(client, draft):
    response = client.get("/", headers={"accept-language": f"{draft.code}, fi;q=0.5"})

    assert response.headers["Location"] == "/fi/"


@pytest.mark.django_db
def test_slug_of_a_draft_leads_nowhere(client, draft):
    with translation.override(draft.code):
        slug = Role.objects.with_page().first().get_absolute_url().split("/")[-2]

    assert client.get(f"/en/roles/{slug}/").status_code == 404


def test_draft_keeps_its_columns(draft):
    assert column("name", draft.code) in {field.name for field in Role._meta.fields}
    assert draft.code in CODES
