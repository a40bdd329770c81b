"""Rows of a table as figures: in the site's own columns."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from salaries.columns import FIGURE_COLUMNS, NOTE_COLUMNS, PROVENANCE_COLUMNS
from salaries.imports.faults import Fault, ImportRefused
from salaries.imports.tables import Table, unknown_column

REQUIRED_COLUMNS = (
    "code",
    "occupation",
    "area",
    "measure",
    "basis",
    "amount",
    "currency",
    "period_start",
    "period_end",
    "period_precision",
    "source",
)


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One figure as a file states it: texts by column, and the row that they stand in.

    `headings` names the file's own column of a cell, where it is another one.
    """

    number: int
    cells: dict[str, str]
    headings: Mapping[str, str] = field(default_factory=dict)

    def fault(self, column: str, reason: str) -> Fault:
        """Return the fault of one cell."""
        heading = self.headings.get(column, column)
        return Fault(reason, self.number, heading, self.cells.get(column, ""))


def own_rows(table: Table) -> list[FigureRow]:
    """Return the figures of a table that has the site's own columns.

    It may be the site's own open data: notes and what sources say of themselves are not
    read.

    Raises `ImportRefused` where columns are missing or unknown.
    """
    known = (*FIGURE_COLUMNS, *NOTE_COLUMNS, *PROVENANCE_COLUMNS)
    faults = [unknown_column(name, known) for name in table.columns if name not in known]
    missing = [name for name in REQUIRED_COLUMNS if name not in table.columns]
    if missing:
        faults.append(
            Fault(
                # Translators: %(columns)s are names of columns, such as "code, area".
                _("These columns are missing: %(columns)s.")
                % {"columns": ", ".join(missing)},
                1,
            )
        )
    if faults:
        raise ImportRefused(faults)
    return [
        FigureRow(
            row.number,
            {name: text for name, text in row.cells.items() if name in FIGURE_COLUMNS},
        )
        for row in table.rows
    ]
