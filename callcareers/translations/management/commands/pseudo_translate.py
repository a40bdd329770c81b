from collections.abc import Collection
from pathlib import Path

import polib
from django.core.management.base import BaseCommand, CommandError, CommandParser

from callcareers.languages import BY_CODE
from callcareers.translations.arguments import translation_language
from callcareers.translations.catalogues import MACHINE_FLAG, catalogue_path
from callcareers.translations.interface_texts import interface_catalogue
from callcareers.translations.pseudo import fill


class Command(BaseCommand):
    help = "Fill what is empty in the catalogues of languages with texts that look foreign."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "languages", nargs="+", metavar="language", type=translation_language
        )

    def handle(self, *, languages: list[str], **options: object) -> None:
        for language in languages:
            # An interface text that is fuzzy is not compiled, so no page would show it.
            self.fill(interface_catalogue(language), language, [MACHINE_FLAG])
            self.fill(catalogue_path(language), language, ["fuzzy", MACHINE_FLAG])
        self.stdout.write("Run compile_catalogs and load_content to see them on the pages.")

    def fill(self, path: Path, language: str, flags: Collection[str]) -> None:
        if not path.exists():
            raise CommandError(f"{path} is missing: run add_language {language} first.")
        catalogue = polib.pofile(str(path), encoding="utf-8")
        count = fill(catalogue, BY_CODE[language], flags)
        catalogue.save()
        self.stdout.write(f"{language}: {count} texts of {path.name} made up.")
