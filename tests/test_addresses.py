"""One address a page and language: what leads to it, and that nothing else does."""

import re
import unicodedata
from urllib.parse import unquote

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pytest_django.asserts import assertContains, assertRedirects

from callcareers.languages import shown_codes
from faq.models import Question, Topic
from roles.models import Duty, Role, Skill
from tests.factories import (
    CareerStepFactory,
    DutyFactory,
    QuestionFactory,
    RoleFactory,
    SalaryFigureFactory,
    SkillFactory,
    TopicFactory,
)
from tests.reading import Reading, crawl, path_of, sitemap

pytestmark = pytest.mark.django_db

QUERY = "utm_source=a%26b&per=year"


def address(record, language: str) -> str:
    """Return the address of a record's page, or of a view's, in `language`."""
    with translation.override(language):
        return reverse(record) if isinstance(record, str) else record.get_absolute_url()


def words_of(language: str, view_name: str = "roles:role_list") -> str:
    """Return the path words of a view in `language`, without the language."""
    return unquote(address(view_name, language)).removeprefix(f"/{language}/")


def texts_in(*languages: str) -> dict[str, str]:
    """Return what a role needs to have a page in each of `languages`."""
    return {
        f"{field}_{language}": f"{field} {language}"
        for language in languages
        for field in ("name", "summary")
    }


def switcher(html: str) -> dict[str, str]:
    """Return where the language menu leads, by language; "" where there is no page yet."""
    menu = re.search(r'<nav class="language-menu".*?</nav>', html, re.DOTALL)[0]
    choices = {}
    for item in re.findall(r"<li>(.*?)</li>", menu, re.DOTALL):
        language = re.search(r'lang="([\w-]+)"', item)[1]
        link = re.search(r'href="(.*?)"', item)
        choices[language] = link[1].replace("&amp;", "&") if link else ""
    return choices


# The language menu


@pytest.mark.parametrize(
    ("view_name", "query"),
    [
        ("roles:role_list", "family=front-line&level=entry"),
        ("roles:role_list", "setting=home&utm_source=x"),
        ("salaries:figure_list", "area=US&per=year"),
        ("salaries:figure_list", "occupation=receptionists&page=1"),
        ("salaries:figure_list", "year=2018&industry="),
        ("salaries:figure_list", "page=2"),
        ("salaries:figure_list", "area=US&page=2"),
    ],
)
def test_language_menu_keeps_filter_and_page(client, view_name, query):
    response = client.get(f"{address(view_name, 'en')}?{query}")
    shown = {record.code for record in listed(response)}

    choices = switcher(response.content.decode())

    assert shown
    assert list(choices) == list(shown_codes())
    for language, link in choices.items():
        answer = client.get(link)
        assert answer.status_code == 200, link
        assert answer.headers["Content-Language"] == language
        assert answer.context["form"].cleaned_data == response.context["form"].cleaned_data
        assert {record.code for record in listed(answer)} == shown
        assert switcher(answer.content.decode()) == choices


def listed(response) -> list:
    """Return the records that a list shows."""
    page = response.context.get("page")
    return list(page.object_list if page else response.context["roles"])


@pytest.mark.parametrize("view_name", ["roles:role_list", "salaries:figure_list"])
def test_filter_has_the_same_values_in_every_language(client, view_name):
    values = {}
    for language in shown_codes():
        form = client.get(address(view_name, language)).context["form"]
        values[language] = {
            name: {value for value, _label in field.choices}
            for name, field in form.fields.items()
        }

    assert all(values[language] == values["en"] for language in shown_codes())


@pytest.mark.parametrize("language", shown_codes())
def test_language_menu_leads_to_the_same_record(client, language):
    for model in (Role, Duty, Skill, Topic, Question):
        record = model.objects.first()

        html = client.get(f"{address(record, language)}?{QUERY}").content.decode()

        assert switcher(html) == {
            code: f"{address(record, code)}?{QUERY}" for code in shown_codes()
        }


