import signal
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event
from wsgiref.simple_server import make_server

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.wsgi import get_wsgi_application
from django.urls import reverse
from django.utils import translation
from django.utils.encoding import uri_to_iri

from callcareers.translations.catalogues import ContentRefused
from callcareers.translations.pages import PagesFailed
from callcareers.translations.preview import MarkedSite, Preview, prepare

PAGES_LISTED = 10
SECONDS_TO_LOOK_UP = 0.5


class Command(BaseCommand):
    help = (
        "Show the site with the texts of a catalogue, those that it changes marked, and "
        "list the pages of each. What the public sees stays as it is."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.po")
        parser.add_argument("--port", type=int, default=8001)
        parser.add_argument(
            "--list",
            action="store_true",
            dest="is_listing",
            help="list texts and pages; serve nothing",
        )

    def handle(self, *, file: Path, port: int, is_listing: bool, **options: object) -> None:
        with TemporaryDirectory(prefix="callcareers-preview-") as folder:
            try:
                preview = prepare(file, Path(folder))
            except ContentRefused as refused:
                raise CommandError(
                    f"There is no preview.\n{refused}\n"
                    "Where the files are newer than the database, run load_content first."
                ) from refused
            except PagesFailed as failed:
                raise CommandError(
                    f"There is no preview, for with the file these pages fail:\n{failed}"
                ) from failed
            self.tell(preview)
            if not is_listing:
                self.serve(preview, port)

    def tell(self, preview: Preview) -> None:
        """Print each text with the pages that it appears on."""
        for text in preview.texts:
            self.stdout.write(f"line {text.line} {text.name}")
            for path in text.pages[:PAGES_LISTED]:
                self.stdout.write(f"  {uri_to_iri(path)}")
            if not text.pages:
                self.stdout.write("  on no page")
            elif len(text.pages) > PAGES_LISTED:
                self.stdout.write(f"  and {len(text.pages) - PAGES_LISTED} more")
        self.stdout.write(f"Texts that the file changes: {len(preview.texts)}.")

    def serve(self, preview: Preview, port: int) -> None:
        with translation.override(preview.language):
            home = reverse("home")
        site = MarkedSite(StaticFilesHandler(get_wsgi_application()), preview)
        # In the midst of a page the server would take Ctrl+C for a fault of the page.
        is_over = Event()
        signal.signal(signal.SIGINT, lambda *_: is_over.set())
        with make_server("127.0.0.1", port, site) as server:
            self.stdout.write(
                f"Open http://127.0.0.1:{server.server_port}{home} (Ctrl+C ends it)."
            )
            self.stdout.flush()
            server.timeout = SECONDS_TO_LOOK_UP
            while not is_over.is_set():
                server.handle_request()
            self.stdout.write("The preview is over; nothing was kept.")
