"""Pages as readers and machines find them: by links, with the language of each text."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from django.conf import settings
from django.test import Client

VOID = {"meta", "link", "br", "input", "img", "hr", "rect", "line", "circle", "polyline"}
READ_OUT = {"alt", "title", "aria-label", "placeholder"}


class Reading(HTMLParser):
    """The texts of a page, each with the language of the element that it stands in.

    `texts` has the attributes that are read out too, and the description; `attributes`
    has every attribute; `canonical` and `alternates` are what the head says of addresses.
    `figures` has each text and attribute that is read out, with the codes of the figures
    that the elements it stands in are tied to; `data` the values of those that are data.
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[tuple[str, str]] = []
        self.attributes: list[str] = []
        self.languages: list[str] = [""]
        self.tied: list[frozenset[str]] = [frozenset()]
        self.figures: list[tuple[frozenset[str], str]] = []
        self.data: list[tuple[str, str, str]] = []
        self._value: tuple[str, str] | None = None
        self.canonical = ""
        self.alternates: dict[str, str] = {}
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        values = {name: value or "" for name, value in attrs}
        language = values.get("lang") or self.languages[-1]
        self.attributes += values.values()
        read_out = [text for name, text in values.items() if name in READ_OUT]
        tied = self.tied[-1] | frozenset(values.get("data-figure", "").split())
        self._value = None
        if tag == "data":
            self._value = (values["data-figure"], values["value"])
        if values.get("name") == "description":
            read_out.append(values["content"])
        self.texts += [(language, text) for text in read_out]
        self.figures += [(tied, text) for text in read_out]
        if values.get("rel") == "canonical":
            self.canonical = values["href"]
        if values.get("rel") == "alternate":
            self.alternates[values["hreflang"]] = values["href"]
        if tag not in VOID:
            self.languages.append(language)
            self.tied.append(tied)

    def handle_startendtag(self, tag, attrs):
        """Leave the language as it is: an element without an end has no text."""

    def handle_endtag(self, tag):
        if tag not in VOID:
            self.languages.pop()
            self.tied.pop()

    def handle_data(self, data):
        if data.strip():
            self.texts.append((self.languages[-1], data))
            self.figures.append((self.tied[-1], data))
            if self._value:
                self.data.append((*self._value, data))
                self._value = None

    def of(self, language: str) -> str:
        return " ".join(text for found, text in self.texts if found == language)


def crawl(start: str) -> Iterator[tuple[str, str]]:
    """Yield the address and the HTML of each page of one language.

    It follows the links that search engines are to follow.
    """
    client = Client()
    seen, waiting = {start}, [start]
    while waiting:
        address = waiting.pop()
        response = client.get(address)
        assert response.status_code == 200, address
        html = response.content.decode()
        yield address, html
        for link in links_of(html):
            if link.startswith(start) and link not in seen:
                seen.add(link)
                waiting.append(link)


def links_of(html: str) -> list[str]:
    """Return the addresses of the site's own that a page leads on to, without queries."""
    anchors = re.findall(r"<a [^>]*>", html)
    followed = (anchor for anchor in anchors if "nofollow" not in anchor)
    return [
        found[1] for anchor in followed if (found := re.search(r'href="(/[^"#?]*)', anchor))
    ]


def sitemap() -> dict[str, dict[str, str]]:
    """Return the address of each page with its alternates, as the sitemap names them."""
    xml = Client().get("/sitemap.xml").content.decode()
    return {
        re.search(r"<loc>(.*?)</loc>", page)[1]: dict(
            re.findall(r'hreflang="([\w-]+)" href="(.*?)"', page)
        )
        for page in re.findall(r"<url>(.*?)</url>", xml, re.DOTALL)
    }


def path_of(url: str) -> str:
    """Return the path of one of the site's own addresses."""
    assert url.startswith(f"{settings.SITE_URL}/"), url
    return url.removeprefix(settings.SITE_URL)


def read_on(response) -> dict[str, list[str]]:
    """Return the addresses that a page leads on to, by the words above them."""
    groups = re.findall(r"<dt>([^<]*)</dt>(.*?)</div>", response.text, re.DOTALL)
    return {label: re.findall(r'<dd><a href="([^"]*)"', links) for label, links in groups}