def test_language_menu_says_where_a_page_does_not_exist_yet(client):
    role = RoleFactory(slug_en="here", slug_fi="taalla", **texts_in("fi"))

    html = client.get(address(role, "fi")).content.decode()

    present = {"en": "/en/roles/here/", "fi": address(role, "fi")}
    assert switcher(html) == dict.fromkeys(shown_codes(), "") | present
    with translation.override("fi"):
        not_yet = translation.pgettext("page in a language", "not yet")
    assert html.count(f"<small>{not_yet}</small>") == len(shown_codes()) - 2


# What pages and the sitemap say of their addresses


def test_pages_and_sitemap_name_the_same_addresses():
    RoleFactory(slug_en="only-english")
    RoleFactory(slug_en=None, slug_fi="vain-suomeksi", **texts_in("fi"))
    RoleFactory(slug_en=None, slug_lv="latviski", slug_th="ไทย", **texts_in("lv", "th"))

    named = sitemap()
    pages = {
        path: html for language in shown_codes() for path, html in crawl(f"/{language}/")
    }

    assert {path_of(url) for url in named} == set(pages)
    for url, alternates in named.items():
        page = Reading(pages[path_of(url)])
        own_language = path_of(url).split("/")[1]
        assert page.canonical == url
        assert page.alternates == alternates, url
        assert alternates[own_language] == url
        for other in alternates.keys() - {"x-default"}:
            assert named[alternates[other]] == alternates
        assert ("x-default" in alternates) == ("en" in alternates)
    for url in {alternates.get("x-default") for alternates in named.values()} - {None}:
        response = Client().get(path_of(url), follow=True)
        assert response.status_code == 200, url


@pytest.mark.parametrize("accepted", ["", "fi", "sv", "hu;q=0.5, lv"])
def test_page_for_any_other_language_is_found_whatever_the_reader_reads(client, accepted):
    RoleFactory(slug_en="only-english")

    response = client.get(
        "/roles/only-english/", follow=True, headers={"accept-language": accepted}
    )

    assert response.redirect_chain == [("/en/roles/only-english/", 302)]
    assert response.status_code == 200


@pytest.mark.parametrize(
    ("query", "canonical_query"),
    [
        ("", ""),
        ("per=year", ""),
        ("utm_source=x", ""),
        ("page=1", ""),
        ("page=2", "?page=2"),
        ("page=2&utm_source=x", "?page=2"),
        ("page=x", ""),
        ("area=US&page=2", ""),
        ("per=", ""),
    ],
)
def test_filtered_list_is_the_whole_list_and_its_second_page_another(
    client, query, canonical_query
):
    html = client.get(f"{address('salaries:figure_list', 'fi')}?{query}").content.decode()

    page = Reading(html)
    expected = {
        code: address("salaries:figure_list", code) + canonical_query
        for code in shown_codes()
    }
    expected["x-default"] = f"/salaries/{canonical_query}"
    assert path_of(page.canonical) == expected["fi"]
    assert {code: path_of(url) for code, url in page.alternates.items()} == expected


def test_page_beyond_the_last_one_is_the_last_one(client):
    figures = address("salaries:figure_list", "fi")
    last = client.get(figures).context["page"].paginator.num_pages

    page = Reading(client.get(f"{figures}?page=9999").content.decode())

    assert last > 1
    assert path_of(page.canonical) == f"{figures}?page={last}"


def test_canonical_address_has_one_spelling(client):
    role = RoleFactory(slug_el="μισθός", **texts_in("el"))
    decomposed = unicodedata.normalize("NFD", "μισθός")

    page = client.get(f"/el/{words_of('el')}{decomposed}/")

    assert path_of(Reading(page.content.decode()).canonical) == address(role, "el")


