import polib
import pytest
from babel import Locale
from django.db import connection
from django.utils import translation
from modeltranslation.translator import translator
from modeltranslation.utils import build_localized_fieldname

from callcareers.content.models import column
from callcareers.languages import BY_CODE, CODES, TABLE, active_language

each_language = pytest.mark.parametrize("language", TABLE, ids=CODES)


@each_language
def test_language_is_described_as_in_cldr(language):
    locale = Locale.parse(language.locale)

    assert (locale.language, locale.territory) == (language.code, language.territory)
    assert locale.get_language_name() == language.name
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
def test_language_has_one_header_of_plurals(language, settings):
    path = settings.LOCALE_PATHS[0] / language.code / "LC_MESSAGES" / "django.po"

    catalogue = polib.pofile(str(path), encoding="utf-8")

    counts = {len(entry.msgstr_plural) for entry in catalogue if entry.msgid_plural}
    assert catalogue.metadata["Plural-Forms"] == language.plural_forms
    assert {f"nplurals={count}" for count in counts} == {
        language.plural_forms.partition(";")[0]
    }


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


@pytest.mark.parametrize("code", ["sv", None])
def test_active_language_is_english_without_a_language_of_ours(code):
    with translation.override(code):
        assert active_language() == BY_CODE["en"]
