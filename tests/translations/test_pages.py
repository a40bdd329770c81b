import pytest
from django.utils import translation

from callcareers.translations.pages import (
    PagesFailed,
    PageText,
    PageTexts,
    fetch,
    page_paths,
    untranslated_texts,
)
from roles.models import Role
from tests.reading import path_of, sitemap

pytestmark = pytest.mark.django_db


def test_texts_of_a_page_know_the_language_of_their_element():
    html = (
        '<html lang="fi"><meta name="description" content="Kuvaus"><body>'
        '<p title="Otsikko">Suomea <span lang="en">English <br>words</span> taas</p>'
        '<img alt="Kuva" src="x"><svg><rect/></svg><input placeholder="Hae" value="x">'
        '<a lang="th" aria-label="ไทย"> \n ไทย &amp; อื่น ๆ </a></body></html>'
    )

    assert PageTexts(html).found == [
        PageText("fi", "Kuvaus"),
        PageText("fi", "Otsikko"),
        PageText("fi", "Suomea"),
        PageText("en", "English"),
        PageText("en", "words"),
        PageText("fi", "taas"),
        PageText("fi", "Kuva"),
        PageText("fi", "Hae"),
        PageText("th", "ไทย"),
        PageText("th", "ไทย & อื่น ๆ"),
    ]


def test_paths_are_those_of_the_sitemap():
    listed = {path_of(address) for address in sitemap()}

    paths = page_paths("th")

    assert len(paths) == len(set(paths))
    assert set(paths) == {path for path in listed if path.startswith("/th/")}


def test_page_is_fetched_under_every_origin_and_leaves_the_language_alone(settings):
    settings.SITE_URL = "https://careers.example"
    settings.SECURE_SSL_REDIRECT = True

    with translation.override("lv"):
        ((path, html),) = fetch(page_paths("fi")[:1])

        assert translation.get_language() == "lv"
    assert path == "/fi/"
    assert '<html lang="fi"' in html


def test_page_that_fails_is_named_after_the_others_are_fetched():
    paths = ["/fi/ei-sivua/", page_paths("fi")[0]]
    fetched = []

    with pytest.raises(PagesFailed) as failed:
        fetched.extend(path for path, _html in fetch(paths))

    assert fetched == ["/fi/"]
    assert failed.value.errors == {"/fi/ei-sivua/": "404 Not Found"}
    assert str(failed.value) == "/fi/ei-sivua/: 404 Not Found"


def test_text_that_pages_have_in_english_is_found_with_its_pages():
    role = Role.objects.get(code="customer-service-representative")
    english = {"An English text of two sentences. Nobody noticed.", role.name_fi}
    Role.objects.filter(pk=role.pk).update(
        for_you_if_fi=next(iter(english - {role.name_fi}))
    )

    with translation.override("fi"):
        address = role.get_absolute_url()
    found = untranslated_texts("fi", english)

    assert found["An English text of two sentences. Nobody noticed."] == [address]
    assert address in found[role.name_fi]
    assert found.keys() == english
