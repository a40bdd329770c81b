from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from callcareers.translations.catalogues import ContentRefused
from callcareers.translations.content_files import export_content


class Command(BaseCommand):
    help = "Write the database's content to fixtures/ and locale/<lang>/…/content.po."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check",
            action="store_true",
            help="write nothing; fail where a file differs from the database",
        )
        parser.add_argument(
            "--overwrite",
            action="store_true",
            help="write over what translators changed and nobody has loaded yet",
        )

    def handle(self, *, check: bool, overwrite: bool, **options: object) -> None:
        try:
            files = export_content(is_careful=not (check or overwrite))
        except ContentRefused as refused:
            raise CommandError(f"Nothing was written.\n{refused}") from refused
        differing = [
            (path, text)
            for path, text in files.items()
            if not path.exists() or path.read_text(encoding="utf-8") != text
        ]
        names = [str(path.relative_to(settings.BASE_DIR)) for path, _ in differing]
        if check and names:
            raise CommandError(
                "Fixtures and content catalogues are not equal: "
                f"{', '.join(names)}. Run `make content` and commit what it changes."
            )
        for path, text in differing:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        self.stdout.write(
            f"{len(names)} files written: {', '.join(names)}."
            if names
            else "All content files are up to date."
        )
