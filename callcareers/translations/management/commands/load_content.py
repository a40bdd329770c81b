import time

from django.core.management.base import BaseCommand, CommandError, CommandParser

from callcareers.translations.content_files import ContentRefused, load_content


class Command(BaseCommand):
    help = "Load the content files. Safe to run again: what editors changed is kept."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--overwrite",
            action="store_true",
            help="write over what editors changed since the last load",
        )
        parser.add_argument(
            "--minor-edits",
            action="store_true",
            help="the English texts changed in words alone: translations stay current",
        )

    def handle(self, *, overwrite: bool, minor_edits: bool, **options: object) -> None:
        start = time.monotonic()
        try:
            report = load_content(overwrite=overwrite, is_minor=minor_edits)
        except ContentRefused as refused:
            raise CommandError(f"Nothing was loaded.\n{refused}") from refused
        self.stdout.write(
            f"{report.created} records created, {report.updated} updated, "
            f"{report.unchanged} unchanged, {len(report.kept)} kept as edited, "
            f"in {time.monotonic() - start:.1f} s."
        )
        for name in report.kept:
            self.stdout.write(f"  kept: {name}")
