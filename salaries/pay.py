"""What a role's page says of its pay, put together from salary figures."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from roles.models import Role
from salaries.models import ALL_OCCUPATIONS, MOST_AGENTS, SalaryFigure, SalaryGap

Basis = SalaryFigure.Basis
Measure = SalaryFigure.Measure
BASES = (Basis.YEAR, Basis.MONTH, Basis.HOUR)
LABEL_WIDTH = 100
DISTRIBUTION_MEASURES = (*SalaryFigure.PERCENTILES, Measure.MEAN)


@dataclass(frozen=True, slots=True)
class PayCell:
    """A figure, or the reason why there is none."""

    figure: SalaryFigure | None
    reason: str


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One measure of a distribution, per each time that its figures are known for."""

    measure: Measure
    cells: list[PayCell]


@dataclass(frozen=True, slots=True)
class Distribution:
    """How the pay of an occupation is spread in one reference period of one source."""

    figures: tuple[SalaryFigure, ...]
    gaps: tuple[SalaryGap, ...] = ()

    @property
    def period(self) -> str:
        return self.figures[0].period

    @property
    def period_end(self) -> datetime.date | None:
        """The last day that the figures speak of."""
        return self.figures[0].period_end

    @property
    def occupation(self):
        return self.figures[0].occupation

    def is_beside(self, other: "Distribution") -> bool:
        """Tell whether both speak of one time in one area."""
        mine, others = self.figures[0], other.figures[0]
        return (mine.area_id, mine.period_end) == (others.area_id, others.period_end)

    def is_as_late(self, other: "Distribution") -> bool:
        """Tell whether both speak of times that end on one day."""
        return self.figures[0].period_end == other.figures[0].period_end

    def is_like(self, other: "Distribution") -> bool:
        """Tell whether both say the same of two times: of whom, in what currency."""
        return all(
            getattr(self.figures[0], name) == getattr(other.figures[0], name)
            for name in ("occupation_id", "area_id", "currency", "tax")
        )

    @property
    def is_superseded(self) -> bool:
        """Whether a newer figure is known for each of its figures."""
        return all(figure.is_superseded for figure in self.figures)

    def get(self, measure: str, basis: str) -> SalaryFigure:
        """Return a figure that is known to be there; raises `LookupError` otherwise."""
        if figure := self.find(measure, basis):
            return figure
        raise LookupError(measure, basis)

    @property
    def basis(self) -> Basis | None:
        """The time per which the spread, tenths and median, is known; None without one."""
        spread = (Measure.P10, Measure.MEDIAN, Measure.P90)
        for basis in BASES:
            if all(self.find(measure, basis) for measure in spread):
                return basis
        return None

    @property
    def bases(self) -> list[Basis]:
        """The times per which figures are known, or known to be missing, longest last."""
        known = {figure.basis for figure in self.figures}
        known |= {gap.basis for gap in self.gaps}
        return [basis for basis in reversed(BASES) if basis in known]

    @property
    def rows(self) -> list[MeasureRow]:
        """The measures that are known, or known to be missing, the lowest first."""
        known = {figure.measure for figure in self.figures}
        known |= {gap.measure for gap in self.gaps}
        return [
            MeasureRow(measure, [self._cell(measure, basis) for basis in self.bases])
            for measure in DISTRIBUTION_MEASURES
            if measure in known
        ]

    @property
    def tax_text(self) -> str:
        """Whether the amounts are after tax, or it is not stated; "" before tax."""
        figure = self.figures[0]
        return "" if figure.tax == figure.Tax.GROSS else figure.get_tax_display()

    def with_gaps(self, gaps: Iterable[SalaryGap]) -> "Distribution":
        """Return the same, knowing those of `gaps` that are in it."""
        figure = self.figures[0]
        own = (gap for gap in gaps if gap.is_beside(figure))
        return replace(self, gaps=tuple(own))

    def _cell(self, measure: Measure, basis: Basis) -> PayCell:
        figure = self.find(measure, basis)
        if figure:
            return PayCell(figure, "")
        for gap in self.gaps:
            if (gap.measure, gap.basis) == (measure, basis):
                return PayCell(None, gap.get_reason_display())
        return PayCell(None, _("not stated"))

    def find(self, measure: str, basis: str) -> SalaryFigure | None:
        for figure in self.figures:
            if figure.measure == measure and figure.basis == basis:
                return figure
        return None


@dataclass(slots=True)
class RolePay:
    """The pay of a role's occupation, and what it is set against."""

    latest: Distribution | None = None
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
        """The spread of pay, beside that of all occupations, on one scale."""
        return PercentileBar.beside(self.latest, self.all_occupations)


@dataclass(frozen=True, slots=True)
class PercentileBar:
    """A distribution of pay as lengths in a drawing `WIDTH` units wide."""

    WIDTH = 360

    distribution: Distribution
    low: SalaryFigure
    median: SalaryFigure
    high: SalaryFigure
    scale: Decimal

    @classmethod
    def beside(
        cls, latest: Distribution | None, other: Distribution | None
    ) -> "list[PercentileBar]":
        """Return the bars of both, of `latest` alone, or none where its spread is unknown.

        One scale serves both, from zero to the highest 90th percentile.
        """
        basis = latest.basis if latest else None
        if latest is None or basis is None:
            return []
        is_beside = other is not None and other is not latest and other.basis == basis
        distributions = [latest, other] if other and is_beside else [latest]
        top = max(
            distribution.get(Measure.P90, basis).amount for distribution in distributions
        )
        return [
            cls(
                distribution,
                distribution.get(Measure.P10, basis),
                distribution.get(Measure.MEDIAN, basis),
                distribution.get(Measure.P90, basis),
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


def pay_of_most_agents() -> Distribution | None:
    """Return the latest pay of the occupation that most people in call centres count as.

    Takes one query.
    """
    figures = SalaryFigure.objects.of_people().of_occupation(MOST_AGENTS)
    return next(iter(distributions_of(figures.with_sources().latest_first())), None)


def pay_of(role: Role) -> RolePay:
    """Return the pay shown on the page of `role`; takes one query."""
    figures = list(SalaryFigure.objects.for_role(role).with_sources().latest_first())
    own = [figure for figure in figures if _is_own(figure, role)]
    whole = [figure for figure in own if not figure.industry_id and not figure.employer]
    latest = next(iter(distributions_of(whole)), None)
    return RolePay(
        latest=latest,
        all_occupations=_same_period(
            latest,
            distributions_of(
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


def distributions_of(figures: Iterable[SalaryFigure]) -> list[Distribution]:
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
