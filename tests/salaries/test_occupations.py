"""What the page of an occupation says of its pay, what it draws, and what it lacks."""

import datetime
from decimal import Decimal

import pytest
from django.utils import translation
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from callcareers.languages import shown_codes
from roles.models import Occupation
from salaries.models import ALL_OCCUPATIONS, Area, SalaryFigure
from salaries.occupations import ChangeBar, OccupationPay, Trend
from tests.factories import (
    AreaFactory,
    EmploymentProjectionFactory,
    IndustryFactory,
    OccupationFactory,
    RoleFactory,
    SalaryFigureFactory,
    SalaryGapFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def area():
    """Return an area that the repository's content says nothing of."""
    return AreaFactory(code="SE", currency="SEK")


@pytest.fixture
def occupation():
    return OccupationFactory(slug_en="adviser", name_en="Advisers")


def year_of(year: int) -> dict[str, object]:
    return {
        "period_start": datetime.date(year, 1, 1),
        "period_end": datetime.date(year, 12, 31),
    }


def distribution(occupation, area, year=2025, basis="year", low=10, median=20, high=30):
    """Record the ends and the middle of pay in one year."""
    first = SalaryFigureFactory(
        occupation=occupation,
        area=area,
        currency=area.currency,
        basis=basis,
        amount=median,
        **year_of(year),
    )
    for measure, amount in (("p10", low), ("p90", high)):
        SalaryFigureFactory(
            occupation=occupation,
            area=area,
            currency=area.currency,
            basis=basis,
            measure=measure,
            amount=amount,
            source=first.source,
            **year_of(year),
        )
    return first


def all_occupations():
    return Occupation.objects.get(code=ALL_OCCUPATIONS)


def pay_of(occupation, area):
    return OccupationPay(Occupation.objects.as_page().get(pk=occupation.pk), area)


def page_of(client, occupation, area, **query):
    return client.get(occupation.get_absolute_url(), {"area": area.code, **query})


# The page


@pytest.mark.parametrize("language", shown_codes())
def test_every_occupation_has_a_page_in_every_language(client, language):
    for occupation in Occupation.objects.all():
        with translation.override(language):
            address = occupation.get_absolute_url()
        response = client.get(address)
        assert response.status_code == 200, address


@pytest.mark.parametrize("count", [1, 3])
def test_page_needs_a_fixed_number_of_queries(
    client, django_assert_num_queries, occupation, area, count
):
    for place in range(count):
        distribution(occupation, area, 2020 + place)
        distribution(all_occupations(), area, 2020 + place)
        other = AreaFactory(code=f"XX-{place}", currency="SEK")
        distribution(occupation, other, 2025)
        SalaryFigureFactory(
            occupation=occupation,
            area=area,
            currency="SEK",
            industry=IndustryFactory(),
        )
        EmploymentProjectionFactory(occupation=occupation, base_year=2020 + place)
        RoleFactory(occupation=occupation)
    SalaryFigureFactory(
        occupation=all_occupations(),
        area=area,
        currency="SEK",
        measure="minimum_wage",
        basis="month",
        amount=1,
    )

    with django_assert_num_queries(8):
        response = page_of(client, occupation, area)

    assert len(response.context["pay"].projections) == count


def test_page_speaks_of_the_area_with_the_most_figures(client, occupation, area):
    SalaryFigureFactory(occupation=occupation)
    distribution(occupation, area)

    response = client.get(occupation.get_absolute_url())

    assert response.context["pay"].area == area
    assertContains(response, '<option value="SE" selected>Sweden</option>', html=True)


@pytest.mark.parametrize("code", ["nowhere", "%00", "se"])
def test_page_refuses_an_area_that_it_knows_nothing_of(client, occupation, code):
    SalaryFigureFactory(occupation=occupation)

    response = client.get(f"{occupation.get_absolute_url()}?area={code}")

    assertContains(response, "This choice does not exist.", status_code=400)


def test_former_address_of_an_occupation_leads_on(client, occupation):
    former = occupation.get_absolute_url()
    occupation.slug_en = "advisers"
    occupation.save()

    response = client.get(former)

    assertRedirects(response, occupation.get_absolute_url(), status_code=301)


# Whose figures


def test_occupation_without_figures_is_stood_in_for_in_words(client, occupation, area):
    distribution(all_occupations(), area, median=21)

    pay = pay_of(occupation, area)

    assert pay.is_stand_in
    assert pay.latest.occupation.code == ALL_OCCUPATIONS
    assertContains(
        page_of(client, occupation, area),
        "We have no figure for the pay of this occupation in this area (Sweden).",
    )


def test_occupation_counted_in_another_one_says_so(client, area):
    wider = OccupationFactory(name_en="All who advise", slug_en="all-who-advise")
    occupation = OccupationFactory(counted_in=wider, slug_en="adviser")
    distribution(wider, area)

    pay = pay_of(occupation, area)
    response = page_of(client, occupation, area)

    assert pay.is_counted_elsewhere
    assertContains(response, "No survey counts this occupation on its own.")
    assertContains(response, f'href="{wider.get_absolute_url()}">All who advise</a>')


def test_occupation_with_figures_needs_no_excuse(client, occupation, area):
    distribution(occupation, area)

    response = page_of(client, occupation, area)

    assertNotContains(response, "We have no figure")
    assertNotContains(response, "No survey counts")


def test_occupation_without_any_figure_says_so(client):
    SalaryFigure.objects.filter(occupation__code=ALL_OCCUPATIONS).delete()
    occupation = OccupationFactory(slug_en="adviser")

    response = client.get(occupation.get_absolute_url())

    assertContains(
        response, "We have no figures on how the pay of this occupation is spread."
    )
    assertContains(response, "We know of no employment projection for this work.")


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("suppressed", "not published by the source"),
        ("above_cap", "above the highest amount that the source publishes"),
        ("not_stated", "not stated by the source"),
    ],
)
def test_gap_in_a_table_says_its_reason(client, occupation, area, reason, words):
    median = distribution(occupation, area)
    SalaryGapFactory(
        occupation=occupation,
        area=area,
        measure="p75",
        reason=reason,
        source=median.source,
    )

    response = page_of(client, occupation, area)

    assertContains(response, f'<td class="number">{words}</td>', html=True)
    assert response.context["pay"].whole_gaps == []


