"""A translator's catalogue on its way into the database, and back out."""

import re

import polib
import pytest
from django.core.management import CommandError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from callcareers.content.models import (
    TranslatedModel,
    TranslationUnit,
    column,
    tidy_text,
)
from callcareers.languages import SOURCE_LANGUAGE, TRANSLATION_CODES
from callcareers.translations.catalogue_export import (
    catalogue_text,
    make_catalogue,
    page_addresses,
)
from callcareers.translations.catalogue_import import Outcome, import_catalogue
from callcareers.translations.catalogues import (
    MACHINE_FLAG,
    ContentRefused,
    read_catalogue,
)
from callcareers.translations.content_files import all_records, content_models
from roles.models import Role
from tests.content_files import context, empty_translations, every_row, run
from tests.factories import (
    RoleFactory,
    SalaryFigureFactory,
    SkillFactory,
)

pytestmark = pytest.mark.django_db

State = TranslationUnit.State
FILE = "locale/fi/LC_MESSAGES/content.po"
STRANGE = {
    "quotation marks": "\"one\" 'two' “three” «four» „five”",
    "backslashes": "a\\b \\n \\\\ \\\" C:\\new\\",
    "tabs": "one\ttwo",
    "emoji of several": "👩‍💻 👍🏽 🇫🇮",
    "blank lines": "one\n\n\n\ntwo\n \nthree",
    "long words": f"{'a' * 300} {'b-' * 200}c {'ก' * 500}",
    "long line": "word " * 200 + "end",
    "placeholders": "100 %s %(name)s {0} %d",
    "markup": "<b>&amp;</b> # no comment\n#. nor this\nmsgid \"x\"",
    "composed and not": "é e\u0301 Å Å",
    "separators": "a\u2028b\u0085c\u001cd\u000be\u000cf",
    "spaces": "a\u00a0b\u202fc  d   e",
    "marks": "a\u200bb\u200ec\ufeffd\u00ade",
}  # fmt: skip


@pytest.fixture
def role():
    """Return a role with an English page, a Finnish one, and an English text besides."""
    return RoleFactory(
        code="agent",
        name_en="Agent",
        summary_en="Answers calls.",
        overview_en="One.\n\nTwo.",
        slug_fi="neuvoja",
        name_fi="Neuvoja",
        summary_fi="Vastaa puheluihin.",
    )


@pytest.fixture
def files(scratch, role):
    """Return the files of translators, which have the Finnish texts of the role."""
    scratch.write_catalogue_of(role)
    return scratch


def take(files, language="fi", **options):
    """Import the catalogue of a language; return what became of each text by context."""
    catalogue = read_catalogue(files.catalogue(language), language)
    report = import_catalogue(catalogue, **options)
    return {change.entry.context: change.outcome for change in report.changes}


def faults(files, **options):
    """Return why an import is refused, once it is sure that it changed nothing."""
    before = every_row()
    with pytest.raises(ContentRefused) as refused:
        take(files, **options)
    assert every_row() == before
    return refused.value.faults


def outcome(files, role, field, **options):
    return take(files, **options)[context(role, field)]


def reasons(files, **options):
    return [fault.reason for fault in faults(files, **options)]


def fresh(role):
    return type(role).objects.get(pk=role.pk)


def unit_of(role, field, language="fi"):
    return TranslationUnit.objects.of(role).get(field=field, language=language)


def state_of(role, field, language="fi"):
    role = fresh(role)
    unit = TranslationUnit.objects.of(role).filter(field=field, language=language).first()
    english, text = (
        getattr(role, column(field, code)) for code in (SOURCE_LANGUAGE, language)
    )
    return TranslationUnit.state_of(unit, english, text)


def change_english(role, **texts):
    role = fresh(role)
    for name, text in texts.items():
        setattr(role, name, text)
    role.save()


# What becomes of an entry


def test_new_text_is_taken(files, role):
    files.edit(role, "overview", "Yksi.\n\nKaksi.")

    assert outcome(files, role, "overview") == Outcome.NEW
    assert fresh(role).overview_fi == "Yksi.\n\nKaksi."
    assert state_of(role, "overview") == State.CURRENT


