"""Where an offer of pay stands among published figures."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import ClassVar, Final, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from callcareers import formats
from roles.models import Occupation
from salaries.conversion import MONTHS_A_YEAR, Converted, Converter, best_first
from salaries.models import (
    ALL_OCCUPATIONS,
    Area,
    Qualifier,
    SalaryFigure,
    WorkFigure,
)

Basis = SalaryFigure.Basis
Measure = SalaryFigure.Measure
Tax = SalaryFigure.Tax

TAX_ORDER: Final = (Tax.GROSS, Tax.NOT_STATED, Tax.NET)
MEASURES: Final = (*SalaryFigure.PERCENTILES, Measure.MEAN)


class Side(models.TextChoices):
    # Translators: In a table, in the column "Your offer", beside a published amount.
    LOWER = "lower", _("lower than this")
    # Translators: In a table, in the column "Your offer", beside a published amount.
    EQUAL = "equal", _("exactly this")
    # Translators: In a table, in the column "Your offer", beside a published amount.
    HIGHER = "higher", _("higher than this")
    # Translators: In a table, in the column "Your offer": "lower" or "higher" cannot be
    # told, as the amount is for another time or as the source says only "more than".
    UNKNOWN = "unknown", _("cannot be compared")


POSITIONS: Final = {
    (Side.LOWER, Measure.P10): _(
        "Your offer is below the 10th percentile: at least nine in ten people earn more."
    ),
    (Side.LOWER, Measure.P25): _(
        "Your offer is below the 25th percentile: at least three quarters of people earn "
        "more."
    ),
    (Side.LOWER, Measure.MEDIAN): _(
        "Your offer is below the median: at least half of people earn more."
    ),
    (Side.LOWER, Measure.P75): _(
        "Your offer is below the 75th percentile: at least a quarter of people earn more."
    ),
    (Side.LOWER, Measure.P90): _(
        "Your offer is below the 90th percentile: at least one in ten people earns more."
    ),
    (Side.EQUAL, Measure.P10): _(
        "Your offer is exactly the 10th percentile: one in ten people earns this or less."
    ),
    (Side.EQUAL, Measure.P25): _(
        "Your offer is exactly the 25th percentile: a quarter of people earn this or less."
    ),
    (Side.EQUAL, Measure.MEDIAN): _(
        "Your offer is exactly the median: half of people earn this or less, and half "
        "earn this or more."
    ),
    (Side.EQUAL, Measure.P75): _(
        "Your offer is exactly the 75th percentile: a quarter of people earn this or more."
    ),
    (Side.EQUAL, Measure.P90): _(
        "Your offer is exactly the 90th percentile: one in ten people earns this or more."
    ),
    (Side.HIGHER, Measure.P10): _(
        "Your offer is above the 10th percentile: at least one in ten people earns less."
    ),
    (Side.HIGHER, Measure.P25): _(
        "Your offer is above the 25th percentile: at least a quarter of people earn less."
    ),
    (Side.HIGHER, Measure.MEDIAN): _(
        "Your offer is above the median: at least half of people earn less."
    ),
    (Side.HIGHER, Measure.P75): _(
        "Your offer is above the 75th percentile: at least three quarters of people earn "
        "less."
    ),
    (Side.HIGHER, Measure.P90): _(
        "Your offer is above the 90th percentile: at least nine in ten people earn less."
    ),
    (Side.LOWER, Measure.MEAN): _("Your offer is below the mean."),
    (Side.EQUAL, Measure.MEAN): _("Your offer is exactly the mean."),
    (Side.HIGHER, Measure.MEAN): _("Your offer is above the mean."),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """What somebody has been offered: so much, in a currency, per hour, month or year."""

    amount: Decimal
    currency: str
    per: SalaryFigure.Basis

    def paid(self, times: int) -> "Offer":
        """Return what an offer for a month comes to, paid so many times a year."""
        return replace(self, amount=self.amount * times / MONTHS_A_YEAR)

    @property
    def text(self) -> str:
        """The offer as it was understood, such as "€1,250 per month"."""
        # Translators: {amount} is such as "US$42,830", {time} is the translation of
        # "per year", "per hour" and so on.
        return pgettext("amount and time", "{amount} {time}").format(
            amount=formats.money(self.amount, self.currency), time=self.per.label
        )


@dataclass(frozen=True, slots=True)
class Comparison:
    """A published figure beside an offer, reckoned for the time of the offer if need be.

    `converted` is None where the figure is for that time itself, or where nothing says
    how to reckon; `amount` is what the offer is set against, None in the latter case.
    """

    offer: Offer
    figure: SalaryFigure
    converted: Converted | None
    amount: Decimal | None

    @classmethod
    def of(cls, offer: Offer, figure: SalaryFigure, converter: Converter) -> Self:
        """Return `figure` beside `offer`, whose months are twelfths of a year."""
        payments = figure.payments_a_year or MONTHS_A_YEAR
        is_spread = offer.per != Basis.MONTH or payments == MONTHS_A_YEAR
        if figure.basis == offer.per and is_spread:
            return cls(offer, figure, None, figure.amount)
        converted = converter.convert(figure, offer.per)
        return cls(offer, figure, converted, converted.amount if converted else None)

    @property
    def measure(self) -> SalaryFigure.Measure:
        return Measure(self.figure.measure)

    @property
    def text(self) -> str:
        """That amount with its currency and qualifier."""
        return (self.converted or self.figure).stated_text

    @property
    def side(self) -> Side:
        """On which side of the figure the offer is, as far as the source tells."""
        high = (self.converted or self.figure).amount_high
        if self.amount is None or (high and self.amount <= self.offer.amount <= high):
            return Side.UNKNOWN
        at_most = self.figure.qualifier != Qualifier.MORE_THAN
        at_least = self.figure.qualifier != Qualifier.LESS_THAN
        if self.offer.amount < self.amount:
            return Side.LOWER if at_least else Side.UNKNOWN
        if self.offer.amount > self.amount:
            return Side.HIGHER if at_most else Side.UNKNOWN
        return Side.EQUAL if at_least and at_most else Side.UNKNOWN


@dataclass(frozen=True, slots=True)
class Spread:
    """The pay of an occupation in one period of one source, beside an offer.

    `comparisons` go from the lowest percentile to the highest, then to the mean.
    """

    comparisons: tuple[Comparison, ...]

    @property
    def figure(self) -> SalaryFigure:
        """The first figure, which speaks of the same people as the others."""
        return self.comparisons[0].figure

    @property
    def percentiles(self) -> list[Comparison]:
        return [item for item in self.comparisons if item.measure != Measure.MEAN]

    @property
    def positions(self) -> list[str]:
        """Where the offer stands, in words: among the percentiles, else to the mean."""
        beside = self.percentiles or self.comparisons
        exact, above, below = (
            [item for item in beside if item.side == side]
            for side in (Side.EQUAL, Side.HIGHER, Side.LOWER)
        )
        nearest = exact[-1:] or above[-1:] + below[:1]
        return [str(POSITIONS[item.side, item.measure]) for item in nearest]

    @property
    def is_rounded(self) -> bool:
        return any(item.figure.qualifier == Qualifier.ABOUT for item in self.comparisons)

    @property
    def is_converted(self) -> bool:
        return any(item.converted for item in self.comparisons)

    @property
    def hours(self) -> WorkFigure | None:
        """The hours a year that were reckoned with."""
        for item in self.comparisons:
            if item.converted and item.converted.hours:
                return item.converted.hours
        return None

    @property
    def bar(self) -> "OfferBar | None":
        """The drawing of the spread, where its ends and its middle are known."""
        points = {item.measure: item for item in self.comparisons}
        if not points.keys() >= set(OfferBar.MEASURES):
            return None
        return OfferBar(*(points[measure] for measure in OfferBar.MEASURES))

    @property
    def rank(self) -> tuple[int, bool, datetime.date]:
        """How well it serves to judge an offer by, the best the highest."""
        return (
            -TAX_ORDER.index(self.figure.tax),
            bool(self.percentiles),
            end_of(self.figure),
        )

    def is_newer_than(self, other: "Spread") -> bool:
        is_alike = self.figure.tax == other.figure.tax
        return is_alike and end_of(self.figure) > end_of(other.figure)


@dataclass(frozen=True, slots=True)
class OfferBar:
    """A spread of pay and an offer as places in a drawing `WIDTH` units wide."""

    WIDTH: ClassVar[int] = 360
    MEASURES: ClassVar = (Measure.P10, Measure.MEDIAN, Measure.P90)
    # An offer far above the spread stands at the end of the drawing.
    FARTHEST: ClassVar[Decimal] = Decimal("1.4")

    low: Comparison
    median: Comparison
    high: Comparison

    @property
    def start_x(self) -> int:
        return self._place(self.low.amount)

    @property
    def median_x(self) -> int:
        return self._place(self.median.amount)

    @property
    def median_mark_x(self) -> int:
        """Where the mark of the median starts, so that its middle is at the median."""
        return self.median_x - 1

    @property
    def end_x(self) -> int:
        return self._place(self.high.amount)

    @property
    def length(self) -> int:
        return self.end_x - self.start_x

    @property
    def offer_x(self) -> int:
        return self._place(self.low.offer.amount)

    @property
    def offer_mark_x(self) -> int:
        """Where the mark of the offer starts, so that it stays within the drawing."""
        return min(max(self.offer_x - 2, 0), self.WIDTH - 4)

    @property
    def offer_anchor(self) -> str:
        return self._anchor(self.offer_x)

    @property
    def start_anchor(self) -> str:
        return self._anchor(self.start_x)

    @property
    def end_anchor(self) -> str:
        return self._anchor(self.end_x)

    @property
    def description(self) -> str:
        """The drawing in words, for who cannot see it."""
        text = gettext(
            # Translators: Describes a drawing to who cannot see it. All are amounts.
            "From %(low)s to %(high)s, median %(median)s; your offer: %(offer)s."
        )
        return text % {
            "low": self.low.text,
            "high": self.high.text,
            "median": self.median.text,
            "offer": self.low.offer.text,
        }

    def _place(self, amount: Decimal | None) -> int:
        offer, high = self.low.offer.amount, self.high.amount or Decimal(1)
        top = max(high, min(offer, high * self.FARTHEST))
        return round(min(amount or Decimal(0), top) * self.WIDTH / top)

    def _anchor(self, x: int) -> str:
        """How a label stands to its place: never beyond the drawing."""
        if x < self.WIDTH / 4:
            return "start"
        return "end" if x > self.WIDTH * 3 / 4 else "middle"


@dataclass(frozen=True, slots=True)
class Verdict:
    """All that is known of an offer: spreads of pay, minimum wages, and what is missing.

    `spread` is the one to judge by, None where the offer cannot be compared; `newer` are
    later figures of a kind that tells less; `elsewhere` are the times of pay for which
    figures are published that cannot be reckoned for the time of the offer; `has_own`
    says whether the occupation has figures in the area at all; `paid_oftener` are the
    minimum wages beside an offer for a month that is paid `payments_a_year` times, none
    where the law of the area knows but twelve.
    """

    offer: Offer
    area: Area
    occupation: Occupation
    spread: Spread | None
    newer: list[Spread]
    elsewhere: list[SalaryFigure.Basis]
    has_own: bool
    minimum_wages: list[Comparison]
    payments_a_year: int
    paid_oftener: list[Comparison]

    @property
    def stand_in(self) -> Occupation | None:
        """The occupation whose figures stand in for the one that was asked about."""
        if not self.spread or self.spread.figure.occupation_id == self.occupation.pk:
            return None
        return self.spread.figure.occupation

    @property
    def is_of_all_occupations(self) -> bool:
        """Whether the pay of everybody stands in for that of the occupation."""
        return self.stand_in is not None and self.stand_in.code == ALL_OCCUPATIONS

    @property
    def elsewhere_text(self) -> str:
        return formats.listing([str(basis.label) for basis in self.elsewhere])

    @property
    def is_below_law(self) -> bool:
        """Whether the offer is lower than the minimum wage of the area itself."""
        return self._is_below(self.minimum_wages)

    @property
    def is_lawful_if_paid_oftener(self) -> bool:
        """Whether it is not, paid as many times a year as the law reckons with."""
        return bool(self.paid_oftener) and not self._is_below(self.paid_oftener)

    @property
    def has_unknown_law(self) -> bool:
        """Whether a minimum wage cannot be reckoned for the time of the offer."""
        return any(item.side == Side.UNKNOWN for item in self.minimum_wages)

    def _is_below(self, minimum_wages: Iterable[Comparison]) -> bool:
        return any(
            item.side == Side.LOWER
            and item.figure.area_id == self.area.pk
            and is_of_everybody(item.figure)
            for item in minimum_wages
        )


def judge(offer: Offer, area: Area, occupation: Occupation) -> Verdict:
    """Return where `offer` stands in `area`; takes three queries.

    It is set against figures of the occupation, or of the wider one that it is counted
    in, else against those of all occupations: before tax where there are such, with
    percentiles where there are such, and then the latest.
    """
    people = SalaryFigure.objects.of_people().beside(occupation).in_area(area.code)
    laws = list(SalaryFigure.objects.minimum_wages_in(area).with_sources().latest_first())
    in_force = [law for law in _in_force(laws, area) if law.currency == offer.currency]
    payments = max((law.payments_a_year or MONTHS_A_YEAR for law in laws), default=0)
    converter = Converter()
    compared = [
        Comparison.of(offer, figure, converter)
        for figure in people.with_sources()
        if figure.currency == offer.currency
    ]
    ids = occupation.ids_of_figures
    own = [item for item in compared if item.figure.occupation_id in ids]
    everybody = [item for item in compared if is_of_everybody(item.figure)]
    spreads = _spreads(own) or _spreads(everybody)
    spread = max(spreads, key=lambda item: item.rank, default=None)
    return Verdict(
        offer,
        area,
        occupation,
        spread,
        newer=[item for item in spreads if spread and item.is_newer_than(spread)],
        elsewhere=_bases_out_of_reach(compared, spread),
        has_own=bool(own),
        minimum_wages=[Comparison.of(offer, law, converter) for law in in_force],
        payments_a_year=payments,
        paid_oftener=[
            Comparison.of(offer.paid(payments), law, converter)
            for law in in_force
            if offer.per == Basis.MONTH and payments > MONTHS_A_YEAR
        ],
    )


def is_of_everybody(figure: SalaryFigure) -> bool:
    """Return whether `figure` is about all occupations together."""
    return figure.occupation is not None and figure.occupation.code == ALL_OCCUPATIONS


def end_of(figure: SalaryFigure) -> datetime.date:
    """Return the last day that `figure` speaks of, the first of all days without one."""
    return figure.period_end or datetime.date.min


def _spreads(compared: Iterable[Comparison]) -> list[Spread]:
    """Return what can be compared, as one spread a period of a source."""
    comparable = [item for item in compared if item.amount is not None]
    comparable.sort(key=lambda item: best_first(item.offer.per).index(item.figure.basis))
    groups: dict[tuple, dict[str, Comparison]] = {}
    for item in comparable:
        figure = item.figure
        period = (figure.period_start, figure.period_end)
        key = (figure.occupation_id, figure.tax, *period, figure.source_id)
        groups.setdefault(key, {}).setdefault(item.measure, item)
    return [
        Spread(tuple(group[measure] for measure in MEASURES if measure in group))
        for group in groups.values()
    ]


def _bases_out_of_reach(
    compared: Iterable[Comparison], spread: Spread | None
) -> list[SalaryFigure.Basis]:
    """Return for which times the later figures are that the offer cannot be set against."""
    latest = end_of(spread.figure) if spread else datetime.date.min
    found = {
        item.figure.basis
        for item in compared
        if item.amount is None and (spread is None or end_of(item.figure) > latest)
    }
    return [basis for basis in Basis if basis in found]


def _in_force(laws: Iterable[SalaryFigure], area: Area) -> list[SalaryFigure]:
    """Return the latest of each minimum wage that is in force, that of all in `area` first.

    `laws` come latest first.
    """
    today = timezone.localdate()
    found: dict[tuple, SalaryFigure] = {}
    for law in laws:
        if law.period_start is None or law.period_start <= today:
            key = (law.area_id, law.occupation_id, law.industry_id, law.currency)
            found.setdefault(key, law)
    return sorted(
        found.values(),
        key=lambda law: (law.area_id != area.pk, not is_of_everybody(law)),
    )
