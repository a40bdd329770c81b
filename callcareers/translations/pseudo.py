"""Texts in the place of translations, made by a machine so that faults show on a page.

Accented letters show a text that nobody marked for translation, length shows a box that
is too tight, brackets show where a text is cut off or put together from parts. A language
that is written from right to left gets letters that are, so that its pages are mirrored.
What a text is made of besides words stays: placeholders, references, links, Markdown.
"""

import re
from collections.abc import Collection
from typing import Final, Literal

import polib

from callcareers.languages import Language

Direction = Literal["ltr", "rtl"]

LOWER: Final = "abcdefghijklmnopqrstuvwxyz"
ACCENTED: Final = "áƀçđéƒĝĥîĵķļḿñöþɋřšţûṽŵẋýž" + "ÁɃÇĐÉƑĜĤÎĴĶĻḾÑÖÞɊŘŠŢÛṼŴẊÝŽ"
ARABIC: Final = "ابتثجحخدذرزسشصضطظعغفقكلمني" * 2
LETTERS: Final[dict[Direction, dict[int, int]]] = {
    "ltr": str.maketrans(LOWER + LOWER.upper(), ACCENTED),
    "rtl": str.maketrans(LOWER + LOWER.upper(), ARABIC),
}
PADDING: Final = "lorem ipsum dolor sit amet consectetur adipiscing elit sed do "
GROWTH: Final = 0.4

KEPT: Final = re.compile(
    r"""(
      \[\[ [^\]]* \]\]            # a reference to a figure
    | \]\( [^)]* \)               # where a Markdown link leads to
    | </? [A-Za-z] [^>]* >        # an HTML tag
    | < \w+ : [^>]* >             # an address as Markdown's link to itself
    | https?://\S+
    | \S+@\S+
    | & \#?\w+ ;
    | % \(\w+\) [a-z] | % [a-z%]
    | \{ \w* \}
    )""",
    re.VERBOSE,
)
# What stands before the words of a line: the marks of lists, headings and quotations.
LINE: Final = re.compile(r"(\s*(?:(?:[-*+>]|\#{1,6}|\d+[.)])\s+)*)(.*?)(\s*)", re.DOTALL)


def fill(catalogue: polib.POFile, language: Language, flags: Collection[str]) -> int:
    """Give each empty entry of `catalogue` a pseudo-translation; return how many had none.

    Every plural form is made from the English plural, which has all placeholders. What is
    filled gets `flags`, those of a text that nobody has read.
    """
    empty = catalogue.untranslated_entries()
    for entry in empty:
        entry.flags = [*flags, *entry.flags]
        if entry.msgid_plural:
            text = pseudo_text(entry.msgid_plural, language.direction)
            entry.msgstr_plural = dict.fromkeys(entry.msgstr_plural, text)
        elif _is_address(entry):
            entry.msgstr = pseudo_slug(entry.msgid, language.direction)
        else:
            entry.msgstr = pseudo_text(entry.msgid, language.direction, _limit(entry))
    return len(empty)


def pseudo_text(text: str, direction: Direction, limit: int | None = None) -> str:
    """Return `text` in other letters, longer and in brackets.

    Where that has more than `limit` characters, padding goes first, then the brackets; the
    letters are one for one.
    """
    for growth in (GROWTH, 0.0):
        longer = _by_line(text, direction, growth)
        if limit is None or len(longer) <= limit:
            return longer
    return _in_other_letters(text, direction)


def pseudo_slug(slug: str, direction: Direction) -> str:
    """Return a word of an address in other letters; two words that differ still do."""
    return slug.translate(LETTERS[direction])


def _is_address(entry: polib.POEntry) -> bool:
    """Tell whether an entry is a word of addresses: of a path, or a record's own."""
    context = entry.msgctxt or ""
    return context == "address" or context.endswith(":slug")


def _limit(entry: polib.POEntry) -> int | None:
    """Return how many characters the translation may have, where that is limited."""
    for flag in entry.flags:
        name, _, count = flag.partition(":")
        if name == "max-length":
            return int(count)
    return None


def _by_line(text: str, direction: Direction, growth: float) -> str:
    return "".join(
        _in_brackets(line, direction, growth) for line in text.splitlines(keepends=True)
    )


def _in_brackets(line: str, direction: Direction, growth: float) -> str:
    match = LINE.fullmatch(line)
    if match is None or not _has_words(line):
        return line
    before, words, after = match.groups()
    count = round(growth * len(words))
    padding = (PADDING * (count // len(PADDING) + 1))[:count].rstrip()
    longer = f"{words} {padding}" if padding else words
    return f"{before}⟦{_in_other_letters(longer, direction)}⟧{after}"


def _in_other_letters(text: str, direction: Direction) -> str:
    letters = LETTERS[direction]
    return "".join(
        part if place % 2 else part.translate(letters)
        for place, part in enumerate(KEPT.split(text))
    )


def _has_words(text: str) -> bool:
    return any(character.isalpha() for character in KEPT.sub("", text))