def test_changed_text_is_taken(files, role):
    files.edit(role, "name", "Asiakasneuvoja")

    assert outcome(files, role, "name") == Outcome.CHANGED
    assert fresh(role).name_fi == "Asiakasneuvoja"
    assert fresh(role).name_en == "Agent"


def test_text_as_it_was_changes_nothing(files, role):
    before = every_row()

    assert set(take(files).values()) == {Outcome.UNCHANGED, Outcome.MISSING}
    assert outcome(files, role, "overview") == Outcome.MISSING
    assert every_row() == before


def test_empty_text_takes_nothing_away(files, role):
    files.edit(role, "name", "")
    before = every_row()

    assert outcome(files, role, "name") == Outcome.EMPTIED
    assert every_row() == before


@pytest.mark.parametrize("text", [" ", "\n\n", "\t"])
def test_blank_text_is_an_empty_one(files, role, text):
    files.edit(role, "name", text)

    assert outcome(files, role, "name") == Outcome.EMPTIED


def test_text_is_taken_without_what_stands_around_it(files, role):
    files.edit(role, "name", "  Asiakasneuvoja\n")

    assert outcome(files, role, "name") == Outcome.CHANGED
    assert fresh(role).name_fi == "Asiakasneuvoja"


def test_text_that_is_still_marked_as_fuzzy_is_left(files, role):
    files.edit(role, "name", "Ehkä neuvoja", flags=["fuzzy"])
    before = every_row()

    assert outcome(files, role, "name") == Outcome.DRAFT
    assert every_row() == before


def test_text_of_an_older_english_one_is_taken_and_outdated(files, role):
    files.edit(role, "name", "Asiakasneuvoja")
    change_english(role, name_en="Adviser")

    report = import_catalogue(read_catalogue(files.catalogue(), "fi"))
    files.write_catalogue_of(fresh(role))

    (change,) = report.worth_telling()
    entry = files.entry(role, "name")
    assert (change.outcome, change.is_outdated) == (Outcome.CHANGED, True)
    assert state_of(role, "name") == State.OUTDATED
    assert (entry.msgid, entry.msgstr) == ("Adviser", "Asiakasneuvoja")
    assert (entry.previous_msgid, entry.fuzzy) == ("Agent", True)


def test_doubtful_text_is_confirmed_by_taking_off_the_mark(files, role):
    change_english(role, name_en="Adviser")
    files.write_catalogue_of(fresh(role))
    doubtful = files.entry(role, "name")
    as_exported = take(files)
    files.edit(role, "name", flags=[])

    confirmed = outcome(files, role, "name")
    again = take(files)
    files.write_catalogue_of(fresh(role))

    entry = files.entry(role, "name")
    assert (doubtful.fuzzy, doubtful.previous_msgid) == (True, "Agent")
    assert set(as_exported.values()) == {Outcome.UNCHANGED, Outcome.MISSING}
    assert confirmed == Outcome.CONFIRMED
    assert again[context(role, "name")] == Outcome.UNCHANGED
    assert state_of(role, "name") == State.CURRENT
    assert (entry.fuzzy, entry.previous_msgid) == (False, None)


def test_confirmation_of_an_older_english_text_confirms_nothing(files, role):
    change_english(role, name_en="Adviser")
    files.write_catalogue_of(fresh(role))
    files.edit(role, "name", flags=[])
    change_english(role, name_en="Consultant")

    assert outcome(files, role, "name") == Outcome.UNCHANGED
    assert state_of(role, "name") == State.OUTDATED


def test_outdated_text_that_is_changed_is_current_again(files, role):
    change_english(role, name_en="Adviser")
    files.write_catalogue_of(fresh(role))
    files.edit(role, "name", "Asiakasneuvoja", flags=[])

    assert outcome(files, role, "name") == Outcome.CHANGED
    assert state_of(role, "name") == State.CURRENT
    assert unit_of(role, "name").source == "Adviser"


# What was changed on the site meanwhile


def test_text_changed_on_the_site_alone_is_kept(files, role):
    Role.objects.filter(pk=role.pk).update(name_fi="Operaattori")
    files.edit(role, "summary", "Vastaa soittajille.")

    outcomes = take(files)

    assert outcomes[context(role, "name")] == Outcome.KEPT
    assert outcomes[context(role, "summary")] == Outcome.CHANGED
    assert fresh(role).name_fi == "Operaattori"