def test_gap_beside_no_figure_stands_in_a_sentence(client, occupation, area):
    distribution(all_occupations(), area)
    SalaryGapFactory(
        occupation=occupation,
        area=area,
        measure="",
        basis="",
        reason="not_surveyed",
        source=None,
        note_en="The office asks about wider groups.",
    )

    response = page_of(client, occupation, area)

    assertContains(response, "Not surveyed")
    assertContains(response, "The office asks about wider groups.")


def test_measure_that_is_missing_for_one_time_is_not_stated(client, occupation, area):
    median = distribution(occupation, area)
    SalaryFigureFactory(
        occupation=occupation,
        area=area,
        currency="SEK",
        basis="hour",
        amount=1,
        source=median.source,
    )

    response = page_of(client, occupation, area)

    assertContains(response, '<td class="number">not stated</td>', count=2, html=True)


# What it is set against


def test_all_occupations_stand_beside_the_occupation_on_one_scale(occupation, area):
    distribution(occupation, area, median=20, high=30)
    distribution(all_occupations(), area, median=30, high=60)

    own, others = pay_of(occupation, area).bars

    assert (own.end_x, others.end_x) == (180, 360)
    assert (own.median_x, others.median_x) == (120, 180)


def test_all_occupations_are_not_set_against_themselves(area):
    distribution(all_occupations(), area)

    pay = pay_of(all_occupations(), area)

    assert pay.latest
    assert pay.all_occupations is None


def test_median_is_set_against_the_minimum_wage(client, occupation, area):
    distribution(occupation, area, basis="month", median=20)
    SalaryFigureFactory(
        occupation=all_occupations(),
        area=area,
        currency="SEK",
        measure="minimum_wage",
        basis="month",
        amount=8,
        tax="gross",
    )
    SalaryFigure.objects.filter(occupation=occupation).update(tax="gross")

    (found,) = pay_of(occupation, area).minimum_wage_ratios

    assert found.ratio == Decimal("2.5")
    assertContains(page_of(client, occupation, area), "= <strong>2.5</strong> ×")


def test_median_is_set_against_the_minimum_wage_of_its_own_time(occupation, area):
    distribution(occupation, area, 2025, basis="month", median=20, high=30)
    SalaryFigure.objects.filter(occupation=occupation).update(tax="gross")
    for year, amount in ((2024, 4), (2025, 8), (2026, 10)):
        SalaryFigureFactory(
            occupation=all_occupations(),
            area=area,
            currency="SEK",
            measure="minimum_wage",
            basis="month",
            amount=amount,
            tax="gross",
            **year_of(year),
        )

    (found,) = pay_of(occupation, area).minimum_wage_ratios

    assert (found.minimum_wage.amount, found.ratio) == (8, Decimal("2.5"))


def test_minimum_wage_after_tax_is_not_compared(occupation, area):
    distribution(occupation, area, basis="month")
    SalaryFigureFactory(
        occupation=all_occupations(),
        area=area,
        currency="SEK",
        measure="minimum_wage",
        basis="month",
        amount=8,
        tax="net",
    )

    assert pay_of(occupation, area).minimum_wage_ratios == []


def test_former_minimum_wage_is_left_out(area):
    for year in (2024, 2025):
        SalaryFigureFactory(
            occupation=all_occupations(),
            area=area,
            currency="SEK",
            measure="minimum_wage",
            amount=year,
            **year_of(year),
        )

    (shown,) = pay_of(all_occupations(), area).minimum_wages

    assert shown.amount == 2025


