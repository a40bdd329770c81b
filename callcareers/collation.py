"""The order of words in each language, the same from Python, SQLite and PostgreSQL.

PostgreSQL brings ICU; SQLite compares bytes, so each of its connections is taught
collations of ICU's names. Both follow CLDR: its root order, changed by the rules in
`Language.alphabet`.
"""

import re
import sys
import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Final

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F
from django.db.models.functions import Coalesce, Collate

from callcareers.languages import (
    SOURCE_LANGUAGE,
    TABLE,
    Language,
    active_language,
    column,
)

Weight = tuple[int, ...]
SortKey = tuple[tuple[Weight, ...], Weight, tuple[str, ...], str]

# What a character is, in the order in which its kind is sorted.
SPACE, PUNCTUATION, SYMBOL, CURRENCY, DIGIT, OWN_LETTER, OTHER_LETTER = range(7)
GROUPS: Final = {"Z": SPACE, "C": SPACE, "P": PUNCTUATION, "S": SYMBOL}
# Signs in CLDR's order; those that are not here follow by their code.
SIGNS: Final = "_-‐‒–—―,;:!¡?¿.·'‘’‚‹›\"“”„«»()[]{}§¶@*/\\&#%‰†‡•`^°©®←→+±÷×<=>|¦~−≈≤≥"
# Acute, grave, breve, circumflex, caron, ring, diaeresis, double acute, tilde, dot; the
# Thai yamakkan and thanthakhat.
MARKS: Final = "\u0301\u0300\u0306\u0302\u030c\u030a\u0308\u030b\u0303\u0307\u0e4e\u0e4c"
SECOND_TO_ALL_MARKS: Final = sys.maxunicode
ROOT_RULES: Final = "&ae<<æ&d<<đ<<ð&h<<ħ&i<ı&l<<ł&n<ŋ&o<<ø&oe<<œ&ss<<<ß&t<ŧ&z<ʒ<þ&σ<<<ς&и<й"
IGNORE_PUNCTUATION: Final = "[alternate shifted]"
VOWEL_WRITTEN_FIRST: Final = re.compile("([เ-ไເ-ໄ])([ก-ฮກ-ຮ])")


def alphabetical(field: str) -> Collate:
    """Return an expression that orders by the translated `field` as its readers do.

    Where the text of the active language is missing, the English one is shown, and so it
    takes its place. `field` may cross a relation, as in `skill__name`.
    """
    language = active_language()
    text: F | Coalesce = F(column(field, SOURCE_LANGUAGE))
    if language.code != SOURCE_LANGUAGE:
        text = Coalesce(F(column(field, language.code)), text)
    return Collate(text, language.collation)


@lru_cache(maxsize=8192)
def sort_key(text: str, language: Language) -> SortKey:
    """Return what sorts `text` as a dictionary of `language` does.

    Letters decide first, then accents, then capitals, which follow small letters; last
    the text itself, so that no two different texts tie.
    """
    return _alphabet(language).key(text)


def initial(text: str, language: Language) -> str:
    """Return the letter that a dictionary of `language` has `text` under.

    In Hungarian that may be two signs, as in "Cs", in Thai the second one, for some vowels
    are written before the consonant that they follow.
    """
    return _alphabet(language).initial(text)


def register_collations(connection: BaseDatabaseWrapper, **kwargs: object) -> None:
    """Teach a new connection to SQLite the collations that PostgreSQL brings."""
    if connection.vendor == "sqlite":
        for language in TABLE:
            connection.connection.create_collation(
                language.collation, _comparison(language)
            )


def _comparison(language: Language) -> Callable[[str, str], int]:
    def compare(first: str, second: str) -> int:
        one, other = sort_key(first, language), sort_key(second, language)
        return (one > other) - (one < other)

    return compare


@cache
def _alphabet(language: Language) -> "Alphabet":
    return Alphabet(language)