def test_text_emptied_on_the_site_alone_stays_empty(files, role):
    Role.objects.filter(pk=role.pk).update(slug_fi=None, summary_fi=None)

    assert outcome(files, role, "summary") == Outcome.KEPT
    assert fresh(role).summary_fi is None


def test_text_changed_on_both_sides_is_refused(files, role):
    Role.objects.filter(pk=role.pk).update(name_fi="Operaattori")
    files.edit(role, "name", "Asiakasneuvoja")

    assert reasons(files) == [
        "The text was changed on the site too since the file was written: there it is "
        "'Operaattori' now."
    ]


def test_text_changed_alike_on_both_sides_is_as_it_was(files, role):
    Role.objects.filter(pk=role.pk).update(name_fi="Operaattori")
    files.edit(role, "name", "Operaattori")

    assert outcome(files, role, "name") == Outcome.UNCHANGED


@pytest.mark.parametrize("text", ["Asiakasneuvoja", None])
def test_overwriting_takes_the_text_of_the_file(files, role, text):
    Role.objects.filter(pk=role.pk).update(name_fi="Operaattori")
    files.edit(role, "name", text)

    assert outcome(files, role, "name", is_overwriting=True) == Outcome.CHANGED
    assert fresh(role).name_fi == (text or "Neuvoja")


def test_text_without_word_of_what_it_was_is_taken(scratch, role):
    scratch.translate(context(role, "name"), "Asiakasneuvoja", source="Agent")
    Role.objects.filter(pk=role.pk).update(name_fi="Operaattori")

    assert outcome(scratch, role, "name") == Outcome.CHANGED


# What machines made


def test_text_that_the_file_calls_machine_made_is_taken_as_such(files, role):
    files.edit(role, "name", "Asiakasneuvoja", flags=["fuzzy", MACHINE_FLAG])

    assert outcome(files, role, "name") == Outcome.CHANGED
    files.write_catalogue_of(fresh(role))

    entry = files.entry(role, "name")
    assert state_of(role, "name") == State.MACHINE
    assert (entry.fuzzy, MACHINE_FLAG in entry.flags) == (True, True)


def test_machine_made_texts_are_taken_fuzzy_or_not_and_wait_for_a_reader(files, role):
    files.edit(role, "name", "Asiakasneuvoja", flags=["fuzzy"])
    files.edit(role, "overview", "Yksi.\n\nKaksi.")

    outcomes = take(files, is_machine_made=True)

    assert outcomes[context(role, "name")] == Outcome.CHANGED
    assert outcomes[context(role, "overview")] == Outcome.NEW
    assert state_of(role, "name") == state_of(role, "overview") == State.MACHINE
    assert state_of(role, "summary") == State.CURRENT


def test_second_run_of_a_machine_confirms_nothing(files, role):
    files.edit(role, "name", "Asiakasneuvoja")
    take(files, is_machine_made=True)

    assert outcome(files, role, "name", is_machine_made=True) == Outcome.UNCHANGED
    assert state_of(role, "name") == State.MACHINE


@pytest.mark.parametrize("flags", [[], [MACHINE_FLAG]])
def test_machine_made_text_is_confirmed_by_taking_off_the_mark(files, role, flags):
    files.edit(role, "name", "Asiakasneuvoja", flags=["fuzzy", MACHINE_FLAG])
    take(files)
    files.write_catalogue_of(fresh(role))
    files.edit(role, "name", flags=flags)

    assert outcome(files, role, "name") == Outcome.CONFIRMED
    assert state_of(role, "name") == State.CURRENT


# Who changed it


def test_last_translator_is_known_by_name(files, role):
    files.edit(role, "name", "Asiakasneuvoja")
    catalogue = polib.pofile(str(files.catalogue()))
    catalogue.metadata["Last-Translator"] = "Aino Kivi <aino@example.com>"
    files.save(catalogue)

    take(files)

    unit = unit_of(role, "name")
    assert unit.changed_by == "Aino Kivi"
    assert unit.changed_on is not None
    assert unit_of(role, "summary").changed_by == ""


