import time
from collections.abc import Callable

from django.core.management import call_command
from django.core.management.base import BaseCommand

from roles.models import Role


class Command(BaseCommand):
    help = "Do all that the site needs before it serves: database, content, texts, files."

    def handle(self, **options: object) -> None:
        self.step("Messages", lambda: self.call("compile_catalogs"))
        self.step("Database", lambda: self.call("migrate", verbosity=0))
        self.step("Content", self.load_when_empty)
        self.step("Static files", lambda: self.call("collectstatic", interactive=False))

    def step(self, name: str, run: Callable[[], None]) -> None:
        start = time.monotonic()
        run()
        self.stdout.write(f"{name}: done in {time.monotonic() - start:.1f} s")

    def load_when_empty(self) -> None:
        if not Role.objects.exists():
            self.call("load_content")

    def call(self, command: str, **options: object) -> None:
        call_command(command, stdout=self.stdout, **{"verbosity": 1} | options)
