"""What the axe rules find, and what they do not measure: sizes, targets, lines."""

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
FINDINGS = {"resultTypes": ["violations", "incomplete"]}
ALL_RULES = FINDINGS | {
    "runOnly": {"type": "tag", "values": STANDARDS},
    "rules": {"color-contrast-enhanced": {"enabled": True}},
}
RULE_OF_CONTRAST = FINDINGS | {
    "runOnly": {"type": "rule", "values": ["color-contrast-enhanced"]},
}
GRAVE = {"serious", "critical"}
# axe cannot see what is behind the texts of a drawing: they have a test of their own.
LABELS_OF_DRAWINGS = {
    "percentile-bar__label": ["customer-service-guide", "occupation", "offer-checked"],
    "trend__label": ["occupation", "occupation-elsewhere"],
}

CONTRASTS_OF_LABELS = """
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
SMALL_TEXTS = """
smallest => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = new Set();
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim()) continue;
    const scale = element.ownerSVGElement ? element.getScreenCTM().a : 1;
    const size = scale * parseFloat(getComputedStyle(element).fontSize);
    if (size < smallest) found.add(`${size.toFixed(1)} px: ${texts.currentNode.data}`);
  }
  return [...found];
}
"""
# What a finger may hit: up and down from the middle of the first line of the link.
LOW_TARGETS = """
(targets, lowest) => targets.map(target => {
  target.scrollIntoView({block: "center"});
  const {x, y, width, height} = target.getClientRects()[0];
  const middle = y + height / 2;
  const isHit = at => target.contains(document.elementFromPoint(x + width / 2, at));
  let top = middle, bottom = middle;
  while (top > middle - lowest && isHit(top - 1)) top--;
  while (bottom < middle + lowest && isHit(bottom + 1)) bottom++;
  return {height: bottom - top + 1, text: target.textContent.trim()};
}).filter(({height}) => height < lowest)
"""
# A line is what stands on one height; the marks of notes stand higher and are left out.
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
TARGETS = {
    "header": "header.site-header :is(a, button)",
    "breadcrumb": ".breadcrumb a",
    "filter": ".filter :is(a, button, select)",
    "contents list": ".contents a",
    "cards": ".card__heading a, .card__choice, .comparison-bar button",
    "comparison": ".comparison thead a, .comparison__list a",
    "choices": ".choices :is(label, select, button, .choices__actions a)",
    "pagination": ".pagination a",
    "entry lists": ".entry-list > li > a",
    "initials": ".initials a",
    "link lists": ".link-list a",
    "read on": ".links-by-kind a",
    "tag lists": ".tag-list a",
    "ways on": ".error-page a",
    "footer": ".site-footer a",
}

PAGE_TYPES = [name for name in PAGES if name == "team-leader-guide" or name not in GUIDES]

axe = Axe(AXE_SCRIPT + ONE_CONTRAST_FOR_ALL)


@pytest.mark.parametrize("language", ["en", "fi", "th", "el"])
def test_pages_have_no_grave_fault_in_light_or_dark(open_window, addresses, language):
    page = open_window(language)

    faults = []
    for name in PAGE_TYPES:
        page.emulate_media(color_scheme="light")
        page.goto(addresses[name, language])
        faults += [f"{name}: {fault}" for fault in grave_faults(page, ALL_RULES)]
        page.emulate_media(color_scheme="dark")
        in_dark = grave_faults(page, RULE_OF_CONTRAST)
        faults += [f"{name} in dark: {fault}" for fault in in_dark]

    assert faults == [], "\n".join(faults)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_of_every_family_stand_out(open_window, addresses, scheme):
    page = open_window(color_scheme=scheme)

    faults = []
    for name in GUIDES:
        page.goto(addresses[name, "en"])
        faults += grave_faults(page, RULE_OF_CONTRAST, within=".guide-header")

    assert faults == [], "\n".join(faults)


def grave_faults(page, rules: dict, within: str | None = None) -> list[str]:
    """Return what breaks `rules`, and what axe could not judge, as one text each."""
    results = axe.run(page, context=within, options=rules).response
    return [
        f"{rule['id']}: {node['target']}: {node['failureSummary']}"
        for rule in [*results["violations"], *results["incomplete"]]
        if rule["impact"] in GRAVE
        for node in rule["nodes"]
        if not any(label in node["html"] for label in LABELS_OF_DRAWINGS)
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_labels_of_drawings_stand_out(open_window, addresses, scheme):
    page = open_window(color_scheme=scheme)

    for label, names in LABELS_OF_DRAWINGS.items():
        for name in names:
            page.goto(addresses[name, "en"])
            page.evaluate(AXE_SCRIPT)
            contrasts = page.locator(f".{label}").evaluate_all(CONTRASTS_OF_LABELS)
            assert min(contrasts) >= 7, (label, name)


@pytest.mark.parametrize("width", [320, 1280])
def test_text_is_large_enough(open_window, addresses, width):
    page = open_window(viewport={"width": width, "height": 900})

    small = set()
    for name in PAGES:
        page.goto(addresses[name, "en"])
        small |= set(page.evaluate(SMALL_TEXTS, 12))
    base = page.locator("body").evaluate("e => parseFloat(getComputedStyle(e).fontSize)")

    assert base >= 16
    assert small == set()


@pytest.mark.parametrize("width", [390, 1280])
def test_targets_are_high_enough_for_a_finger(open_window, addresses, width):
    page = open_window(viewport={"width": width, "height": 900})

    low, met = [], set()
    for name in PAGES:
        page.goto(addresses[name, "en"])
        for place, selector in TARGETS.items():
            targets = page.locator(selector)
            met |= {place} if targets.count() else set()
            low += [(name, place, it) for it in targets.evaluate_all(LOW_TARGETS, 44)]

    assert met == set(TARGETS)
    assert low == [], "\n".join(map(str, low))


@pytest.mark.parametrize("name", [*GUIDES, "guide", "duty", "skill", "topic", "question"])
def test_lines_of_prose_are_short_enough(open_window, addresses, name):
    page = open_window()
    page.goto(addresses[name, "en"])

    lines = page.locator(".prose p, .prose li, .lead").evaluate_all(LONGEST_LINES)

    assert max(map(len, lines)) <= 75, max(lines, key=len)
