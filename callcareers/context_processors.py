"""What every template may use."""

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from callcareers.languages import active_language, shown_codes
from callcareers.prose import SourceNotes


def page(request: HttpRequest) -> dict[str, object]:
    """Return the page's language, its address in every language, and empty notes.

    A view whose page is a record's puts the record's own `alternates` in their place.
    """
    return {
        "language": active_language(),
        "alternates": _alternates(request),
        "notes": SourceNotes(),
    }


def _alternates(request: HttpRequest) -> dict[str, str]:
    """Return the address of a page without a slug in each language, by code."""
    match = request.resolver_match
    name = match.view_name if match and not match.kwargs else "home"
    addresses = {}
    for language in shown_codes():
        with translation.override(language):
            try:
                addresses[language] = reverse(name)
            except NoReverseMatch:
                addresses[language] = reverse("home")
    return addresses
