from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from callcareers import formats
from callcareers.languages import shown_codes
from salaries.amounts import HIGHEST, read_amount

READ = {
    "1": "1",
    "12": "12",
    "1250": "1250",
    "12,5": "12.5",
    "12.5": "12.5",
    "12,50": "12.50",
    "12.50": "12.50",
    "0,50": "0.50",
    "0.50": "0.50",
    " 12.50 ": "12.50",
    "1.250": "1250",
    "1,250": "1250",
    "1 250": "1250",
    "1'250": "1250",
    "1’250": "1250",
    "1\N{NO-BREAK SPACE}250": "1250",
    "1\N{NARROW NO-BREAK SPACE}250": "1250",
    "1\N{THIN SPACE}250": "1250",
    "1.250,50": "1250.50",
    "1,250.50": "1250.50",
    "1 250,50": "1250.50",
    "1 250.50": "1250.50",
    "1’250.50": "1250.50",
    "1.250.500": "1250500",
    "1,250,500": "1250500",
    "1 250 500": "1250500",
    "1,250,500.5": "1250500.5",
    "322800": "322800",
    "1000000000": "1000000000",
    "๑๒๕๐": "1250",
    "๑,๒๕๐.๕๐": "1250.50",
    "１２５０": "1250",
    "１，２５０．５０": "1250.50",
    "1250,-": "1250",
    "1250.–": "1250",
}
NAMED = {
    "1 250 €": ("1250", "EUR"),
    "€1,250": ("1250", "EUR"),
    "€ 12,50": ("12.50", "EUR"),
    "12.50 EUR": ("12.50", "EUR"),
    "12.50 eur": ("12.50", "EUR"),
    "EUR12.50": ("12.50", "EUR"),
    "12,50 euroa": ("12.50", "EUR"),
    "12,50 euro": ("12.50", "EUR"),
    "12.50 euros": ("12.50", "EUR"),
    "12,50 eiro": ("12.50", "EUR"),
    "12,50 ευρώ": ("12.50", "EUR"),
    "12,50 euró": ("12.50", "EUR"),
    "12.50 ยูโร": ("12.50", "EUR"),
    "$20": ("20", "USD"),
    "20 $": ("20", "USD"),
    "US$42,830": ("42830", "USD"),
    "42,830 USD": ("42830", "USD"),
    "20 dollars": ("20", "USD"),
    "20 dollaria": ("20", "USD"),
    "฿15,000": ("15000", "THB"),
    "15,000 บาท": ("15000", "THB"),
    "๑๕,๐๐๐ บาท": ("15000", "THB"),
    "15 000 THB": ("15000", "THB"),
    "15000 baht": ("15000", "THB"),
    "322 800 Ft": ("322800", "HUF"),
    "322.800,- Ft": ("322800", "HUF"),
    "322800 HUF": ("322800", "HUF"),
    "322 800 forint": ("322800", "HUF"),
    "£12": ("12", "GBP"),
    "12 SEK": ("12", "SEK"),
}
REFUSED = {
    "1,2,3": "not_a_number",
    "12,5,0": "not_a_number",
    "1.2.3": "not_a_number",
    "12..5": "not_a_number",
    "12,": "not_a_number",
    "1.2345": "not_a_number",
    "0.500": "not_a_number",
    "1 25 0": "not_a_number",
    "12 50": "not_a_number",
    "1250,500.5": "not_a_number",
    "1.250,500": "not_a_number",
    "1200-1500": "not_a_number",
    "1_000": "not_a_number",
    "1e3": "not_a_number",
    "0x10": "not_a_number",
    "good": "unknown_word",
    "hyvä": "unknown_word",
    "สวัสดี": "unknown_word",
    "nan": "unknown_word",
    "inf": "unknown_word",
    "€": "unknown_word",
    "€ 5 $": "unknown_word",
    "12 apples": "unknown_word",
    "12%": "unknown_word",
    "(5)": "unknown_word",
    "½": "unknown_word",
    "<b>5</b>": "unknown_word",
    "-5": "not_positive",
    "−5 €": "not_positive",
    "€ -5": "not_positive",
    "-€5": "not_positive",
    "- 1.250,50": "not_positive",
    "0": "not_positive",
    "0,00": "not_positive",
    "1000000001": "too_large",
    "1000000000,01": "too_large",
    "1" + "0" * 30: "too_large",
    "10^30": "too_large",
    "1e30": "too_large",
    "1E+30": "too_large",
    "9" * 5000: "too_large",
    "x" * 5000: "too_large",
}


@pytest.mark.parametrize("language", shown_codes())
@pytest.mark.parametrize(("text", "amount"), READ.items())
def test_amount_is_read_alike_in_every_language(language, text, amount):
    with translation.override(language):
        typed = read_amount(text)

    assert (typed.value, typed.currencies) == (Decimal(amount), None)


@pytest.mark.parametrize(("text", "expected"), NAMED.items())
def test_currency_beside_an_amount_is_known(text, expected):
    typed = read_amount(text)

    assert (str(typed.value.normalize() + 0), typed.currencies) == (
        str(Decimal(expected[0]).normalize() + 0),
        {expected[1]},
    )


@pytest.mark.parametrize("language", shown_codes())
@pytest.mark.parametrize(("text", "code"), REFUSED.items())
def test_nonsense_is_refused_with_its_reason_in_every_language(language, text, code):
    with translation.override(language), pytest.raises(ValidationError) as refused:
        read_amount(text)

    assert refused.value.code == code


@pytest.mark.parametrize(
    ("language", "example"),
    [
        ("en", "12.50"),
        ("fi", "12,50"),
        ("lv", "12,50"),
        ("th", "12.50"),
        ("el", "12,50"),
        ("hu", "12,50"),
    ],
)
def test_message_shows_a_number_in_the_habit_of_the_language(language, example):
    with translation.override(language):
        with pytest.raises(ValidationError) as refused:
            read_amount("12..5")

        assert refused.value.params == {"example": example}
        assert example in refused.value.messages[0]


@given(
    amount=st.decimals(min_value=Decimal("0.01"), max_value=HIGHEST, places=2),
    currency=st.sampled_from(["EUR", "USD", "THB", "HUF"]),
    language=st.sampled_from(shown_codes()),
)
def test_amount_that_a_page_prints_is_read_back(amount, currency, language):
    with translation.override(language):
        typed = read_amount(formats.money(amount, currency))

    assert typed.value == amount
    assert currency in typed.currencies


@given(text=st.text(max_size=300))
def test_any_text_is_an_amount_or_refused(text):
    reason = ""
    try:
        value = read_amount(text).value
    except ValidationError as refused:
        reason, value = refused.code, HIGHEST

    assert reason in {"", *REFUSED.values()}
    assert 0 < value <= HIGHEST
