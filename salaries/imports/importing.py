"""A file of salary figures into the database: tried as a whole, then written as a whole."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import Any

import tablib
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from callcareers import formats
from callcareers.content.models import ContentVersion, TranslatedModel
from salaries.columns import FIGURE_COLUMNS
from salaries.imports.bls import KNOWN_COLUMNS, BlsTable, GapRow, is_bls, read_bls
from salaries.imports.changes import Change, Snapshots
from salaries.imports.checks import (
    Statement,
    Values,
    compare,
    find_faults,
    new_values,
    period_code,
    stored_figures,
)
from salaries.imports.faults import Fault, ImportRefused, refuse
from salaries.imports.gaps import find_gap_faults, write_gaps
from salaries.imports.layouts import FigureRow, own_rows
from salaries.imports.resources import SalaryFigureResource
from salaries.imports.tables import Table, read_table
from salaries.models import Area, SalaryFigure, SalaryImport

LONGEST_SHEET, LONGEST_NAME = 100, 150


class ContentChanged(Exception):
    """Somebody changed the content since the import was tried."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file to import, and what it does not say itself.

    `sheet` names one of a workbook, "" the first. `source` is the code of a source and
    `period` a month such as 2025-05: both for workbooks of the BLS alone.
    """

    name: str
    data: bytes
    sheet: str = ""
    source: str = ""
    period: str = ""

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


@dataclass(slots=True)
class Report:
    """What an import changes, or has changed where `record` is its entry in the log.

    `version` is the content version that it was tried upon; `jumps` are to be confirmed.
    """

    upload: Upload
    sheet: str
    version: int
    changes: list[Change] = field(default_factory=list)
    unchanged_count: int = 0
    jumps: list[Fault] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    record: SalaryImport | None = None

    @property
    def created_count(self) -> int:
        return sum(change.is_new for change in self.changes)

    @property
    def updated_count(self) -> int:
        return len(self.changes) - self.created_count


@dataclass(slots=True)
class Reading:
    """What a file says: figures and gaps, and what is to be said of its other rows."""

    sheet: str
    statements: list[Statement]
    gaps: list[GapRow]
    faults: list[Fault]
    remarks: list[str]


def import_figures(
    upload: Upload,
    *,
    by: str,
    is_dry_run: bool,
    are_jumps_confirmed: bool = False,
    version: int | None = None,
) -> Report:
    """Write the figures of a file as edits by `by`, all or none; a dry run writes none.

    Raises `ImportRefused` with everything that is wrong with the file, unconfirmed jumps
    included, and `ContentChanged` where the content is not of `version`, if one is given.
    """
    known = {*FIGURE_COLUMNS, *KNOWN_COLUMNS}
    table = read_table(upload.name, upload.data, upload.sheet, known)
    with transaction.atomic():
        # Held until the end: nobody else writes content meanwhile.
        current = ContentVersion.objects.select_for_update().get().number
        if version not in {None, current}:
            raise ContentChanged
        report = write(upload, table, by, current, are_jumps_confirmed=are_jumps_confirmed)
        if is_dry_run:
            transaction.set_rollback(True)
        elif report.changes:
            report.record = SalaryImport.objects.create(
                file_name=PurePath(upload.name).name[-255:],
                sheet=report.sheet[:LONGEST_SHEET],
                digest=upload.digest,
                periods=periods_of(report.changes),
                imported_by=by[:LONGEST_NAME],
                created_count=report.created_count,
                updated_count=report.updated_count,
                unchanged_count=report.unchanged_count,
                changes=[change.as_json for change in report.changes],
            )
    return report


def write(
    upload: Upload, table: Table, by: str, version: int, *, are_jumps_confirmed: bool
) -> Report:
    """Write what the file says, within a transaction of the caller's."""
    snapshots = Snapshots()
    resource = SalaryFigureResource(by, snapshots)
    stored = stored_figures()
    reading = read(upload, table, resource, stored)
    comparison = compare(reading.statements, stored)
    faults = reading.faults + comparison.shifts
    faults += find_faults(reading.statements, stored, area_currencies())
    faults += find_gap_faults(reading.gaps, stored)
    if not are_jumps_confirmed:
        faults += map(unconfirmed, comparison.jumps)
    if faults:
        raise ImportRefused(faults)
    changed = [statement for statement in reading.statements if statement.is_changed]
    save(resource, changed)
    gap_changes = write_gaps(reading.gaps, changed, by, snapshots)
    total = len(reading.statements) + len(reading.gaps)
    touched = len(changed) + sum(not change.is_removal for change in gap_changes)
    return Report(
        upload,
        reading.sheet,
        version,
        [*resource.changes, *gap_changes],
        unchanged_count=total - touched,
        jumps=comparison.jumps,
        remarks=[*reading.remarks, *first_of_series(comparison.first_count)],
    )


