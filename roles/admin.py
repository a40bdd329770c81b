from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationStackedInline

from callcareers.content.admin import (
    LanguageFieldsetsAdmin,
    LanguageWidgetsAdmin,
    TranslatedPageAdmin,
    search_columns,
    translation_filters,
)
from roles.models import (
    CareerStep,
    Duty,
    GuideSection,
    Occupation,
    Role,
    RoleDuty,
    RoleFamily,
    RoleSkill,
    Skill,
)


class RoleDutyInline(admin.TabularInline):
    model = RoleDuty
    autocomplete_fields = ["duty"]
    extra = 0


class RoleSkillInline(admin.TabularInline):
    model = RoleSkill
    autocomplete_fields = ["skill"]
    extra = 0


class CareerStepInline(LanguageWidgetsAdmin, TranslationStackedInline):
    model = CareerStep
    fk_name = "from_role"
    autocomplete_fields = ["to_role"]
    extra = 0


@admin.register(RoleFamily)
class RoleFamilyAdmin(LanguageFieldsetsAdmin):
    list_display = ["__str__", "code", "position", "texts"]
    list_filter = translation_filters("name")
    search_fields = search_columns(RoleFamily, ["name"])


@admin.register(Occupation)
class OccupationAdmin(TranslatedPageAdmin):
    list_display = ["__str__", "code", "soc_2018", "isco_08", "pages", "texts"]
    list_filter = translation_filters("slug")
    search_fields = [*search_columns(Occupation, ["name"]), "soc_2018", "isco_08"]
    autocomplete_fields = ["counted_in"]


@admin.register(Duty)
class DutyAdmin(TranslatedPageAdmin):
    list_display = ["__str__", "code", "group", "position", "pages"]
    list_filter = ["group", *translation_filters("slug")]
    search_fields = search_columns(Duty, ["name"])
    autocomplete_fields = ["skills"]


@admin.register(Skill)
class SkillAdmin(TranslatedPageAdmin):
    list_display = ["__str__", "code", "kind", "position", "pages"]
    list_filter = ["kind", *translation_filters("slug")]
    search_fields = search_columns(Skill, ["name"])


@admin.register(Role)
class RoleAdmin(TranslatedPageAdmin):
    list_display = ["__str__", "level", "is_published", "reviewed_on", "texts", "pages"]
    list_filter = [
        "is_published",
        "family",
        "level",
        "work_setting",
        "occupation",
        *translation_filters("slug"),
    ]
    date_hierarchy = "reviewed_on"
    search_fields = search_columns(Role, ["name", "other_names"])
    autocomplete_fields = ["family", "occupation", "similar_occupations"]
    readonly_fields = ["own_guide_sections"]
    inlines = [RoleDutyInline, RoleSkillInline, CareerStepInline]

    def addresses(self, record: Role) -> dict[str, str]:
        return super().addresses(record) if record.is_published else {}

    @admin.display(description=_("guide sections"))
    def own_guide_sections(self, role: Role) -> str:
        """Link to the sections that speak for this role alone, and to a new one."""
        if role.pk is None:
            return _("Save the role, then add sections to it.")
        change, add = "admin:roles_guidesection_change", "admin:roles_guidesection_add"
        links = [
            (reverse(change, args=[section.pk]), section.get_kind_display())
            for section in role.guide_sections.all()
        ]
        # Translators: A link to a form.
        new = (reverse(add, query={"role": role.pk}), _("Add a section"))
        return format_html_join(" · ", '<a href="{}">{}</a>', [*links, new])


@admin.register(CareerStep)
class CareerStepAdmin(LanguageFieldsetsAdmin):
    list_display = ["from_role", "to_role", "texts"]
    list_filter = ["from_role", "to_role", *translation_filters("how")]
    list_select_related = ["from_role", "to_role"]
    search_fields = search_columns(CareerStep)
    autocomplete_fields = ["from_role", "to_role"]


@admin.register(GuideSection)
class GuideSectionAdmin(LanguageFieldsetsAdmin):
    list_display = ["code", "kind", "role", "texts"]
    list_filter = ["kind", "role", *translation_filters("body")]
    list_select_related = ["role"]
    search_fields = search_columns(GuideSection)
    autocomplete_fields = ["role"]
    # Translators: In a list of guide sections, in the column "role".
    empty_value_display = _("every role")
