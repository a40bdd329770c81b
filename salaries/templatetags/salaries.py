"""Pay and outlook, wherever they are shown."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from callcareers.prose import SourceNotes
from callcareers.templatetags.prose import note_mark
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


@register.simple_tag
def amount(figure: SalaryFigure, notes: SourceNotes) -> SafeString:
    """Print an amount with its qualifier and the mark of its note."""
    return format_html(
        '<data class="figure" value="{}" data-figure="{}">{}</data>{}',
        figure.amount,
        figure.code,
        figure.stated_text,
        note_mark(figure, notes),
    )


@register.simple_tag
def stated(figure: SalaryFigure, notes: SourceNotes) -> SafeString:
    """Print an amount as `amount` does, and the time that it is paid for."""
    return format_html(
        '{} <span class="basis">{}</span>',
        amount(figure, notes),
        figure.get_basis_display(),
    )
