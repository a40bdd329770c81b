"""Several roles side by side: what they pay where, what they ask for, where they lead."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from callcareers import formats
from roles.models import GuideSection, Role, RoleSkill, Skill
from salaries.conversion import Converter
from salaries.forms import RoleComparison
from salaries.models import (
    ALL_OCCUPATIONS,
    Area,
    EmploymentProjection,
    SalaryFigure,
    SalaryGap,
    WorkFigure,
)
from salaries.tables import FigureRow

Basis = SalaryFigure.Basis
Measure = SalaryFigure.Measure
MEASURES: Final = (*SalaryFigure.CENTRES, Measure.P10, Measure.P90, Measure.MINIMUM_WAGE)
TAXES: Final = (SalaryFigure.Tax.GROSS, SalaryFigure.Tax.NOT_STATED, SalaryFigure.Tax.NET)
KINDS: Final = (GuideSection.Kind.EDUCATION, GuideSection.Kind.TRAINING)

# Whose pay a figure is: that of a role or an occupation, by its key, or of everybody.
Subject = tuple[str, int]
EVERYBODY: Final[Subject] = ("everybody", 0)


@dataclass(frozen=True, slots=True)
class Span:
    """What a row says of one role, or alike of several."""

    value: Any
    roles: tuple[Role, ...]
    is_of_all: bool = False

    @property
    def names(self) -> str:
        """Of whom it is said, for readers without columns; "" where it is of all."""
        return "" if self.is_of_all else formats.listing([role.name for role in self.roles])

    @property
    def headers(self) -> str:
        """The ids of the heads of its columns."""
        return _headers_of(self.roles)


@dataclass(frozen=True, slots=True)
class Text:
    """What the guides to the roles say on one subject, each text once.

    `spans` has, of each text, all the roles that it speaks for, wherever they stand.
    """

    kind: GuideSection.Kind
    spans: list[Span]

    @property
    def is_by_role(self) -> bool:
        """Whether each role has a text of its own, and so may keep to its column."""
        return all(len(span.roles) == 1 for span in self.spans)


@dataclass(frozen=True, slots=True)
class Shared:
    """Records that all the roles have, and of each role those that only some have."""

    by_all: list[Any]
    others: list[Span]

    @property
    def differs(self) -> bool:
        return any(span.value for span in self.others)


@dataclass(frozen=True, slots=True)
class PayHere:
    """What is known of the pay of a role in one area, or what stands in its place.

    `low` and `high` are the ends of the distribution that `centre` is the middle of; the
    gaps say why the middle, or an end, is not there.
    """

    centre: FigureRow | None = None
    low: FigureRow | None = None
    high: FigureRow | None = None
    gap: SalaryGap | None = None
    low_gap: SalaryGap | None = None
    high_gap: SalaryGap | None = None
    is_of_role: bool = False
    is_wider: bool = False
    is_elsewhere: bool = False
    is_of_everybody: bool = False

    @property
    def amounts(self) -> list[FigureRow]:
        return [amount for amount in (self.centre, self.low, self.high) if amount]


@dataclass(frozen=True, slots=True)
class PayRow:
    """The pay of each role in one area, and the least that anybody is paid there."""

    area: Area
    minimum_wage: FigureRow | None
    spans: list[Span]


class Comparison:
    """What is said of `roles`, in their order, with their pay in each of `areas`.

    The roles are fetched as for their guides. Pay is shown per `basis`, "" for the time
    that it was published for. Takes four queries, and one more where it converts, however
    many roles and areas there are.
    """

    def __init__(
        self, roles: Sequence[Role], areas: Sequence[Area], basis: str = ""
    ) -> None:
        self.roles = roles
        self.pay = _pay_rows(roles, areas, basis)
        self.texts = _texts(roles)
        self.outlook = _outlook(roles)
        skills = [_skills(role) for role in roles]
        essential = [_skills(role, RoleSkill.Importance.ESSENTIAL) for role in roles]
        self.essential_skills = _shared(roles, essential, _in_all(skills))
        self.common_skills = _without(_in_all(skills), self.essential_skills.by_all)
        self.duties = _shared(roles, [list(role.duties.all()) for role in roles])

    @classmethod
    def of(cls, form: RoleComparison) -> "Comparison | None":
        """Return the comparison that `form` asks for, None where it asks for none."""
        if not form.has_roles:
            return None
        basis = form.cleaned_data["per"]
        return cls(form.chosen_roles(), form.chosen_areas(), basis)

    @property
    def column_count(self) -> int:
        """How many columns the table has, the one of the headings among them."""
        return len(self.roles) + 1

    @property
    def headers(self) -> str:
        """The ids of the heads of the columns of all roles."""
        return _headers_of(self.roles)

    @property
    def hours(self) -> list[WorkFigure]:
        """The hours a year that the converted amounts rest on."""
        amounts = [row.minimum_wage for row in self.pay if row.minimum_wage]
        for row in self.pay:
            amounts += [amount for span in row.spans for amount in span.value.amounts]
        return FigureRow.hours_of(amounts)

    @property
    def sections(self) -> list[GuideSection]:
        """The sections of guides that are shown, each once."""
        return [span.value for text in self.texts for span in text.spans if span.value]


class KnownPay:
    """Figures and gaps, found by whom and by which area they speak of.

    Their amounts are shown per `basis`, where it is not "".
    """

    def __init__(
        self, figures: Iterable[SalaryFigure], gaps: Iterable[SalaryGap], basis: str
    ) -> None:
        self.basis = basis
        self.converter = Converter() if basis else None
        self.figures: dict[tuple[Subject, str, str], list[SalaryFigure]] = {}
        for figure in figures:
            key = (_subject(figure), _place(figure), figure.measure)
            self.figures.setdefault(key, []).append(figure)
        self.gaps = list(gaps)

    def pay_of(self, role: Role, area: Area) -> PayHere:
        """Return the pay of `role` in `area`, or what stands in its place.

        That is the pay of the role, else of its occupation, else of the wider one that it
        is counted in; else theirs in the country that `area` is a part of; else that of
        all occupations, here or in that country.
        """
        ids = role.occupation.ids_of_figures if role.occupation else ()
        own: list[Subject] = [("role", role.pk), *(("occupation", pk) for pk in ids)]
        here, *country = with_country(area)
        for subjects, code in [
            (own, here),
            *((own, other) for other in country),
            ([EVERYBODY], here),
            *(([EVERYBODY], other) for other in country),
        ]:
            if figure := self.centre(subjects, code, area):
                break
        else:
            return PayHere(gap=self.gap(ids, here))
        subject = _subject(figure)
        is_own = code == here and subject in own[:2]
        return PayHere(
            self.shown(figure),
            self.shown(self.end(figure, Measure.P10)),
            self.shown(self.end(figure, Measure.P90)),
            None if is_own else self.gap(ids, here),
            self.gap_beside(figure, Measure.P10),
            self.gap_beside(figure, Measure.P90),
            is_of_role=subject in own[:1],
            is_wider=subject in own[2:],
            is_elsewhere=code != here,
            is_of_everybody=subject == EVERYBODY,
        )

    def minimum_wage(self, area: Area) -> FigureRow | None:
        """Return the latest minimum wage of `area`, over all occupations."""
        found = self.figures.get((EVERYBODY, area.code, Measure.MINIMUM_WAGE), [])
        return self.shown(self.best(found, area))

    def shown(self, figure: SalaryFigure | None) -> FigureRow | None:
        """Return `figure` per the time that is asked for, where there is one."""
        return FigureRow.of(figure, self.basis, self.converter) if figure else None

    def centre(
        self, subjects: Iterable[Subject], code: str, area: Area
    ) -> SalaryFigure | None:
        """Return the latest median of the first subject that has one, else a mean."""
        for measure in SalaryFigure.CENTRES:
            for subject in subjects:
                if found := self.figures.get((subject, code, measure)):
                    return self.best(found, area)
        return None

    def best(self, figures: Sequence[SalaryFigure], area: Area) -> SalaryFigure | None:
        """Return the latest of `figures` per the time asked for, else per year, if any.

        Where there are none of either it is per the time that is customary in `area`.
        Among those of one period it is the one in the area's own currency and before tax.
        """
        bases = [self.basis, Basis.YEAR, area.pay_period, *Basis.values]
        if not figures:
            return None
        basis = min((figure.basis for figure in figures), key=bases.index)
        latest = [figure for figure in figures if figure.basis == basis]
        return min(
            (figure for figure in latest if figure.period_end == latest[0].period_end),
            key=lambda figure: (figure.currency != area.currency, TAXES.index(figure.tax)),
        )

    def end(self, centre: SalaryFigure, measure: Measure) -> SalaryFigure | None:
        """Return `measure` of the distribution that `centre` is the centre of."""
        found = self.figures.get((_subject(centre), _place(centre), measure), [])
        for figure in found:
            if _distribution(figure) == _distribution(centre):
                return figure
        return None

    def gap(self, ids: Collection[int], code: str) -> SalaryGap | None:
        """Return why the occupations have no figure in the area, where it is recorded."""
        for gap in self.gaps:
            is_of_centre = gap.measure in {"", *SalaryFigure.CENTRES}
            if gap.occupation_id in ids and gap.area.code == code and is_of_centre:
                return gap
        return None

    def gap_beside(self, centre: SalaryFigure, measure: Measure) -> SalaryGap | None:
        """Return why `measure` is missing from the distribution of `centre`."""
        for gap in self.gaps:
            is_of_distribution = (
                gap.occupation_id == centre.occupation_id
                and gap.area_id == centre.area_id
                and gap.basis in {"", centre.basis}
                and gap.period_end in {None, centre.period_end}
            )
            if gap.measure == measure and is_of_distribution:
                return gap
        return None


def with_country(area: Area) -> list[str]:
    """Return the code of `area`, then that of the country that it is a part of."""
    country, _hyphen, part = area.code.partition("-")
    return [area.code, country] if part else [area.code]


def _headers_of(roles: Iterable[Role]) -> str:
    return " ".join(f"of-{role.code}" for role in roles)


def _pay_rows(roles: Sequence[Role], areas: Sequence[Area], basis: str) -> list[PayRow]:
    codes = {code for area in areas for code in with_country(area)}
    figures = SalaryFigure.objects.to_compare(roles, codes, MEASURES).with_sources()
    gaps = SalaryGap.objects.to_compare(roles, codes)
    known = KnownPay(figures.latest_first(), gaps, basis)
    return [
        PayRow(
            area,
            known.minimum_wage(area),
            _spans(roles, [known.pay_of(role, area) for role in roles]),
        )
        for area in areas
    ]


def _texts(roles: Sequence[Role]) -> list[Text]:
    sections = GuideSection.objects.of_kinds(*KINDS).for_roles(roles)
    return [
        Text(kind, _by_value(roles, [sections[role.pk].get(kind) for role in roles]))
        for kind in KINDS
    ]


def _by_value(roles: Sequence[Role], values: Sequence[Any]) -> list[Span]:
    """Return what is said of each role, once for all those of whom it is said."""
    groups: dict[Any, list[Role]] = {}
    for role, value in zip(roles, values, strict=True):
        groups.setdefault(value, []).append(role)
    return [
        Span(value, tuple(group), len(group) == len(roles))
        for value, group in groups.items()
    ]


def _outlook(roles: Sequence[Role]) -> list[Span]:
    """Return the employment projections of each role, the latest first."""
    found = EmploymentProjection.objects.of_roles(roles).with_sources().latest_first()
    by_occupation: dict[int, list[EmploymentProjection]] = {}
    for projection in found:
        by_occupation.setdefault(projection.occupation_id, []).append(projection)
    return _spans(roles, [_projections(role, by_occupation) for role in roles])


def _projections(
    role: Role, by_occupation: dict[int, list[EmploymentProjection]]
) -> list[EmploymentProjection]:
    """Return those of the role's occupation, else of the wider one it is counted in."""
    ids = role.occupation.ids_of_figures if role.occupation else ()
    return next((by_occupation[pk] for pk in ids if pk in by_occupation), [])


