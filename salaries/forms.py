from typing import Final

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from callcareers import formats
from callcareers.collation import sort_key
from callcareers.content.texts import choices_of
from callcareers.languages import active_language
from roles.models import Occupation, Role
from salaries.amounts import TypedAmount, read_amount
from salaries.conversion import BASES, Converter, best_first
from salaries.models import MOST_AGENTS, Area, SalaryFigure, SalaryFigureQuerySet
from salaries.offers import Offer

Choice = tuple[str, str]

ANY = ("", pgettext_lazy("filter: no restriction", "Any"))

NARROWING: Final = {
    "occupation": SalaryFigureQuerySet.of_occupation,
    "role": SalaryFigureQuerySet.of_role,
    "industry": SalaryFigureQuerySet.in_industry,
    "area": SalaryFigureQuerySet.in_area,
    "year": SalaryFigureQuerySet.in_year,
    "measure": SalaryFigureQuerySet.of_measure,
}


# Which time amounts of pay are shown for.
PER: Final = [
    # Translators: A choice beside "per hour": amounts are not converted.
    ("", _("as published")),
    *((basis.value, basis.label) for basis in BASES),
]


class SalaryFilter(forms.Form):
    """What a reader may narrow and order the salary table by.

    Its values are codes, so that one address shows the same figures in every language.
    """

    occupation = forms.ChoiceField(label=_("Occupation"), required=False)
    # Translators: A label: a job such as "Team leader" can be chosen.
    role = forms.ChoiceField(label=_("Role"), required=False)
    industry = forms.ChoiceField(label=_("Industry"), required=False)
    area = forms.ChoiceField(label=_("Area"), required=False)
    year = forms.TypedChoiceField(
        # Translators: A label: the years that figures speak of can be chosen.
        label=_("Year"),
        required=False,
        coerce=int,
        empty_value=None,
    )
    measure = forms.ChoiceField(
        # Translators: A label: "Median", "Mean", "90th percentile" and so on can be chosen.
        label=_("Measure"),
        required=False,
        choices=[ANY, *SalaryFigure.Measure.choices],
    )
    per = forms.ChoiceField(
        # Translators: A label: "as published", "per hour", "per month" or "per year" can
        # be chosen.
        label=_("Show pay"),
        required=False,
        choices=PER,
    )
    sort = forms.ChoiceField(
        # Translators: A label: in which order the rows of a table stand.
        label=_("Order"),
        required=False,
        choices=[
            # Translators: An order of the rows of a table.
            ("", _("latest first")),
            # Translators: An order of the rows of a table.
            ("period", _("oldest first")),
            # Translators: An order of the rows of a table.
            ("-pay", _("highest pay first")),
            # Translators: An order of the rows of a table.
            ("pay", _("lowest pay first")),
            # Translators: An order of the rows of a table.
            ("occupation", _("by occupation")),
            # Translators: An order of the rows of a table.
            ("measure", _("by measure")),
            # Translators: An order of the rows of a table.
            ("area", _("by area")),
            # Translators: An order of the rows of a table.
            ("source", _("by source")),
        ],
    )

    def __init__(self, data=None) -> None:
        super().__init__(data, label_suffix="")
        figures = SalaryFigure.objects.all()
        for kind, subjects in figures.subjects().items():
            self.fields[kind].choices = [ANY, *self._named(kind, subjects)]
        self.fields["year"].choices = [
            ANY,
            *((year, formats.year(year)) for year in figures.years()),
        ]

    @property
    def basis(self) -> str:
        """The time that pay is to be shown per, "" for the one it was published for."""
        return self.cleaned_data["per"] if self.is_valid() else ""

    @property
    def order(self) -> str:
        """The order of the rows, "" for the latest first."""
        return self.cleaned_data["sort"] if self.is_valid() else ""

    @property
    def narrowed_by(self) -> list[tuple[str, str]]:
        """What the reader has chosen, in words: on paper nothing else says it."""
        fields = [*NARROWING, "per"] if self.is_valid() else []
        return [
            (self.fields[name].label, dict(self.fields[name].choices)[chosen])
            for name in fields
            if (chosen := self.cleaned_data[name])
        ]

    @property
    def order_text(self) -> str:
        """The order of the rows, in words."""
        return str(dict(self.fields["sort"].choices)[self.order])

    def narrow(
        self, figures: SalaryFigureQuerySet, converter: Converter | None
    ) -> SalaryFigureQuerySet:
        """Return the figures that fit, in order; none where the filter is not valid.

        `converter` turns amounts into those that are shown, where any are.
        """
        if not self.is_valid():
            return figures.none()
        for name, narrowed in NARROWING.items():
            if value := self.cleaned_data[name]:
                figures = narrowed(figures, value)
        if converter is None:
            return figures.ordered(self.order, self._codes(self.order))
        return figures.stated_best(best_first(self.basis)).ordered(
            self.order, self._codes(self.order), converter.expression(self.basis)
        )

    def _codes(self, field: str) -> list[str]:
        """Return the codes that `field` may be narrowed to, in the order of their names."""
        if field not in {"occupation", "area"}:
            return []
        return [code for code, _name in self.fields[field].choices if code]

    def _named(self, kind: str, subjects: list[Choice]) -> list[Choice]:
        """Return `subjects` with a name in the active language, by name.

        One without a name that the address asks for stays a choice: it has one elsewhere.
        """
        named = []
        for code, own_name in subjects:
            name = own_name or (formats.territory(code) if kind == "area" else "")
            if name:
                named.append((code, name))
            elif code == self.data.get(kind):
                named.append((code, gettext("not in this language yet")))
        language = active_language()
        return sorted(named, key=lambda choice: sort_key(choice[1], language))


