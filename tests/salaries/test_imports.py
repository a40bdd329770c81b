"""What is refused of files of salary figures, what is written, and what can be undone."""

import datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from callcareers.content.models import ContentVersion
from callcareers.languages import CODES
from salaries.columns import FIGURE_COLUMNS, PROVENANCE_COLUMNS
from salaries.imports import tables
from salaries.imports.checks import stored_figures
from salaries.imports.faults import SHOWN_FAULTS, ImportRefused
from salaries.imports.importing import ContentChanged, Upload, import_figures
from salaries.models import Area, SalaryFigure, SalaryImport
from tests.factories import OccupationFactory, WorkFigureFactory
from tests.import_files import (
    FIGURE,
    HEADER,
    csv_bytes,
    csv_of,
    database_dump,
    figures,
    locked,
    store_figures,
    xlsx_bytes,
    xlsx_of,
    zip_bytes,
)

pytestmark = pytest.mark.django_db

TEXT_HEADER = ",".join(HEADER)
NO_AMOUNT = (
    "This is not an amount. Write digits alone, with a point before the decimals: 20.59."
)
ONE = csv_of({})
BOMB = zip_bytes({"xl/worksheets/sheet1.xml": b" " * 21_000_000}, replaced=xlsx_of({}))
SWELLING = zip_bytes(
    {"xl/workbook.xml": b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aa">]><x/>'},
    replaced=xlsx_of({}),
)
UTF_16 = csv_bytes(figures({}), encoding="utf-16")
LATIN = csv_bytes(figures({}, {"code": "agents-ä"}), encoding="latin-1")


def cell(column, value, reason, row=2):
    return f"Row {row}, column {column}, “{value}”: {reason}"


def bad_cell(column, value, reason, **more):
    """Return a file with one bad cell, and what is said of it."""
    return (
        "figures.csv",
        csv_of({column: value, **more}, columns=dict.fromkeys([*HEADER, column])),
        [cell(column, value, reason)],
    )


BAD_FILES = {
    # What is no table
    "empty file": ("figures.csv", b"", ["The file is empty."]),
    "only spaces": ("figures.csv", b" \n\n", ["The file is empty."]),
    "header only": (
        "figures.csv",
        TEXT_HEADER.encode(),
        ["The table has a header and no rows."],
    ),
    "no header": (
        "figures.csv",
        csv_bytes([[], *figures({})]),
        ["The first row must name the columns."],
    ),
    "other kind of file": (
        "figures.ods",
        ONE,
        ["Only files with names in .csv and .xlsx can be imported."],
    ),
    "web page": (
        "figures.csv",
        b"<!doctype html><table><tr><td>code</table>",
        ["This is a web page or an XML file, not a table."],
    ),
    "workbook called csv": (
        "figures.csv",
        xlsx_of({}),
        ["The name ends in .csv, but the file is a workbook (.xlsx)."],
    ),
    "csv called xlsx": (
        "figures.xlsx",
        ONE,
        ["The name ends in .xlsx, but the file is no workbook."],
    ),
    "old workbook": (
        "figures.xlsx",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100,
        [
            "This is an old workbook (.xls) or one with a password. Save it as .xlsx, "
            "without a password."
        ],
    ),
    "archive": (
        "figures.xlsx",
        zip_bytes({"figures.csv": ONE}),
        ["The file is a ZIP archive, but no workbook (.xlsx)."],
    ),
    "locked workbook": (
        "figures.xlsx",
        locked(xlsx_of({})),
        ["The workbook has a password. Save it without one."],
    ),
    "cut off workbook": (
        "figures.xlsx",
        xlsx_of({})[:2000],
        ["The workbook is damaged. Open it in your program and save it anew."],
    ),
    "broken sheet": (
        "figures.xlsx",
        zip_bytes({"xl/worksheets/sheet1.xml": "<worksheet"}, replaced=xlsx_of({})),
        ["The workbook is damaged. Open it in your program and save it anew."],
    ),
    "bomb": (
        "figures.xlsx",
        BOMB,
        ["The workbook is larger than 20 MB when it is unpacked."],
    ),
    "thousands of parts": (
        "figures.xlsx",
        zip_bytes({f"part{n}": "" for n in range(300)}, replaced=xlsx_of({})),
        ["The workbook holds far more than a table. Save the table alone."],
    ),
    "entities": (
        "figures.xlsx",
        SWELLING,
        ["The workbook is damaged. Open it in your program and save it anew."],
    ),
    "too large": (
        "figures.csv",
        b"x" * (tables.LARGEST_FILE + 1),
        ["The file is larger than 2 MB."],
    ),
    "too many rows": (
        "figures.csv",
        csv_of(*[{}] * (tables.MOST_ROWS + 1)),
        ["The table has more than 5000 rows, empty ones included."],
    ),
    "row far below": (
        "figures.xlsx",
        zip_bytes(
            {
                "xl/worksheets/sheet1.xml": (
                    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/'
                    '2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>code'
                    '</t></is></c></row><row r="1048576"><c r="A1048576"><v>1</v></c></row>'
                    "</sheetData></worksheet>"
                )
            },
            replaced=xlsx_of({}),
        ),
        ["The table has more than 5000 rows, empty ones included."],
    ),
    "too many columns": (
        "figures.xlsx",
        xlsx_bytes({"a": [[f"column {n}" for n in range(16_000)], [1]]}),
        ["The table has more than 100 columns."],
    ),
    "unknown sheet": (
        "figures.xlsx",
        xlsx_of({}),
        ["There is no sheet “Pay”. The sheets are: Figures."],
    ),
    "sheet of a csv": (
        "figures.csv",
        ONE,
        ["A CSV file has no sheets: leave the sheet out."],
    ),
    # Encodings and the shape of rows
    "utf-16": ("figures.csv", UTF_16, ["The file is in UTF-16. Save it as “CSV UTF-8”."]),
    "latin-1": (
        "figures.csv",
        LATIN,
        ["Row 3: The file is not in UTF-8. Save it as “CSV UTF-8”."],
    ),
    "open quotation mark": (
        "figures.csv",
        ONE + b'"agents,',
        ["Row 3: A quotation mark is not closed, or a cell is far too long."],
    ),
    "huge cell": (
        "figures.csv",
        csv_of({"code": "x" * 200_000}),
        ["Row 2: A quotation mark is not closed, or a cell is far too long."],
    ),
    "ragged rows": (
        "figures.csv",
        ONE + b"one,two\n" + b"x," * 20 + b"\n",
        [
            "Row 3: The row has 2 cells, the header has 11.",
            "Row 4: The row has 21 cells, the header has 11.",
        ],
    ),
    "cell beyond the header": (
        "figures.xlsx",
        xlsx_bytes({"a": [HEADER, [*FIGURE.values(), "", "more"]]}),
        ["Row 2: The row has 13 cells, the header has 11."],
    ),
    "missing columns": (
        "figures.csv",
        csv_of({}, columns=HEADER[:-2]),
        ["Row 1: These columns are missing: period_precision, source."],
    ),
    "unknown column": (
        "figures.csv",
        csv_of({"amuont": "1"}, columns=[*HEADER, "amuont"]),
        ["Row 1, column amuont: This column is not known. Did you mean amount?"],
    ),
    "note column": (
        "figures.csv",
        csv_of({"zzz": "1"}, columns=[*HEADER, "zzz"]),
        ["Row 1, column zzz: This column is not known."],
    ),
    "column twice": (
        "figures.csv",
        csv_bytes([[*row, row[0]] for row in figures({})]),
        ["Row 1, column code: This column stands here twice."],
    ),
    "column without a name": (
        "figures.csv",
        csv_bytes([[*HEADER, ""], [*FIGURE.values(), "x"]]),
        ["Row 1: Column 12 has no name."],
    ),
    "formula in csv": bad_cell(
        "amount",
        "=30000+1",
        "Formulas are not read: put the value itself into the cell.",
    ),
    "formula in xlsx": (
        "figures.xlsx",
        xlsx_of({"amount": "=A1+1"}),
        [
            cell(
                "amount",
                "=A1+1",
                "Formulas are not read: put the value itself into the cell.",
            )
        ],
    ),
    "error in xlsx": (
        "figures.xlsx",
        xlsx_of({"amount": "#DIV/0!"}),
        [cell("amount", "#DIV/0!", "The spreadsheet shows an error in this cell.")],
    ),
    "nul": (
        "figures.csv",
        csv_of({"code": "A\0B"}),
        [cell("code", "A�B", "The cell holds a sign that cannot be seen or printed.")],
    ),
    # Keys
    "no code": (
        "figures.csv",
        csv_of({"code": ""}),
        ["Row 2, column code: Each figure needs a code."],
    ),
    "bad code": bad_cell(
        "code", "<script>", "A code is made of letters, digits, hyphens and underscores."
    ),
    "unknown occupation": bad_cell(
        "occupation",
        "test-agnets",
        "Nothing of the kind “occupation” has this code. Did you mean test-agents?",
    ),
    "unknown area": bad_cell(
        "area",
        "ZZ",
        "Nothing of the kind “area” has this code. There are these: {areas}.",
    ),
    "unknown source": bad_cell(
        "source",
        "test-sauce",
        "Nothing of the kind “source” has this code. Did you mean test-source?",
    ),
    "no source": (
        "figures.csv",
        csv_of({"source": ""}),
        ["Row 2, column source: Each figure needs a code here: source."],
    ),
    "space around a code": bad_cell(
        "area",
        " FI",
        "Nothing of the kind “area” has this code. Did you mean FI?",
    ),
    # Numbers
    "no amount": (
        "figures.csv",
        csv_of({"amount": ""}),
        ["Row 2, column amount: Each figure needs an amount."],
    ),
    "decimal comma": bad_cell(
        "amount", "20,59", "Write the decimals behind a point: 20.59."
    ),
    "grouped with points": bad_cell(
        "amount", "1.250,00", "Write the decimals behind a point: 1250.00."
    ),
    "grouped with a comma": bad_cell(
        "amount", "31,000", "Write thousands without a sign between them: 31000."
    ),
    "grouped with a space": bad_cell(
        "amount", "31 000", "Write thousands without a sign between them: 31000."
    ),
    "three decimals": bad_cell("amount", "31000.125", "Write no more than two decimals."),
    "nan": bad_cell("amount", "NaN", NO_AMOUNT),
    "exponent": bad_cell("amount", "1e400", NO_AMOUNT),
    "currency sign": bad_cell("amount", "€31000", NO_AMOUNT),
    "minus": bad_cell("amount", "−5", NO_AMOUNT),
    "digits of another script": bad_cell("amount", "๓๑๐๐๐", NO_AMOUNT),
    "zero": bad_cell("amount", "0.00", "An amount is more than zero."),
    "far too large": bad_cell("amount", "1" + "0" * 30, "The amount is too large."),
    "date for an amount": (
        "figures.xlsx",
        xlsx_of({"amount": datetime.date(2025, 1, 25)}),
        [cell("amount", "2025-01-25", NO_AMOUNT)],
    ),
    "payments": bad_cell("payments_a_year", "365", "Write a whole number from 1 to 24."),
    # Words, days and periods
    "unknown measure": bad_cell(
        "measure",
        "mode",
        "Write one of these: p10, p25, median, p75, p90, mean, minimum_wage, range, "
        "reported.",
    ),
    "lower-case currency": bad_cell(
        "currency", "eur", "Write a currency as in EUR (ISO 4217)."
    ),
    "no such day": bad_cell("period_end", "2026-02-30", "There is no such day."),
    "other order of a day": bad_cell(
        "period_end", "31.12.2026", "Write a day as year-month-day: 2025-05-31."
    ),
    "year out of range": bad_cell(
        "period_end", "9999-12-31", "Write a year from 1900 to 2100."
    ),
    "period ends first": bad_cell(
        "period_end", "2025-12-31", "A period ends on or after its first day."
    ),
    "half a period": (
        "figures.csv",
        csv_of({"period_end": ""}),
        [
            cell(
                "period_precision",
                "year",
                "A period has a start, an end and a precision, or none of them.",
            )
        ],
    ),
    "long employer": (
        "figures.csv",
        csv_of({"employer": "x" * 121}, columns=[*HEADER, "employer"]),
        [cell("employer", "x" * 60 + "…", "Write no more than 120 characters.")],
    ),
    # What figures must be beside each other and beside what is stored
    "wrong currency": bad_cell("currency", "USD", "Figures for FI are in EUR."),
    "range with one end": (
        "figures.csv",
        csv_of({"measure": "range"}),
        ["Row 2, column amount_high: A range, and only a range, has two ends."],
    ),
    "range that falls": bad_cell(
        "amount_high", "30000", "A range must end above its start.", measure="range"
    ),
    "code twice": (
        "figures.csv",
        csv_of({}, {"amount": "31001"}),
        [cell("code", FIGURE["code"], "The same code stands in row 2.", row=3)],
    ),
    "figure twice in the file": (
        "figures.csv",
        csv_of({}, {"code": "another"}),
        [
            cell(
                "code",
                "another",
                "The figure in row 2 (agents-2026-median) is for the same people, measure, "
                "period and source.",
                row=3,
            )
        ],
    ),
    "figure stored already": (
        "figures.csv",
        csv_of({"period_start": "2025-01-01", "period_end": "2025-12-31"}),
        [
            cell(
                "code",
                FIGURE["code"],
                "This figure is already recorded as agents-2025-median.",
            )
        ],
    ),
    "percentiles in the file": (
        "figures.csv",
        csv_of({}, {"code": "agents-2026-p75", "measure": "p75", "amount": "30500"}),
        [
            cell(
                "amount",
                "30500",
                "Percentiles must ascend: Median is 31000.00 in row 2.",
                row=3,
            )
        ],
    ),
    "percentile against a stored one": (
        "figures.csv",
        csv_of(
            {
                "code": "agents-2025-p75",
                "measure": "p75",
                "amount": "29000",
                "period_start": "2025-01-01",
                "period_end": "2025-12-31",
            }
        ),
        [
            cell(
                "amount",
                "29000",
                "Percentiles must ascend: Median is 30000.00 (agents-2025-median).",
            )
        ],
    ),
    "ten times": bad_cell(
        "amount",
        "310000",
        "Ten times 30000.00, the figure of 2025 (agents-2025-median): is the decimal "
        "sign in the right place?",
    ),
    "a hundredth": bad_cell(
        "amount",
        "310.00",
        "A hundredth of 30000.00, the figure of 2025 (agents-2025-median): is the decimal "
        "sign in the right place?",
    ),
    "jump": bad_cell(
        "amount",
        "40000",
        "33% more than 30000.00, the figure of 2025 (agents-2025-median). Confirm it if "
        "it is right.",
    ),
    "fall of a stored figure": (
        "figures.csv",
        csv_of(
            {
                "code": "agents-2025-p10",
                "measure": "p10",
                "amount": "12000",
                "period_start": "2025-01-01",
                "period_end": "2025-12-31",
            }
        ),
        [
            cell(
                "amount",
                "12000",
                "40% less than 20000.00, the figure of 2025 (agents-2025-p10). Confirm it "
                "if it is right.",
            )
        ],
    ),
    "good rows beside bad ones": (
        "figures.csv",
        csv_of({}, {"code": "x", "amount": "x", "area": "fi"}, {"code": "y", "basis": ""}),
        [
            cell(
                "area",
                "fi",
                "Nothing of the kind “area” has this code. Did you mean FI?",
                3,
            ),
            cell("amount", "x", NO_AMOUNT, 3),
            "Row 4, column basis: Write one of these: year, month, day, hour, minute.",
        ],
    ),
}
SHEETS = {"unknown sheet": "Pay", "sheet of a csv": "Pay"}


@pytest.fixture(autouse=True)
def stored():
    store_figures()


def do(data, name="figures.csv", *, is_dry_run=False, **options):
    given = {
        key: options.pop(key) for key in ("sheet", "source", "period") if key in options
    }
    return import_figures(
        Upload(name, data, **given), by="anna", is_dry_run=is_dry_run, **options
    )


def amounts(*codes):
    found = SalaryFigure.objects.filter(code__in=codes).values_list("amount", flat=True)
    return [str(amount) for amount in found.order_by("code")]


@pytest.mark.parametrize("case", BAD_FILES)
def test_bad_file_is_refused_with_its_reasons_and_leaves_no_trace(case):
    name, data, reasons = BAD_FILES[case]
    codes = ", ".join(sorted(Area.objects.values_list("code", flat=True)))
    before = database_dump()

    for is_dry_run in (True, False):
        with pytest.raises(ImportRefused) as refused:
            do(data, name, is_dry_run=is_dry_run, sheet=SHEETS.get(case, ""))
        lines = [reason.replace("{areas}", codes) for reason in reasons]
        assert refused.value.lines == lines

    assert database_dump() == before


@pytest.mark.parametrize("language", CODES)
def test_refusals_can_be_said_in_every_language(language):
    with translation.override(language):
        for case in ("ragged rows", "unknown area", "decimal comma", "jump", "ten times"):
            name, data, _reasons = BAD_FILES[case]
            with pytest.raises(ImportRefused) as refused:
                do(data, name)
            assert all(refused.value.lines)


def test_code_of_a_figure_of_another_kind_is_refused():
    WorkFigureFactory(code="test-calls")

    with pytest.raises(ImportRefused) as refused:
        do(csv_of({"code": "test-calls"}))

    assert refused.value.lines == [
        cell("code", "test-calls", "A figure of another kind has this code.")
    ]


def test_list_of_faults_is_cut_and_says_how_many_are_missing():
    rows = [{"code": f"figure-{n}", "amount": "x"} for n in range(SHOWN_FAULTS + 7)]

    with pytest.raises(ImportRefused) as refused:
        do(csv_of(*rows))

    assert len(refused.value.lines) == SHOWN_FAULTS + 1
    assert refused.value.lines[-1] == "And 7 more faults."


def test_dry_run_shows_each_cell_and_leaves_no_trace():
    before = database_dump()

    report = do(csv_of({"code": "agents-2025-median", "amount": "31000"}), is_dry_run=True)

    (change,) = report.changes
    assert change.differences == [
        ("period_start", "2025-01-01", "2026-01-01"),
        ("period_end", "2025-12-31", "2026-12-31"),
        ("amount", "30000.00", "31000.00"),
    ]
    assert (report.created_count, report.updated_count) == (0, 1)
    assert database_dump() == before


GOOD_FILES = {
    "csv": ("a.csv", csv_of({})),
    "csv with a mark": ("a.csv", b"\xef\xbb\xbf" + csv_of({})),
    "csv with semicolons": ("a.csv", csv_bytes(figures({}), delimiter=";")),
    "csv with tabs": ("a.csv", csv_bytes(figures({}), delimiter="\t")),
    "csv with empty rows": ("a.csv", csv_bytes([*figures({}), [], [""] * 11])),
    "csv with the columns of the open data": (
        "a.csv",
        csv_of(
            {
                **dict.fromkeys(PROVENANCE_COLUMNS, "?"),
                "qualifier": "exactly",
                "tax": "not_stated",
            },
            columns=[*FIGURE_COLUMNS, *PROVENANCE_COLUMNS],
        ),
    ),
    "upper-case header": (
        "a.CSV",
        csv_bytes([[n.upper() for n in HEADER], *figures({})[1:]]),
    ),
    "xlsx": ("a.xlsx", xlsx_of({})),
    "xlsx with numbers and dates": (
        "a.xlsx",
        xlsx_of(
            {
                "amount": 31000.0,
                "period_start": datetime.date(2026, 1, 1),
                "period_end": datetime.datetime(2026, 12, 31),
            }
        ),
    ),
}


@pytest.mark.parametrize("case", GOOD_FILES)
def test_good_file_is_written_and_recorded(case):
    name, data = GOOD_FILES[case]

    report = do(data, name)

    figure = SalaryFigure.objects.get(code="agents-2026-median")
    assert figure.amount == Decimal(31000)
    assert figure.occupation.code == "test-agents"
    assert (figure.period_start, figure.period_end) == (
        datetime.date(2026, 1, 1),
        datetime.date(2026, 12, 31),
    )
    assert figure.tax == SalaryFigure.Tax.NOT_STATED
    record = SalaryImport.objects.get()
    assert record == report.record
    assert (record.file_name, record.imported_by, record.periods) == (name, "anna", "2026")
    assert record.sheet == ("Figures" if name.endswith("xlsx") else "")
    assert record.digest == report.upload.digest
    assert (record.created_count, record.updated_count) == (1, 0)
    assert [change["before"] for change in record.changes] == [None]


def test_named_sheet_is_read_and_recorded():
    data = xlsx_bytes({"Notes": [["nothing here"]], "Pay 2026": figures({})})

    report = do(data, "a.xlsx", sheet="Pay 2026")

    assert report.record.sheet == "Pay 2026"


def test_second_import_of_a_file_changes_and_records_nothing():
    do(csv_of({}))
    before = database_dump()

    report = do(csv_of({}))

    assert (report.changes, report.unchanged_count, report.record) == ([], 1, None)
    assert database_dump() == before


def test_update_leaves_notes_and_columns_alone_that_the_file_has_not():
    SalaryFigure.objects.filter(code="agents-2025-median").update(qualifier="about")

    do(csv_of({"code": "agents-2025-median"}))

    figure = SalaryFigure.objects.get(code="agents-2025-median")
    assert (figure.amount, figure.note_en) == (Decimal(31000), "Read with care.")
    assert figure.qualifier == "about"


def test_whole_distribution_moves_beyond_itself():
    period = {"period_start": "2025-01-01", "period_end": "2025-12-31"}
    rise = [
        {"code": f"agents-2025-{measure}", "measure": measure, "amount": amount, **period}
        for measure, amount in (("p10", "30500"), ("median", "45500"), ("p90", "58000"))
    ]

    do(csv_of(*rise), are_jumps_confirmed=True)

    codes = ["agents-2025-p10", "agents-2025-median", "agents-2025-p90"]
    assert amounts(*codes) == ["45500.00", "30500.00", "58000.00"]


def test_confirmed_jump_is_written_and_told():
    report = do(csv_of({"amount": "40000"}), are_jumps_confirmed=True)

    assert amounts("agents-2026-median") == ["40000.00"]
    assert [jump.reason for jump in report.jumps] == [
        "33% more than 30000.00, the figure of 2025 (agents-2025-median)."
    ]


def test_moved_decimal_sign_cannot_be_confirmed():
    with pytest.raises(ImportRefused, match="is the decimal sign in the right place"):
        do(csv_of({"amount": "310000"}), are_jumps_confirmed=True)


def test_jump_is_held_against_the_latest_earlier_figure_of_the_file():
    later = {
        "code": "agents-2027-median",
        "amount": "41000",
        "period_start": "2027-01-01",
        "period_end": "2027-12-31",
    }

    with pytest.raises(ImportRefused) as refused:
        do(csv_of({"amount": "31000"}, later))

    assert [fault.row for fault in refused.value.faults] == [3]
    assert "(agents-2026-median)" in str(refused.value)


def test_first_figure_of_a_series_is_told():
    OccupationFactory(code="test-clerks")

    report = do(csv_of({"occupation": "test-clerks", "amount": "999999"}))

    assert report.remarks == [
        "1 figure is the first of its series: there is none to hold it against."
    ]


def test_escaped_text_comes_back_as_it_was():
    columns = [*HEADER, "employer"]

    do(csv_of({"employer": "'=Equal & Co", "amount": "31000"}, columns=columns))

    figure = SalaryFigure.objects.get(code="agents-2026-median")
    assert figure.employer == "=Equal & Co"


def test_export_of_all_figures_comes_back_unchanged():
    rows = stored_figures().values()
    texts = [
        ["" if value is None else str(value) for value in row.values()] for row in rows
    ]
    before = database_dump()

    report = do(csv_bytes([FIGURE_COLUMNS, *texts]))

    assert (report.changes, report.unchanged_count) == ([], len(texts))
    assert database_dump() == before


def test_import_is_refused_when_the_content_has_changed_since():
    version = ContentVersion.current()
    SalaryFigure.objects.filter(code="agents-2025-p10").update(amount=20_001)

    with pytest.raises(ContentChanged):
        do(csv_of({}), version=version)

    assert not SalaryImport.objects.exists()


def test_content_version_rises_with_an_import():
    before = ContentVersion.current()

    do(csv_of({}))

    assert ContentVersion.current() > before


def test_dry_run_asks_the_same_number_of_times_for_more_unchanged_rows():
    rows = list(stored_figures().values())
    counts = []
    for some in (rows[:2], rows[:200]):
        texts = [
            ["" if cell is None else str(cell) for cell in row.values()] for row in some
        ]
        with CaptureQueriesContext(connection) as queries:
            do(csv_bytes([FIGURE_COLUMNS, *texts]), is_dry_run=True)
        counts.append(len(queries))

    assert counts[0] == counts[1]
