"""A real browser, and the site served to it as in production, filled once a run."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from django.conf import settings
from playwright.sync_api import Page, Request, Response, sync_playwright

from tests.browser.pages import address_of

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
EDITOR, PASSWORD = "editor", "a-long-password-of-the-tests"
SECONDS_TO_START = 60


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """Serve the site by gunicorn from a database and a folder of its own; its origin.

    pytest-django's `live_server` empties the database after each test, and serves static
    files without their hashes.
    """
    folder = tmp_path_factory.mktemp("site")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    origin = f"http://127.0.0.1:{port}"
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.browser.settings",
        "ENV_FILE": os.devnull,
        "DEBUG": "off",
        "SECRET_KEY": settings.SECRET_KEY,
        "DATABASE_URL": f"sqlite:///{folder}/callcareers.sqlite3",
        "STATIC_ROOT": f"{folder}/static",
        "SITE_URL": origin,
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "DJANGO_SUPERUSER_PASSWORD": PASSWORD,
    }
    run = {"cwd": settings.BASE_DIR, "env": environment}
    manage = [sys.executable, "manage.py"]
    account = ["--noinput", f"--username={EDITOR}", "--email=editor@example.org"]
    subprocess.run([*manage, "prepare"], check=True, **run)
    subprocess.run([*manage, "createsuperuser", *account], check=True, **run)
    with subprocess.Popen([sys.executable, "-m", "gunicorn"], **run) as server:
        try:
            wait_for(f"{origin}/healthz/ready", server)
            yield origin
        finally:
            server.send_signal(signal.SIGTERM)


def wait_for(address: str, server: subprocess.Popen) -> None:
    end = time.monotonic() + SECONDS_TO_START
    while server.poll() is None and time.monotonic() < end:
        try:
            urlopen(address).close()  # noqa: S310, the server under test
        except URLError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("The server did not start; what it wrote stands above.", pytrace=False)


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
            args=CHROMIUM_FLAGS,
        )
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser, site):
    """Return a function that opens a page by name in a new window, as a new reader."""
    with ExitStack() as windows:

        def open_page(name: str, language: str = "en", **window: object) -> Page:
            window = {"viewport": {"width": 1280, "height": 900}} | window
            context = browser.new_context(base_url=site, locale=language, **window)
            windows.callback(context.close)
            page = context.new_page()
            page.set_default_timeout(5_000)
            page.troubles = troubles_of(page, site)
            page.goto(address_of(site, name, language))
            return page

        yield open_page


def troubles_of(page: Page, site: str) -> list[str]:
    """Return a list that fills with what goes wrong on `page`, as the browser reports it.

    The browser also reports a page that is an error by design, such as a 404; that the
    answer is the one that was asked for is for the test to see.
    """
    troubles = []

    def hear(message) -> None:
        is_own_status = (
            message.location["url"] == page.url and "status of 4" in message.text
        )
        if message.type in {"error", "warning"} and not is_own_status:
            troubles.append(f"console: {message.text}")

    def see_request(request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme != "data" and f"{parts.scheme}://{parts.netloc}" != site:
            troubles.append(f"other host: {request.url}")

    def see_response(response: Response) -> None:
        if not response.ok and not response.request.is_navigation_request():
            troubles.append(f"{response.status}: {response.url}")

    page.on("console", hear)
    page.on("pageerror", lambda error: troubles.append(f"script: {error}"))
    page.on("request", see_request)
    page.on("requestfailed", lambda request: troubles.append(f"failed: {request.url}"))
    page.on("response", see_response)
    return troubles
