"""What readers see is CLDR's, so each expected text stands here in full.

`~` stands for U+00A0, which most languages put between digits and before a unit.
"""

import datetime
from decimal import Decimal

import polib
import pytest
from django.utils import translation
from django.utils.translation import ngettext

from callcareers import formats
from callcareers.languages import CODES

WRITTEN_OUT = ["en", "fi", "lv", "th", "el", "hu"]


def date(text):
    return datetime.date.fromisoformat(text)


def in_each_language(*texts):
    """Give a test the text that is expected in each language written out here, in order."""
    expected = [text.replace("~", "\N{NO-BREAK SPACE}") for text in texts]
    cases = list(zip(WRITTEN_OUT, expected, strict=True))
    return pytest.mark.parametrize(("language", "expected"), cases, ids=WRITTEN_OUT)


@pytest.fixture(autouse=True)
def spoken_language(site_language, language):
    """Activate the language that a test is parametrised with."""
    with translation.override(language):
        yield


@in_each_language(
    "US$42,830", "42~830~$", "42~830~$", "US$42,830", "42.830~$", "42~830~USD"
)
def test_money_shows_a_whole_amount_without_decimals(expected):
    assert formats.money(Decimal("42830.00"), "USD") == expected


@in_each_language(
    "US$12,345.60",
    "12~345,60~$",
    "12~345,60~$",
    "US$12,345.60",
    "12.345,60~$",
    "12~345,60~USD",
)
def test_money_shows_cents_in_full(expected):
    assert formats.money(Decimal("12345.6"), "USD") == expected


@in_each_language("€25,000", "25~000~€", "25~000~€", "€25,000", "25.000~€", "25~000~EUR")
def test_money_shows_euros(expected):
    assert formats.money(Decimal(25_000), "EUR") == expected


@in_each_language(
    "HUF450,000", "450~000~HUF", "450~000~HUF", "HUF450,000", "450.000~HUF", "450~000~Ft"
)
def test_money_shows_forints(expected):
    assert formats.money(Decimal(450_000), "HUF") == expected


@in_each_language(
    "THB18,000", "18~000~THB", "18~000~฿", "฿18,000", "18.000~฿", "18~000~THB"
)
def test_money_shows_baht(expected):
    assert formats.money(Decimal(18_000), "THB") == expected


@in_each_language(
    "US$30,000–US$40,000",
    "30~000–40~000~$",
    "30~000–40~000~$",
    "US$30,000–US$40,000",
    "30.000–40.000~$",
    "30~000–40~000~USD",
)
def test_money_range_says_a_currency_behind_the_amounts_once(expected):
    assert formats.money_range(Decimal(30_000), Decimal(40_000), "USD") == expected


@in_each_language(
    "US$15–US$20.50",
    "15–20,50~$",
    "15–20,50~$",
    "US$15–US$20.50",
    "15–20,50~$",
    "15–20,50~USD",
)
def test_money_range_may_mix_whole_amounts_and_cents(expected):
    assert formats.money_range(Decimal(15), Decimal("20.5"), "USD") == expected


@in_each_language(
    "€2,000–€2,400",
    "2~000–2~400~€",
    "2~000–2~400~€",
    "€2,000–€2,400",
    "2.000–2.400~€",
    "2~000–2~400~EUR",
)
def test_money_range_keeps_each_amount_unbroken(expected):
    assert formats.money_range(Decimal(2_000), Decimal(2_400), "EUR") == expected


@in_each_language(
    "18,863,300", "18~863~300", "18~863~300", "18,863,300", "18.863.300", "18~863~300"
)
def test_number_is_grouped(expected):
    assert formats.number(18_863_300) == expected


@in_each_language("2,400", "2~400", "2~400", "2,400", "2.400", "2~400")
def test_number_is_grouped_from_four_digits(expected):
    assert formats.number(2_400) == expected


@in_each_language("7.5–80", "7,5–80", "7,5–80", "7.5–80", "7,5–80", "7,5–80")
def test_number_range_has_two_ends(expected):
    assert formats.number_range(Decimal("7.50"), Decimal("80.00")) == expected


@in_each_language("7.5", "7,5", "7,5", "7.5", "7,5", "7,5")
def test_number_range_may_have_one_end(expected):
    assert formats.number_range(Decimal("7.50"), None) == expected


@in_each_language("3.4%", "3,4~%", "3,4%", "3.4%", "3,4%", "3,4%")
def test_percent_keeps_its_decimals(expected):
    assert formats.percent(Decimal("3.4")) == expected


