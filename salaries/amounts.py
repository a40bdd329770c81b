"""Money as people type it, in the number habits of every language of the site."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from callcareers import formats
from callcareers.languages import TABLE

HIGHEST: Final = Decimal(10**9)
LONGEST: Final = 100
EXAMPLE: Final = Decimal("12.50")

MINUS_SIGNS: Final = "−‐‑‒–—－"
APOSTROPHES: Final = "'’‘ʼ′`´"
FULL_WIDTH: Final = {"，": ",", "．": ".", "、": ","}
# What everybody calls the currencies of the areas, beside their names in CLDR.
EVERYDAY_WORDS: Final = {
    "EUR": "euro euros euroa euron eurot eiro eur. ευρω",
    "USD": "$ dollar dollars dollari dollaria dolārs dolāri dolāru δολάριο δολάρια dollár",
    "THB": "฿ baht bahts bahtia bāti μπατ บ.",
    "HUF": "ft ft. forint forints forintti forinttia forinti forintu φιορίνι φιορίνια",
}

# Three digits behind one sign are thousands in every language: money has two decimals.
GROUPED: Final = re.compile(
    r"(?P<whole>[1-9]\d{0,2}(?:(?P<group>[ .,'])\d{3})(?:(?P=group)\d{3})*)"
    r"(?:(?!(?P=group))[.,](?P<cents>\d{1,2}))?"
)
PLAIN: Final = re.compile(r"(?P<whole>\d+)(?:[.,](?P<cents>\d{1,2}))?")
POWER: Final = re.compile(r"\d+(?:[.,]\d+)?(?:e\+?|\^)(?P<exponent>\d+)", re.IGNORECASE)
MONEY: Final = re.compile(
    r"(?P<minus>- ?)?(?P<before>[^\d-]*?) ?(?P<later_minus>- ?)?"
    r"(?P<number>\d(?:[\d .,']*\d)?(?:[.,](?!-))?)"
    r"(?:[.,]-+)?"  # no cents, as in "1250,-"
    r" ?(?P<after>\D*)"
)


@dataclass(frozen=True, slots=True)
class TypedAmount:
    """An amount as it was read, and the currencies that the words beside it may mean.

    `currencies` is None where nothing stood beside the number.
    """

    value: Decimal
    currencies: frozenset[str] | None


def read_amount(text: str) -> TypedAmount:
    """Return the amount that `text` states, in whichever habit it is written.

    Raises `ValidationError` with a message for the reader, in their own habit, whose code
    is `not_a_number`, `unknown_word`, `not_positive` or `too_large`.
    """
    plain = _plain(text)
    if len(plain) > LONGEST or _is_huge_power(plain):
        raise _too_large()
    found = MONEY.fullmatch(plain)
    if not found:
        raise _not_a_number() if re.search(r"\d", plain) else _unknown_word()
    words = [found[side].strip() for side in ("before", "after")]
    named = [word for word in words if word]
    currencies = _currencies_meant(named) if named else None
    value = _value(found["number"])
    if found["minus"] or found["later_minus"] or not value:
        raise _not_positive()
    if value > HIGHEST:
        raise _too_large()
    return TypedAmount(value, currencies)


def _plain(text: str) -> str:
    """Return `text` with ASCII digits, plain spaces and one sign for each purpose."""
    signs = (_plain_sign(sign) for sign in text[: LONGEST * 2])
    return re.sub(r" +", " ", "".join(signs)).strip()


def _plain_sign(sign: str) -> str:
    if sign.isspace():
        return " "
    if sign in APOSTROPHES:
        return "'"
    if sign in MINUS_SIGNS:
        return "-"
    if unicodedata.category(sign) == "Nd":
        return str(unicodedata.decimal(sign))
    if unicodedata.category(sign) == "Cf":  # an invisible mark, as of the direction
        return ""
    return FULL_WIDTH.get(sign, sign)


def _is_huge_power(text: str) -> bool:
    found = POWER.fullmatch(text)
    return found is not None and int(found["exponent"]) >= HIGHEST.adjusted()


def _value(number: str) -> Decimal:
    found = GROUPED.fullmatch(number) or PLAIN.fullmatch(number)
    if not found:
        raise _not_a_number()
    whole = re.sub(r"\D", "", found["whole"])
    return Decimal(f"{whole}.{found['cents'] or 0}")


def _currencies_meant(words: list[str]) -> frozenset[str]:
    """Return the currencies that every one of `words` may mean."""
    known = _currencies_by_word()
    meant = [known.get(word.casefold(), frozenset()) for word in words]
    currencies = frozenset.intersection(*meant)
    if not currencies:
        raise _unknown_word()
    return currencies


@cache
def _currencies_by_word() -> dict[str, frozenset[str]]:
    """Return what currencies are called in every language: codes, signs and names."""
    meanings: dict[str, set[str]] = {}

    def may_mean(word: str, currency: str) -> None:
        meanings.setdefault(_plain(word).casefold(), set()).add(currency)

    for language in TABLE:
        for currency, words in formats.currency_words(language).items():
            for word in words:
                may_mean(word, currency)
    for currency, everyday in EVERYDAY_WORDS.items():
        for word in everyday.split():
            may_mean(word, currency)
    return {word: frozenset(currencies) for word, currencies in meanings.items()}


def _example() -> str:
    return formats.amount(EXAMPLE)


def _not_a_number() -> ValidationError:
    return ValidationError(
        # Translators: %(example)s is a number as the language writes it, such as 12.50.
        _("This is not a number as it is written here. Write it like %(example)s."),
        code="not_a_number",
        params={"example": _example()},
    )


def _unknown_word() -> ValidationError:
    return ValidationError(
        _(
            # Translators: %(example)s is a number as the language writes it: 12.50.
            "Write the amount alone, like %(example)s. Only the name or the sign of the "
            "currency may stand beside it."
        ),
        code="unknown_word",
        params={"example": _example()},
    )


def _not_positive() -> ValidationError:
    return ValidationError(_("An offer is more than zero."), code="not_positive")


def _too_large() -> ValidationError:
    return ValidationError(
        # Translators: %(example)s is a number as the language writes it, such as 12.50.
        _("This is too large or too long for an offer. Write it like %(example)s."),
        code="too_large",
        params={"example": _example()},
    )
