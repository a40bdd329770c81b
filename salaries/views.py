from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from callcareers.content.addresses import redirect_to_page
from callcareers.content.models import figure_with_code
from roles.models import Occupation
from salaries.comparison import Comparison
from salaries.forms import AreaChoice, OfferForm, RoleComparison, SalaryFilter
from salaries.occupations import OccupationPay
from salaries.offers import judge
from salaries.passport import Passport
from salaries.tables import FigureTable


@require_safe
def figure_list(request: HttpRequest) -> HttpResponse:
    form = SalaryFilter(request.GET)
    status = HTTPStatus.OK if form.is_valid() else HTTPStatus.BAD_REQUEST
    table = FigureTable(form, request.GET)
    context = {
        "form": form,
        "table": table,
        "page": table.page,
        "occupations": Occupation.objects.with_page().as_links(),
    }
    return render(request, "salaries/figure_list.html", context, status=status)


@require_safe
def figure_detail(request: HttpRequest, code: str) -> HttpResponse:
    figure = figure_with_code(code)
    if figure is None:
        raise Http404
    context = {
        "figure": figure,
        "passport": Passport(figure),
        "alternates": figure.alternates(),
    }
    return render(request, "salaries/figure_detail.html", context)


@require_safe
def occupation_detail(request: HttpRequest, slug: str) -> HttpResponse:
    occupation = Occupation.objects.as_page().at_slug(slug).first()
    if occupation is None:
        return redirect_to_page(request, Occupation.objects.all(), slug)
    form = AreaChoice(request.GET, occupation=occupation)
    status = HTTPStatus.OK if form.is_valid() else HTTPStatus.BAD_REQUEST
    context = {
        "occupation": occupation,
        "form": form,
        "pay": OccupationPay(occupation, form.area_chosen),
        "alternates": occupation.alternates(),
    }
    return render(request, "salaries/occupation_detail.html", context, status=status)


@require_safe
def offer_check(request: HttpRequest) -> HttpResponse:
    form = OfferForm(request.GET)
    verdict = judge(*form.question) if form.is_valid() else None
    status = HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK
    context = {"form": form, "verdict": verdict}
    response = render(request, "salaries/offer_check.html", context, status=status)
    if form.is_bound:  # the address holds what somebody has been offered
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
    return response


@require_safe
def role_compare(request: HttpRequest) -> HttpResponse:
    form = RoleComparison(request.GET)
    status = HTTPStatus.OK if form.is_valid() else HTTPStatus.BAD_REQUEST
    context = {"form": form, "comparison": Comparison.of(form)}
    return render(request, "salaries/role_compare.html", context, status=status)
