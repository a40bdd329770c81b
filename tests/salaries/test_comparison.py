import re
from datetime import date
from itertools import pairwise

import html5lib
import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from pytest_django.asserts import assertContains, assertNotContains

from callcareers.languages import shown_codes
from roles.models import Role
from salaries.models import SalaryFigure, SalaryGap
from tests.factories import (
    AreaFactory,
    CareerStepFactory,
    EmploymentProjectionFactory,
    GuideSectionFactory,
    OccupationFactory,
    RoleDutyFactory,
    RoleFactory,
    RoleSkillFactory,
    SalaryFigureFactory,
    SkillFactory,
    SourceFactory,
    WorkFigureFactory,
)

pytestmark = pytest.mark.django_db

FIVE_ROLES = [
    "team-leader",
    "call-centre-agent",
    "customer-service-representative",
    "technical-support-representative",
    "quality-assurance-specialist",
]
FIVE_AREAS = ["US", "FI", "LV", "HU", "TH-10"]


def address(roles=(), areas=(), language="en", **others) -> str:
    with translation.override(language):
        path = reverse("role_compare")
    return f"{path}?{urlencode({'role': roles, 'area': areas, **others}, doseq=True)}"


def compare(client, roles=(), areas=(), language="en", **others):
    return client.get(address(roles, areas, language, **others))


def columns(response) -> list[str]:
    """Return the codes of the compared roles, from the first column to the last."""
    return [role.code for role in response.context["comparison"].roles]


def ticked(response) -> list[str]:
    return re.findall(r'value="([\w-]+)" checked', response.text)


def pay_in(response, area: str) -> list:
    """Return what each column says of pay in `area`, as often as it speaks of roles."""
    rows = response.context["comparison"].pay
    (row,) = [row for row in rows if row.area.code == area]
    return [span.value for span in row.spans for _role in span.roles]


def row_of(response, heading: str) -> str:
    """Return the cells of the row with `heading`, without their markup."""
    row = re.search(rf'scope="row"[^>]*>\s*{heading}\s*<.*?</tr>', response.text, re.DOTALL)
    return re.sub(r"<[^>]*>", " ", row[0])


@pytest.mark.parametrize("language", shown_codes())
def test_comparison_without_a_choice_offers_every_role_and_area(client, language):
    response = compare(client, language=language)

    assert response.status_code == 200
    assert response.context["comparison"] is None
    with translation.override(language):
        roles = set(Role.objects.published().with_page().values_list("code", flat=True))
    assert set(re.findall(r'name="role" value="([\w-]+)"', response.text)) == roles
    areas = SalaryFigure.objects.exclude(area=None).values_list("area__code", flat=True)
    assert set(re.findall(r'name="area" value="([\w-]+)"', response.text)) == set(areas)
    assert "<table" not in response.text


@pytest.mark.parametrize("language", shown_codes())
def test_comparison_shows_the_same_numbers_in_every_language(client, language):
    english = compare(client, FIVE_ROLES, FIVE_AREAS)

    response = compare(client, FIVE_ROLES, FIVE_AREAS, language)

    numbers = re.compile(r'<data class="figure" value="(.*?)" data-figure="([\w-]+)"')
    assert response.status_code == 200
    assert len(numbers.findall(response.text)) > len(FIVE_ROLES)
    assert numbers.findall(response.text) == numbers.findall(english.text)


def test_comparison_keeps_the_order_of_the_address(client):
    response = compare(client, FIVE_ROLES, FIVE_AREAS)

    assert columns(response) == FIVE_ROLES
    rows = response.context["comparison"].pay
    assert [row.area.code for row in rows] == FIVE_AREAS


def test_repeated_code_counts_once(client):
    response = compare(client, ["team-leader"] * 7 + FIVE_ROLES, ["FI"] * 6)

    assert response.status_code == 200
    assert columns(response) == FIVE_ROLES


def test_single_role_is_shown_with_a_word_on_choosing_another(client):
    response = compare(client, ["team-leader"])

    assert columns(response) == ["team-leader"]
    assertContains(response, "Choose another one to compare it with.")
    assertNotContains(response, "Essential in all of them")


