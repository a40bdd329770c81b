"""What readers do on the site, steered by what they see and hear."""

import re

import pytest
from playwright.sync_api import expect

FOCUS = """
() => {
  const {outlineStyle, outlineWidth} = getComputedStyle(document.activeElement);
  return {
    name: document.activeElement.textContent.trim(),
    isOutlined: outlineStyle !== "none" && parseFloat(outlineWidth) >= 2,
  };
}
"""


def test_reader_goes_on_in_finnish(open_window, addresses):
    page = open_window()
    page.goto(addresses["customer-service-guide", "en"])

    languages = page.get_by_role("navigation", name="Languages")
    languages.get_by_role("link", name="suomi").click()

    expect(page).to_have_url(addresses["customer-service-guide", "fi"])
    expect(page.locator("html")).to_have_attribute("lang", "fi")
    expect(page.get_by_role("heading", level=1)).to_have_text("Asiakaspalvelija")


def test_reader_filters_the_roles_by_level(open_window, addresses):
    page = open_window()
    page.goto(addresses["role-list", "en"])
    cards = page.get_by_role("article")
    all_roles = cards.get_by_role("heading").all_inner_texts()

    page.get_by_label("Level", exact=True).select_option("Team lead")
    page.get_by_role("button", name="Show").click()

    expect(cards).to_have_count(1)
    expect(cards.get_by_role("link", name="Call centre team leader")).to_be_visible()

    page.get_by_role("link", name="Clear all").click()

    assert cards.get_by_role("heading").all_inner_texts() == all_roles


def test_reader_ticks_roles_and_compares_them_by_keyboard(open_window, addresses):
    page = open_window(java_script_enabled=False)
    page.goto(addresses["role-list", "en"])

    for role in ("Collections agent", "Training specialist"):
        page.get_by_label(f"Compare: {role}").press("Space")
    page.get_by_role("button", name="Compare ticked roles").press("Enter")

    columns = page.get_by_role("table").get_by_role("columnheader")
    expect(
        columns.get_by_role("link", name="Collections agent", exact=True)
    ).to_be_visible()
    expect(columns.get_by_role("link", name=re.compile("^Remove"))).to_have_count(2)

    page.get_by_label("Finland").check()
    page.get_by_role("button", name="Compare").click()
    page.get_by_role("link", name="Remove: Collections agent").click()

    rows = page.get_by_role("table").get_by_role("rowheader", name="Finland")
    expect(rows).to_be_visible()
    expect(columns.get_by_role("link", name=re.compile("^Remove"))).to_have_count(1)


def test_reader_keeps_a_filter_of_salaries_in_thai(open_window, addresses):
    page = open_window()
    page.goto(addresses["home", "en"])
    rows = page.locator("tbody").get_by_role("row")

    page.get_by_role("navigation", name="Main").get_by_role("link", name="Pay").click()
    figure_count = rows.count()
    page.get_by_label("Occupation", exact=True).select_option(
        "Customer service representatives"
    )
    page.get_by_label("Year").select_option("2024")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("link", name="Clear all")).to_be_visible()
    in_english = codes_of(rows)
    page.get_by_role("navigation", name="Languages").get_by_role("link", name="ไทย").click()
    expect(page.locator("html")).to_have_attribute("lang", "th")

    assert 0 < len(in_english) < figure_count
    assert codes_of(rows) == in_english
    assert "year=2024" in page.url


def codes_of(rows) -> list[str]:
    return [row.get_attribute("id") for row in rows.all()]


def test_reader_goes_from_a_duty_to_a_role_to_a_question(open_window, addresses):
    page = open_window()
    page.goto(addresses["duty-list", "en"])

    main = page.get_by_role("main")
    main.get_by_role("link", name="Handling customer complaints").click()
    onward = page.get_by_role("region", name="Read on")
    onward.get_by_role("link", name="Customer service representative", exact=True).click()
    expect(page).to_have_url(addresses["customer-service-guide", "en"])
    asked = page.get_by_role("region", name="Questions people ask")
    asked.get_by_role("link", name="What does call-centre work pay?").click()

    expect(page).to_have_url(addresses["question", "en"])
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "What does call-centre work pay?"
    )


def test_reader_opens_the_passport_of_a_figure(open_window, addresses):
    page = open_window()
    page.goto(addresses["customer-service-guide", "en"])

    page.get_by_role("main").get_by_role("link", name="US$44,770").first.click()

    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Where this figure comes from"
    )
    main = page.get_by_role("main")
    expect(main).to_contain_text("Half of the people earn less than this")
    expect(main).to_contain_text("Reference period: May 2025.")
    expect(main).to_contain_text("US Bureau of Labor Statistics")
    main.get_by_role("link", name="Customer service representatives").first.click()
    expect(page).to_have_url(addresses["occupation", "en"])


def test_reader_skips_to_the_content_by_keyboard(open_window, addresses):
    page = open_window()
    page.goto(addresses["role-list", "en"])
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).not_to_be_in_viewport()

    page.keyboard.press("Tab")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    expect(page.get_by_role("main").locator(":focus")).to_have_text("Start")


@pytest.mark.parametrize("name", ["role-list", "customer-service-guide"])
def test_focus_is_always_to_be_seen(open_window, addresses, name):
    page = open_window()
    page.goto(addresses[name, "en"])
    stops = page.locator("a, button, select, input").count()

    unseen = []
    for _ in range(stops):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if not focus["isOutlined"]:
            unseen.append(focus["name"])
        expect(page.locator(":focus")).to_be_in_viewport()

    assert unseen == []
    expect(page.get_by_role("contentinfo").locator(":focus")).to_have_text(
        re.compile("CC BY")
    )
