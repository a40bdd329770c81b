import dataclasses
import shutil

import polib
import pytest
from django.conf import settings as site
from django.core.management import CommandError
from django.urls import reverse
from django.utils import translation

from callcareers.content.models import Edit
from callcareers.languages import BY_CODE, TRANSLATION_CODES
from callcareers.translations.catalogues import catalogue_path
from callcareers.translations.gate import catalogue_faults, faults, record_faults
from callcareers.translations.interface_texts import interface_catalogue
from callcareers.translations.package_texts import package_catalogue
from callcareers.translations.status import language_statuses
from tests.content_files import run
from tests.factories import IndustryFactory, RoleFactory

pytestmark = pytest.mark.django_db

NAME = "roles.role:keeper:name"
OVERVIEW = "roles.role:keeper:overview"
PARAGRAPHS = "One part.\n\nAnother part."


@pytest.fixture
def draft(monkeypatch):
    """Have Finnish be a draft."""
    monkeypatch.setitem(BY_CODE, "fi", dataclasses.replace(BY_CODE["fi"], is_public=False))


def first_fault(name=NAME):
    """Return how a message names the first entry of the Finnish catalogue."""
    entry = polib.pofile(str(catalogue_path("fi")))[0]
    return f"locale/fi/LC_MESSAGES/content.po · line {entry.linenum} · {name}: "


def faults_of(record, language="fi"):
    """Return what is wrong with the texts of a record."""
    place = f"{language} {record._meta.label_lower}:{record.code}:"
    return [
        fault.removeprefix(place)
        for fault in record_faults(language)
        if fault.startswith(place)
    ]


# The repository


def test_translations_of_the_repository_have_no_fault():
    # One language, for `make check` looks at all of them.
    lines = run("check_translations", "th")

    assert lines[-1] == "The translations have no fault."
    assert [line.split(" of ")[0] for line in lines[:-1]] == ["th: 100%"]


def test_translations_of_the_repository_are_current():
    shares = {status.language.code: status.current_share for status in language_statuses()}

    assert shares == dict.fromkeys(TRANSLATION_CODES, 100)


# Catalogues


@pytest.mark.parametrize(
    ("context", "source", "text", "fault"),
    [
        (NAME, "Page %(number)s", "Sivu", "lacks the placeholder %(number)s."),
        (
            NAME,
            "Page %(number)s",
            "Sivu %(numero)s",
            "has a placeholder that the English text has not: %(numero)s.",
        ),
        (OVERVIEW, "[[us-pay]] now", "nyt", "lacks the figure reference [[us-pay]]."),
        (OVERVIEW, "[[us-pay]] now", "[[us pay nyt", "lacks the figure reference"),
        (
            OVERVIEW,
            "[[us-pay]] now",
            "[[uk-pay]] nyt",
            "has a figure reference that the English text has not: [[uk-pay]].",
        ),
        (
            OVERVIEW,
            PARAGRAPHS,
            "Yksi osa. Toinen osa.",
            "changes the Markdown: it has 1 paragraphs in place of 2.",
        ),
        (
            OVERVIEW,
            "- one part\n- **another** part",
            "- yksi osa\n- toinen osa",
            "changes the Markdown: it has 0 bold passages in place of 1.",
        ),
        (
            NAME,
            "Keeper",
            "Hoi\N{ZERO WIDTH SPACE}taja",
            "holds an invisible character: ZERO WIDTH SPACE (U+200B).",
        ),
        (NAME, "Keeper", "Hоitaja", "mixes letters of two scripts that look alike"),
        (NAME, "Lion keeper", "Lion keeper", "is a copy of the English text."),
        (NAME, "Keeper", "Hoitaja" * 30, "is too long: 210 characters, at most 160."),
        (NAME, "Keeper", "Hoi\ntaja", "has a line break in a text of one line."),
    ],
)
def test_text_of_a_catalogue_is_refused_at_its_line(scratch, context, source, text, fault):
    scratch.translate(context, text, source=source)

    found = list(catalogue_faults("fi"))

    start = f"{first_fault(context)}The text "
    assert all(line.startswith(start) for line in found)
    assert [line for line in found if line.removeprefix(start).startswith(fault)]


def test_sound_catalogue_has_no_faults(scratch):
    scratch.translate(
        OVERVIEW, "[[us-pay]] nyt\n\n- **osa**", source="[[us-pay]]\n\n- **a**"
    )
    scratch.translate("roles.role:keeper:slug", "keeper", source="keeper")
    scratch.translate(NAME, "", source="Keeper")

    assert list(catalogue_faults("fi")) == []


