import pytest

from callcareers.languages import TRANSLATION_CODES
from callcareers.translations.glossary import clashes, fold, stem
from roles.models import Role
from tests.factories import DutyFactory, QuestionFactory, RoleFactory

pytestmark = pytest.mark.django_db

ANSWER = "faq.question:about-keepers:answer"


def keeper(language, *names, **texts):
    """Have a role that `language` calls by `names`."""
    texts = {"name_en": "Lion keeper", "other_names_en": "Lion warden"} | texts
    translated = {
        f"name_{language}": names[0],
        f"other_names_{language}": "\n".join(names[1:]),
    }
    return RoleFactory(code="keeper", **texts, **translated)


def answer(language, english, text):
    """Have an answer in English and in `language`."""
    texts = {"answer_en": english, f"answer_{language}": text}
    return QuestionFactory(code="about-keepers", **texts)


@pytest.mark.parametrize("language", TRANSLATION_CODES)
def test_content_of_the_repository_calls_each_thing_by_one_name(language):
    assert list(clashes(language)) == []


# Names


def test_one_name_for_two_is_a_clash_in_the_second_place():
    RoleFactory(code="astronaut", name_en="Astronaut", name_fi="Hoitaja")
    keeper("fi", "hoitaja")

    assert list(clashes("fi")) == [
        (
            "roles.role:keeper:name",
            "'Lion keeper' and 'Astronaut' (roles.role:astronaut:name) are both "
            "called 'hoitaja'.",
        )
    ]


def test_names_that_differ_in_an_accent_are_two():
    RoleFactory(name_en="Astronaut", name_hu="Kör")
    RoleFactory(name_en="Submariner", name_hu="Kor")

    assert list(clashes("hu")) == []


def test_records_of_two_kinds_may_have_one_name():
    RoleFactory(name_en="Astronaut", name_fi="Avaruus")
    DutyFactory(name_en="Space", name_fi="Avaruus")

    assert list(clashes("fi")) == []


def test_two_names_for_one_are_a_clash_and_both_places_are_named():
    DutyFactory(code="keeping", name_en="Lion keeping", name_fi="Leijonien hoito")
    RoleFactory(code="keeper", name_en="Lion Keeping", name_fi="Leijonanhoitaja")

    assert list(clashes("fi")) == [
        (
            "roles.role:keeper:name",
            "'Lion Keeping' is called 'Leijonanhoitaja' here and 'Leijonien hoito' in "
            "roles.duty:keeping:name.",
        )
    ]


def test_what_is_not_translated_clashes_with_nothing():
    keeper("fi", "Leijonanhoitaja")
    DutyFactory(name_en="Lion keeper", name_fi=None)
    answer("fi", "Ask the lion keeper.", None)

    assert list(clashes("fi")) == []


# Roles


@pytest.mark.parametrize(
    "english",
    [
        "Ask the lion keeper.",
        "Lion keepers know.",
        "The lion keeper's day, and the lion keepers' night.",
        "A **lion keeper** knows.",
        "A lion warden knows.",
    ],
)
def test_role_called_otherwise_is_a_clash(english):
    keeper("fi", "Leijonanhoitaja", "leijonavahti")
    answer("fi", english, "Kysy kissaihmiseltä.")

    name = "Lion warden" if "warden" in english else "Lion keeper"
    assert set(clashes("fi")) == {
        (
            ANSWER,
            f"{name!r} is none of the role's names here: 'Leijonanhoitaja', "
            "'leijonavahti'.",
        )
    }


