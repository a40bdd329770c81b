"""What a translation is refused for: a good and a bad text of each kind, by language."""

import dataclasses

import pytest

from callcareers.languages import BY_CODE, TRANSLATION_CODES
from callcareers.translations.rules import (
    accepted_words,
    field_faults,
    foreign_words,
    interface_text_faults,
    invisible_characters,
    is_copy,
    text_faults,
)
from roles.models import Role

pytestmark = pytest.mark.usefixtures("scratch")

NAME = Role._meta.get_field("name")
SUMMARY = Role._meta.get_field("summary")
OVERVIEW = Role._meta.get_field("overview")

SENTENCES = {
    "fi": "Vastaat asiakkaiden puheluihin – ja kirjaat ne ylös.",
    "lv": "Jūs atbildat uz klientu zvaniem un tos reģistrējat.",
    "th": "คุณรับสายลูกค้าและบันทึกข้อมูลการโทร",
    "el": "Απαντάτε στις κλήσεις των πελατών και τις καταγράφετε.",
    "hu": "Ön fogadja az ügyfelek hívásait, és rögzíti őket.",
}


@pytest.fixture
def words(scratch):
    """Return a function that writes the lines of a list of words below `locale/`."""

    def write(name, *lines):
        path = scratch.root / "locale" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    return write


@pytest.fixture
def right_to_left(monkeypatch):
    """Have Finnish written from right to left."""
    language = dataclasses.replace(BY_CODE["fi"], direction="rtl")
    monkeypatch.setitem(BY_CODE, "fi", language)


def faults(source, text, language="fi", field=None):
    """Return what is wrong with the text of a field, the summary if none is given."""
    return list(field_faults(source, text, language, field or SUMMARY))


# What must stand in both texts


@pytest.mark.parametrize("language", SENTENCES)
@pytest.mark.parametrize(
    "part",
    [
        "[[sal-2024-csr-median-hour]]",
        "[[sal-2024-csr-median-hour:period]]",
        "%(name)s",
        "%(count)d",
        "%s",
        "%d",
        "{name}",
        "{0}",
        "{}",
        "<b>",
        "</b>",
        '<a href="/en/">',
    ],
)
def test_part_of_the_english_text_must_stay(language, part):
    source, text = f"You answer calls: {part}.", SENTENCES[language]

    (lacking,) = faults(source, text, language)
    (foreign,) = faults("You answer calls.", f"{text} {part}", language)

    assert faults(source, f"{text} {part}", language) == []
    assert lacking.startswith("lacks the ")
    assert lacking.endswith(f" {part}.")
    assert foreign.endswith(f"that the English text has not: {part}.")


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        (
            "[[pay]] in [[pay:period]]",
            "[[pay:period]]",
            ["lacks the figure reference [[pay]]."],
        ),
        (
            "From [[pay:period]].",
            "Ajalta [[pay:size]].",
            [
                "lacks the figure reference [[pay:period]].",
                "has a figure reference that the English text has not: [[pay:size]].",
            ],
        ),
        (
            "[[pay]] and [[pay]]",
            "[[pay]] ja toinen",
            ["lacks the figure reference [[pay]]."],
        ),
        (
            "Only [[pay]].",
            "Vain [[pay]], siis [[pay]].",
            ["has a figure reference that the English text has not: [[pay]]."],
        ),
        (
            "%(name)s calls",
            "%(nimi)s soittaa",
            [
                "lacks the placeholder %(name)s.",
                "has a placeholder that the English text has not: %(nimi)s.",
            ],
        ),
        ("{name} calls", "{ name } soittaa", ["lacks the placeholder {name}."]),
    ],
)
def test_part_that_is_changed_is_named(source, text, expected):
    assert faults(source, text) == expected


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("[[pay]] of [[other]]", "[[other]]: [[pay]]"),
        ("Half: 50%", "Puolet: 50 %"),
        ("Sales rose by 5% soon.", "Myynti kasvoi 5 %:lla."),
        ("%s calls", "%s:n puhelut"),
        ("a < b and c > d", "a < b ja c > d"),
    ],
)
def test_parts_may_stand_in_the_order_of_the_language(source, text):
    assert faults(source, text) == []


@pytest.mark.parametrize("language", SENTENCES)
def test_interface_text_is_held_to_the_same_rules_but_to_no_form(language):
    text = f"%s\u200b {SENTENCES[language]}\n\nCRM"

    assert list(text_faults("You answer calls: {name}.", text, language)) == [
        "lacks the placeholder {name}.",
        "has a placeholder that the English text has not: %s.",
        "holds an invisible character: ZERO WIDTH SPACE (U+200B).",
    ]


# What breaks a page of the interface


