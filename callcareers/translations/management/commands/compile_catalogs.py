from pathlib import Path

import polib
from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Compile the texts of interface and packages, without gettext installed."

    def handle(self, **options: object) -> None:
        sources = sorted(
            source
            for path in settings.LOCALE_PATHS
            for source in Path(path).glob("*/LC_MESSAGES/django*.po")
        )
        stale = [source for source in sources if is_stale(source)]
        for source in stale:
            polib.pofile(str(source)).save_as_mofile(str(source.with_suffix(".mo")))
        self.stdout.write(f"{len(stale)} of {len(sources)} catalogues compiled.")


def is_stale(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime
