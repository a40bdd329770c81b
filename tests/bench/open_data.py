"""What it costs to hand out very many salary figures as CSV and as JSON.

Makes FIGURES of them in a database of its own, then reads each file in a process that
does nothing else, whose peak memory is therefore that of the answer.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
import warnings

import django
from django.conf import settings
from django.core.management import call_command
from django.test import Client

FIGURES = 100_000
MEGABYTES_BAR = 50


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "callcareers.settings"
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/figures.sqlite3"
        django.setup()
        from tests.bench.many_figures import make_figures

        call_command("migrate", verbosity=0)
        make_figures(FIGURES)
        print(f"{FIGURES:,} salary figures to take:", flush=True)
        readings = [
            subprocess.run([sys.executable, "-m", "tests.bench.open_data", extension])
            for extension in ("csv", "json")
        ]
    if any(reading.returncode for reading in readings):
        sys.exit("The open data is over its bar.")


def read(extension: str) -> None:
    """Read the file as a program on the web does, and say what that took."""
    warnings.simplefilter("ignore")  # no style sheets are collected here
    django.setup()
    client = Client(headers={"host": settings.ALLOWED_HOSTS[0]})
    for _piece in client.get(f"/data/areas.{extension}"):
        pass
    before, start = peak_memory(), time.monotonic()
    size = lines = 0
    for piece in client.get(f"/data/salary-figures.{extension}"):
        size += len(piece)
        lines += piece.count(b"\n")
    seconds, rise = time.monotonic() - start, peak_memory() - before
    print(
        f"{extension:<6}{lines:>10,} lines{size / 1_000_000:>8.1f} MB{seconds:>8.1f} s"
        f"{rise:>8.1f} MB of memory  (bar: {MEGABYTES_BAR} MB)"
    )
    if lines < FIGURES or rise > MEGABYTES_BAR:
        sys.exit(1)


def peak_memory() -> float:
    """Return the most memory that the process has taken so far, in megabytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # Linux counts in kilobytes, macOS in bytes.
    return peak / (1_000_000 if sys.platform == "darwin" else 1_000)


if __name__ == "__main__":
    read(*sys.argv[1:]) if sys.argv[1:] else main()