def test_comparison_without_an_area_has_the_one_with_the_most_figures(client):
    SalaryFigureFactory.create_batch(3, area=AreaFactory(code="XA"))

    response = compare(client, FIVE_ROLES)

    assert [row.area.code for row in response.context["comparison"].pay] == ["US"]
    assertContains(response, "You chose no area.")
    assertNotContains(compare(client, FIVE_ROLES, ["US"]), "You chose no area.")


def test_area_without_a_role_is_kept_for_the_choice(client):
    response = compare(client, areas=["FI"])

    assert response.status_code == 200
    assert ticked(response) == ["FI"]


@pytest.mark.parametrize(
    ("roles", "areas", "message"),
    [
        ([*FIVE_ROLES, "bilingual-agent"], [], "Choose 5 roles at most."),
        (["team-leader"], [*FIVE_AREAS, "GR"], "Choose 5 areas at most."),
        (["team-leader", "nobody"], [], "One of these roles does not exist"),
        (["team-leader", ""], [], "One of these roles does not exist"),
        (["team-leader", "a\0b"], [], "One of these roles does not exist"),
        (["team-leader"], ["XX"], "We have no figures for one of these areas."),
    ],
)
def test_comparison_refuses_what_cannot_be_compared(client, roles, areas, message):
    response = compare(client, roles, areas)

    assertContains(response, message, status_code=400)
    assert response.context["comparison"] is None
    known = {role.code for role in response.context["form"].roles} | {*FIVE_AREAS, "GR"}
    assert set(ticked(response)) == known & {*roles, *areas}


def test_comparison_refuses_a_time_that_pay_is_not_shown_for(client):
    response = compare(client, ["team-leader"], ["FI"], per="fortnight")

    assert response.status_code == 400
    assert ticked(response) == ["team-leader", "FI"]


def test_draft_is_neither_compared_nor_offered(client):
    RoleFactory(code="draft", name_en="Secret role", is_published=False)

    response = compare(client, ["team-leader", "draft"])

    assertContains(response, "One of these roles does not exist", status_code=400)
    assertNotContains(response, "Secret role", status_code=400)


def test_role_without_a_page_in_the_language_is_not_compared_in_it(client):
    RoleFactory(code="english-only")

    english = compare(client, ["english-only"])
    finnish = compare(client, ["english-only"], language="fi")

    assert english.status_code == 200
    assert finnish.status_code == 400
    assert "english-only" not in ticked(finnish)


def test_column_head_links_to_the_role_and_to_the_comparison_without_it(client):
    response = compare(client, ["team-leader", "call-centre-agent"], ["FI", "US"])

    assertContains(response, '<a href="/en/roles/call-centre-team-leader/">')
    without = "?role=call-centre-agent&amp;area=FI&amp;area=US"
    assertContains(response, f'<a class="comparison__remove" href="{without}"')


def test_every_amount_is_tied_to_a_figure(client):
    response = compare(client, FIVE_ROLES, FIVE_AREAS)

    outside = re.sub(r"<data.*?</data>", "", response.text, flags=re.DOTALL)
    assert not re.search(r"[$€£฿]\s?\d|\d\s?(?:[$€£฿]|USD|EUR|HUF|THB)", outside)
    codes = set(re.findall(r'data-figure="((?:sal|fi|lv|hu|th)-[\w-]+)"', response.text))
    assert codes
    assert codes == set(
        SalaryFigure.objects.filter(code__in=codes).values_list("code", flat=True)
    )


def test_typical_pay_is_that_of_the_cards_with_its_tenths(client):
    response = compare(client, ["customer-service-representative"], ["US"])

    (pay,) = pay_in(response, "US")
    card = client.get(reverse("roles:role_list"))
    assertContains(card, f'data-figure="{pay.centre.figure.code}"')
    assert [pay.low.figure.measure, pay.high.figure.measure] == ["p10", "p90"]
    assert {pay.low.figure.period_end, pay.high.figure.period_end} == {
        pay.centre.figure.period_end
    }
    assert {pay.low.figure.basis, pay.high.figure.basis} == {pay.centre.figure.basis}


def test_role_of_an_occupation_without_figures_shows_those_of_the_wider_one(client):
    response = compare(client, ["call-centre-agent"], ["US"])

    (pay,) = pay_in(response, "US")
    assert pay.is_wider
    assertContains(response, "Pay of the wider occupation that its own is counted in:")


