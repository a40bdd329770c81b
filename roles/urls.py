from django.urls import include, path
from django.utils.translation import pgettext_lazy

from roles import views

app_name = "roles"

roles = [
    path("", views.role_list, name="role_list"),
    path("<page_slug:slug>/", views.role_detail, name="role_detail"),
]
duties = [
    path("", views.duty_list, name="duty_list"),
    path("<page_slug:slug>/", views.duty_detail, name="duty_detail"),
]
skills = [
    path("", views.skill_list, name="skill_list"),
    path("<page_slug:slug>/", views.skill_detail, name="skill_detail"),
]

urlpatterns = [
    # Translators: The part of web addresses that leads to the guides to jobs.
    # Lower case, words joined by hyphens, "/" at the end; to change it later
    # changes public addresses.
    path(pgettext_lazy("address", "roles/"), include(roles)),
    # Translators: The part of web addresses that leads to the duties of jobs.
    # Lower case, words joined by hyphens, "/" at the end; to change it later
    # changes public addresses.
    path(pgettext_lazy("address", "duties/"), include(duties)),
    # Translators: The part of web addresses that leads to the skills that jobs
    # ask for. Lower case, words joined by hyphens, "/" at the end; to change it
    # later changes public addresses.
    path(pgettext_lazy("address", "skills/"), include(skills)),
]