# Addresses


def test_page_that_becomes_complete_has_an_address_proposed(scratch):
    role = RoleFactory(code="agent", name_en="Agent", summary_en="Answers calls.")
    scratch.write_catalogue_of(role, language="th")
    scratch.edit(role, "name", "โอเปอเรเตอร์ 1", language="th")
    scratch.edit(role, "summary", "รับสาย", language="th")

    report = import_catalogue(read_catalogue(scratch.catalogue("th"), "th"))

    assert fresh(role).slug_th == "โอเปอเรเตอร์-1"
    assert report.proposed == ["roles.role:agent"]


def test_page_that_is_not_complete_has_none(scratch):
    role = RoleFactory(code="agent")
    scratch.write_catalogue_of(role)
    scratch.edit(role, "name", "Neuvoja")

    take(scratch)

    assert (fresh(role).name_fi, fresh(role).slug_fi) == ("Neuvoja", None)


def test_page_that_an_editor_took_away_stays_away(files, role):
    Role.objects.filter(pk=role.pk).update(slug_fi=None)
    files.write_catalogue_of(fresh(role))
    files.edit(role, "name", "Asiakasneuvoja")

    take(files)

    assert (fresh(role).name_fi, fresh(role).slug_fi) == ("Asiakasneuvoja", None)


def test_page_that_an_editor_took_away_comes_back_by_an_address(files, role):
    Role.objects.filter(pk=role.pk).update(slug_fi=None)
    files.write_catalogue_of(fresh(role))
    files.edit(role, "slug", "asiakasneuvoja")

    assert outcome(files, role, "slug") == Outcome.NEW
    assert fresh(role).slug_fi == "asiakasneuvoja"


def test_address_may_be_that_of_the_english_page(files, role):
    files.edit(role, "slug", "agent")

    assert outcome(files, role, "slug") == Outcome.CHANGED


def test_address_is_spelled_in_one_way(files, role):
    files.edit(role, "slug", "kehitta\u0308ja\u0308")

    take(files)

    assert fresh(role).slug_fi == "kehittäjä"


def test_address_of_another_page_is_refused(files, role):
    RoleFactory(code="other", slug_fi="toinen", name_fi="Toinen", summary_fi="Muuta.")
    files.edit(role, "slug", "toinen")

    assert reasons(files) == ["The address 'toinen' is that of other already."]


def test_proposed_address_of_another_page_is_refused(files, role):
    other = RoleFactory(code="other", name_en="Other", summary_en="Does other things.")
    files.write_catalogue_of(other)
    files.edit(other, "name", "Neuvoja")
    files.edit(other, "summary", "Muuta.")

    (fault,) = faults(files)

    assert fault.field == context(other, "slug")
    assert fault.reason == "The address 'neuvoja' is that of agent already."


@pytest.mark.parametrize("slug", ["No slug", "Iso", "a--b", "-a", "a/b", "a_b"])
def test_false_address_is_refused(files, role, slug):
    files.edit(role, "slug", slug)

    assert reasons(files) == [
        "Use lower-case letters and digits joined by single hyphens, in the letters of "
        "the language."
    ]


def test_address_that_is_too_long_is_refused(files, role):
    files.edit(role, "slug", "a" * 121)

    assert reasons(files) == ["Ensure this value has at most 120 characters (it has 121)."]


def test_address_of_a_page_without_its_texts_is_refused(scratch):
    role = RoleFactory(code="agent")
    scratch.write_catalogue_of(role)
    scratch.edit(role, "name", "Neuvoja")
    scratch.edit(role, "slug", "neuvoja")

    assert reasons(scratch) == [
        "A page needs its texts in the language before it has an address."
    ]


def test_record_whose_name_makes_no_address_has_none(scratch):
    role = RoleFactory(code="agent", name_en="👩‍💻", summary_en="Answers calls.")
    scratch.write_catalogue_of(role)
    scratch.edit(role, "name", "👩‍💻")
    scratch.edit(role, "summary", "Vastaa.")

    report = import_catalogue(read_catalogue(scratch.catalogue(), "fi"))

    assert (fresh(role).name_fi, fresh(role).slug_fi) == ("👩‍💻", None)
    assert report.proposed == []


