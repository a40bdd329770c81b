"""What a translation may not do to its source, whichever file or form it comes from."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
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
HTML_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
WORD = re.compile(r"(?<!\w)[^\W\d_]{2,}(?!\w)")
ADDRESS = re.compile(r"https?://\S+|\S+@\S+")

INVISIBLE_CATEGORIES = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}
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


def field_faults(
    source: str, text: str, language: str, field: models.Field
) -> Iterator[str]:
    """Yield what is wrong with `text` as the translation of a record's `field`."""
    yield from text_faults(source, text, language)
    yield from _count_faults("figure reference", _references(source), _references(text))
    if field.max_length and len(text) > field.max_length:
        yield f"is too long: {len(text)} characters, at most {field.max_length}."
    if isinstance(field, models.TextField):
        yield from _structure_faults(source, text)
    elif "\n" in text:
        yield "has a line break in a text of one line."


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
    return PLACEHOLDER.findall(text)


def _count_faults(kind: str, wanted: list[str], found: list[str]) -> Iterator[str]:
    """Yield a fault for each thing of `kind` that stands there too seldom or too often."""
    wanted_counts, found_counts = Counter(wanted), Counter(found)
    for item in (wanted_counts - found_counts).elements():
        yield f"lacks the {kind} {item}."
    for item in (found_counts - wanted_counts).elements():
        yield f"has a {kind} that the English text has not: {item}."


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
    counts, found_counts = Counter(wanted_parts), Counter(found_parts)
    differing = [
        f"{found_counts[name]} {name} in place of {counts[name]}"
        for name in dict.fromkeys([*BLOCKS.values(), *INLINE.values()])
        if counts[name] != found_counts[name]
    ]
    if differing:
        yield f"changes the Markdown: it has {', '.join(differing)}."
    elif _blocks(wanted_parts) != _blocks(found_parts):
        yield "changes the Markdown: its parts stand in another order."


def _parts(tokens: list[Token]) -> list[str]:
    """Return the names of the blocks of a text and of what stands in them, in order."""
    parts = []
    for token in tokens:
        if token.type in BLOCKS:
            parts.append(BLOCKS[token.type])
        parts += [
            INLINE[child.type] for child in token.children or () if child.type in INLINE
        ]
    return parts


def _blocks(parts: list[str]) -> list[str]:
    """Return `parts` without what stands inside a line, where languages differ in order."""
    return [part for part in parts if part not in INLINE.values()]


def _links(tokens: list[Token]) -> list[str]:
    return [
        str(child.attrGet("href"))
        for token in tokens
        for child in token.children or ()
        if child.type == "link_open"
    ]
