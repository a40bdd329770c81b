from collections.abc import Collection
from pathlib import Path

import polib
from django.core.management.base import BaseCommand, CommandError, CommandParser

from callcareers.languages import BY_CODE, TRANSLATION_CODES
from callcareers.translations.catalogues import MACHINE_FLAG, catalogue_path
from callcareers.translations.interface_texts import interface_catalogue
from callcareers.translations.pseudo import fill


class Command(BaseCommand):
    help = "Fill what is empty in the catalogues of languages with texts that look foreign."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("codes", nargs="+", metavar="CODE", choices=TRANSLATION_CODES)

    def handle(self, *, codes: list[str], **options: object) -> None:
        for code in codes:
            self.fill(interface_catalogue(code), code)
            self.fill(catalogue_path(code), code, ["fuzzy", MACHINE_FLAG])
        self.stdout.write("Run compile_catalogs and load_content to see them on the pages.")

    def fill(self, path: Path, code: str, flags: Collection[str] = ()) -> None:
        if not path.exists():
            raise CommandError(f"{path} is missing: run add_language {code} first.")
        catalogue = polib.pofile(str(path), encoding="utf-8")
        count = fill(catalogue, BY_CODE[code], flags)
        catalogue.save()
        self.stdout.write(f"{code}: {count} texts of {path.name} made up.")
