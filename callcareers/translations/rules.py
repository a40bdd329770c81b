"""What a translation may not do to its source, whichever file or form it comes from."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils.translation import to_locale
from markdown_it.token import Token

from callcareers.content.markup import REFERENCE
from callcareers.languages import BY_CODE
from callcareers.prose import MARKDOWN

PLACEHOLDER = re.compile(r"%\(\w+\)[sdr]|%[sdr](?![a-zA-Z])|\{\w*\}")
# What formatting reads: a doubled sign, a placeholder, or a sign that it stumbles over.
FORMAT = re.compile(r"%%|\{\{|\}\}|" + PLACEHOLDER.pattern + "|[%{}]")
HTML_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
WORD = re.compile(r"(?<!\w)[^\W\d_]{2,}(?!\w)")
ADDRESS = re.compile(r"https?://\S+|\S+@\S+")

INVISIBLE_CATEGORIES = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}
# Letters, signs and marks that no font draws.
INVISIBLE_SIGNS = {
    "\N{COMBINING GRAPHEME JOINER}",
    "\N{HANGUL CHOSEONG FILLER}",
    "\N{HANGUL JUNGSEONG FILLER}",
    "\N{HANGUL FILLER}",
    "\N{HALFWIDTH HANGUL FILLER}",
    "\N{KHMER VOWEL INHERENT AQ}",
    "\N{KHMER VOWEL INHERENT AA}",
    "\N{MONGOLIAN VOWEL SEPARATOR}",
    "\N{BRAILLE PATTERN BLANK}",
    *map(chr, range(0x180B, 0x180E)),  # Mongolian variation selectors
    *map(chr, range(0xFE00, 0xFE10)),  # variation selectors
    *map(chr, range(0xE0100, 0xE01F0)),  # their supplement
}
JOINERS = {"\N{ZERO WIDTH NON-JOINER}", "\N{ZERO WIDTH JOINER}"}
LOOK_ALIKE_SCRIPTS = {"LATIN", "GREEK", "CYRILLIC"}

BLOCKS = {
    "paragraph_open": "paragraphs",
    "heading_open": "headings",
    "bullet_list_open": "lists",
    "ordered_list_open": "numbered lists",
    "list_item_open": "list items",
    "blockquote_open": "quotations",
    "hr": "rules",
    "fence": "code blocks",
    "code_block": "code blocks",
}
INLINE = {
    "strong_open": "bold passages",
    "em_open": "emphasised passages",
    "code_inline": "code passages",
    "image": "images",
}


@dataclass(frozen=True, slots=True)
class Part:
    """A block of a Markdown text, or what stands in one: what, and how deep."""

    name: str
    tag: str
    level: int


def field_faults(
    source: str, text: str, language: str, field: models.Field
) -> Iterator[str]:
    """Yield what is wrong with `text` as the translation of a record's `field`."""
    yield from text_faults(source, text, language)
    yield from _sign_faults(source, text, "<>")
    yield from _count_faults("figure reference", _references(source), _references(text))
    if field.max_length and len(text) > field.max_length:
        yield f"is too long: {len(text)} characters, at most {field.max_length}."
    if isinstance(field, models.TextField):
        yield from _structure_faults(source, text)
    elif "\n" in text:
        yield "has a line break in a text of one line."


def interface_text_faults(
    source: str, text: str, language: str, *, is_of_template: bool
) -> Iterator[str]:
    """Yield what is wrong with `text` as the translation of a message of the interface.

    Templates put such a text as it is into pages, attributes included; `is_of_template`
    says that it stands in one.
    """
    yield from text_faults(source, text, language)
    yield from _sign_faults(source, text, '"<>')
    yield from _format_faults(source, text, is_of_template=is_of_template)


def text_faults(source: str, text: str, language: str) -> Iterator[str]:
    """Yield what is wrong with `text` in `language` as the translation of `source`.

    Each fault is an English clause that wants the text's name before it.
    """
    yield from _count_faults("placeholder", _placeholders(source), _placeholders(text))
    yield from _count_faults("HTML tag", HTML_TAG.findall(source), HTML_TAG.findall(text))
    for character in invisible_characters(source, text, language):
        name = unicodedata.name(character, "a control character")
        yield f"holds an invisible character: {name} (U+{ord(character):04X})."
    for word in _mixed_words(text):
        yield f"mixes letters of two scripts that look alike in {word!r}."
    if is_copy(source, text, language):
        yield (
            "is a copy of the English text. What is the same in both languages belongs "
            f"into locale/{to_locale(language)}/loanwords.txt, a name into names.txt."
        )


def invisible_characters(source: str, text: str, language: str) -> list[str]:
    """Return the invisible characters of `text` that `source` has not."""
    allowed = {"\n", *source}
    if BY_CODE[language].direction == "rtl":
        allowed |= JOINERS
    return sorted(
        character
        for character in set(text) - allowed
        if unicodedata.category(character) in INVISIBLE_CATEGORIES
        or character in INVISIBLE_SIGNS
    )


def is_copy(source: str, text: str, language: str) -> bool:
    """Tell whether `text` repeats `source`, and not by names and loan words alone."""
    if text.casefold().strip() != source.casefold().strip():
        return False
    return bool(foreign_words(source, accepted_words(language)))


def foreign_words(text: str, accepted: Iterable[str]) -> set[str]:
    """Return the words of an English `text`, folded, that are not among the `accepted`.

    References, placeholders, addresses and abbreviations in capitals are no words.
    """
    for pattern in (REFERENCE, PLACEHOLDER, HTML_TAG, ADDRESS):
        text = pattern.sub(" ", text)
    for name in accepted:
        text = re.sub(rf"\b{re.escape(name)}\b", " ", text, flags=re.IGNORECASE)
    return {word.casefold() for word in WORD.findall(text) if not word.isupper()}


