"""Every page in every language, found by following links as a reader does."""

import gzip
import re
from collections.abc import Iterator
from html.parser import HTMLParser

import html5lib
import pytest
from django.conf import settings as site
from django.test import Client

from callcareers.languages import CODES
from callcareers.templatetags.components import STYLESHEETS
from faq.models import Question, Topic
from roles.models import Duty, Role, Skill

PAGES_OF_NO_RECORD = 7
CURRENCY_AMOUNT = re.compile(r"[$€£฿]\s?\d|\d\s?(?:[$€£฿]|USD|EUR)")
FIRST_VISIT_LIMIT = 40_000
SCRIPTS = {"th": re.compile(r"[\u0e00-\u0e7f]"), "el": re.compile(r"[\u0370-\u03ff]")}
WORDS_OF = {
    "en": {"the", "and", "you", "with", "what", "from", "your", "which"},
    "fi": {"ja", "että", "voit", "työn", "kun", "tai", "ovat", "joka"},
    "lv": {"un", "jūs", "par", "kas", "vai", "arī", "darba", "jums"},
    "hu": {"és", "hogy", "vagy", "egy", "az", "nem", "amely", "munka"},
}


class Texts(HTMLParser):
    """The texts of a page, each with the language of the element that it stands in."""

    VOID = {"meta", "link", "br", "input", "img", "hr", "rect"}

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self.languages: list[str] = [""]
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        language = dict(attrs).get("lang") or self.languages[-1]
        if tag not in self.VOID:
            self.languages.append(language)

    def handle_startendtag(self, tag, attrs):
        """Leave the language as it is: an element without an end has no text."""

    def handle_endtag(self, tag):
        if tag not in self.VOID:
            self.languages.pop()

    def handle_data(self, data):
        if data.strip():
            self.found.append((self.languages[-1], data))

    def of(self, language: str) -> str:
        return " ".join(text for found, text in self.found if found == language)


def crawl(start: str) -> Iterator[tuple[str, str]]:
    """Yield the address and the HTML of each page of one language."""
    client = Client()
    seen, waiting = {start}, [start]
    while waiting:
        address = waiting.pop()
        response = client.get(address)
        assert response.status_code == 200, address
        html = response.content.decode()
        yield address, html
        for link in re.findall(r'href="(/[^"#?]*)', html):
            if link.startswith(start) and link not in seen:
                seen.add(link)
                waiting.append(link)


@pytest.mark.django_db
@pytest.mark.parametrize("language", CODES)
def test_every_page_of_a_language_is_whole(language):
    pages = dict(crawl(f"/{language}/"))

    records = sum(model.objects.count() for model in (Role, Duty, Skill, Topic, Question))
    assert len(pages) == records + PAGES_OF_NO_RECORD
    for address, html in pages.items():
        assert f'<html lang="{language}" ' in html, address
        assert_no_other_language(address, html, language)
        assert_money_belongs_to_figures(address, html)
        assert_no_scripts_nor_other_hosts(address, html)


def assert_no_other_language(address: str, html: str, language: str) -> None:
    texts = Texts(html)
    assert texts.languages == [""], address
    own = texts.of(language)
    words = set(re.findall(r"\w+", own.lower()))
    for other, telling in WORDS_OF.items():
        if other != language:
            assert len(words & telling) < 2, (address, other, words & telling)
    for other, script in SCRIPTS.items():
        if other != language:
            assert not script.search(own), (address, other)


def assert_money_belongs_to_figures(address: str, html: str) -> None:
    outside = re.sub(r'<data class="figure".*?</data>', "", html, flags=re.DOTALL)
    outside = re.sub(r"<svg.*?</svg>", "", outside, flags=re.DOTALL)
    assert not CURRENCY_AMOUNT.search(outside), address


def assert_no_scripts_nor_other_hosts(address: str, html: str) -> None:
    assert "<script" not in html, address
    assert not re.search(r"\s(?:on\w+|style)=", html), address
    assert not re.search(r'(?:src|<link[^>]*href)="https?://(?!127)', html), address


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "/en/",
        "/en/roles/",
        "/en/roles/customer-service-representative/",
        "/en/duties/handling-complaints/",
        "/en/skills/",
        "/en/salaries/",
        "/en/sources/",
        "/en/questions/pay/",
        "/en/nothing/",
    ],
)
def test_page_is_html_that_no_browser_has_to_repair(client, address):
    html5lib.HTMLParser(strict=True).parse(client.get(address).content.decode())


@pytest.mark.django_db
@pytest.mark.parametrize("language", CODES)
def test_first_visit_of_a_role_guide_is_light(client, language):
    role = Role.objects.get(code="customer-service-representative")
    address = role.alternates()[language]

    response = client.get(address, headers={"accept-encoding": "gzip"})
    sheets = [(site.BASE_DIR / "static" / sheet).read_bytes() for sheet in STYLESHEETS]
    icon = (site.BASE_DIR / "static" / "icon.svg").read_bytes()

    assert response.headers["Content-Encoding"] == "gzip"
    weight = sum(len(gzip.compress(content)) for content in [*sheets, icon])
    assert len(response.content) + weight <= FIRST_VISIT_LIMIT
