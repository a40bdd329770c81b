"""The catalogues that translators get: their form, their order, and what they keep."""

import io
import re

import polib
import pytest
from django.core.management import CommandError, call_command

from callcareers.content.models import Edit, TranslationUnit
from callcareers.languages import BY_CODE, TRANSLATION_CODES
from callcareers.translations.catalogue_export import page_addresses
from callcareers.translations.catalogues import MACHINE_FLAG, digest
from roles.models import Role
from tests.content_files import context, run
from tests.factories import RoleFactory, WorkFigureFactory

pytestmark = pytest.mark.django_db

FILE = "locale/fi/LC_MESSAGES/content.po"
PAGE_LINE = re.compile(r"^#\. Page: (.*)$", re.MULTILINE)


@pytest.fixture
def role():
    return RoleFactory(
        code="agent",
        name_en="Agent",
        summary_en="Answers calls.",
        slug_fi="neuvoja",
        name_fi="Neuvoja",
        summary_fi="Vastaa puheluihin.",
    )


@pytest.fixture
def exported(scratch, role):
    """Return the files after an export of the Finnish catalogue."""
    run("export_translations", "fi")
    return scratch


def make_outdated(role):
    """Change the English name of a role and leave the Finnish one."""
    role.name_en = "Adviser"
    role.save()


# What an entry says


def test_entry_says_where_its_text_stands_and_what_it_may_be(exported, role):
    entry = exported.entry(role, "name")

    assert (entry.msgid, entry.msgstr) == ("Agent", "Neuvoja")
    assert entry.comment.splitlines() == [
        "role · name · agent · at most 160 characters",
        "Page: /fi/tyot/neuvoja/",
        "State: current",
        f"Text: {digest('Neuvoja')}",
    ]
    assert entry.flags == ["max-length:160"]


def test_entry_of_a_missing_text_leads_to_the_english_page(exported, role):
    english = RoleFactory(code="other")
    exported.write_catalogue_of(english)
    entry = exported.entry(english, "name")

    assert entry.msgstr == ""
    assert entry.comment.splitlines()[1:] == [
        "Page: /en/roles/other/",
        "State: missing",
        "Text: none",
    ]


def test_entry_of_an_address_says_what_becomes_of_it(exported, role):
    entry = exported.entry(role, "slug")

    assert "State: the page's address; left empty it is made from name" in entry.comment
    assert not entry.fuzzy


def test_entry_of_an_address_that_an_editor_took_away_says_so(scratch, role):
    Role.objects.filter(pk=role.pk).update(slug_fi=None)
    scratch.write_catalogue_of(role)

    entry = scratch.entry(role, "slug")
    assert "State: an editor has taken the page away; an address" in entry.comment


def test_entry_of_an_outdated_text_shows_the_english_text_before(scratch, role):
    make_outdated(role)
    scratch.write_catalogue_of(role)

    entry = scratch.entry(role, "name")
    assert (entry.msgid, entry.previous_msgid) == ("Adviser", "Agent")
    assert entry.flags == ["fuzzy", "max-length:160"]
    assert "State: outdated, for the English text has changed since" in entry.comment


def test_entry_of_a_machine_made_text_waits_for_a_reader(scratch, role):
    role.edit = Edit(machine_made={"name_fi"})
    role.name_fi = "Asiakasneuvoja"
    role.save()
    scratch.write_catalogue_of(role)

    entry = scratch.entry(role, "name")
    assert entry.flags == ["fuzzy", MACHINE_FLAG, "max-length:160"]
    assert entry.previous_msgid is None
    assert "State: machine-made, and nobody has read it yet" in entry.comment


def test_record_without_an_english_text_has_no_entry(exported, role):
    catalogue = polib.pofile(str(exported.catalogue()))

    assert context(role, "overview") not in {entry.msgctxt for entry in catalogue}


def test_record_that_is_nowhere_has_no_page(exported):
    figure = WorkFigureFactory(note_en="Once a year.")
    exported.write_catalogue_of(figure)

    assert "Page:" not in exported.entry(figure, "note").comment


