"""A real browser, and the site served to it as in production, filled once a run."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from urllib.request import urlopen

import pytest
from django.conf import settings
from playwright.sync_api import ConsoleMessage, Page, Request, sync_playwright

from callcareers.languages import shown_codes
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
        except OSError:
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
        for language in shown_codes()
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
            page.troubles = Troubles(page, site)
            return page

        yield open_window


class Troubles(list[str]):
    """What the browser complains of while it shows a page.

    Its console has an error for each request that fails or is answered with an error, and
    for each breach of the Content-Security-Policy. That a page itself is answered with an
    error, such as 404, is no trouble: some are to be.
    """

    def __init__(self, page: Page, site: str) -> None:
        super().__init__()
        self.site = site
        self.visited: set[str] = set()
        page.on("request", self.see)
        page.on("console", self.hear)
        page.on("pageerror", lambda error: self.append(f"{page.url}: {error}"))

    def see(self, request: Request) -> None:
        if request.is_navigation_request():
            self.visited.add(request.url)
        if not request.url.startswith((f"{self.site}/", "data:")):
            self.append(f"{request.frame.url}: other host: {request.url}")

    def hear(self, message: ConsoleMessage) -> None:
        source = message.location["url"]
        is_of_page_itself = source in self.visited and "status of" in message.text
        if message.type in {"error", "warning"} and not is_of_page_itself:
            self.append(f"{message.page.url}: {message.text} ({source})")
