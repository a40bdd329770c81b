from modeltranslation.translator import TranslationOptions, register

from faq.models import Question, Term, Topic

UNIQUE_IN_EACH_LANGUAGE = {"slug": {"default": {"unique": True}}}


@register(Topic)
class TopicTranslationOptions(TranslationOptions):
    fields = ["slug", "name"]
    required_languages = {"en": ["name"]}
    empty_values = None
    field_options = UNIQUE_IN_EACH_LANGUAGE


@register(Question)
class QuestionTranslationOptions(TranslationOptions):
    fields = ["slug", "question", "answer"]
    required_languages = {"en": ["question", "answer"]}
    empty_values = None
    field_options = UNIQUE_IN_EACH_LANGUAGE


@register(Term)
class TermTranslationOptions(TranslationOptions):
    fields = ["name", "definition"]
    required_languages = ["en"]
    empty_values = None
