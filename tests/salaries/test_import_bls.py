"""The national workbook of the US Bureau of Labor Statistics, as it comes."""

import datetime

import pytest

from roles.models import Occupation
from salaries.imports.bls import PAY_COLUMNS
from salaries.imports.faults import ImportRefused
from salaries.imports.importing import Upload, import_figures
from salaries.imports.undoing import undo
from salaries.models import SalaryFigure, SalaryGap, SalaryImport
from tests.factories import OccupationFactory, SourceFactory
from tests.import_files import csv_bytes, database_dump, xlsx_bytes

pytestmark = pytest.mark.django_db

NAMES = """
AREA AREA_TITLE AREA_TYPE PRIM_STATE NAICS NAICS_TITLE I_GROUP OWN_CODE OCC_CODE OCC_TITLE
O_GROUP TOT_EMP EMP_PRSE JOBS_1000 LOC_QUOTIENT PCT_TOTAL PCT_RPT H_MEAN A_MEAN MEAN_PRSE
H_PCT10 H_PCT25 H_MEDIAN H_PCT75 H_PCT90 A_PCT10 A_PCT25 A_MEDIAN A_PCT75 A_PCT90 ANNUAL
HOURLY
"""
HEADER = NAMES.split()
ROW = dict.fromkeys(HEADER, "") | {
    "AREA": "99",
    "AREA_TITLE": "U.S.",
    "AREA_TYPE": "1",
    "NAICS": "000000",
    "I_GROUP": "cross-industry",
    "OWN_CODE": "1235",
    "OCC_CODE": "99-9999",
    "OCC_TITLE": "Test agents",
    "O_GROUP": "detailed",
    "TOT_EMP": "2,725,930",
    "H_MEAN": 22.1,
    "A_MEAN": "45,960",
    "H_PCT10": 15.0,
    "H_PCT25": 17.0,
    "H_MEDIAN": 20.59,
    "H_PCT75": 25.0,
    "H_PCT90": 30.0,
    "A_PCT10": "31,200",
    "A_PCT25": 35360,
    "A_MEDIAN": "42,830",
    "A_PCT75": 52000,
    "A_PCT90": 62400,
}


@pytest.fixture(autouse=True)
def followed():
    SourceFactory(code="test-oews")
    occupation = OccupationFactory(code="test-agents", soc_2018="99-9999")
    OccupationFactory(code="test-part", soc_2018="99-9999", counted_in=occupation)


def workbook(*changes):
    rows = [list((ROW | change).values()) for change in changes]
    return xlsx_bytes({"national_M2026_dl": [HEADER, *rows], "Field Descriptions": [["x"]]})


def do(*changes, data=None, name="national.xlsx", **options):
    given = {"source": "test-oews", "period": "2026-05"} | options
    upload = Upload(name, data or workbook(*changes), **given)
    return import_figures(upload, by="anna", is_dry_run=False, are_jumps_confirmed=True)


def test_workbook_becomes_twelve_figures_an_occupation():
    report = do({})

    figures = SalaryFigure.objects.filter(occupation__code="test-agents")
    assert figures.count() == report.created_count == len(PAY_COLUMNS)
    median = figures.get(code="sal-2026-test-agents-median-year")
    assert (str(median.amount), median.currency, median.tax) == ("42830.00", "USD", "gross")
    assert (median.area.code, median.industry, median.source.code) == (
        "US",
        None,
        "test-oews",
    )
    assert (median.period_start, median.period_end, median.period_precision) == (
        datetime.date(2026, 5, 1),
        datetime.date(2026, 5, 31),
        "month",
    )
    hour = figures.get(code="sal-2026-test-agents-median-hour")
    assert str(hour.amount) == "20.59"
    assert report.record.sheet == "national_M2026_dl"
    assert report.record.periods == "2026-05"


