"""Addresses in every script: how a title becomes a slug, and what a slug may hold."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

LATIN_SCRIPT_ONLY = re.compile(r"[^a-z0-9]+")
SLUG_MAX_LENGTH = 120


def slugify_text(text: str) -> str:
    """Return `text` as a slug: Latin letters folded to ASCII, other scripts kept whole.

    Django's own `slugify` drops Thai vowels and tone marks, which are not letters to
    Unicode but change the word.
    """
    words = split_words(unicodedata.normalize("NFC", text).lower())
    folded = (fold(word) if is_latin(word) else word for word in words)
    return "-".join(filter(None, folded))[:SLUG_MAX_LENGTH].strip("-")


def is_latin(word: str) -> bool:
    """Tell whether `word` has no letters but Latin ones."""
    return all(
        unicodedata.name(character, "").startswith(("LATIN", "DIGIT")) for character in word
    )


def fold(word: str) -> str:
    """Return a Latin word in ASCII; a letter without a base letter is left out."""
    plain = unicodedata.normalize("NFKD", word.casefold()).encode("ascii", "ignore")
    return LATIN_SCRIPT_ONLY.sub("-", plain.decode()).strip("-")


def split_words(text: str) -> list[str]:
    """Return the runs of letters, digits and combining marks in `text`."""
    kept = "".join(
        character if unicodedata.category(character)[0] in "LNM" else " "
        for character in text
    )
    return kept.split()


def validate_slug(value: str) -> None:
    """Accept lower-case words of letters, marks and digits, joined by single hyphens."""
    if value != "-".join(split_words(value)) or value != value.lower():
        raise ValidationError(
            _(
                "Use lower-case letters and digits joined by single hyphens, "
                "in the letters of the language."
            ),
            code="invalid_slug",
        )


class LocalizedSlugField(models.CharField):
    """A slug in the script of its language; unlike `SlugField` it keeps Thai marks.

    The value is stored in Unicode form NFC, so that one spelling is one address.
    """

    default_validators = [validate_slug]

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", SLUG_MAX_LENGTH)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def to_python(self, value):
        value = super().to_python(value)
        return unicodedata.normalize("NFC", value) if isinstance(value, str) else value


class SlugConverter:
    """Path converter for slugs: anything a slug may hold, and never a control character."""

    regex = rf"[^/\s\x00-\x1f\x7f]{{1,{SLUG_MAX_LENGTH}}}"

    def to_python(self, value: str) -> str:
        return unicodedata.normalize("NFC", value)

    def to_url(self, value: str) -> str:
        return value