def test_address_in_another_spelling_redirects(client):
    role = RoleFactory(slug_el="μισθός", **texts_in("el"))
    decomposed = unicodedata.normalize("NFD", unquote(address(role, "el")))

    response = client.get(decomposed)

    assertRedirects(response, address(role, "el"), status_code=302)


@pytest.mark.parametrize("language", shown_codes())
@pytest.mark.parametrize(
    ("page", "status"),
    [
        ("nothing/", 404),
        ("roles/only-latvian/", 404),
        ("roles/?level=nonsense", 400),
        ("salaries/?per=nonsense", 400),
    ],
)
def test_error_pages_name_no_addresses(client, language, page, status):
    RoleFactory(slug_en=None, slug_lv="only-latvian", **texts_in("lv"))
    if language == "lv" and status == 404:
        page = "roles/nothing/"

    response = client.get(f"/{language}/{page}", follow=True)

    found = Reading(response.content.decode())
    assert response.status_code == status
    assert (found.canonical, found.alternates) == ("", {})


# Redirects keep the query


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("/", "/fi/"),
        ("/salaries/", "/fi/palkat/"),
        ("/fi/salaries/", "/fi/palkat/"),
        ("/en/palkat/", "/en/salaries/"),
        ("/en/roles", "/en/roles/"),
        ("/en/tyot/asiakaspalvelija/", "/en/roles/customer-service-representative/"),
        ("/en/roles/asiakaspalvelija/", "/en/roles/customer-service-representative/"),
        ("/fi/roles/customer-service-representative/", "/fi/tyot/asiakaspalvelija/"),
        ("/roles/customer-service-representative/", "/fi/tyot/asiakaspalvelija/"),
        ("/roles/former/", "/fi/tyot/nykyinen/"),
        ("/en/roles/former/", "/en/roles/present/"),
    ],
)
def test_redirect_keeps_the_query(client, asked, expected):
    role = RoleFactory(slug_en="former", slug_fi="nykyinen", **texts_in("fi"))
    role.slug_en = "present"
    role.save()

    response = client.get(f"{asked}?{QUERY}", headers={"accept-language": "fi"})

    assertRedirects(response, f"{expected}?{QUERY}", status_code=response.status_code)


@pytest.mark.parametrize(
    ("asked", "status"),
    [("/en/nothing/", 404), ("/en/", 200), ("/en/roles/", 400), ("/en/palkat/", 302)],
)
def test_query_of_too_many_parameters_is_no_fault_of_ours(client, asked, status):
    query = "&".join(f"field{number}=1" for number in range(1_200))

    response = client.get(f"{asked}?{query}")

    assert response.status_code == status
    assert response.headers["Content-Type"].startswith("text/html")


def test_query_cannot_leave_its_attribute(client):
    html = client.get('/en/?x="><b>y</b>&z=%ff%00').content.decode()

    assert "<b>y" not in html
    assert switcher(html)["fi"].startswith("/fi/?x=")


def test_redirect_without_a_query_has_no_question_mark(client):
    response = client.get("/en/palkat/")

    assertRedirects(response, "/en/salaries/", status_code=302)


def test_address_without_a_language_varies_by_what_the_reader_reads(client):
    response = client.get("/roles/customer-service-representative/")

    assert "Accept-Language" in response.headers["Vary"]


# Former addresses, and those of other languages


def test_former_slugs_lead_to_the_present_one_in_their_language_alone(client):
    role = RoleFactory(slug_en="a", slug_fi="eka", **texts_in("fi"))
    for slug in ("b", "c"):
        role.slug_en = slug
        role.save()

    for former in ("a", "b"):
        response = client.get(f"/en/roles/{former}/")
        assertRedirects(response, "/en/roles/c/", status_code=301)
        finnish = client.get(f"/fi/{words_of('fi')}{former}/")
        assertContains(finnish, "<h1>", status_code=404)


