"""Every type of page, in every language: quiet, self-contained, as wide as the window."""

import pytest

from callcareers.languages import shown_codes
from tests.browser.pages import PAGES

WIDTHS = [320, 390, 768, 1280, 1440]
ERRORS = {
    "page-not-found": 404,
    "salary-table-refused": 400,
    "comparison-refused": 400,
    "offer-refused": 400,
}

every_language = pytest.mark.parametrize("language", shown_codes())


@every_language
def test_pages_load_without_a_complaint_of_the_browser(open_window, addresses, language):
    page = open_window(language)

    statuses = {name: page.goto(addresses[name, language]).status for name in PAGES}
    page.wait_for_load_state("networkidle")

    assert statuses == dict.fromkeys(PAGES, 200) | ERRORS
    assert page.troubles == []


@every_language
def test_pages_never_scroll_sideways(open_window, addresses, language):
    page = open_window(language)

    too_wide = []
    for name in PAGES:
        page.goto(addresses[name, language])
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            content = page.evaluate("document.documentElement.scrollWidth")
            if content > width:
                too_wide.append(f"{name} at {width} px is {content} px wide")

    assert too_wide == []


def test_pages_say_the_same_without_javascript(open_window, addresses):
    with_scripts = open_window()
    without = open_window(java_script_enabled=False)

    for name in PAGES:
        with_scripts.goto(addresses[name, "en"])
        without.goto(addresses[name, "en"])

        text = without.locator("body").inner_text()
        assert text == with_scripts.locator("body").inner_text(), name
        assert text, name
