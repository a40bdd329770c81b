"""Words in dictionary order; the same from Python and from either database.

On PostgreSQL the order of the database is ICU's, and so ours is held against it.
"""

from dataclasses import replace
from itertools import groupby

import pytest
from django.db.models import F
from django.db.models.functions import Collate
from django.utils import translation
from modeltranslation.translator import translator

from callcareers.collation import initial, sort_key
from callcareers.content.models import translated_fields
from callcareers.languages import BY_CODE, CODES, TABLE, column
from faq.models import Term
from tests.factories import TermFactory

# Each in the order of the language's dictionaries.
WORDS = {
    "en": [
        "24-hour line",
        "air",
        "air traffic",
        "airline",
        "café",
        "café owner",
        "cafés",
        "co-op",
        "coach",
        "encyclopædia",
        "naïve",
        "Polish",
        "polished",
        "sales",
        "Zürich",
        "αλφα",
    ],
    "fi": [
        "aika",
        "asiakas",
        "Tyyne",
        "Tüüne",
        "työ",
        "vuoro",
        "wieniläinen",
        "yö",
        "zeniitti",
        "Åbo",
        "äiti",
        "äänestys",
        "öljy",
    ],
    "lv": [
        "ābols",
        "acs",
        "cena",
        "cūka",
        "čaula",
        "darbs",
        "gads",
        "ģimene",
        "ieva",
        "Ygnis",
        "īss",
        "izziņa",
        "kurss",
        "ķēde",
        "lūgums",
        "ļaudis",
        "nūja",
        "ņemt",
        "svars",
        "šalle",
        "zvans",
        "žurka",
    ],
    "th": [
        "กก",
        "กระ",
        "กล้า",
        "กะ",
        "กัน",
        "กา",
        "กิน",
        "เก",
        "แก",
        "โก",
        "ขา",
        "ข้า",
        "เขา",
        "งาน",
        "ทดลอง งาน",
        "ทดลองใช้",
        "น้ำ",
        "ปก",
        "ป่า",
        "ป้า",
        "เปน",
        "เป็น",
        "ไป",
        "call center",
    ],
    "el": [
        "άδεια",
        "αίτηση",
        "αμοιβή",
        "γερός",
        "γέρος",
        "έξοδα",
        "εργασία",
        "μισθός",
        "νομός",
        "νόμος",
        "όνομα",
        "ποτέ",
        "πότε",
        "ώρα",
        "call centre",
    ],
    "hu": [
        "adó",
        "ágy",
        "cúg",
        "cukor",
        "czech",
        "csap",
        "dal",
        "duda",
        "dzéta",
        "dzsem",
        "ejt",
        "gúnya",
        "gyár",
        "kas",
        "Kasnya",
        "kaszab",
        "kaszinó",
        "kassza",
        "kasszió",
        "lúd",
        "lyuk",
        "munka",
        "nyár",
        "olló",
        "óra",
        "ovi",
        "őr",
        "öt",
        "sugár",
        "szép",
        "túra",
        "tyúk",
        "út",
        "utca",
        "ügy",
        "űr",
        "üt",
        "zúg",
        "zseb",
    ],
}
SWEDISH = replace(BY_CODE["en"], code="sv", name="svenska", alphabet="&y<<ü&z<å<ä<<æ<ö<<ø")
NORWEGIAN = replace(BY_CODE["en"], code="nb", name="norsk", alphabet="&z<æ<ø<å<<aa")
ARABIC = replace(BY_CODE["en"], code="ar", name="العربية")
RUSSIAN = replace(BY_CODE["en"], code="ru", name="русский")

each_language = pytest.mark.parametrize("language", TABLE, ids=CODES)
each_written = pytest.mark.parametrize(
    "language", [language for language in TABLE if language.code in WORDS], ids=WORDS
)


def in_order(words, language):
    return sorted(words, key=lambda word: sort_key(word, language))


@each_written
def test_words_stand_in_the_order_of_the_dictionary(language):
    words = WORDS[language.code]

    assert in_order(reversed(words), language) == words


@each_written
@pytest.mark.django_db
def test_database_has_the_order_of_the_dictionary(language):
    Term.objects.all().delete()
    words = WORDS[language.code]
    for word in reversed(words):
        TermFactory(**{column("name", language.code): word})

    with translation.override(language.code):
        terms = list(Term.objects.alphabetical())

    assert [getattr(term, column("name", language.code)) for term in terms] == words


