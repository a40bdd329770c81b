import time
from pathlib import Path

import polib
from django.core.management.base import BaseCommand, CommandError, CommandParser

from callcareers.languages import TRANSLATION_CODES
from callcareers.translations.catalogues import (
    ContentRefused,
    catalogue_path,
    catalogue_text,
    file_name,
    make_catalogue,
    page_addresses,
    unimported_entries,
)
from callcareers.translations.content_files import all_records


class Command(BaseCommand):
    help = "Write the database's texts to locale/<lang>/…/content.po, for translators."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "languages",
            nargs="*",
            metavar="language",
            choices=[*TRANSLATION_CODES, []],
            help="the languages to write, every one if none is named",
        )
        parser.add_argument(
            "--overwrite",
            action="store_true",
            help="write over what translators changed and nobody has imported yet",
        )

    def handle(self, *, languages: list[str], overwrite: bool, **options: object) -> None:
        start = time.monotonic()
        records, addresses = all_records(), page_addresses()
        files = {}
        for language in languages or TRANSLATION_CODES:
            path = catalogue_path(language)
            catalogue = make_catalogue(language, records, addresses)
            if not overwrite:
                refuse_to_lose(path, language, catalogue)
            files[path] = catalogue_text(catalogue)
        for path, text in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            self.stdout.write(f"{file_name(path)}: written")
        self.stdout.write(f"Exported; it took {time.monotonic() - start:.1f} s.")


def refuse_to_lose(path: Path, language: str, catalogue: polib.POFile) -> None:
    """Raise `CommandError` where `catalogue` would write over a translator's work."""
    try:
        lost = unimported_entries(path, language, catalogue)
    except ContentRefused as refused:
        raise CommandError(f"Nothing was written.\n{refused}") from refused
    if lost:
        places = "\n".join(f"{entry.file}:{entry.line} {entry.context}" for entry in lost)
        raise CommandError(
            f"Nothing was written, for these texts are not imported yet:\n{places}\n"
            "Finish and import them first; --overwrite gives them up."
        )
