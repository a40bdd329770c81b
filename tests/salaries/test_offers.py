import datetime
from decimal import Decimal

import pytest

from roles.models import Occupation
from salaries.models import ALL_OCCUPATIONS, Area, SalaryFigure, WorkFigure
from salaries.offers import Offer, Side, judge
from tests.factories import (
    AreaFactory,
    OccupationFactory,
    SalaryFigureFactory,
    SourceFactory,
    WorkFigureFactory,
)

pytestmark = pytest.mark.django_db

Basis = SalaryFigure.Basis
PERCENTILES = {"p10": 20_000, "p25": 25_000, "median": 30_000, "p75": 35_000, "p90": 40_000}


@pytest.fixture
def area():
    return AreaFactory(code="SE", currency="EUR", other_currencies="SEK")


@pytest.fixture
def occupation():
    return OccupationFactory()


def publish(area, occupation, amounts=PERCENTILES, year=2025, **fields):
    """Record the amounts, by measure, as one source's figures of one year."""
    source = fields.pop("source", None) or SourceFactory()
    days = {
        "period_start": datetime.date(year, 1, 1),
        "period_end": datetime.date(year, 12, 31),
    }
    defaults = {"tax": "gross", "basis": Basis.YEAR, **days} | fields
    return [
        SalaryFigureFactory(
            area=area,
            occupation=occupation,
            measure=measure,
            amount=amount,
            source=source,
            **defaults,
        )
        for measure, amount in amounts.items()
    ]


def verdict_of(amount, area, occupation, per=Basis.YEAR, currency="EUR"):
    return judge(Offer(Decimal(amount), currency, per), area, occupation)


def sides(spread):
    return [item.side for item in spread.comparisons]


@pytest.mark.parametrize(
    ("amount", "sentences"),
    [
        (19_999, ["below the 10th"]),
        (20_000, ["exactly the 10th"]),
        (20_001, ["above the 10th", "below the 25th"]),
        (25_000, ["exactly the 25th"]),
        (27_000, ["above the 25th", "below the median"]),
        (30_000, ["exactly the median"]),
        (31_000, ["above the median", "below the 75th"]),
        (35_000, ["exactly the 75th"]),
        (36_000, ["above the 75th", "below the 90th"]),
        (40_000, ["exactly the 90th"]),
        (40_001, ["above the 90th"]),
    ],
)
def test_offer_falls_between_percentiles(area, occupation, amount, sentences):
    publish(area, occupation)

    positions = verdict_of(amount, area, occupation).spread.positions

    assert len(positions) == len(sentences)
    for position, words in zip(positions, sentences, strict=True):
        assert words in position


def test_fewer_percentiles_say_less(area, occupation):
    publish(area, occupation, {"p10": 20_000, "median": 30_000, "p90": 40_000})

    positions = verdict_of(36_000, area, occupation).spread.positions

    assert "above the median" in positions[0]
    assert "below the 90th" in positions[1]


def test_mean_alone_tells_which_side_of_it_the_offer_is(area, occupation):
    publish(area, occupation, {"mean": 30_000})

    spread = verdict_of(29_000, area, occupation).spread

    assert spread.positions == ["Your offer is below the mean."]
    assert spread.bar is None


@pytest.mark.parametrize(
    ("qualifier", "amount", "side"),
    [
        ("more_than", 39_000, Side.LOWER),
        ("more_than", 40_000, Side.UNKNOWN),
        ("more_than", 41_000, Side.UNKNOWN),
        ("less_than", 39_000, Side.UNKNOWN),
        ("less_than", 40_000, Side.UNKNOWN),
        ("less_than", 41_000, Side.HIGHER),
        ("about", 41_000, Side.HIGHER),
    ],
)
def test_limit_tells_only_of_one_side(area, occupation, qualifier, amount, side):
    publish(area, occupation, {"p90": 40_000}, qualifier=qualifier)

    assert sides(verdict_of(amount, area, occupation).spread) == [side]


def test_latest_figures_of_the_occupation_are_compared(area, occupation):
    publish(area, occupation, {"median": 28_000}, year=2023)
    publish(area, occupation, {"median": 30_000}, year=2025)
    publish(area, occupation, {"median": 29_000}, year=2024)

    spread = verdict_of(30_000, area, occupation).spread

    assert sides(spread) == [Side.EQUAL]
    assert not spread.is_converted