def test_pay_of_the_role_itself_goes_before_that_of_its_occupation(client):
    occupation = SalaryFigureFactory().occupation
    role = RoleFactory(occupation=occupation)
    own = SalaryFigureFactory(occupation=None, role=role, amount=40_000)

    (pay,) = pay_in(compare(client, [role.code], ["FI"]), "FI")

    assert pay.centre.figure == own
    assert pay.is_of_role


def test_area_that_counts_nobody_says_so_and_names_what_stands_in(client):
    response = compare(client, ["team-leader", "collections-agent"], ["FI"])

    (pay, again) = pay_in(response, "FI")
    assert pay == again
    assert pay.is_of_everybody
    assert pay.centre.figure.area.code == "FI"
    assert not pay.is_elsewhere
    row = row_of(response, "Finland")
    assert row.count("We have no figure for this pay here.") == 1
    assert "In its place stands the pay in all occupations here." in row


def test_part_of_a_country_without_figures_names_the_country_that_stands_in(client):
    AreaFactory(code="XA-1", name_en="Town")
    SalaryFigureFactory(area=AreaFactory(code="XA-1"), measure="minimum_wage")
    figure = SalaryFigureFactory(area=AreaFactory(code="XA", name_en="Land"))
    role = RoleFactory(occupation=figure.occupation)

    response = compare(client, [role.code], ["XA-1"])

    (pay,) = pay_in(response, "XA-1")
    assert pay.centre.figure == figure
    assert pay.is_elsewhere
    assertContains(response, "In its place stands the pay in another area: Land.")


def test_area_without_any_figure_for_everybody_says_so(client):
    SalaryFigureFactory(area=AreaFactory(code="XA"), measure="p90")
    role = RoleFactory(occupation=OccupationFactory())

    response = compare(client, [role.code], ["XA"])

    assert pay_in(response, "XA")[0].centre is None
    assertContains(response, "Nor is the pay in all occupations known here.")


def test_pay_of_another_area_is_never_shown_for_it(client):
    codes = [role.code for role in Role.objects.published()[:5]]
    areas = ["EU", "GR", "HU", "LV", "FI"]

    response = compare(client, codes, areas)

    for area in areas:
        assert {pay.centre.figure.area.code for pay in pay_in(response, area)} == {area}


def test_recorded_gap_says_why_there_is_no_figure(client):
    role = RoleFactory(occupation=OccupationFactory())
    SalaryGap.objects.create(
        code="gap",
        occupation=role.occupation,
        area=AreaFactory(code="FI"),
        reason="suppressed",
        source=SourceFactory(publisher_en="Office that keeps it back"),
        note_en="Too few people answered.",
    )

    response = compare(client, [role.code], ["FI"])

    row = row_of(response, "Finland")
    assert "Pay of its own occupation: not published by the source." in row
    assert "Too few people answered." in row
    assert "Nobody that we know of" not in row
    assertContains(response, "Office that keeps it back")


def test_recorded_gap_stands_in_place_of_a_percentile(client):
    figure = SalaryFigureFactory()
    role = RoleFactory(occupation=figure.occupation)
    gap = {"occupation": figure.occupation, "area": figure.area, "source": figure.source}
    SalaryGap.objects.create(code="cap", measure="p90", reason="above_cap", **gap)
    SalaryGap.objects.create(
        code="old",
        measure="p10",
        reason="not_stated",
        period_start=date(2001, 1, 1),
        period_end=date(2001, 12, 31),
        period_precision="year",
        **gap,
    )

    (pay,) = pay_in(compare(client, [role.code], ["FI"]), "FI")

    assert pay.high_gap.code == "cap"
    assert pay.low_gap is None


def test_minimum_wage_stands_once_beside_its_area(client):
    response = compare(client, FIVE_ROLES, ["LV", "FI"])

    latest = SalaryFigure.objects.filter(area__code="LV", measure="minimum_wage")
    (row, without) = response.context["comparison"].pay
    assert row.minimum_wage.figure == latest.latest_first().first()
    assert without.minimum_wage is None
    assertContains(response, f'data-figure="{row.minimum_wage.figure.code}"', count=1)


def test_amount_before_tax_in_the_currency_of_the_area_is_preferred(client):
    (pay,) = pay_in(compare(client, ["team-leader"], ["HU"]), "HU")

    assert (pay.centre.figure.currency, pay.centre.figure.tax) == ("HUF", "gross")


