"""The national workbook of the US Bureau of Labor Statistics, as it comes.

One row an occupation, twelve columns of pay; marks stand where there is no number.
"""

import datetime
import re
from collections import Counter
from collections.abc import Container, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from callcareers import formats
from roles.models import Occupation
from salaries.imports.checks import STATED_ONCE, Values, key_of
from salaries.imports.faults import Fault, nearest, refuse
from salaries.imports.layouts import FigureRow
from salaries.imports.tables import Table, TableRow
from salaries.models import SalaryFigure, SalaryGap, Source, months_after

Basis, Measure, Reason = SalaryFigure.Basis, SalaryFigure.Measure, SalaryGap.Reason

PAY_COLUMNS = {
    f"{letter}_{name}": (measure, basis)
    for letter, basis in (("h", Basis.HOUR), ("a", Basis.YEAR))
    for name, measure in (
        ("mean", Measure.MEAN),
        ("pct10", Measure.P10),
        ("pct25", Measure.P25),
        ("median", Measure.MEDIAN),
        ("pct75", Measure.P75),
        ("pct90", Measure.P90),
    )
}
OCCUPATION_COLUMN = "occ_code"
KNOWN_COLUMNS = (OCCUPATION_COLUMN, "occ_title", "tot_emp", *PAY_COLUMNS)
# What a row must say to be about the whole country and all industries, where it says it.
NATIONAL = {
    "area": {"99", "0000000"},
    "area_type": {"1"},
    "naics": {"000000", "0"},
    "i_group": {"cross-industry"},
}
ABOVE_CAP = "#"
NOT_AVAILABLE = frozenset({"", "*", "**", "~"})
YES = frozenset({"true", "yes", "1"})
GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
PERIOD = re.compile(r"(?P<year>[0-9]{4})-(?P<month>0[1-9]|1[0-2])")
OWN_CODE = re.compile(r"sal-[0-9]{4}-(?P<rest>.+)")
FIXED = {"area": "US", "currency": "USD", "tax": "gross", "qualifier": "exactly"}


@dataclass(frozen=True, slots=True)
class GapRow:
    """A number that the workbook has a mark for: the fields of the gap, and why."""

    number: int
    heading: str
    mark: str
    values: Values

    def fault(self, reason: str) -> Fault:
        return Fault(reason, self.number, self.heading, self.mark)


@dataclass(slots=True)
class BlsTable:
    """What the workbook says of occupations that the site follows; `skipped` what else."""

    figures: list[FigureRow] = field(default_factory=list)
    gaps: list[GapRow] = field(default_factory=list)
    skipped: Counter = field(default_factory=Counter)

    @property
    def remarks(self) -> list[str]:
        """Say which rows were left out."""
        remarks = []
        if count := self.skipped["occupation"]:
            text = ngettext(
                # Translators: %(count)s is a number of rows.
                "%(count)s row of an occupation that the site does not follow is left out.",
                "%(count)s rows of occupations that the site does not follow are left out.",
                count,
            )
            remarks.append(text % {"count": formats.number(count)})
        if count := self.skipped["part"]:
            text = ngettext(
                # Translators: %(count)s is a number of rows.
                "%(count)s row of a single area or industry is left out.",
                "%(count)s rows of single areas or industries are left out.",
                count,
            )
            remarks.append(text % {"count": formats.number(count)})
        return remarks


def is_bls(columns: list[str]) -> bool:
    """Tell whether these are the columns of the workbook."""
    return OCCUPATION_COLUMN in columns and not set(columns).isdisjoint(PAY_COLUMNS)


def read_bls(
    table: Table, source: str, period: str, stored: Mapping[str, Values]
) -> BlsTable:
    """Return the figures and gaps of the workbook for `period`, such as 2025-05.

    Raises `ImportRefused` where columns are missing, or source or period are.
    """
    missing = [name.upper() for name in PAY_COLUMNS if name not in table.columns]
    if missing:
        raise refuse(
            # Translators: %(columns)s are names of columns, such as "code, area".
            _("These columns are missing: %(columns)s.") % {"columns": ", ".join(missing)},
            1,
        )
    common = {**FIXED, **period_of(period), "source": known_source(source)}
    codes = Codes(stored, period)
    occupations = followed_occupations()
    found = BlsTable()
    for row in table.rows:
        if not is_national(row):
            found.skipped["part"] += 1
        elif occupation := occupations.get(row.cells[OCCUPATION_COLUMN].strip()):
            for heading, (measure, basis) in PAY_COLUMNS.items():
                named = {
                    **common,
                    "occupation": occupation,
                    "measure": measure.value,
                    "basis": basis.value,
                }
                take_cell(found, row, heading, named, codes)
        else:
            found.skipped["occupation"] += 1
    if not found.figures and not found.gaps:
        raise refuse(_("No row is of an occupation that the site follows."))
    return found


def followed_occupations() -> dict[str, str]:
    """Return the codes of occupations by their SOC codes.

    Of those that share one, it is the one that others are counted in.
    """
    rows = Occupation._base_manager.exclude(soc_2018="").values_list(
        "soc_2018", "code", "counted_in"
    )
    in_order = sorted(rows, key=lambda row: row[2] is None)
    return {soc: code for soc, code, _wider in in_order}