def test_address_stays_on_one_line(scratch):
    slug = "-".join(["pitka"] * 18)
    role = RoleFactory(slug_fi=slug, name_fi="Pitkä", summary_fi="Pitkä.")
    scratch.write_catalogue_of(role)

    pages = PAGE_LINE.findall(scratch.catalogue().read_text(encoding="utf-8"))
    assert set(pages) == {f"/fi/tyot/{slug}/"}


@pytest.mark.parametrize("language", TRANSLATION_CODES)
def test_header_names_language_and_plural_forms(scratch, role, language):
    scratch.write_catalogue_of(role, language=language)

    catalogue = polib.pofile(str(scratch.catalogue(language)))
    assert catalogue.header == f"Call Careers: content ({BY_CODE[language].name})"
    assert catalogue.metadata["Language"] == language
    assert catalogue.metadata["Plural-Forms"] == BY_CODE[language].plural_forms


@pytest.mark.parametrize("language", ["fi", "th"])
def test_every_page_that_an_entry_names_is_there(client, scratch, language):
    run("export_translations", language)
    pages = set(PAGE_LINE.findall(scratch.catalogue(language).read_text(encoding="utf-8")))

    answers = {page: client.get(page).status_code for page in pages}

    assert len(pages) > 50
    assert {page for page, status in answers.items() if status != 200} == set()
    assert {page for page in pages if not page.startswith(f"/{language}/")} == set()


def test_unpublished_role_has_no_page(role):
    Role.objects.filter(pk=role.pk).update(is_published=False)

    assert ("roles.role", "agent") not in page_addresses()


# The command


def test_command_writes_each_language_that_is_named(scratch, role):
    lines = run("export_translations", "lv", "fi")

    assert lines[:-1] == [
        "locale/lv/LC_MESSAGES/content.po: written",
        "locale/fi/LC_MESSAGES/content.po: written",
    ]
    assert lines[-1].startswith("Exported; it took ")
    assert {str(path) for path in scratch.contents()} == {
        "locale/fi/LC_MESSAGES/content.po",
        "locale/lv/LC_MESSAGES/content.po",
    }


def test_command_writes_every_language_if_none_is_named(scratch):
    run("export_translations")

    assert len(scratch.contents()) == len(TRANSLATION_CODES)


def test_record_that_is_saved_as_it_was_changes_nothing_in_the_file(exported, role):
    before = exported.contents()
    role.save()
    Role.objects.get(pk=role.pk).save(update_fields=["name"])

    run("export_translations", "fi")

    assert exported.contents() == before


def test_new_record_stands_in_order_and_moves_no_other(exported, role):
    before = [str(entry) for entry in polib.pofile(str(exported.catalogue()))]
    RoleFactory(code="agent-of-two", family=role.family)

    run("export_translations", "fi")

    after = [str(entry) for entry in polib.pofile(str(exported.catalogue()))]
    new = [entry for entry in after if "roles.role:agent-of-two:" in entry]
    last = next(entry for entry in before if f'"{context(role, "summary")}"' in entry)
    assert after.index(new[0]) == before.index(last) + 1
    assert [entry for entry in after if entry not in new] == before


def test_export_keeps_work_that_nobody_has_imported(exported, role):
    exported.edit(role, "name", "Asiakasneuvoja")
    before = exported.contents()

    with pytest.raises(CommandError) as refused:
        run("export_translations")

    line = exported.entry(role, "name").linenum
    assert str(refused.value).splitlines() == [
        "Nothing was written.",
        f"{FILE} · line {line} · roles.role:agent:name: The text is not imported yet: "
        "finish and import it, or give it up with --overwrite.",
    ]
    assert exported.contents() == before


def test_export_of_all_content_keeps_work_that_nobody_has_loaded(exported, role):
    exported.edit(role, "name", "Asiakasneuvoja")
    before = exported.contents()

    with pytest.raises(CommandError, match="The text is not imported yet"):
        run("export_content")
    assert exported.contents() == before

    call_command("export_content", overwrite=True, stdout=io.StringIO())
    assert exported.entry(role, "name").msgstr == "Neuvoja"


