import re

import pytest
from django.urls import reverse
from django.utils import translation
from pytest_django.asserts import assertContains

from callcareers.languages import shown_codes
from salaries.models import SalaryFigure, Source
from tests.factories import SalaryFigureFactory, SourceFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [3, 30])
@pytest.mark.parametrize(("query", "queries"), [("", 6), ("?sort=-pay", 6)])
def test_figure_list_needs_few_queries(
    client, django_assert_num_queries, count, query, queries
):
    before = SalaryFigure.objects.count()
    SalaryFigureFactory.create_batch(count)

    with django_assert_num_queries(queries):
        response = client.get(reverse("salaries:figure_list") + query)

    assert response.context["page"].paginator.count == before + count


@pytest.mark.parametrize("language", shown_codes())
def test_figure_list_shows_every_figure_with_its_source_in_every_language(client, language):
    with translation.override(language):
        address = reverse("salaries:figure_list")

    pages = range(1, client.get(address).context["page"].paginator.num_pages + 1)
    html = "".join(client.get(f"{address}?page={page}").content.decode() for page in pages)

    shown = re.findall(r'<tr id="([\w-]+)">', html)
    assert sorted(shown) == sorted(SalaryFigure.objects.values_list("code", flat=True))
    assert html.count('class="note-mark"') == len(shown)


@pytest.mark.parametrize(
    ("language", "label"),
    [("en", r"Source \d+"), ("fi", r"Lähde \d+"), ("hu", r"\d+\. forrás")],
)
def test_note_mark_is_read_aloud_in_the_order_of_the_language(client, language, label):
    with translation.override(language):
        address = reverse("methods")

    html = client.get(address).content.decode()

    assert re.search(rf'href="#source-(\d+)" aria-label="{label}">\1</a></sup>', html)


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        ("occupation=receptionists", {"occupation__code": "receptionists"}),
        ("industry=retail-trade", {"industry__code": "retail-trade"}),
        ("measure=p90&year=2018", {"measure": "p90", "period_end__year": 2018}),
        ("measure=minimum_wage", {"measure": "minimum_wage"}),
        (
            "year=2017&occupation=bank-tellers",
            {"period_end__year": 2017, "occupation__code": "bank-tellers"},
        ),
        ("area=FI&unknown=1", {"area__code": "FI"}),
    ],
)
def test_figure_list_narrows(client, query, fields):
    response = client.get(f"{reverse('salaries:figure_list')}?{query}")

    assert response.status_code == 200
    wanted = SalaryFigure.objects.filter(**fields).count()
    assert 0 < wanted < SalaryFigure.objects.count()
    assert response.context["page"].paginator.count == wanted


def test_figure_list_may_be_empty(client):
    query = "occupation=receptionists&industry=retail-trade"

    response = client.get(f"{reverse('salaries:figure_list')}?{query}")

    assert response.status_code == 200
    assert response.context["page"].paginator.count == 0


@pytest.mark.parametrize(
    "query",
    [
        "occupation=nobody",
        "role=nobody",
        "year=20x8",
        "year=99999999999",
        "per=%00",
        "per=minute",
        "area=%F0%28",
        "measure=average",
        "sort=-area",
    ],
)
def test_figure_list_refuses_a_choice_that_does_not_exist(client, query):
    response = client.get(f"{reverse('salaries:figure_list')}?{query}")

    assertContains(response, "This choice does not exist.", status_code=400)
    assert response.context["page"].paginator.count == 0


@pytest.mark.parametrize("page", ["0", "-1", "x", "9999", "1%00"])
def test_figure_list_takes_any_page_number(client, page):
    response = client.get(f"{reverse('salaries:figure_list')}?page={page}")

    assert response.status_code == 200


def test_figure_list_keeps_the_filter_from_page_to_page(client):
    response = client.get(f"{reverse('salaries:figure_list')}?area=US")

    assertContains(response, 'href="?area=US&amp;page=2"')


def test_language_menu_keeps_the_filter(client):
    response = client.get(f"{reverse('salaries:figure_list')}?per=hour")

    with translation.override("th"):
        address = reverse("salaries:figure_list")
    assertContains(response, f'href="{address}?per=hour"')


def test_figure_is_stated_with_its_qualifier_and_period(client):
    response = client.get(f"{reverse('salaries:figure_list')}?year=2018&per=year")

    assertContains(response, "more than US$55,310")
    assertContains(response, "less than US$22,140")


def test_figure_without_a_period_says_so(client):
    response = client.get(f"{reverse('salaries:figure_list')}?measure=range")

    assertContains(response, "US$0.10–US$0.25")
    assertContains(response, "no period stated")
    assertContains(response, "The source states no period.")


def test_source_list_shows_each_source_that_a_figure_rests_on(client):
    SourceFactory(code="unused")

    response = client.get(reverse("source_list"))

    listed = {source.code for source in response.context["sources"]}
    assert listed == set(
        Source.objects.exclude(code="unused").values_list("code", flat=True)
    )
