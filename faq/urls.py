from django.urls import include, path
from django.utils.translation import pgettext_lazy

from faq import views

app_name = "faq"

questions = [
    path("", views.topic_list, name="topic_list"),
    path("<page_slug:slug>/", views.topic_detail, name="topic_detail"),
    path(
        "<page_slug:topic>/<page_slug:slug>/",
        views.question_detail,
        name="question_detail",
    ),
]

urlpatterns = [
    # Translators: The part of web addresses that leads to the questions and
    # answers. Lower case, words joined by hyphens, "/" at the end; to change it
    # later changes public addresses.
    path(pgettext_lazy("address", "questions/"), include(questions)),
    # Translators: The part of web addresses that leads to the words of the trade.
    # Lower case, words joined by hyphens, "/" at the end; to change it later
    # changes public addresses.
    path(pgettext_lazy("address", "glossary/"), views.term_list, name="term_list"),
]
