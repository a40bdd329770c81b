from decimal import Decimal

import pytest

from salaries.conversion import Converter
from salaries.models import Area, WorkFigure
from tests.factories import AreaFactory, SalaryFigureFactory, WorkFigureFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def area():
    """Return an area in which statistics reckon with 1,800 hours a year."""
    area = AreaFactory(code="SE", currency="SEK")
    WorkFigureFactory(kind="hours_a_year", area=area, low=1800, unit="hours")
    return area


@pytest.mark.parametrize(
    ("basis", "amount", "wanted", "converted"),
    [
        ("hour", "20.59", "year", "37062"),
        ("hour", "20.59", "month", "3089"),
        ("year", "36000", "hour", "20.00"),
        ("year", "40001", "hour", "22.22"),
        ("year", "42830", "month", "3569"),
        ("month", "2700", "hour", "18.00"),
        ("month", "2700", "year", "32400"),
        ("year", "6", "month", "1"),
    ],
)
def test_amount_is_converted_and_rounded(area, basis, amount, wanted, converted):
    figure = SalaryFigureFactory(
        area=area, currency="SEK", basis=basis, amount=Decimal(amount)
    )

    found = Converter().convert(figure, wanted)

    assert str(found.amount) == converted
    assert (found.hours is not None) == ("hour" in {basis, wanted})


def test_range_is_converted_at_both_ends(area):
    figure = SalaryFigureFactory(
        area=area,
        currency="SEK",
        basis="month",
        measure="range",
        amount=1_000,
        amount_high=1_500,
    )

    found = Converter().convert(figure, "year")

    assert (found.amount, found.amount_high) == (12_000, 18_000)
    assert found.amount_text == "SEK12,000–SEK18,000"


def test_month_that_is_paid_fourteen_times_counts_fourteen_times(area):
    figure = SalaryFigureFactory(
        area=area, currency="SEK", basis="month", amount=880, payments_a_year=14
    )

    assert Converter().convert(figure, "year").amount == 12_320


@pytest.mark.parametrize(
    ("basis", "wanted"),
    [("hour", "year"), ("month", "hour"), ("day", "year"), ("minute", "hour")],
)
def test_nothing_is_converted_by_hours_that_no_source_states(basis, wanted):
    figure = SalaryFigureFactory(basis=basis)

    assert Converter().convert(figure, wanted) is None


def test_figure_without_an_area_is_converted_between_months_and_years_alone(area):
    figure = SalaryFigureFactory(area=None, basis="year", amount=12_000)

    assert Converter().convert(figure, "month").amount == 1_000
    assert Converter().convert(figure, "hour") is None


def test_qualifier_stays_with_a_converted_amount(area):
    figure = SalaryFigureFactory(
        area=area, currency="SEK", basis="hour", amount=10, qualifier="more_than"
    )

    assert Converter().convert(figure, "year").stated_text == "more than SEK18,000"


def test_hours_of_the_latest_period_count(area):
    newer = WorkFigureFactory(
        kind="hours_a_year",
        area=area,
        low=1750,
        unit="hours",
        period_start="2026-01-01",
        period_end="2026-12-31",
        period_precision="year",
    )

    assert Converter().hours[area.pk] == newer


def test_united_states_reckon_with_2080_hours():
    hours = WorkFigure.objects.hours_a_year()

    assert hours[Area.objects.get(code="US").pk].low == 2080
