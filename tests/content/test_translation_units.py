"""What is known of each text: its source, who changed it, whether a machine made it."""

import pytest
from django.core.management import call_command

from callcareers.content.models import (
    ContentVersion,
    Edit,
    LoadedRecord,
    TranslationUnit,
    column,
)
from callcareers.languages import CODES, SOURCE_LANGUAGE
from callcareers.translations.content_files import CONTENT_APPS, content_models
from roles.models import Role
from tests.factories import RoleFactory

pytestmark = pytest.mark.django_db

State = TranslationUnit.State


@pytest.fixture
def role():
    return RoleFactory(
        name_en="Agent",
        summary_en="Answers calls.",
        name_fi="Neuvoja",
        summary_fi="Vastaa puheluihin.",
    )


def change(role, edit=None, **texts):
    """Save a record with other texts, as a form does: what is stored is read first."""
    role = Role.objects.get(pk=role.pk)
    role.edit = edit or Edit()
    for name, text in texts.items():
        setattr(role, name, text)
    role.save()


def unit(role, field="name", language="fi"):
    units = TranslationUnit.objects.of(role)
    return units.filter(field=field, language=language).first()


def state(role, field="name", language="fi"):
    role = Role.objects.get(pk=role.pk)
    english, text = (
        getattr(role, column(field, code)) for code in (SOURCE_LANGUAGE, language)
    )
    return TranslationUnit.state_of(unit(role, field, language), english, text)


# States


def test_new_text_is_current_and_a_missing_one_missing(role):
    assert (state(role), state(role, language="lv")) == (State.CURRENT, State.MISSING)
    assert unit(role).source == "Agent"
    assert unit(role, language="lv") is None


def test_english_text_is_the_source_of_itself(role):
    change(role, name_en="Adviser")

    assert state(role, language="en") == State.CURRENT
    assert unit(role, language="en").source == ""


def test_addresses_have_no_state(role):
    assert not TranslationUnit.objects.of(role).filter(field="slug").exists()


def test_changed_english_outdates_its_translations_alone(role):
    change(role, name_en="Adviser")

    assert (state(role), state(role, "summary")) == (State.OUTDATED, State.CURRENT)
    assert unit(role).source == "Agent"


def test_english_changed_twice_keeps_the_source_of_the_translation(role):
    change(role, name_en="Adviser")
    change(role, name_en="Consultant")

    assert state(role) == State.OUTDATED
    assert unit(role).source == "Agent"


def test_minor_edit_leaves_translations_current(role):
    change(role, Edit(is_minor=True), name_en="The agent")

    assert state(role) == State.CURRENT
    assert unit(role).source == "The agent"


def test_minor_edit_leaves_outdated_translations_outdated(role):
    change(role, name_en="Adviser")
    change(role, Edit(is_minor=True), name_en="The adviser")

    assert state(role) == State.OUTDATED
    assert unit(role).source == "Agent"


def test_text_translated_again_is_current(role):
    change(role, name_en="Adviser")
    change(role, name_fi="Asiakasneuvoja")

    assert state(role) == State.CURRENT
    assert unit(role).source == "Adviser"


def test_both_texts_changed_at_once_are_current(role):
    change(role, name_en="Adviser", name_fi="Asiakasneuvoja")

    assert state(role) == State.CURRENT


def test_english_changed_back_makes_the_translation_current(role):
    change(role, name_en="Adviser")
    change(role, name_en="Agent")

    assert state(role) == State.CURRENT


def test_emptied_text_is_missing_and_nothing_is_known_of_it(role):
    change(role, summary_fi="", slug_fi="")

    assert state(role, "summary") == State.MISSING
    assert unit(role, "summary") is None


def test_text_made_from_an_older_english_one_is_outdated(role):
    change(role, Edit(sources={"name_fi": "Operator"}), name_fi="Operaattori")

    assert state(role) == State.OUTDATED
    assert unit(role).source == "Operator"


def test_machine_made_text_waits_for_a_reader_whatever_becomes_of_english(role):
    change(role, Edit(machine_made={"name_fi"}), name_fi="Operaattori")
    made = state(role)
    change(role, name_en="Adviser")
    after_english = state(role)
    change(role, name_fi="Asiakasneuvoja")

    assert (made, after_english, state(role)) == (
        State.MACHINE,
        State.MACHINE,
        State.CURRENT,
    )


def test_english_is_never_machine_made(role):
    change(role, Edit(machine_made={"name_en"}), name_en="Adviser")

    assert not unit(role, language="en").is_machine_made


def test_change_of_english_past_save_is_found_all_the_same(role):
    Role.objects.filter(pk=role.pk).update(name_en="Adviser")

    assert state(role) == State.OUTDATED


def test_save_of_nothing_new_notes_nothing(role):
    before = list(TranslationUnit.objects.of(role).order_by("pk").values())

    change(role)
    change(role, name_fi="  Neuvoja\r\n")

    assert list(TranslationUnit.objects.of(role).order_by("pk").values()) == before


def test_save_of_other_fields_notes_nothing(role):
    Role.objects.filter(pk=role.pk).update(name_en="Adviser")
    role.position = 5

    role.save(update_fields=["position"])

    assert unit(role).source == "Agent"


# Texts of which nothing is known


def test_text_of_which_nothing_is_known_is_current(role):
    TranslationUnit.objects.of(role).delete()

    assert state(role) == State.CURRENT


def test_text_of_which_nothing_is_known_is_outdated_by_a_change_of_english(role):
    TranslationUnit.objects.of(role).delete()

    change(role, name_en="Adviser")

    assert state(role) == State.OUTDATED
    assert unit(role).source == "Agent"
    assert unit(role, "summary") is None


def test_plain_loaddata_leaves_texts_current_and_notes_nothing():
    for model in reversed(content_models()):
        model._base_manager.all().delete()
    LoadedRecord.objects.all().delete()
    TranslationUnit.objects.all().delete()

    call_command("loaddata", *CONTENT_APPS, verbosity=0)

    assert not TranslationUnit.objects.exists()
    assert {
        state(role, "name", language)
        for role in Role.objects.published()
        for language in CODES
    } == {State.CURRENT}


# Who changed it


def test_change_is_noted_with_its_author(role):
    change(role, Edit(by="aino"), name_fi="Asiakasneuvoja")

    assert unit(role).changed_by == "aino"
    assert unit(role).changed_on is not None
    assert unit(role, "summary").changed_by == ""


def test_translation_without_its_english_text_is_doubtful(role):
    change(role, overview_en="Text.", overview_fi="Teksti.")

    change(role, overview_en=None)

    assert state(role, "overview") == State.OUTDATED
    assert list(Role.objects.doubtful_in("fi")) == [role]


def test_author_of_the_english_text_is_not_the_translator(role):
    change(role, Edit(by="aino"), name_fi="Asiakasneuvoja")
    changed_on = unit(role).changed_on
    change(role, Edit(by="brian"), name_en="Adviser")

    assert unit(role, language="en").changed_by == "brian"
    assert (unit(role).changed_by, unit(role).changed_on) == ("aino", changed_on)


# The version


@pytest.mark.parametrize(
    "change_units",
    [
        lambda units: units.update(is_machine_made=True),
        lambda units: units.delete(),
        lambda units: TranslationUnit.objects.put(list(units)),
    ],
    ids=["update", "delete", "put"],
)
def test_change_of_a_state_raises_the_content_version(role, change_units):
    before = ContentVersion.current()

    change_units(TranslationUnit.objects.of(role).filter(field="name", language="fi"))

    assert ContentVersion.current() > before
