"""What figures of a file must be beside each other and beside what is stored."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from callcareers import formats
from callcareers.content.models import figure_models
from salaries.columns import FIGURE_COLUMNS
from salaries.imports.faults import Fault
from salaries.imports.layouts import FigureRow
from salaries.models import SalaryFigure

Values = dict[str, Any]
Key = tuple[Any, ...]

JUMP_SHARE = Decimal("0.30")
SERIES = (
    "occupation",
    "role",
    "area",
    "industry",
    "employer",
    "measure",
    "basis",
    "tax",
    "currency",
)
# The fields of the constraint that a figure is stated once.
STATED_ONCE = (
    "occupation",
    "role",
    "area",
    "industry",
    "employer",
    "measure",
    "basis",
    "tax",
    "period_start",
    "period_end",
    "source",
)
DISTRIBUTION = tuple(name.removesuffix("_id") for name in SalaryFigure.DISTRIBUTION)
SHIFTED: dict[Decimal, Any] = {
    Decimal(10): gettext_lazy(
        # Translators: %(amount)s is an amount, %(period)s such as "2025".
        "Ten times %(amount)s, the figure of %(period)s (%(code)s): is the decimal sign "
        "in the right place?"
    ),
    Decimal(100): gettext_lazy(
        # Translators: %(amount)s is an amount, %(period)s such as "2025".
        "A hundred times %(amount)s, the figure of %(period)s (%(code)s): is the decimal "
        "sign in the right place?"
    ),
    Decimal(1000): gettext_lazy(
        # Translators: %(amount)s is an amount, %(period)s such as "2025".
        "A thousand times %(amount)s, the figure of %(period)s (%(code)s): is the decimal "
        "sign in the right place?"
    ),
    Decimal("0.1"): gettext_lazy(
        # Translators: %(amount)s is an amount, %(period)s such as "2025".
        "A tenth of %(amount)s, the figure of %(period)s (%(code)s): is the decimal sign "
        "in the right place?"
    ),
    Decimal("0.01"): gettext_lazy(
        # Translators: %(amount)s is an amount, %(period)s such as "2025".
        "A hundredth of %(amount)s, the figure of %(period)s (%(code)s): is the decimal "
        "sign in the right place?"
    ),
    Decimal("0.001"): gettext_lazy(
        # Translators: %(amount)s is an amount, %(period)s such as "2025".
        "A thousandth of %(amount)s, the figure of %(period)s (%(code)s): is the decimal "
        "sign in the right place?"
    ),
}


@dataclass(frozen=True, slots=True)
class Statement:
    """A figure of a file, read: the row that has it, its values, those stored before.

    Values are by column, related records by their codes; `before` is None of a new figure.
    """

    row: FigureRow
    before: Values | None
    after: Values

    @property
    def is_changed(self) -> bool:
        return self.before != self.after

    def fault(self, column: str, reason: str) -> Fault:
        return self.row.fault(column, reason)


def stored_figures() -> dict[str, Values]:
    """Return the values of every stored figure, by code; one query."""
    related = {
        name: f"{name}__code"
        for name in FIGURE_COLUMNS
        if SalaryFigure._meta.get_field(name).is_relation
    }
    paths = [related.get(name, name) for name in FIGURE_COLUMNS]
    rows = SalaryFigure._base_manager.values_list(*paths)
    figures = (dict(zip(FIGURE_COLUMNS, row, strict=True)) for row in rows)
    return {figure["code"]: figure for figure in figures}


def new_values() -> Values:
    """Return what a new figure has in columns that a file leaves out."""
    fields: Any = map(SalaryFigure._meta.get_field, FIGURE_COLUMNS)
    return {field.name: field.get_default() for field in fields}


def key_of(values: Values, names: Iterable[str]) -> Key:
    return tuple(values[name] for name in names)


def find_faults(
    statements: list[Statement],
    stored: Mapping[str, Values],
    currencies: Mapping[str, list[str]],
) -> list[Fault]:
    """Return what is wrong with figures that can be read, each alone and all together.

    `currencies` has those of each area, by its code.
    """
    changed = [statement for statement in statements if statement.is_changed]
    faults = [
        statement.fault(column, reason)
        for statement in changed
        for column, reason in faults_alone(statement.after, currencies)
    ]
    final = {**stored, **{found.after["code"]: found.after for found in statements}}
    faults += repeated_codes(statements)
    faults += foreign_codes(changed)
    faults += repeated_statements(changed, final)
    faults += descending_percentiles(changed, final)
    return faults


def faults_alone(
    values: Values, currencies: Mapping[str, list[str]]
) -> Iterable[tuple[str, str]]:
    """Yield column and reason of what makes a figure false by itself."""
    yield from period_faults(values)
    high = values["amount_high"]
    is_range = values["measure"] == SalaryFigure.Measure.RANGE
    if is_range != (high is not None):
        yield "amount_high", _("A range, and only a range, has two ends.")
    elif high is not None and high <= values["amount"]:
        yield "amount_high", _("A range must end above its start.")
    allowed = currencies.get(values["area"], [values["currency"]])
    if values["currency"] not in allowed:
        yield (
            "currency",
            # Translators: %(area)s is the code of a country, such as "US", %(currency)s
            # that of a currency, or of several, such as "USD".
            _("Figures for %(area)s are in %(currency)s.")
            % {"area": values["area"], "currency": ", ".join(allowed)},
        )


def period_faults(values: Values) -> Iterable[tuple[str, str]]:
    start, end = values["period_start"], values["period_end"]
    is_none = values["period_precision"] == SalaryFigure.Precision.NONE
    if {start is None, end is None} != {is_none}:
        yield (
            "period_precision",
            _("A period has a start, an end and a precision, or none of them."),
        )
    elif start is not None and end < start:
        yield "period_end", _("A period ends on or after its first day.")


def repeated_codes(statements: list[Statement]) -> list[Fault]:
    rows: dict[str, int] = {}
    faults = []
    for statement in statements:
        code, number = statement.after["code"], statement.row.number
        if code in rows:
            # Translators: %(row)s is the number of another row.
            reason = _("The same code stands in row %(row)s.") % {"row": rows[code]}
            faults.append(statement.fault("code", reason))
        rows.setdefault(code, number)
    return faults


def foreign_codes(changed: list[Statement]) -> list[Fault]:
    """Return the faults of new figures with the code of a figure of another kind."""
    codes = [statement.after["code"] for statement in changed if not statement.before]
    others = [model for model in figure_models() if model is not SalaryFigure]
    taken = {
        code
        for model in others
        for code in model._base_manager.filter(code__in=codes).values_list(
            "code", flat=True
        )
    }
    return [
        statement.fault("code", _("A figure of another kind has this code."))
        for statement in changed
        if statement.after["code"] in taken
    ]


def repeated_statements(
    changed: list[Statement], final: Mapping[str, Values]
) -> list[Fault]:
    """Return the faults of figures that say again what another one says."""
    codes = defaultdict(list)
    for code, values in final.items():
        codes[key_of(values, STATED_ONCE)].append(code)
    rows = {statement.after["code"]: statement.row.number for statement in changed}
    faults, seen = [], set(final) - set(rows)
    for statement in changed:
        code = statement.after["code"]
        for other in codes[key_of(statement.after, STATED_ONCE)]:
            if other == code or other not in seen:
                continue
            if other in rows:
                reason = _(
                    # Translators: %(row)s is the number of a row, %(code)s the code of a
                    # figure.
                    "The figure in row %(row)s (%(code)s) is for the same people, measure, "
                    "period and source."
                ) % {"row": rows[other], "code": other}
            else:
                # Translators: %(code)s is the code of a figure.
                reason = _("This figure is already recorded as %(code)s.") % {"code": other}
            faults.append(statement.fault("code", reason))
        seen.add(code)
    return faults


def descending_percentiles(
    changed: list[Statement], final: Mapping[str, Values]
) -> list[Fault]:
    """Return the faults of percentiles that contradict another one."""
    rank = {measure.value: place for place, measure in enumerate(SalaryFigure.PERCENTILES)}
    groups = defaultdict(list)
    for values in final.values():
        if values["measure"] in rank:
            groups[key_of(values, DISTRIBUTION)].append(values)
    rows = {statement.after["code"]: statement.row.number for statement in changed}
    faults, seen = [], set(final) - set(rows)
    for statement in changed:
        own = statement.after
        seen.add(own["code"])
        if own["measure"] not in rank:
            continue
        for other in groups[key_of(own, DISTRIBUTION)]:
            above = rank[other["measure"]] - rank[own["measure"]]
            rise = other["amount"] - own["amount"]
            if above * rise < 0 and other["code"] in seen:
                faults.append(statement.fault("amount", contradiction(other, rows)))
                break
    return faults


def contradiction(other: Values, rows: Mapping[str, int]) -> str:
    parts = {
        "measure": SalaryFigure.Measure(other["measure"]).label,
        "amount": other["amount"],
        "row": rows.get(other["code"]),
        "code": other["code"],
    }
    if other["code"] in rows:
        return (
            # Translators: %(measure)s is such as "Median", %(row)s the number of a row.
            _("Percentiles must ascend: %(measure)s is %(amount)s in row %(row)s.") % parts
        )
    # Translators: %(measure)s is such as "Median", %(amount)s the amount that is stored
    # for it, such as 42830.00, %(code)s the code of that figure.
    return _("Percentiles must ascend: %(measure)s is %(amount)s (%(code)s).") % parts


@dataclass(slots=True)
class Comparison:
    """How new amounts stand to the ones before: `first_count` have none before them."""

    shifts: list[Fault] = field(default_factory=list)
    jumps: list[Fault] = field(default_factory=list)
    first_count: int = 0


def compare(statements: list[Statement], stored: Mapping[str, Values]) -> Comparison:
    """Return the moved decimal signs, and the jumps that somebody may confirm.

    An amount is held against the stored one of its code, a new figure against the latest
    earlier one of its series, in the file or stored.
    """
    final = {**stored, **{found.after["code"]: found.after for found in statements}}
    series = defaultdict(list)
    for values in final.values():
        if values["period_end"] and not list(period_faults(values)):
            series[key_of(values, SERIES)].append(values)
    comparison = Comparison()
    for statement in statements:
        if statement.is_changed:
            same = series[key_of(statement.after, SERIES)]
            other = statement.before or latest_before(statement.after, same)
            compare_with(other, statement, comparison)
    return comparison


def compare_with(
    other: Values | None, statement: Statement, comparison: Comparison
) -> None:
    if other is None:
        comparison.first_count += 1
        return
    for column in ("amount", "amount_high"):
        if not other[column] or not statement.after[column]:
            continue
        ratio = statement.after[column] / other[column]
        if shift := decimal_shift(ratio):
            reason = said_of(SHIFTED[shift], other, column)
            comparison.shifts.append(statement.fault(column, reason))
        elif abs(ratio - 1) > JUMP_SHARE:
            comparison.jumps.append(statement.fault(column, jump(ratio, other, column)))


def latest_before(values: Values, series: list[Values]) -> Values | None:
    """Return the latest figure of `series` that ends before that of `values`, if any."""
    end = values["period_end"]
    earlier = [other for other in series if end and other["period_end"] < end]
    return max(earlier, key=lambda other: other["period_end"], default=None)


def decimal_shift(ratio: Decimal) -> Decimal | None:
    """Return the power of ten that `ratio` is near to, None where it is near to none."""
    near = (power for power in SHIFTED if abs(ratio / power - 1) <= JUMP_SHARE)
    return next(near, None)


def jump(ratio: Decimal, other: Values, column: str) -> str:
    share = formats.percent(Decimal(round(abs(ratio - 1) * 100)))
    template = (
        # Translators: %(share)s is such as "36%", %(amount)s such as 20.59, %(period)s a
        # time such as "May 2025", %(code)s the code of that figure.
        _("%(share)s more than %(amount)s, the figure of %(period)s (%(code)s).")
        if ratio > 1
        # Translators: %(share)s is such as "36%", %(amount)s such as 20.59, %(period)s a
        # time such as "May 2025", %(code)s the code of that figure.
        else _("%(share)s less than %(amount)s, the figure of %(period)s (%(code)s).")
    )
    return said_of(template, other, column, share=share)


def said_of(template: Any, other: Values, column: str, **more: str) -> str:
    period = formats.period(
        *(other[name] for name in ("period_start", "period_end", "period_precision"))
    )
    return template % {
        "amount": other[column],
        "period": period or _("no period stated"),
        "code": other["code"],
        **more,
    }


def period_code(picture: Mapping[str, str | None]) -> str:
    """Return the reference period of a record's picture, as ISO 8601 writes it."""
    start, end = picture["period_start"], picture["period_end"]
    if not start or not end:
        return ""
    length = {"year": 4, "month": 7}.get(picture["period_precision"] or "", 10)
    first, last = start[:length], end[:length]
    return first if first == last else f"{first}/{last}"