def test_figures_before_tax_are_preferred(area, occupation):
    publish(area, occupation, {"median": 20_000}, year=2025, tax="net")
    publish(area, occupation, {"median": 30_000}, year=2024)

    assert verdict_of(30_000, area, occupation).spread.figure.tax == "gross"


def test_newer_mean_is_shown_beside_older_percentiles(area, occupation):
    publish(area, occupation, year=2022)
    publish(area, occupation, {"mean": 45_000}, year=2025)

    verdict = verdict_of(41_000, area, occupation)

    assert verdict.spread.figure.period_end.year == 2022
    assert [sides(spread) for spread in verdict.newer] == [[Side.LOWER]]


def test_wider_occupation_stands_in_for_one_that_is_counted_in_it(area):
    wider = OccupationFactory()
    narrow = OccupationFactory(counted_in=wider)
    publish(area, wider)

    verdict = verdict_of(30_000, area, narrow)

    assert verdict.stand_in == wider
    assert not verdict.is_of_all_occupations


def test_all_occupations_stand_in_where_nobody_counts_the_occupation(area, occupation):
    everybody = Occupation.objects.get(code=ALL_OCCUPATIONS)
    publish(area, everybody)

    verdict = verdict_of(30_000, area, occupation)

    assert verdict.is_of_all_occupations
    assert not verdict.has_own


def test_another_area_never_stands_in(area, occupation):
    publish(AreaFactory(code="NO"), occupation)

    verdict = verdict_of(30_000, area, occupation)

    assert verdict.spread is None
    assert verdict.elsewhere == []


def test_another_currency_is_not_compared(area, occupation):
    publish(area, occupation)

    assert verdict_of(30_000, area, occupation, currency="SEK").spread is None


def test_industries_and_employers_are_left_out(area, occupation):
    publish(area, occupation, {"median": 50_000}, year=2026, employer="One company")
    publish(area, occupation)

    assert verdict_of(30_000, area, occupation).spread.figure.employer == ""


def test_month_is_a_twelfth_of_a_year(area, occupation):
    publish(area, occupation, {"median": 30_000})

    spread = verdict_of(2500, area, occupation, Basis.MONTH).spread

    assert sides(spread) == [Side.EQUAL]
    assert spread.is_converted
    assert spread.hours is None


def test_figure_for_the_same_time_is_taken_as_published(area, occupation):
    source = SourceFactory()
    publish(area, occupation, {"median": 30_000}, source=source)
    publish(area, occupation, {"median": 2_501}, source=source, basis=Basis.MONTH)

    spread = verdict_of(2501, area, occupation, Basis.MONTH).spread

    assert sides(spread) == [Side.EQUAL]
    assert not spread.is_converted


def test_hours_are_converted_with_the_hours_of_the_area(area, occupation):
    hours = WorkFigureFactory(
        kind=WorkFigure.Kind.HOURS_A_YEAR, area=area, low=2000, unit="hours"
    )
    publish(area, occupation, {"median": 30_000})

    spread = verdict_of(15, area, occupation, Basis.HOUR).spread

    assert sides(spread) == [Side.EQUAL]
    assert spread.hours == hours


def test_hours_are_not_guessed(area, occupation):
    publish(area, occupation)

    verdict = verdict_of(15, area, occupation, Basis.HOUR)

    assert verdict.spread is None
    assert verdict.elsewhere == [Basis.YEAR]


def test_newer_figures_for_another_time_are_told_of(area, occupation):
    publish(area, occupation, {"median": 15}, year=2022, basis=Basis.HOUR)
    publish(area, occupation, {"median": 2_500}, year=2025, basis=Basis.MONTH)

    verdict = verdict_of(16, area, occupation, Basis.HOUR)

    assert sides(verdict.spread) == [Side.HIGHER]
    assert verdict.elsewhere == [Basis.MONTH]


def minimum_wage(area, amount, year=2025, **fields):
    everybody = Occupation.objects.get(code=ALL_OCCUPATIONS)
    defaults = {"basis": Basis.MONTH} | fields
    return publish(area, everybody, {"minimum_wage": amount}, year=year, **defaults)[0]


