from modeltranslation.translator import TranslationOptions, register

from roles.models import (
    CareerStep,
    Duty,
    GuideSection,
    Occupation,
    Role,
    RoleFamily,
    Skill,
)

UNIQUE_IN_EACH_LANGUAGE = {"slug": {"default": {"unique": True}}}


@register(RoleFamily)
class RoleFamilyTranslationOptions(TranslationOptions):
    fields = ["name", "summary"]
    required_languages = ["en"]
    empty_values = None


@register(Occupation)
class OccupationTranslationOptions(TranslationOptions):
    fields = ["slug", "name"]
    required_languages = {"en": ["name"]}
    empty_values = None
    field_options = UNIQUE_IN_EACH_LANGUAGE


@register(Duty)
class DutyTranslationOptions(TranslationOptions):
    fields = ["slug", "name", "summary", "details"]
    required_languages = {"en": ["name", "summary"]}
    empty_values = None
    field_options = UNIQUE_IN_EACH_LANGUAGE


@register(Skill)
class SkillTranslationOptions(TranslationOptions):
    fields = ["slug", "name", "description"]
    required_languages = {"en": ["name", "description"]}
    empty_values = None
    field_options = UNIQUE_IN_EACH_LANGUAGE


@register(Role)
class RoleTranslationOptions(TranslationOptions):
    fields = [
        "slug",
        "name",
        "other_names",
        "summary",
        "overview",
        "for_you_if",
        "not_for_you_if",
    ]
    required_languages = {"en": ["name", "summary"]}
    empty_values = None
    field_options = UNIQUE_IN_EACH_LANGUAGE


@register(CareerStep)
class CareerStepTranslationOptions(TranslationOptions):
    fields = ["how"]
    required_languages = ["en"]
    empty_values = None


@register(GuideSection)
class GuideSectionTranslationOptions(TranslationOptions):
    fields = ["body"]
    required_languages = ["en"]
    empty_values = None
