from django.core.management.base import BaseCommand, CommandError, CommandParser

from callcareers.formats import number, percent
from callcareers.languages import TRANSLATION_CODES
from callcareers.translations.arguments import add_languages
from callcareers.translations.gate import faults
from callcareers.translations.status import language_statuses


class Command(BaseCommand):
    help = (
        "Fail on every fault of the translations, and name its place: in the catalogues, "
        "in the database, in how roles are called, and on the pages."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        add_languages(parser, "look at")

    def handle(self, *, languages: list[str], **options: object) -> None:
        chosen = languages or TRANSLATION_CODES
        found = list(dict.fromkeys(faults(chosen)))
        for status in language_statuses(chosen):
            self.stdout.write(
                f"{status.language.code}: {percent(status.current_share)} of "
                f"{number(status.total)} words are current"
            )
        if found:
            count = len(found)
            listed = "\n".join(found)
            raise CommandError(f"{listed}\n{count} fault{'s' * (count > 1)}.")
        self.stdout.write("The translations have no fault.")
