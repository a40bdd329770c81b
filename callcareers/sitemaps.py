"""Every public page in every language that it exists in, with its alternates."""

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse

from callcareers.content.models import TranslatedPage, TranslatedPageQuerySet
from faq.models import Question, Topic
from roles.models import Duty, Role, Skill


class StaticSitemap(Sitemap):
    """The pages that are no record's."""

    i18n = True
    alternates = True
    x_default = True

    def items(self) -> list[str]:
        return [
            "home",
            "roles:role_list",
            "roles:duty_list",
            "roles:skill_list",
            "salaries:figure_list",
            "source_list",
            "faq:topic_list",
        ]

    def location(self, item: str) -> str:
        return reverse(item)


class RecordSitemap(Sitemap):
    """The pages of one kind of record."""

    i18n = True
    alternates = True
    x_default = True

    def __init__(self, pages: TranslatedPageQuerySet) -> None:
        self.pages = pages

    def items(self) -> QuerySet[TranslatedPage]:
        return self.pages.all()

    def get_languages_for_item(self, item: TranslatedPage) -> list[str]:
        return list(item.alternates())


SITEMAPS = {
    "pages": StaticSitemap(),
    "roles": RecordSitemap(Role.objects.published()),
    "duties": RecordSitemap(Duty.objects.order_by("position", "code")),
    "skills": RecordSitemap(Skill.objects.order_by("position", "code")),
    "topics": RecordSitemap(Topic.objects.order_by("position", "code")),
    "questions": RecordSitemap(Question.objects.select_related("topic")),
}
