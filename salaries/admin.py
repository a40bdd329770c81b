from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from callcareers import formats
from callcareers.content.admin import LanguageFieldsetsAdmin, is_missing, search_columns
from salaries.models import (
    Area,
    EmploymentProjection,
    Industry,
    PayFactor,
    SalaryFigure,
    Source,
    WorkFigure,
)


@admin.register(Source)
class SourceAdmin(LanguageFieldsetsAdmin):
    list_display = ["__str__", "title", "published_on", "period", "texts"]
    list_filter = ["period_precision", "title_language", *is_missing("publisher")]
    date_hierarchy = "published_on"
    search_fields = [*search_columns(Source, ["publisher"]), "title", "reported_by", "url"]

    @admin.display(description=_("period"), ordering="period_end")
    def period(self, source: Source) -> str:
        return source.period


@admin.register(Area)
class AreaAdmin(LanguageFieldsetsAdmin):
    list_display = ["code", "territory", "currency", "pay_period"]
    list_filter = ["currency", "pay_period"]
    search_fields = [*search_columns(Area), "currency"]

    @admin.display(description=_("name"))
    def territory(self, area: Area) -> str:
        return formats.territory(area.code)


@admin.register(Industry)
class IndustryAdmin(LanguageFieldsetsAdmin):
    list_display = ["__str__", "code", "texts"]
    list_filter = is_missing("name")
    search_fields = search_columns(Industry, ["name"])


@admin.register(SalaryFigure)
class SalaryFigureAdmin(LanguageFieldsetsAdmin):
    list_display = [
        "code",
        "occupation",
        "role",
        "area",
        "industry",
        "measure",
        "amounts",
        "basis",
        "period",
        "source",
        "texts",
    ]
    list_filter = [
        "measure",
        "basis",
        "area",
        "occupation",
        "role",
        "industry",
        "source",
        "qualifier",
        "tax",
    ]
    list_select_related = ["occupation", "role", "area", "industry", "source"]
    date_hierarchy = "period_end"
    search_fields = [
        *search_columns(SalaryFigure),
        "employer",
        "occupation__code",
        "occupation__name_en",
        "role__code",
        "role__name_en",
        "industry__name_en",
        "source__code",
    ]
    autocomplete_fields = ["occupation", "role", "area", "industry", "source"]

    @admin.display(description=_("amount"), ordering="amount")
    def amounts(self, figure: SalaryFigure) -> str:
        return figure.amount_text

    @admin.display(description=_("period"), ordering="period_end")
    def period(self, figure: SalaryFigure) -> str:
        return figure.period


@admin.register(EmploymentProjection)
class EmploymentProjectionAdmin(LanguageFieldsetsAdmin):
    list_display = [
        "code",
        "occupation",
        "area",
        "change_percent",
        "annual_openings",
        "period",
        "source",
        "texts",
    ]
    list_filter = ["area", "base_year", "occupation", "source", *is_missing("reasons")]
    list_select_related = ["occupation", "area", "source"]
    search_fields = [
        *search_columns(EmploymentProjection),
        "occupation__code",
        "occupation__name_en",
        "source__code",
    ]
    autocomplete_fields = ["occupation", "area", "source"]

    @admin.display(description=_("period"), ordering="base_year")
    def period(self, projection: EmploymentProjection) -> str:
        return projection.period


@admin.register(WorkFigure)
class WorkFigureAdmin(LanguageFieldsetsAdmin):
    list_display = ["code", "kind", "role", "number", "unit", "period", "source", "texts"]
    list_filter = ["kind", "unit", "role", "source"]
    list_select_related = ["role", "source"]
    date_hierarchy = "period_end"
    search_fields = [*search_columns(WorkFigure), "role__name_en", "source__code"]
    autocomplete_fields = ["role", "source"]

    @admin.display(description=_("number"), ordering="low")
    def number(self, figure: WorkFigure) -> str:
        return figure.number_text

    @admin.display(description=_("period"), ordering="period_end")
    def period(self, figure: WorkFigure) -> str:
        return figure.period


@admin.register(PayFactor)
class PayFactorAdmin(LanguageFieldsetsAdmin):
    list_display = ["__str__", "code", "position", "texts"]
    list_filter = is_missing("name")
    search_fields = search_columns(PayFactor, ["name"])