def test_text_that_a_translator_left_fuzzy_is_a_fault(scratch):
    scratch.translate(NAME, "Hoitaja", source="Keeper", flags=["fuzzy"])

    assert list(catalogue_faults("fi")) == [
        f"{first_fault()}The text is still marked as fuzzy."
    ]


def test_outdated_text_of_a_catalogue_is_no_fault(scratch):
    record = RoleFactory(overview_en=PARAGRAPHS, overview_fi="Yksi.\n\nToinen.")
    record.overview_en = "Now all in one part."
    record.save()
    scratch.write_catalogue_of(record)

    assert scratch.entry(record, "overview").fuzzy
    assert list(catalogue_faults("fi")) == []


@pytest.mark.parametrize(
    ("line", "replaced", "place", "fault"),
    [
        (
            "nplurals=2; plural=(n != 1);",
            "nplurals=3; plural=n%3;",
            "Plural-Forms",
            "3 plural forms in place of 2.",
        ),
        ("Language: fi", "Language: lv", "Language", "The header names 'lv' in place of"),
        ("Language: fi", "Language: ", "Language", "The header names 'no language' in"),
    ],
)
def test_header_of_another_language_is_a_fault(scratch, line, replaced, place, fault):
    scratch.translate(NAME, "Hoitaja")
    path = scratch.catalogue()
    path.write_text(path.read_text(encoding="utf-8").replace(line, replaced))

    (found,) = catalogue_faults("fi")

    assert found.startswith(f"locale/fi/LC_MESSAGES/content.po · {place}: {fault}")


def test_missing_catalogue_is_a_fault(scratch):
    (found,) = catalogue_faults("fi")

    assert found.startswith("locale/fi/LC_MESSAGES/content.po: The file cannot be read: ")


@pytest.mark.parametrize("file", ["names.txt", "fi/loanwords.txt"])
def test_listed_words_may_be_as_they_are_in_english(scratch, file):
    scratch.translate(NAME, "Lion King", source="Lion King")
    before = list(catalogue_faults("fi"))

    path = scratch.root / "locale" / file
    path.write_text("# A comment\nlion king\n", encoding="utf-8")

    assert len(before) == 1
    assert list(catalogue_faults("fi")) == []


# Records


@pytest.mark.parametrize(
    ("english", "text", "fault"),
    [
        (
            "It pays well.",
            "Palkka on 2 500 €.",
            "2 500 € is a typed amount: cite a salary figure as [[its-code]].",
        ),
        (
            "It pays [[no-such-figure]].",
            "Palkka on [[no-such-figure]].",
            "[[no-such-figure]] leads to no figure.",
        ),
        (
            "It pays.",
            "Palkka on [[us pay]].",
            "[[us pay]] is not a reference: write [[code]] or [[code:facet]].",
        ),
        ("Page %(number)s", "Sivu", "lacks the placeholder %(number)s."),
        (
            PARAGRAPHS,
            "Yksi.",
            "changes the Markdown: it has 1 paragraphs in place of 2.",
        ),
    ],
)
def test_text_of_the_database_is_refused_at_its_record(english, text, fault):
    record = RoleFactory(overview_en=english, overview_fi=text)

    assert faults_of(record) == [f"overview {fault}"]


def test_text_without_an_english_one_is_a_fault():
    record = RoleFactory(overview_en="", overview_fi="Yksi.", slug_fi=None)

    assert faults_of(record) == ["overview stands without an English text."]


def test_text_that_is_missing_from_a_page_is_a_fault():
    page = {"slug_fi": "sivu", "name_fi": "Nimi", "summary_fi": "Mitä hän tekee."}
    record = RoleFactory(overview_en="A text.", **page)

    assert faults_of(record) == ["overview is not translated."]


def test_text_of_a_page_that_does_not_exist_may_be_missing():
    assert faults_of(RoleFactory(overview_en="A text.")) == []


def test_text_that_is_read_on_other_pages_may_not_be_missing():
    assert faults_of(IndustryFactory()) == ["name is not translated."]


def test_draft_of_a_language_may_be_incomplete_and_no_worse(draft):
    record = RoleFactory(overview_en=PARAGRAPHS, overview_fi="Yksi.", slug_fi=None)

    assert faults_of(IndustryFactory()) == []
    assert faults_of(record) == [
        "overview changes the Markdown: it has 1 paragraphs in place of 2."
    ]


