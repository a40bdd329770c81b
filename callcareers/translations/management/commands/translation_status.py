from django.core.management.base import BaseCommand, CommandParser

from callcareers.formats import number, percent
from callcareers.languages import TRANSLATION_CODES
from callcareers.translations.arguments import add_languages
from callcareers.translations.status import LanguageStatus, Part, language_statuses


class Command(BaseCommand):
    help = "Say how far each language is translated, in words of the English text."

    def add_arguments(self, parser: CommandParser) -> None:
        add_languages(parser, "tell of")

    def handle(self, *, languages: list[str], **options: object) -> None:
        for status in language_statuses(languages or TRANSLATION_CODES):
            self.tell(status)

    def tell(self, status: LanguageStatus) -> None:
        language = status.language
        draft = "" if language.is_public else ", a draft"
        self.stdout.write(
            f"{language.code} ({language.name}{draft}): {percent(status.current_share)} "
            f"of {number(status.total)} words are current"
        )
        header = [*(part.label for part in Part), "Together"]
        self.stdout.write(" " * 28 + "".join(f"{name:>18}" for name in header))
        for state, cells in status.rows:
            row = [f"{number(cell.words)} ({percent(cell.share)})" for cell in cells]
            self.line(str(state.label), row)
        self.line("All words", [number(words) for words in status.totals])

    def line(self, name: str, cells: list[str]) -> None:
        self.stdout.write(f"  {name:<26}" + "".join(f"{cell:>18}" for cell in cells))