# What an import is refused for


@pytest.mark.parametrize(
    ("field", "source", "text", "reason"),
    [
        (
            "summary",
            "Earns [[pay]].",
            "Ansaitsee.",
            "The text lacks the figure reference [[pay]].",
        ),
        (
            "summary",
            "Earns.",
            "Ansaitsee [[pay]].",
            "The text has a figure reference that the English text has not: [[pay]].",
        ),
        ("summary", "Hello %(name)s", "Hei", "The text lacks the placeholder %(name)s."),
        (
            "overview",
            "One",
            "<b>Yksi",
            "The text has a HTML tag that the English text has not: <b>.",
        ),
        (
            "overview",
            "One.\n\nTwo.",
            "Yksi. Kaksi.",
            "The text changes the Markdown: it has 1 paragraphs in place of 2.",
        ),
        (
            "overview",
            "[One](https://a.example/)",
            "[Yksi](https://a.example/fi)",
            "The text lacks the link https://a.example/.",
        ),
        (
            "name",
            "Agent",
            "Neu\u200bvoja",
            "The text holds an invisible character: ZERO WIDTH SPACE (U+200B).",
        ),
        (
            "name",
            "Agent",
            "Neuvоja",
            "The text mixes letters of two scripts that look alike in 'Neuvоja'.",
        ),
        (
            "name",
            "Agent",
            "agent",
            "The text is a copy of the English text. What is the same in both languages "
            "belongs into locale/fi/loanwords.txt, a name into names.txt.",
        ),
        (
            "name",
            "Agent",
            "n" * 161,
            "The text is too long: 161 characters, at most 160.",
        ),
        (
            "summary",
            "One line",
            "Kaksi\nriviä",
            "The text has a line break in a text of one line.",
        ),
        (
            "summary",
            "It pays.",
            "Saat 20 € tunnilta.",
            "20 € is a typed amount: cite a salary figure as [[its-code]].",
        ),
        (
            "summary",
            "It pays.",
            "Saat [[jotain.",
            "[[jotain. is not a reference: write [[code]] or [[code:facet]].",
        ),
        (
            "summary",
            "Earns [[nothing]].",
            "Ansaitsee [[nothing]].",
            "[[nothing]] leads to no figure.",
        ),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else None,
)
def test_text_that_breaks_a_rule_is_refused_by_its_place(
    files, role, field, source, text, reason
):
    SalaryFigureFactory(code="pay")
    Role.objects.filter(pk=role.pk).update(**{column(field, "en"): source})
    files.write_catalogue_of(fresh(role))
    files.edit(role, field, text, flags=[])

    fault = faults(files)[0]

    line = files.entry(role, field).linenum
    assert (fault.file, fault.record) == (FILE, f"line {line}")
    assert (fault.field, fault.reason) == (context(role, field), reason)


def test_unchanged_text_is_not_judged_again(files, role):
    Role.objects.filter(pk=role.pk).update(name_fi="Agent\u200b")
    files.write_catalogue_of(fresh(role))

    assert outcome(files, role, "name") == Outcome.UNCHANGED


def test_every_fault_of_a_file_is_named_and_nothing_taken(files, role):
    skill = SkillFactory(name_en="Calm")
    files.write_catalogue_of(role, skill)
    files.edit(role, "name", "Agent")
    files.edit(role, "overview", "Yksi.")
    files.edit(skill, "name", "Kärsivällisyys")
    files.edit(skill, "slug", "No slug")

    found = faults(files)

    assert {fault.field for fault in found} == {
        context(role, "name"),
        context(role, "overview"),
        context(skill, "slug"),
    }


@pytest.mark.parametrize(
    "name",
    [
        "roles.role:agent:colour",
        "roles.role:agent:name_fi",
        "roles.role:agent:position",
        "roles.Role:agent:name",
        "roles.nothing:agent:name",
        "auth.user:agent:username",
        "roles.role",
        "",
        None,
    ],
)
def test_text_of_no_field_is_refused(files, name):
    files.translate(name, "Nimi")

    (fault,) = faults(files)

    assert fault.file == FILE
    assert fault.reason == "There is no such text."


def test_text_of_no_record_is_refused(files, role):
    files.translate("roles.role:nobody:name", "Nimi")

    assert reasons(files) == ["There is no such record."]


def test_text_that_stands_twice_is_refused(files, role):
    files.translate(context(role, "name"), "Nimi", source="Agent")

    assert reasons(files) == ["The text stands here twice."]


def test_text_that_is_obsolete_is_ignored(files, role):
    files.translate(context(role, "name"), "Nimi", source="Agent", obsolete=True)
    files.translate("roles.role:nobody:name", "Nimi", obsolete=True)

    assert outcome(files, role, "name") == Outcome.UNCHANGED


@pytest.mark.parametrize(
    ("line", "changed", "reason"),
    [
        (
            "Language: fi",
            "Language: lv",
            "The header names 'lv' in place of 'fi'.",
        ),
        (
            "Language: fi",
            "Language: xx",
            "The header names 'xx' in place of 'fi'.",
        ),
        (
            '"Language: fi\\n"\n',
            "",
            "The header names 'no language' in place of 'fi'.",
        ),
        ("nplurals=2", "nplurals=3", "3 plural forms in place of 2."),
    ],
)
def test_header_of_another_language_is_refused(files, line, changed, reason):
    text = files.catalogue().read_text(encoding="utf-8")
    assert line in text
    files.catalogue().write_text(text.replace(line, changed), encoding="utf-8")

    assert reasons(files) == [reason]


@pytest.mark.parametrize("named", ["fi", "fi_FI", "fi-FI", "FI"])
def test_header_may_name_the_country_too(files, role, named):
    text = files.catalogue().read_text(encoding="utf-8")
    text = text.replace("Language: fi", f"Language: {named}")
    files.catalogue().write_text(text, encoding="utf-8")

    assert outcome(files, role, "name") == Outcome.UNCHANGED


@pytest.mark.parametrize("ending", ["\r\n", "\ufeff"])
def test_file_as_editors_of_another_system_save_it_is_read(files, role, ending):
    text = files.catalogue().read_text(encoding="utf-8")
    text = text.replace("\n", ending) if ending == "\r\n" else f"{ending}{text}"
    files.catalogue().write_bytes(text.replace("Neuvoja", "Operaattori").encode())

    assert outcome(files, role, "name") == Outcome.CHANGED


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"\x00\x01\x02",
        b"no catalogue",
        b'{"name": "Agent"}',
        b'msgid ""\nmsgstr ""\n"Language: fi\\n"\n\nmsgstr "out of place"\nnonsense\n',
        b'msgid ""\nmsgstr ""\n"Language: fi\\n"\n\nmsgid "a "quoted" word"\n',
        'msgid ""\nmsgstr "Käännös"\n'.encode("latin-1"),
        'msgid ""\nmsgstr ""\n'.encode("utf-16"),
    ],
)
def test_file_that_is_no_catalogue_is_refused(files, broken):
    files.catalogue().write_bytes(broken)

    (fault,) = faults(files)

    assert fault.file == FILE