@in_each_language("5%", "5~%", "5%", "5%", "5%", "5%")
def test_percent_drops_sign_and_empty_decimals(expected):
    assert formats.percent(Decimal("-5.0")) == expected


@in_each_language("+3.4%", "+3,4~%", "+3,4%", "+3.4%", "+3,4%", "+3,4%")
def test_signed_percent_shows_growth(expected):
    assert formats.percent(Decimal("3.4"), signed=True) == expected


@in_each_language("−5%", "−5~%", "−5%", "−5%", "−5%", "−5%")
def test_signed_percent_shows_decline_with_a_minus_sign(expected):
    assert formats.percent(Decimal("-5.0"), signed=True) == expected


@in_each_language("0%", "0~%", "0%", "0%", "0%", "0%")
def test_signed_percent_gives_zero_no_sign(expected):
    assert formats.percent(Decimal("0.0"), signed=True) == expected


@in_each_language("70–80%", "70–80~%", "70–80%", "70–80%", "70–80%", "70–80%")
def test_percent_range_says_its_sign_once(expected):
    assert formats.percent_range(Decimal(70), Decimal(80)) == expected


@in_each_language("70%", "70~%", "70%", "70%", "70%", "70%")
def test_percent_range_may_have_one_end(expected):
    assert formats.percent_range(Decimal(70), None) == expected


@in_each_language(
    "21 November 2026",
    "21. marraskuuta 2026",
    "2026. gada 21. novembris",
    "21 พฤศจิกายน ค.ศ. 2026",
    "21 Νοεμβρίου 2026",
    "2026. november 21.",
)
def test_day_names_the_era_in_thai_alone(expected):
    assert formats.day(date("2026-11-21")) == expected


@in_each_language(
    "1 January 2025–31 March 2025",
    "1. tammikuuta 2025–31. maaliskuuta 2025",
    "2025. gada 1. janvāris–2025. gada 31. marts",
    "1 มกราคม ค.ศ. 2025–31 มีนาคม ค.ศ. 2025",
    "1 Ιανουαρίου 2025–31 Μαρτίου 2025",
    "2025. január 1.–2025. március 31.",
)
def test_period_known_to_the_day_has_two_dates(expected):
    assert formats.period(date("2025-01-01"), date("2025-03-31"), "day") == expected


@in_each_language(
    "1 May 2025",
    "1. toukokuuta 2025",
    "2025. gada 1. maijs",
    "1 พฤษภาคม ค.ศ. 2025",
    "1 Μαΐου 2025",
    "2025. május 1.",
)
def test_period_of_one_day_is_a_date(expected):
    assert formats.period(date("2025-05-01"), date("2025-05-01"), "day") == expected


@in_each_language(
    "May 2025",
    "toukokuu 2025",
    "2025. g. maijs",
    "พฤษภาคม ค.ศ. 2025",
    "Μάιος 2025",
    "2025. május",
)
def test_period_of_one_month_is_named_in_the_nominative(expected):
    assert formats.period(date("2025-05-01"), date("2025-05-31"), "month") == expected


@in_each_language(
    "May 2025–July 2025",
    "toukokuu 2025–heinäkuu 2025",
    "2025. g. maijs–2025. g. jūlijs",
    "พฤษภาคม ค.ศ. 2025–กรกฎาคม ค.ศ. 2025",
    "Μάιος 2025–Ιούλιος 2025",
    "2025. május–2025. július",
)
def test_period_of_several_months_has_two_ends(expected):
    assert formats.period(date("2025-05-01"), date("2025-07-31"), "month") == expected


@in_each_language(
    "December 2024–January 2025",
    "joulukuu 2024–tammikuu 2025",
    "2024. g. decembris–2025. g. janvāris",
    "ธันวาคม ค.ศ. 2024–มกราคม ค.ศ. 2025",
    "Δεκέμβριος 2024–Ιανουάριος 2025",
    "2024. december–2025. január",
)
def test_period_over_new_year_names_both_years(expected):
    assert formats.period(date("2024-12-01"), date("2025-01-31"), "month") == expected


@in_each_language("2024", "2024", "2024", "ค.ศ. 2024", "2024", "2024")
def test_period_of_one_year_is_a_year(expected):
    assert formats.period(date("2024-01-01"), date("2024-12-31"), "year") == expected


@in_each_language(
    "2023–2024", "2023–2024", "2023–2024", "ค.ศ. 2023–2024", "2023–2024", "2023–2024"
)
def test_period_of_several_years_has_two_ends(expected):
    assert formats.period(date("2023-01-01"), date("2024-12-31"), "year") == expected


