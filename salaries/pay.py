"""What a role's page says of its pay, put together from salary figures."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from roles.models import Role
from salaries.models import ALL_OCCUPATIONS, SalaryFigure

Basis = SalaryFigure.Basis
Measure = SalaryFigure.Measure
LABEL_WIDTH = 100
DISTRIBUTION_MEASURES = (*SalaryFigure.PERCENTILES, Measure.MEAN)


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One measure of a distribution, by the hour and by the year."""

    measure: Measure
    hour: SalaryFigure | None
    year: SalaryFigure | None


@dataclass(frozen=True, slots=True)
class Distribution:
    """How the pay of an occupation is spread in one reference period of one source."""

    figures: tuple[SalaryFigure, ...]

    @property
    def period(self) -> str:
        return self.figures[0].period

    @property
    def occupation(self):
        return self.figures[0].occupation

    def is_beside(self, other: "Distribution") -> bool:
        """Tell whether both speak of one time in one area."""
        mine, others = self.figures[0], other.figures[0]
        return (mine.area_id, mine.period_end) == (others.area_id, others.period_end)

    @property
    def rows(self) -> list[MeasureRow]:
        """The measures that are known, from the lowest percentile to the mean."""
        rows = []
        for measure in DISTRIBUTION_MEASURES:
            row = MeasureRow(
                measure, self.find(measure, Basis.HOUR), self.find(measure, Basis.YEAR)
            )
            if row.hour or row.year:
                rows.append(row)
        return rows

    def get(self, measure: Measure, basis: Basis) -> SalaryFigure:
        """Return a figure that is known to be there; raises `LookupError` otherwise."""
        if figure := self.find(measure, basis):
            return figure
        raise LookupError(measure, basis)

    def find(self, measure: Measure, basis: Basis) -> SalaryFigure | None:
        for figure in self.figures:
            if figure.measure == measure and figure.basis == basis:
                return figure
        return None


@dataclass(slots=True)
class RolePay:
    """The pay of a role's occupation, and what it is set against."""

    latest: Distribution | None = None
    earlier: list[Distribution] = field(default_factory=list)
    all_occupations: Distribution | None = None
    by_industry: list[SalaryFigure] = field(default_factory=list)
    similar: list[SalaryFigure] = field(default_factory=list)

    @property
    def typical_year(self) -> SalaryFigure | None:
        """The latest yearly median."""
        return self.latest.find(Measure.MEDIAN, Basis.YEAR) if self.latest else None

    @property
    def typical_hour(self) -> SalaryFigure | None:
        """The latest hourly median."""
        return self.latest.find(Measure.MEDIAN, Basis.HOUR) if self.latest else None

    @property
    def bars(self) -> "list[PercentileBar]":
        """The spread of yearly pay, beside that of all occupations, on one scale."""
        distributions = [
            distribution
            for distribution in (self.latest, self.all_occupations)
            if distribution and PercentileBar.is_known(distribution)
        ]
        if not self.latest or self.latest not in distributions:
            return []
        return PercentileBar.on_one_scale(distributions)


@dataclass(frozen=True, slots=True)
class PercentileBar:
    """A distribution of yearly pay as lengths in a drawing `WIDTH` units wide."""

    WIDTH = 360

    distribution: Distribution
    low: SalaryFigure
    median: SalaryFigure
    high: SalaryFigure
    scale: Decimal

    @staticmethod
    def is_known(distribution: Distribution) -> bool:
        return all(
            distribution.find(measure, Basis.YEAR)
            for measure in (Measure.P10, Measure.MEDIAN, Measure.P90)
        )

    @classmethod
    def on_one_scale(cls, distributions: list[Distribution]) -> "list[PercentileBar]":
        """Return a bar for each distribution, from zero to the highest 90th percentile."""
        top = max(
            distribution.get(Measure.P90, Basis.YEAR).amount
            for distribution in distributions
        )
        return [
            cls(
                distribution,
                distribution.get(Measure.P10, Basis.YEAR),
                distribution.get(Measure.MEDIAN, Basis.YEAR),
                distribution.get(Measure.P90, Basis.YEAR),
                cls.WIDTH / top,
            )
            for distribution in distributions
        ]

    @property
    def start_x(self) -> int:
        return round(self.low.amount * self.scale)

    @property
    def median_x(self) -> int:
        return round(self.median.amount * self.scale)

    @property
    def end_x(self) -> int:
        return round(self.high.amount * self.scale)

    @property
    def median_mark_x(self) -> int:
        """Where the mark of the median starts, so that its middle is at the median."""
        return self.median_x - 1

    @property
    def end_anchor(self) -> str:
        """How the upper label stands to the end of the bar: never beyond the drawing."""
        return "end" if self.end_x > self.WIDTH - LABEL_WIDTH / 2 else "middle"

    @property
    def length(self) -> int:
        return self.end_x - self.start_x

    @property
    def description(self) -> str:
        """The bar in words, for who cannot see it."""
        # Translators: Describes a drawing of pay to who cannot see it. The three are
        # amounts, such as "US$31,200", "US$60,290" and "US$42,830".
        return _("From %(low)s to %(high)s, median %(median)s.") % {
            "low": self.low.amount_text,
            "high": self.high.amount_text,
            "median": self.median.amount_text,
        }


