import difflib
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from callcareers.languages import TRANSLATION_CODES
from callcareers.translations.arguments import language_or_file
from callcareers.translations.catalogue_import import (
    Change,
    ImportReport,
    Outcome,
    import_catalogue,
)
from callcareers.translations.catalogues import (
    Catalogue,
    ContentRefused,
    Fault,
    catalogue_path,
    read_catalogue,
)

WRITES = {Outcome.NEW, Outcome.CHANGED}


class Command(BaseCommand):
    help = (
        "Bring translators' texts into the database: all of them or, where one is "
        "refused, none. An empty text takes nothing away."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "files",
            nargs="*",
            metavar="language|FILE.po",
            type=language_or_file,
            help="languages, whose content.po is read, or files; every language if none",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="show what would change; write nothing"
        )
        parser.add_argument(
            "--machine-made",
            action="store_true",
            help="take fuzzy texts too, and mark all that is written as read by nobody",
        )
        parser.add_argument(
            "--overwrite",
            action="store_true",
            help="take the file's text where the site's has changed meanwhile",
        )

    def handle(
        self,
        *,
        files: list[str],
        dry_run: bool,
        machine_made: bool,
        overwrite: bool,
        **options: object,
    ) -> None:
        start = time.monotonic()
        faults: list[Fault] = []
        catalogues = list(read_all(files or TRANSLATION_CODES, faults))
        with transaction.atomic():
            for catalogue in catalogues:
                try:
                    report = import_catalogue(
                        catalogue,
                        is_machine_made=machine_made,
                        is_overwriting=overwrite,
                    )
                except ContentRefused as refused:
                    faults += refused.faults
                else:
                    self.tell(report)
            if faults:
                reasons = "\n".join(str(fault) for fault in faults)
                raise CommandError(f"Nothing was imported.\n{reasons}")
            transaction.set_rollback(dry_run)
        ending = "Nothing was written, as this is a dry run" if dry_run else "Imported"
        self.stdout.write(f"{ending}; it took {time.monotonic() - start:.1f} s.")

    def tell(self, report: ImportReport) -> None:
        """Print what became of each text, and how many there were of each."""
        for change in report.worth_telling():
            self.tell_change(change)
        for name in report.proposed:
            self.stdout.write(f"{name}: its page has an address now, made from its name")
        counts = ", ".join(f"{count} {what}" for what, count in report.counts().items())
        self.stdout.write(f"{report.language}: {counts or 'no texts'}.")

    def tell_change(self, change: Change) -> None:
        entry = change.entry
        outdated = ", but from an older English text: outdated" * change.is_outdated
        self.stdout.write(
            f"{entry.file}:{entry.line} {entry.context}: {change.outcome}"
            f"{outdated if change.outcome in WRITES else ''}"
        )
        if change.outcome in WRITES:
            for line in difference(change.before, change.after):
                self.stdout.write(f"  {line}")


def read_all(names: Iterable[str], faults: list[Fault]) -> Iterator[Catalogue]:
    """Yield the catalogues of languages or at paths; note in `faults` what is none.

    They are read before the database is locked for writing.
    """
    for name in names:
        is_language = name in TRANSLATION_CODES
        path = catalogue_path(name) if is_language else Path(name)
        try:
            yield read_catalogue(path, name if is_language else "")
        except ContentRefused as refused:
            faults += refused.faults


def difference(before: str, after: str) -> list[str]:
    """Return the lines that differ, those of `before` with a minus, of `after` a plus."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]