def period_of(text: str) -> dict[str, str]:
    """Return the cells of the period of a month; raises `ImportRefused` for another."""
    match = PERIOD.fullmatch(text)
    if not match:
        raise refuse(
            _("This workbook does not say which month it is of: give it as 2025-05.")
        )
    start = datetime.date(int(match["year"]), int(match["month"]), 1)
    end = months_after(start, 1) - datetime.timedelta(days=1)
    return {
        "period_start": start.isoformat(),
        "period_end": end.isoformat(),
        "period_precision": "month",
    }


def known_source(code: str) -> str:
    codes = set(Source._base_manager.values_list("code", flat=True))
    if not code:
        raise refuse(_("This workbook does not name its source: give the code of one."))
    if code not in codes:
        raise refuse(
            # Translators: %(code)s is what the editor wrote for the code of a source.
            _("There is no source “%(code)s”.") % {"code": code} + nearest(code, codes)
        )
    return code


def is_national(row: TableRow) -> bool:
    return all(
        row.cells.get(name, "").strip().lower() in {"", *allowed}
        for name, allowed in NATIONAL.items()
    )


class Codes:
    """Finds or makes the codes of figures, spelt as those of earlier years are."""

    def __init__(self, stored: Mapping[str, Values], period: str) -> None:
        self.stored = stored
        self.year, self.month = period.split("-")
        self.known = {key_of(values, STATED_ONCE): code for code, values in stored.items()}
        self.gaps = set(SalaryGap._base_manager.values_list("code", flat=True))
        self.spelt: dict[tuple[str, str, str], str] = {}
        self.names: dict[str, str] = {}
        national = (
            values
            for values in stored.values()
            if values["area"] == FIXED["area"] and not values["industry"]
        )
        # The latest come last, and so it is their spelling that stays.
        for values in sorted(national, key=lambda values: str(values["period_end"])):
            if match := OWN_CODE.fullmatch(values["code"]):
                series = (values["occupation"], values["measure"], values["basis"])
                self.spelt[series] = match["rest"]
                ending = f"-{values['measure']}-{values['basis']}"
                if match["rest"].endswith(ending):
                    name = match["rest"].removesuffix(ending)
                    self.names[values["occupation"]] = name

    def of_figure(self, named: Mapping[str, str]) -> str:
        """Return the code of the figure that has the cells `named`."""
        days = {
            name: datetime.date.fromisoformat(named[name])
            for name in ("period_start", "period_end")
        }
        values = {"role": None, "industry": None, "employer": "", **named, **days}
        if code := self.known.get(key_of(values, STATED_ONCE)):
            return code
        return self.free("sal", named, self.stored)

    def of_gap(self, named: Mapping[str, str]) -> str:
        return self.free("gap", named, self.gaps)

    def free(self, kind: str, named: Mapping[str, str], taken: Container[str]) -> str:
        """Return a code that no record of another month or source has."""
        rest, month = self.rest(named), f"{self.year}-{self.month}"
        codes = [f"{kind}-{self.year}-{rest}", f"{kind}-{month}-{rest}"]
        free = (code for code in codes if code not in taken)
        return next(free, f"{kind}-{month}-{rest}-{named['source']}")

    def rest(self, named: Mapping[str, str]) -> str:
        """Return the part of a code behind its year."""
        series = (named["occupation"], named["measure"], named["basis"])
        name = self.names.get(named["occupation"], named["occupation"])
        return self.spelt.get(series) or f"{name}-{named['measure']}-{named['basis']}"


def take_cell(
    found: BlsTable, row: TableRow, heading: str, named: dict[str, str], codes: Codes
) -> None:
    """Add what a cell says to `found`: a figure, or why there is none."""
    text = row.cells[heading].strip()
    if text != ABOVE_CAP and text not in NOT_AVAILABLE:
        amount = text.replace(",", "") if GROUPED.fullmatch(text) else text
        cells = {**named, "code": codes.of_figure(named), "amount": amount}
        headings = {name: OCCUPATION_COLUMN.upper() for name in cells}
        headings["amount"] = heading.upper()
        found.figures.append(FigureRow(row.number, cells, headings))
        return
    values = {
        **{name: named[name] for name in ("occupation", "area", "measure", "basis")},
        "industry": None,
        "period_start": datetime.date.fromisoformat(named["period_start"]),
        "period_end": datetime.date.fromisoformat(named["period_end"]),
        "period_precision": named["period_precision"],
        "source": named["source"],
        "reason": gap_reason(row, heading, text).value,
        "code": codes.of_gap(named),
    }
    found.gaps.append(GapRow(row.number, heading.upper(), text, values))


def gap_reason(row: TableRow, heading: str, mark: str) -> SalaryGap.Reason:
    """Return why a cell has no number: `mark` says so, or what kind of pay the row has."""
    if mark == ABOVE_CAP:
        return Reason.ABOVE_CAP
    is_hourly = heading.startswith("h_")
    only_other = "annual" if is_hourly else "hourly"
    if row.cells.get(only_other, "").strip().lower() in YES:
        return Reason.NOT_STATED
    return Reason.SUPPRESSED