def typical_pay(roles: Iterable[Role]) -> dict[int, SalaryFigure]:
    """Return the latest yearly median by occupation, for the occupations of `roles`.

    An occupation without figures has those of the one that it is counted in. Takes one
    query where the roles have their occupations with them.
    """
    occupations = [role.occupation for role in roles if role.occupation]
    wanted = {pk for occupation in occupations for pk in occupation.ids_of_figures}
    found: dict[int, SalaryFigure] = {}
    medians = SalaryFigure.objects.typical_of(wanted).with_sources()
    for figure in medians.latest_first():
        found.setdefault(figure.occupation_id, figure)
    typical = {}
    for occupation in occupations:
        for pk in occupation.ids_of_figures:
            if pk in found:
                typical[occupation.pk] = found[pk]
                break
    return typical


def pay_of(role: Role) -> RolePay:
    """Return the pay shown on the page of `role`; takes one query."""
    figures = list(SalaryFigure.objects.for_role(role).with_sources().latest_first())
    own = [figure for figure in figures if _is_own(figure, role)]
    whole = [figure for figure in own if not figure.industry_id and not figure.employer]
    distributions = _distributions(whole)
    latest = distributions[0] if distributions else None
    return RolePay(
        latest=latest,
        earlier=distributions[1:],
        all_occupations=_same_period(
            latest,
            _distributions(
                figure
                for figure in figures
                if figure.occupation and figure.occupation.code == ALL_OCCUPATIONS
            ),
        ),
        by_industry=sorted(
            (figure for figure in own if figure.industry_id),
            key=lambda figure: figure.amount,
            reverse=True,
        ),
        similar=_latest_medians(
            figure
            for figure in figures
            if not _is_own(figure, role) and figure.occupation.code != ALL_OCCUPATIONS
        ),
    )


def _is_own(figure: SalaryFigure, role: Role) -> bool:
    if figure.role_id == role.pk:
        return True
    if role.occupation is None:
        return False
    return figure.occupation_id in role.occupation.ids_of_figures


def _latest_medians(figures: Iterable[SalaryFigure]) -> list[SalaryFigure]:
    """Return the first yearly median of each occupation among `figures`."""
    found: dict[int, SalaryFigure] = {}
    for figure in figures:
        is_typical = figure.measure == Measure.MEDIAN and figure.basis == Basis.YEAR
        if is_typical and figure.occupation_id:
            found.setdefault(figure.occupation_id, figure)
    return list(found.values())


def _distributions(figures: Iterable[SalaryFigure]) -> list[Distribution]:
    """Return the figures that stand in one period of one source together, latest first."""
    groups: dict[tuple, list[SalaryFigure]] = {}
    for figure in figures:
        if figure.measure in DISTRIBUTION_MEASURES:
            key = (
                figure.occupation_id,
                figure.area_id,
                figure.currency,
                figure.tax,
                figure.period_end,
                figure.source_id,
            )
            groups.setdefault(key, []).append(figure)
    return [Distribution(tuple(group)) for group in groups.values()]


def _same_period(
    latest: Distribution | None, others: list[Distribution]
) -> Distribution | None:
    for other in others:
        if latest and other.is_beside(latest):
            return other
    return None
