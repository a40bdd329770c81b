import calendar
import datetime
from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Cast, Coalesce, Concat
from django.db.models.lookups import Exact
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from callcareers import formats
from callcareers.collation import alphabetical
from callcareers.content.models import (
    Figure,
    TranslatedModel,
    TranslatedQuerySet,
    english_is_filled,
)
from callcareers.content.texts import own_text
from callcareers.languages import active_language, column
from roles.models import Occupation, Role, place_in

YEARS = [MinValueValidator(1900), MaxValueValidator(2100)]
# Translators: ISO 4217 is the standard of currency codes.
CURRENCY_CODE = RegexValidator(r"^[A-Z]{3}\Z", _("Write a currency as in EUR (ISO 4217)."))
CURRENCY_CODES = RegexValidator(
    r"^[A-Z]{3}(?: [A-Z]{3})*\Z",
    # Translators: ISO 4217 is the standard of currency codes.
    _("Write currencies as in EUR USD (ISO 4217), with a space between them."),
)


class Qualifier(models.TextChoices):
    # Translators: A choice: a source says that it is exactly so many.
    EXACTLY = "exactly", _("exactly")
    # Translators: A choice: approximately so many.
    ABOUT = "about", _("about")
    # Translators: A choice: more than so many.
    MORE_THAN = "more_than", _("more than")
    # Translators: A choice: less than so many.
    LESS_THAN = "less_than", _("less than")


QUALIFIED = {
    Qualifier.EXACTLY: "%(amount)s",
    # Translators: %(amount)s is such as "US$42,830".
    Qualifier.ABOUT: _("about %(amount)s"),
    # Translators: %(amount)s is such as "US$42,830".
    Qualifier.MORE_THAN: _("more than %(amount)s"),
    # Translators: %(amount)s is such as "US$42,830".
    Qualifier.LESS_THAN: _("less than %(amount)s"),
}


class ReferencePeriod(models.Model):
    """The days that a statistic speaks of, and how exactly they are known.

    The precision "none" says that the source states no period.
    """

    class Precision(models.TextChoices):
        # Translators: The source gives the days of a period, as in 1–31 May 2024.
        DAY = "day", pgettext_lazy("precision of a period", "days")
        # Translators: The source gives the months of a period, as in May 2024.
        MONTH = "month", pgettext_lazy("precision of a period", "months")
        # Translators: The source gives the years of a period, as in 2023–2024.
        YEAR = "year", pgettext_lazy("precision of a period", "years")
        # Translators: The source gives no period.
        NONE = "none", pgettext_lazy("precision of a period", "not stated")

    period_start = models.DateField(_("period starts"), null=True, blank=True)
    period_end = models.DateField(_("period ends"), null=True, blank=True)
    period_precision = models.CharField(
        # Translators: Whether the period is given in days, months or years.
        _("precision of the period"),
        max_length=10,
        choices=Precision,
        default=Precision.NONE,
    )

    class Meta:
        abstract = True

    @property
    def period(self) -> str:
        """The reference period in the active language, "" where none is stated."""
        return formats.period(self.period_start, self.period_end, self.period_precision)

    @property
    def period_text(self) -> str:
        """The reference period, or the words that none is stated."""
        # Translators: In place of a time such as "May 2024"; often behind a country
        # or a measure.
        return self.period or _("no period stated")


