import importlib
import io

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from callcareers.languages import BY_CODE
from callcareers.translations.new_languages import (
    obstacles,
    start_interface_catalogue,
    translated_apps,
    untranslated_counts,
)


class Command(BaseCommand):
    help = (
        "Give languages that have a row in TABLE all else: columns and catalogues. "
        "Safe to run again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("codes", nargs="+", metavar="CODE")

    def handle(self, *, codes: list[str], **options: object) -> None:
        if found := [obstacle for code in codes for obstacle in obstacles(code)]:
            raise CommandError("\n".join(found))
        self.add_columns(codes)
        for code in codes:
            start_interface_catalogue(code)
        self.call("collect_package_messages")
        self.call("compile_catalogs")
        self.call("load_content")  # an empty database would empty the files
        self.call("export_content")
        for code in codes:
            self.say_what_is_missing(code)

    def add_columns(self, codes: list[str]) -> None:
        name = "_".join(["add", *codes]).replace("-", "_")
        self.call(
            "makemigrations",
            *translated_apps(),
            name=name,
            scriptable=True,  # name the files alone, not each of the columns
            stderr=io.StringIO(),
        )
        importlib.invalidate_caches()  # the new migrations are modules to import
        self.call("migrate", verbosity=0)

    def say_what_is_missing(self, code: str) -> None:
        language = BY_CODE[code]
        state = "public" if language.is_public else "a draft, shown by DRAFT_LANGUAGES=on"
        self.stdout.write(f"{language.name} ({code}) is {state}.")
        for file, (lacking, total) in untranslated_counts(code).items():
            self.stdout.write(f"  {file}: {lacking} of {total} texts to translate")

    def call(self, command: str, *arguments: str, **options: object) -> None:
        call_command(command, *arguments, stdout=self.stdout, **{"verbosity": 1} | options)
