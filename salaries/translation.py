from modeltranslation.translator import TranslationOptions, register

from salaries.models import (
    Area,
    EmploymentProjection,
    Industry,
    PayFactor,
    SalaryFigure,
    SalaryGap,
    Source,
    WorkFigure,
)


@register(Source)
class SourceTranslationOptions(TranslationOptions):
    fields = ["publisher", "note", "includes", "sample"]
    required_languages = {"en": ["publisher"]}
    empty_values = None


@register(Area)
class AreaTranslationOptions(TranslationOptions):
    fields = ["name"]
    empty_values = None


@register(Industry)
class IndustryTranslationOptions(TranslationOptions):
    fields = ["name"]
    required_languages = ["en"]
    empty_values = None


@register(SalaryFigure)
class SalaryFigureTranslationOptions(TranslationOptions):
    fields = ["note"]
    empty_values = None


@register(SalaryGap)
class SalaryGapTranslationOptions(TranslationOptions):
    fields = ["note"]
    empty_values = None


@register(EmploymentProjection)
class EmploymentProjectionTranslationOptions(TranslationOptions):
    fields = ["reasons"]
    empty_values = None


@register(WorkFigure)
class WorkFigureTranslationOptions(TranslationOptions):
    fields = ["note"]
    empty_values = None


@register(PayFactor)
class PayFactorTranslationOptions(TranslationOptions):
    fields = ["name", "description"]
    required_languages = ["en"]
    empty_values = None
