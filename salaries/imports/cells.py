"""What the cells of a figure may hold, and the words for what they may not."""

import datetime
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import models
from django.utils.translation import gettext as _
from import_export.widgets import Widget

from salaries.imports.faults import nearest
from salaries.models import CURRENCY_CODE

YEARS = range(1900, 2101)
PLAIN_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
DECIMAL_COMMA = re.compile(r"(?P<whole>[0-9]{1,3}(?:[. ]?[0-9]{3})*),(?P<part>[0-9]{1,2})")
GROUPED = re.compile(r"[0-9]{1,3}(?:[,' \u00a0\u202f][0-9]{3})+(?P<part>\.[0-9]+)?")
ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MOST_DIGITS = 12
CENT = Decimal("0.01")


class TextWidget(Widget):
    """A short text, or none."""

    def __init__(self, longest: int) -> None:
        super().__init__()
        self.longest = longest

    def clean(self, value: str, row: Mapping | None = None, **kwargs: object) -> str:
        text = value.strip()
        if len(text) > self.longest:
            raise ValueError(
                # Translators: %(longest)s is a number of characters.
                _("Write no more than %(longest)s characters.") % {"longest": self.longest}
            )
        return text


class SlugWidget(TextWidget):
    """The code of a record."""

    def clean(self, value: str, row: Mapping | None = None, **kwargs: object) -> str:
        text = super().clean(value, row, **kwargs)
        if not text:
            raise ValueError(_("Each figure needs a code."))
        try:
            validate_slug(text)
        except ValidationError as error:
            raise ValueError(
                _("A code is made of letters, digits, hyphens and underscores.")
            ) from error
        return text


class ChoiceWidget(Widget):
    """One of the words that a field knows."""

    def __init__(self, choices: Iterable[str]) -> None:
        super().__init__()
        self.choices = list(choices)

    def clean(self, value: str, row: Mapping | None = None, **kwargs: object) -> str:
        if value not in self.choices:
            listed = ", ".join(self.choices)
            raise ValueError(
                # Translators: %(choices)s are words such as "hour, month, year".
                _("Write one of these: %(choices)s.") % {"choices": listed}
            )
        return value


class CurrencyWidget(Widget):
    """The ISO 4217 code of a currency."""

    def clean(self, value: str, row: Mapping | None = None, **kwargs: object) -> str:
        try:
            CURRENCY_CODE(value)
        except ValidationError as error:
            raise ValueError(str(CURRENCY_CODE.message)) from error
        return value


class AmountWidget(Widget):
    """An amount of money: digits, and a point before the decimals."""

    def __init__(self, *, is_required: bool) -> None:
        super().__init__()
        self.is_required = is_required

    def clean(
        self, value: str, row: Mapping | None = None, **kwargs: object
    ) -> Decimal | None:
        if not value:
            if self.is_required:
                raise ValueError(_("Each figure needs an amount."))
            return None
        if not PLAIN_NUMBER.fullmatch(value):
            raise ValueError(no_number(value))
        whole, _point, part = value.partition(".")
        if len(part.rstrip("0")) > 2:
            raise ValueError(_("Write no more than two decimals."))
        if len(whole.lstrip("0")) > MOST_DIGITS:
            raise ValueError(_("The amount is too large."))
        amount = Decimal(value).quantize(CENT)
        if not amount:
            raise ValueError(_("An amount is more than zero."))
        return amount


def no_number(text: str) -> str:
    """Say how to write what `text` seems to mean."""
    if match := DECIMAL_COMMA.fullmatch(text):
        whole = re.sub(r"[. ]", "", match["whole"])
        meant = f"{whole}.{match['part']}"
        # Translators: %(meant)s is the number as it should be written, such as 20.59.
        return _("Write the decimals behind a point: %(meant)s.") % {"meant": meant}
    if GROUPED.fullmatch(text):
        # Translators: %(meant)s is the number as it should be written, such as 1250.
        return _("Write thousands without a sign between them: %(meant)s.") % {
            "meant": re.sub(r"[^0-9.]", "", text)
        }
    return _(
        "This is not an amount. Write digits alone, with a point before the decimals: "
        "20.59."
    )


class WholeNumberWidget(Widget):
    """A whole number within limits, or none."""

    def __init__(self, lowest: int, highest: int) -> None:
        super().__init__()
        self.lowest, self.highest = lowest, highest

    def clean(self, value: str, row: Mapping | None = None, **kwargs: object) -> int | None:
        if not value:
            return None
        if re.fullmatch(r"[0-9]{1,9}", value):
            number = int(value)
            if self.lowest <= number <= self.highest:
                return number
        raise ValueError(
            # Translators: %(lowest)s and %(highest)s are numbers.
            _("Write a whole number from %(lowest)s to %(highest)s.")
            % {"lowest": self.lowest, "highest": self.highest}
        )


class DayWidget(Widget):
    """A day in the form of ISO 8601, or none."""

    def clean(
        self, value: str, row: Mapping | None = None, **kwargs: object
    ) -> datetime.date | None:
        if not value:
            return None
        if not ISO_DAY.fullmatch(value):
            raise ValueError(_("Write a day as year-month-day: 2025-05-31."))
        try:
            day = datetime.date.fromisoformat(value)
        except ValueError as error:
            raise ValueError(_("There is no such day.")) from error
        if day.year not in YEARS:
            raise ValueError(
                # Translators: %(first)s and %(last)s are years.
                _("Write a year from %(first)s to %(last)s.")
                % {"first": YEARS.start, "last": YEARS.stop - 1}
            )
        return day


class RecordWidget(Widget):
    """The code of another record, or none where the field may be empty.

    `records` has, by code, every record that there is.
    """

    def __init__(self, field: models.ForeignKey, records: Mapping[str, models.Model]):
        super().__init__()
        self.model = field.related_model
        self.is_required = not field.null
        self.records = records

    def clean(
        self, value: str, row: Mapping | None = None, **kwargs: object
    ) -> models.Model | None:
        if value in self.records:
            return self.records[value]
        kind = self.model._meta.verbose_name
        if not value and not self.is_required:
            return None
        if not value:
            # Translators: %(kind)s is a kind of record, such as "source".
            raise ValueError(_("Each figure needs a code here: %(kind)s.") % {"kind": kind})
        # Translators: %(kind)s is a kind of record, such as "occupation" or "area".
        reason = _("Nothing of the kind “%(kind)s” has this code.") % {"kind": kind}
        raise ValueError(reason + nearest(value, self.records))
