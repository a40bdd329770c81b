"""What editors may write in prose: references to figures, and no typed money."""

import re
from dataclasses import dataclass

REFERENCE = re.compile(r"\[\[(?P<code>[a-z0-9]+(?:-[a-z0-9]+)*)(?::(?P<facet>[a-z]+))?\]\]")
ANY_DOUBLE_BRACKET = re.compile(r"\[\[[^\[\]]*\]?\]?")

NUMBER = r"\d(?:[\d.,\u00a0\u202f ]*\d)?"
CURRENCY_SIGN = r"(?:[$€£¥฿]|US\$)"
CURRENCY_WORD = (
    r"(?:(?:USD|EUR|GBP|THB|HUF|Ft|baht)\b|dollars?\b|dollari\w*|dolār\w*|dollár\w*|"
    r"δολ[αά]ρ[ιί]\w*|eur(?:os?|oa|on|oja|ojen|olla|ó(?:t|s|ért|val|ban|ra|k)?)\b|eiro\b|ευρώ|"
    r"forint\w*|บาท|ดอลลาร์|เหรียญ|ยูโร)"
)
CURRENCY_AMOUNT = re.compile(
    rf"{CURRENCY_SIGN}[\u00a0\u202f ]?{NUMBER}"
    rf"|{NUMBER}[\u00a0\u202f ]?(?:{CURRENCY_SIGN}|{CURRENCY_WORD})"
    rf"|\b(?:USD|EUR|GBP|THB|HUF)[\u00a0\u202f ]?{NUMBER}",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Reference:
    """A figure cited in prose: `[[code]]`, or `[[code:facet]]` for a side of it."""

    code: str
    facet: str


def find_references(text: str) -> list[Reference]:
    """Return the figure references of `text`, in order."""
    return [
        Reference(match["code"], match["facet"] or "") for match in REFERENCE.finditer(text)
    ]


def find_broken_references(text: str) -> list[str]:
    """Return each `[[…` of `text` that is not a well-formed reference."""
    return [
        match.group()
        for match in ANY_DOUBLE_BRACKET.finditer(text)
        if not REFERENCE.fullmatch(match.group())
    ]


def find_currency_amounts(text: str) -> list[str]:
    """Return each amount of money typed into `text`, in any of the languages."""
    return [
        match.group().strip() for match in CURRENCY_AMOUNT.finditer(REFERENCE.sub("", text))
    ]