@in_each_language("", "", "", "", "", "")
def test_period_that_is_not_stated_is_empty(expected):
    assert formats.period(None, None, "none") == expected


@in_each_language("2024", "2024", "2024", "ค.ศ. 2024", "2024", "2024")
def test_year_names_the_era_in_thai_alone(expected):
    assert formats.year(2024) == expected


@in_each_language(
    "2024–2034", "2024–2034", "2024–2034", "ค.ศ. 2024–2034", "2024–2034", "2024–2034"
)
def test_years_of_a_projection_name_the_era_once(expected):
    assert formats.years(2024, 2034) == expected


@in_each_language(
    "2–4 weeks", "2–4 viikkoa", "2–4 nedēļas", "2–4 สัปดาห์", "2–4 εβδομάδες", "2–4 hét"
)
def test_duration_in_weeks_is_a_range(expected):
    assert formats.duration(Decimal(2), Decimal(4), "week") == expected


@in_each_language("8 hours", "8 tuntia", "8 stundas", "8 ชั่วโมง", "8 ώρες", "8 óra")
def test_duration_in_hours_may_have_one_end(expected):
    assert formats.duration(Decimal("8.00"), None, "hour") == expected


@in_each_language(
    "1–1.5 years", "1–1,5 vuotta", "1–1,5 gadi", "1–1.5 ปี", "1–1,5 έτη", "1–1,5 év"
)
def test_duration_agrees_with_its_upper_end(expected):
    assert formats.duration(Decimal(1), Decimal("1.50"), "year") == expected


@in_each_language("21 years", "21 vuotta", "21 gads", "21 ปี", "21 έτη", "21 év")
def test_duration_has_the_plural_of_its_language(expected):
    assert formats.duration(Decimal(21), None, "year") == expected


@pytest.mark.parametrize("language", ["lv"])
@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (0, "0 gadu"),
        (1, "1 gads"),
        (2, "2 gadi"),
        (10, "10 gadu"),
        (11, "11 gadu"),
        (21, "21 gads"),
        (111, "111 gadu"),
    ],
)
def test_duration_has_three_latvian_plurals(count, expected):
    assert formats.duration(Decimal(count), None, "year") == expected


@in_each_language("A and B", "A ja B", "A un B", "AและB", "A και B", "A és B")
def test_listing_joins_two_items(expected):
    assert formats.listing(["A", "B"]) == expected


@in_each_language(
    "A, B and C", "A, B ja C", "A, B un C", "A B และC", "A, B και C", "A, B és C"
)
def test_listing_joins_its_items(expected):
    assert formats.listing(["A", "B", "C"]) == expected


@in_each_language("A", "A", "A", "A", "A", "A")
def test_listing_of_one_item_is_the_item(expected):
    assert formats.listing(["A"]) == expected


@in_each_language(
    "United States",
    "Yhdysvallat",
    "Amerikas Savienotās Valstis",
    "สหรัฐอเมริกา",
    "Ηνωμένες Πολιτείες",
    "Egyesült Államok",
)
def test_territory_is_named_by_cldr(expected):
    assert formats.territory("US") == expected


@pytest.mark.parametrize("language", CODES)
def test_territory_that_cldr_lacks_is_its_code():
    assert formats.territory("US-CA") == "US-CA"


# The form that each language takes for 0, 1, 2, 10, 11, 21, 101 and 111.
COUNTS = [0, 1, 2, 10, 11, 21, 101, 111]
TWO_FORMS = [1, 0, 1, 1, 1, 1, 1, 1]
PLURALS = {
    "fi": TWO_FORMS,
    "lv": [0, 1, 2, 0, 0, 1, 1, 0],
    "th": [0, 0, 0, 0, 0, 0, 0, 0],
    "el": TWO_FORMS,
    "hu": TWO_FORMS,
}


@pytest.mark.usefixtures("django_db_setup")  # it compiles the catalogues
@pytest.mark.parametrize(
    ("language", "count", "form"),
    [
        (language, count, form)
        for language, forms in PLURALS.items()
        for count, form in zip(COUNTS, forms, strict=True)
    ],
)
def test_interface_has_the_plurals_of_its_language(settings, language, count, form):
    path = settings.LOCALE_PATHS[0] / language / "LC_MESSAGES" / "django.po"
    entries = [
        entry
        for entry in polib.pofile(str(path), encoding="utf-8")
        if entry.msgid_plural and not entry.msgctxt
    ]

    said = [ngettext(entry.msgid, entry.msgid_plural, count) for entry in entries]

    assert said
    assert said == [entry.msgstr_plural[form] for entry in entries]