@pytest.mark.parametrize(
    ("amount", "is_below"), [(999, True), (1000, False), (1001, False)]
)
def test_offer_is_set_against_the_minimum_wage(area, occupation, amount, is_below):
    minimum_wage(area, 900, year=2024)
    latest = minimum_wage(area, 1000)

    verdict = verdict_of(amount, area, occupation, Basis.MONTH)

    assert [item.figure for item in verdict.minimum_wages] == [latest]
    assert verdict.is_below_law == is_below


def test_minimum_wage_that_is_not_in_force_yet_is_left_out(area, occupation):
    present = minimum_wage(area, 900, year=2024)
    minimum_wage(area, 1000, year=2090)

    wages = verdict_of(950, area, occupation, Basis.MONTH).minimum_wages

    assert [item.figure for item in wages] == [present]


def test_minimum_wage_is_converted_where_nothing_is_guessed(area, occupation):
    minimum_wage(area, 1000)

    assert verdict_of(11_999, area, occupation).is_below_law
    assert not verdict_of(12_000, area, occupation).is_below_law
    assert verdict_of(5, area, occupation, Basis.HOUR).has_unknown_law


def test_payments_beyond_twelve_are_spread_over_the_year(area, occupation):
    minimum_wage(area, 900, payments_a_year=14)

    assert verdict_of(1049, area, occupation, Basis.MONTH).is_below_law
    assert not verdict_of(1050, area, occupation, Basis.MONTH).is_below_law


@pytest.mark.parametrize(
    ("amount", "is_below", "is_lawful_if_paid_oftener"),
    [(880, True, True), (870, True, False), (1030, False, True)],
)
def test_month_that_is_paid_fourteen_times_may_still_be_lawful(
    area, occupation, amount, is_below, is_lawful_if_paid_oftener
):
    minimum_wage(area, 880, year=2024, payments_a_year=14)
    minimum_wage(area, 1026, payments_a_year=12)

    verdict = verdict_of(amount, area, occupation, Basis.MONTH)

    assert verdict.is_below_law == is_below
    assert verdict.is_lawful_if_paid_oftener == is_lawful_if_paid_oftener
    assert verdict.payments_a_year == 14


def test_year_is_not_paid_oftener(area, occupation):
    minimum_wage(area, 880, payments_a_year=14)

    assert not verdict_of(12_000, area, occupation).is_lawful_if_paid_oftener


@pytest.mark.parametrize(
    ("amount", "side"),
    [(336, Side.LOWER), (337, Side.UNKNOWN), (400, Side.UNKNOWN), (401, Side.HIGHER)],
)
def test_minimum_wage_that_differs_from_place_to_place_tells_only_beyond_its_ends(
    area, occupation, amount, side
):
    minimum_wage(area, 337, amount_high=400)

    verdict = verdict_of(amount, area, occupation, Basis.MONTH)

    assert [item.side for item in verdict.minimum_wages] == [side]


def test_minimum_wage_of_a_part_is_told_of_without_a_judgement(area, occupation):
    part = AreaFactory(code="SE-01", name_en="The capital", currency="EUR")
    wage = minimum_wage(part, 1000)

    verdict = verdict_of(900, area, occupation, Basis.MONTH)

    assert [(item.figure, item.side) for item in verdict.minimum_wages] == [
        (wage, Side.LOWER)
    ]
    assert not verdict.is_below_law


def test_bar_keeps_everything_within_the_drawing(area, occupation):
    publish(area, occupation)

    for amount in (1, 20_000, 39_000, 10**9):
        bar = verdict_of(amount, area, occupation).spread.bar
        places = [bar.start_x, bar.median_x, bar.end_x, bar.offer_x, bar.offer_mark_x + 4]
        assert all(0 <= place <= bar.WIDTH for place in places)
        assert bar.start_x < bar.median_x < bar.end_x


def test_bar_is_described_with_the_offer(area, occupation):
    publish(area, occupation)

    bar = verdict_of(31_000, area, occupation).spread.bar

    assert bar.description == (
        "From €20,000 to €40,000, median €30,000; your offer: €31,000 per year."
    )


def test_published_content_is_compared_as_it_was_published():
    area = Area.objects.get(code="US")
    agents = Occupation.objects.get(code="customer-service-representatives")
    medians = SalaryFigure.objects.typical_of([agents.pk]).latest_first()

    verdict = verdict_of(medians[0].amount, area, agents, currency="USD")

    assert "exactly the median" in verdict.spread.positions[0]
    assert verdict.minimum_wages == []