def months_after(day: datetime.date, months: int) -> datetime.date:
    """Return the day `months` after `day`, the last of a month where it is none."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    last = calendar.monthrange(year, month + 1)[1]
    is_month_end = day.day == calendar.monthrange(day.year, day.month)[1]
    return datetime.date(year, month + 1, last if is_month_end else min(day.day, last))


def next_due_on(
    named_on: datetime.date | None, period_end: datetime.date | None, months: int | None
) -> datetime.date | None:
    """Return the day from which a newer figure is due, None where no rhythm is known.

    The source has named it, or it follows `months`, its rhythm, after the period's end.
    """
    if named_on or period_end is None or months is None:
        return named_on
    return months_after(period_end, months)


def period_constraints() -> list[models.CheckConstraint]:
    """Return what must hold of every reference period: whole, and in order."""
    return [
        models.CheckConstraint(
            name="%(app_label)s_%(class)s_period_is_whole",
            condition=Q(
                period_precision=ReferencePeriod.Precision.NONE,
                period_start=None,
                period_end=None,
            )
            | Q(period_start__isnull=False, period_end__isnull=False)
            & ~Q(period_precision=ReferencePeriod.Precision.NONE),
            violation_error_message=_(
                "A period has a start, an end and a precision, or none of them."
            ),
        ),
        models.CheckConstraint(
            name="%(app_label)s_%(class)s_period_in_order",
            condition=Q(period_end=None) | Q(period_end__gte=F("period_start")),
            violation_error_message=_("A period ends on or after its first day."),
        ),
    ]


class SourceQuerySet(TranslatedQuerySet):
    def cited(self) -> Self:
        """Keep the sources that a figure or a gap rests on, by publisher, latest first."""
        rests_on = Q()
        for model in (SalaryFigure, EmploymentProjection, WorkFigure, SalaryGap):
            rests_on |= Q(models.Exists(model.objects.filter(source=models.OuterRef("pk"))))
        latest = F("period_end").desc(nulls_last=True)
        in_order = (alphabetical("publisher"), latest, "code")
        return self.filter(rests_on).order_by(*in_order)

    def with_use(self) -> Self:
        """Tell of each source how figures of pay rest on it, and how new those are."""
        figures = SalaryFigure.objects.filter(source=models.OuterRef("pk"))
        named = figures.exclude(next_update_on=None).order_by("-next_update_on")
        latest = figures.exclude(period_end=None).order_by("-period_end")
        return self.annotate(
            is_of_pay=models.Exists(figures),
            is_current=models.Exists(figures.with_successors().filter(is_superseded=False)),
            named_update_on=models.Subquery(named.values("next_update_on")[:1]),
            latest_end=models.Subquery(latest.values("period_end")[:1]),
        )


class Source(TranslatedModel, ReferencePeriod):
    """Who published figures, where, and about which time."""

    publisher = models.CharField(_("publisher"), max_length=200)
    title = models.CharField(
        # Translators: The title of a publication.
        _("title"),
        max_length=300,
        blank=True,
        help_text=_("The title that the publisher gave it, in the publisher's language."),
    )
    title_language = models.CharField(_("language of the title"), max_length=10, blank=True)
    # Translators: The web address of a publication.
    url = models.URLField(_("address"), max_length=500, blank=True)
    published_on = models.DateField(_("published on"), null=True, blank=True)
    reported_by = models.CharField(
        # Translators: Who passed the publisher's figures on.
        _("reported by"),
        max_length=200,
        blank=True,
        help_text=_("Who relayed the figure, where the publisher's own file was not read."),
    )
    note = models.TextField(_("note"), blank=True)
    # Translators: What the pay of a statistic includes, such as bonuses; a text.
    includes = models.TextField(_("what pay includes"), blank=True)
    # Translators: How many people or businesses a survey asked; a text.
    sample = models.CharField(_("sample"), max_length=300, blank=True)
    due_after_months = models.PositiveSmallIntegerField(
        # Translators: How many months after the end of a period newer figures are due.
        _("newer figures are due after months"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(240)],
        help_text=_(
            "Counted from the end of the reference period: the rhythm of the survey, and "
            "as long again until its results are out; the rhythm alone for wages set by "
            "law. Leave empty where no rhythm is known."
        ),
    )

    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["code"]
        constraints = [*english_is_filled("publisher"), *period_constraints()]

    def __str__(self) -> str:
        return f"{self.publisher} ({self.code})"

    @property
    def due_on(self) -> datetime.date | None:
        """The day from which newer figures are due, None where no rhythm is known.

        It is that of the latest figure of pay, so it asks for a source `with_use`.
        """
        return next_due_on(self.named_update_on, self.latest_end, self.due_after_months)

    @property
    def is_overdue(self) -> bool:
        """Whether newer figures were due before today."""
        return self.due_on is not None and self.due_on < timezone.localdate()

    @property
    def due_text(self) -> str:
        """The month from which newer figures are due, "" where no rhythm is known."""
        return formats.period(self.due_on, self.due_on, "month")

    @property
    def has_includes(self) -> bool:
        return bool(self.includes)

    @property
    def has_sample(self) -> bool:
        return bool(self.sample)


class AreaQuerySet(TranslatedQuerySet):
    def with_figures_of(self, occupation: Occupation) -> Self:
        """Keep the areas with figures that may speak for `occupation`, the best first.

        Those are its own or those of the wider occupation that it is counted in, then
        those of all occupations; `own_count` tells how many of the former there are.
        """
        figures = SalaryFigure.objects.filter(area=models.OuterRef("pk"))
        own = figures.filter(occupation__in=occupation.ids_of_figures)
        of_all = figures.filter(occupation__code=ALL_OCCUPATIONS)
        return (
            self.in_language("name")
            .annotate(own_count=_count_of(own), count_of_all=_count_of(of_all))
            .filter(Q(own_count__gt=0) | Q(count_of_all__gt=0))
            .order_by("-own_count", "-count_of_all", "code")
        )

    def by_figure_count(self) -> Self:
        """Keep the areas that figures speak of, the one with most of them first."""
        counted = self.in_language("name").annotate(
            figure_count=models.Count("salary_figures")
        )
        return counted.filter(figure_count__gt=0).order_by("-figure_count", "code")


class Area(TranslatedModel):
    """A country, or a part of one, that figures speak of.

    `code` is its ISO 3166 code. The name of a country comes from CLDR, in each language;
    that of a part of a country, which CLDR has not, from `name`.
    """

    class PayPeriod(models.TextChoices):
        # Translators: Stands behind an amount of pay, as in "US$20.59 per hour", and
        # in lists of choices.
        HOUR = "hour", _("per hour")
        MONTH = "month", _("per month")
        YEAR = "year", _("per year")

    name = models.CharField(
        _("name"),
        max_length=120,
        blank=True,
        help_text=_("Leave empty for a country: its name is known in every language."),
    )
    currency = models.CharField(_("currency"), max_length=3, validators=[CURRENCY_CODE])
    other_currencies = models.CharField(
        _("other currencies"),
        max_length=40,
        blank=True,
        validators=[CURRENCY_CODES],
        help_text=_("In which statistics of several countries give figures of this area."),
    )
    pay_period = models.CharField(
        _("customary pay period"), max_length=10, choices=PayPeriod
    )

    objects = AreaQuerySet.as_manager()

    class Meta:
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code

    @property
    def currencies(self) -> list[str]:
        """The currencies that figures of the area may be in, its own first."""
        return [self.currency, *self.other_currencies.split()]

    @property
    def title(self) -> str:
        """The name in the active language, the code where it has none there."""
        return own_text(self, "name") or formats.territory(self.code)

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """Refuse a currency that figures of the area are not in; a trigger does too."""
        super().validate_constraints(exclude=exclude)
        if not self.pk:
            return
        if self.salary_figures.exclude(currency__in=self.currencies).exists():
            raise ValidationError(
                {"currency": _("Figures of this area are in another currency.")}
            )

    def currency_error(self) -> ValidationError:
        """Say to an editor which currency figures of this area are in."""
        return ValidationError(
            # Translators: %(area)s is the code of a country, such as "US", %(currency)s
            # that of a currency, or of several, such as "USD".
            _("Figures for %(area)s are in %(currency)s."),
            code="foreign_currency",
            params={"area": self.code, "currency": ", ".join(self.currencies)},
        )


class Industry(TranslatedModel):
    """A branch of the economy that employs people in an occupation."""

    name = models.CharField(_("name"), max_length=160)

    class Meta:
        verbose_name = _("industry")
        verbose_name_plural = _("industries")
        ordering = ["code"]
        constraints = english_is_filled("name")

    def __str__(self) -> str:
        return self.name


class SalaryFigureQuerySet(TranslatedQuerySet):
    def with_sources(self) -> Self:
        """Fetch each figure with all that is shown beside it, in one query."""
        return self.in_language(
            occupation=["code", "slug", "name"],
            role=["code", "slug", "name", "is_published"],
            area=["code", "name"],
            industry=["code", "name"],
            source=SOURCE_FIELDS,
        ).with_successors()

    def with_successors(self) -> Self:
        """Tell of each figure whether a newer one of its series is known.

        An amount in another currency, or paid more often in a year, is of another series.
        """
        outer = models.OuterRef
        newer = SalaryFigure.objects.filter(
            Exact(Coalesce("payments_a_year", 0), Coalesce(outer("payments_a_year"), 0)),
            series=outer("series"),
            basis=outer("basis"),
            currency=outer("currency"),
            period_end__gt=outer("period_end"),
        )
        return self.annotate(is_superseded=models.Exists(newer))

    def of_occupation(self, code: str) -> Self:
        return self.filter(occupation__code=code)

    def of_role(self, code: str) -> Self:
        """Keep a role's own figures, and those of the occupations that it counts in."""
        roles = Role.objects.filter(code=code)
        counted = Q(occupation__in=roles.values("occupation"))
        counted |= Q(occupation__in=roles.values("occupation__counted_in"))
        return self.filter(counted | Q(role__in=roles.values("pk")))

    def in_industry(self, code: str) -> Self:
        return self.filter(industry__code=code)

    def in_area(self, code: str) -> Self:
        return self.filter(area__code=code)

    def in_year(self, year: int) -> Self:
        return self.filter(period_end__year=year)

    def of_measure(self, measure: str) -> Self:
        return self.filter(measure=measure)

    def stated_best(self, bases: Sequence[str]) -> Self:
        """Of one figure published for several times, keep that for the first of `bases`."""
        outer = models.OuterRef
        is_better = Q()
        for place, basis in enumerate(bases):
            is_better |= Q(Exact(outer("basis"), basis), basis__in=bases[:place])
        better = SalaryFigure.objects.filter(
            is_better,
            series=outer("series"),
            currency=outer("currency"),
            period_end=outer("period_end"),
            source=outer("source"),
        )
        return self.filter(~models.Exists(better))

    def for_role(self, role: Role) -> Self:
        """Keep the latest figures a role's page shows: its own, those it is set against."""
        whole = Q(industry=None, employer="")
        own = Q(role=role)
        if role.occupation:
            own |= Q(occupation__in=role.occupation.ids_of_figures)
        shown = own & (whole | Q(measure__in=SalaryFigure.CENTRES))
        shown |= Q(occupation__code=ALL_OCCUPATIONS) & whole
        similar = Q(occupation__in=role.similar_occupations.values("pk")) & whole
        shown |= similar & Q(measure="median", basis="year")
        return self.filter(shown).with_successors().filter(is_superseded=False)

    def whole_in(self, area: Area, occupation: Occupation) -> Self:
        """Keep what speaks of `occupation` in all of `area`, and what it is set against.

        That is, over all industries: its own figures, those of all occupations, and the
        minimum wages.
        """
        everybody = Occupation.objects.filter(code=ALL_OCCUPATIONS).values("pk")
        spoken_of = Q(occupation__in=occupation.ids_of_figures)
        # One value and not a join, so that an index finds each part of the question.
        spoken_of |= Q(occupation=models.Subquery(everybody))
        spoken_of |= Q(measure=SalaryFigure.Measure.MINIMUM_WAGE)
        return self.filter(spoken_of, area=area, industry=None, employer="")

    def by_industry(self, area: Area, occupation: Occupation) -> Self:
        """Keep the latest figures of single industries and employers, the highest first."""
        parts = Q(industry__isnull=False) | ~Q(employer="")
        return (
            self.filter(parts, area=area, occupation__in=occupation.ids_of_figures)
            .filter(measure__in=SalaryFigure.CENTRES)
            .with_sources()
            .filter(is_superseded=False)
            .order_by("measure", "basis", "tax", "currency", "-amount", "code")
        )

    def by_area(self, occupation: Occupation) -> Self:
        """Keep the latest medians and means of `occupation` in each area."""
        own = Q(occupation__in=occupation.ids_of_figures, industry=None, employer="")
        return (
            self.filter(own, area__isnull=False, measure__in=SalaryFigure.CENTRES)
            .with_sources()
            .filter(is_superseded=False)
            .order_by("measure", "basis", "tax", "currency", "-amount", "code")
        )

    def series_of(self, figure: "SalaryFigure") -> Self:
        """Keep the figures that say the same as `figure` of other periods, latest first."""
        key = SalaryFigure.objects.filter(pk=figure.pk).values("series")
        same = self.filter(
            series=models.Subquery(key),
            basis=figure.basis,
            currency=figure.currency,
            payments_a_year=figure.payments_a_year,
        )
        return same.exclude(pk=figure.pk).order_by(LATEST_FIRST, "code")

    def twins_of(self, figure: "SalaryFigure") -> Self:
        """Keep what `figure` is published as for other times of pay, the longest last."""
        key = SalaryFigure.objects.filter(pk=figure.pk).values("series")
        twins = self.filter(
            series=models.Subquery(key),
            currency=figure.currency,
            period_end=figure.period_end,
            source=figure.source_id,
        )
        return twins.exclude(pk=figure.pk).order_by("amount", "code")

    def of_people(self) -> Self:
        """Keep how the pay of an occupation is spread, over all who work in it."""
        spread = [*SalaryFigure.PERCENTILES, SalaryFigure.Measure.MEAN]
        whole = self.filter(occupation__isnull=False, industry=None, employer="")
        return whole.filter(measure__in=spread)

    def beside(self, occupation: Occupation) -> Self:
        """Keep those of `occupation`, of the one it is counted in, and of everybody."""
        whose = Q(occupation__in=occupation.ids_of_figures)
        return self.filter(whose | Q(occupation__code=ALL_OCCUPATIONS))

    def minimum_wages_in(self, area: "Area") -> Self:
        """Keep what the law sets in `area` and in its parts."""
        within = Q(area=area) | Q(area__code__startswith=f"{area.code}-")
        return self.filter(within, measure=SalaryFigure.Measure.MINIMUM_WAGE)

    def to_compare(
        self, roles: Collection[Role], areas: Collection[str], measures: Collection[str]
    ) -> Self:
        """Keep what speaks of `roles`, or of all occupations, in the whole of `areas`.

        It is of any of `measures`, over all industries; areas are named by their codes.
        """
        spoken_of = Q(role__in=roles) | Q(occupation__code=ALL_OCCUPATIONS)
        spoken_of |= Q(occupation__in=_ids_of_figures(roles), role=None)
        return self.filter(
            spoken_of,
            area__code__in=areas,
            measure__in=measures,
            industry=None,
            employer="",
        )

    def typical_of(self, occupation_ids: Collection[int]) -> Self:
        """Keep the yearly medians of the occupations, over all industries."""
        return self.filter(
            occupation__in=occupation_ids,
            industry=None,
            employer="",
            measure=SalaryFigure.Measure.MEDIAN,
            basis=SalaryFigure.Basis.YEAR,
        )

    def years(self) -> list[int]:
        """Return the years that figures end in, the latest first; takes two queries."""
        ends = self.aggregate(first=models.Min("period_end"), last=models.Max("period_end"))
        if not ends["last"]:
            return []
        years = range(ends["last"].year, ends["first"].year - 1, -1)
        are_there = {f"in_{year}": models.Exists(self.in_year(year)) for year in years}
        found = self.order_by().annotate(**are_there).values_list(*are_there)[0]
        return [year for year, is_there in zip(years, found, strict=True) if is_there]

    def subjects(self) -> dict[str, list[tuple[str, str]]]:
        """Return whom figures speak of: occupations, roles, industries and areas.

        Each comes with its code and its name in the active language, "" where it has
        none there, under the name of its kind. Takes one query.
        """
        name = column("name", active_language().code)
        outer = models.OuterRef
        figures = SalaryFigure.objects
        occupied = models.Exists(figures.filter(occupation=outer("occupation")))
        occupied |= models.Exists(
            figures.filter(occupation=outer("occupation__counted_in"))
        )
        described = {
            "occupation": Occupation.objects.filter(
                models.Exists(figures.filter(occupation=outer("pk")))
            ),
            "role": Role.objects.published().with_page().filter(occupied),
            "industry": Industry.objects.filter(
                models.Exists(figures.filter(industry=outer("pk")))
            ),
            "area": Area.objects.filter(models.Exists(figures.filter(area=outer("pk")))),
        }
        first, *others = (
            records.order_by().values_list(
                models.Value(kind, models.CharField()), "code", name
            )
            for kind, records in described.items()
        )
        found: dict[str, list[tuple[str, str]]] = {kind: [] for kind in described}
        for kind, code, own_name in first.union(*others, all=True):
            found[kind].append((code, own_name or ""))
        return found

    def latest_first(self, *before: Any) -> Self:
        """Order by period, those without one last, then by occupation and measure.

        What is named `before` counts before that.
        """
        return self.order_by(
            *before,
            LATEST_FIRST,
            "occupation__position",
            "basis",
            "industry__code",
            "amount",
            "code",
        )

    def ordered(
        self, order: str, codes: Collection[str], pay: models.Case | None = None
    ) -> Self:
        """Order as readers asked: by "occupation", "area", "source", "pay" and so on.

        `codes` are those of occupations or areas in the order of their names; `pay` is
        what amounts are compared by, the amounts themselves where it is not given. Only
        amounts in one currency can be compared: they stand together.
        """
        amount = pay or F("amount")
        basis = [] if pay else ["basis"]
        by = {
            "period": [Coalesce("period_end", datetime.date(9999, 1, 1)).asc()],
            "occupation": [_place_of(codes, "occupation__code")],
            "area": [_place_of(codes, "area__code")],
            "measure": [place_in(SalaryFigure.Measure, "measure")],
            "pay": ["currency", *basis, amount.asc(nulls_last=True)],
            "-pay": ["currency", *basis, amount.desc(nulls_last=True)],
            "source": [alphabetical("source__publisher")],
        }
        return self.latest_first(*by.get(order, []))


