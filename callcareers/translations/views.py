from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from callcareers.translations.status import Part, language_statuses


@require_safe
def language_list(request: HttpRequest) -> HttpResponse:
    """Show how far the site is in each language that it is translated into."""
    context = {"statuses": language_statuses(), "parts": Part.labels}
    return render(request, "translations/language_list.html", context)