def accepted_words(language: str) -> list[str]:
    """Return the names and loan words that `language` has as English has them."""
    return sorted(
        {
            line.strip()
            for path in (names_path(), loanwords_path(language))
            if path.exists()
            for line in path.read_text(encoding="utf-8").splitlines()
            if line.strip() and not line.startswith("#")
        },
        key=len,
        reverse=True,
    )


def names_path() -> Path:
    """Return the file of the names that are the same in every language, one a line."""
    return Path(settings.LOCALE_PATHS[0]) / "names.txt"


def loanwords_path(language: str) -> Path:
    """Return the file of the words that `language` shares with English, one a line."""
    return Path(settings.LOCALE_PATHS[0]) / to_locale(language) / "loanwords.txt"


def _references(text: str) -> list[str]:
    return [match.group() for match in REFERENCE.finditer(text)]


def _placeholders(text: str) -> list[str]:
    """Return the placeholders of `text`; what stands between doubled signs is none."""
    return [sign for sign in FORMAT.findall(text) if PLACEHOLDER.fullmatch(sign)]


def _count_faults(kind: str, wanted: list[str], found: list[str]) -> Iterator[str]:
    """Yield a fault for each thing of `kind` that stands there too seldom or too often."""
    wanted_counts, found_counts = Counter(wanted), Counter(found)
    for item in (wanted_counts - found_counts).elements():
        yield f"lacks the {kind} {item}."
    for item in (found_counts - wanted_counts).elements():
        yield f"has a {kind} that the English text has not: {item}."


def _sign_faults(source: str, text: str, signs: str) -> Iterator[str]:
    """Yield each of `signs` that `text` has outside of HTML tags, and `source` has not.

    Where the English text has one, its place bears it.
    """
    outside, outside_in_text = HTML_TAG.sub("", source), HTML_TAG.sub("", text)
    for sign in signs:
        if sign in outside_in_text and sign not in outside:
            yield f"has a sign of HTML that the English text has not: {sign}."


def _format_faults(source: str, text: str, *, is_of_template: bool) -> Iterator[str]:
    """Yield each sign of `text` that breaks it when values are put in.

    Python puts them in where `source` has a placeholder of that sign, and Django at every
    per cent sign of a template, which it doubles in `source`.
    """
    signs = set(FORMAT.findall(source))
    astray = set(FORMAT.findall(text)) & {"%", "{", "}"} - signs
    if not is_of_template and not any(len(sign) > 1 and sign[0] == "%" for sign in signs):
        astray.discard("%")
    if not any(sign[0] == "{" for sign in signs if PLACEHOLDER.fullmatch(sign)):
        astray -= {"{", "}"}
    for sign in sorted(astray):
        yield (
            f"has a {sign} that is part of no plain placeholder: the sign itself is "
            f"written {sign * 2}."
        )


def _mixed_words(text: str) -> list[str]:
    return [
        word
        for word in WORD.findall(text)
        if len({_script(letter) for letter in word} & LOOK_ALIKE_SCRIPTS) > 1
    ]


@cache
def _script(letter: str) -> str:
    return unicodedata.name(letter, "").split(" ", 1)[0]


def _structure_faults(source: str, text: str) -> Iterator[str]:
    """Yield how the Markdown of `text` is built otherwise than that of `source`."""
    wanted, found = MARKDOWN.parse(source), MARKDOWN.parse(text)
    yield from _count_faults("link", _links(wanted), _links(found))
    wanted_parts, found_parts = _parts(wanted), _parts(found)
    counts = Counter(part.name for part in wanted_parts)
    found_counts = Counter(part.name for part in found_parts)
    differing = [
        f"{found_counts[name]} {name} in place of {counts[name]}"
        for name in dict.fromkeys([*BLOCKS.values(), *INLINE.values()])
        if counts[name] != found_counts[name]
    ]
    if differing:
        yield f"changes the Markdown: it has {', '.join(differing)}."
        return
    wanted_blocks, found_blocks = _blocks(wanted_parts), _blocks(found_parts)
    if [part.name for part in wanted_blocks] != [part.name for part in found_blocks]:
        yield "changes the Markdown: its parts stand in another order."
        return
    for wanted_part, found_part in zip(wanted_blocks, found_blocks, strict=True):
        if found_part.tag != wanted_part.tag:
            yield (
                f"changes the Markdown: it has {found_part.tag} in place of "
                f"{wanted_part.tag}."
            )
            return
        if found_part.level != wanted_part.level:
            yield f"changes the Markdown: its {found_part.name} are nested otherwise."
            return


def _parts(tokens: list[Token]) -> list[Part]:
    """Return the blocks of a text and what stands in them, in order."""
    parts = []
    for token in tokens:
        if token.type in BLOCKS:
            parts.append(Part(BLOCKS[token.type], token.tag, token.level))
        parts += [
            Part(INLINE[child.type], child.tag, token.level)
            for child in token.children or ()
            if child.type in INLINE
        ]
    return parts


def _blocks(parts: list[Part]) -> list[Part]:
    """Return `parts` without what stands inside a line, where languages differ in order."""
    return [part for part in parts if part.name not in INLINE.values()]


def _links(tokens: list[Token]) -> list[str]:
    return [
        str(child.attrGet("href"))
        for token in tokens
        for child in token.children or ()
        if child.type == "link_open"
    ]
