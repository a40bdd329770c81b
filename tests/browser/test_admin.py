"""The admin under the site's own Content-Security-Policy."""

import pytest
from playwright.sync_api import expect

from callcareers.languages import shown_codes
from tests.browser.conftest import EDITOR, PASSWORD


@pytest.mark.parametrize("language", shown_codes())
def test_admin_login_is_quiet_and_fits_a_phone(open_window, language):
    page = open_window(language, viewport={"width": 320, "height": 900})

    page.goto("/admin/login/")
    page.wait_for_load_state("networkidle")

    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert page.troubles == []


def test_editor_opens_a_role_without_a_complaint_of_the_browser(open_window):
    page = open_window()

    page.goto("/admin/")
    page.get_by_label("Username").fill(EDITOR)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("main").get_by_role("link", name="Roles", exact=True).click()
    page.get_by_role("link", name="Customer service representative", exact=True).click()
    page.get_by_role("group", name="suomi").get_by_role("heading").click()
    page.wait_for_load_state("networkidle")

    expect(page.get_by_label("Name [fi]")).to_have_value("Asiakaspalvelija")
    assert page.troubles == []
