"""Files of salary figures, good and bad, and what the database holds before and after."""

import csv
import hashlib
import io
import zipfile

import openpyxl
from django.db import connection
from psycopg import sql

from salaries.columns import FIGURE_COLUMNS
from salaries.imports.layouts import REQUIRED_COLUMNS
from salaries.models import Area, SalaryFigure
from tests.factories import (
    AreaFactory,
    OccupationFactory,
    SalaryFigureFactory,
    SourceFactory,
)

FIGURE = {
    "code": "agents-2026-median",
    "occupation": "test-agents",
    "area": "FI",
    "measure": "median",
    "basis": "year",
    "amount": "31000",
    "currency": "EUR",
    "period_start": "2026-01-01",
    "period_end": "2026-12-31",
    "period_precision": "year",
    "source": "test-source",
}
HEADER = list(REQUIRED_COLUMNS)


def figures(*changes, columns=HEADER):
    """Return a header and a row for each of `changes` to the one good figure."""
    rows = [{**dict.fromkeys(FIGURE_COLUMNS, ""), **FIGURE, **change} for change in changes]
    return [list(columns), *([row[name] for name in columns] for row in rows)]


def csv_bytes(rows, delimiter=",", encoding="utf-8"):
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter).writerows(rows)
    return stream.getvalue().encode(encoding)


def csv_of(*changes, columns=HEADER):
    return csv_bytes(figures(*changes, columns=columns))


def xlsx_bytes(sheets):
    """Return a workbook with the rows of each sheet."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def xlsx_of(*changes, columns=HEADER):
    return xlsx_bytes({"Figures": figures(*changes, columns=columns)})


def zip_bytes(parts, replaced=b""):
    """Return a ZIP archive of `parts`, put in the place of those of a workbook."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        if replaced:
            with zipfile.ZipFile(io.BytesIO(replaced)) as workbook:
                for part in workbook.infolist():
                    if part.filename not in parts:
                        archive.writestr(part, workbook.read(part))
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def locked(data):
    """Return a workbook whose entries say that they are encrypted."""
    central = data.rindex(b"PK\x01\x02")
    return data[: central + 8] + b"\x01\x00" + data[central + 10 :]


def store_figures():
    """Have an occupation with three figures of 2025: 20,000, 30,000 and 45,000 euros."""
    occupation = OccupationFactory(code="test-agents")
    source = SourceFactory(code="test-source")
    AreaFactory(code="FI", currency="EUR", pay_period=Area.PayPeriod.MONTH)
    for measure, amount in (("p10", 20_000), ("median", 30_000), ("p90", 45_000)):
        SalaryFigureFactory(
            code=f"agents-2025-{measure}",
            occupation=occupation,
            source=source,
            measure=SalaryFigure.Measure(measure),
            amount=amount,
            note_en="Read with care." if measure == "median" else None,
        )


def database_dump():
    """Return a check sum of every table, row by row, as the database writes them out."""
    digest = hashlib.sha256()
    if connection.vendor == "sqlite":
        for line in connection.connection.iterdump():
            digest.update(line.encode())
        return digest.hexdigest()
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(
                sql.SQL("SELECT found::text FROM {} found ORDER BY 1").format(
                    sql.Identifier(table)
                )
            )
            digest.update(repr((table, cursor.fetchall())).encode())
    return digest.hexdigest()


def figure(code, columns=FIGURE_COLUMNS):
    return SalaryFigure.objects.filter(code=code).values_list(*columns).first()
