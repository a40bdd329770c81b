"""What is said of each figure, and since when a newer one is overdue."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from pytest_django.asserts import assertContains, assertNotContains

from callcareers.content.models import figure_models, figure_with_code
from callcareers.languages import shown_codes
from salaries.models import SalaryFigure, months_after
from tests.factories import (
    EmploymentProjectionFactory,
    QuestionFactory,
    SalaryFigureFactory,
    SourceFactory,
    WorkFigureFactory,
)

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
YESTERDAY = TODAY - datetime.timedelta(days=1)
MARK = "(newer figures due since"


def passport(client, figure):
    return client.get(figure.get_absolute_url())


def fetched(figure):
    return SalaryFigure.objects.with_sources().get(pk=figure.pk)


# The page


@pytest.mark.parametrize("language", shown_codes())
def test_every_kind_of_figure_has_a_passport_in_every_language(client, language):
    for model in figure_models():
        figure = model.objects.order_by("code").first()
        with translation.override(language):
            response = client.get(figure.get_absolute_url())
        assertContains(response, f'<code lang="zxx">{figure.code}</code>')
        assertContains(response, '<meta name="robots" content="noindex">')


def test_passport_is_in_each_language_at_its_own_address(client):
    figure = SalaryFigureFactory()

    response = passport(client, figure)

    for language in shown_codes():
        with translation.override(language):
            assertContains(response, f'href="{figure.get_absolute_url()}"')


def test_unknown_figure_has_no_passport(client):
    address = SalaryFigureFactory.build(code="nothing").get_absolute_url()

    assert client.get(address).status_code == 404


def test_passport_says_all_that_is_known(client):
    source = SourceFactory(
        title="Pay survey",
        title_language="en",
        published_on=datetime.date(2026, 2, 3),
        includes_en="Bonuses are in it.",
        sample_en="2,000 employers.",
        note_en="Farmers are left out.",
    )
    figure = SalaryFigureFactory(
        source=source, qualifier="about", tax="net", basis="month", payments_a_year=14
    )

    response = passport(client, figure)

    for words in (
        "about €30,000",
        "Half of the people earn less than this",
        "The source says “about”",
        "Finland",
        "2025",
        "After tax",
        "Bonuses are in it.",
        "2,000 employers.",
        "Farmers are left out.",
        "Pay survey",
        "Published on 3 February 2026.",
        "<dd>14</dd>",
        "€420,000",
        "converted from",
    ):
        assertContains(response, words)


def test_passport_says_in_words_what_is_not_known(client):
    figure = SalaryFigureFactory(
        area=None,
        currency="EUR",
        period_start=None,
        period_end=None,
        period_precision="none",
    )

    response = passport(client, figure)

    for words in (
        "not stated",
        "No period stated",
        "Not stated whether before or after tax",
        "The source does not say whether bonuses, overtime and the like are included.",
        "The source does not say how many hours of work it counts.",
        "The source does not say how many people or employers were asked.",
        "No rhythm is known in which newer figures appear.",
    ):
        assertContains(response, words)


def test_passport_names_the_hours_of_the_area(client):
    figure = SalaryFigure.objects.get(code="sal-2024-csr-median-hour")

    response = passport(client, figure)

    assertContains(response, 'data-figure="hours-a-year-us">2,080</data>')


@pytest.mark.parametrize("count", [1, 3])
def test_passport_needs_few_queries(client, django_assert_num_queries, count):
    figure = SalaryFigureFactory(source=SourceFactory(note_en="A note."))
    for year in range(2000, 2000 + count):
        SalaryFigureFactory(
            occupation=figure.occupation,
            area=figure.area,
            period_start=datetime.date(year, 1, 1),
            period_end=datetime.date(year, 12, 31),
        )

    with django_assert_num_queries(5):
        response = passport(client, figure)

    assert len(response.context["passport"].series) == count


@pytest.mark.parametrize(
    ("factory", "queries"), [(WorkFigureFactory, 3), (EmploymentProjectionFactory, 3)]
)
def test_passport_of_another_figure_needs_few_queries(
    client, django_assert_num_queries, factory, queries
):
    figure = factory()

    with django_assert_num_queries(queries):
        passport(client, figure)


def test_passport_shows_what_is_published_before_what_is_converted(client):
    figure = SalaryFigure.objects.get(code="sal-2024-csr-median-hour")

    shown = passport(client, figure).context["passport"]

    assert [twin.code for twin in shown.published] == ["sal-2024-csr-median-year"]
    assert [converted.basis for converted in shown.converted] == ["month"]


def test_passport_of_a_law_asks_nobody(client):
    figure = SalaryFigureFactory(measure="minimum_wage")

    response = passport(client, figure)

    assertNotContains(response, "how many people or employers were asked")
    assertContains(response, "The least that the law allows employers to pay.")


def test_passport_of_an_old_projection_leads_to_the_new_one(client):
    old = EmploymentProjectionFactory(base_year=2016, target_year=2026)
    new = EmploymentProjectionFactory(occupation=old.occupation, area=old.area)

    assertContains(passport(client, old), f'href="{new.get_absolute_url()}"')
    assert passport(client, new).context["passport"].newer_projection is None


def test_figure_is_found_by_its_code_whatever_its_kind():
    figures = [
        WorkFigureFactory(code="work"),
        SalaryFigureFactory(code="pay"),
        EmploymentProjectionFactory(code="jobs"),
    ]

    assert [figure_with_code(figure.code) for figure in figures] == figures
    assert figure_with_code("nothing") is None


def test_code_names_one_figure_of_all_kinds():
    WorkFigureFactory(code="taken")
    figure = SalaryFigureFactory(code="free")
    figure.full_clean()

    figure.code = "taken"

    with pytest.raises(ValidationError, match="A figure of another kind"):
        figure.full_clean()


@pytest.mark.parametrize("factory", [SalaryFigureFactory, WorkFigureFactory])
def test_figure_in_a_text_leads_to_its_passport(client, factory):
    figure = factory()
    question = QuestionFactory(answer_en=f"It is [[{figure.code}]].")

    response = client.get(question.get_absolute_url())

    assertContains(response, f'href="{figure.get_absolute_url()}"')
    assertContains(response, f'data-figure="{figure.code}"', count=1)


# When the next is due


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ((2025, 5, 31), 24, (2027, 5, 31)),
        ((2025, 12, 31), 6, (2026, 6, 30)),
        ((2025, 6, 30), 6, (2025, 12, 31)),
        ((2024, 2, 29), 12, (2025, 2, 28)),
        ((2023, 2, 28), 12, (2024, 2, 29)),
        ((2026, 1, 1), 12, (2027, 1, 1)),
        ((2025, 11, 30), 1, (2025, 12, 31)),
        ((2025, 8, 31), 1, (2025, 9, 30)),
        ((2025, 8, 30), 6, (2026, 2, 28)),
    ],
)
def test_months_are_counted_from_month_end_to_month_end(day, months, later):
    assert months_after(datetime.date(*day), months) == datetime.date(*later)


def test_day_that_the_source_named_counts_before_its_rhythm():
    source = SourceFactory(due_after_months=24)

    named = SalaryFigureFactory(source=source, next_update_on=TODAY)
    reckoned = SalaryFigureFactory(source=source)

    assert named.due_on == TODAY
    assert reckoned.due_on == datetime.date(2027, 12, 31)


def test_figure_without_a_period_or_a_rhythm_is_never_due():
    timeless = SalaryFigureFactory(
        source=SourceFactory(due_after_months=1),
        period_start=None,
        period_end=None,
        period_precision="none",
    )

    assert timeless.due_on is None
    assert SalaryFigureFactory().due_on is None


@pytest.mark.parametrize(("day", "is_overdue"), [(TODAY, False), (YESTERDAY, True)])
def test_figure_is_overdue_from_the_day_after(client, day, is_overdue):
    figure = SalaryFigureFactory(next_update_on=day)

    response = passport(client, figure)

    assert fetched(figure).is_overdue == is_overdue
    assert (MARK in response.content.decode()) == is_overdue
    words = (
        "A newer figure has been due since" if is_overdue else "A newer figure is due by"
    )
    assertContains(response, words)


def test_overdue_figure_says_so_beside_itself_wherever_it_is_shown(client):
    figure = SalaryFigureFactory(next_update_on=YESTERDAY)

    table = client.get("/en/salaries/", {"occupation": figure.occupation.code})

    assertContains(table, MARK, count=1)


def newer_than(figure, **values):
    same = {
        "occupation": figure.occupation,
        "area": figure.area,
        "period_start": datetime.date(2026, 1, 1),
        "period_end": datetime.date(2026, 12, 31),
    }
    return SalaryFigureFactory(**same | values)


def test_figure_with_a_newer_one_is_not_overdue_but_leads_to_it(client):
    figure = SalaryFigureFactory(next_update_on=YESTERDAY)
    newer = newer_than(figure, amount=31_000)

    response = passport(client, figure)

    assert not fetched(figure).is_overdue
    assertNotContains(response, MARK)
    assertContains(response, "There is a newer figure, of 2026:")
    assertContains(response, f'href="{newer.get_absolute_url()}"')


@pytest.mark.parametrize(
    "difference",
    [
        {"measure": "mean"},
        {"basis": "month"},
        {"tax": "net"},
        {"currency": "USD", "area": None},
        {"payments_a_year": 14},
        {"employer": "Somebody"},
        {"area": None},
        {"occupation": None},
        {"period_end": datetime.date(2025, 12, 31)},
    ],
)
def test_newer_figure_of_something_else_changes_nothing(difference):
    figure = SalaryFigureFactory(next_update_on=YESTERDAY)
    start = {"period_start": datetime.date(2025, 1, 2)}
    newer_than(figure, **(start if "period_end" in difference else {}) | difference)

    assert fetched(figure).is_overdue
