"""Which rows the table of figures has, in what order, and per which time."""

import datetime
import re
from decimal import Decimal

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils import translation
from pytest_django.asserts import assertContains

from callcareers.languages import shown_codes
from salaries.forms import SalaryFilter
from salaries.models import Area, SalaryFigure
from salaries.tables import FigureTable
from tests.factories import (
    AreaFactory,
    OccupationFactory,
    RoleFactory,
    SalaryFigureFactory,
    WorkFigureFactory,
)

pytestmark = pytest.mark.django_db

CSR = "occupation=customer-service-representatives&area=US&year=2025"


def table(query: str) -> FigureTable:
    query_dict = QueryDict(query)
    return FigureTable(SalaryFilter(query_dict), query_dict)


def shown_figures(response) -> dict[str, str]:
    """Return the amounts that stand in a page, by the code of their figure."""
    return {
        code: value
        for value, code in re.findall(
            r'<td class="number">\s*<a class="figure-link" rel="nofollow" href="[^"]*">'
            r'<data class="figure" value="([^"]*)" data-figure="([^"]*)"',
            response.content.decode(),
        )
    }


@pytest.fixture
def abroad():
    """Return an area in which statistics reckon with 1,800 hours a year."""
    area = AreaFactory(code="SE", currency="SEK")
    WorkFigureFactory(kind="hours_a_year", area=area, low=1800, unit="hours")
    return area


def figure_in(area, **values):
    return SalaryFigureFactory(area=area, currency=area.currency, **values)


# Per another time


def test_table_shows_what_is_published_before_what_is_converted(abroad):
    hour = figure_in(abroad, basis="hour", amount=20)
    same = {"area": abroad, "occupation": hour.occupation, "source": hour.source}
    year = SalaryFigureFactory(**same, currency="SEK", basis="year", amount=36_001)
    lone = figure_in(abroad, basis="hour", amount=10)

    rows = {row.figure: row.converted for row in table("area=SE&per=year").rows}

    assert rows.keys() == {year, lone}
    assert rows[year] is None
    assert rows[lone].amount == 18_000


def test_month_is_a_twelfth_of_the_year_rather_than_reckoned_by_hours(abroad):
    hour = figure_in(abroad, basis="hour", amount=20)
    same = {"area": abroad, "occupation": hour.occupation, "source": hour.source}
    SalaryFigureFactory(**same, currency="SEK", basis="year", amount=36_012)

    (row,) = table("area=SE&per=month").rows

    assert (row.figure.basis, row.converted.amount) == ("year", 3_001)


def test_table_says_what_it_cannot_convert(client):
    response = client.get(f"{reverse('salaries:figure_list')}?area=TH-10&per=year")

    assertContains(
        response, "not converted: no source says how many hours or days of work make a year"
    )
    assertContains(response, "per day")


def test_converted_amount_names_what_it_comes_from_and_the_hours(client):
    address = f"{reverse('salaries:figure_list')}?year=2024&industry=retail-trade&per=year"

    response = client.get(address)

    figure = SalaryFigure.objects.get(code="sal-2024-csr-retail-hour")
    assertContains(response, "converted from")
    assertContains(response, f'value="{figure.amount * 2080:.0f}"')
    assertContains(response, f'data-figure="{figure.code}"', count=2)
    assertContains(response, 'data-figure="hours-a-year-us"')


def test_converting_needs_one_query_more(client, django_assert_num_queries):
    with django_assert_num_queries(7):
        client.get(f"{reverse('salaries:figure_list')}?per=year&sort=-pay")


# Order


@pytest.mark.parametrize(
    ("order", "amounts"), [("pay", [10, 20, 30]), ("-pay", [30, 20, 10])]
)
def test_table_is_ordered_by_amount(abroad, order, amounts):
    for amount in (20, 30, 10):
        figure_in(abroad, amount=amount)

    rows = table(f"area=SE&sort={order}").rows

    assert [row.figure.amount for row in rows] == amounts


