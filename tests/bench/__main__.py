"""What each page costs, as ratios to a bare answer in the same run; `make bench`.

Loads the repository's content into a database of its own, in memory, renders each page
again and again in turns and prints, for each: CPU time as a multiple of a bare
`HttpResponse`, database queries, Python calls, and its weight compressed. Then it
measures the way of translations to their translators and back, the open data, and what
very many figures do to the pages of pay.
"""

import os
import statistics
import subprocess
import sys
import time
import warnings

os.environ["DJANGO_SETTINGS_MODULE"] = "callcareers.settings"
os.environ["DATABASE_URL"] = "sqlite:///:memory:"

import brotli
import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import path, reverse

ROUNDS = 15
BARE_RENDERINGS = 20


class QueryCount:
    """Count the queries that pass through a connection."""

    queries = 0

    def __call__(self, execute, *call):
        self.queries += 1
        return execute(*call)


def main() -> None:
    warnings.simplefilter("ignore")
    django.setup()
    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"
    )
    call_command("migrate", verbosity=0)
    call_command("load_content", verbosity=0)
    client = Client(headers={"host": settings.ALLOWED_HOSTS[0]})
    pages = addresses()
    costs = {name: [] for name in ("bare answer", *pages)}
    for _ in range(ROUNDS):
        costs["bare answer"].append(cpu_time(client, "/bare", BARE_RENDERINGS))
        for name, address in pages.items():
            costs[name].append(cpu_time(client, address, 1))
    bare = statistics.median(costs["bare answer"])
    print(f"{'page':<22}{'× bare':>8}{'queries':>9}{'calls':>9}{'kB brotli':>11}")
    for name, address in pages.items():
        ratio = statistics.median(costs[name]) / bare
        count = QueryCount()
        with connection.execute_wrapper(count):
            body = client.get(address).content
        weight = len(brotli.compress(body, quality=5)) / 1000
        calls = python_calls(client, address)
        print(f"{name:<22}{ratio:>8.0f}{count.queries:>9}{calls:>9,}{weight:>11.1f}")
    print(flush=True)
    others = [
        subprocess.run([sys.executable, "-m", f"tests.bench.{name}"]).returncode
        for name in ("round_trip", "open_data", "salary_load")
    ]
    sys.exit(max(others))


def addresses() -> dict[str, str]:
    from callcareers import urls
    from roles.models import Occupation, Role

    urls.urlpatterns.append(path("bare", lambda request: HttpResponse("bare")))
    guide = Role.objects.get(code="customer-service-representative").alternates()
    occupation = Occupation.objects.get(code="customer-service-representatives")
    return {
        "home": reverse("home"),
        "catalogue": reverse("roles:role_list"),
        "role guide, English": guide["en"],
        "role guide, Thai": guide["th"],
        "duties": reverse("roles:duty_list"),
        "salary table": reverse("salaries:figure_list"),
        "occupation": occupation.get_absolute_url(),
        "offer check": reverse("salaries:offer_check") + "?offer=20&per=hour&area=US",
        "questions": reverse("faq:topic_list"),
        "sources": reverse("source_list"),
        "open data": reverse("dataset_list"),
    }


def cpu_time(client: Client, address: str, count: int) -> float:
    start = time.process_time()
    for _ in range(count):
        response = client.get(address)
    spent = (time.process_time() - start) / count
    if response.status_code != 200:
        sys.exit(f"{address} answered {response.status_code}.")
    return spent


def python_calls(client: Client, address: str) -> int:
    calls = 0

    def count(frame, event, argument):
        nonlocal calls
        calls += event == "call"

    sys.setprofile(count)
    try:
        client.get(address)
    finally:
        sys.setprofile(None)
    return calls


if __name__ == "__main__":
    main()
