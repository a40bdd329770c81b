import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.test import Client, RequestFactory
from django.urls import path, reverse
from django.utils import translation
from pytest_django.asserts import (
    assertContains,
    assertNotContains,
    assertRedirects,
)

from callcareers import urls, views
from callcareers.content.models import ContentVersion
from callcareers.languages import shown_codes
from roles.models import GuideSection, Occupation, RoleFamily
from tests.factories import (
    DutyFactory,
    EmploymentProjectionFactory,
    GuideSectionFactory,
    PayFactorFactory,
    RoleFactory,
    RoleFamilyFactory,
    SkillFactory,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", shown_codes())
def test_start_leads_to_the_first_language_that_the_reader_accepts(client, language):
    response = client.get("/", headers={"accept-language": f"xx, {language};q=0.8"})

    assertRedirects(response, f"/{language}/", status_code=302)
    assert "Accept-Language" in response.headers["Vary"]


@pytest.mark.parametrize("accepted", ["", "xx", "xx-YY,xx;q=0.9", "*", "\x00;;q=x"])
def test_start_leads_to_english_without_a_language_in_common(client, accepted):
    response = client.get("/", headers={"accept-language": accepted})

    assertRedirects(response, "/en/", status_code=302)


def test_start_page_sets_no_cookie_and_varies_by_encoding_alone(client):
    response = client.get("/en/")

    assert response.cookies == {}
    assert response.headers.get("Vary", "Accept-Encoding") == "Accept-Encoding"


@pytest.mark.parametrize("count", [3, 30])
def test_home_needs_four_queries(client, django_assert_num_queries, count):
    RoleFactory.create_batch(count)

    with django_assert_num_queries(4):
        client.get("/en/")


def test_home_names_the_roles_by_family(client):
    RoleFamily.objects.update(position=9)
    family = RoleFamilyFactory(name_en="Singers", position=1)
    RoleFactory(code="a-tenor", name_en="Tenor", family=family)
    RoleFactory(code="a-bass", name_en="Bass", family=family, is_published=False)
    RoleFamilyFactory(name_en="Nobody")

    response = client.get("/en/")

    assert (
        re.findall(r'<h3 class="card__heading">(.*?)</h3>', response.text)[0] == "Singers"
    )
    assertContains(response, '<li><a href="/en/roles/a-tenor/">Tenor</a></li>')
    assertNotContains(response, "Bass")
    assertNotContains(response, "Nobody")


def guide_of(*kinds, **texts):
    """Make the general sections of `kinds` the only ones, in this order."""
    GuideSection.objects.filter(role=None).delete()
    for place, kind in enumerate(kinds):
        GuideSectionFactory(code=f"a-{kind}", kind=kind, position=place, **texts)


def test_guide_shows_the_general_sections_in_order_and_lists_them(client):
    guide_of("pay", "overview", "advancement")

    html = client.get("/en/guide/").text

    headings = re.findall(r'<h2 id="([\w-]+)">(.*?)</h2>', html)
    assert headings == [
        ("contents", "On this page"),
        ("pay", "Pay and what it depends on"),
        ("overview", "What call-centre work is"),
        ("advancement", "Moving up"),
        ("roles", "All roles"),
        ("read-on", "Read on"),
    ]
    listed = re.findall(r'<li><a href="#([\w-]+)">(.*?)</a></li>', html)
    assert listed == headings[1:]


@pytest.mark.parametrize("language", shown_codes())
def test_guide_has_the_headings_of_every_language(client, language):
    guide_of(*GuideSection.Kind.values)
    with translation.override(language):
        address = reverse("guide")
        headings = [(kind.value, kind.label) for kind in GuideSection.Kind]

    html = client.get(address).text

    found = re.findall(r'<h2 id="([\w-]+)">(.*?)</h2>', html)
    assert found[1 : len(headings) + 1] == headings


def test_guide_links_to_all_duties_skills_and_roles(client):
    guide_of("duties", "skills")
    DutyFactory(code="a-duty")
    SkillFactory(code="a-skill")
    RoleFactory(code="a-role")
    DutyFactory(slug_en=None)
    SkillFactory(slug_en=None)

    html = client.get("/en/guide/").text

    for address in ("duties/a-duty", "skills/a-skill", "roles/a-role"):
        assert f'<li><a href="/en/{address}/">' in html
    assert html.count("<h3>When customers call you</h3>") == 1
    assert 'href=""' not in html


def test_guide_says_what_pay_depends_on_and_how_employment_changes(client):
    guide_of("pay", "outlook", body_en="About [[sal-2024-csr-median-year]].")
    PayFactorFactory(name_en="Full moon", description_en="It pays more.")
    occupation = Occupation.objects.get(code="customer-service-representatives")
    EmploymentProjectionFactory(
        occupation=occupation, base_year=2090, target_year=2095, change_percent=7
    )

    response = client.get("/en/guide/")

    assertContains(response, "<dt>Full moon</dt><dd><p>It pays more.</p></dd>", html=True)
    assertContains(response, '<th scope="row">2090–2095</th>')
    assertContains(response, 'id="source-1"')
    assertContains(response, '<a href="#sources">')


def test_guide_marks_a_section_that_is_not_in_the_language(client):
    guide_of("overview", body_en="English only.")

    response = client.get("/fi/opas/")

    assertContains(response, '<div class="fallback" lang="en" dir="auto">')


@pytest.mark.parametrize("count", [3, 30])
def test_guide_needs_ten_queries(client, django_assert_num_queries, count):
    guide_of(*GuideSection.Kind.values, body_en="About [[sal-2024-csr-median-year]].")
    for factory in (DutyFactory, SkillFactory, RoleFactory, PayFactorFactory):
        factory.create_batch(count)

    with django_assert_num_queries(10):
        client.get("/en/guide/")


@pytest.mark.parametrize(
    "address",
    [
        "/xx/",
        "/en/nothing/",
        "/en/roles/no-such-role/",
        "/en/roles/" + "a" * 3_000 + "/",
        "/en/roles/%00/",
        "/en/roles/a%00b/",
        "/en/roles/%E0%A4%A/",
        "/en/roles/%ff%fe/",
        "/en/duties/%20/",
        "/en/questions/%00/%00/",
        "/en/questions/pay/nothing/",
        "/en/roles/../../etc/passwd",
        "/%e0%b8",
    ],
)
def test_unknown_address_is_a_designed_page_not_found(client, address):
    response = client.get(address, headers={"accept-language": "en"})

    assertContains(response, "This page does not exist", status_code=404)
    assertContains(response, 'class="site-header"', status_code=404)


@pytest.mark.parametrize("language", shown_codes())
def test_page_not_found_speaks_the_language_of_the_address(client, language):
    response = client.get(f"/{language}/nothing/")

    with translation.override(language):
        expected = translation.gettext("This page does not exist")
    assertContains(response, f'<html lang="{language}"', status_code=404)
    assertContains(response, expected, status_code=404)


def test_page_not_found_leads_to_the_start_page_in_each_language(client):
    html = client.get("/fi/nothing/").content.decode()

    for language in shown_codes():
        assert f'<a href="/{language}/" lang="{language}"' in html


def test_unknown_language_is_not_found_in_the_language_of_the_reader(client):
    response = client.get("/xx/", headers={"accept-language": "el"})

    assertContains(response, '<html lang="el"', status_code=404)


def test_unknown_query_parameters_change_nothing(client):
    response = client.get("/en/?utm_source=x&%00=%00&a=%ff&page=-1")

    assert response.status_code == 200


def test_page_refuses_to_be_written_to(client):
    assert client.post("/en/").status_code == 405


def refuse(request):
    raise PermissionDenied


def suspect(request):
    raise SuspiciousOperation


def fail(request):
    raise RuntimeError


def lose_the_database(request):
    raise OperationalError


class FaultyUrls:
    """The site's own addresses, and one for each way to fail."""

    urlpatterns = [
        path("en/refuse/", refuse),
        path("en/suspect/", suspect),
        path("en/fail/", fail),
        path("en/lose/", lose_the_database),
        *urls.urlpatterns,
    ]
    handler400 = urls.handler400
    handler403 = urls.handler403
    handler404 = urls.handler404
    handler500 = urls.handler500


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/en/suspect/", 400, "This request cannot be understood"),
        ("/en/refuse/", 403, "You may not open this page"),
        ("/en/fail/", 500, "Something went wrong on our side"),
        ("/en/lose/", 503, "The site is resting for a moment"),
    ],
)
def test_error_is_a_designed_page_that_asks_no_database(
    settings, django_assert_num_queries, caplog, address, status, words
):
    settings.ROOT_URLCONF = FaultyUrls
    client = Client(raise_request_exception=False)

    with django_assert_num_queries(0):
        response = client.get(address)

    assertContains(response, f"<h1>{words}</h1>", status_code=status, html=True)
    assertContains(response, 'class="site-header"', status_code=status)


