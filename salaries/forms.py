from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcareers import formats
from callcareers.collation import sort_key
from callcareers.content.texts import choices_of
from callcareers.languages import active_language
from roles.models import Occupation
from salaries.models import Area, Industry, SalaryFigure, SalaryFigureQuerySet

ANY = ("", pgettext_lazy("filter: no restriction", "Any"))


class SalaryFilter(forms.Form):
    """What a reader may narrow the salary table by; codes, so that it fits any language."""

    occupation = forms.ChoiceField(label=_("Occupation"), required=False)
    industry = forms.ChoiceField(label=_("Industry"), required=False)
    area = forms.ChoiceField(label=_("Area"), required=False)
    year = forms.TypedChoiceField(
        # Translators: A label: the years that figures speak of can be chosen.
        label=_("Year"),
        required=False,
        coerce=int,
        empty_value=None,
    )
    per = forms.ChoiceField(
        # Translators: A label: "per hour", "per month", "per year" and so on can be chosen.
        label=_("Paid"),
        required=False,
        choices=[ANY, *SalaryFigure.Basis.choices],
    )

    def __init__(self, data=None) -> None:
        super().__init__(data, label_suffix="")
        figures = SalaryFigure.objects.all()
        occupations = Occupation.objects.filter(salary_figures__in=figures)
        industries = Industry.objects.filter(salary_figures__in=figures)
        areas = Area.objects.filter(salary_figures__in=figures).in_language("name")
        self.fields["occupation"].choices = [
            ANY,
            *choices_of(
                occupations.distinct().in_language("name").alphabetical(),
                "name",
                self.data.get("occupation"),
            ),
        ]
        self.fields["industry"].choices = [
            ANY,
            *choices_of(
                industries.distinct().in_language("name").alphabetical(),
                "name",
                self.data.get("industry"),
            ),
        ]
        self.fields["area"].choices = [
            ANY,
            *sorted(
                ((area.code, area.title) for area in areas.distinct()),
                key=lambda choice: sort_key(choice[1], active_language()),
            ),
        ]
        self.fields["year"].choices = [
            ANY,
            *((year, formats.year(year)) for year in figures.years()),
        ]

    def narrow(self, figures: SalaryFigureQuerySet) -> SalaryFigureQuerySet:
        """Return the figures that fit; none where the filter is not valid."""
        if not self.is_valid():
            return figures.none()
        if occupation := self.cleaned_data["occupation"]:
            figures = figures.of_occupation(occupation)
        if industry := self.cleaned_data["industry"]:
            figures = figures.in_industry(industry)
        if area := self.cleaned_data["area"]:
            figures = figures.in_area(area)
        if year := self.cleaned_data["year"]:
            figures = figures.in_year(year)
        if basis := self.cleaned_data["per"]:
            figures = figures.per(basis)
        return figures