def interface_faults(source, text, *, is_of_template=False):
    return list(interface_text_faults(source, text, "fi", is_of_template=is_of_template))


@pytest.mark.parametrize(
    ("source", "text", "sign"),
    [
        ("Source %(number)s", "Lähde %(number)s 5 % kaikista", "%"),
        ("Source %(number)s", "Lähde %(number)s %", "%"),
        ("Source %(number)s", "Lähde %(number)s 5 % s", "%"),
        ("%s of all", "%s 5 % dokumentista", "%"),
        ("%(number)s of 100%%", "%(number)s 100 %:sta", "%"),
        ("{amount} {time}", "{amount} {time} {", "{"),
        ("{amount} {time}", "{amount} {time} }", "}"),
    ],
)
def test_sign_that_breaks_formatting_is_refused(source, text, sign):
    assert interface_faults(source, text) == [
        f"has a {sign} that is part of no plain placeholder: the sign itself is written "
        f"{sign * 2}."
    ]


@pytest.mark.parametrize(
    "field", ["{amount.__class__}", "{amount[0]}", "{amount!r}", "{amount:9}"]
)
def test_field_that_is_no_plain_name_is_refused(field):
    found = interface_faults("{amount} {time}", f"{{amount}} {{time}} {field}")

    assert [fault[:7] for fault in found] == ["has a {", "has a }"]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("Source %(number)s", "Lähde %(number)s, 5 %% kaikista"),
        ("%(number)s of 100%%", "%(number)s/100 %%"),
        ("{amount} {time}", "{time} {{{amount}}}"),
        ("{share} of all", "{share} 100 % kaikista"),
        ("All of 100%", "100 % kaikista"),
        ("All of it", "100 % kaikista {"),
    ],
)
def test_signs_that_formatting_leaves_alone_are_right(source, text):
    assert interface_faults(source, text) == []


def test_template_formats_every_text():
    assert interface_faults("Half", "50 %", is_of_template=True) == [
        "has a % that is part of no plain placeholder: the sign itself is written %%."
    ]
    assert interface_faults("Half", "50 %%", is_of_template=True) == []


@pytest.mark.parametrize("text", ["%%(number)s", "{{number}}"])
def test_placeholder_between_doubled_signs_is_none(text):
    placeholder = "%(number)s" if "%" in text else "{number}"

    assert interface_faults(f"Page {placeholder}", f"Sivu {text}") == [
        f"lacks the placeholder {placeholder}."
    ]


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ('Pää" onmouseover="x', '"'),
        ("Pää <img src=x onerror=alert(1) ", "<"),
        ("Pää > alku", ">"),
    ],
)
def test_sign_of_html_is_refused_unless_the_english_text_has_it(text, sign):
    fault = f"has a sign of HTML that the English text has not: {sign}."

    assert interface_faults("Main", text) == [fault]
    assert interface_faults(f"Main {sign} part", text) == []
    assert interface_faults('<a href="/">Main</a>', f'<a href="/">{text}</a>') == [fault]
    assert faults("Main", text) == [fault] * (sign != '"')


# Markdown


@pytest.mark.parametrize("language", SENTENCES)
@pytest.mark.parametrize(
    "form",
    [
        "{0}",
        "{0}\n\n{0}",
        "- {0}\n- {0}",
        "1. {0}\n2. {0}",
        "### {0}\n\n{0}",
        "> {0}",
        "{0} **{0}**",
        "{0} *{0}*",
        "{0} [{0}](https://example.com/)",
        "{0}\n\n- {0}\n  - {0}\n\n{0}",
    ],
)
def test_markdown_of_the_same_form_is_right(language, form):
    source, text = form.format("You answer calls."), form.format(SENTENCES[language])

    assert faults(source, text, language, OVERVIEW) == []


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        ("One.\n\nTwo.", "Yksi. Kaksi.", "1 paragraphs in place of 2"),
        ("One.\n\nTwo.", "Yksi.\nKaksi.", "1 paragraphs in place of 2"),
        ("One. Two.", "Yksi.\n\nKaksi.", "2 paragraphs in place of 1"),
        ("- one\n- two", "- yksi", "1 list items in place of 2"),
        ("- one\n- two", "yksi, kaksi", "0 lists in place of 1"),
        ("1. one", "- yksi", "1 lists in place of 0, 0 numbered lists in place of 1"),
        ("- one", "–yksi", "0 lists in place of 1"),
        ("### One", "Yksi", "0 headings in place of 1"),
        ("### One", "###Yksi", "0 headings in place of 1"),
        ("One", "    Yksi", "1 code blocks in place of 0"),
        ("One", "> Yksi", "1 quotations in place of 0"),
        ("One\n\n---", "Yksi", "0 rules in place of 1"),
        ("One **two**", "Yksi kaksi", "0 bold passages in place of 1"),
        ("One **two**", "Yksi ** kaksi **", "0 bold passages in place of 1"),
        ("One *two*", "Yksi kaksi", "0 emphasised passages in place of 1"),
        ("One", "Yksi `kaksi`", "1 code passages in place of 0"),
        ("One", "![Yksi](https://example.com/)", "1 images in place of 0"),
    ],
)
def test_markdown_of_another_form_is_refused(source, text, expected):
    *_, fault = faults(source, text, field=OVERVIEW)

    assert fault.startswith("changes the Markdown: it has ")
    assert expected in fault