def test_lost_database_asks_to_come_back_soon(settings, caplog):
    settings.ROOT_URLCONF = FaultyUrls

    response = Client().get("/en/lose/")

    assert response.headers["Retry-After"] == "30"


def test_form_without_its_token_is_refused_with_a_designed_page():
    client = Client(enforce_csrf_checks=True)

    response = client.post("/admin/login/", {"username": "a", "password": "b"})

    assertContains(response, "You may not open this page", status_code=403)


def test_foreign_host_is_refused_with_a_designed_page(client):
    response = client.get("/en/", headers={"host": "evil.example"})

    assertContains(response, "This request cannot be understood", status_code=400)


def test_is_live_asks_no_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/healthz/live")

    assert response.json() == {"status": "live"}


def test_is_ready_names_the_content_version(client):
    response = client.get("/healthz/ready")

    assert response.json() == {
        "status": "ready",
        "content_version": ContentVersion.current(),
    }


def test_favicon_leads_to_the_icon(client):
    assertRedirects(
        client.get("/favicon.ico"), "/static/icon.svg", fetch_redirect_response=False
    )


def test_robots_name_the_sitemap(client):
    response = client.get("/robots.txt")

    assert response.content.decode().splitlines() == [
        "User-agent: *",
        "Disallow: /admin/",
        "",
        "Sitemap: http://127.0.0.1:8000/sitemap.xml",
    ]


def test_every_answer_carries_the_security_headers(client):
    for address in ["/en/", "/en/nothing/", "/admin/login/"]:
        headers = client.get(address).headers

        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "camera=()" in headers["Permissions-Policy"]


def test_service_unavailable_speaks_the_language_of_the_reader():
    request = RequestFactory().get("/th/")
    request.user = AnonymousUser()

    with translation.override("th"):
        response = views.service_unavailable(request)

    assert '<html lang="th"' in response.content.decode()


def test_sitemap_names_each_page_in_each_language(client):
    RoleFactory(slug_en="only-english")

    xml = client.get("/sitemap.xml").content.decode()

    assert xml.count("/roles/only-english/</loc>") == 1
    with translation.override("fi"):
        address = reverse("roles:role_detail", kwargs={"slug": "asiakaspalvelija"})
    assert f"{address}</loc>" in xml