# Drawings and the tables beside them


def test_trend_goes_from_the_earliest_period_to_the_latest(occupation, area):
    for year, median in ((2023, 20), (2025, 40), (2024, 30)):
        distribution(occupation, area, year, median=median, high=50)

    trend = pay_of(occupation, area).trend

    assert [point.year for point in trend.points] == [2023, 2024, 2025]
    assert [point.median_y for point in trend.points] == [90, 60, 30]
    assert [point.x for point in trend.points] == [44, 180, 316]
    assert [found.figures[0].period_end.year for found, _ in trend.rows] == [
        2025,
        2024,
        2023,
    ]


def test_trend_needs_two_periods_of_one_kind(occupation, area):
    distribution(occupation, area, 2025)
    distribution(occupation, area, 2024, basis="month")

    assert pay_of(occupation, area).trend is None


def test_trend_is_no_longer_than_its_drawing_holds(occupation, area):
    for year in range(2000, 2020):
        distribution(occupation, area, year)

    trend = pay_of(occupation, area).trend

    assert [point.year for point in trend.ends] == [2008, 2019]


def test_drawings_and_tables_show_the_same_figures(client):
    occupation = Occupation.objects.get(code="customer-service-representatives")

    response = client.get(occupation.get_absolute_url())

    trend = response.context["pay"].trend
    assert isinstance(trend, Trend)
    in_table = [figure for _, figures in trend.rows for figure in figures if figure]
    assert {point.median for point in trend.points} <= set(in_table)
    html = response.content.decode()
    for figure in in_table:
        assert f'value="{figure.amount}" data-figure="{figure.code}"' in html
    for bar in response.context["pay"].bars:
        assert f'data-figure="{bar.median.code}">{bar.median.amount_text}</text>' in html


def test_industries_are_as_long_as_their_pay(occupation, area):
    for amount in (10, 20):
        SalaryFigureFactory(
            occupation=occupation,
            area=area,
            currency="SEK",
            amount=amount,
            industry=IndustryFactory(),
        )

    (group,) = pay_of(occupation, area).by_industry

    assert [(bar.figure.amount, bar.length) for bar in group.bars] == [(20, 100), (10, 50)]


def test_areas_are_compared_within_a_currency(occupation, area):
    finland, norway = AreaFactory(), AreaFactory(code="NO", currency="SEK")
    for place, amount in ((area, 10), (norway, 40), (finland, 99)):
        distribution(occupation, place, median=amount, high=100)

    (group,) = pay_of(occupation, area).by_area

    lengths = {bar.figure.area.code: bar.length for bar in group.bars}
    assert lengths == {"SE": 25, "NO": 100, "FI": 0}


def test_trend_names_whose_pay_it_is(client, occupation, area):
    for year in (2024, 2025):
        distribution(all_occupations(), area, year)

    response = page_of(client, occupation, area)

    assertContains(response, "All occupations · Sweden · Pay per year, period by period")


def test_one_area_is_compared_with_none(occupation, area):
    distribution(occupation, area)

    assert pay_of(occupation, area).by_area == []


@pytest.mark.parametrize(
    ("changes", "bars"),
    [
        ([-5, 5], [(0, 180), (180, 180)]),
        ([-10], [(0, 360)]),
        ([3, 6], [(0, 180), (0, 360)]),
        ([0], [(0, 0)]),
        ([], []),
    ],
)
def test_projections_are_drawn_from_zero(changes, bars):
    projections = [
        EmploymentProjectionFactory.build(change_percent=Decimal(change))
        for change in changes
    ]

    drawn = ChangeBar.of(projections)

    assert [(bar.start_x, bar.length) for bar in drawn] == bars


def test_old_and_new_projection_stand_side_by_side(client):
    occupation = Occupation.objects.get(code="customer-service-representatives")

    response = client.get(occupation.get_absolute_url())

    shown = {projection.code for projection in response.context["pay"].projections}
    assert {"csr-projection-2016-26", "csr-projection-2024-34"} <= shown
    for code in shown:
        assertContains(response, f'<span data-figure="{code}">')


# From role to occupation


def test_role_leads_to_the_page_of_its_occupation(client, occupation, area):
    distribution(occupation, area)
    role = RoleFactory(occupation=occupation)

    response = client.get(role.get_absolute_url())

    assertContains(response, f'href="{occupation.get_absolute_url()}"')


def test_area_choice_names_areas_in_the_language(client):
    occupation = Occupation.objects.get(code=ALL_OCCUPATIONS)
    with translation.override("fi"):
        address = occupation.get_absolute_url()

    response = client.get(address, {"area": "GR"})

    assertContains(response, '<option value="GR" selected>Kreikka</option>', html=True)
    assert response.context["pay"].area == Area.objects.get(code="GR")