def _count_of(figures: SalaryFigureQuerySet) -> Coalesce:
    """Return an expression for how many `figures` there are."""
    counted = figures.order_by().values("area").annotate(count=models.Count("pk"))
    return Coalesce(models.Subquery(counted.values("count")), 0)


def _place_of(codes: Collection[str], field: str) -> models.Case:
    """Return an expression that orders by the place of `field` among `codes`."""
    places = (models.When(**{field: code}, then=at) for at, code in enumerate(codes))
    return models.Case(*places, default=len(codes), output_field=models.IntegerField())


# A key made of several columns.
KEY = models.CharField(max_length=300)


def _ids_of_figures(roles: Iterable[Role]) -> set[int]:
    """Return the occupations whose figures speak for any of `roles`."""
    occupations = (role.occupation for role in roles if role.occupation)
    return {pk for occupation in occupations for pk in occupation.ids_of_figures}


# Figures without a period come last; SQLite indexes no other way of saying so.
LATEST_FIRST = Coalesce("period_end", datetime.date(1, 1, 1)).desc()
ALL_OCCUPATIONS = "all-occupations"
MOST_AGENTS = "customer-service-representatives"
SOURCE_FIELDS = [
    "code",
    "publisher",
    "title",
    "title_language",
    "url",
    "published_on",
    "reported_by",
    "period_start",
    "period_end",
    "period_precision",
    "due_after_months",
]