def test_file_that_is_cut_short_is_refused(files, role):
    text = files.catalogue().read_text(encoding="utf-8")
    cut = text.index('"Vastaa puheluihin.') + 10
    files.catalogue().write_text(text[:cut], encoding="utf-8")

    (fault,) = faults(files)

    assert (fault.file, fault.reason) == (FILE, "The quotation has no end.")
    assert fault.record == f"line {text[:cut].count(chr(10)) + 1}"


def test_missing_file_is_refused(scratch):
    (fault,) = faults(scratch)

    assert fault.file == FILE
    assert fault.reason.startswith("The file cannot be read: ")


# The command


def test_command_says_what_became_of_each_text(files, role):
    files.edit(role, "name", "Asiakasneuvoja")
    files.edit(role, "summary", "")
    files.edit(role, "overview", "Yksi.\n\nKaksi.")

    lines = run("import_translations", "fi")

    place = {
        field: f"{FILE}:{files.entry(role, field).linenum} {context(role, field)}"
        for field in ("name", "summary", "overview")
    }
    assert lines[:-1] == [
        f"{place['name']}: changed",
        "  -Neuvoja",
        "  +Asiakasneuvoja",
        f"{place['summary']}: empty in the file; the site keeps its text",
        f"{place['overview']}: new",
        "  +Yksi.",
        "  +",
        "  +Kaksi.",
        "fi: 1 as it was, 1 changed, 1 empty in the file; the site keeps its text, 1 new.",
    ]
    assert lines[-1].startswith("Imported; it took ")


