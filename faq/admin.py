from django.contrib import admin

from callcareers.content.admin import (
    LanguageFieldsetsAdmin,
    TranslatedPageAdmin,
    search_columns,
    translation_filters,
)
from faq.models import Question, Term, Topic


@admin.register(Topic)
class TopicAdmin(TranslatedPageAdmin):
    list_display = ["__str__", "code", "position", "pages"]
    list_filter = translation_filters("slug")
    search_fields = search_columns(Topic, ["name"])


@admin.register(Question)
class QuestionAdmin(TranslatedPageAdmin):
    list_display = ["__str__", "topic", "reviewed_on", "texts", "pages"]
    list_filter = ["topic", "roles", *translation_filters("slug")]
    list_select_related = ["topic"]
    date_hierarchy = "reviewed_on"
    search_fields = search_columns(Question, ["question"])
    autocomplete_fields = ["topic", "roles", "duties", "skills"]


@admin.register(Term)
class TermAdmin(LanguageFieldsetsAdmin):
    list_display = ["__str__", "code", "position", "texts"]
    list_filter = translation_filters("name")
    search_fields = search_columns(Term, ["name"])
    autocomplete_fields = ["roles", "duties", "skills", "questions"]