def test_markdown_in_another_order_is_refused():
    text = "- yksi\n\nKaksi."

    assert faults("One.\n\n- two", text, field=OVERVIEW) == [
        "changes the Markdown: its parts stand in another order."
    ]


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        ("### One", "# Yksi", "it has h1 in place of h3."),
        ("### One\n\nTwo", "#### Yksi\n\nKaksi", "it has h4 in place of h3."),
        (
            "- one\n  - two\n\nThree",
            "- yksi\n  - kaksi\n\n  Kolme",
            "its paragraphs are nested otherwise.",
        ),
        ("> - one", "- > yksi", "its parts stand in another order."),
        (
            "- one\n  - two\n  - three",
            "- yksi\n- kaksi\n- kolme",
            "it has 1 lists in place of 2.",
        ),
        (
            "- one\n- two\n  - three",
            "- yksi\n  - kaksi\n- kolme",
            "its parts stand in another order.",
        ),
    ],
)
def test_markdown_of_another_level_is_refused(source, text, expected):
    assert faults(source, text, field=OVERVIEW) == [f"changes the Markdown: {expected}"]


def test_bold_passage_may_stand_elsewhere_in_its_paragraph():
    assert faults("*One* **two**", "**Kaksi** *yksi*", field=OVERVIEW) == []


def test_link_must_lead_to_the_same_address():
    source, text = "[One](https://a.example/)", "[Yksi](https://b.example/)"

    assert faults(source, text, field=OVERVIEW) == [
        "lacks the link https://a.example/.",
        "has a link that the English text has not: https://b.example/.",
    ]


def test_text_of_one_line_is_no_markdown():
    assert faults("One two", "*Yksi* - kaksi", field=SUMMARY) == []


# Letters


@pytest.mark.parametrize("language", SENTENCES)
@pytest.mark.parametrize(
    ("character", "name"),
    [
        ("\u200b", "ZERO WIDTH SPACE (U+200B)"),
        ("\u200c", "ZERO WIDTH NON-JOINER (U+200C)"),
        ("\u200d", "ZERO WIDTH JOINER (U+200D)"),
        ("\u200e", "LEFT-TO-RIGHT MARK (U+200E)"),
        ("\u200f", "RIGHT-TO-LEFT MARK (U+200F)"),
        ("\u202e", "RIGHT-TO-LEFT OVERRIDE (U+202E)"),
        ("\u2066", "LEFT-TO-RIGHT ISOLATE (U+2066)"),
        ("\u2060", "WORD JOINER (U+2060)"),
        ("\ufeff", "ZERO WIDTH NO-BREAK SPACE (U+FEFF)"),
        ("\u00ad", "SOFT HYPHEN (U+00AD)"),
        ("\u2028", "LINE SEPARATOR (U+2028)"),
        ("\u0007", "a control character (U+0007)"),
        ("\u0085", "a control character (U+0085)"),
        ("\t", "a control character (U+0009)"),
        ("\ue000", "a control character (U+E000)"),
        ("\u3164", "HANGUL FILLER (U+3164)"),
        ("\u2800", "BRAILLE PATTERN BLANK (U+2800)"),
        ("\u034f", "COMBINING GRAPHEME JOINER (U+034F)"),
        ("\u115f", "HANGUL CHOSEONG FILLER (U+115F)"),
        ("\u1160", "HANGUL JUNGSEONG FILLER (U+1160)"),
        ("\uffa0", "HALFWIDTH HANGUL FILLER (U+FFA0)"),
        ("\u180e", "MONGOLIAN VOWEL SEPARATOR (U+180E)"),
        ("\ufe0e", "VARIATION SELECTOR-15 (U+FE0E)"),
        ("\ufe0f", "VARIATION SELECTOR-16 (U+FE0F)"),
        ("\U000e0100", "VARIATION SELECTOR-17 (U+E0100)"),
    ],
)
def test_invisible_character_is_refused_unless_the_english_text_has_it(
    language, character, name
):
    text = SENTENCES[language][:4] + character + SENTENCES[language][4:]

    assert faults("You answer calls.", text, language) == [
        f"holds an invisible character: {name}."
    ]
    assert faults(f"You{character} answer calls.", text, language) == []


