"""A real browser, and the site served to it as in production, filled once a run."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from http import HTTPStatus
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from django.conf import settings
from playwright.sync_api import Page, Request, Response, sync_playwright

from callcareers.languages import CODES
from tests.browser.pages import PAGES, address_of

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


@pytest.fixture(scope="session")
def addresses(site):
    """Return the address of each page in each language, by name and language."""
    return {
        (name, language): address_of(site, name, language)
        for name in PAGES
        for language in CODES
    }


@pytest.fixture
def open_window(browser, site):
    """Return a function that opens a browser window as a new reader of `language` does.

    The attribute `troubles` of its page fills with what goes wrong in the window.
    """
    with ExitStack() as windows:

        def open_window(language: str = "en", **options: object) -> Page:
            options = {"viewport": {"width": 1280, "height": 900}} | options
            context = browser.new_context(base_url=site, locale=language, **options)
            windows.callback(context.close)
            context.set_default_timeout(10_000)
            page = context.new_page()
            page.troubles = troubles_of(page, site)
            return page

        yield open_window


def troubles_of(page: Page, site: str) -> list[str]:
    """Return a list that fills with what the browser reports of `page`.

    That a page itself is answered with an error, such as 404, is no trouble: some are to
    be. A broken Content-Security-Policy is an error on the console.
    """
    troubles = []
    visited = set()

    def hear(message) -> None:
        is_status = "responded with a status of" in message.text
        if is_status and message.location["url"] in visited:
            return
        if message.type in {"error", "warning"}:
            source = message.location["url"]
            troubles.append(f"{page.url}: {message.type}: {message.text} {source}")

    def see_request(request: Request) -> None:
        if request.is_navigation_request():
            visited.add(request.url)
        if not request.url.startswith((f"{site}/", "data:")):
            troubles.append(f"{page.url}: other host: {request.url}")

    def see_response(response: Response) -> None:
        if response.status >= HTTPStatus.BAD_REQUEST and response.url not in visited:
            troubles.append(f"{page.url}: {response.status}: {response.url}")

    def see_failure(request: Request) -> None:
        troubles.append(f"{page.url}: {request.failure}: {request.url}")

    page.on("console", hear)
    page.on("pageerror", lambda error: troubles.append(f"{page.url}: {error}"))
    page.on("request", see_request)
    page.on("requestfailed", see_failure)
    page.on("response", see_response)
    return troubles