def test_former_slug_that_another_record_took_is_the_other_record(client):
    first = RoleFactory(slug_en="wanted", name_en="First")
    first.slug_en = "first"
    first.save()
    second = RoleFactory(slug_en="wanted", name_en="Second")

    taken = client.get("/en/roles/wanted/")
    second.slug_en = "second"
    second.save()
    given_up = client.get("/en/roles/wanted/")

    assertContains(taken, "<h1>Second</h1>", html=True)
    assertRedirects(given_up, "/en/roles/second/", status_code=301)


def test_former_slug_of_a_page_that_left_the_language_offers_the_others(client):
    role = RoleFactory(slug_en="here", slug_fi="vanha", **texts_in("fi"))
    for slug in ("uusi", None):
        role.slug_fi = slug
        role.save()

    for former in ("vanha", "uusi"):
        response = client.get(f"/fi/{words_of('fi')}{former}/")
        assertContains(response, '<html lang="fi"', status_code=404)
        assertContains(response, '<a href="/en/roles/here/" lang="en"', status_code=404)


def test_slug_that_is_published_again_is_at_its_address(client):
    role = RoleFactory(slug_en="here", name_en="Agent")
    for slug in (None, "here"):
        role.slug_en = slug
        role.save()

    assertContains(client.get("/en/roles/here/"), "<h1>Agent</h1>", html=True)


def test_page_that_left_every_language_is_not_found(client):
    role = RoleFactory(slug_en="here")
    role.slug_en = None
    role.save()

    for gone in ("/en/roles/here/", "/roles/here/", "/fi/roles/here/"):
        response = client.get(gone, headers={"accept-language": "en"}, follow=True)
        with translation.override(response.headers["Content-Language"]):
            nowhere = translation.gettext("This page does not exist")
        assertContains(response, nowhere, status_code=404)


def test_question_under_a_former_topic_slug_has_moved_for_good(client):
    topic = TopicFactory(slug_en="before")
    QuestionFactory(slug_en="why", topic=topic)
    topic.slug_en = "after"
    topic.save()
    TopicFactory(slug_en="before")

    response = client.get(f"/en/questions/before/why/?{QUERY}")

    assertRedirects(response, f"/en/questions/after/why/?{QUERY}", status_code=301)


def test_present_slug_of_a_question_is_stronger_than_a_former_one(client):
    topic = TopicFactory(slug_en="topic")
    first = QuestionFactory(slug_en="why", topic=topic)
    first.slug_en = "first"
    first.save()
    QuestionFactory(slug_en="why", topic=topic)

    response = client.get("/en/questions/wrong/why/")

    assertRedirects(response, "/en/questions/topic/why/", status_code=302)


def test_slug_that_two_languages_share_is_read_in_the_language_of_its_address(client):
    finnish = RoleFactory(
        slug_en="one", slug_fi="sama", slug_lv="viens", **texts_in("fi", "lv")
    )
    latvian = RoleFactory(
        slug_en="two", slug_fi="kaksi", slug_lv="sama", **texts_in("fi", "lv")
    )

    for language, record in (("fi", finnish), ("lv", latvian)):
        page = client.get(f"/{language}/{words_of(language)}sama/")
        mixed = client.get(f"/en/{words_of(language)}sama/")
        bare = client.get(f"/{words_of(language)}sama/")
        assert page.context["role"] == record
        assertRedirects(mixed, address(record, "en"), status_code=302)
        assertRedirects(bare, address(record, "en"), status_code=302)


def test_slug_of_two_other_languages_leads_to_a_page_that_there_is(client):
    RoleFactory(slug_en=None, slug_fi="sama", **texts_in("fi"))
    there = RoleFactory(slug_en="two", slug_lv="sama", **texts_in("lv"))

    response = client.get("/en/roles/sama/")

    assertRedirects(response, address(there, "en"), status_code=302)


# Taking a page out of a language, and bringing it back


def lasting_pages(language: str) -> dict[str, str]:
    """Return the pages of a language, but for the one that counts every change."""
    pages = dict(crawl(f"/{language}/"))
    del pages[address("dataset_list", language)]
    return pages