@pytest.mark.parametrize("character", ["\u00a0", "\u202f", "\n", "–", "”"])
def test_visible_signs_and_spaces_that_keep_words_together_are_right(character):
    assert invisible_characters("20 minutes", f"20{character}minuuttia", "fi") == []


def test_joiners_shape_letters_from_right_to_left(right_to_left):
    text = "می\u200cخواهم ل\u200dه"

    assert invisible_characters("I want", text, "fi") == []
    assert invisible_characters("I want", f"{text}\u200b", "fi") == ["\u200b"]


@pytest.mark.parametrize(
    ("language", "text", "word"),
    [
        ("el", "Η oμάδα απαντά.", "oμάδα"),
        ("el", "Απαντά στο τηλέφωνo.", "τηλέφωνo"),
        ("fi", "Vastaat puheluihіn.", "puheluihіn"),
        ("hu", "Ön fοgadja a hívást.", "fοgadja"),
        ("lv", "Jūs аtbildat.", "аtbildat"),
    ],
)
def test_letter_of_another_script_within_a_word_is_refused(language, text, word):
    assert faults("You answer.", text, language) == [
        f"mixes letters of two scripts that look alike in {word!r}."
    ]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("el", "Χρησιμοποιείτε το CRM και το e-mail."),
        ("el", "B2B-πωλήσεις σε 5 µm"),
        ("th", "คุณใช้ระบบ CRMทุกวัน"),
        ("hu", "A CRM-ben α-teszt"),
    ],
)
def test_words_of_two_scripts_side_by_side_are_right(language, text):
    assert faults("You use CRM.", text, language) == []


# Copies of the English text


@pytest.mark.parametrize("language", SENTENCES)
@pytest.mark.parametrize("text", ["You answer calls.", " YOU ANSWER CALLS. "])
def test_copy_of_the_english_text_is_refused(language, text):
    assert faults("You answer calls.", text, language) == [
        "is a copy of the English text. What is the same in both languages belongs into "
        f"locale/{language}/loanwords.txt, a name into names.txt."
    ]


@pytest.mark.parametrize(
    "text",
    [
        "CRM",
        "B2B",
        "[[sal-2024-csr-median-hour]]",
        "%(name)s: {count}",
        "<br>",
        "https://example.com/about",
        "jobs@example.com",
        "2024–2034",
        "C",
        "👩\u200d💻",
    ],
)
def test_text_without_words_is_no_copy(text):
    assert not is_copy(text, text, "fi")


def test_names_are_the_same_in_every_language(words):
    words("names.txt", "# Publishers", "", "Zendesk", "Bureau of Labor Statistics")
    text = "Bureau of Labor Statistics, zendesk"

    assert not any(is_copy(text, text, language) for language in TRANSLATION_CODES)
    assert is_copy(f"{text} team", f"{text} team", "fi")


def test_loan_words_are_the_same_in_their_language_alone(words):
    words("hu/loanwords.txt", "Supervisor")

    assert not is_copy("Supervisor", "supervisor", "hu")
    assert is_copy("Supervisor", "supervisor", "fi")


def test_longest_name_is_taken_first(words):
    words("names.txt", "Labor", "Bureau of Labor Statistics")
    words("fi/loanwords.txt", "  Chat  ", "Labor")

    assert accepted_words("fi") == ["Bureau of Labor Statistics", "Labor", "Chat"]


def test_name_is_no_part_of_a_word(words):
    words("names.txt", "Chat")

    assert foreign_words("Chat chatbot", accepted_words("fi")) == {"chatbot"}


# The form of a field


def test_text_may_be_as_long_as_its_field():
    assert faults("Agent", "n" * 160, field=NAME) == []
    assert faults("Agent", "ä" * 161, field=NAME) == [
        "is too long: 161 characters, at most 160."
    ]


def test_text_of_one_line_has_no_line_break():
    assert faults("Two lines", "Kaksi\nriviä", field=SUMMARY) == [
        "has a line break in a text of one line."
    ]
    assert faults("Two lines", "Kaksi\nriviä", field=OVERVIEW) == []


def test_every_fault_of_a_text_is_named():
    text = "Palkka\u200b on\n%s"

    assert faults("Earns [[pay]].", text, field=SUMMARY) == [
        "has a placeholder that the English text has not: %s.",
        "holds an invisible character: ZERO WIDTH SPACE (U+200B).",
        "lacks the figure reference [[pay]].",
        "has a line break in a text of one line.",
    ]
