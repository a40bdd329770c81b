from django.urls import include, path
from django.utils.translation import pgettext_lazy

from salaries import views

app_name = "salaries"

figures = [path("<slug:code>/", views.figure_detail, name="figure_detail")]

urlpatterns = [
    path("", views.figure_list, name="figure_list"),
    # Translators: The part of web addresses that leads to the check of an offer of
    # pay, below the salary figures. Lower case, words joined by hyphens, "/" at the
    # end; to change it later changes public addresses.
    path(pgettext_lazy("address", "check/"), views.offer_check, name="offer_check"),
    # Translators: The part of web addresses between "salaries" and the code of one
    # figure. Lower case, words joined by hyphens, "/" at the end; to change it later
    # changes public addresses.
    path(pgettext_lazy("address", "figures/"), include(figures)),
    path("<page_slug:slug>/", views.occupation_detail, name="occupation_detail"),
]