def test_pages_leave_a_language_and_come_back():
    records = [
        Role.objects.get(code="team-leader"),
        Duty.objects.get(slug_en="handling-complaints"),
        Skill.objects.first(),
        Topic.objects.first(),
        Question.objects.exclude(topic=Topic.objects.first()).first(),
    ]
    before, named = lasting_pages("fi"), sitemap()
    slugs = [record.slug_fi for record in records]
    addresses = [address(record, "fi") for record in records]
    assert set(addresses) <= before.keys()

    for record in records:
        record.slug_fi = None
        record.save()
    without = lasting_pages("fi")
    for record, gone in zip(records, addresses, strict=True):
        assert_page_is_gone(without, gone)
        assert_other_languages_are_offered(record, gone)
    assert records[0].name_fi in Reading("".join(without.values())).of("fi")

    for record, slug in zip(records, slugs, strict=True):
        record.slug_fi = slug
        record.save()
    assert lasting_pages("fi") == before
    assert sitemap() == named


def test_draft_role_leaves_every_language_and_comes_back(client):
    role = Role.objects.get(code="team-leader")
    addresses = role.alternates()
    named = sitemap()
    before = lasting_pages("lv")

    role.is_published = False
    role.save()
    without = lasting_pages("lv")
    assert_page_is_gone(without, addresses["lv"])
    for language, gone in addresses.items():
        response = client.get(gone)
        assertContains(response, f'<html lang="{language}"', status_code=404)
        assert gone not in {path_of(url) for url in sitemap()}

    role.is_published = True
    role.save()
    assert lasting_pages("lv") == before
    assert sitemap() == named


def test_role_without_a_page_is_named_without_a_link(client):
    role = RoleFactory(slug_en="from", slug_fi="alku", **texts_in("fi"))
    onward = RoleFactory(slug_en="onward", **texts_in("fi"))
    CareerStepFactory(from_role=role, to_role=onward)
    SalaryFigureFactory(role=onward, occupation=None)

    guide = client.get(address(role, "fi"))
    figures = client.get(f"{address('salaries:figure_list', 'fi')}?year=2025")

    step = re.search(r'career-steps__role">(.*?) <span', guide.content.decode())[1]
    assert step == onward.name_fi
    assertContains(figures, onward.name_fi)


@pytest.mark.parametrize(
    "factory", [RoleFactory, DutyFactory, SkillFactory, TopicFactory, QuestionFactory]
)
def test_page_of_one_language_is_offered_in_every_other(client, factory):
    english = address(factory(slug_en="english-only"), "en")

    for language in shown_codes()[1:]:
        response = client.get(english.replace("/en/", f"/{language}/", 1), follow=True)

        assertContains(response, f'<html lang="{language}"', status_code=404)
        assertContains(
            response,
            f'<li><a href="{english}" lang="en" hreflang="en">English</a></li>',
            status_code=404,
            html=True,
        )


def assert_page_is_gone(pages: dict[str, str], gone: str) -> None:
    """Say that no page of the crawl is at `gone` or links to it."""
    assert gone not in pages
    for found, html in pages.items():
        assert f'href="{gone}' not in html, (found, gone)


def assert_other_languages_are_offered(record, gone: str) -> None:
    """Say that each page about `record` tells that there is none in Finnish."""
    client = Client()
    others = {code: address(record, code) for code in shown_codes() if code != "fi"}
    response = client.get(gone)
    assertContains(response, '<html lang="fi"', status_code=404)
    html = response.content.decode()
    assert switcher(html) == others | {"fi": ""}
    for language, link in others.items():
        assert f'<li><a href="{link}" lang="{language}"' in html
        page = client.get(link)
        assert page.status_code == 200
        assert switcher(page.content.decode()) == others | {"fi": ""}
        assert "fi" not in Reading(page.content.decode()).alternates
    assert gone not in {path_of(url) for url in sitemap()}
