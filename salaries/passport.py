"""All that is known of one figure: its passport."""

from functools import cached_property
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from salaries.conversion import BASES, Converted, Converter
from salaries.models import (
    EmploymentProjection,
    Qualifier,
    SalaryFigure,
    Source,
    WorkFigure,
)

Measure = SalaryFigure.Measure
PERIODS_SHOWN = 20
MEANINGS: dict[str, str | Promise] = {
    Measure.P10: _("One person in ten earns this or less."),
    Measure.P25: _("One person in four earns this or less."),
    Measure.MEDIAN: _("Half of the people earn less than this, half of them more."),
    Measure.P75: _("Three people in four earn this or less."),
    Measure.P90: _("Nine people in ten earn this or less."),
    Measure.MEAN: _("All pay together, shared out equally among all people."),
    Measure.MINIMUM_WAGE: _("The least that the law allows employers to pay."),
    Measure.RANGE: _("Pay lies between these two amounts."),
    Measure.REPORTED: _("The source does not say how the amount was worked out."),
}
QUALIFIERS: dict[str, str | Promise] = {
    Qualifier.EXACTLY: _("The source gives the number as it stands here."),
    Qualifier.ABOUT: _("The source says “about”: the number is rounded."),
    Qualifier.MORE_THAN: _("The source says “more than”: the true number is higher."),
    Qualifier.LESS_THAN: _("The source says “less than”: the true number is lower."),
}


class Passport:
    """What the page of a figure of any kind says; five queries for pay, else one."""

    def __init__(self, figure: Any) -> None:
        self.figure = figure
        self.is_pay = isinstance(figure, SalaryFigure)
        self.is_work = isinstance(figure, WorkFigure)

    @cached_property
    def source(self) -> Source:
        """The source with all that it says of itself."""
        return Source.objects.in_language().get(pk=self.figure.source_id)

    @property
    def meaning(self) -> str | Promise:
        """What the measure means, in words."""
        return MEANINGS[self.figure.measure]

    @property
    def qualifier(self) -> str | Promise:
        """How exactly the source states the number, in words."""
        return QUALIFIERS[self.figure.qualifier]

    @property
    def hours(self) -> WorkFigure | None:
        """The hours a year that statistics of the figure's area reckon with."""
        if self.figure.basis not in BASES:
            return None
        return self._converter.hours.get(self.figure.area_id)

    @property
    def is_law(self) -> bool:
        """Whether a law sets the amount, so that nobody was asked about it."""
        return self.figure.measure == Measure.MINIMUM_WAGE

    @cached_property
    def published(self) -> list[SalaryFigure]:
        """The same figure as its source published it for other times."""
        return list(SalaryFigure.objects.twins_of(self.figure).with_sources())

    @property
    def converted(self) -> list[Converted]:
        """The amount per the times that it is not published for and can be converted to."""
        known = {self.figure.basis, *(figure.basis for figure in self.published)}
        found = (
            self._converter.convert(self.figure, basis)
            for basis in BASES
            if basis not in known
        )
        return [converted for converted in found if converted]

    @cached_property
    def series(self) -> list[SalaryFigure]:
        """The same of other periods, the latest first."""
        series = SalaryFigure.objects.series_of(self.figure).with_sources()
        return list(series[:PERIODS_SHOWN])

    @property
    def newer(self) -> SalaryFigure | None:
        """The latest figure of the series, where it is later than this one."""
        latest = next(iter(self.series), None)
        return latest if latest and self.figure.is_superseded else None

    @cached_property
    def newer_projection(self) -> EmploymentProjection | None:
        """The latest projection of the occupation and area, where it starts later."""
        projections = EmploymentProjection.objects.newer_than(self.figure)
        return projections.with_sources().latest_first().first()

    @cached_property
    def _converter(self) -> Converter:
        return Converter()
