"""Texts in cells that no spreadsheet program may take for a formula."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\0", "'")


def escape_cell(text: str) -> str:
    """Return `text` so that a spreadsheet program shows it and never runs it.

    A text that could start a formula, or that starts with the sign of an escape itself,
    gets an apostrophe in front; `unescape_cell` takes it away. Numbers are not for it.
    """
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def unescape_cell(text: str) -> str:
    """Return what `escape_cell` was given; any other text as it is."""
    bare = text.removeprefix("'")
    return bare if bare != text and bare.startswith(FORMULA_STARTS) else text
