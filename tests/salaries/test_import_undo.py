"""Imports taken back, and those that may not be."""

import pytest

from callcareers.languages import CODES
from faq.models import Term
from salaries.imports.faults import ImportRefused
from salaries.imports.importing import Upload, import_figures
from salaries.imports.undoing import undo
from salaries.models import SalaryFigure
from tests.factories import SalaryFigureFactory
from tests.import_files import csv_of, database_dump, figure, store_figures

pytestmark = pytest.mark.django_db

PERIOD = {"period_start": "2025-01-01", "period_end": "2025-12-31"}
RISE = [
    {"code": f"agents-2025-{measure}", "measure": measure, "amount": amount, **PERIOD}
    for measure, amount in (("p10", "30500"), ("median", "45500"), ("p90", "58000"))
]


@pytest.fixture(autouse=True)
def stored():
    store_figures()


@pytest.fixture
def record():
    """Return the entry of an import that has changed three figures and made one."""
    upload = Upload("figures.csv", csv_of({"amount": "50000"}, *RISE))
    report = import_figures(upload, by="anna", is_dry_run=False, are_jumps_confirmed=True)
    return report.record


def content():
    columns = [field.attname for field in SalaryFigure._meta.concrete_fields]
    return list(SalaryFigure.objects.order_by("pk").values(*columns))


def test_undo_brings_back_every_figure_as_it_was():
    before = content()
    upload = Upload("figures.csv", csv_of({"amount": "50000"}, *RISE))
    report = import_figures(upload, by="anna", is_dry_run=False, are_jumps_confirmed=True)
    assert content() != before

    undo(report.record, "ben")

    assert content() == before
    assert report.record.undone_by == "ben"
    assert report.record.undone_at


def test_import_is_undone_once(record):
    undo(record, "anna")
    before = database_dump()

    with pytest.raises(ImportRefused) as refused:
        undo(record, "anna")

    assert refused.value.lines == ["This import has been undone already."]
    assert database_dump() == before


@pytest.mark.parametrize("language", CODES)
@pytest.mark.parametrize("field", ["amount", "note"])
def test_undo_is_refused_after_an_edit(record, field, language):
    edited = SalaryFigure.objects.get(code="agents-2025-median")
    if field == "amount":
        edited.amount += 1
    else:
        setattr(edited, f"note_{language}", "Another note.")
    edited.save()
    before = database_dump()

    with pytest.raises(ImportRefused) as refused:
        undo(record, "anna")

    assert refused.value.lines == ["agents-2025-median was changed since."]
    assert database_dump() == before


def test_undo_is_refused_after_a_figure_is_gone(record):
    SalaryFigure.objects.get(code="agents-2026-median").delete()

    with pytest.raises(ImportRefused) as refused:
        undo(record, "anna")

    assert refused.value.lines == ["agents-2026-median was changed since."]


def test_undo_is_refused_while_a_text_cites_a_figure_that_would_go(record):
    Term.objects.create(
        code="test", name_en="Test", definition_en="It pays [[agents-2026-median]]."
    )
    before = database_dump()

    with pytest.raises(ImportRefused) as refused:
        undo(record, "anna")

    assert refused.value.lines == ["agents-2026-median is cited in a text."]
    assert database_dump() == before


def test_undo_is_refused_where_the_figures_before_would_now_be_false(record):
    median = SalaryFigure.objects.get(code="agents-2025-median")
    names = ("occupation", "area", "source")
    SalaryFigureFactory(
        code="agents-2025-p75",
        measure="p75",
        amount=50_000,
        **{name: getattr(median, name) for name in names},
    )
    before = database_dump()

    with pytest.raises(ImportRefused) as refused:
        undo(record, "anna")

    assert refused.value.lines == [
        "agents-2025-p90: Percentiles must ascend: 75th percentile is 50000.00."
    ]
    assert database_dump() == before
    assert figure("agents-2026-median", ["amount"])