class AreaChoice(forms.Form):
    """The area that an occupation's page speaks of; by itself, the one that tells most."""

    area = forms.ChoiceField(label=_("Area"), required=False)

    def __init__(self, data=None, *, occupation: Occupation) -> None:
        self.areas = list(Area.objects.with_figures_of(occupation))
        best = self.areas[0].code if self.areas else ""
        super().__init__({"area": (data or {}).get("area") or best}, label_suffix="")
        language = active_language()
        self.fields["area"].choices = sorted(
            ((area.code, area.title) for area in self.areas),
            key=lambda choice: sort_key(choice[1], language),
        )

    @property
    def area_chosen(self) -> Area | None:
        """The area that the reader asked for, else the one with the most figures."""
        code = self.cleaned_data["area"] if self.is_valid() else ""
        wanted = (area for area in self.areas if area.code == code)
        return next(wanted, self.areas[0] if self.areas else None)


class OfferForm(forms.Form):
    """An offer of pay to be checked; codes, so that its address fits any language.

    It is filled in once the query has an offer; until then, what else the query has is
    chosen beforehand. The occupation is that of most agents where none is asked for.
    """

    NO_SUCH_CHOICE = {"invalid_choice": _("This choice does not exist.")}

    offer = forms.CharField(
        # Translators: A label: the pay that somebody has been offered is typed here.
        label=_("Your offer"),
        help_text=_(
            "Before tax, written as you are used to, with or without the currency."
        ),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={"required": _("Write the amount that you are offered.")},
    )
    per = forms.ChoiceField(
        # Translators: A label: "per hour", "per month", "per year" and so on can be chosen.
        label=_("Paid"),
        choices=Area.PayPeriod.choices,
        error_messages=NO_SUCH_CHOICE,
    )
    area = forms.ChoiceField(label=_("Area"), error_messages=NO_SUCH_CHOICE)
    occupation = forms.ChoiceField(label=_("Occupation"), error_messages=NO_SUCH_CHOICE)

    def __init__(self, query: QueryDict) -> None:
        data = query.copy()
        if not data.get("occupation"):
            data["occupation"] = MOST_AGENTS
        super().__init__(
            data if "offer" in data else None, initial=data.dict(), label_suffix=""
        )
        people = SalaryFigure.objects.of_people()
        agents = people.of_occupation(MOST_AGENTS).filter(area=OuterRef("pk"))
        areas = Area.objects.filter(salary_figures__in=people).distinct()
        counted = Q(salary_figures__in=people) | Q(counted_in__salary_figures__in=people)
        occupations = Occupation.objects.filter(counted).distinct()
        self.areas = {
            area.code: area
            for area in areas.annotate(has_agents=Exists(agents)).in_language("name")
        }
        self.occupations = {
            occupation.code: occupation
            for occupation in occupations.in_language("name").alphabetical()
        }
        self.fields["area"].choices = sorted(
            ((area.code, area.title) for area in self.areas.values()),
            key=lambda choice: sort_key(choice[1], active_language()),
        )
        self.fields["occupation"].choices = choices_of(
            self.occupations.values(), "name", data["occupation"]
        )
        self._choose_beforehand()

    def clean_offer(self) -> TypedAmount:
        return read_amount(self.cleaned_data["offer"])

    def clean_area(self) -> Area:
        return self.areas[self.cleaned_data["area"]]

    def clean_occupation(self) -> Occupation:
        return self.occupations[self.cleaned_data["occupation"]]

    def clean(self) -> None:
        """Refuse a currency that the area has no figures in."""
        typed, area = self.cleaned_data.get("offer"), self.cleaned_data.get("area")
        if typed and area and not _currencies_of(typed, area):
            names = [formats.currency(code) for code in area.currencies]
            error = forms.ValidationError(
                _(
                    # Translators: %(currency)s is one name of a currency, or several,
                    # such as "Euro (EUR)".
                    "We have no figures for this area in that currency, "
                    "only in: %(currency)s."
                ),
                code="foreign_currency",
                params={"currency": formats.listing(names)},
            )
            self.add_error("offer", error)

    @property
    def question(self) -> tuple[Offer, Area, Occupation]:
        """What was offered, where and for which work, once the form is valid."""
        typed, area = self.cleaned_data["offer"], self.cleaned_data["area"]
        offer = Offer(
            typed.value,
            _currencies_of(typed, area)[0],
            SalaryFigure.Basis(self.cleaned_data["per"]),
        )
        return offer, area, self.cleaned_data["occupation"]

    def _choose_beforehand(self) -> None:
        """Choose what fits most readers of the language, but for what is chosen already."""
        here = self.areas.get(active_language().territory)
        agents = (area for area in self.areas.values() if area.has_agents)
        area = self.areas.get(self.initial.get("area")) or here or next(agents, None)
        if area:
            self.initial.setdefault("area", area.code)
            self.initial.setdefault("per", area.pay_period)


