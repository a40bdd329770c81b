"""The table of salary figures: which rows, in what order, per which time."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from salaries.conversion import Converted, Converter
from salaries.forms import SalaryFilter
from salaries.models import SalaryFigure, WorkFigure

FIGURES_ON_A_PAGE: Final = 50
# The heading of each column, the orders that its heading leads to, and whether its cells
# are numbers.
COLUMNS: Final = (
    (_("Occupation"), ("occupation",), False),
    (_("Measure"), ("measure",), False),
    (_("Pay"), ("-pay", "pay"), True),
    # Translators: A column: the country that a figure speaks of.
    (_("Area"), ("area",), False),
    (_("Period"), ("", "period"), False),
    # Translators: A column: who published the figure.
    (_("Source"), ("source",), False),
)


@dataclass(frozen=True, slots=True)
class ColumnHeading:
    """A heading that orders the table by its column; `query` asks for that order."""

    label: str | Promise
    query: str
    direction: str
    is_number: bool


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure, and what it is per the time that the reader asked for.

    `converted` is None where the figure was published for that time, or where nothing says
    how to convert it: `is_not_convertible` tells the two apart.
    """

    figure: SalaryFigure
    converted: Converted | None
    is_not_convertible: bool

    @classmethod
    def of(
        cls, figure: SalaryFigure, basis: str, converter: Converter | None
    ) -> "FigureRow":
        """Return `figure` per `basis`, or as it was published without a converter."""
        if converter is None or figure.basis == basis:
            return cls(figure, None, is_not_convertible=False)
        converted = converter.convert(figure, SalaryFigure.Basis(basis))
        return cls(figure, converted, is_not_convertible=converted is None)

    @staticmethod
    def hours_of(rows: "Iterable[FigureRow]") -> list[WorkFigure]:
        """Return the hours a year that the converted amounts of `rows` rest on."""
        used = {row.converted.hours for row in rows if row.converted}
        return sorted((hours for hours in used if hours), key=lambda hours: hours.code)


class FigureTable:
    """One page of the figures that fit a filter, in the order that it asks for.

    Takes two queries beside those of the filter, and one more where it converts.
    """

    def __init__(self, form: SalaryFilter, query: QueryDict) -> None:
        self.form = form
        self.query = query
        self.basis = form.basis
        self.converter = Converter() if self.basis else None

    @cached_property
    def page(self) -> Page:
        """The figures of the page that the query asks for, else of the first or last."""
        figures = self.form.narrow(SalaryFigure.objects.with_sources(), self.converter)
        return Paginator(figures, FIGURES_ON_A_PAGE).get_page(self.query.get("page"))

    @cached_property
    def rows(self) -> list[FigureRow]:
        return [
            FigureRow.of(figure, self.basis, self.converter)
            for figure in self.page.object_list
        ]

    @property
    def hours(self) -> list[WorkFigure]:
        """The hours a year that the converted amounts of the page were reckoned with."""
        return FigureRow.hours_of(self.rows)

    @property
    def headings(self) -> Iterable[ColumnHeading]:
        """The headings of the columns, each leading to the order by it."""
        order = self.form.order
        for label, orders, is_number in COLUMNS:
            is_chosen = order in orders
            following = orders[(orders.index(order) + 1) % len(orders)] if is_chosen else ""
            wanted = following if is_chosen else orders[0]
            descends = order.startswith("-") or order == ""
            direction = ("descending" if descends else "ascending") if is_chosen else ""
            yield ColumnHeading(label, self._query(wanted), direction, is_number)

    def _query(self, order: str) -> str:
        """Return the query of this table in `order`, from its first page on."""
        query = self.query.copy()
        query.pop("page", None)
        query["sort"] = order
        if not order:
            query.pop("sort")
        return f"?{query.urlencode()}"
