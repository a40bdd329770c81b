"""Pay and outlook, wherever they are shown."""

from collections.abc import Iterable

from django import template

from roles.models import Role
from salaries import pay
from salaries.models import EmploymentProjection, SalaryFigure

register = template.Library()


@register.simple_tag
def pay_of(role: Role) -> pay.RolePay:
    """Return what is known of the pay of `role`."""
    return pay.pay_of(role)


@register.simple_tag
def projections_of(role: Role) -> list[EmploymentProjection]:
    """Return the employment projections of the role's occupation, the latest first."""
    projections = EmploymentProjection.objects.of_occupation(role.occupation)
    return list(projections.with_sources().latest_first())


@register.simple_tag
def with_typical_pay(roles: Iterable[Role]) -> list[tuple[Role, SalaryFigure | None]]:
    """Return each role with the latest yearly median of its occupation."""
    roles = list(roles)
    typical = pay.typical_pay(roles)
    return [(role, typical.get(role.occupation_id or 0)) for role in roles]
