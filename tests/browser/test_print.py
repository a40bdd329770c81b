"""A role guide on paper: all that it says, and nothing that only a screen can do."""

import pytest
from playwright.sync_api import expect

from tests.browser.pages import GUIDES

DARK_BACKGROUNDS = """
elements => {
  const canvas = document.createElement("canvas").getContext("2d");
  return elements.filter(element => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = getComputedStyle(element).backgroundColor;
    canvas.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data;
    return element.checkVisibility() && alpha && Math.min(red, green, blue) < 200;
  }).map(element => element.className || element.tagName);
}
"""


@pytest.mark.parametrize("name", GUIDES)
def test_printed_guide_says_all_and_shows_no_navigation(open_window, addresses, name):
    page = open_window()
    page.goto(addresses[name, "en"])
    guide = page.get_by_role("main").get_by_role("article")
    on_screen = guide.inner_text()
    headings = guide.get_by_role("heading").all_inner_texts()

    page.emulate_media(media="print")

    assert guide.inner_text() == on_screen
    assert guide.get_by_role("heading").all_inner_texts() == headings
    for heading in guide.get_by_role("heading").all():
        expect(heading).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("navigation")).to_have_count(0)


def test_printed_guide_is_light_even_for_readers_who_prefer_dark(open_window, addresses):
    page = open_window(color_scheme="dark")
    page.goto(addresses["customer-service-guide", "en"])
    elements = page.locator("html, body, body *")
    dark_on_screen = elements.evaluate_all(DARK_BACKGROUNDS)

    page.emulate_media(media="print")

    assert "HTML" in dark_on_screen
    assert elements.evaluate_all(DARK_BACKGROUNDS) == []
