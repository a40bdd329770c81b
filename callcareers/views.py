"""Pages that belong to no single app: the start page, the guide, sources, errors."""

from http import HTTPStatus

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import Resolver404, reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from callcareers.content.addresses import NotInThisLanguage, with_query
from callcareers.content.models import ContentVersion
from callcareers.redirects import redirect_to_same_page
from faq.models import Topic
from roles.models import Duty, GuideSection, RoleFamily, Skill
from salaries.models import (
    EmploymentProjection,
    PayFactor,
    SalaryGap,
    Source,
    WorkFigure,
)
from salaries.pay import pay_of_most_agents

RETRY_AFTER_SECONDS = "30"


@require_safe
def choose_language(request: HttpRequest, view_name: str = "home") -> HttpResponse:
    """Send the reader to the page in the first language of theirs that we have."""
    response = redirect(with_query(reverse(view_name), request))
    patch_vary_headers(response, ["Accept-Language"])
    return response


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    context = {
        "families": RoleFamily.objects.in_language().with_roles(),
        "topics": Topic.objects.with_page().in_language().with_questions(),
    }
    return render(request, "home.html", context)


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    projections = EmploymentProjection.objects.of_most_agents()
    context = {
        "sections": GuideSection.objects.general().in_language(),
        "duties": Duty.objects.with_page().as_links(),
        "skills": Skill.objects.with_page().as_links(),
        "pay_factors": PayFactor.objects.in_language(),
        "projections": projections.with_sources().latest_first(),
        "families": RoleFamily.objects.in_language().with_roles(),
    }
    return render(request, "guide.html", context)


@require_safe
def source_list(request: HttpRequest) -> HttpResponse:
    context = {"sources": Source.objects.cited().in_language()}
    return render(request, "salaries/source_list.html", context)


@require_safe
def methods(request: HttpRequest) -> HttpResponse:
    context = {
        "example": pay_of_most_agents(),
        "hours_a_year": WorkFigure.objects.hours_a_year().values(),
        "reasons": SalaryGap.Reason.labels,
        "gaps": SalaryGap.objects.whole(),
        "sources": Source.objects.cited().with_use().in_language(),
    }
    return render(request, "methods.html", context)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", f"Disallow: /{settings.ADMIN_URL}", ""]
    sitemap = settings.SITE_URL + reverse("sitemap")
    return HttpResponse("\n".join([*lines, f"Sitemap: {sitemap}", ""]), "text/plain")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Lead browsers that ask at the old address to the icon."""
    return redirect(static("icon.svg"))


@require_safe
def is_live(request: HttpRequest) -> JsonResponse:
    """Say that the process answers, without asking the database."""
    return JsonResponse({"status": "live"})


@require_safe
def is_ready(request: HttpRequest) -> JsonResponse:
    """Say that pages can be served, and from which version of the content."""
    return JsonResponse({"status": "ready", "content_version": ContentVersion.current()})


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=HTTPStatus.BAD_REQUEST)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=HTTPStatus.FORBIDDEN)


def forgery_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that came without its token as any other refusal."""
    return render(request, "403.html", status=HTTPStatus.FORBIDDEN)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Lead on to where the page is, or say in which languages it exists."""
    if isinstance(exception, Resolver404):
        try:
            return redirect_to_same_page(request)
        except Http404 as not_here:
            exception = not_here
    context = {}
    if isinstance(exception, NotInThisLanguage):
        context = {"alternates": exception.alternates, "exists_elsewhere": True}
    return render(request, "404.html", context, status=HTTPStatus.NOT_FOUND)


def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "500.html", status=HTTPStatus.INTERNAL_SERVER_ERROR)


def service_unavailable(request: HttpRequest) -> HttpResponse:
    response = render(request, "503.html", status=HTTPStatus.SERVICE_UNAVAILABLE)
    response.headers["Retry-After"] = RETRY_AFTER_SECONDS
    return response
