"""What the axe rules find, how large text and targets are, how long lines are."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from axe_playwright_python.sync_playwright import Axe

from tests.browser.pages import GUIDES, PAGES

# Large text, which WCAG lets off with less, is to have the same contrast here.
ONE_CONTRAST_FOR_ALL = """
axe.configure({checks: [{
  id: "color-contrast-enhanced",
  options: {contrastRatio: {
    normal: {expected: 7, minThreshold: 4.5},
    large: {expected: 7, minThreshold: 4.5},
  }},
}]})
"""
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ALL_RULES = {
    "runOnly": {"type": "tag", "values": STANDARDS},
    "rules": {"color-contrast-enhanced": {"enabled": True}},
}
RULES_OF_COLOUR = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "color-contrast-enhanced"]}
}
GRAVE = {"serious", "critical"}
# The admin is Django's own and has its own, lesser contrast; axe cannot see the colour
# behind the texts of a drawing, so that a test of their own measures them.
NOT_OURS = {"admin-login": {"color-contrast-enhanced"}}
NOT_SEEN = "percentile-bar__label"

CONTRAST_OF_LABELS = """
labels => labels.map(label => {
  const colour = text => {
    const found = new axe.commons.color.Color();
    found.parseString(text);
    return found;
  };
  const text = colour(getComputedStyle(label).fill);
  const paper = colour(getComputedStyle(document.documentElement).backgroundColor);
  return axe.commons.color.getContrast(paper, text);
})
"""

# A line is what stands at one height; marks of notes stand higher and are left out.
LONGEST_LINES = """
blocks => blocks.map(block => {
  const lines = new Map();
  const texts = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  while (texts.nextNode()) {
    const text = texts.currentNode;
    if (text.parentElement.closest("sup")) continue;
    for (let at = 0; at < text.length; at++) {
      range.setStart(text, at);
      range.setEnd(text, at + 1);
      const [box] = range.getClientRects();
      if (!box?.width) continue;
      const height = Math.round(box.bottom);
      lines.set(height, (lines.get(height) ?? "") + text.data[at]);
    }
  }
  return [...lines.values()].reduce((a, b) => (a.length < b.length ? b : a), "");
})
"""

axe = Axe(AXE_SCRIPT + ONE_CONTRAST_FOR_ALL)


def grave_faults(page, name: str, rules: dict) -> list[str]:
    results = axe.run(page, options=rules).response
    return [
        f"{name}: {rule['id']}: {node['target']}: {node['failureSummary']}"
        for rule in [*results["violations"], *results["incomplete"]]
        if rule["impact"] in GRAVE and rule["id"] not in NOT_OURS.get(name, ())
        for node in rule["nodes"]
        if NOT_SEEN not in node["html"]
    ]


@pytest.mark.parametrize("language", ["en", "fi", "th", "el"])
def test_pages_have_no_grave_fault_in_light_or_dark(open_window, addresses, language):
    page = open_window(language)

    faults = []
    for name in PAGES:
        page.emulate_media(color_scheme="light")
        page.goto(addresses[name, language])
        faults += grave_faults(page, f"{name} in light", ALL_RULES)
        page.emulate_media(color_scheme="dark")
        faults += grave_faults(page, f"{name} in dark", RULES_OF_COLOUR)

    assert faults == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_labels_of_drawings_stand_out(open_window, addresses, scheme):
    page = open_window(color_scheme=scheme)
    page.goto(addresses["customer-service-guide", "en"])
    page.evaluate(AXE_SCRIPT)

    contrasts = page.locator(f".{NOT_SEEN}").evaluate_all(CONTRAST_OF_LABELS)

    assert contrasts
    assert min(contrasts) >= 7


@pytest.mark.parametrize("width", [320, 1280])
def test_text_is_large_enough(open_window, addresses, width):
    page = open_window(viewport={"width": width, "height": 900})
    page.goto(addresses["customer-service-guide", "en"])

    sizes = page.locator("main p, main li, main td").evaluate_all(
        "elements => elements.map(e => parseFloat(getComputedStyle(e).fontSize))"
    )

    assert page.locator("body").evaluate("e => getComputedStyle(e).fontSize") >= "16px"


@pytest.mark.parametrize("name", [*GUIDES, "duty", "question", "topic", "skill"])
def test_lines_of_prose_are_short_enough(open_window, addresses, name):
    page = open_window()
    page.goto(addresses[name, "en"])

    lines = page.locator(".lead, .prose p, .prose li").evaluate_all(LONGEST_LINES)

    assert lines
    assert [line for line in lines if len(line) > 75] == []