@pytest.mark.parametrize("is_machine_made", [True, False])
def test_outdated_text_is_held_against_the_english_that_it_was_made_from(is_machine_made):
    record = RoleFactory(overview_en=PARAGRAPHS)
    record.edit = Edit(machine_made=["overview_fi"] if is_machine_made else [])
    record.overview_fi = "Yksi.\n\nToinen."
    record.save()
    record.overview_en = "Now all in one part."
    record.save()
    before = faults_of(record)
    type(record).objects.filter(pk=record.pk).update(overview_fi="Yksi.")

    assert before == []
    assert faults_of(record) == [
        "overview changes the Markdown: it has 1 paragraphs in place of 2."
    ]


# All of it


@pytest.fixture
def locale(request, monkeypatch, tmp_path):
    """Have the gate read a copy of the catalogues."""
    copy = tmp_path / "locale"
    shutil.copytree(
        request.config.rootpath / "locale", copy, ignore=shutil.ignore_patterns("*.mo")
    )
    monkeypatch.setattr(site, "LOCALE_PATHS", [copy, copy / "packages"])


@pytest.fixture
def put_in(request, settings, tmp_path):
    """Return a function that puts markup into the page on translations."""
    page = "translations/language_list.html"
    original = request.config.rootpath / "templates" / page
    copy = tmp_path / "templates" / page

    def put(markup):
        copy.parent.mkdir(parents=True)
        text = original.read_text(encoding="utf-8")
        copy.write_text(text.replace("<dl", f"{markup}<dl"), encoding="utf-8")
        (engine,) = settings.TEMPLATES
        folders = [tmp_path / "templates", *engine["DIRS"]]
        settings.TEMPLATES = [engine | {"DIRS": folders}]

    return put


@pytest.fixture
def english_template(put_in):
    """Have a template whose text nobody has marked for translation."""
    put_in("<p>Nobody marked this.</p>")


def untranslate(path):
    """Take away the first translation in a catalogue; return the message."""
    catalogue = polib.pofile(str(path))
    entry = next(entry for entry in catalogue if entry.msgstr)
    entry.msgstr = ""
    catalogue.save()
    return entry.msgid


@pytest.mark.usefixtures("locale", "english_template")
def test_gate_looks_at_catalogues_records_names_and_pages():
    message = untranslate(interface_catalogue("fi"))
    of_package = untranslate(package_catalogue("fi", "django"))
    interface_catalogue("lv").unlink()
    path = catalogue_path("fi")
    path.write_text(
        path.read_text(encoding="utf-8").replace("Language: fi", "Language: lv")
    )
    IndustryFactory(code="test-industry")
    RoleFactory(code="astronaut", name_en="Astronaut", name_fi="Hoitaja")
    RoleFactory(code="keeper", name_en="Lion keeper", name_fi="Hoitaja")
    with translation.override("fi"):
        page = reverse("language_list")

    with pytest.raises(CommandError) as refused:
        run("check_translations", "fi")

    *found, count = str(refused.value).splitlines()
    assert count == f"{len(found)} faults."
    starts = [
        "locale/fi/LC_MESSAGES/django.po:",
        "packages/fi/LC_MESSAGES/django.po:",
        "locale/fi/LC_MESSAGES/content.po · Language: The header names 'lv'",
        "fi salaries.industry:test-industry:name is not translated.",
        "fi roles.role:keeper:name: 'Lion keeper' and 'Astronaut' (",
        f"{page}: 'Nobody marked this.' is not translated.",
    ]
    by_start = {
        start: [fault for fault in found if fault.startswith(start)] for start in starts
    }
    assert all(by_start.values())
    assert repr(message) in by_start[starts[0]][0]
    assert repr(of_package) in by_start[starts[1]][0]
    assert not [fault for fault in found if "/lv/" in fault or fault.startswith("lv ")]


@pytest.mark.usefixtures("locale", "english_template")
def test_gate_asks_no_complete_texts_and_no_pages_of_a_draft(draft):
    untranslate(interface_catalogue("fi"))
    IndustryFactory()

    assert list(faults(["fi"])) == []


@pytest.mark.parametrize("failing", [["fi"], ["en", "fi"]])
def test_page_that_fails_is_a_fault(put_in, failing):
    put_in(
        "{% get_current_language as code %}"
        f"{{% if code in '{' '.join(failing)}' %}}"
        "{% include 'missing.html' %}{% endif %}"
    )

    found = list(faults(["fi"]))

    pages = []
    for language in failing:
        with translation.override(language):
            pages.append(reverse("language_list"))
    assert found == [
        f"{page} cannot be shown: TemplateDoesNotExist: missing.html" for page in pages
    ]