def test_command_shows_no_more_of_a_text_than_has_changed(files, role):
    Role.objects.filter(pk=role.pk).update(overview_fi="Yksi.\n\nKaksi.")
    files.write_catalogue_of(fresh(role))
    files.edit(role, "overview", "Yksi.\n\nToinen.")

    lines = run("import_translations", "fi")

    assert [line for line in lines if line.startswith("  ")] == ["  -Kaksi.", "  +Toinen."]


def test_command_names_proposed_addresses_and_outdated_texts(scratch):
    role = RoleFactory(code="agent", name_en="Agent", summary_en="Answers calls.")
    scratch.write_catalogue_of(role)
    scratch.edit(role, "name", "Neuvoja")
    scratch.edit(role, "summary", "Vastaa.")
    change_english(role, name_en="Adviser")

    lines = run("import_translations", "fi")

    name = f"{FILE}:{scratch.entry(role, 'name').linenum} roles.role:agent:name"
    assert f"{name}: new, but from an older English text: outdated" in lines
    assert "roles.role:agent: its page has an address now, made from its name" in lines


def test_dry_run_says_the_same_and_writes_nothing(files, role):
    files.edit(role, "name", "Asiakasneuvoja")
    before = every_row()

    tried = run("import_translations", "fi", "--dry-run")
    after_trying = every_row()
    done = run("import_translations", "fi")

    assert after_trying == before
    assert tried[:-1] == done[:-1]
    assert tried[-1].startswith("Nothing was written, as this is a dry run; it took ")
    assert fresh(role).name_fi == "Asiakasneuvoja"


def test_command_takes_all_languages_or_none(files, role):
    files.write_catalogue_of(role, language="lv")
    files.edit(role, "name", "Asiakasneuvoja")
    files.edit(role, "name", "Agent", language="lv")
    files.catalogue("th").parent.mkdir(parents=True)
    files.catalogue("th").write_text("no catalogue", encoding="utf-8")
    before = every_row()

    with pytest.raises(CommandError) as refused:
        run("import_translations", "fi", "lv", "th")

    lines = str(refused.value).splitlines()
    assert every_row() == before
    assert lines[0] == "Nothing was imported."
    assert [re.split(" · |: Syntax", line)[0] for line in lines[1:]] == [
        "locale/th/LC_MESSAGES/content.po: The file cannot be read",
        "locale/lv/LC_MESSAGES/content.po",
    ]
    assert " · roles.role:agent:name: The text is a copy of the English text." in lines[2]


def test_own_import_is_no_change_of_somebody_else(files, role):
    files.edit(role, "name", "Asiakasneuvoaj")
    take(files)
    files.edit(role, "name", "Asiakasneuvoja")

    assert outcome(files, role, "name") == Outcome.CHANGED
    assert fresh(role).name_fi == "Asiakasneuvoja"


def test_change_on_the_site_after_an_import_is_one_of_somebody_else(files, role):
    files.edit(role, "name", "Asiakasneuvoaj")
    take(files)
    change_english(role, name_fi="Palveluneuvoja")
    files.edit(role, "name", "Asiakasneuvoja")

    (fault,) = faults(files)

    assert "'Palveluneuvoja'" in fault.reason


def test_confirmation_is_dated(files, role):
    change_english(role, name_en="Adviser")
    files.write_catalogue_of(role)
    TranslationUnit.objects.update(changed_on=None)
    files.edit(role, "name", flags=[])

    assert outcome(files, role, "name") == Outcome.CONFIRMED
    assert unit_of(role, "name").changed_on is not None


def test_endless_name_of_a_translator_is_cut(files, role):
    files.edit(role, "name", "Asiakasneuvoja")
    catalogue = polib.pofile(str(files.catalogue()))
    catalogue.metadata["Last-Translator"] = f"{'Aino ' * 100} <aino@example.org>"
    files.save(catalogue, "fi")

    take(files)

    assert unit_of(role, "name").changed_by == ("Aino " * 100)[:150]


