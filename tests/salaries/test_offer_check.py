import logging
import re

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pytest_django.asserts import assertContains, assertNotContains

from callcareers.languages import shown_codes
from salaries.models import SalaryFigure
from tests.factories import OccupationFactory, SalaryFigureFactory

pytestmark = pytest.mark.django_db

ASKED = {"offer": "42000", "per": "year", "area": "US"}
NONSENSE = {
    "1.2.3": "not_a_number",
    "12,5,0": "not_a_number",
    "word": "unknown_word",
    "": "required",
    "-5": "not_positive",
    "0": "not_positive",
    "1" + "0" * 30: "too_large",
    "9" * 5000: "too_large",
    "12 SEK": "foreign_currency",
}


def address(language="en"):
    with translation.override(language):
        return reverse("salaries:offer_check")


@pytest.mark.parametrize("language", shown_codes())
def test_bare_page_explains_itself_in_every_language(client, language):
    response = client.get(address(language))

    assertContains(response, '<input type="text" name="offer" inputmode="decimal"')
    assertNotContains(response, "filter__error")
    assertContains(response, 'rel="canonical"')


@pytest.mark.parametrize(
    ("language", "area", "per"),
    [("en", "US", "hour"), ("fi", "FI", "month"), ("th", "TH", "month")],
)
def test_area_of_the_readers_is_chosen_beforehand(client, language, area, per):
    form = client.get(address(language)).context["form"]

    assert (form["area"].value(), form["per"].value()) == (area, per)
    assert form["occupation"].value() == "customer-service-representatives"


def test_link_may_choose_beforehand(client):
    response = client.get(address(), {"area": "LV", "occupation": "telemarketers"})

    form = response.context["form"]
    assert (form["area"].value(), form["per"].value()) == ("LV", "month")
    assert form["occupation"].value() == "telemarketers"
    assert response.status_code == 200


@pytest.mark.parametrize("language", shown_codes())
@pytest.mark.parametrize(
    "area", ["EU", "FI", "GR", "HU", "LV", "TH", "US"], ids=lambda area: area
)
@pytest.mark.parametrize("per", ["hour", "month", "year"])
def test_every_offer_has_an_answer_with_its_sources(client, language, area, per):
    response = client.get(address(language), {"offer": "1250", "per": per, "area": area})

    assert response.status_code == 200
    html = response.content.decode()
    assert 'id="verdict"' in html
    verdict = response.context["verdict"]
    shown = [verdict.spread, *verdict.newer] if verdict.spread else []
    figures = {item.figure for spread in shown for item in spread.comparisons}
    figures |= {item.figure for item in verdict.minimum_wages}
    tied = set(re.findall(r'data-figure="([\w-]+)"', html))
    assert tied >= {figure.code for figure in figures}
    for mark in set(re.findall(r'href="#(source-\d+)"', html)):
        assert f'id="{mark}"' in html


@pytest.mark.parametrize("language", shown_codes())
@pytest.mark.parametrize(("text", "code"), NONSENSE.items())
def test_nonsense_has_a_clear_answer_in_every_language(client, language, text, code):
    response = client.get(address(language), {**ASKED, "offer": text})

    error = response.context["form"].errors["offer"]
    assert [fault.code for fault in error.as_data()] == [code]
    assertContains(response, error[0], status_code=400)
    assertContains(response, 'id="id_offer_error"', status_code=400)
    assertContains(response, f'value="{text}"' if text else "required", status_code=400)
    assertNotContains(response, 'id="verdict"', status_code=400)


@pytest.mark.parametrize("language", shown_codes())
@pytest.mark.parametrize("text", ["12,50", "12.50", "$12.50", "US$ 12,50"])
def test_decimals_are_read_alike_in_every_language(client, language, text):
    response = client.get(address(language), {**ASKED, "offer": text})

    offer = response.context["verdict"].offer
    assert (str(offer.amount), offer.currency) == ("12.50", "USD")


def test_answer_says_how_the_offer_was_read(client):
    response = client.get(address(), {"offer": "1.250", "per": "month", "area": "FI"})

    assertContains(response, '<output class="offer">€1,250 per month</output>')


