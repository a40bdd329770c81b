import re

import pytest
from django.urls import reverse
from django.utils import translation
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from callcareers.languages import column, shown_codes
from roles.models import GuideSection, Role
from salaries.models import SalaryFigure
from tests.factories import (
    CareerStepFactory,
    DutyFactory,
    GuideSectionFactory,
    OccupationFactory,
    QuestionFactory,
    RoleDutyFactory,
    RoleFactory,
    RoleFamilyFactory,
    RoleSkillFactory,
    SalaryFigureFactory,
    SkillFactory,
    TermFactory,
)
from tests.reading import read_on

pytestmark = pytest.mark.django_db

FACTORIES = {
    "duties": DutyFactory,
    "skills": SkillFactory,
    "questions": QuestionFactory,
    "terms": TermFactory,
}


def address(record, language: str) -> str:
    with translation.override(language):
        return record.get_absolute_url()


def test_role_detail_speaks_the_language_of_its_address(client):
    role = Role.objects.get(code="customer-service-representative")

    response = client.get(address(role, "fi"))

    assertContains(response, '<html lang="fi" dir="ltr">')
    assertContains(response, f"<h1>{role.name_fi}</h1>", html=True)
    assert response.headers["Content-Language"] == "fi"
    assert "Cookie" not in response.headers.get("Vary", "")
    assert "Accept-Language" not in response.headers.get("Vary", "")


@pytest.mark.parametrize("language", shown_codes())
def test_role_detail_has_every_section_in_every_language(client, language):
    role = Role.objects.get(code="customer-service-representative")
    term = TermFactory(**{column("name", language): "Word"})
    term.roles.add(role)

    response = client.get(address(role, language))

    html = response.content.decode()
    headings = re.findall(r'<h2 id="([a-z-]+)">', html)
    assert headings == [
        "contents",
        "duties",
        "skills",
        "pay",
        "ways-in",
        "training",
        "conditions",
        "fit",
        "career",
        "outlook",
        "hired",
        "questions",
        "words",
        "similar",
        "sources",
    ]
    assert re.findall(r'href="#([a-z-]+)"', html)[1:15] == headings[1:]


def test_role_detail_links_to_itself_in_each_language_it_exists_in(client):
    role = RoleFactory(slug_en="here", slug_fi="taalla", name_fi="Nimi", summary_fi="Mitä.")

    response = client.get("/en/roles/here/")

    links = re.findall(
        r'<link rel="alternate" hreflang="([\w-]+)" href="[^"]*?(/[^"/].*?)"',
        response.content.decode().replace("http://127.0.0.1:8000", ""),
    )
    assert links == [
        ("en", "/en/roles/here/"),
        ("fi", address(role, "fi")),
        ("x-default", "/roles/here/"),
    ]


def test_role_detail_shows_its_own_section_instead_of_the_general_one(client):
    role = RoleFactory(slug_en="own")
    other = RoleFactory(slug_en="other")
    GuideSectionFactory(role=role, kind="training", body_en="Only here.")

    assertContains(client.get(address(role, "en")), "Only here.")
    assertNotContains(client.get(address(other, "en")), "Only here.")


def test_role_detail_shows_its_own_pay_and_never_that_of_the_general_guide(client):
    GuideSection.objects.filter(kind="pay").delete()
    GuideSectionFactory(kind="pay", body_en="Pay of everybody.")
    role = RoleFactory(slug_en="own")
    GuideSectionFactory(role=role, kind="pay", body_en="Paid by the call.")
    RoleFactory(slug_en="other")

    own, other = client.get("/en/roles/own/"), client.get("/en/roles/other/")

    assertContains(own, "Paid by the call.")
    for page in (own, other):
        assertNotContains(page, "Pay of everybody.")


def test_role_detail_names_its_family_and_the_roles_a_step_away(client):
    role = RoleFactory(slug_en="here")
    sibling = RoleFactory(family=role.family, position=2)
    above = CareerStepFactory(from_role=role, to_role=RoleFactory(position=1)).to_role
    below = CareerStepFactory(to_role=role, from_role=RoleFactory(position=0)).from_role
    RoleFactory()
    RoleFactory(family=role.family, is_published=False)

    response = client.get("/en/roles/here/")

    assert list(response.context["colleagues"]) == [sibling, below, above]
    assertContains(response, '<a href="/en/roles/">All roles</a>')


def test_role_detail_links_to_the_words_of_its_trade(client):
    role = RoleFactory(slug_en="here")
    role.terms.set([TermFactory(code="a-word", name_en="Queue")])

    response = client.get("/en/roles/here/")

    assertContains(response, '<li><a href="/en/glossary/#a-word">Queue</a></li>')


def test_role_detail_marks_a_missing_text_with_its_language(client):
    role = RoleFactory(
        slug_fi="suomeksi",
        name_fi="Nimi",
        summary_fi="Mitä.",
        overview_en="English only.",
    )

    response = client.get(address(role, "fi"))

    assertContains(response, '<div class="fallback" lang="en" dir="auto">')


