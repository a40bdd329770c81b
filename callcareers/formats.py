"""Numbers, money, dates and periods as the reader's country writes them (CLDR)."""

import datetime
from decimal import Decimal
from functools import cache

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import (
    format_currency,
    format_decimal,
    format_percent,
    get_currency_name,
    get_currency_symbol,
)
from babel.units import format_unit

from callcareers.languages import Language, active_language

EN_DASH = "\N{EN DASH}"
MINUS = "\N{MINUS SIGN}"
NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"


def locale() -> Locale:
    """Return the CLDR locale of the active language."""
    return _parse_locale(active_language().locale)


def money(amount: Decimal, currency: str) -> str:
    """Return `amount` in `currency` (ISO 4217), whole amounts without decimals."""
    pattern = locale().currency_formats["standard"].pattern
    if amount == amount.to_integral_value():
        pattern = pattern.replace(".00", "")
    return format_currency(
        amount, currency, format=pattern, locale=locale(), currency_digits=False
    )


def amount(value: Decimal) -> str:
    """Return an amount of money without its currency, with two decimals."""
    return format_decimal(value, "#,##0.00", locale=locale())


def currency(code: str) -> str:
    """Return the name of the currency with the ISO 4217 `code`, and the code."""
    return f"{get_currency_name(code, locale=locale())} ({code})"


def currency_words(language: Language) -> dict[str, set[str]]:
    """Return what `language` calls each currency: its code, its signs and its names."""
    cldr = _parse_locale(language.locale)
    return {
        code: {
            code,
            name,
            get_currency_symbol(code, cldr),
            *(get_currency_name(code, count, cldr) for count in (1, 2, 5)),
        }
        for code, name in cldr.currencies.items()
    }


def money_range(low: Decimal, high: Decimal, currency: str) -> str:
    """Return a range of money, its currency said once where it stands behind."""
    start, end = money(low, currency), money(high, currency)
    unit = _shared_ending(start, end)
    return f"{start.removesuffix(unit)}{EN_DASH}{end}"


def number(value: Decimal | int) -> str:
    """Return `value` with the grouping and decimal sign of the language."""
    return format_decimal(value, locale=locale())


def number_range(low: Decimal, high: Decimal | None) -> str:
    """Return "low–high", or the one number where there is no upper end."""
    return number(low) if high is None else f"{number(low)}{EN_DASH}{number(high)}"


def percent(value: Decimal, *, signed: bool = False) -> str:
    """Return `value` (in per cent, 5 for 5 %) with its sign where `signed`."""
    text = format_percent(abs(value) / 100, locale=locale(), decimal_quantization=False)
    if signed and value:
        return f"{MINUS if value < 0 else '+'}{text}"
    return text


def percent_range(low: Decimal, high: Decimal | None) -> str:
    """Return a share or a range of shares, the sign said once where it stands behind."""
    if high is None:
        return percent(low)
    start, end = percent(low), percent(high)
    return f"{start.removesuffix(_shared_ending(start, end))}{EN_DASH}{end}"


def duration(low: Decimal, high: Decimal | None, unit: str) -> str:
    """Return a length in `unit` ("hour", "week" or "year"), such as "2–4 weeks"."""
    last = low if high is None else high
    text = format_unit(last, f"duration-{unit}", locale=locale())
    if f"duration-{unit}" in text:  # CLDR lacks the long form of some Thai units
        text = format_unit(last, f"duration-{unit}", length="short", locale=locale())
    return text.replace(number(last), number_range(low, high), 1)


def day(value: datetime.date) -> str:
    """Return a date in the long form of the language; Thai says that the era is CE."""
    return format_date(value, "long", locale=locale())


def period(start: datetime.date | None, end: datetime.date | None, precision: str) -> str:
    """Return a reference period in the nominative, "" where none is stated."""
    if start is None or end is None:
        return ""
    if precision == "year" and start.year != end.year:
        return years(start.year, end.year)
    first, last = (_moment(value, precision) for value in (start, end))
    return first if first == last else f"{first}{EN_DASH}{last}"


def year(value: int) -> str:
    """Return a year, with its era where the language counts in another one as well."""
    return _with_era(str(value))


def years(base: int, target: int) -> str:
    """Return a span of years, such as that of a projection."""
    return _with_era(f"{base}{EN_DASH}{target}")


def listing(items: list[str]) -> str:
    """Return "A, B and C" in the language."""
    return format_list(items, locale=locale())


def language(code: str) -> str:
    """Return the name of the language with the BCP 47 `code`, else the code itself."""
    return locale().languages.get(code, code)


def territory(code: str) -> str:
    """Return the name of the country with the ISO 3166 `code`, else the code itself."""
    return locale().territories.get(code, code)


@cache
def _parse_locale(name: str) -> Locale:
    return Locale.parse(name)


def _moment(value: datetime.date, precision: str) -> str:
    names_era = active_language().names_era
    if precision == "year":
        return year(value.year)
    if precision == "month":
        if names_era:
            return format_date(value, "LLLL G y", locale=locale())
        return format_skeleton("yMMMM", value, locale=locale())
    return day(value)


def _with_era(years_text: str) -> str:
    if not active_language().names_era:
        return years_text
    return f"{locale().eras['abbreviated'][1]} {years_text}"


def _shared_ending(first: str, second: str) -> str:
    """Return what both end in after their last digit."""
    ending = first[len(first.rstrip("".join(set(first) - set("0123456789")))) :]
    return ending if second.endswith(ending) else ""
