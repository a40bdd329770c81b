"""What to answer when no page stands at a slug: a redirect, or a helpful 404."""

from django.db.models import Q
from django.http import Http404
from django.http.response import HttpResponseRedirectBase
from django.shortcuts import redirect
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

    def __init__(self, record: TranslatedPage) -> None:
        super().__init__(_("This page is not in this language yet."))
        self.alternates = record.alternates()


def redirect_to_page(pages: TranslatedPageQuerySet, slug: str) -> HttpResponseRedirectBase:
    """Return a redirect to the page of the record that `slug` means.

    A former slug leads on for good (301); a slug of another language leads to the page in
    the language of the address (302). Raises `NotInThisLanguage` where the record has no
    such page, `Http404` where no record of `pages` is known by the slug.
    """
    if former := SlugHistory.objects.current_record(pages, slug):
        return _redirect(former, permanent=True)
    in_any_language = Q(
        *((column("slug", language), slug) for language in shown_codes()), _connector=Q.OR
    )
    if record := pages.filter(in_any_language).first():
        return _redirect(record, permanent=False)
    raise Http404


def _redirect(record: TranslatedPage, *, permanent: bool) -> HttpResponseRedirectBase:
    if address := record.get_absolute_url():
        return redirect(address, permanent=permanent)
    raise NotInThisLanguage(record)