def test_what_translators_note_for_themselves_stays(exported, role):
    catalogue = polib.pofile(str(exported.catalogue()))
    catalogue.metadata["Last-Translator"] = "Aino <aino@example.org>"
    catalogue.metadata["PO-Revision-Date"] = "2026-11-01 12:00+0200"
    catalogue.find("Agent").tcomment = "Ask Aino."
    catalogue.append(polib.POEntry(msgid="Old", msgstr="Vanha", obsolete=True))
    exported.save(catalogue, "fi")

    run("export_translations", "fi")
    before = exported.contents()
    run("export_translations", "fi")

    kept = polib.pofile(str(exported.catalogue()))
    assert kept.metadata["Last-Translator"] == "Aino <aino@example.org>"
    assert kept.metadata["PO-Revision-Date"] == "2026-11-01 12:00+0200"
    assert kept.find("Agent").tcomment == "Ask Aino."
    assert [entry.msgstr for entry in kept.obsolete_entries()] == ["Vanha"]
    assert exported.contents() == before


def test_addresses_are_the_same_whether_readers_meet_a_language_or_not(exported, settings):
    before = exported.contents()
    settings.LANGUAGES = [pair for pair in settings.LANGUAGES if pair[0] != "fi"]

    run("export_translations", "fi")

    assert exported.contents() == before


def test_export_keeps_drafts_that_no_import_takes(exported, role):
    exported.edit(role, "name", "Ehkä neuvoja", flags=["fuzzy"])
    run("import_translations", "fi")

    with pytest.raises(CommandError, match="role:agent:name"):
        run("export_translations", "fi")


def test_export_keeps_confirmations_that_nobody_has_imported(scratch, role):
    make_outdated(role)
    run("export_translations", "fi")
    scratch.edit(role, "name", flags=[])

    with pytest.raises(CommandError, match="role:agent:name"):
        run("export_translations", "fi")
    run("import_translations", "fi")
    run("export_translations", "fi")

    assert not scratch.entry(role, "name").fuzzy


def test_export_keeps_work_on_a_record_that_is_gone(exported, role):
    exported.edit(role, "name", "Asiakasneuvoja")
    role.delete()

    with pytest.raises(CommandError, match="role:agent:name"):
        run("export_translations", "fi")


def test_export_after_an_import_loses_nothing(exported, role):
    exported.edit(role, "name", "Asiakasneuvoja")

    run("import_translations", "fi")
    run("export_translations", "fi")

    assert exported.entry(role, "name").msgstr == "Asiakasneuvoja"


def test_export_after_a_change_on_the_site_writes_it(exported, role):
    Role.objects.filter(pk=role.pk).update(name_fi="Operaattori")

    run("export_translations", "fi")

    assert exported.entry(role, "name").msgstr == "Operaattori"


def test_export_drops_a_mark_that_has_become_false(scratch, role):
    make_outdated(role)
    run("export_translations", "fi")
    unit = TranslationUnit.objects.of(role).filter(field="name", language="fi")
    unit.update(source="Adviser")

    run("export_translations", "fi")

    assert not scratch.entry(role, "name").fuzzy


def test_overwriting_gives_up_what_translators_changed(exported, role):
    exported.edit(role, "name", "Asiakasneuvoja")

    run("export_translations", "fi", "--overwrite")

    assert exported.entry(role, "name").msgstr == "Neuvoja"


def test_export_writes_nothing_over_a_file_that_it_cannot_read(exported):
    exported.catalogue().write_text("no catalogue", encoding="utf-8")

    with pytest.raises(CommandError, match=r"^Nothing was written\.\nlocale/fi/"):
        run("export_translations")

    assert exported.catalogue().read_text(encoding="utf-8") == "no catalogue"
    assert not exported.catalogue("lv").exists()
