import polib
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.management.utils import find_command
from django.utils.translation import to_locale

from callcareers.languages import CODES
from callcareers.translations.catalogues import MACHINE_FLAG
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
    machine_made = {}
    for language in CODES:
        interface_catalogue(language).parent.mkdir(parents=True, exist_ok=True)
        machine_made[language] = machine_made_texts(language)
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
        flag_as_machine_made(language, machine_made[language])
        tidy(language)


def machine_made_texts(language: str) -> set[tuple[str | None, str]]:
    """Return context and message of each text that says that nobody has read it."""
    path = interface_catalogue(language)
    if not path.exists():
        return set()
    return {
        (entry.msgctxt, entry.msgid)
        for entry in polib.pofile(str(path), encoding="utf-8")
        if MACHINE_FLAG in entry.flags
    }


def flag_as_machine_made(language: str, texts: set[tuple[str | None, str]]) -> None:
    """Give `texts` their flag again: gettext merges only the flags that it knows."""
    if not texts:
        return
    catalogue = polib.pofile(str(interface_catalogue(language)), encoding="utf-8")
    for entry in catalogue:
        is_flagged = MACHINE_FLAG in entry.flags
        if (entry.msgctxt, entry.msgid) in texts and not (entry.fuzzy or is_flagged):
            entry.flags = [MACHINE_FLAG, *entry.flags]
    catalogue.save()


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
