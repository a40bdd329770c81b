"""What it costs to take all texts of one language to translators and back.

Makes ROLES roles with texts of the usual length in English and Finnish in a database of
its own, then exports the Finnish ones, empties them, imports the catalogue and exports
again. It runs in a process of its own, whose peak memory is therefore its own too.
"""

import os
import random
import resource
import sys
import tempfile
import time
import warnings
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command

ROLES = 1_500
SECONDS_BAR, MEGABYTES_BAR = 60, 500
ENGLISH = "you answer calls from customers and write down what they need in the system"
FINNISH = "vastaat asiakkaiden puheluihin ja kirjaat järjestelmään mitä he tarvitsevat"


def main() -> None:
    warnings.simplefilter("error")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DJANGO_SETTINGS_MODULE"] = "callcareers.settings"
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/roles.sqlite3"
        django.setup()
        settings.LOCALE_PATHS.insert(0, Path(folder))
        call_command("migrate", verbosity=0)
        make_roles()
        start = time.monotonic()
        size = round_trip()
        seconds = time.monotonic() - start
    # Linux counts in kilobytes, macOS in bytes.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    megabytes = peak / (1_000_000 if sys.platform == "darwin" else 1_000)
    print(f"{ROLES:,} roles, a catalogue of {size / 1_000_000:.1f} MB:")
    print(f"{'time':<22}{seconds:>8.1f} s   (bar: {SECONDS_BAR} s)")
    print(f"{'peak memory':<22}{megabytes:>8.0f} MB  (bar: {MEGABYTES_BAR} MB)")
    if seconds > SECONDS_BAR or megabytes > MEGABYTES_BAR:
        sys.exit("The round trip of translations is over its bar.")


def make_roles() -> None:
    from roles.models import Role, RoleFamily

    family = RoleFamily.objects.create(code="family", name_en="Family", summary_en="All.")
    words = random.Random(1)  # noqa: S311, the texts are to be the same in each run
    for number in range(ROLES):
        texts = {
            **texts_of(words, ENGLISH.split(), f"Role {number}", "en"),
            **texts_of(words, FINNISH.split(), f"Tehtävä {number}", "fi"),
        }
        Role(
            code=f"role-{number}",
            family=family,
            level=Role.Level.ENTRY,
            work_setting=Role.WorkSetting.EITHER,
            is_published=True,
            slug_en=f"role-{number}",
            slug_fi=f"tehtava-{number}",
            **texts,
        ).save()


def texts_of(
    words: random.Random, vocabulary: list[str], name: str, language: str
) -> dict[str, str]:
    """Return the texts of a role, as long and as built as those of the real ones."""

    def prose(count: int) -> str:
        return " ".join(words.choices(vocabulary, k=count)).capitalize() + "."

    items = "\n".join(f"- {prose(12)}" for _ in range(4))
    texts = {
        "name": name,
        "other_names": f"{prose(2)} {prose(2)}",
        "summary": prose(30),
        "overview": f"{prose(60)}\n\n**{prose(3)}** {prose(60)}\n\n{items}\n\n{prose(50)}",
        "for_you_if": items,
        "not_for_you_if": items,
    }
    return {f"{field}_{language}": text for field, text in texts.items()}


def round_trip() -> int:
    """Export, import and export again; return the size of the catalogue in bytes."""
    from callcareers.translations.catalogues import catalogue_path
    from roles.models import Role
    from tests.content_files import empty_translations

    path = catalogue_path("fi")
    with Path(os.devnull).open("w") as nowhere:
        call_command("export_translations", "fi", stdout=nowhere)
        before = path.read_bytes()
        empty_translations(Role, "fi")
        call_command("import_translations", "fi", "--overwrite", stdout=nowhere)
        path.unlink()
        call_command("export_translations", "fi", stdout=nowhere)
    if path.read_bytes() != before:
        sys.exit("The second export is not the first one.")
    return len(before)


if __name__ == "__main__":
    main()