def test_pay_of_several_areas_is_shown_per_one_time(client):
    response = compare(client, ["team-leader"], ["US", "FI", "GR"], per="month")

    (us,), (fi,), (gr,) = (pay_in(response, area) for area in ("US", "FI", "GR"))
    assert us.centre.figure.basis == "year"
    assert us.centre.converted.amount == round(us.centre.figure.amount / 12)
    assert us.low.converted.basis == us.high.converted.basis == "month"
    assert (fi.centre.figure.basis, fi.centre.converted) == ("month", None)
    assert gr.centre.is_not_convertible
    assert row_of(response, "United States").count("converted from") == 3
    assert "not converted" in row_of(response, "Greece")


def test_hours_that_converted_pay_rests_on_are_said(client):
    figure = SalaryFigureFactory(basis="hour")
    role = RoleFactory(occupation=figure.occupation)
    hours = WorkFigureFactory(kind="hours_a_year", unit="hours", area=figure.area, low=1640)

    response = compare(client, [role.code], ["FI"], per="year")

    (pay,) = pay_in(response, "FI")
    assert pay.centre.converted.amount == figure.amount * 1640
    assert response.context["comparison"].hours == [hours]
    assertContains(response, f'data-figure="{hours.code}"')


def test_pay_is_shown_as_published_where_no_time_is_asked_for(client):
    response = compare(client, FIVE_ROLES, FIVE_AREAS)

    assertNotContains(response, "converted")


def test_text_for_all_roles_is_said_once_and_that_of_a_role_beside_it(client):
    first, own, last = RoleFactory.create_batch(3)
    GuideSectionFactory(role=own, kind="training", body_en="Only here.")

    response = compare(client, [first.code, own.code, last.code])

    education, training = response.context["comparison"].texts
    assert [span.roles for span in education.spans] == [(first, own, last)]
    assert education.spans[0].names == ""
    assert [span.roles for span in training.spans] == [(first, last), (own,)]
    assert row_of(response, "Training").count("Only here.") == 1


def test_skills_and_duties_in_common_are_told_from_the_others(client):
    first, second = RoleFactory.create_batch(2)
    shared, known, own = (SkillFactory(name_en=name) for name in ("Both", "Some", "Own"))
    for role in (first, second):
        RoleSkillFactory(role=role, skill=shared)
    RoleSkillFactory(role=first, skill=known)
    RoleSkillFactory(role=second, skill=known, importance="gained")
    RoleSkillFactory(role=second, skill=own)
    duty = RoleDutyFactory(role=first, duty__name_en="Listening").duty
    RoleDutyFactory(role=second, duty=duty)
    RoleDutyFactory(role=second, duty__name_en="Selling")

    response = compare(client, [first.code, second.code])

    comparison = response.context["comparison"]
    assert comparison.essential_skills.by_all == [shared]
    assert comparison.common_skills == [known]
    assert [span.value for span in comparison.essential_skills.others] == [[], [own]]
    assert comparison.duties.by_all == [duty]
    others = [[record.name for record in span.value] for span in comparison.duties.others]
    assert others == [[], ["Selling"]]


def test_outlook_is_that_of_the_own_occupation_or_of_the_wider_one(client):
    wider = EmploymentProjectionFactory(change_percent=-4).occupation
    older = EmploymentProjectionFactory(
        occupation=wider, base_year=2014, target_year=2024, annual_openings=1234
    )
    counted = RoleFactory(occupation=OccupationFactory(counted_in=wider))
    unknown = RoleFactory(occupation=None)

    response = compare(client, [counted.code, unknown.code])

    found, missing = response.context["comparison"].outlook
    assert [projection.base_year for projection in found.value] == [2024, older.base_year]
    assert missing.value == []
    assertContains(response, "1,234")
    assertContains(response, "We know of no employment projection for this work.")


def test_next_roles_are_published_ones(client):
    role = RoleFactory()
    CareerStepFactory(from_role=role, to_role__code="next", to_role__name_en="Next role")
    CareerStepFactory(
        from_role=role, to_role__name_en="Secret", to_role__is_published=False
    )

    response = compare(client, [role.code])

    assertContains(response, '<a href="/en/roles/next/">Next role</a>')
    assertNotContains(response, "Secret")


