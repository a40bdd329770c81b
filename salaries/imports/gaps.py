"""Gaps in the figures that an import fills, finds or finds anew."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from callcareers.content.models import Edit
from salaries.imports.bls import GapRow
from salaries.imports.changes import Change, Snapshots
from salaries.imports.checks import Key, Statement, Values, key_of
from salaries.imports.faults import Fault
from salaries.models import SalaryGap

# What tells gaps apart, and which figure would fill one.
IDENTITY = (
    "occupation",
    "area",
    "industry",
    "measure",
    "basis",
    "period_start",
    "period_end",
    "source",
)


def gap_key(gap: SalaryGap, snapshots: Snapshots) -> Key:
    fields: Any = map(SalaryGap._meta.get_field, IDENTITY)
    return tuple(
        snapshots.codes_of(field.related_model).get(getattr(gap, field.attname))
        if field.is_relation
        else getattr(gap, field.attname)
        for field in fields
    )


def find_gap_faults(gaps: Iterable[GapRow], stored: dict[str, Values]) -> list[Fault]:
    """Return the faults of gaps for which there is a figure."""
    codes = {
        key_of(values, IDENTITY): code
        for code, values in stored.items()
        if not values["role"] and not values["employer"]
    }
    return [
        gap.fault(
            _(
                # Translators: %(code)s is the code of a figure.
                "There is no number here, but one is recorded as %(code)s. Delete that "
                "figure first, if its source has withdrawn it."
            )
            % {"code": code}
        )
        for gap in gaps
        if (code := codes.get(key_of(gap.values, IDENTITY)))
    ]


def write_gaps(
    rows: Iterable[GapRow], statements: Iterable[Statement], by: str, snapshots: Snapshots
) -> list[Change]:
    """Save the gaps of `rows`, delete those that figures fill; return what changed."""
    stored = {gap_key(gap, snapshots): gap for gap in SalaryGap._base_manager.all()}
    changes = []
    for statement in statements:
        gap = stored.get(key_of(statement.after, IDENTITY))
        if gap and not statement.after["role"] and not statement.after["employer"]:
            changes.append(Change.of(gap, snapshots.of(gap), None))
            gap.delete()
    for row in rows:
        gap = stored.get(key_of(row.values, IDENTITY))
        if gap is None or gap.reason != row.values["reason"]:
            changes.append(write_gap(gap, row.values, by, snapshots))
    return changes


def write_gap(
    gap: SalaryGap | None, values: Values, by: str, snapshots: Snapshots
) -> Change:
    before = None if gap is None else snapshots.of(gap)
    if gap is None:
        gap = SalaryGap()
        given: dict[str, Any] = snapshots.of(gap) | values
        snapshots.restore(gap, given)
    gap.reason = values["reason"]
    gap.edit = Edit(by)
    gap.save()
    return Change.of(gap, before, snapshots.of(gap))
