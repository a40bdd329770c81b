from django.urls import path

from faq import views

app_name = "faq"

urlpatterns = [
    path("", views.topic_list, name="topic_list"),
    path("<page_slug:slug>/", views.topic_detail, name="topic_detail"),
    path(
        "<page_slug:topic>/<page_slug:slug>/",
        views.question_detail,
        name="question_detail",
    ),
]