def test_table_names_its_columns_rows_and_groups(client):
    response = compare(client, FIVE_ROLES, FIVE_AREAS)

    table = re.search(r"<table.*</table>", response.text, re.DOTALL)[0]
    assert table.count("<caption>") == 1
    assert table.count('scope="col"') == len(FIVE_ROLES) + 1
    assert table.count('scope="rowgroup"') == table.count("<tbody>")
    ids = re.findall(r'<th id="([^"]*)"', table)
    assert len(set(ids)) == len(ids)
    assert set(" ".join(re.findall(r'headers="(.*?)"', table)).split()) == set(ids)
    assert table.count("<td ") == table.count("<td headers=") == table.count("</td>")
    for row in re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL):
        cells = re.findall(r"<t[dh]([^>]*)>", row)
        spans = [int((re.search(r'colspan="(\d+)"', cell) or "11")[1]) for cell in cells]
        assert sum(spans) == len(FIVE_ROLES) + 1


@pytest.mark.parametrize("query", ["", address(FIVE_ROLES, FIVE_AREAS).partition("?")[2]])
def test_comparison_is_html_that_no_browser_has_to_repair(client, query):
    response = client.get(f"/en/roles/compare/?{query}")

    html5lib.HTMLParser(strict=True).parse(response.text)


def test_headings_of_a_comparison_skip_no_level(client):
    response = compare(client, FIVE_ROLES, FIVE_AREAS)

    levels = [int(level) for level in re.findall(r"<h(\d)", response.text)]
    assert levels.count(1) == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))


def test_search_engines_are_led_to_the_empty_comparison_alone(client):
    empty = client.get(reverse("role_compare"))
    chosen = compare(client, ["team-leader"], ["FI"])

    assertContains(empty, 'rel="canonical" href="http://127.0.0.1:8000/en/roles/compare/"')
    assertNotContains(empty, "noindex")
    assertContains(chosen, '<meta name="robots" content="noindex">')
    assertNotContains(chosen, 'rel="canonical"')


def test_language_menu_keeps_the_comparison(client):
    response = compare(client, ["team-leader"], ["FI"])

    link = address(["team-leader"], ["FI"], "th").replace("&", "&amp;")
    assertContains(response, f'href="{link}"')


def test_address_in_the_words_of_another_language_leads_on(client):
    response = client.get("/fi/roles/compare/?role=team-leader", follow=True)

    assert response.redirect_chain == [(address(["team-leader"], language="fi"), 302)]
    assert columns(response) == ["team-leader"]


@pytest.mark.parametrize(("per", "count"), [("", 13), ("month", 14)])
def test_comparison_needs_as_many_queries_for_two_roles_as_for_five(
    client, django_assert_num_queries, per, count
):
    for roles, areas in ((FIVE_ROLES[:2], ["US"]), (FIVE_ROLES, FIVE_AREAS)):
        with django_assert_num_queries(count):
            compare(client, roles, areas, per=per)


def test_form_of_the_catalogue_leads_to_the_comparison(client):
    catalogue = client.get(reverse("roles:role_list"))
    action, form = re.search(
        r'<form method="get" action="([^"]*)">(.*?)</form>', catalogue.text, re.DOTALL
    ).groups()
    boxes = re.findall(r'type="checkbox" name="(\w+)" value="([\w-]+)"', form)
    chosen = [boxes[3], boxes[0]]

    response = client.get(f"{action}?{urlencode(chosen)}")

    assert len(boxes) == Role.objects.published().count()
    assert columns(response) == [code for _name, code in chosen]


def test_box_in_the_catalogue_names_its_role(client):
    response = client.get(reverse("roles:role_list"))

    box = 'name="role" value="team-leader" aria-label="Compare: Call centre team leader"'
    assertContains(response, box)


def test_role_leads_to_its_comparison_with_four_near_it_at_most(client):
    role = RoleFactory(code="here")
    RoleFactory.create_batch(6, family=role.family)
    near = client.get(role.get_absolute_url())
    link = re.search(r'href="([^"]*\?role=[^"]*)"', near.text)[1].replace("&amp;", "&")

    response = client.get(link)

    assert columns(response)[0] == "here"
    assert len(columns(response)) == 5


def test_role_without_others_near_it_offers_no_comparison(client):
    role = RoleFactory()

    response = client.get(role.get_absolute_url())

    assertNotContains(response, reverse("role_compare"))
