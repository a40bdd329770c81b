"""What the page of an occupation says of its pay in one area, and what it draws."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import groupby
from operator import itemgetter

from roles.models import Occupation
from salaries.conversion import Converter
from salaries.models import (
    ALL_OCCUPATIONS,
    Area,
    EmploymentProjection,
    SalaryFigure,
    SalaryGap,
)
from salaries.pay import (
    DISTRIBUTION_MEASURES,
    Basis,
    Distribution,
    Measure,
    PercentileBar,
    distributions_of,
)

PERIODS_OF_A_TREND = 12


@dataclass(frozen=True, slots=True)
class Bar:
    """A figure as a length, in hundredths of the longest one in its currency.

    Without another one in its currency there is nothing to compare: the length is 0.
    """

    figure: SalaryFigure
    length: int

    @classmethod
    def of(cls, figures: Sequence[SalaryFigure]) -> "list[Bar]":
        """Return a bar for each of `figures`, all per one time."""
        by_currency: dict[str, list[Decimal]] = {}
        for figure in figures:
            by_currency.setdefault(figure.currency, []).append(figure.amount)
        return [
            cls(figure, round(100 * figure.amount / max(amounts)) if amounts[1:] else 0)
            for figure in figures
            if (amounts := by_currency[figure.currency])
        ]


@dataclass(frozen=True, slots=True)
class ComparedFigures:
    """Figures of one measure, per one time and on one side of taxes."""

    bars: list[Bar]

    @property
    def first(self) -> SalaryFigure:
        return self.bars[0].figure

    @classmethod
    def groups_of(cls, figures: Iterable[SalaryFigure]) -> "list[ComparedFigures]":
        """Return `figures`, which stand in order of what sets them apart, as groups."""

        def kind(figure: SalaryFigure) -> tuple[str, ...]:
            return (figure.measure, figure.basis, figure.tax)

        return [cls(Bar.of(list(group))) for _, group in groupby(figures, key=kind)]


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """A period of a trend: the middle of the people, and as a line their spread."""

    x: int
    low_y: int | None
    median_y: int
    high_y: int | None
    median: SalaryFigure

    @property
    def spread(self) -> int:
        """The height of the line from the 90th down to the 10th percentile."""
        return (self.low_y or 0) - (self.high_y or 0)

    @property
    def spread_x(self) -> int:
        """Where the line of the spread starts, so that its middle is at the point."""
        return self.x - 4

    @property
    def label_y(self) -> int:
        """Where the amount stands: above all that is drawn of the period."""
        return min(self.median_y, self.median_y if self.high_y is None else self.high_y) - 8

    @property
    def year(self) -> int | None:
        """The year in which the period ends; the table beside the drawing names the era."""
        return self.median.period_end.year if self.median.period_end else None


@dataclass(frozen=True, slots=True)
class Trend:
    """The same distribution in one period after the other, the earliest first.

    `points` are places in a drawing `WIDTH` by `HEIGHT` units in size that starts at zero
    pay.
    """

    WIDTH, HEIGHT, MARGIN = 360, 150, 44

    distributions: list[Distribution]
    basis: Basis

    @classmethod
    def of(cls, distributions: list[Distribution]) -> "Trend | None":
        """Return the trend of the kind of distribution that comes first, the latest.

        None where there is but one period of it.
        """
        for basis in (Basis.YEAR, Basis.MONTH, Basis.HOUR):
            alike = [
                distribution
                for distribution in distributions
                if distribution.find(Measure.MEDIAN, basis)
                and distribution.period
                and distribution.is_like(distributions[0])
            ]
            if len(alike) > 1:
                return cls(alike[:PERIODS_OF_A_TREND][::-1], basis)
        return None

    @property
    def points(self) -> list[TrendPoint]:
        step = (self.WIDTH - 2 * self.MARGIN) / max(1, len(self.distributions) - 1)
        points = []
        for place, distribution in enumerate(self.distributions):
            median = distribution.get(Measure.MEDIAN, self.basis)
            low, high = (
                distribution.find(measure, self.basis)
                for measure in (Measure.P10, Measure.P90)
            )
            points.append(
                TrendPoint(
                    round(self.MARGIN + place * step),
                    self._y(low) if low else None,
                    self._y(median),
                    self._y(high) if high else None,
                    median,
                )
            )
        return points

    @property
    def occupation(self) -> Occupation | None:
        """The occupation that all of it speaks of."""
        return self.distributions[0].occupation

    @property
    def area(self) -> Area | None:
        """The area that all of it speaks of."""
        return self.distributions[0].figures[0].area

    @property
    def line(self) -> str:
        """The points of the medians, as an SVG polyline has them."""
        return " ".join(f"{point.x},{point.median_y}" for point in self.points)

    @property
    def ends(self) -> list[TrendPoint]:
        """The first and the last point, which carry their amounts."""
        return [self.points[0], self.points[-1]]

    @property
    def rows(self) -> "list[tuple[Distribution, list[SalaryFigure | None]]]":
        """The latest period first, with the figures of the table beside the drawing."""
        return [
            (
                distribution,
                [distribution.find(measure, self.basis) for measure in self.measures],
            )
            for distribution in reversed(self.distributions)
        ]

    @property
    def measures(self) -> list[Measure]:
        """The ends and the middle, as far as any period has them."""
        return [
            measure
            for measure in (Measure.P10, Measure.MEDIAN, Measure.P90)
            if any(found.find(measure, self.basis) for found in self.distributions)
        ]

    def _y(self, figure: SalaryFigure) -> int:
        return round(self.HEIGHT * (1 - figure.amount / self._top))

    @property
    def _top(self) -> Decimal:
        return max(
            figure.amount
            for distribution in self.distributions
            for figure in distribution.figures
            if figure.basis == self.basis
        )


@dataclass(frozen=True, slots=True)
class ChangeBar:
    """A projected change as a bar that starts at zero, in a drawing `WIDTH` wide."""

    WIDTH = 360

    projection: EmploymentProjection
    start_x: int
    length: int
    zero_x: int

    @property
    def zero_mark_x(self) -> int:
        """Where the mark of zero starts, within the drawing."""
        return min(max(0, self.zero_x - 1), self.WIDTH - 3)

    @property
    def change_text(self) -> str:
        return self.projection.facet_text("change")

    @classmethod
    def of(cls, projections: list[EmploymentProjection]) -> "list[ChangeBar]":
        """Return a bar for each of `projections`, on one scale that has zero in it."""
        changes = [projection.change_percent for projection in projections]
        low, high = min([*changes, Decimal(0)]), max([*changes, Decimal(0)])
        scale = cls.WIDTH / (high - low or Decimal(1))
        return [
            cls(
                projection,
                round((min(change, Decimal(0)) - low) * scale),
                round(abs(change) * scale),
                round(-low * scale),
            )
            for projection, change in zip(projections, changes, strict=True)
        ]


@dataclass(frozen=True, slots=True)
class MinimumWageRatio:
    """How many times the minimum wage a median is, both per one time."""

    minimum_wage: SalaryFigure
    median: SalaryFigure
    ratio: Decimal


class OccupationPay:
    """The pay of an occupation in an area, what it is set against, and where else it is.

    Where nobody publishes the occupation's own pay in the area, the figures of all
    occupations there stand in, and `is_stand_in` says so. Takes a fixed number of queries.
    """

    def __init__(self, occupation: Occupation, area: Area | None) -> None:
        self.occupation = occupation
        self.area = area

    @cached_property
    def distributions(self) -> list[Distribution]:
        """The distributions that speak for the occupation, the latest first."""
        found = distributions_of(self._own or self._of_all)
        return [distribution.with_gaps(self.gaps) for distribution in found]

    @property
    def latest(self) -> Distribution | None:
        """The latest distribution, the one that tells most where several are as late."""
        latest = self.distributions[:1]
        as_late = [found for found in self.distributions if found.is_as_late(latest[0])]
        return max(as_late, key=lambda found: len(found.figures), default=None)

    @property
    def is_stand_in(self) -> bool:
        """Whether the figures are those of all occupations for want of its own."""
        return not self._own and bool(self._of_all)

    @property
    def is_counted_elsewhere(self) -> bool:
        """Whether the figures are those of the wider occupation that it is counted in."""
        return any(figure.occupation_id != self.occupation.pk for figure in self._own)

    @property
    def others(self) -> list[Distribution]:
        """What else is known of the latest times: after tax, of one month and the like."""
        return [
            found
            for found in self.distributions
            if found is not self.latest and not found.is_superseded
        ]

    @property
    def single_figures(self) -> list[SalaryFigure]:
        """What is no distribution: ranges, and amounts without a stated measure."""
        return [
            figure
            for figure in self._own or self._of_all
            if figure.measure not in (*DISTRIBUTION_MEASURES, Measure.MINIMUM_WAGE)
        ]

    @property
    def all_occupations(self) -> Distribution | None:
        """The pay of all occupations in the same time, None where it is shown already."""
        latest = self.latest
        if latest is None or latest.occupation.code == ALL_OCCUPATIONS:
            return None
        others = distributions_of(self._of_all)
        return next((found for found in others if found.is_beside(latest)), None)

    @property
    def bars(self) -> list[PercentileBar]:
        return PercentileBar.beside(self.latest, self.all_occupations)

    @property
    def trend(self) -> Trend | None:
        latest = [self.latest] if self.latest else []
        rest = [found for found in self.distributions if found is not self.latest]
        return Trend.of([*latest, *rest]) if latest else None

    @property
    def minimum_wages(self) -> list[SalaryFigure]:
        """The minimum wages of the area that no later one has taken the place of."""
        return [
            figure
            for figure in self._figures
            if figure.measure == Measure.MINIMUM_WAGE and not figure.is_superseded
        ]

    @cached_property
    def minimum_wage_ratios(self) -> list[MinimumWageRatio]:
        """The latest median set against each minimum wage of its time and currency."""
        wages = [] if self.latest is None else self._wages_in_force(self.latest.period_end)
        if self.latest is None or not wages:
            return []
        converter = Converter()
        ratios = []
        for minimum_wage in wages:
            for basis in (minimum_wage.basis, *self.latest.bases):
                median = self.latest.find(Measure.MEDIAN, basis)
                floor = converter.convert(minimum_wage, basis)
                if median and floor and median.is_comparable_with(minimum_wage):
                    ratio = round(median.amount / floor.amount, 1)
                    ratios.append(MinimumWageRatio(minimum_wage, median, ratio))
                    break
        return ratios

    def _wages_in_force(self, day: datetime.date | None) -> list[SalaryFigure]:
        """Return the minimum wage of each occupation and currency that held on `day`."""
        started = [
            (figure.period_start, figure)
            for figure in self._figures
            if figure.measure == Measure.MINIMUM_WAGE
            and figure.period_start
            and day
            and figure.period_start <= day
        ]
        started.sort(key=itemgetter(0))
        in_force = {
            (figure.occupation_id, figure.currency): figure for _start, figure in started
        }
        return list(in_force.values())

    @cached_property
    def by_industry(self) -> list[ComparedFigures]:
        """The latest figures of single industries and employers of the area."""
        if self.area is None:
            return []
        figures = SalaryFigure.objects.by_industry(self.area, self.occupation)
        return ComparedFigures.groups_of(figures)

    @cached_property
    def by_area(self) -> list[ComparedFigures]:
        """The latest medians and means of each area, where there are several areas."""
        figures = list(SalaryFigure.objects.by_area(self.occupation))
        groups = ComparedFigures.groups_of(figures)
        return groups if len({figure.area_id for figure in figures}) > 1 else []

    @property
    def whole_gaps(self) -> list[SalaryGap]:
        """What is missing altogether, and not only in a table of other figures."""
        in_tables = {gap.pk for found in self.distributions for gap in found.gaps}
        return [gap for gap in self.gaps if gap.pk not in in_tables]

    @cached_property
    def gaps(self) -> list[SalaryGap]:
        """What readers look for and nobody publishes, with the reason."""
        if self.area is None:
            return []
        return list(SalaryGap.objects.of_occupation(self.occupation).in_area(self.area))

    @cached_property
    def projections(self) -> list[EmploymentProjection]:
        projections = EmploymentProjection.objects.of_occupation(self.occupation)
        return list(projections.with_sources().latest_first())

    @property
    def change_bars(self) -> list[ChangeBar]:
        return ChangeBar.of(self.projections)

    @cached_property
    def _figures(self) -> list[SalaryFigure]:
        if self.area is None:
            return []
        figures = SalaryFigure.objects.whole_in(self.area, self.occupation)
        return list(figures.with_sources().latest_first())

    @property
    def _own(self) -> list[SalaryFigure]:
        ids = self.occupation.ids_of_figures
        return [
            figure
            for figure in self._figures
            if figure.occupation_id in ids and figure.measure != Measure.MINIMUM_WAGE
        ]

    @property
    def _of_all(self) -> list[SalaryFigure]:
        return [
            figure
            for figure in self._figures
            if figure.occupation
            and figure.occupation.code == ALL_OCCUPATIONS
            and figure.measure != Measure.MINIMUM_WAGE
        ]
