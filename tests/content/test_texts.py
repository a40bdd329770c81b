import pytest
from django.utils import translation

from callcareers.content.texts import Localized, choices_of, localized, own_text
from tests.factories import RoleFactory

pytestmark = pytest.mark.django_db


def test_localized_text_is_in_the_active_language():
    role = RoleFactory(name_en="Agent", name_fi="Asiakaspalvelija")

    with translation.override("fi"):
        text = localized(role, "name")

    assert text == Localized("Asiakaspalvelija", language="fi", wanted="fi")
    assert not text.is_fallback


@pytest.mark.parametrize("missing", [None, ""])
def test_localized_text_falls_back_to_english_and_says_so(missing):
    role = RoleFactory(name_en="Agent", name_fi=missing, name_lv="Operators")

    with translation.override("fi"):
        text = localized(role, "name")

    assert text == Localized("Agent", language="en", wanted="fi")
    assert text.is_fallback


def test_localized_text_that_is_nowhere_is_empty():
    role = RoleFactory(overview_lv="Latviski.")

    with translation.override("fi"):
        text = localized(role, "overview")

    assert text == Localized("", language="fi", wanted="fi")
    assert not text.is_fallback


def test_localized_apology_is_in_the_language_of_the_reader():
    role = RoleFactory()

    with translation.override("fi"):
        apology = localized(role, "name").apology
    english = localized(role, "name").apology

    assert english == "This part is not translated yet. It is shown in English."
    assert apology != english


def test_localized_text_names_its_language_to_the_reader():
    role = RoleFactory()

    with translation.override("fi"):
        text = localized(role, "name")
        assert text.language_name == "englanti"


@pytest.mark.parametrize(("name", "own"), [("Neuvoja", "Neuvoja"), ("", ""), (None, "")])
def test_own_text_never_falls_back(name, own):
    role = RoleFactory(name_en="Agent", name_fi=name)

    with translation.override("fi"):
        assert own_text(role, "name") == own


def test_choices_are_named_in_the_language_and_those_without_a_name_are_left_out():
    named = RoleFactory(code="named", name_fi="Neuvoja")
    unnamed = RoleFactory(code="unnamed")

    with translation.override("fi"):
        choices = choices_of([named, unnamed], "name", chosen=None)
        with_chosen = choices_of([named, unnamed], "name", chosen="unnamed")

    assert choices == [("named", "Neuvoja")]
    assert [code for code, _label in with_chosen] == ["named", "unnamed"]
    assert "Role" not in dict(with_chosen).values()
