from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.core.management.utils import find_command

from callcareers.languages import CODES
from callcareers.translations.interface_texts import interface_catalogue, tidy


class Command(BaseCommand):
    help = "Bring locale/<lang>/…/django.po up to the texts in code and templates."

    def handle(self, **options: object) -> None:
        if find_command("xgettext") is None:
            raise CommandError("xgettext is missing: install the package gettext.")
        for language in CODES:
            interface_catalogue(language).parent.mkdir(parents=True, exist_ok=True)
        call_command(
            "makemessages",
            locale=list(CODES),
            extensions=["html", "py"],
            ignore_patterns=[".venv", "var", "tests"],
            add_location="file",
            no_obsolete=True,
            verbosity=0,
        )
        for language in CODES:
            tidy(language)
        self.stdout.write(f"{len(CODES)} catalogues collected.")