def test_order_by_pay_compares_what_is_shown(abroad):
    hour = figure_in(abroad, basis="hour", amount=20)
    year = figure_in(abroad, basis="year", amount=30_000)
    day = figure_in(abroad, basis="day", amount=900)
    month = figure_in(abroad, basis="month", amount=2_900)
    fourteen = figure_in(abroad, basis="month", amount=2_700, payments_a_year=14)

    orders = {
        "year": [fourteen, hour, month, year, day],
        "month": [hour, month, fourteen, year, day],
        "hour": [fourteen, hour, month, year, day],
    }
    for basis, figures in orders.items():
        rows = table(f"area=SE&sort=-pay&per={basis}").rows
        assert [row.figure for row in rows] == figures


def test_order_by_pay_keeps_currencies_apart():
    currencies = [row.figure.currency for row in table("sort=-pay&measure=median").rows]

    assert currencies == sorted(currencies)


@pytest.mark.parametrize("language", shown_codes())
@pytest.mark.parametrize("kind", ["occupation", "area"])
def test_table_is_ordered_by_names_in_each_language(language, kind):
    with translation.override(language):
        shown = table(f"measure=median&year=2025&sort={kind}")
        names = [code for code, _ in shown.form.fields[kind].choices if code]
        codes = [getattr(row.figure, kind).code for row in shown.rows]

    places = [names.index(code) for code in codes]
    assert places == sorted(places)
    assert len(set(places)) > 1


def test_oldest_come_first_and_those_without_a_period_last(abroad):
    old, new = (
        figure_in(
            abroad,
            period_start=datetime.date(year, 1, 1),
            period_end=datetime.date(year, 12, 31),
        )
        for year in (2019, 2021)
    )
    undated = figure_in(abroad, period_start=None, period_end=None, period_precision="none")

    rows = table("area=SE&sort=period").rows

    assert [row.figure for row in rows] == [old, new, undated]


def test_headings_lead_to_each_order_and_name_the_present_one():
    headings = {
        str(found.label): found for found in table(f"{CSR}&sort=-pay&page=2").headings
    }

    assert headings["Pay"].direction == "descending"
    assert headings["Pay"].query == f"?{CSR}&sort=pay"
    assert headings["Area"].direction == ""
    assert headings["Period"].query == f"?{CSR}"


def test_heading_says_its_order_to_who_cannot_see_it(client):
    response = client.get(f"{reverse('salaries:figure_list')}?{CSR}")

    assertContains(response, 'aria-sort="descending"', count=1)


# Roles


def test_role_shows_the_figures_that_count_for_it():
    wider = OccupationFactory()
    occupation = OccupationFactory(counted_in=wider)
    role = RoleFactory(occupation=occupation)
    figures = {
        SalaryFigureFactory(occupation=wider),
        SalaryFigureFactory(occupation=occupation),
        SalaryFigureFactory(occupation=None, role=role),
    }
    SalaryFigureFactory()

    shown = table(f"role={role.code}")

    assert {row.figure for row in shown.rows} == figures


def test_draft_is_no_role_to_choose():
    role = RoleFactory(occupation=SalaryFigureFactory().occupation, is_published=False)

    assert role.code not in dict(table("").form.fields["role"].choices)


# Languages


@pytest.mark.parametrize("query", [CSR, f"{CSR}&per=month", "area=FI&per=year&sort=-pay"])
def test_one_address_shows_the_same_numbers_in_every_language(client, query):
    pages = []
    for language in shown_codes():
        with translation.override(language):
            pages.append(
                shown_figures(client.get(f"{reverse('salaries:figure_list')}?{query}"))
            )

    assert pages[0]
    assert all(list(page.items()) == list(pages[0].items()) for page in pages)


def test_area_without_a_name_of_its_own_is_called_as_cldr_does():
    area = Area.objects.get(code="FI")
    with translation.override("hu"):
        choices = dict(table("").form.fields["area"].choices)

    assert choices[area.code] == "Finnország"


def test_published_amounts_stand_as_they_are_stored(client):
    response = client.get(f"{reverse('salaries:figure_list')}?{CSR}")

    stored = {
        figure.code: figure.amount
        for figure in SalaryFigure.objects.filter(
            occupation__code="customer-service-representatives",
            area__code="US",
            period_end__year=2025,
        )
    }
    shown = {code: Decimal(value) for code, value in shown_figures(response).items()}
    assert shown == stored
