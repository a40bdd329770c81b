"""What 100,000 salary figures do to the pages of pay, as ratios to 300 of them.

Makes two databases of its own, on PostgreSQL where BENCH_DATABASE_URL names a server and
on SQLite otherwise, serves both at a time, asks both for the same pages in turns, several
at once, and compares the time below which 95 of 100 answers came.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from urllib.parse import urlsplit, urlunsplit

FEW, MANY = 300, 100_000
PORTS = {FEW: 8601, MANY: 8602}
TABLE, OCCUPATION = "/en/salaries/", "/en/salaries/customer-service-representatives/"
# Each page with few and with many figures; the last is one of an occupation of which there
# are as many figures as there are of no other in the smaller database.
PAGES = {
    "table of an occupation": [
        f"{TABLE}?occupation=customer-service-representatives&per=month&sort=-pay"
    ]
    * 2,
    "table of an area and year": [f"{TABLE}?area=US&year=2025&measure=median"] * 2,
    "whole table": [TABLE] * 2,
    "occupation": [OCCUPATION] * 2,
    "occupation of many figures": [OCCUPATION, "/en/salaries/made-occupation-0/"],
}
# The bar is for one page with few and many figures; the others are there to be known.
BARRED = ("table of an occupation", "table of an area and year", "occupation")
ROUNDS, AT_ONCE = 120, 4
BAR = 1.5
SECONDS_TO_START = 60


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        databases = {count: database_url(folder, count) for count in (FEW, MANY)}
        servers = []
        try:
            for count, url in databases.items():
                fill(url, count)
                servers.append(serve(url, PORTS[count]))
            for port in PORTS.values():
                wait_for(port)
            ratios = {name: measure(name, pages) for name, pages in PAGES.items()}
            slower = [name for name in BARRED if ratios[name] > BAR]
        finally:
            for server in servers:
                server.terminate()
                server.wait()
    if slower:
        sys.exit(f"Over the bar of {BAR}: {', '.join(slower)}.")


def database_url(folder: str, count: int) -> str:
    """Return the address of an empty database for `count` figures."""
    server = os.environ.get("BENCH_DATABASE_URL")
    if not server:
        return f"sqlite:///{folder}/figures-{count}.sqlite3"
    import psycopg
    from psycopg import sql

    name = f"callcareers_bench_{count}"
    with psycopg.connect(server, autocommit=True) as connection:
        for statement in ("DROP DATABASE IF EXISTS {}", "CREATE DATABASE {}"):
            connection.execute(sql.SQL(statement).format(sql.Identifier(name)))
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))


def fill(url: str, count: int) -> None:
    environment = environment_of(url) | {"STATEMENT_TIMEOUT_MS": "600000"}
    command = [sys.executable, "-m", "tests.bench.salary_load", "fill", str(count)]
    subprocess.run(command, env=environment, check=True)


def environment_of(url: str) -> dict[str, str]:
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "callcareers.settings",
        "DATABASE_URL": url,
        "WEB_CONCURRENCY": "1",
    }


def fill_this(count: int) -> None:
    """Fill this process's database with the content, and with figures up to `count`."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from salaries.models import SalaryFigure
    from tests.bench.many_figures import make_figures

    call_command("migrate", verbosity=0)
    call_command("load_content", verbosity=0)
    figures = SalaryFigure.objects.latest_first()
    figures.filter(pk__in=[figure.pk for figure in figures[FEW:]]).delete()
    make_figures(count - FEW)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"{SalaryFigure.objects.count():,} salary figures made.", flush=True)


def serve(url: str, port: int) -> subprocess.Popen:
    environment = environment_of(url) | {
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "SITE_URL": f"http://127.0.0.1:{port}",
        "DEBUG": "on",
    }
    command = [sys.executable, "-m", "gunicorn"]
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)


def wait_for(port: int) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        try:
            ask(port, "/healthz/ready")
        except OSError:
            time.sleep(0.2)
        else:
            return
    sys.exit(f"Nothing answers on port {port}.")


def measure(name: str, pages: list[str]) -> float:
    """Print and return how much slower the page is with many figures than with few."""
    asked = [pair for _ in range(ROUNDS) for pair in zip((FEW, MANY), pages, strict=True)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        taken = list(pool.map(lambda pair: (pair[0], ask(PORTS[pair[0]], pair[1])), asked))
    slow = {
        count: statistics.quantiles(
            [seconds for its_count, seconds in taken if its_count == count], n=20
        )[-1]
        for count in (FEW, MANY)
    }
    ratio = slow[MANY] / slow[FEW]
    bar = f"  (bar: {BAR})" if name in BARRED else ""
    print(f"{name:<28}{ratio:>6.2f} × as slow at the 95th percentile{bar}")
    return ratio


def ask(port: int, path: str) -> float:
    """Return the seconds that an answer took; stop where it is no page."""
    start = time.perf_counter()
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        response.read()
    finally:
        connection.close()
    if response.status != 200:
        sys.exit(f"{path} answered {response.status}.")
    return time.perf_counter() - start


if __name__ == "__main__":
    fill_this(int(sys.argv[2])) if sys.argv[1:2] == ["fill"] else main()
