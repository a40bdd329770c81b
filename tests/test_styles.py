"""The style sheets as they are written: without a side that a right-to-left page lacks."""

import re

import pytest
from django.conf import settings

SHEETS = sorted((settings.BASE_DIR / "static" / "css").rglob("*.css"))

SIDE = r"(?:left|right|top|bottom)"
PHYSICAL = re.compile(
    rf"""
      (?<![\w-])(?:
        (?:margin|padding|border|inset|scroll-margin|scroll-padding)-{SIDE}[\w-]*
      | border-{SIDE}-{SIDE}-radius
      | {SIDE}
      | (?:min-|max-)?(?:width|height)
      | translate
      )\s*:
    | (?:text-align|float|clear|background-position|object-position|transform-origin)
      \s*:[^;]*\b(?:left|right)\b
    | (?:margin|padding|inset|border-(?:width|style|color|radius))
      \s*:\s*(?:[^\s;()]+(?:\([^;]*?\))?\s+){{3}}[^\s;]+\s*;   # four sides by the clock
    | \bto\s+(?:left|right)\b
    | \b(?:translate|translateX|translate3d|rotate|skew)\(
    """,
    re.VERBOSE,
)


def physical(css: str) -> list[str]:
    """Return each declaration of `css` that names a side of the screen."""
    without_comments = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    return [found.group() for found in PHYSICAL.finditer(without_comments)]


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_sheet_names_no_side_of_the_screen(sheet):
    assert physical(sheet.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "declaration",
    [
        "margin-left: 1rem",
        "padding-right: 1rem",
        "border-left: 1px solid",
        "border-top-color: red",
        "border-top-left-radius: 1px",
        "left: 0",
        "top: 0",
        "width: 1rem",
        "min-height: 1rem",
        "text-align: left",
        "float: right",
        "margin: 0 1rem 0 0",
        "padding: 0 var(--space) 0 0",
        "border-radius: 50% 50% 50% 0.1em",
        "background: linear-gradient(to right, red, blue)",
        "transform: translateX(-1rem)",
    ],
)
def test_side_of_the_screen_is_found(declaration):
    assert physical(f".a {{ {declaration}; }}")


@pytest.mark.parametrize(
    "declaration",
    [
        "margin-inline-start: 1rem",
        "inset-inline: 0",
        "border-block-start: 1px solid",
        "border-end-start-radius: 0.1em",
        "inline-size: 100%",
        "text-align: start",
        "caption-side: top",
        "margin: 0",
        "padding: 0.6rem var(--space-s)",
        "line-height: 1.2",
        "transform: translateY(-200%)",
        "margin-block: calc(1rem - 2 * var(--space)) 0",
    ],
)
def test_side_of_the_text_is_let_pass(declaration):
    assert physical(f"@media (width < 30rem) {{ .a {{ {declaration}; }} }}") == []
