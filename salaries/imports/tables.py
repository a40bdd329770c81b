"""Tables out of CSV and XLSX files: within limits, and nothing that only looks like one."""

import csv
import datetime
import io
import re
import warnings
import zipfile
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import ParseError

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from callcareers.spreadsheets import unescape_cell
from salaries.imports.faults import Fault, ImportRefused, nearest, refuse

LARGEST_FILE = 2 * 1024 * 1024
MOST_ROWS = 5_000
MOST_COLUMNS = 100
LARGEST_WORKBOOK = 20 * 1024 * 1024
MOST_PARTS = 200

ZIP_START = b"PK\x03\x04"
OLE_START = b"\xd0\xcf\x11\xe0"  # workbooks before XLSX, and XLSX with a password
UTF_16_STARTS = (b"\xff\xfe", b"\xfe\xff")
DELIMITERS = ",;\t"
ENCRYPTED = 1
# A document type can only define what swells when it is read; no workbook needs one.
DOCUMENT_TYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
CONTROL_CHARACTER = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# What reading the parts of a broken workbook raises in zipfile, XML and openpyxl.
BROKEN_WORKBOOK = (
    zipfile.BadZipFile,
    NotImplementedError,
    ParseError,
    EOFError,
    LookupError,
    OSError,
    TypeError,
    ValueError,
    AttributeError,
)


@dataclass(slots=True)
class TableRow:
    """A row of a table: its number as a spreadsheet shows it, its texts by column."""

    number: int
    cells: dict[str, str]


@dataclass(slots=True)
class Table:
    """What a file holds: columns in lower case, rows that can be read, and faults."""

    sheet: str
    columns: list[str]
    rows: list[TableRow]
    faults: list[Fault] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Cell:
    """The text of a cell, and what is wrong with the cell itself."""

    text: str
    fault: str = ""


def read_table(name: str, data: bytes, sheet: str, known_columns: Iterable[str]) -> Table:
    """Return the table in the file of `name` with the content `data`.

    `sheet` names the sheet of a workbook, "" the first one; `known_columns` tell which
    sign parts the cells of a CSV file. Raises `ImportRefused` where there is no table.
    """
    refuse_size(data)
    suffix = Path(name).suffix.lower()
    is_workbook = data.startswith(ZIP_START)
    refuse_disguise(suffix, data, is_workbook=is_workbook)
    if is_workbook:
        return read_workbook(data, sheet)
    if sheet:
        raise refuse(_("A CSV file has no sheets: leave the sheet out."))
    return read_csv(data, known_columns)


def refuse_size(data: bytes) -> None:
    """Refuse a file without content, and one that is too large."""
    if not data.strip():
        raise refuse(_("The file is empty."))
    if len(data) > LARGEST_FILE:
        limit = LARGEST_FILE // 1024 // 1024
        # Translators: %(limit)s is a number of megabytes.
        raise refuse(_("The file is larger than %(limit)s MB.") % {"limit": limit})


def refuse_disguise(suffix: str, data: bytes, *, is_workbook: bool) -> None:
    """Refuse a file whose content is not what the end of its name says."""
    if data.startswith(OLE_START):
        raise refuse(
            _(
                "This is an old workbook (.xls) or one with a password. Save it as .xlsx, "
                "without a password."
            )
        )
    if suffix not in {".csv", ".xlsx"}:
        raise refuse(_("Only files with names in .csv and .xlsx can be imported."))
    if is_workbook and suffix != ".xlsx":
        raise refuse(_("The name ends in .csv, but the file is a workbook (.xlsx)."))
    if suffix == ".xlsx" and not is_workbook:
        raise refuse(_("The name ends in .xlsx, but the file is no workbook."))
    if data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        raise refuse(_("This is a web page or an XML file, not a table."))


def read_csv(data: bytes, known_columns: Iterable[str]) -> Table:
    text = decode(data)
    delimiter = find_delimiter(text, set(known_columns))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    return make_table("", csv_rows(reader), is_padded=False)


