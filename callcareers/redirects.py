"""Where an address leads that is right but for its language."""

import unicodedata
from contextlib import suppress

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseRedirectBase
from django.shortcuts import redirect
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.utils import translation

from callcareers.content.addresses import page_at, redirect_to_record, with_query
from callcareers.content.models import TranslatedPage
from callcareers.languages import shown_codes
from callcareers.sitemaps import PAGES

PAGES_BY_VIEW = {pages.model.view_name: pages for pages in PAGES.values()}


def redirect_to_same_page(request: HttpRequest) -> HttpResponseRedirectBase:
    """Return a redirect from an address with the path words of another language.

    It may also name no language at all, as the addresses do that search engines offer to
    readers of any other language, or spell a letter and its accent as two. Raises
    `Http404` for every other address, and where the page does not exist in the language
    of the address.
    """
    path = unicodedata.normalize("NFC", request.path_info.lstrip("/"))
    first, _, rest = path.partition("/")
    names_language = first in shown_codes()
    matches = _matches_in_any_language(rest if names_language else path)
    for language, match in matches:
        if record := _record_at(match, language):
            if names_language:
                return redirect_to_record(request, record, permanent=False)
            return _redirect_to_any_language(request, record)
    if not matches:
        raise Http404
    _language, match = matches[0]
    address = reverse(match.view_name, kwargs=match.kwargs)
    return redirect(with_query(address, request))


def _matches_in_any_language(path: str) -> list[tuple[str, ResolverMatch]]:
    """Return the languages in which `path` is the address of a view, with the view."""
    matches = []
    for language in shown_codes():
        with translation.override(language), suppress(Resolver404):
            matches.append((language, resolve(f"/{language}/{path}")))
    return matches


def _record_at(match: ResolverMatch, language: str) -> TranslatedPage | None:
    """Return the record whose page in `language` is or was at the address of `match`."""
    pages = PAGES_BY_VIEW.get(match.view_name)
    if pages is None:
        return None
    with translation.override(language):
        return page_at(pages, match.kwargs["slug"])


def _redirect_to_any_language(
    request: HttpRequest, record: TranslatedPage
) -> HttpResponseRedirectBase:
    """Return a redirect to the reader's language, else to the first that the page is in.

    Search engines offer the address to readers of any language that the page is not in.
    """
    for address in (record.get_absolute_url(), *record.alternates().values()):
        if address:
            return redirect(with_query(address, request))
    raise Http404
