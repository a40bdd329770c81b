"""Pay per hour, month or year from pay per another of them, and what that assumes."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Case, F, FloatField, Value, When
from django.db.models.functions import Coalesce

from callcareers import formats
from salaries.models import SalaryFigure, WorkFigure

Basis = SalaryFigure.Basis
BASES = (Basis.HOUR, Basis.MONTH, Basis.YEAR)
MONTHS_A_YEAR = 12
CENT, WHOLE = Decimal("0.01"), Decimal(1)


@dataclass(frozen=True, slots=True)
class Converted:
    """The amount of a figure for another time than the one that it was published for.

    `hours` is the sourced number of hours a year that was reckoned with, None between
    months and years, which need none.
    """

    figure: SalaryFigure
    basis: SalaryFigure.Basis
    amount: Decimal
    amount_high: Decimal | None
    hours: WorkFigure | None

    @property
    def stated_text(self) -> str:
        """The amount with its qualifier, such as "more than US$50,000"."""
        return self.figure.qualified(self.amount_text)

    @property
    def amount_text(self) -> str:
        """The amount, or the range, in its currency and the active language."""
        if self.amount_high is None:
            return formats.money(self.amount, self.figure.currency)
        return formats.money_range(self.amount, self.amount_high, self.figure.currency)


class Converter:
    """Turns pay for one time into pay for another, by what each area's records say.

    Takes one query, for the hours a year of all areas, whatever it converts.
    """

    def __init__(self) -> None:
        self.hours = WorkFigure.objects.hours_a_year()

    def convert(self, figure: SalaryFigure, basis: str) -> Converted | None:
        """Return `figure` per `basis`: hour, month or year; None where nothing says how.

        Hours need the area's sourced hours a year. A month is a twelfth of a year; an
        amount that is paid more often than twelve times a year counts as often.
        """
        factor = self.factor(
            figure.basis, basis, figure.area_id, figure.payments_a_year or MONTHS_A_YEAR
        )
        if factor is None:
            return None
        high = figure.amount_high
        hours = (
            self.hours.get(figure.area_id) if Basis.HOUR in {figure.basis, basis} else None
        )
        return Converted(
            figure,
            Basis(basis),
            rounded(figure.amount * factor, basis),
            None if high is None else rounded(high * factor, basis),
            hours,
        )

    def expression(self, wanted: str) -> Case:
        """Return what orders figures by their amounts per `wanted`, empty where none is."""
        amount, payments = F("amount"), Coalesce("payments_a_year", MONTHS_A_YEAR)
        cases = [When(basis=wanted, then=amount)]
        for basis in BASES:
            needs_hours = Basis.HOUR in {basis, wanted}
            for area_id in self.hours if needs_hours else [None]:
                factor = self.factor(basis, wanted, area_id, 1)
                if basis == wanted or factor is None:
                    continue
                area = {"area_id": area_id} if area_id else {}
                times = payments * factor if basis == Basis.MONTH else Value(factor)
                cases.append(When(basis=basis, **area, then=amount * times))
        return Case(*cases, output_field=FloatField())

    def factor(
        self,
        basis: str,
        wanted: str,
        area_id: int | None,
        payments_a_year: int = MONTHS_A_YEAR,
    ) -> Decimal | None:
        """Return what an amount per `basis` is multiplied by to be one per `wanted`."""
        is_twelfth = basis != Basis.MONTH or payments_a_year == MONTHS_A_YEAR
        if basis == wanted and is_twelfth:
            return Decimal(1)
        hours = self.hours.get(area_id) if area_id else None
        times: dict[str, Decimal] = {Basis.YEAR: Decimal(1)}
        if hours:
            times[Basis.HOUR] = hours.low
        from_times = times | {Basis.MONTH: Decimal(payments_a_year)}
        to_times = times | {Basis.MONTH: Decimal(MONTHS_A_YEAR)}
        if basis not in from_times or wanted not in to_times:
            return None
        return from_times[basis] / to_times[wanted]


def best_first(wanted: str) -> list[str]:
    """Return the times that pay per `wanted` is best known from, first the best.

    That is pay published for it, then what converts without a number of hours.
    """
    others = (Basis.YEAR, Basis.MONTH, Basis.HOUR)
    return [wanted, *(basis for basis in others if basis != wanted)]


def rounded(amount: Decimal, basis: str) -> Decimal:
    """Return `amount` as exactly as a converted one may claim: an hour's to the cent."""
    return amount.quantize(CENT if basis == Basis.HOUR else WHOLE, ROUND_HALF_UP)
