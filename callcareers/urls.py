from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path, register_converter
from django.utils.translation import pgettext_lazy

from callcareers import views
from callcareers.content.slugs import SlugConverter
from callcareers.open_data.views import dataset_list
from callcareers.sitemaps import SITEMAPS
from callcareers.translations.views import language_list
from salaries.views import role_compare

register_converter(SlugConverter, "page_slug")

urlpatterns = [
    path("", views.choose_language, name="choose_language"),
    path("robots.txt", views.robots, name="robots"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    path("healthz/live", views.is_live, name="is_live"),
    path("healthz/ready", views.is_ready, name="is_ready"),
    path("data/", include("callcareers.open_data.urls")),
    path(settings.ADMIN_URL, admin.site.urls),
]

# Stands among the roles, before their slugs, but needs what is above them: their pay.
comparison = [
    # Translators: The part of web addresses, behind that of the jobs, that leads to a
    # comparison of jobs, as in "roles/compare/". Lower case, words joined by hyphens,
    # "/" at the end; to change it later changes public addresses.
    path(pgettext_lazy("address", "compare/"), role_compare, name="role_compare"),
]

urlpatterns += i18n_patterns(
    path("", views.home, name="home"),
    # Translators: The part of web addresses that leads to the guide to all
    # call-centre work. Lower case, words joined by hyphens, "/" at the end; to
    # change it later changes public addresses.
    path(pgettext_lazy("address", "guide/"), views.guide, name="guide"),
    path(pgettext_lazy("address", "roles/"), include(comparison)),
    path("", include("roles.urls")),
    path("", include("faq.urls")),
    # Translators: The part of web addresses that leads to the salary figures.
    # Lower case, words joined by hyphens, "/" at the end; to change it later
    # changes public addresses.
    path(pgettext_lazy("address", "salaries/"), include("salaries.urls")),
    # Translators: The part of web addresses that leads to the sources of the
    # figures. Lower case, words joined by hyphens, "/" at the end; to change it
    # later changes public addresses.
    path(pgettext_lazy("address", "sources/"), views.source_list, name="source_list"),
    # Translators: The part of web addresses that leads to the page on the data that
    # anyone may take. Lower case, words joined by hyphens, "/" at the end; to
    # change it later changes public addresses.
    path(pgettext_lazy("address", "data/"), dataset_list, name="dataset_list"),
    # Translators: The part of web addresses that leads to the page on how the
    # figures are made. Lower case, words joined by hyphens, "/" at the end; to
    # change it later changes public addresses.
    path(pgettext_lazy("address", "methods/"), views.methods, name="methods"),
    # Translators: The part of web addresses that leads to the page on
    # translations. Lower case, words joined by hyphens, "/" at the end; to
    # change it later changes public addresses.
    path(pgettext_lazy("address", "translations/"), language_list, name="language_list"),
)

if "debug_toolbar" in settings.INSTALLED_APPS:
    urlpatterns.append(path("__debug__/", include("debug_toolbar.urls")))

handler400 = "callcareers.views.bad_request"
handler403 = "callcareers.views.permission_denied"
handler404 = "callcareers.views.page_not_found"
handler500 = "callcareers.views.server_error"