def test_rows_of_others_are_left_out_and_counted():
    report = do(
        {},
        {"OCC_CODE": "11-1111"},
        {"OCC_CODE": "11-1112"},
        {"I_GROUP": "sector", "NAICS": "44-45"},
        {"AREA": "01", "AREA_TYPE": "2"},
    )

    assert report.created_count == len(PAY_COLUMNS)
    assert report.remarks[:2] == [
        "2 rows of occupations that the site does not follow are left out.",
        "2 rows of single areas or industries are left out.",
    ]


def test_codes_are_spelt_as_in_the_year_before():
    soc = Occupation.objects.get(code="customer-service-representatives").soc_2018
    latest = SalaryFigure.objects.filter(
        occupation__code="customer-service-representatives", source__code="oews-2025"
    )
    spelt = {code.replace("2025", "2026") for code in latest.values_list("code", flat=True)}

    do({"OCC_CODE": soc})

    created = SalaryFigure.objects.filter(source__code="test-oews")
    assert spelt == set(created.values_list("code", flat=True))


def test_stored_figures_of_the_same_period_keep_their_codes():
    figures = SalaryFigure.objects.filter(
        occupation__code="customer-service-representatives", source__code="oews-2025"
    )
    names = {pair: heading.upper() for heading, pair in PAY_COLUMNS.items()}
    cells = {names[figure.measure, figure.basis]: str(figure.amount) for figure in figures}
    soc = Occupation.objects.get(code="customer-service-representatives").soc_2018

    report = do({"OCC_CODE": soc, **cells}, source="oews-2025", period="2025-05")

    assert (report.changes, report.unchanged_count) == ([], len(PAY_COLUMNS))


def test_code_taken_by_another_source_gets_the_month():
    do({})

    do({"A_PCT90": "#"}, source="oews-2025")
    do({"A_PCT90": "#"}, source="oews-2023")

    medians = SalaryFigure.objects.filter(
        occupation__code="test-agents", measure="median", basis="year"
    )
    assert dict(medians.values_list("source__code", "code")) == {
        "test-oews": "sal-2026-test-agents-median-year",
        "oews-2025": "sal-2026-05-test-agents-median-year",
        "oews-2023": "sal-2026-05-test-agents-median-year-oews-2023",
    }
    gaps = SalaryGap.objects.filter(occupation__code="test-agents")
    assert dict(gaps.values_list("source__code", "code")) == {
        "oews-2025": "gap-2026-test-agents-p90-year",
        "oews-2023": "gap-2026-05-test-agents-p90-year",
    }


def test_marks_become_gaps_with_their_reasons():
    marks = {"A_PCT90": "#", "H_PCT90": "#", "H_MEAN": "*", "A_MEAN": "**", "H_PCT10": "~"}

    report = do({**marks, "H_PCT25": ""})

    gaps = SalaryGap.objects.filter(occupation__code="test-agents")
    assert dict(gaps.values_list("code", "reason")) == {
        "gap-2026-test-agents-p90-year": "above_cap",
        "gap-2026-test-agents-p90-hour": "above_cap",
        "gap-2026-test-agents-mean-hour": "suppressed",
        "gap-2026-test-agents-mean-year": "suppressed",
        "gap-2026-test-agents-p10-hour": "suppressed",
        "gap-2026-test-agents-p25-hour": "suppressed",
    }
    assert report.created_count == len(PAY_COLUMNS)
    gap = gaps.get(code="gap-2026-test-agents-p90-year")
    assert (gap.period_start, gap.source.code) == (datetime.date(2026, 5, 1), "test-oews")


def test_pay_published_for_a_year_alone_is_not_stated_by_the_hour():
    hours = {name.upper(): "*" for name in PAY_COLUMNS if name.startswith("h_")}

    do({**hours, "ANNUAL": "TRUE"})

    reasons = SalaryGap.objects.filter(occupation__code="test-agents")
    assert set(reasons.values_list("reason", "basis")) == {("not_stated", "hour")}


