from http import HTTPStatus

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from salaries.forms import SalaryFilter
from salaries.models import SalaryFigure

FIGURES_ON_A_PAGE = 50


@require_safe
def figure_list(request: HttpRequest) -> HttpResponse:
    form = SalaryFilter(request.GET)
    figures = form.narrow(SalaryFigure.objects.with_sources().latest_first())
    page = Paginator(figures, FIGURES_ON_A_PAGE).get_page(request.GET.get("page"))
    status = HTTPStatus.OK if form.is_valid() else HTTPStatus.BAD_REQUEST
    context = {"form": form, "page": page}
    return render(request, "salaries/figure_list.html", context, status=status)
