import pytest

from callcareers.content.markup import (
    Reference,
    find_broken_references,
    find_currency_amounts,
    find_references,
)


@pytest.mark.parametrize(
    "text",
    [
        # English
        "$20",
        "US$50,000",
        "$20.59 an hour",
        "$42k",
        "42,830 USD",
        "USD 42,830",
        "30 dollars",
        "1 euro",
        "£9.50",
        "18,000 baht",
        # Finnish
        "42 830 $",
        "2\N{NO-BREAK SPACE}400\N{NO-BREAK SPACE}€",
        "2 400–2 600 €",
        "2 400 euroa",
        "2 400 euron palkka",
        "20 dollaria",
        "20 dollarin tuntipalkka",
        # Latvian
        "1200 eiro",
        "20 dolāru",
        "20 dolāri",
        # Thai
        "฿18,000",
        "18,000 บาท",
        "๑๘,๐๐๐ บาท",
        "42,830 ดอลลาร์สหรัฐ",
        "42,830 เหรียญสหรัฐ",
        "900 ยูโร",
        # Greek
        "1.500 €",
        "1.500 ευρώ",
        "20 δολάρια",
        "42.830 δολαρίων",
        # Hungarian
        "450 000 Ft",
        "450 000 forintot",
        "20 dollár",
        "2000 euró",
        "42 830 USD",
        "2000 eurós fizetés",
    ],
)
def test_typed_amount_is_found(text):
    assert len(find_currency_amounts(f"Palkka: {text}.")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "In 2024 and 2025",
        "2024–2034",
        "24/7",
        "18 years old",
        "18 vuotta",
        "2–4 viikkoa",
        "8 stundas",
        "18 ปี",
        "2–4 εβδομάδες",
        "8 óra",
        "50–80 calls a shift",
        "70–80 %",
        "ISO 9001",
        "27 European countries",
        "27 Euroopan maata",
        "27 Eiropas valstis",
        "27 ευρωπαϊκές χώρες",
        "27 európai ország",
        "Pay in euros or dollars",
        "A cent for 100 forms",
        "[[sal-2024-median]]",
        "[[sal-2024-median]] €",
        "[[sal-usd2024]]",
    ],
)
def test_number_that_is_no_money_is_not_found(text):
    assert find_currency_amounts(text) == []


def test_typed_amounts_are_named_as_they_were_typed():
    text = "From $20 in 2024 to 2\N{NO-BREAK SPACE}400 €, see [[sal-2024]]."

    assert find_currency_amounts(text) == ["$20", "2\N{NO-BREAK SPACE}400 €"]


def test_references_are_found_with_their_facets_in_order():
    text = "[[sal-2024]] in [[sal-2024:period]], [not] [[one"

    assert find_references(text) == [
        Reference("sal-2024", ""),
        Reference("sal-2024", "period"),
    ]


@pytest.mark.parametrize(
    "broken",
    [
        "[[sal-2024",
        "[[sal-2024]",
        "[[]]",
        "[[ sal-2024 ]]",
        "[[Sal-2024]]",
        "[[sal_2024]]",
        "[[sal-2024:]]",
        "[[sal-2024:Period]]",
    ],
)
def test_broken_reference_is_found(broken):
    assert find_broken_references(f"{broken}") == [broken]


@pytest.mark.parametrize(
    "text", ["[[sal-2024]]", "[[sal-2024:period]]", "[a link](/en/)", "a [note]", "]]"]
)
def test_sound_text_has_no_broken_reference(text):
    assert find_broken_references(text) == []