def test_command_reads_a_file_from_anywhere_by_its_header(files, role, tmp_path):
    files.edit(role, "name", "Asiakasneuvoja")
    path = files.catalogue().rename(tmp_path / "from-aino.po")

    lines = run("import_translations", str(path))

    assert lines[0].startswith("from-aino.po:")
    assert fresh(role).name_fi == "Asiakasneuvoja"


def test_command_refuses_a_file_of_no_language(files, tmp_path):
    text = files.catalogue().read_text(encoding="utf-8")
    path = tmp_path / "from-someone.po"
    path.write_text(text.replace("Language: fi", "Language: en"), encoding="utf-8")

    with pytest.raises(CommandError, match="names 'en' in place of a language"):
        run("import_translations", str(path))


def test_command_passes_on_its_options(files, role):
    Role.objects.filter(pk=role.pk).update(name_fi="Operaattori")
    files.edit(role, "name", "Asiakasneuvoja", flags=["fuzzy"])

    run("import_translations", "fi", "--overwrite", "--machine-made")

    assert fresh(role).name_fi == "Asiakasneuvoja"
    assert state_of(role, "name") == State.MACHINE


# Back and forth


@pytest.mark.parametrize("text", STRANGE.values(), ids=STRANGE)
def test_strange_text_comes_back_to_the_byte(scratch, text):
    role = RoleFactory(overview_en=f"Text: {text}", overview_fi=text)
    scratch.write_catalogue_of(role)
    before = scratch.contents()
    Role.objects.filter(pk=role.pk).update(overview_fi=None)

    assert outcome(scratch, role, "overview", is_overwriting=True) == Outcome.NEW
    scratch.write_catalogue_of(fresh(role))

    assert fresh(role).overview_fi == tidy_text(text)
    assert scratch.contents() == before


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_any_tidy_text_comes_back(scratch, text):
    catalogue = polib.POFile()
    catalogue.metadata = {"Language": "fi"}
    tidy = tidy_text(text) or ""
    name = "roles.role:agent:overview"
    catalogue.append(polib.POEntry(msgctxt=name, msgid=f"Text: {tidy}", msgstr=tidy))
    scratch.save(catalogue)

    (entry,) = read_catalogue(scratch.catalogue(), "fi").entries

    assert (entry.text, entry.source) == (tidy, f"Text: {tidy}")


@pytest.fixture(scope="module")
def repository_catalogues(django_db_setup, django_db_blocker):
    """Return the catalogue of each language as an export of the repository's has it."""
    with django_db_blocker.unblock():
        records, addresses = all_records(), page_addresses()
        return {
            language: make_catalogue(language, records, addresses)
            for language in TRANSLATION_CODES
        }


@pytest.mark.parametrize("language", TRANSLATION_CODES)
def test_all_texts_of_a_language_come_back_into_emptied_columns(
    repository_files, repository_catalogues, language
):
    before = repository_catalogues[language]
    repository_files.save(before, language)
    for model in content_models():
        if issubclass(model, TranslatedModel):
            empty_translations(model, language)

    outcomes = take(repository_files, language, is_overwriting=True)

    after = make_catalogue(language, all_records(), page_addresses())
    assert outcomes == {
        entry.msgctxt: Outcome.NEW if entry.msgstr else Outcome.MISSING for entry in before
    }
    assert catalogue_text(after) == catalogue_text(before)


def test_blanked_catalogue_takes_nothing_away_and_each_text_is_named(
    scratch, repository_catalogues
):
    scratch.save(repository_catalogues["fi"])
    catalogue = polib.pofile(str(scratch.catalogue()))
    filled = {entry.msgctxt for entry in catalogue if entry.msgstr}
    for entry in catalogue:
        entry.msgstr = ""
    scratch.save(catalogue)
    before = every_row()

    lines = run("import_translations", "fi")

    ending = f": {Outcome.EMPTIED}"
    named = {
        line.removesuffix(ending).split()[-1] for line in lines if line.endswith(ending)
    }
    assert len(filled) > 400
    assert named == filled
    assert every_row() == before
