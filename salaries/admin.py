from functools import partial

from django.contrib import admin
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcareers.content.admin import (
    LanguageFieldsetsAdmin,
    search_columns,
    translation_filters,
)
from roles.models import Occupation, Role
from salaries.imports import views as imports
from salaries.imports.changes import Change
from salaries.models import (
    Area,
    EmploymentProjection,
    Industry,
    PayFactor,
    SalaryFigure,
    SalaryGap,
    SalaryImport,
    Source,
    WorkFigure,
)


@admin.register(Source)
class SourceAdmin(LanguageFieldsetsAdmin):
    list_display = ["__str__", "title", "period", "texts"]
    list_filter = ["period_precision", "title_language", *translation_filters("publisher")]
    date_hierarchy = "period_end"
    search_fields = [*search_columns(Source, ["publisher"]), "title", "reported_by", "url"]
    fields = [
        "title",
        "title_language",
        "url",
        "published_on",
        ("period_start", "period_end"),
        "period_precision",
        "reported_by",
        "due_after_months",
    ]

    @admin.display(description=_("period"), ordering="period_end")
    def period(self, source: Source) -> str:
        return source.period


@admin.register(Area)
class AreaAdmin(LanguageFieldsetsAdmin):
    list_display = ["code", "title", "currency", "pay_period"]
    list_filter = ["currency", "pay_period"]
    search_fields = [*search_columns(Area), "currency"]

    @admin.display(description=_("name"))
    def title(self, area: Area) -> str:
        return area.title


@admin.register(Industry)
class IndustryAdmin(LanguageFieldsetsAdmin):
    list_display = ["__str__", "code", "texts"]
    list_filter = translation_filters("name")
    search_fields = search_columns(Industry, ["name"])


@admin.register(SalaryFigure)
class SalaryFigureAdmin(LanguageFieldsetsAdmin):
    list_display = ["code", "earners", "measure", "amounts", "basis", "period", "texts"]
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
    list_select_related = ["occupation", "role"]
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
    fields = [
        "occupation",
        "role",
        "area",
        "industry",
        "employer",
        "measure",
        ("amount", "amount_high"),
        ("currency", "basis"),
        ("qualifier", "tax"),
        "payments_a_year",
        ("period_start", "period_end"),
        "period_precision",
        "source",
        "next_update_on",
    ]

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path(
                "import/",
                view(partial(imports.upload, model_admin=self)),
                name="salaries_salaryfigure_import",
            ),
            path(
                "import/apply/",
                view(partial(imports.apply, model_admin=self)),
                name="salaries_salaryfigure_apply",
            ),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        may_import = {"may_import": imports.may_import(request)}
        return super().changelist_view(request, {**may_import, **(extra_context or {})})

    # Translators: A column: whose pay a figure is.
    @admin.display(description=_("occupation or role"), ordering="occupation__position")
    def earners(self, figure: SalaryFigure) -> Occupation | Role | None:
        return figure.role or figure.occupation

    @admin.display(description=_("amount"), ordering="amount")
    def amounts(self, figure: SalaryFigure) -> str:
        return figure.amount_text

    @admin.display(description=_("period"), ordering="period_end")
    def period(self, figure: SalaryFigure) -> str:
        return figure.period


@admin.register(SalaryImport)
class SalaryImportAdmin(admin.ModelAdmin):
    """The log of imports, to look at; each entry can be undone once."""

    list_display = [
        "file_name",
        "sheet",
        "periods",
        "imported_by",
        "imported_at",
        "created_count",
        "updated_count",
        "unchanged_count",
        "undone_at",
    ]
    list_filter = ["imported_by", ("undone_at", admin.EmptyFieldListFilter)]
    date_hierarchy = "imported_at"
    search_fields = ["file_name", "digest", "imported_by"]
    exclude = ["changes"]

    def get_queryset(self, request):
        """Leave out what only the page of one import shows, and what may be large."""
        imports_of_all = super().get_queryset(request)
        if request.resolver_match.url_name.endswith("_changelist"):
            return imports_of_all.defer("changes")
        return imports_of_all

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        undo = partial(imports.take_back, model_admin=self)
        return [
            path(
                "<int:object_id>/undo/",
                self.admin_site.admin_view(undo),
                name="salaries_salaryimport_undo",
            ),
            *super().get_urls(),
        ]

    def render_change_form(self, request, context, *args, **kwargs):
        changes = [Change(**change) for change in context["original"].changes]
        context |= {
            "shown_changes": changes[: imports.SHOWN_CHANGES],
            "hidden_count": max(len(changes) - imports.SHOWN_CHANGES, 0),
            "may_undo": imports.may_import(request) and not context["original"].undone_at,
        }
        return super().render_change_form(request, context, *args, **kwargs)


@admin.register(SalaryGap)
class SalaryGapAdmin(LanguageFieldsetsAdmin):
    list_display = ["code", "occupation", "area", "measure", "basis", "reason", "period"]
    list_filter = ["reason", "measure", "basis", "area", "occupation", "source"]
    list_select_related = ["occupation", "area"]
    date_hierarchy = "period_end"
    search_fields = [
        *search_columns(SalaryGap),
        "occupation__code",
        "occupation__name_en",
        "source__code",
    ]
    autocomplete_fields = ["occupation", "area", "industry", "source"]
    fields = [
        "occupation",
        "area",
        "industry",
        ("measure", "basis"),
        "reason",
        ("period_start", "period_end"),
        "period_precision",
        "source",
    ]

    @admin.display(description=_("period"), ordering="period_end")
    def period(self, gap: SalaryGap) -> str:
        return gap.period


@admin.register(EmploymentProjection)
class EmploymentProjectionAdmin(LanguageFieldsetsAdmin):
    list_display = ["code", "workers", "change_percent", "period", "texts"]
    list_filter = [
        "area",
        "base_year",
        "occupation",
        "source",
        *translation_filters("reasons"),
    ]
    list_select_related = ["occupation"]
    search_fields = [
        *search_columns(EmploymentProjection),
        "occupation__code",
        "occupation__name_en",
        "source__code",
    ]
    autocomplete_fields = ["occupation", "area", "source"]

    @admin.display(description=_("occupation"), ordering="occupation__position")
    def workers(self, projection: EmploymentProjection) -> Occupation:
        return projection.occupation

    @admin.display(description=_("period"), ordering="base_year")
    def period(self, projection: EmploymentProjection) -> str:
        return projection.period


@admin.register(WorkFigure)
class WorkFigureAdmin(LanguageFieldsetsAdmin):
    list_display = ["code", "kind", "number", "unit", "period", "texts"]
    list_filter = ["kind", "unit", "role", "area", "source"]
    date_hierarchy = "period_end"
    search_fields = [*search_columns(WorkFigure), "role__name_en", "source__code"]
    autocomplete_fields = ["role", "area", "source"]
    fields = [
        "kind",
        "role",
        "area",
        ("low", "high"),
        ("unit", "qualifier"),
        ("period_start", "period_end"),
        "period_precision",
        "source",
    ]

    # Translators: A column: the number itself, such as 50 or 4–6.
    @admin.display(description=pgettext_lazy("work figure", "number"), ordering="low")
    def number(self, figure: WorkFigure) -> str:
        return figure.number_text

    @admin.display(description=_("period"), ordering="period_end")
    def period(self, figure: WorkFigure) -> str:
        return figure.period


@admin.register(PayFactor)
class PayFactorAdmin(LanguageFieldsetsAdmin):
    list_display = ["__str__", "code", "position", "texts"]
    list_filter = translation_filters("name")
    search_fields = search_columns(PayFactor, ["name"])
