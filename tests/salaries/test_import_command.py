import re

import pytest
from django.core.management import CommandError, call_command

from salaries.models import SalaryFigure, SalaryImport
from tests.import_files import csv_of, database_dump, store_figures, xlsx_bytes

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def stored():
    store_figures()


@pytest.fixture
def import_file(tmp_path, capsys):
    """Return what imports a file of that content and returns the lines it prints."""

    def run(data, *arguments, name="figures.csv"):
        path = tmp_path / name
        path.write_bytes(data)
        call_command("import_salary_figures", path, *arguments)
        said = capsys.readouterr().out
        return re.sub(r" \([0-9.]+ s\)$", "", said.rstrip()).splitlines()

    return run


def undo(number):
    call_command("import_salary_figures", undo=number)


def test_command_compares_and_writes_nothing_by_default(import_file):
    before = database_dump()

    lines = import_file(csv_of({"code": "agents-2025-median", "amount": "30500"}))

    assert lines == [
        "~ salaries.salaryfigure agents-2025-median",
        "    period_start: 2025-01-01 → 2026-01-01",
        "    period_end: 2025-12-31 → 2026-12-31",
        "    amount: 30000.00 → 30500.00",
        "0 created, 1 updated, 0 unchanged.",
        "Nothing was written: run again with --apply.",
    ]
    assert database_dump() == before


def test_command_applies_and_names_the_entry_of_the_log(import_file):
    lines = import_file(csv_of({}), "--apply", "--by", "anna")

    record = SalaryImport.objects.get()
    assert record.imported_by == "anna"
    assert lines[-1] == f"Import {record.pk} was written; --undo {record.pk} undoes it."
    assert SalaryFigure.objects.filter(code="agents-2026-median").exists()


def test_command_says_that_there_is_nothing_to_do(import_file):
    import_file(csv_of({}), "--apply")

    assert import_file(csv_of({}), "--apply")[-1] == "Nothing to change."
    assert SalaryImport.objects.count() == 1


def test_command_refuses_with_every_reason(import_file):
    before = database_dump()

    with pytest.raises(CommandError) as refused:
        import_file(csv_of({"amount": "x", "area": "fi"}), "--apply")

    assert str(refused.value).splitlines() == [
        "Nothing was changed.",
        "Row 2, column area, “fi”: Nothing of the kind “area” has this code. Did you mean "
        "FI?",
        "Row 2, column amount, “x”: This is not an amount. Write digits alone, with a "
        "point before the decimals: 20.59.",
    ]
    assert database_dump() == before


def test_command_wants_jumps_confirmed(import_file):
    data = csv_of({"amount": "40000"})
    with pytest.raises(CommandError, match="Confirm it if it is right"):
        import_file(data, "--apply")

    lines = import_file(data, "--apply", "--confirm-jumps")

    assert lines[-3].startswith("Confirmed: Row 2, column amount, “40000”: 33% more")
    assert SalaryFigure.objects.filter(code="agents-2026-median").exists()


def test_command_reads_the_named_sheet(import_file):
    data = xlsx_bytes({"Pay": [["code"]]})

    with pytest.raises(CommandError, match="There is no sheet “Wages”"):
        import_file(data, "--sheet", "Wages", name="figures.xlsx")


def test_command_undoes_an_import_once(import_file):
    import_file(csv_of({}), "--apply")
    record = SalaryImport.objects.get()

    undo(record.pk)

    assert not SalaryFigure.objects.filter(code="agents-2026-median").exists()
    with pytest.raises(CommandError, match="This import has been undone already"):
        undo(record.pk)


@pytest.mark.parametrize(
    ("arguments", "options", "reason"),
    [
        ([], {}, "Name a file, or an import to undo with --undo ID."),
        (["a.csv"], {"undo": 1}, "Name a file, or an import to undo with --undo ID."),
        (["no-such.csv"], {}, "no-such.csv cannot be read: No such file or directory."),
        ([], {"undo": 0}, "There is no import 0."),
    ],
)
def test_command_says_what_it_wants(arguments, options, reason):
    with pytest.raises(CommandError) as refused:
        call_command("import_salary_figures", *arguments, **options)

    assert str(refused.value) == reason
