import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand

from roles.models import Role


class Command(BaseCommand):
    help = "Do all that the site needs before it serves: database, content, texts, files."

    def handle(self, **options: object) -> None:
        self.step("Messages", lambda: self.call("compile_catalogs"))
        self.step("Database", lambda: self.call("migrate", verbosity=0))
        self.step("Content", self.load_when_empty)
        self.step("Static files", self.collect_when_changed)

    def step(self, name: str, run: Callable[[], None]) -> None:
        start = time.monotonic()
        run()
        self.stdout.write(f"{name}: done in {time.monotonic() - start:.1f} s")

    def load_when_empty(self) -> None:
        if not Role.objects.exists():
            self.call("load_content")

    def collect_when_changed(self) -> None:
        """Collect static files, unless the very same are collected: it takes seconds."""
        root = Path(settings.STATIC_ROOT)
        seal = root.with_suffix(".seal")
        sources = static_sources()
        if not (root.exists() and seal.exists() and seal.read_text() == sources):
            self.call("collectstatic", interactive=False, verbosity=0)
            seal.write_text(sources)

    def call(self, command: str, **options: object) -> None:
        call_command(command, stdout=self.stdout, **{"verbosity": 1} | options)


def static_sources() -> str:
    """Return a line for each static file of the apps: path, size, time of change."""
    files = [
        Path(storage.path(name))
        for finder in get_finders()
        for name, storage in finder.list([])
    ]
    return "\n".join(
        f"{file} {file.stat().st_size} {file.stat().st_mtime_ns}" for file in sorted(files)
    )