def _skills(role: Role, importance: str | None = None) -> list[Skill]:
    return [
        needed.skill
        for needed in role.role_skills.all()
        if importance in {None, needed.importance}
    ]


def _shared(
    roles: Sequence[Role],
    records: Sequence[list[Any]],
    known: Collection[Any] | None = None,
) -> Shared:
    """Return which of `records`, one list a role, all roles have, and which only some.

    What is `known` to be in common is not said again of each role.
    """
    by_all = _in_all(records)
    known = by_all if known is None else known
    others = [
        Span(_without(own, known), (role,))
        for role, own in zip(roles, records, strict=True)
    ]
    return Shared(by_all, others)


def _in_all(lists: Sequence[list[Any]]) -> list[Any]:
    """Return what is in each of several lists, in the order of the first."""
    if len(lists) == 1:
        return []
    first, *others = lists
    return [item for item in first if all(item in other for other in others)]


def _without(records: Iterable[Any], unwanted: Collection[Any]) -> list[Any]:
    return [record for record in records if record not in unwanted]


def _spans(roles: Sequence[Role], values: Sequence[Any]) -> list[Span]:
    """Return what is said of each role, once where it is the same of neighbours."""
    pairs = zip(roles, values, strict=True)
    spans = []
    for value, group in groupby(pairs, key=lambda pair: pair[1]):
        alike = tuple(role for role, _value in group)
        spans.append(Span(value, alike, len(alike) == len(roles)))
    return spans


def _subject(figure: SalaryFigure) -> Subject:
    """Return whose pay `figure` is."""
    if figure.role_id:
        return ("role", figure.role_id)
    if figure.occupation is None or figure.occupation.code == ALL_OCCUPATIONS:
        return EVERYBODY
    return ("occupation", figure.occupation.pk)


def _place(figure: SalaryFigure) -> str:
    return figure.area.code if figure.area else ""


def _distribution(figure: SalaryFigure) -> tuple[object, ...]:
    """Return what the figures of one distribution of pay have in common."""
    return tuple(getattr(figure, name) for name in SalaryFigure.DISTRIBUTION)
