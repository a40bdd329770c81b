from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from callcareers.languages import SOURCE_LANGUAGE, shown_codes
from callcareers.translations.status import Part, language_statuses


@require_safe
def language_list(request: HttpRequest) -> HttpResponse:
    """Show how far the site is in each language that readers meet and is no source."""
    translations = [code for code in shown_codes() if code != SOURCE_LANGUAGE]
    context = {"statuses": language_statuses(translations), "parts": Part.labels}
    return render(request, "translations/language_list.html", context)