@pytest.mark.parametrize(
    ("language", "name", "text"),
    [
        ("fi", "Leijonanhoitaja", "Leijonanhoitajilta kysytään paljon."),
        ("fi", "Leijonan esihenkilö", "Kerro leijonien esihenkilölle."),
        ("fi", "Hoitaja", "Jokainen etäleijonanhoitaja tietää."),
        ("lv", "Lauvu kopējs", "Jautājiet lauvu kopējiem."),
        ("lv", "Zvēru speciāliste", "Zvēru speciālistēm ir darbs."),
        ("el", "Φύλακας λιονταριών", "Οι φυλάκων των λιονταριών."),
        ("el", "Σύμβουλος", "Ρωτήστε τους συμβούλους ή τον ΣΥΜΒΟΥΛΟ."),
        ("el", "Επόπτης", "Των εποπτών."),
        ("hu", "Oroszlángondozó", "Kérdezd az oroszlángondozókat."),
        ("hu", "Állatkerti munkatárs", "Az állatkerti munkatársának."),
        ("hu", "Munkatárs", "A távmunkatársak."),
        ("th", "คนเลี้ยงสิงโต", "ถามคนเลี้ยงสิงโตได้ทุกวัน"),
    ],
)
def test_inflected_and_compounded_names_are_recognised(language, name, text):
    keeper(language, name)
    answer(language, "Ask the lion keeper.", text)

    assert list(clashes(language)) == []


def test_thai_name_must_stand_there_whole():
    keeper("th", "คนเลี้ยงสิงโต")
    answer("th", "Ask the lion keeper.", "ถามคนเลี้ยงเสือ")

    assert [place for place, _reason in clashes("th")] == [ANSWER]


def test_name_within_a_longer_one_is_no_mention():
    keeper("fi", "Leijonanhoitaja")
    RoleFactory(name_en="Senior lion keeper", name_fi="Vanhempi eläintenvartija")
    answer("fi", "A senior lion keeper knows.", "Vanhempi eläintenvartija tietää.")

    assert list(clashes("fi")) == []


@pytest.mark.parametrize(
    ("names", "english", "found"),
    [
        (["Agent", "Agents"], "Ask agents.", ["Agent", "Agents"]),
        (
            ["Agent manager", "Sales agent"],
            "A sales agent manager.",
            ["Agent manager", "Sales agent"],
        ),
        (["Agent", "Sales agent"], "Sales agents and an agent.", ["Agent", "Sales agent"]),
        (["Agent (night)"], "All agent (night)s.", ["Agent (night)"]),
        (["Boss"], "A boss, two bosss, a bos.", ["Boss", "Boss"]),
        (["Call-centre agent"], "The call-centre agents' day.", ["Call-centre agent"]),
    ],
)
def test_every_mention_of_a_role_is_found(names, english, found):
    for name in names:
        RoleFactory(name_en=name, name_fi=f"Nimi {len(name)}")
    answer("fi", english, "Jotain muuta.")

    reasons = sorted(reason for place, reason in clashes("fi") if place == ANSWER)
    assert [reason.split("'")[1] for reason in reasons] == found


@pytest.mark.parametrize(
    "english",
    [
        "Take the Certified Lion Keeper exam.",
        "Stallion keepers know.",
        "A lion keepership.",
    ],
)
def test_part_of_another_name_or_word_is_no_mention(english):
    keeper("fi", "Leijonanhoitaja")
    answer("fi", english, "Jotain muuta.")

    assert list(clashes("fi")) == []


def test_role_without_a_name_in_the_language_is_not_looked_for():
    RoleFactory(name_en="Lion keeper")
    answer("fi", "Ask the lion keeper.", "Kysy kissaihmiseltä.")

    assert list(clashes("fi")) == []


def test_changed_name_of_a_role_is_missed_where_texts_have_the_old_one():
    role = Role.objects.get(code="customer-service-representative")
    role.name_hu, role.other_names_hu = "Oroszlángondozó", None
    role.save()

    found = [place for place, _reason in clashes("hu")]

    assert f"roles.role:{role.code}:summary" in found


@pytest.mark.parametrize(
    ("word", "start"),
    [("Ügynökök", "ugyno"), ("Σύμβουλος", "συμβου"), ("opas", "opas"), ("aģenti", "agen")],
)
def test_stem_is_the_start_without_accents_and_ending(word, start):
    assert stem(fold(word)) == start