def read(
    upload: Upload,
    table: Table,
    resource: SalaryFigureResource,
    stored: dict[str, Values],
) -> Reading:
    """Return what a table says, with the faults of cells that cannot be read."""
    found = BlsTable()
    if is_bls(table.columns):
        found = read_bls(table, upload.source, upload.period, stored)
    elif upload.source or upload.period:
        raise refuse(
            _(
                "This file names the source and the period of each figure itself: leave "
                "both out."
            )
        )
    else:
        found.figures = own_rows(table)
    reading = Reading(table.sheet, [], found.gaps, table.faults, found.remarks)
    for row in found.figures:
        values, faults = read_cells(row, resource)
        reading.faults += faults
        if not faults:
            before = stored.get(values["code"])
            after = {**(before or new_values()), **values}
            reading.statements.append(Statement(row, before, after))
    return reading


def read_cells(
    row: FigureRow, resource: SalaryFigureResource
) -> tuple[Values, list[Fault]]:
    """Return the values of a row by column, related records by code, and its faults."""
    values, faults = {}, []
    for name in row.cells:
        try:
            value = resource.fields[name].clean(row.cells)
        except ValueError as error:
            faults.append(row.fault(name, str(error)))
            continue
        values[name] = value.code if isinstance(value, TranslatedModel) else value
    return values, faults


def save(resource: SalaryFigureResource, statements: list[Statement]) -> None:
    """Save what changes, in an order in which percentiles ascend at every moment.

    Raises `ImportRefused` for what only the database finds wrong.
    """
    if not statements:
        return
    in_order = sorted(
        statements, key=lambda found: SalaryFigure.saving_order(found.before, found.after)
    )
    headers = list(in_order[0].row.cells)
    rows = [[found.row.cells[name] for name in headers] for found in in_order]
    result = resource.import_data(
        tablib.Dataset(*rows, headers=headers),
        use_transactions=True,
        rollback_on_validation_errors=True,
    )
    faults = [Fault(str(error.error)) for error in result.base_errors]
    for invalid in result.invalid_rows:
        number = in_order[invalid.number - 1].row.number
        faults += [Fault(reason, number) for reason in invalid.error.messages]
    for broken in result.error_rows:
        number = in_order[broken.number - 1].row.number
        faults += [Fault(str(error.error), number) for error in broken.errors]
    if faults:
        raise ImportRefused(faults)


def area_currencies() -> dict[str, list[str]]:
    areas = Area._base_manager.only("code", "currency", "other_currencies")
    return {area.code: area.currencies for area in areas}


def unconfirmed(jump: Fault) -> Fault:
    # Translators: Stands behind a sentence on how far an amount is from the one before.
    return replace(jump, reason=f"{jump.reason} {_('Confirm it if it is right.')}")


def first_of_series(count: int) -> list[str]:
    if not count:
        return []
    text = ngettext(
        # Translators: %(count)s is a number of figures.
        "%(count)s figure is the first of its series: there is none to hold it against.",
        "%(count)s figures are the first of their series: there are none to hold them "
        "against.",
        count,
    )
    return [text % {"count": formats.number(count)}]


def periods_of(changes: Iterable[Change]) -> str:
    """Return the periods that changed records speak of, as ISO 8601 writes them."""
    pictures = (change.after or change.before or {} for change in changes)
    periods = sorted({period_code(picture) for picture in pictures} - {""})
    text = ", ".join(periods)
    field: Any = SalaryImport._meta.get_field("periods")
    return text if len(text) <= field.max_length else f"{periods[0]} … {periods[-1]}"