def _currencies_of(typed: TypedAmount, area: Area) -> list[str]:
    """Return in which of the currencies of `area` the amount may be, its own first."""
    return [
        currency
        for currency in area.currencies
        if typed.currencies is None or currency in typed.currencies
    ]


class FewChoicesField(forms.MultipleChoiceField):
    """A few of many choices, in the order of the address, each of them once."""

    MOST = 5

    def to_python(self, value) -> list[str]:
        return list(dict.fromkeys(super().to_python(value)))

    def validate(self, value: list[str]) -> None:
        super().validate(value)
        if len(value) > self.MOST:
            raise forms.ValidationError(
                self.error_messages["too_many"] % {"most": self.MOST}, code="too_many"
            )


class RoleComparison(forms.Form):
    """Which roles to set side by side, and where; codes, so that it fits any language."""

    role = FewChoicesField(
        required=False,
        error_messages={
            "invalid_choice": _(
                "One of these roles does not exist or has no page in this language."
            ),
            # Translators: %(most)s is a number, 5.
            "too_many": _("Choose %(most)s roles at most."),
        },
    )
    area = FewChoicesField(
        required=False,
        error_messages={
            "invalid_choice": _("We have no figures for one of these areas."),
            # Translators: %(most)s is a number, 5. Areas are countries or parts of them.
            "too_many": _("Choose %(most)s areas at most."),
        },
    )
    per = forms.ChoiceField(
        # Translators: A label: "as published", "per hour", "per month" or "per year" can
        # be chosen.
        label=_("Show pay"),
        required=False,
        choices=PER,
    )

    def __init__(self, data=None) -> None:
        super().__init__(data, label_suffix="")
        self.roles = list(Role.objects.published().with_page().as_choices())
        self.areas = list(Area.objects.by_figure_count())
        self.fields["role"].choices = [(role.code, role.code) for role in self.roles]
        self.fields["area"].choices = [(area.code, area.code) for area in self.areas]

    @property
    def areas_by_title(self) -> list[Area]:
        return sorted(self.areas, key=lambda area: sort_key(area.title, active_language()))

    @property
    def has_roles(self) -> bool:
        """Whether there is something to compare, and nothing wrong with the choice."""
        return self.is_valid() and bool(self.cleaned_data["role"])

    def chosen_roles(self) -> list[Role]:
        """Return the roles as for their guides, in the order of the address."""
        chosen = self.cleaned_data["role"]
        roles = Role.objects.published().as_guide().with_codes(chosen)
        return sorted(roles, key=lambda role: chosen.index(role.code))

    def chosen_areas(self) -> list[Area]:
        """Return the areas in the order of the address, else that with most figures."""
        by_code = {area.code: area for area in self.areas}
        return [by_code[code] for code in self.cleaned_data["area"]] or self.areas[:1]
