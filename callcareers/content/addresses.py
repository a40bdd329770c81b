"""What to answer when no page stands at a slug: a redirect, or a helpful 404."""

from django.db.models import Case, Q, When
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseRedirectBase
from django.shortcuts import redirect
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _

from callcareers.content.models import (
    SlugHistory,
    TranslatedPage,
    TranslatedPageQuerySet,
    column,
)
from callcareers.languages import shown_codes


class NotInThisLanguage(Http404):
    """The page exists, but not in the language of the address.

    `alternates` has its address in each language in which it does.
    """

    def __init__(self, alternates: dict[str, str]) -> None:
        super().__init__(_("This page is not in this language yet."))
        self.alternates = alternates


def redirect_to_page(
    request: HttpRequest,
    pages: TranslatedPageQuerySet,
    slug: str,
    *,
    is_former: bool = False,
) -> HttpResponseRedirectBase:
    """Return a redirect to the page of the record that `slug` means.

    A former slug leads on for good (301), and so does a slug that is right in an address
    that `is_former` for another part of it; a slug of another language leads to the page
    in the language of the address (302). Raises `NotInThisLanguage` where the record has
    no such page, `Http404` where no record of `pages` is known by the slug.
    """
    if record := pages.at_slug(slug).first():
        return redirect_to_record(request, record, permanent=is_former)
    if record := SlugHistory.objects.current_record(pages, slug):
        return redirect_to_record(request, record, permanent=True)
    if record := _known_elsewhere(pages, slug):
        return redirect_to_record(request, record, permanent=False)
    raise Http404


def redirect_to_record(
    request: HttpRequest, record: TranslatedPage, *, permanent: bool
) -> HttpResponseRedirectBase:
    """Return a redirect to the page of `record` in the active language.

    Raises `NotInThisLanguage` where it has none, `Http404` where it has none in any.
    """
    if address := record.get_absolute_url():
        return redirect(with_query(address, request), permanent=permanent)
    if alternates := record.alternates():
        raise NotInThisLanguage(alternates)
    raise Http404


def page_at(pages: TranslatedPageQuerySet, slug: str) -> TranslatedPage | None:
    """Return the record of `pages` that is or was at `slug` in the active language."""
    return pages.at_slug(slug).first() or SlugHistory.objects.current_record(pages, slug)


def with_query(address: str, request: HttpRequest) -> str:
    """Return `address` with the query that `request` came with, whatever it holds."""
    query = iri_to_uri(request.META.get("QUERY_STRING", ""))
    return f"{address}?{query}" if query else address


def _known_elsewhere(pages: TranslatedPageQuerySet, slug: str) -> TranslatedPage | None:
    """Return the record at `slug` in another language, first one with a page in this.

    Two records may share a slug, each in its own language.
    """
    in_any_language = Q(
        *((column("slug", language), slug) for language in shown_codes()), _connector=Q.OR
    )
    here = pages.with_page().values("pk")
    is_elsewhere = Case(When(pk__in=here, then=0), default=1)
    return pages.filter(in_any_language).order_by(is_elsewhere, "code").first()