@pytest.mark.parametrize("query", [{}, {"occupation": ""}])
def test_occupation_of_most_agents_is_chosen_where_none_is_asked_for(client, query):
    response = client.get(address(), {**ASKED, **query})

    code = "customer-service-representatives"
    assert response.context["verdict"].occupation.code == code
    assertContains(response, f'<option value="{code}" selected>')


def test_other_currency_of_an_area_is_taken(client):
    response = client.get(address(), {"offer": "5 €", "per": "hour", "area": "HU"})

    assert response.context["verdict"].offer.currency == "EUR"
    assert response.context["verdict"].spread.figure.currency == "EUR"


@pytest.mark.parametrize(
    "query",
    [
        {"per": "minute"},
        {"per": ""},
        {"area": "XX"},
        {"area": ""},
        {"occupation": "nobody"},
        {"offer": "\0"},
    ],
)
def test_choice_that_does_not_exist_is_refused(client, query):
    response = client.get(address(), {**ASKED, **query})

    assertContains(response, "could not be checked", status_code=400)
    assert response.context["verdict"] is None


def test_offer_below_the_minimum_wage_is_told_plainly(client):
    response = client.get(address(), {"offer": "100", "per": "month", "area": "LV"})

    assertContains(response, "Your offer is below the minimum wage")
    assertContains(response, 'data-figure="min-wage-lv-')


@pytest.mark.parametrize("area", ["US", "FI"])
def test_area_without_a_minimum_wage_says_so(client, area):
    response = client.get(address(), {"offer": "100", "per": "month", "area": area})

    assertContains(
        response,
        "We have recorded no minimum wage by law for this area. "
        "There may be none, or we do not have it yet.",
    )


def test_figures_of_all_occupations_stand_in_with_a_word(client):
    response = client.get(address(), {"offer": "2500", "per": "month", "area": "FI"})

    assertContains(response, "“Customer service representatives” in this area: Finland")
    assertContains(response, "All occupations · Finland")


def test_hours_of_a_conversion_are_cited(client):
    SalaryFigure.objects.filter(area__code="US", basis="hour").delete()

    response = client.get(address(), {**ASKED, "per": "hour", "offer": "20"})

    assertContains(response, 'data-figure="hours-a-year-us"')
    assertContains(response, "converted from")


@pytest.mark.parametrize("offer", ["42000", "word"])
def test_answer_is_kept_by_nobody(client, offer):
    response = client.get(address(), {**ASKED, "offer": offer})

    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in response.headers
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
    html = response.content.decode()
    assert '<meta name="robots" content="noindex">' in html
    assert 'rel="canonical"' not in html


@pytest.mark.parametrize("offer", ["4711", "word4711"])
def test_offer_is_not_logged(client, caplog, offer):
    with caplog.at_level(logging.DEBUG):
        client.get(address(), {**ASKED, "offer": offer})

    assert "4711" not in caplog.text


def test_offer_is_not_logged_where_the_page_fails(caplog):
    def fail(*args):
        raise RuntimeError

    client = Client(raise_request_exception=False)

    with caplog.at_level(logging.DEBUG), connection.execute_wrapper(fail):
        response = client.get(address(), {**ASKED, "offer": "4711"})

    assert response.status_code == 500
    assert "Internal Server Error" in caplog.text
    assert "4711" not in caplog.text


@pytest.mark.parametrize("count", [1, 20])
def test_offer_check_needs_five_queries(client, django_assert_num_queries, count):
    for occupation in OccupationFactory.create_batch(count):
        SalaryFigureFactory(occupation=occupation, area__code="FI")

    with django_assert_num_queries(5):
        client.get(address(), {"offer": "2500", "per": "month", "area": "FI"})


def test_offer_check_is_only_read(client):
    assert client.post(address(), ASKED).status_code == 405


def test_offer_in_greece_is_told_of_both_ways_of_paying(client):
    address = reverse("salaries:offer_check")

    response = client.get(address, {"offer": "900", "per": "month", "area": "GR"})

    assertContains(
        response, "Paid twelve times a year, your offer is below the minimum wage."
    )
    assertContains(response, "Paid 14 times, as the law has it here, it is not.")
