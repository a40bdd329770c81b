"""Every type of page, in every language: quiet, self-contained, and as wide as the window."""

import pytest

from callcareers.languages import CODES
from tests.browser.pages import PAGES

WIDTHS = [320, 390, 768, 1280, 1440]
ERRORS = {"page-not-found": 404, "salary-table-refused": 400}

every_page = pytest.mark.parametrize("name", PAGES)
every_language = pytest.mark.parametrize("language", CODES)


@every_page
@every_language
def test_page_loads_without_a_complaint_of_the_browser(open_page, name, language):
    page = open_page(name, language)

    page.wait_for_load_state("networkidle")

    assert page.troubles == []


@every_page
@every_language
def test_page_is_never_wider_than_the_window(open_page, name, language):
    page = open_page(name, language)

    widths = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        widths[width] = page.evaluate("document.documentElement.scrollWidth")

    assert widths == {width: width for width in WIDTHS}


@every_page
def test_page_says_the_same_without_javascript(open_page, name):
    with_scripts = open_page(name)
    without = open_page(name, java_script_enabled=False)

    assert without.get_by_role("main").inner_text() == (
        with_scripts.get_by_role("main").inner_text()
    )