@each_language
@pytest.mark.django_db
def test_database_sorts_all_content_as_python_does(language):
    sorted_count = 0
    for model in translator.get_registered_models(abstract=False):
        for field in translated_fields(model):
            name = column(field, language.code)
            texts = model.objects.exclude(**{name: None}).values_list(name, flat=True)

            by_database = list(texts.order_by(Collate(F(name), language.collation)))

            assert by_database == in_order(by_database, language)
            sorted_count += len(by_database)
    assert sorted_count > 100 or not language.is_public


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (SWEDISH, ["orm", "zebra", "ål", "ärta", "öl", "øl"]),
        (NORWEGIAN, ["alt", "zoo", "ære", "øre", "åre", "aas"]),
        (ARABIC, ["آخر", "أب", "باب", "بَاب", "بيت", "تاج", "هاتف", "call"]),
        (RUSSIAN, ["елка", "ёлка", "если", "иней", "йод", "Яна", "call"]),
    ],
    ids=["rules", "rules before the root's", "no rules", "no rules, own script first"],
)
def test_language_to_come_is_sorted_by_its_rules_or_the_root_order(language, words):
    assert in_order(reversed(words), language) == words


@pytest.mark.parametrize(
    "words",
    [
        ["resume", "Resume", "RESUME", "résume", "résumé", "Résumé"],
        ["ab", "Ab", "áb", "ac"],
        ["10", "5", "5th", "a", "B", "c"],
        ["_a", "-a", ",a", "(a", "+a", "$a", "€a", "0a", "aa"],
        ["strasse", "straße", "strassen"],
        ["fi", "ﬁ", "fin"],
    ],
    ids=["accent before case", "letter first", "digits", "signs", "sharp s", "ligature"],
)
def test_accent_and_case_decide_between_equal_letters(words):
    assert in_order(reversed(words), BY_CODE["en"]) == words


@each_language
@pytest.mark.parametrize(
    "invisible", ["\N{SOFT HYPHEN}", "\N{ZERO WIDTH SPACE}", "\N{RIGHT-TO-LEFT MARK}"]
)
def test_invisible_characters_move_no_word(language, invisible):
    plain, marked = sort_key("puhelu", language), sort_key(f"pu{invisible}helu", language)

    assert marked[:3] == plain[:3]
    assert marked > plain


@each_language
def test_text_of_any_kind_has_a_place(language):
    texts = ["", " ", "\n", "\N{COMBINING ACUTE ACCENT}", "ๆ", "한국", "東京", "💬", "\x7f"]

    assert len({sort_key(text, language) for text in texts}) == len(texts)


@pytest.mark.django_db
def test_untranslated_text_takes_the_place_of_the_english_one():
    Term.objects.all().delete()
    TermFactory(code="last", name_en="Another", name_fi="Ääni")
    TermFactory(code="middle", name_en="Headset")
    TermFactory(code="first", name_en="Zone", name_fi="Alue")

    with translation.override("fi"):
        codes = [term.code for term in Term.objects.alphabetical()]

    assert codes == ["first", "middle", "last"]


@pytest.mark.django_db
def test_equal_texts_stand_in_the_order_of_their_codes():
    Term.objects.all().delete()
    for code in ["b", "c", "a"]:
        TermFactory(code=code, name_en="Shift")

    assert [term.code for term in Term.objects.alphabetical()] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("language", "initials"),
    [
        ("en", {"éclair": "E", "“quoted”": "Q", "24-hour line": "2", "ærial": "A"}),
        ("fi", {"äänite": "Ä", "über": "Y", "wieniläinen": "W"}),
        ("lv", {"čaula": "Č", "ābols": "A", "ģimene": "Ģ"}),
        ("th", {"เวลา": "ว", "การโทร": "ก", "โทรศัพท์": "ท", "CRM": "C"}),
        ("el", {"άλφα": "Α", "Έξοδος": "Ε", "ACD": "A"}),
        ("hu", {"csatorna": "Cs", "CSAT": "Cs", "őr": "Ö", "ügyfél": "Ü", "áram": "A"}),
        ("en", {"": "", "…": ""}),
    ],
)
def test_initial_is_the_letter_that_a_dictionary_has_a_word_under(language, initials):
    found = {text: initial(text, BY_CODE[language]) for text in initials}

    assert found == initials


@pytest.mark.parametrize("language", TABLE, ids=lambda language: language.code)
def test_words_in_order_have_each_initial_in_one_place(language):
    initials = [initial(word, language) for word in WORDS[language.code]]

    places = [letter for letter, _group in groupby(initials)]

    assert len(places) == len(set(places))
