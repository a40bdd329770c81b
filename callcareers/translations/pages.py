"""The texts of the site's own pages, as readers meet them: for checks and previews."""

from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import translation

from callcareers.languages import SOURCE_LANGUAGE
from callcareers.sitemaps import PAGES, StaticSitemap
from callcareers.translations.rules import accepted_words, foreign_words

VOID = {"br", "hr", "img", "input", "link", "meta"}
READ_OUT = {"alt", "aria-label", "placeholder", "title"}
WHITENOISE = "whitenoise.middleware.WhiteNoiseMiddleware"


@dataclass(frozen=True, slots=True)
class PageText:
    """A text of a page, and the language of the element that it stands in."""

    language: str
    text: str


class PagesFailed(Exception):
    """Pages that readers would meet as an error: what went wrong, by their address."""

    def __init__(self, errors: dict[str, str]) -> None:
        self.errors = errors
        super().__init__("\n".join(f"{path}: {error}" for path, error in errors.items()))


class PageTexts(HTMLParser):
    """Collect the texts of a page, those of attributes that are read out included."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.languages = [""]
        self.found: list[PageText] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        language = values.get("lang") or self.languages[-1]
        read_out = [text for name, text in attrs if name in READ_OUT]
        if values.get("name") == "description":
            read_out.append(values.get("content"))
        for text in filter(None, read_out):
            self._add(language, text)
        if tag not in VOID:
            self.languages.append(language)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.languages.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self.languages.pop()

    def handle_data(self, data: str) -> None:
        self._add(self.languages[-1], data)

    def _add(self, language: str, text: str) -> None:
        if plain := " ".join(text.split()):
            self.found.append(PageText(language, plain))


def page_paths(language: str) -> list[str]:
    """Return the address of every page that exists in `language`."""
    with translation.override(language):
        static = [reverse(name) for name in StaticSitemap().items()]
        records = [
            record.get_absolute_url() for pages in PAGES.values() for record in pages.all()
        ]
    return [*static, *filter(None, records)]


def fetch(paths: list[str]) -> Iterator[tuple[str, str]]:
    """Yield each of `paths` with the HTML that a reader gets there.

    Style sheets need not be collected for it, and the active language stays as it is.
    Raises `PagesFailed` after the last page where any cannot be shown.
    """
    site = urlsplit(settings.SITE_URL)
    host = site.hostname or ""
    client = Client(raise_request_exception=False)
    errors = {}
    with without_collected_files(), override_settings(ALLOWED_HOSTS=[host]):
        for path in paths:
            # The request leaves the page's language behind.
            with translation.override(translation.get_language()):
                response = client.get(
                    path, secure=site.scheme == "https", headers={"host": host}
                )
            if response.status_code == HTTPStatus.OK:
                yield path, response.content.decode()
            else:
                errors[path] = _error_of(response)
    if errors:
        raise PagesFailed(errors)


def _error_of(response: Any) -> str:
    """Return what went wrong with a page that a test client got: exception or status."""
    if response.exc_info:
        kind, error, _traceback = response.exc_info
        return f"{kind.__name__}: {error}"
    return f"{response.status_code} {response.reason_phrase}"


def without_collected_files() -> override_settings:
    """Return settings under which no page needs static files that were collected."""
    storage = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    return override_settings(
        STORAGES=settings.STORAGES | {"staticfiles": storage},
        MIDDLEWARE=[name for name in settings.MIDDLEWARE if name != WHITENOISE],
    )


def english_texts() -> set[str]:
    """Return every text that stands on the English pages."""
    return {
        item.text
        for _, html in fetch(page_paths(SOURCE_LANGUAGE))
        for item in PageTexts(html).found
        if item.language == SOURCE_LANGUAGE
    }


def untranslated_texts(language: str, english: set[str]) -> dict[str, list[str]]:
    """Return what claims to be in `language` and is among the `english` texts.

    Each text comes with the paths of the pages that it stands on.
    """
    accepted = accepted_words(language)
    found: dict[str, list[str]] = {}
    for path, html in fetch(page_paths(language)):
        for item in dict.fromkeys(PageTexts(html).found):
            if (
                item.language == language
                and item.text in english
                and foreign_words(item.text, accepted)
            ):
                found.setdefault(item.text, []).append(path)
    return found
