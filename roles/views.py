from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from callcareers.content.addresses import redirect_to_page
from roles.forms import RoleFilter
from roles.models import Duty, GuideSection, Role, Skill


@require_safe
def role_list(request: HttpRequest) -> HttpResponse:
    form = RoleFilter(request.GET)
    roles = form.narrow(Role.objects.published().with_page().as_cards())
    status = HTTPStatus.OK if form.is_valid() else HTTPStatus.BAD_REQUEST
    context = {"form": form, "roles": roles.by_family()}
    return render(request, "roles/role_list.html", context, status=status)


@require_safe
def role_detail(request: HttpRequest, slug: str) -> HttpResponse:
    published = Role.objects.published()
    role = published.as_guide().at_slug(slug).first()
    if role is None:
        return redirect_to_page(request, published, slug)
    context = {
        "role": role,
        "sections": GuideSection.objects.for_role(role),
        "colleagues": published.with_page().as_cards().near(role),
        "alternates": role.alternates(),
    }
    return render(request, "roles/role_detail.html", context)


@require_safe
def duty_list(request: HttpRequest) -> HttpResponse:
    duties = Duty.objects.with_page().in_language("slug", "name", "summary").by_group()
    return render(request, "roles/duty_list.html", {"duties": duties})


@require_safe
def duty_detail(request: HttpRequest, slug: str) -> HttpResponse:
    duty = Duty.objects.as_page().at_slug(slug).first()
    if duty is None:
        return redirect_to_page(request, Duty.objects.all(), slug)
    context = {"duty": duty, "alternates": duty.alternates()}
    return render(request, "roles/duty_detail.html", context)


@require_safe
def skill_list(request: HttpRequest) -> HttpResponse:
    skills = Skill.objects.with_page().as_links()
    return render(request, "roles/skill_list.html", {"skills": skills})


@require_safe
def skill_detail(request: HttpRequest, slug: str) -> HttpResponse:
    skill = Skill.objects.as_page().at_slug(slug).first()
    if skill is None:
        return redirect_to_page(request, Skill.objects.all(), slug)
    context = {"skill": skill, "alternates": skill.alternates()}
    return render(request, "roles/skill_detail.html", context)