class Alphabet:
    """The weights of a language's letters.

    A letter is one character or several, such as the Hungarian "cs" or a decomposed "å",
    and has primary weights, in which letters differ, and secondary ones, for accents.
    """

    def __init__(self, language: Language) -> None:
        self._script = unicodedata.name(language.name[0]).partition(" ")[0]
        self._ignored = (
            {SPACE, PUNCTUATION} if IGNORE_PUNCTUATION in language.alphabet else set()
        )
        self._letters: dict[str, tuple[tuple[Weight, ...], Weight]] = {}
        self._followers: dict[Weight, int] = {}
        for chain in (language.alphabet + ROOT_RULES).split("&")[1:]:
            self._add(chain)

    def key(self, text: str) -> SortKey:
        primary: list[Weight] = []
        secondary: list[int] = []
        tertiary: list[str] = []
        for letter in self._split(_decompose(text)):
            bases, accents = self._weights(letter.lower())
            if bases and bases[0][0] in self._ignored:
                continue
            primary += bases
            secondary += accents
            tertiary.append(letter.swapcase())
        return tuple(primary), tuple(secondary), tuple(tertiary), text

    def initial(self, text: str) -> str:
        """Return the first letter of `text` without its accents, as a capital."""
        for letter in self._split(_decompose(text)):
            bases, _ = self._weights(letter.lower())
            if bases and bases[0][0] not in {SPACE, PUNCTUATION}:
                plain = self._plain(letter, bases[0])
                return unicodedata.normalize("NFC", plain).capitalize()
        return ""

    def _plain(self, letter: str, base: Weight) -> str:
        """Return the letter that `letter`, of the weight `base`, is sorted with."""
        kind, sign, *place = base
        if place:
            found = (known for known in self._letters if self._weights(known)[0] == (base,))
            return next(found)
        return chr(sign) if kind in {OWN_LETTER, OTHER_LETTER} else letter

    def _add(self, chain: str) -> None:
        """Take in rules such as `o<ö<<ő`: a letter after o, and one like it but second.

        `<<<` adds another shape of the same letter, such as a final sigma. The language's
        own rules come first, and what they say of a letter stands.
        """
        anchor, *rules = re.split("(<+)", _decompose(chain))
        weights = [self._weights(letter) for letter in self._split(anchor)]
        bases = tuple(base for primary, _ in weights for base in primary)
        accents = tuple(accent for _, secondary in weights for accent in secondary)
        last = bases[-1]
        for relation, letter in zip(rules[::2], rules[1::2], strict=True):
            if relation == "<":
                self._followers[last] = self._followers.get(last, 0) + 1
                bases = (*bases[:-1], (*last, self._followers[last]))
                accents = (0,) * len(bases)
            elif relation == "<<":
                accents = (*accents, SECOND_TO_ALL_MARKS + len(accents))
            self._letters.setdefault(letter, (bases, accents))

    def _split(self, text: str) -> list[str]:
        """Return the letters of `text`, the longest that the alphabet has."""
        letters = []
        longest = max(map(len, self._letters), default=1)
        start = 0
        while start < len(text):
            for length in range(longest, 0, -1):
                letter = text[start : start + length]
                if length == 1 or self._has(letter):
                    break
            letters.append(letter)
            start += len(letter)
        return letters

    def _has(self, letter: str) -> bool:
        # "Cs" is a letter of Hungarian, "cS" two.
        small = letter.lower()
        is_even = letter in {small, small.upper(), small.capitalize()}
        return is_even and small in self._letters

    def _weights(self, letter: str) -> tuple[tuple[Weight, ...], Weight]:
        if letter in self._letters:
            return self._letters[letter]
        category = unicodedata.category(letter)
        if category in {"Mn", "Me"}:
            return (), (_place(letter, MARKS),)
        return (self._base(letter, category),), (0,)

    def _base(self, letter: str, category: str) -> Weight:
        digit = unicodedata.digit(letter, None)
        if digit is not None:
            return DIGIT, digit
        if category == "Sc":
            return CURRENCY, ord(letter)
        if category[0] in GROUPS:
            return GROUPS[category[0]], _place(letter, SIGNS)
        # A language's own script comes before all others.
        is_own = unicodedata.name(letter, "").startswith(self._script)
        return OWN_LETTER if is_own else OTHER_LETTER, ord(letter)


def _place(sign: str, order: str) -> int:
    """Return where `sign` stands in `order`, counted from 1, or by its code after all."""
    return order.find(sign) + 1 or ord(sign)


def _decompose(text: str) -> str:
    """Return `text` in the order of its sounds, accents apart, invisible signs gone.

    Letters without case keep their marks: to Arabic, Thai and Hangul those make letters.
    """
    visible = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    composed = VOWEL_WRITTEN_FIRST.sub(r"\2\1", unicodedata.normalize("NFC", visible))
    return "".join(
        letter
        if unicodedata.category(letter) == "Lo"
        else unicodedata.normalize("NFKD", letter)
        for letter in composed
    )
