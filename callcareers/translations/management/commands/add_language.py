import importlib
import io

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from callcareers.translations.arguments import translation_language
from callcareers.translations.catalogues import catalogue_path, file_name
from callcareers.translations.interface_texts import interface_catalogue
from callcareers.translations.new_languages import (
    obstacles,
    start_interface_catalogue,
    translated_apps,
)


class Command(BaseCommand):
    help = (
        "Give languages that have a row in TABLE all else: columns and catalogues. "
        "Safe to run again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "languages", nargs="+", metavar="language", type=translation_language
        )

    def handle(self, *, languages: list[str], **options: object) -> None:
        if found := [obstacle for code in languages for obstacle in obstacles(code)]:
            raise CommandError("\n".join(found))
        self.add_columns(languages)
        for code in languages:
            start_interface_catalogue(code)
        self.call("collect_package_messages")
        self.call("compile_catalogs")
        self.call("load_content")  # an empty database would empty the files
        self.call("export_content")
        self.call("translation_status", *languages)
        files = [
            file_name(path)
            for code in languages
            for path in (interface_catalogue(code), catalogue_path(code))
        ]
        self.stdout.write(f"Translate {', '.join(files)}, then run load_content.")

    def add_columns(self, languages: list[str]) -> None:
        name = "_".join(["add", *languages]).replace("-", "_")
        self.call(
            "makemigrations",
            *translated_apps(),
            name=name,
            scriptable=True,  # name the files alone, not each of the columns
            stderr=io.StringIO(),
        )
        importlib.invalidate_caches()  # the new migrations are modules to import
        self.call("migrate", verbosity=0)

    def call(self, command: str, *arguments: str, **options: object) -> None:
        call_command(command, *arguments, stdout=self.stdout, **{"verbosity": 1} | options)