def test_role_detail_explains_a_missing_pay_figure(client):
    RoleFactory(slug_en="unpaid", occupation=OccupationFactory())

    response = client.get("/en/roles/unpaid/")

    assertContains(response, "No survey that we know of counts the pay of this role")


def test_draft_role_is_not_found_in_any_language(client):
    RoleFactory(slug_en="draft", is_published=False)

    response = client.get("/en/roles/draft/")

    assertContains(response, "This page does not exist", status_code=404)


def test_draft_role_is_in_no_list(client):
    RoleFactory(slug_en="draft", name_en="Secret role", is_published=False)

    for name in ["home", "roles:role_list", "roles:duty_list", "roles:skill_list"]:
        assertNotContains(client.get(reverse(name)), "Secret role")


def test_role_without_a_page_in_a_language_offers_the_languages_it_has(client):
    RoleFactory(slug_en="english-only")

    response = client.get("/fi/roles/english-only/", follow=True)

    assert response.status_code == 404
    assertContains(response, '<html lang="fi"', status_code=404)
    assertContains(
        response,
        '<li><a href="/en/roles/english-only/" lang="en" hreflang="en">English</a></li>',
        status_code=404,
        html=True,
    )


def test_role_without_a_page_in_a_language_is_in_no_list_of_it(client):
    RoleFactory(slug_en="english-only", name_en="English only")

    response = client.get(reverse("roles:role_list"))
    with translation.override("fi"):
        finnish = client.get(reverse("roles:role_list"))

    assertContains(response, "English only")
    assertNotContains(finnish, "English only")


def test_slug_of_another_language_redirects_to_the_page_in_this_one(client):
    role = Role.objects.get(code="customer-service-representative")
    with translation.override("fi"):
        mixed = reverse("roles:role_detail", kwargs={"slug": role.slug_en})

    response = client.get(mixed)

    assertRedirects(response, address(role, "fi"), status_code=302)


def test_path_words_of_another_language_redirect(client):
    response = client.get("/fi/roles/customer-service-representative/", follow=True)

    role = Role.objects.get(code="customer-service-representative")
    assert response.redirect_chain[-1] == (address(role, "fi"), 302)
    assert response.status_code == 200


def test_address_without_a_language_leads_to_the_language_of_the_reader(client):
    response = client.get(
        "/roles/customer-service-representative/",
        follow=True,
        headers={"accept-language": "hu"},
    )

    role = Role.objects.get(code="customer-service-representative")
    assert response.redirect_chain[-1] == (address(role, "hu"), 302)


def test_former_slug_redirects_for_good(client):
    role = RoleFactory(slug_en="old-name")
    role.slug_en = "new-name"
    role.save()

    response = client.get("/en/roles/old-name/")

    assertRedirects(response, "/en/roles/new-name/", status_code=301)


@pytest.mark.parametrize("role_count", [3, 30])
def test_role_list_needs_three_queries(client, django_assert_num_queries, role_count):
    RoleFactory.create_batch(role_count, occupation=OccupationFactory())

    with django_assert_num_queries(3):
        response = client.get(reverse("roles:role_list"))

    assert len(response.context["roles"]) == Role.objects.published().count()


@pytest.mark.parametrize("count", [3, 30])
def test_role_detail_needs_thirteen_queries(client, django_assert_num_queries, count):
    role = Role.objects.get(code="customer-service-representative")
    duty_count = role.duties.count() + count
    for number in range(count):
        role.role_duties.create(duty=DutyFactory(), position=number)
        role.role_skills.create(skill=SkillFactory(), importance="essential")
        CareerStepFactory(from_role=role)
        SalaryFigureFactory(occupation=role.occupation)

    with django_assert_num_queries(13):
        response = client.get(address(role, "en"))

    assert len(response.context["role"].duties.all()) == duty_count


def test_role_detail_fetches_no_third_language(client, django_assert_num_queries):
    role = Role.objects.get(code="customer-service-representative")

    with django_assert_num_queries(13) as queries:
        client.get(address(role, "fi"))

    sql = " ".join(query["sql"] for query in queries.captured_queries)
    fetched = set(re.findall(r'"(\w+)_(en|fi|lv|th|el|hu)"', sql))
    others = {field for field, language in fetched if language not in {"en", "fi"}}
    assert others == {"slug"}


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("family=a-family", ["a-agent", "a-lead", "a-remote"]),
        ("family=a-family&level=experienced", ["a-remote"]),
        ("family=a-family&setting=home", ["a-lead", "a-remote"]),
        ("family=a-family&level=director", []),
        ("colour=red&level=lead&family=a-family", ["a-lead"]),
    ],
)
def test_role_list_narrows(client, query, codes):
    family = RoleFamilyFactory(code="a-family")
    RoleFactory()
    RoleFactory(code="a-agent", family=family, work_setting="on_site")
    RoleFactory(code="a-lead", family=family, level="lead", work_setting="either")
    RoleFactory(code="a-remote", family=family, level="experienced", work_setting="home")

    response = client.get(f"{reverse('roles:role_list')}?{query}")

    assert response.status_code == 200
    assert [role.code for role in response.context["roles"]] == codes


