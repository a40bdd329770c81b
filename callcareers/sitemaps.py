"""Every public page in every language that it exists in, with its alternates."""

from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse

from callcareers.content.models import TranslatedPage, TranslatedPageQuerySet
from faq.models import Question, Topic
from roles.models import Duty, Occupation, Role, Skill


class PublicSitemap(Sitemap):
    """Pages with their addresses in every language, as the pages name them themselves."""

    i18n = True
    alternates = True
    x_default = True

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site: object = None) -> str:
        return urlsplit(settings.SITE_URL).netloc


class StaticSitemap(PublicSitemap):
    """The pages that are no record's."""

    def items(self) -> list[str]:
        return [
            "home",
            "guide",
            "roles:role_list",
            "role_compare",
            "roles:duty_list",
            "roles:skill_list",
            "salaries:figure_list",
            "salaries:offer_check",
            "source_list",
            "dataset_list",
            "methods",
            "language_list",
            "faq:topic_list",
            "faq:term_list",
        ]

    def location(self, item: str) -> str:
        return reverse(item)


class RecordSitemap(PublicSitemap):
    """The pages of one kind of record."""

    def __init__(self, pages: TranslatedPageQuerySet) -> None:
        self.pages = pages

    def items(self) -> QuerySet[TranslatedPage]:
        return self.pages.all()

    def get_languages_for_item(self, item: TranslatedPage) -> list[str]:
        return list(item.alternates())


PAGES: Final = {
    "roles": Role.objects.published(),
    "occupations": Occupation.objects.order_by("position", "code"),
    "duties": Duty.objects.order_by("position", "code"),
    "skills": Skill.objects.order_by("position", "code"),
    "topics": Topic.objects.order_by("position", "code"),
    "questions": Question.objects.select_related("topic"),
}
SITEMAPS: Final = {
    "pages": StaticSitemap(),
    **{name: RecordSitemap(pages) for name, pages in PAGES.items()},
}
