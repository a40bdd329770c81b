"""What is wrong with a file, said with row, column, value and reason."""

import difflib
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

SHOWN_FAULTS = 100
LONGEST_VALUE = 60
FEW = 12


@dataclass(frozen=True, slots=True)
class Fault:
    """One reason to refuse a file; `row` counts as spreadsheets do, the header is 1."""

    reason: str
    row: int | None = None
    column: str = ""
    value: str = ""

    def __str__(self) -> str:
        parts = {
            "row": self.row,
            "column": self.column,
            "value": shortened(self.value),
            "reason": self.reason,
        }
        if self.row is None:
            return self.reason
        if not self.column:
            # Translators: Where a fault is in a table, and what it is.
            return _("Row %(row)s: %(reason)s") % parts
        if not self.value:
            # Translators: Where a fault is in a table, and what it is.
            return _("Row %(row)s, column %(column)s: %(reason)s") % parts
        # Translators: Where a fault is in a table, what stands there, and what is wrong.
        return _("Row %(row)s, column %(column)s, “%(value)s”: %(reason)s") % parts


class ImportRefused(Exception):
    """A file was refused as a whole; `faults` says why."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        in_order = sorted(faults, key=lambda fault: fault.row or 0)
        self.faults = list(dict.fromkeys(in_order))
        super().__init__("\n".join(self.lines))

    @property
    def lines(self) -> list[str]:
        """The first faults, each in a line, and how many more there are."""
        lines = [str(fault) for fault in self.faults[:SHOWN_FAULTS]]
        if more := len(self.faults) - len(lines):
            lines.append(
                # Translators: Behind a list of faults in a file.
                ngettext("And %(count)s more fault.", "And %(count)s more faults.", more)
                % {"count": more}
            )
        return lines


def refuse(reason: str, row: int | None = None) -> ImportRefused:
    """Return the refusal of a file for one reason, to be raised."""
    return ImportRefused([Fault(reason, row)])


def nearest(word: str, known: Collection[str]) -> str:
    """Return the question whether the nearest of `known` was meant, else all if few."""
    lower = {name.lower(): name for name in known}
    if found := difflib.get_close_matches(word.lower(), lower, n=1):
        # Translators: Stands behind a sentence such as "This column is not known."
        return " " + _("Did you mean %(name)s?") % {"name": lower[found[0]]}
    if len(known) <= FEW:
        listed = ", ".join(sorted(known))
        # Translators: Stands behind a sentence such as "This column is not known."
        return " " + _("There are these: %(names)s.") % {"names": listed}
    return ""


def shortened(text: str) -> str:
    """Return `text` as it can be shown: without control characters, and not too long."""
    shown = "".join(
        sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text
    )
    return shown if len(shown) <= LONGEST_VALUE else f"{shown[:LONGEST_VALUE]}…"
