import dataclasses
import io

import polib
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from callcareers.languages import BY_CODE, CODES
from callcareers.translations.interface_texts import interface_catalogue
from callcareers.translations.new_languages import (
    obstacles,
    start_interface_catalogue,
    translated_apps,
)


@pytest.fixture
def add_row(monkeypatch):
    """Return a function that adds a row to the table, English but for what it is given."""

    def add_row(code, **attributes):
        row = dataclasses.replace(BY_CODE["en"], code=code, **attributes)
        monkeypatch.setitem(BY_CODE, code, row)

    return add_row


@pytest.mark.django_db
@pytest.mark.parametrize("code", CODES)
def test_nothing_is_in_the_way_of_the_languages_that_are_there(code):
    assert list(obstacles(code)) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "territory"), [("en-xa", "GB"), ("ar-xb", "EG"), ("pt-br", "BR")]
)
def test_nothing_is_in_the_way_of_a_language_that_cldr_knows(add_row, code, territory):
    add_row(code, territory=territory)

    assert list(obstacles(code)) == []


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["xx", "qqq", "zz-xa"])
def test_language_that_cldr_does_not_know_is_refused(add_row, code):
    add_row(code)

    with pytest.raises(CommandError) as refused:
        call_command("add_language", code)

    locale = f"{code.removesuffix('-xa')}_GB"
    assert str(refused.value) == (
        f"{code} makes the locale {locale}, which CLDR does not know."
    )


@pytest.mark.django_db
@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="the ICU collations come with PostgreSQL"
)
def test_language_that_postgresql_cannot_sort_is_refused(add_row):
    add_row("sv", territory="SE", collation="xx-x-icu")

    with pytest.raises(CommandError) as refused:
        call_command("add_language", "sv")

    assert str(refused.value) == (
        "sv sorts by xx-x-icu, which this PostgreSQL does not have."
    )


def test_apps_with_texts_are_those_whose_tables_get_columns():
    assert translated_apps() == ["faq", "roles", "salaries"]


@pytest.fixture
def english(settings, tmp_path):
    """Have an English catalogue alone."""
    settings.LOCALE_PATHS = [tmp_path]
    catalogue = polib.POFile()
    catalogue.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
    catalogue += [
        polib.POEntry(
            msgid="%(name)s",
            msgstr="%(name)s",
            comment="The name of a role.",
            occurrences=[("templates/a.html", "")],
            flags=["python-format"],
        ),
        polib.POEntry(
            msgid="One figure",
            msgid_plural="%(counter)s figures",
            msgstr_plural={0: "One figure", 1: "%(counter)s figures"},
        ),
    ]
    interface_catalogue("en").parent.mkdir(parents=True)
    catalogue.save(str(interface_catalogue("en")))


@pytest.mark.parametrize("language", ["lv", "th"])
def test_catalogue_starts_with_every_message_and_no_translation(english, language):
    start_interface_catalogue(language)

    catalogue = polib.pofile(str(interface_catalogue(language)))
    name, figures = catalogue
    assert catalogue.metadata["Plural-Forms"] == BY_CODE[language].plural_forms
    assert (name.msgid, name.msgstr, name.comment, name.flags) == (
        "%(name)s",
        "",
        "The name of a role.",
        ["python-format"],
    )
    assert name.occurrences == [("templates/a.html", "")]
    assert figures.msgstr_plural == dict.fromkeys(range(BY_CODE[language].plural_count), "")


def test_catalogue_that_is_there_keeps_its_translations_and_gets_what_is_new(english):
    catalogue = polib.POFile()
    catalogue.append(polib.POEntry(msgid="%(name)s", msgstr="“%(name)s”"))
    interface_catalogue("fi").parent.mkdir(parents=True)
    catalogue.save(str(interface_catalogue("fi")))

    start_interface_catalogue("fi")
    once = interface_catalogue("fi").read_bytes()
    start_interface_catalogue("fi")

    name, figures = polib.pofile(str(interface_catalogue("fi")))
    assert (name.msgstr, figures.msgid) == ("“%(name)s”", "One figure")
    assert interface_catalogue("fi").read_bytes() == once


def test_command_needs_a_language():
    with pytest.raises(CommandError, match="arguments are required: language"):
        call_command("add_language", stdout=io.StringIO())
