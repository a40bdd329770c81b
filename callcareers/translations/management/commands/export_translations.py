import time

from django.core.management.base import BaseCommand, CommandError, CommandParser

from callcareers.languages import TRANSLATION_CODES
from callcareers.translations.arguments import add_languages
from callcareers.translations.catalogue_export import (
    catalogue_text,
    make_catalogue,
    page_addresses,
    refuse_to_lose,
)
from callcareers.translations.catalogues import ContentRefused, catalogue_path, file_name
from callcareers.translations.content_files import all_records


class Command(BaseCommand):
    help = "Write the database's texts to locale/<lang>/…/content.po, for translators."

    def add_arguments(self, parser: CommandParser) -> None:
        add_languages(parser, "write")
        parser.add_argument(
            "--overwrite",
            action="store_true",
            help="write over what translators changed and nobody has imported yet",
        )

    def handle(self, *, languages: list[str], overwrite: bool, **options: object) -> None:
        start = time.monotonic()
        records, addresses = all_records(), page_addresses()
        files = {}
        try:
            for language in languages or TRANSLATION_CODES:
                catalogue = make_catalogue(language, records, addresses)
                if not overwrite:
                    refuse_to_lose(language, catalogue)
                files[catalogue_path(language)] = catalogue_text(catalogue)
        except ContentRefused as refused:
            raise CommandError(f"Nothing was written.\n{refused}") from refused
        for path, text in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            self.stdout.write(f"{file_name(path)}: written")
        self.stdout.write(f"Exported; it took {time.monotonic() - start:.1f} s.")