@pytest.mark.parametrize("query", ["family=nonsense", "level=%00", "setting=a&level=b"])
def test_role_list_refuses_a_choice_that_does_not_exist(client, query):
    response = client.get(f"{reverse('roles:role_list')}?{query}")

    assertContains(response, "This choice does not exist.", status_code=400)


def test_duty_detail_leads_on_to_what_belongs_to_it_and_has_a_page(client):
    duty = DutyFactory(slug_en="a-duty")
    RoleDutyFactory(duty=duty, role__code="a-role")
    RoleDutyFactory(duty=duty, role__is_published=False)
    duty.skills.set([SkillFactory(code="a-skill"), SkillFactory(slug_en=None)])
    duty.questions.set([QuestionFactory(code="a-question", topic__code="a-topic")])
    duty.terms.set([TermFactory(code="a-word")])

    response = client.get("/en/duties/a-duty/")

    assert read_on(response) == {
        "Roles": ["/en/roles/a-role/"],
        "Skills": ["/en/skills/a-skill/"],
        "Questions": ["/en/questions/a-topic/a-question/"],
        "Words of the trade": ["/en/glossary/#a-word"],
    }


def test_skill_detail_leads_on_to_what_belongs_to_it_and_has_a_page(client):
    skill = SkillFactory(slug_en="a-skill")
    RoleSkillFactory(skill=skill, role__code="a-role")
    RoleSkillFactory(skill=skill, role__is_published=False)
    skill.duties.set([DutyFactory(code="a-duty"), DutyFactory(slug_en=None)])
    skill.questions.set([QuestionFactory(code="a-question", topic__code="a-topic")])
    skill.terms.set([TermFactory(code="a-word")])

    response = client.get("/en/skills/a-skill/")

    assert read_on(response) == {
        "Roles": ["/en/roles/a-role/"],
        "Duties": ["/en/duties/a-duty/"],
        "Questions": ["/en/questions/a-topic/a-question/"],
        "Words of the trade": ["/en/glossary/#a-word"],
    }


def test_page_in_a_language_leads_on_within_it_alone(client):
    duty = DutyFactory(slug_fi="kuuntelu", name_fi="Kuuntelu", summary_fi="Mitä.")
    RoleDutyFactory(duty=duty)
    duty.skills.set([SkillFactory()])
    duty.questions.set([QuestionFactory()])
    duty.terms.set([TermFactory(), TermFactory(code="a-word", name_fi="Jono")])

    response = client.get(address(duty, "fi"))

    assert read_on(response) == {"Alan sanoja": ["/fi/sanasto/#a-word"]}


@pytest.mark.parametrize("count", [3, 30])
@pytest.mark.parametrize("factory", [DutyFactory, SkillFactory])
def test_duty_and_skill_details_need_five_queries(
    client, django_assert_num_queries, factory, count
):
    record = factory()
    for link in ("duties", "skills", "questions", "terms"):
        if hasattr(record, link):
            related = getattr(record, link)
            related.set(FACTORIES[link].create_batch(count))

    with django_assert_num_queries(5):
        client.get(record.get_absolute_url())


@pytest.mark.parametrize("count", [3, 30])
@pytest.mark.parametrize(
    ("name", "factory"),
    [("roles:duty_list", DutyFactory), ("roles:skill_list", SkillFactory)],
)
def test_duty_and_skill_lists_need_one_query(
    client, django_assert_num_queries, name, factory, count
):
    factory.create_batch(count)

    with django_assert_num_queries(1):
        client.get(reverse(name))


def test_changed_median_changes_every_page_in_every_language(client):
    figure = SalaryFigure.objects.get(code="sal-2024-csr-median-year")
    figure.amount = 43_210
    figure.save()
    # The table has one of its pages for the figures of that year.
    figure_list = "?per=year&year=2024&occupation=customer-service-representatives"
    occupation = figure.occupation

    for language in shown_codes():
        with translation.override(language):
            figures = reverse("salaries:figure_list") + figure_list
            pages = [occupation.get_absolute_url(), figures, *answers_on_pay()]
        for page in pages:
            html = client.get(page).content.decode()
            assert 'value="43210' in html
            assert "42830" not in html.replace(",", "").replace(".", "").replace("\xa0", "")


def answers_on_pay() -> list[str]:
    from faq.models import Question

    return [Question.objects.get(code="what-does-it-pay").get_absolute_url()]
