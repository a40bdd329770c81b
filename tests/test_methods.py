import re

import pytest
from django.urls import reverse
from django.utils import translation
from pytest_django.asserts import assertContains, assertNotContains

from callcareers.languages import shown_codes
from salaries.models import SalaryFigure, SalaryGap, Source, WorkFigure
from tests.factories import SalaryFigureFactory, SalaryGapFactory, SourceFactory

pytestmark = pytest.mark.django_db


def page(client, language="en"):
    with translation.override(language):
        return client.get(reverse("methods"))


@pytest.mark.parametrize("language", shown_codes())
def test_methods_are_told_in_every_language(client, language):
    html = page(client, language).content.decode()

    assert len(re.findall("<h1", html)) == 1
    contents = re.search(r'<nav class="contents".*?</nav>', html, re.DOTALL)[0]
    for anchor in re.findall(r'href="#([\w-]+)"', contents):
        assert f'id="{anchor}"' in html


@pytest.mark.parametrize("language", shown_codes())
def test_example_is_the_latest_pay_of_most_agents(client, language):
    response = page(client, language)

    latest = SalaryFigure.objects.filter(
        occupation__code="customer-service-representatives",
        industry=None,
        measure="median",
        basis="year",
    ).latest("period_end")
    with translation.override(language):
        amount = latest.stated_text
    assertContains(response, f'data-figure="{latest.code}">{amount}</data>')


def test_every_amount_belongs_to_a_figure(client):
    html = page(client).content.decode()

    cited = set(re.findall(r'data-figure="([\w-]+)"', html))
    known = {*SalaryFigure.objects.values_list("code", flat=True)}
    known |= {*WorkFigure.objects.values_list("code", flat=True)}
    assert cited
    assert cited <= known
    untied = re.sub(r"<data.*?</data>", "", html, flags=re.DOTALL)
    assert not re.search(r"(?:€|US\$|฿|HUF|THB)\s?\d", untied)


def test_every_source_that_is_cited_has_its_row(client):
    response = page(client)

    cited = set(Source.objects.cited().values_list("code", flat=True))
    assert {source.code for source in response.context["sources"]} == cited
    table = response.content.decode().split("<table")[2]
    assert table.count('<th scope="row">') == len(cited)


def test_hours_that_are_reckoned_with_are_shown(client):
    response = page(client)

    for hours in WorkFigure.objects.filter(kind="hours_a_year"):
        assertContains(response, f'data-figure="{hours.code}">{hours.number_text}</data>')


def test_reasons_of_gaps_are_named(client):
    response = page(client)

    for reason in SalaryGap.Reason:
        assertContains(response, f"<li>{reason.label}</li>")


def due_text(figure):
    return Source.objects.with_use().get(pk=figure.source_id).due_text


def test_source_is_due_by_its_rhythm_after_its_latest_figure():
    figure = SalaryFigureFactory(source__due_after_months=24)

    assert due_text(figure) == "December 2027"


def test_day_that_a_source_has_named_goes_first():
    figure = SalaryFigureFactory(source__due_after_months=24, next_update_on="2026-03-18")

    assert due_text(figure) == "March 2026"


def test_source_without_a_rhythm_is_never_due():
    assert due_text(SalaryFigureFactory()) == ""


def test_source_whose_figures_are_superseded_has_newer_ones_here():
    earlier = SalaryFigureFactory(period_start="2023-01-01", period_end="2023-12-31")
    SalaryFigureFactory(occupation=earlier.occupation, area=earlier.area)

    source = Source.objects.with_use().get(pk=earlier.source_id)

    assert source.is_of_pay
    assert not source.is_current


@pytest.mark.parametrize("count", [1, 20])
def test_methods_need_four_queries(client, django_assert_num_queries, count):
    for source in SourceFactory.create_batch(count, includes_en="Bonuses."):
        SalaryFigureFactory(source=source)

    with django_assert_num_queries(4):
        response = page(client)

    assertContains(response, "Bonuses.")


def test_footer_leads_to_the_methods(client):
    assertContains(client.get(reverse("home")), f'href="{reverse("methods")}"')


def test_due_month_is_written_in_the_language(client):
    SalaryFigureFactory(source__due_after_months=24)

    assertContains(page(client, "fi"), "<td>joulukuu 2027</td>")


def test_methods_name_what_is_missing_altogether(client):
    gap = SalaryGapFactory(
        measure="", basis="", reason="not_surveyed", source=None, note_en="Nobody asks."
    )
    SalaryGapFactory(note_en="One cell.")

    response = client.get(reverse("methods"))

    assert gap in response.context["gaps"]
    assertContains(response, "Nobody asks.")
    assertNotContains(response, "One cell.")