def test_second_import_leaves_gaps_as_they_are():
    do({"A_PCT90": "#"})

    report = do({"A_PCT90": "#"})

    assert (report.changes, report.unchanged_count) == ([], len(PAY_COLUMNS))


def test_changed_mark_changes_the_gap():
    do({"A_PCT90": "*"})

    report = do({"A_PCT90": "#"})

    assert (report.created_count, report.updated_count) == (0, 1)
    assert SalaryGap.objects.get(source__code="test-oews").reason == "above_cap"


def test_figure_fills_the_gap_and_undo_brings_it_back_with_its_notes():
    do({"A_PCT90": "*"})
    gap = SalaryGap.objects.get(source__code="test-oews")
    gap.note_en, gap.note_fi = "Kept back.", "Pidätetty."
    gap.save()

    report = do({"A_PCT90": "62,400"})

    assert not SalaryGap.objects.filter(source__code="test-oews").exists()
    assert SalaryFigure.objects.filter(code="sal-2026-test-agents-p90-year").exists()
    undo(report.record, "anna")
    restored = SalaryGap.objects.get(source__code="test-oews")
    assert (restored.note_en, restored.note_fi) == ("Kept back.", "Pidätetty.")
    assert not SalaryFigure.objects.filter(code="sal-2026-test-agents-p90-year").exists()


def test_undo_takes_figures_and_gaps_away():
    report = do({"A_PCT90": "#"})

    undo(report.record, "anna")

    assert not SalaryFigure.objects.filter(source__code="test-oews").exists()
    assert not SalaryGap.objects.filter(source__code="test-oews").exists()


def test_mark_where_a_figure_is_recorded_is_refused():
    do({})
    before = database_dump()

    with pytest.raises(ImportRefused) as refused:
        do({"A_PCT90": "*"})

    assert refused.value.lines == [
        "Row 2, column A_PCT90, “*”: There is no number here, but one is recorded as "
        "sal-2026-test-agents-p90-year. Delete that figure first, if its source has "
        "withdrawn it."
    ]
    assert database_dump() == before


@pytest.mark.parametrize(
    ("change", "options", "reason"),
    [
        (
            {"A_MEDIAN": "42.83k"},
            {},
            "Row 2, column A_MEDIAN, “42.83k”: This is not an amount. Write digits alone, "
            "with a point before the decimals: 20.59.",
        ),
        (
            {"A_MEDIAN": "22,830"},
            {},
            "Row 2, column A_MEDIAN, “22830”: Percentiles must ascend: 10th percentile is "
            "31200.00 in row 2.",
        ),
        (
            {},
            {"source": ""},
            "This workbook does not name its source: give the code of one.",
        ),
        (
            {},
            {"source": "test-oewz"},
            "There is no source “test-oewz”. Did you mean test-oews?",
        ),
        (
            {},
            {"period": "May 2026"},
            "This workbook does not say which month it is of: give it as 2025-05.",
        ),
        (
            {"OCC_CODE": "11-1111"},
            {},
            "No row is of an occupation that the site follows.",
        ),
    ],
)
def test_bad_workbook_is_refused_and_leaves_no_trace(change, options, reason):
    before = database_dump()

    with pytest.raises(ImportRefused) as refused:
        do(change, **options)

    assert refused.value.lines == [reason]
    assert database_dump() == before


def test_workbook_without_a_column_of_pay_is_refused():
    columns = [name for name in HEADER if name != "A_PCT90"]
    data = csv_bytes([columns, [ROW[name] for name in columns]])

    with pytest.raises(ImportRefused) as refused:
        do(data=data, name="national.csv")

    assert refused.value.lines == ["Row 1: These columns are missing: A_PCT90."]


def test_source_and_period_are_for_the_workbook_alone():
    with pytest.raises(ImportRefused, match="names the source and the period"):
        do(data=b"code,area\nx,FI\n", name="figures.csv")

    assert not SalaryImport.objects.exists()
