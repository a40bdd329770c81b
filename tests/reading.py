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
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[tuple[str, str]] = []
        self.attributes: list[str] = []
        self.languages: list[str] = [""]
        self.canonical = ""
        self.alternates: dict[str, str] = {}
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        values = {name: value or "" for name, value in attrs}
        language = values.get("lang") or self.languages[-1]
        self.attributes += values.values()
        read_out = [text for name, text in values.items() if name in READ_OUT]
        if values.get("name") == "description":
            read_out.append(values["content"])
        self.texts += [(language, text) for text in read_out]
        if values.get("rel") == "canonical":
            self.canonical = values["href"]
        if values.get("rel") == "alternate":
            self.alternates[values["hreflang"]] = values["href"]
        if tag not in VOID:
            self.languages.append(language)

    def handle_startendtag(self, tag, attrs):
        """Leave the language as it is: an element without an end has no text."""

    def handle_endtag(self, tag):
        if tag not in VOID:
            self.languages.pop()

    def handle_data(self, data):
        if data.strip():
            self.texts.append((self.languages[-1], data))

    def of(self, language: str) -> str:
        return " ".join(text for found, text in self.texts if found == language)


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
