from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.management.utils import find_command
from django.utils.translation import to_locale

from callcareers.languages import CODES
from callcareers.translations.interface_texts import interface_catalogue, tidy


class Command(BaseCommand):
    help = "Bring locale/<lang>/…/django.po up to the texts in code and templates."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check",
            action="store_true",
            help="write nothing; fail where a catalogue is behind the code",
        )

    def handle(self, *, check: bool, **options: object) -> None:
        if find_command("xgettext") is None:
            raise CommandError("xgettext is missing: install the package gettext.")
        if not check:
            collect()
            self.stdout.write(f"{len(CODES)} catalogues collected.")
        elif behind := languages_behind():
            raise CommandError(
                f"The catalogues of {', '.join(behind)} are behind the code: "
                "run `make messages` and translate what is new."
            )
        else:
            self.stdout.write("The catalogues hold the texts of the code.")


def collect() -> None:
    """Write the texts of code and templates into the catalogue of every language."""
    for language in CODES:
        interface_catalogue(language).parent.mkdir(parents=True, exist_ok=True)
    call_command(
        "makemessages",
        locale=[to_locale(language) for language in CODES],
        extensions=["html", "py"],
        ignore_patterns=[".venv", "var", "tests"],
        add_location="file",
        no_obsolete=True,
        verbosity=0,
    )
    for language in CODES:
        tidy(language)


def languages_behind() -> list[str]:
    """Return the languages whose catalogue a collection changes, leaving them as they were.

    gettext can merge into the catalogues' own place alone, so they are put back.
    """
    kept = {language: interface_catalogue(language).read_bytes() for language in CODES}
    try:
        collect()
        return [
            language
            for language in CODES
            if interface_catalogue(language).read_bytes() != kept[language]
        ]
    finally:
        for language, catalogue in kept.items():
            interface_catalogue(language).write_bytes(catalogue)