def decode(data: bytes) -> str:
    """Return the text of a CSV file, which is UTF-8, with or without its mark."""
    how = _("Save it as “CSV UTF-8”.")
    if data.startswith(UTF_16_STARTS):
        raise refuse(_("The file is in UTF-16.") + " " + how)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        raise refuse(_("The file is not in UTF-8.") + " " + how, row) from error


def find_delimiter(text: str, known_columns: set[str]) -> str:
    """Return the sign that parts the most known columns in the first line."""
    lines = text.splitlines()
    header = lines[0].lower().replace('"', "") if lines else ""

    def known(delimiter: str) -> int:
        return len(known_columns & {name.strip() for name in header.split(delimiter)})

    return max(DELIMITERS, key=known)


def csv_rows(reader: Iterable[list[str]]) -> Iterator[list[Cell]]:
    """Yield the cells of each record; raises `ImportRefused` where a record breaks."""
    records = iter(reader)
    number = 0
    while True:
        number += 1
        try:
            record = next(records)
        except StopIteration:
            return
        except csv.Error as error:
            raise refuse(
                _("A quotation mark is not closed, or a cell is far too long."), number
            ) from error
        yield [csv_cell(text) for text in record]


def csv_cell(text: str) -> Cell:
    if text.startswith("="):
        return Cell(text, formula_reason())
    return Cell(text)


def formula_reason() -> str:
    return _("Formulas are not read: put the value itself into the cell.")


def read_workbook(data: bytes, sheet: str) -> Table:
    refuse_bomb(data)
    try:
        # openpyxl warns of styles and extensions that it leaves out; none is needed.
        with warnings.catch_warnings(action="ignore"):
            workbook = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
            found = find_sheet({page.title: page for page in workbook.worksheets}, sheet)
            # The size that a sheet claims may be false, and vast.
            found.reset_dimensions()
            rows = found.iter_rows(max_col=MOST_COLUMNS + 1)
            cells = ([xlsx_cell(cell) for cell in filled(row)] for row in rows)
            return make_table(found.title, cells, is_padded=True)
    except BROKEN_WORKBOOK as error:
        raise broken_workbook() from error


def broken_workbook() -> ImportRefused:
    return refuse(_("The workbook is damaged. Open it in your program and save it anew."))