class SalaryFigure(Figure, ReferencePeriod):
    """One published statement of pay: how much, for whom, where, when, says who."""

    class Measure(models.TextChoices):
        # Translators: One tenth of people earn this or less.
        P10 = "p10", _("10th percentile")
        P25 = "p25", _("25th percentile")
        # Translators: One half of people earn this or less.
        MEDIAN = "median", _("Median")
        P75 = "p75", _("75th percentile")
        P90 = "p90", _("90th percentile")
        # Translators: The arithmetic mean of what people earn.
        MEAN = "mean", _("Mean")
        MINIMUM_WAGE = "minimum_wage", _("Minimum wage")
        # Translators: Pay from one amount to another.
        RANGE = "range", _("Range")
        # Translators: The source does not say whether an amount is a median, a mean
        # or something else.
        REPORTED = "reported", _("Measure not stated")

    class Basis(models.TextChoices):
        # Translators: Stands behind an amount of pay, as in "US$42,830 per year".
        YEAR = "year", _("per year")
        # Translators: Stands behind an amount of pay, as in "€2,400 per month".
        MONTH = "month", _("per month")
        # Translators: Stands behind an amount of pay, as in "US$120 per day".
        DAY = "day", _("per day")
        HOUR = "hour", _("per hour")
        # Translators: Stands behind an amount of pay, as in "US$0.25 per minute".
        MINUTE = "minute", _("per minute")

    class Tax(models.TextChoices):
        GROSS = "gross", _("before tax")
        NET = "net", _("after tax")
        NOT_STATED = "not_stated", _("not stated whether before or after tax")

    FACETS = frozenset({"", "period"})
    # Said of figures that were fetched `with_successors`.
    is_superseded: bool
    PERCENTILES: ClassVar = (
        Measure.P10,
        Measure.P25,
        Measure.MEDIAN,
        Measure.P75,
        Measure.P90,
    )
    CENTRES: ClassVar = (Measure.MEDIAN, Measure.MEAN)
    DISTRIBUTION: ClassVar = (
        "occupation_id",
        "role_id",
        "area_id",
        "industry_id",
        "employer",
        "basis",
        "currency",
        "tax",
        "period_start",
        "period_end",
        "source_id",
    )

    occupation = models.ForeignKey(
        Occupation,
        verbose_name=_("occupation"),
        related_name="salary_figures",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )
    role = models.ForeignKey(
        Role,
        verbose_name=_("role"),
        related_name="salary_figures",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
    )
    area = models.ForeignKey(
        Area,
        verbose_name=_("area"),
        related_name="salary_figures",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )
    industry = models.ForeignKey(
        Industry,
        verbose_name=_("industry"),
        related_name="salary_figures",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )
    # Translators: The name of a company, where a figure is about its people alone.
    employer = models.CharField(_("employer"), max_length=120, blank=True)
    # Translators: Which measure an amount is: median, mean, a percentile and so on.
    measure = models.CharField(_("measure"), max_length=20, choices=Measure)
    # Translators: What time an amount is paid for: hour, day, month, year.
    basis = models.CharField(_("basis"), max_length=10, choices=Basis)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    amount_high = models.DecimalField(
        _("upper amount"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    qualifier = models.CharField(
        # Translators: Whether a number is meant exactly, or as "about", "more than",
        # "less than".
        _("qualifier"),
        max_length=10,
        choices=Qualifier,
        default=Qualifier.EXACTLY,
    )
    currency = models.CharField(_("currency"), max_length=3, validators=[CURRENCY_CODE])
    tax = models.CharField(
        _("before or after tax"), max_length=10, choices=Tax, default=Tax.NOT_STATED
    )
    note = models.TextField(_("note"), blank=True)
    source = models.ForeignKey(
        Source,
        verbose_name=_("source"),
        related_name="salary_figures",
        on_delete=models.PROTECT,
    )
    # Translators: The day on which the source is to publish newer figures.
    next_update_on = models.DateField(
        _("next update on"),
        null=True,
        blank=True,
        help_text=_("Where the source has named the day; else its rhythm tells."),
    )
    payments_a_year = models.PositiveSmallIntegerField(
        # Translators: How often in a year a monthly pay is paid: 12, or 14 in Greece.
        _("payments a year"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(24)],
        help_text=_("Of a monthly amount, where the source states it."),
    )
    # What does not change from one period to the next, and from one time of pay to
    # another, as one key: columns that may be empty are of no use to an index.
    series = models.GeneratedField(
        expression=Concat(
            *(
                part
                for name in ("occupation", "role", "area", "industry")
                for part in (Cast(Coalesce(name, 0), KEY), models.Value(" "))
            ),
            "measure",
            models.Value(" "),
            "tax",
            models.Value(" "),
            "employer",
        ),
        output_field=KEY,
        db_persist=True,
    )

    objects = SalaryFigureQuerySet.as_manager()

    class Meta:
        verbose_name = _("salary figure")
        verbose_name_plural = _("salary figures")
        ordering = ["code"]
        indexes = [
            # Tells whether a newer figure is known, or one published for a better time.
            models.Index(
                fields=["series", "basis", "period_end"], name="salaries_figure_series"
            ),
            # Orders the table of all figures, the latest first.
            models.Index(LATEST_FIRST, name="salaries_figure_latest"),
            # Finds the figures of an occupation in an area.
            models.Index(fields=["occupation", "area"], name="salaries_figure_occupation"),
            # Finds what an area's minimum wages are, and its figures of a year.
            models.Index(
                fields=["area", "measure", "period_end"], name="salaries_figure_area"
            ),
            # Finds the figures of a year, and the years that there are figures of.
            models.Index(fields=["period_end"], name="salaries_figure_period_end"),
        ]
        constraints = [
            *period_constraints(),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_amount_is_positive",
                condition=Q(amount__gt=0),
                violation_error_message=_("An amount is more than zero."),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_range_ascends",
                condition=Q(amount_high=None) | Q(amount_high__gt=F("amount")),
                violation_error_message=_("A range must end above its start."),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_range_has_both_ends",
                # A minimum wage may differ from place to place.
                condition=Q(measure="range", amount_high__isnull=False)
                | Q(measure="minimum_wage")
                | ~Q(measure="range") & Q(amount_high=None),
                violation_error_message=_("A range, and only a range, has two ends."),
            ),
            models.UniqueConstraint(
                Coalesce("occupation", 0),
                Coalesce("role", 0),
                Coalesce("area", 0),
                Coalesce("industry", 0),
                "employer",
                "measure",
                "basis",
                "tax",
                Coalesce("period_start", models.Value("0001-01-01", models.DateField())),
                Coalesce("period_end", models.Value("0001-01-01", models.DateField())),
                "source",
                name="salaries_salaryfigure_stated_once",
                # Translators: The editor entered a figure a second time.
                violation_error_message=_("This figure is already recorded."),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def natural_key(self) -> tuple[str]:
        return (self.code,)

    natural_key.dependencies = [
        "roles.occupation",
        "roles.role",
        "salaries.area",
        "salaries.industry",
        "salaries.source",
    ]

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """Refuse a foreign currency and percentiles out of order, in words.

        Triggers refuse both in the database too.
        """
        super().validate_constraints(exclude=exclude)
        if self.area and self.currency not in self.area.currencies:
            raise ValidationError({"currency": self.area.currency_error()})
        if neighbour := self._percentile_out_of_order():
            error = ValidationError(
                # Translators: %(measure)s is such as "Median", %(amount)s the amount that
                # is stored for it, such as 42830.00.
                _("Percentiles must ascend: %(measure)s is %(amount)s."),
                code="percentiles_descend",
                params={
                    "measure": neighbour.get_measure_display(),
                    "amount": neighbour.amount,
                },
            )
            raise ValidationError({"amount": error})

    @classmethod
    def saving_order(
        cls, before: dict[str, Any] | None, after: dict[str, Any]
    ) -> tuple[int, int]:
        """Return when to save a figure among others that change from `before` to `after`.

        Rising percentiles go first, from the top down, then falling ones from the bottom
        up: so they ascend at every moment, wherever the whole distribution moves to.
        """
        try:
            rank = cls.PERCENTILES.index(after["measure"])
            is_rising = Decimal(after["amount"]) > Decimal(before["amount"])
        except (ArithmeticError, KeyError, TypeError, ValueError):
            return (2, 0)  # a new figure, another measure, or a fault that is named later
        return (0, -rank) if is_rising else (1, rank)

    @property
    def amount_text(self) -> str:
        """The amount, or the range, in its currency and the active language."""
        if self.amount_high is None:
            return formats.money(self.amount, self.currency)
        return formats.money_range(self.amount, self.amount_high, self.currency)

    @property
    def stated_text(self) -> str:
        """The amount with its qualifier, such as "more than US$50,000"."""
        return self.qualified(self.amount_text)

    @property
    def context_text(self) -> str:
        """Where and when: the area and the reference period."""
        if self.area is None:
            return str(self.period_text)
        # Translators: %(area)s is a country, %(period)s a time such as "May 2024".
        return pgettext("place and time", "%(area)s, %(period)s") % {
            "area": self.area.title,
            "period": self.period_text,
        }

    @property
    def has_note(self) -> bool:
        return bool(self.note)

    @property
    def due_on(self) -> datetime.date | None:
        """The day from which a newer figure is due, None where no rhythm is known."""
        return next_due_on(
            self.next_update_on, self.period_end, self.source.due_after_months
        )

    @property
    def is_overdue(self) -> bool:
        """Whether a newer figure was due before today, and none is known.

        True only of a figure that was fetched `with_successors`.
        """
        if self.due_on is None or getattr(self, "is_superseded", True):
            return False
        return self.due_on < timezone.localdate()

    def is_comparable_with(self, other: "SalaryFigure") -> bool:
        """Tell whether the amounts of both are in one currency, and both before tax."""
        return (
            self.currency == other.currency
            and self.tax == other.tax == SalaryFigure.Tax.GROSS
        )

    def qualified(self, amount: str) -> str:
        """Return `amount`, as it is written, with the qualifier of the figure."""
        return QUALIFIED[self.qualifier] % {"amount": amount}

    def facet_value(self, facet: str) -> str:
        """Return the side of the figure that `facet` names, for machines."""
        return self.period if facet == "period" else f"{self.amount:f}"

    def facet_text(self, facet: str) -> str:
        """Return the side of the figure that `facet` names, for readers."""
        return self.period if facet == "period" else self.amount_text

    def _percentile_out_of_order(self) -> "SalaryFigure | None":
        """Return a percentile of the same distribution that this one contradicts."""
        if self.measure not in self.PERCENTILES or self.amount is None:
            return None
        rank = self.PERCENTILES.index(self.measure)
        group = {name: getattr(self, name) for name in self.DISTRIBUTION}
        contradicts = Q(measure__in=self.PERCENTILES[:rank], amount__gt=self.amount)
        contradicts |= Q(measure__in=self.PERCENTILES[rank + 1 :], amount__lt=self.amount)
        same = Q(
            *(
                (f"{name}__isnull", True) if value is None else (name, value)
                for name, value in group.items()
            )
        )
        others = SalaryFigure.objects.exclude(pk=self.pk)
        return others.filter(same, contradicts).first()


class SalaryGapQuerySet(TranslatedQuerySet):
    def of_occupation(self, occupation: Occupation) -> Self:
        """Keep those of `occupation`, or of the wider one that it is counted in."""
        return self.filter(occupation__in=occupation.ids_of_figures)

    def whole(self) -> Self:
        """Keep what is missing altogether, with all that is shown of it."""
        found = self.filter(measure="", industry=None)
        return found.in_language(
            occupation=["code", "slug", "name"], area=["code", "name"], source=SOURCE_FIELDS
        ).order_by("area__code", "occupation__position", "code")

    def in_area(self, area: Area) -> Self:
        """Keep the gaps of `area`, with all that is shown of them, the latest first."""
        found = self.filter(area=area).in_language(
            industry=["code", "name"], source=SOURCE_FIELDS
        )
        return found.order_by(LATEST_FIRST, "basis", "measure", "code")

    def to_compare(self, roles: Iterable[Role], areas: Collection[str]) -> Self:
        """Fetch those that say why the pay of `roles` is not known in `areas`."""
        ids = _ids_of_figures(roles)
        gaps = self.filter(occupation__in=ids, area__code__in=areas, industry=None)
        return gaps.in_language(area=["code"], source=SOURCE_FIELDS).order_by("code")


class SalaryGap(TranslatedModel, ReferencePeriod):
    """A number that readers look for and that does not exist, and why."""

    class Reason(models.TextChoices):
        # Translators: In place of an amount of pay: nobody has asked.
        NOT_SURVEYED = "not_surveyed", _("not surveyed")
        # Translators: In place of an amount of pay: somebody publishes it, but this site
        # has not taken it over yet.
        NOT_RECORDED = "not_recorded", _("published, but not recorded here yet")
        # Translators: In place of an amount of pay: the statistics office keeps it back,
        # for instance as too few people answered.
        SUPPRESSED = "suppressed", _("not published by the source")
        # Translators: In place of an amount of pay: the source names no amount so high.
        ABOVE_CAP = "above_cap", _("above the highest amount that the source publishes")
        NOT_STATED = "not_stated", _("not stated by the source")

    occupation = models.ForeignKey(
        Occupation,
        verbose_name=_("occupation"),
        related_name="salary_gaps",
        on_delete=models.CASCADE,
    )
    area = models.ForeignKey(
        Area,
        verbose_name=_("area"),
        related_name="salary_gaps",
        on_delete=models.PROTECT,
    )
    industry = models.ForeignKey(
        Industry,
        verbose_name=_("industry"),
        related_name="salary_gaps",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )
    measure = models.CharField(
        _("measure"), max_length=20, choices=SalaryFigure.Measure, blank=True
    )
    basis = models.CharField(
        _("basis"), max_length=10, choices=SalaryFigure.Basis, blank=True
    )
    # Translators: Why there is no number.
    reason = models.CharField(_("reason"), max_length=20, choices=Reason)
    note = models.TextField(_("note"), blank=True)
    source = models.ForeignKey(
        Source,
        verbose_name=_("source"),
        related_name="salary_gaps",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        help_text=_("Leave empty where nobody has surveyed."),
    )

    objects = SalaryGapQuerySet.as_manager()

    class Meta:
        # Translators: A number that readers look for and that does not exist.
        verbose_name = _("gap in the figures")
        verbose_name_plural = _("gaps in the figures")
        ordering = ["code"]
        constraints = [
            *period_constraints(),
            models.UniqueConstraint(
                "occupation",
                "area",
                Coalesce("industry", 0),
                "measure",
                "basis",
                Coalesce("period_start", models.Value("0001-01-01", models.DateField())),
                Coalesce("period_end", models.Value("0001-01-01", models.DateField())),
                Coalesce("source", 0),
                name="salaries_salarygap_stated_once",
                # Translators: The editor entered a gap in the figures a second time.
                violation_error_message=_("This gap is already recorded."),
            ),
            models.CheckConstraint(
                name="salaries_salarygap_names_who_left_it",
                condition=Q(reason="not_surveyed", source=None)
                | ~Q(reason="not_surveyed") & Q(source__isnull=False),
                violation_error_message=_(
                    "A gap has a source, unless nobody has surveyed."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def natural_key(self) -> tuple[str]:
        return (self.code,)

    natural_key.dependencies = [
        "roles.occupation",
        "salaries.area",
        "salaries.industry",
        "salaries.source",
    ]

    @property
    def has_note(self) -> bool:
        return bool(self.note)

    def is_beside(self, figure: SalaryFigure) -> bool:
        """Tell whether the number would stand in one distribution with `figure`."""
        return all(
            getattr(self, name) == getattr(figure, name)
            for name in (
                "occupation_id",
                "area_id",
                "industry_id",
                "period_end",
                "source_id",
            )
        )


class EmploymentProjectionQuerySet(TranslatedQuerySet):
    def with_sources(self) -> Self:
        """Fetch each projection with all that is shown beside it, in one query."""
        return self.in_language(
            occupation=["code", "slug", "name"],
            area=["code", "name"],
            source=SOURCE_FIELDS,
        )

    def of_occupation(self, occupation: Occupation | None) -> Self:
        """Keep those of `occupation`, or of the wider one that it is counted in."""
        if occupation is None:
            return self.none()
        return self.filter(occupation__in=occupation.ids_of_figures)

    def newer_than(self, projection: "EmploymentProjection") -> Self:
        """Keep those of the same occupation and area that start in a later year."""
        same = {"occupation": projection.occupation_id, "area": projection.area_id}
        return self.filter(**same, base_year__gt=projection.base_year)

    def of_roles(self, roles: Iterable[Role]) -> Self:
        """Keep those of the occupations whose figures speak for any of `roles`."""
        return self.filter(occupation__in=_ids_of_figures(roles))

    def of_most_agents(self) -> Self:
        """Keep those of the occupation that most people in call centres count as."""
        return self.filter(occupation__code=MOST_AGENTS)

    def latest_first(self) -> Self:
        return self.order_by("-base_year", "code")


class EmploymentProjection(Figure):
    """How employment in an occupation is expected to change between two years."""

    FACETS = frozenset({"change", "size", "all", "openings", "period"})

    occupation = models.ForeignKey(
        Occupation,
        verbose_name=_("occupation"),
        related_name="projections",
        on_delete=models.PROTECT,
    )
    area = models.ForeignKey(
        Area,
        verbose_name=_("area"),
        related_name="projections",
        on_delete=models.PROTECT,
    )
    # Translators: The year from which a projection of employment starts.
    base_year = models.PositiveSmallIntegerField(_("base year"), validators=YEARS)
    # Translators: The year to which a projection of employment reaches.
    target_year = models.PositiveSmallIntegerField(_("target year"), validators=YEARS)
    change_percent = models.DecimalField(
        _("change in per cent"), max_digits=6, decimal_places=1
    )
    all_occupations_percent = models.DecimalField(
        _("change of all occupations in per cent"),
        max_digits=6,
        decimal_places=1,
        null=True,
        blank=True,
    )
    employment_base = models.PositiveIntegerField(
        _("employment in the base year"), null=True, blank=True
    )
    employment_target = models.PositiveIntegerField(
        _("projected employment"), null=True, blank=True
    )
    annual_openings = models.PositiveIntegerField(
        _("openings a year"), null=True, blank=True
    )
    openings_qualifier = models.CharField(
        _("qualifier of the openings"),
        max_length=10,
        choices=Qualifier,
        default=Qualifier.EXACTLY,
    )
    # Translators: Why employment is expected to change; a text.
    reasons = models.TextField(_("reasons"), blank=True)
    source = models.ForeignKey(
        Source,
        verbose_name=_("source"),
        related_name="projections",
        on_delete=models.PROTECT,
    )

    objects = EmploymentProjectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("employment projection")
        verbose_name_plural = _("employment projections")
        ordering = ["-base_year", "code"]
        constraints = [
            models.CheckConstraint(
                name="salaries_projection_looks_ahead",
                condition=Q(target_year__gt=F("base_year")),
                violation_error_message=_("A projection ends after its base year."),
            ),
            models.UniqueConstraint(
                fields=["occupation", "area", "base_year", "target_year", "source"],
                name="salaries_projection_stated_once",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def natural_key(self) -> tuple[str]:
        return (self.code,)

    natural_key.dependencies = ["roles.occupation", "salaries.area", "salaries.source"]

    @property
    def period(self) -> str:
        """The span of the projection."""
        return formats.years(self.base_year, self.target_year)

    @property
    def has_reasons(self) -> bool:
        return bool(self.reasons)

    @property
    def openings_text(self) -> str:
        """The openings a year with their qualifier, "" where they are not stated."""
        if self.annual_openings is None:
            return ""
        number = self.facet_text("openings")
        return QUALIFIED[self.openings_qualifier] % {"amount": number}

    @property
    def all_text(self) -> str:
        """The change of all occupations with its sign, "" where it is not stated."""
        if self.all_occupations_percent is None:
            return ""
        return formats.percent(self.all_occupations_percent, signed=True)

    @property
    def is_of_all(self) -> bool:
        """Whether it is that of all occupations itself."""
        return self.occupation.code == ALL_OCCUPATIONS

    def facet_value(self, facet: str) -> str:
        """Return the side of the projection that `facet` names, for machines."""
        values = {
            "change": self.change_percent,
            "size": abs(self.change_percent),
            "all": self.all_occupations_percent,
            "openings": self.annual_openings,
            "period": self.period,
        }
        return str(values[facet])

    def facet_text(self, facet: str) -> str:
        """Return the side of the projection that `facet` names, for readers."""
        match facet:
            case "change":
                return formats.percent(self.change_percent, signed=True)
            case "size":
                return formats.percent(self.change_percent)
            case "all":
                return formats.percent(self.all_occupations_percent)
            case "openings":
                return formats.number(self.annual_openings)
        return self.period


class WorkFigureQuerySet(TranslatedQuerySet):
    def hours_a_year(self) -> dict[int, "WorkFigure"]:
        """Return, by area, the hours that statistics reckon for a year; one query."""
        found = self.filter(kind=WorkFigure.Kind.HOURS_A_YEAR, area__isnull=False)
        in_order = found.with_sources().order_by(F("period_end").asc(nulls_first=True))
        return {figure.area_id: figure for figure in in_order}

    def with_sources(self) -> Self:
        """Fetch each figure with all that is shown beside it, in one query."""
        return self.in_language(area=["code", "name"], source=SOURCE_FIELDS)


class WorkFigure(Figure, ReferencePeriod):
    """A number about the work itself, such as the calls in a shift."""

    class Kind(models.TextChoices):
        # Translators: A kind of number: how many calls one person takes in a shift.
        CALLS_PER_SHIFT = "calls_per_shift", _("Calls in a shift")
        SHIFT_HOURS = "shift_hours", _("Length of a shift")
        FIRST_CONTACT_RESOLUTION = (
            "first_contact_resolution",
            # Translators: The share of customers who need not call again about the same
            # matter.
            _("Contacts resolved the first time"),
        )
        # Translators: How many hours a week count as full time.
        FULL_TIME_WEEK = "full_time_week", _("Full-time week")
        # Translators: The share of people who work full time.
        FULL_TIME_SHARE = "full_time_share", _("Share working full time")
        TRAINING_WEEKS = "training_weeks", _("Length of training")
        # Translators: How long it takes until people are promoted to team leader.
        YEARS_TO_PROMOTION = "years_to_promotion", _("Time to team leader")
        MINIMUM_AGE = "minimum_age", _("Minimum age")
        # Translators: How many hours a day call centres are open.
        OPENING_HOURS = "opening_hours", _("Opening hours a day")
        # Translators: How many people work in an occupation.
        EMPLOYED_PEOPLE = "employed_people", _("People employed")
        AGREEMENT_PEOPLE = (
            "agreement_people",
            _("People covered by a collective agreement"),
        )
        # Translators: By how much a collective agreement raises the pay of everybody.
        AGREEMENT_RISE = "agreement_rise", _("General rise in a collective agreement")
        HOURS_A_YEAR = (
            "hours_a_year",
            # Translators: How many hours of work statistics reckon for a year.
            _("Hours reckoned for a year of full-time work"),
        )
        MINIMUM_WAGE_SHARE = (
            "minimum_wage_share",
            # Translators: The share of employees who earn the minimum wage or less.
            _("Share at or below the minimum wage"),
        )

    class Unit(models.TextChoices):
        # Translators: A unit, chosen for a number: so many calls.
        CALLS = "calls", _("calls")
        # Translators: A unit, chosen for a number: so many hours.
        HOURS = "hours", _("hours")
        PERCENT = "percent", _("per cent")
        # Translators: A unit, chosen for a number: so many weeks.
        WEEKS = "weeks", _("weeks")
        # Translators: A unit, chosen for a number: so many years.
        YEARS = "years", _("years")
        # Translators: A unit, chosen for a number: so many people.
        PEOPLE = "people", _("people")

    FACETS = frozenset({"", "period"})

    kind = models.CharField(_("kind"), max_length=30, choices=Kind)
    role = models.ForeignKey(
        Role,
        verbose_name=_("role"),
        related_name="work_figures",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
    )
    area = models.ForeignKey(
        Area,
        verbose_name=_("area"),
        related_name="work_figures",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )
    # Translators: The number, or the lower end of a range of numbers.
    low = models.DecimalField(_("low"), max_digits=10, decimal_places=2)
    high = models.DecimalField(
        # Translators: The upper end of a range of numbers.
        _("high"),
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
    )
    unit = models.CharField(_("unit"), max_length=10, choices=Unit)
    qualifier = models.CharField(
        _("qualifier"), max_length=10, choices=Qualifier, default=Qualifier.EXACTLY
    )
    note = models.TextField(_("note"), blank=True)
    source = models.ForeignKey(
        Source,
        verbose_name=_("source"),
        related_name="work_figures",
        on_delete=models.PROTECT,
    )

    objects = WorkFigureQuerySet.as_manager()

    class Meta:
        # Translators: A number about the work itself, such as the calls in a shift.
        verbose_name = _("work figure")
        verbose_name_plural = _("work figures")
        ordering = ["code"]
        constraints = [
            *period_constraints(),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_range_ascends",
                condition=Q(high=None) | Q(high__gt=F("low")),
                violation_error_message=_("A range must end above its start."),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def natural_key(self) -> tuple[str]:
        return (self.code,)

    natural_key.dependencies = ["roles.role", "salaries.area", "salaries.source"]

    @property
    def number_text(self) -> str:
        """The number or range without its unit, but for a percent sign."""
        if self.unit == self.Unit.PERCENT:
            return formats.percent_range(self.low, self.high)
        return formats.number_range(self.low, self.high)

    @property
    def text(self) -> str:
        """The number or range with its unit, where CLDR has a word for it."""
        match self.unit:
            case self.Unit.HOURS:
                return formats.duration(self.low, self.high, "hour")
            case self.Unit.WEEKS:
                return formats.duration(self.low, self.high, "week")
            case self.Unit.YEARS:
                return formats.duration(self.low, self.high, "year")
        return self.number_text

    def facet_value(self, facet: str) -> str:
        """Return the side of the figure that `facet` names, for machines."""
        return self.period if facet == "period" else f"{self.low:f}"

    def facet_text(self, facet: str) -> str:
        """Return the side of the figure that `facet` names, for readers."""
        return self.period if facet == "period" else self.number_text


class PayFactor(TranslatedModel):
    """Something that makes pay higher or lower."""

    name = models.CharField(_("name"), max_length=120)
    description = models.TextField(_("description"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        # Translators: Something that makes pay higher or lower, such as experience.
        verbose_name = _("pay factor")
        verbose_name_plural = _("pay factors")
        ordering = ["position", "code"]
        constraints = english_is_filled("name", "description")

    def __str__(self) -> str:
        return self.name


class SalaryImport(models.Model):
    """A file of salary figures that somebody brought in, and all that it changed.

    `changes` has, for each record that was written, its model, its code, and its fields
    before and after, by name: so that the import can be undone as long as nobody has
    changed one of them since.
    """

    file_name = models.CharField(_("file"), max_length=255)
    # Translators: A sheet of a spreadsheet.
    sheet = models.CharField(_("sheet"), max_length=100, blank=True)
    # Translators: A check sum of a file's content.
    digest = models.CharField(_("digest"), max_length=64)
    # Translators: The times that the figures of a file speak of.
    periods = models.CharField(_("reference periods"), max_length=300, blank=True)
    # Translators: The name of an editor.
    imported_by = models.CharField(_("imported by"), max_length=150, blank=True)
    imported_at = models.DateTimeField(_("imported at"), auto_now_add=True)
    created_count = models.PositiveIntegerField(_("created"), default=0)
    updated_count = models.PositiveIntegerField(_("updated"), default=0)
    unchanged_count = models.PositiveIntegerField(_("unchanged"), default=0)
    changes = models.JSONField(_("changes"), default=list)
    # Translators: The name of an editor who took an import back.
    undone_by = models.CharField(_("undone by"), max_length=150, blank=True)
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)

    class Meta:
        # Translators: A file of salary figures that was brought in.
        verbose_name = _("salary import")
        verbose_name_plural = _("salary imports")
        ordering = ["-imported_at", "-pk"]

    def __str__(self) -> str:
        return self.file_name
