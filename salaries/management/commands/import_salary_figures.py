import getpass
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from salaries.imports.faults import ImportRefused
from salaries.imports.importing import Report, Upload, import_figures
from salaries.imports.tables import LARGEST_FILE
from salaries.imports.undoing import undo
from salaries.models import SalaryImport


class Command(BaseCommand):
    help = (
        "Compare salary figures of a CSV or XLSX file with those that are stored, and "
        "write them with --apply: all of them or nothing. Safe to run again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="a .csv or .xlsx file")
        parser.add_argument(
            "--apply", action="store_true", help="write what the comparison shows"
        )
        parser.add_argument(
            "--confirm-jumps",
            action="store_true",
            help="amounts may be far from the ones before",
        )
        parser.add_argument(
            "--sheet", default="", help="the sheet of a workbook, the first by default"
        )
        parser.add_argument(
            "--source",
            default="",
            help="for a workbook of the BLS: the code of its source",
        )
        parser.add_argument(
            "--period",
            default="",
            metavar="YYYY-MM",
            help="for a workbook of the BLS: the month that it is of",
        )
        parser.add_argument(
            "--undo", type=int, metavar="ID", help="take back the import of this number"
        )
        parser.add_argument(
            "--by",
            default="",
            metavar="NAME",
            help="who imports, for the log; the account that runs this by default",
        )

    def handle(self, *, file: Path | None, by: str, apply: bool, **options: Any) -> None:
        start = time.monotonic()
        by = by or getpass.getuser()
        if (file is None) == (options["undo"] is None):
            raise CommandError("Name a file, or an import to undo with --undo ID.")
        try:
            if file is None:
                said = self.undo(options["undo"], by)
            else:
                said = self.import_file(file, by, is_dry_run=not apply, options=options)
        except ImportRefused as refused:
            raise CommandError(f"Nothing was changed.\n{refused}") from refused
        self.stdout.write(f"{said} ({time.monotonic() - start:.1f} s)")

    def undo(self, number: int, by: str) -> str:
        record = SalaryImport.objects.filter(pk=number).first()
        if record is None:
            raise CommandError(f"There is no import {number}.")
        undo(record, by)
        return f"Import {number} of {record.file_name} was undone."

    def import_file(
        self, file: Path, by: str, *, is_dry_run: bool, options: dict[str, Any]
    ) -> str:
        upload = Upload(
            file.name,
            read_start(file),
            sheet=options["sheet"],
            source=options["source"],
            period=options["period"],
        )
        report = import_figures(
            upload,
            by=by,
            is_dry_run=is_dry_run,
            are_jumps_confirmed=options["confirm_jumps"],
        )
        self.show(report)
        if report.record:
            number = report.record.pk
            return f"Import {number} was written; --undo {number} undoes it."
        if report.changes:
            return "Nothing was written: run again with --apply."
        return "Nothing to change."

    def show(self, report: Report) -> None:
        for change in report.changes:
            sign = "+" if change.is_new else "-" if change.is_removal else "~"
            self.stdout.write(f"{sign} {change.model} {change.code}")
            for name, before, after in change.differences:
                self.stdout.write(f"    {name}: {before or '∅'} → {after or '∅'}")
        for remark in report.remarks:
            self.stdout.write(remark)
        for jump in report.jumps:
            self.stdout.write(f"Confirmed: {jump}")
        self.stdout.write(
            f"{report.created_count} created, {report.updated_count} updated, "
            f"{report.unchanged_count} unchanged."
        )


def read_start(file: Path) -> bytes:
    """Return the content of `file`, of one that is too large no more than tells so."""
    try:
        with file.open("rb") as stream:
            return stream.read(LARGEST_FILE + 1)
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