def refuse_bomb(data: bytes) -> None:
    """Refuse a workbook that is damaged, locked, or would swell when it is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            refuse_parts(parts)
            # No more is read of a part than its entry claims.
            texts = (part for part in parts if part.filename.endswith((".xml", ".rels")))
            if any(DOCUMENT_TYPE.search(archive.read(part)) for part in texts):
                raise broken_workbook()
    except (*BROKEN_WORKBOOK, RuntimeError) as error:
        raise broken_workbook() from error


def refuse_parts(parts: list[zipfile.ZipInfo]) -> None:
    if any(part.flag_bits & ENCRYPTED for part in parts):
        raise refuse(_("The workbook has a password. Save it without one."))
    if sum(part.file_size for part in parts) > LARGEST_WORKBOOK:
        limit = LARGEST_WORKBOOK // 1024 // 1024
        raise refuse(
            # Translators: %(limit)s is a number of megabytes.
            _("The workbook is larger than %(limit)s MB when it is unpacked.")
            % {"limit": limit}
        )
    if len(parts) > MOST_PARTS:
        raise refuse(_("The workbook holds far more than a table. Save the table alone."))
    if "xl/workbook.xml" not in {part.filename for part in parts}:
        raise refuse(_("The file is a ZIP archive, but no workbook (.xlsx)."))


def find_sheet(sheets: dict, name: str):
    """Return the sheet of `name`, the first one where none is named."""
    if not sheets:
        raise refuse(_("The workbook has no sheet with a table."))
    if not name:
        return next(iter(sheets.values()))
    if name not in sheets:
        raise refuse(
            # Translators: %(name)s is the name of a sheet, %(sheets)s several names.
            _("There is no sheet “%(name)s”. The sheets are: %(sheets)s.")
            % {"name": name, "sheets": ", ".join(sheets)}
        )
    return sheets[name]


def filled(row: tuple) -> tuple:
    """Return the cells of `row` up to the last one that holds anything."""
    last = len(row)
    while last and row[last - 1].value is None:
        last -= 1
    return row[:last]


def xlsx_cell(cell) -> Cell:
    """Return a cell of a workbook as it would be written in CSV."""
    match cell.data_type, cell.value:
        case "f", value:
            return Cell(str(getattr(value, "text", value)), formula_reason())
        case "e", value:
            return Cell(str(value), _("The spreadsheet shows an error in this cell."))
        case _, None:
            return Cell("")
        case _, bool() as value:
            return Cell(str(value).upper())
        case _, datetime.datetime() as value if value.time() == datetime.time():
            return Cell(value.date().isoformat())
    return Cell(str(cell.value))


def make_table(sheet: str, rows: Iterable[list[Cell]], *, is_padded: bool) -> Table:
    """Return the table whose first row is the header; empty rows are left out.

    Raises `ImportRefused` where there is no header, or more rows than are read.
    """
    table = Table(sheet, [], [])
    width = 0
    for number, cells in enumerate(rows, start=1):
        if number > MOST_ROWS + 1:
            raise refuse(
                # Translators: %(limit)s is a number of rows.
                _("The table has more than %(limit)s rows, empty ones included.")
                % {"limit": MOST_ROWS}
            )
        if not any(cell.text.strip() or cell.fault for cell in cells):
            continue
        if not table.columns:
            table.columns = read_header(cells, number)
            width = len(table.columns)
            continue
        if is_padded:
            cells += [Cell("")] * (width - len(cells))
        take_row(table, number, cells)
    if not table.columns:
        raise refuse(_("The file is empty."))
    if not table.rows and not table.faults:
        raise refuse(_("The table has a header and no rows."))
    return table


def read_header(cells: list[Cell], number: int) -> list[str]:
    names = [cell.text.strip().lower() for cell in cells]
    if number != 1:
        raise refuse(_("The first row must name the columns."))
    if len(names) > MOST_COLUMNS:
        raise refuse(
            # Translators: %(limit)s is a number of columns.
            _("The table has more than %(limit)s columns.") % {"limit": MOST_COLUMNS}
        )
    if "" in names:
        raise refuse(
            # Translators: %(position)s is 1 for the first column, 2 for the second one.
            _("Column %(position)s has no name.") % {"position": names.index("") + 1},
            number,
        )
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ImportRefused(
            [Fault(_("This column stands here twice."), number, name) for name in twice]
        )
    return names


def take_row(table: Table, number: int, cells: list[Cell]) -> None:
    """Add a row to `table`, or what is wrong with it."""
    if len(cells) != len(table.columns):
        table.faults.append(
            Fault(
                # Translators: %(count)s and %(width)s are numbers of cells.
                _("The row has %(count)s cells, the header has %(width)s.")
                % {"count": len(cells), "width": len(table.columns)},
                number,
            )
        )
        return
    texts, faults = {}, []
    for column, cell in zip(table.columns, cells, strict=True):
        reason = cell.fault
        if not reason and CONTROL_CHARACTER.search(cell.text):
            reason = _("The cell holds a sign that cannot be seen or printed.")
        if reason:
            faults.append(Fault(reason, number, column, cell.text))
        texts[column] = unescape_cell(cell.text)
    table.faults += faults
    if not faults:
        table.rows.append(TableRow(number, texts))


def unknown_column(name: str, known: Collection[str]) -> Fault:
    """Return the fault of a column that nothing is known of."""
    reason = _("This column is not known.") + nearest(name, known)
    return Fault(reason, 1, name)
