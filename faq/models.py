from typing import Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from callcareers.content.models import (
    TranslatedModel,
    TranslatedPage,
    TranslatedPageQuerySet,
    TranslatedQuerySet,
    column,
    english_is_filled,
    slug_needs,
)
from callcareers.languages import Language, active_language, shown_languages
from roles.models import Duty, Role, Skill


def prefetches_of_subjects() -> list[models.Prefetch]:
    """Return how to fetch what a question or term is about, as links to its pages."""
    return [
        models.Prefetch("roles", Role.objects.published().with_page().as_links()),
        models.Prefetch("duties", Duty.objects.with_page().as_links()),
        models.Prefetch("skills", Skill.objects.with_page().as_links()),
    ]


class TopicQuerySet(TranslatedPageQuerySet):
    def with_questions(self) -> Self:
        """Fetch the questions of each topic that have a page in the active language."""
        return self.prefetch_related(
            models.Prefetch("questions", Question.objects.with_page().as_links())
        )

    def with_answers(self) -> Self:
        """Fetch the questions of each topic with their answers."""
        return self.prefetch_related(
            models.Prefetch("questions", Question.objects.with_page().as_answers())
        )


class Topic(TranslatedPage):
    """A subject that questions are grouped by."""

    view_name = "faq:topic_detail"

    name = models.CharField(_("name"), max_length=120)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = TopicQuerySet.as_manager()

    class Meta:
        # Translators: A subject that questions are grouped by.
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["position", "code"]
        constraints = [*english_is_filled("name"), *slug_needs("name")]

    def __str__(self) -> str:
        return self.name


class QuestionQuerySet(TranslatedPageQuerySet):
    def with_page(self) -> Self:
        """Keep the questions that have a page, and whose topic has one to hang it on."""
        topic_slug = f"topic__{column('slug', active_language().code)}__isnull"
        return super().with_page().filter(**{topic_slug: False})

    def as_links(self) -> Self:
        """Fetch no more than a link to each question shows."""
        return self.in_language("slug", "question", topic=["code", "slug", "name"])

    def as_answers(self) -> Self:
        return self.in_language(
            "slug", "question", "answer", topic=["code", "slug", "name"]
        )

    def as_page(self) -> Self:
        """Fetch the question with its answer and all that it leads on to."""
        return self.in_language(topic=["code", "slugs", "name"]).prefetch_related(
            *prefetches_of_subjects(),
            models.Prefetch("terms", Term.objects.named().as_links()),
        )

    def under_topic(self, slug: str) -> Self:
        """Keep the questions of the topic whose page in this language is at `slug`."""
        return self.filter(**{f"topic__{column('slug', active_language().code)}": slug})

    def beside(self, question: "Question") -> Self:
        """Keep the other questions of the same topic."""
        return self.filter(topic=question.topic_id).exclude(pk=question.pk)


class Question(TranslatedPage):
    """A question that job seekers ask, with its answer."""

    view_name = "faq:question_detail"

    topic = models.ForeignKey(
        Topic,
        verbose_name=_("topic"),
        related_name="questions",
        on_delete=models.PROTECT,
    )
    question = models.CharField(_("question"), max_length=200)
    answer = models.TextField(_("answer"))
    roles = models.ManyToManyField(
        Role, verbose_name=_("roles"), related_name="questions", blank=True
    )
    duties = models.ManyToManyField(
        Duty, verbose_name=_("duties"), related_name="questions", blank=True
    )
    skills = models.ManyToManyField(
        Skill, verbose_name=_("skills"), related_name="questions", blank=True
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    reviewed_on = models.DateField(_("reviewed on"), null=True, blank=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["position", "code"]
        constraints = [
            *english_is_filled("question", "answer"),
            *slug_needs("question", "answer"),
        ]

    def __str__(self) -> str:
        return self.question

    def natural_key(self) -> tuple[str]:
        return (self.code,)

    natural_key.dependencies = ["faq.topic", "roles.role", "roles.duty", "roles.skill"]

    def address_of(self, slug: str) -> str:
        """Return the address at `slug`, "" where the topic has no page to hang it on."""
        topic = getattr(self.topic, column("slug", active_language().code))
        if not topic:
            return ""
        return reverse(self.view_name, kwargs={"topic": topic, "slug": slug})


class TermQuerySet(TranslatedQuerySet):
    def named(self) -> Self:
        """Keep the terms that have a name in the active language, and so an entry."""
        return self.filter(**{f"{column('name', active_language().code)}__isnull": False})

    def as_links(self) -> Self:
        """Fetch no more than a link to each shows, from A to Z."""
        return self.in_language("name").alphabetical()

    def as_entries(self) -> Self:
        """Fetch the terms with their names in every language and all they lead on to."""
        entries = self.in_language("names", "definition").alphabetical()
        return entries.prefetch_related(
            *prefetches_of_subjects(),
            models.Prefetch("questions", Question.objects.with_page().as_links()),
        )


class Term(TranslatedModel):
    """A word of the trade, explained; readers see it in all languages at once."""

    name = models.CharField(_("name"), max_length=120)
    definition = models.TextField(_("definition"))
    roles = models.ManyToManyField(
        Role, verbose_name=_("roles"), related_name="terms", blank=True
    )
    duties = models.ManyToManyField(
        Duty, verbose_name=_("duties"), related_name="terms", blank=True
    )
    skills = models.ManyToManyField(
        Skill, verbose_name=_("skills"), related_name="terms", blank=True
    )
    questions = models.ManyToManyField(
        Question, verbose_name=_("questions"), related_name="terms", blank=True
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = TermQuerySet.as_manager()

    class Meta:
        # Translators: A word of the trade, explained.
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ["position", "code"]
        constraints = english_is_filled("name", "definition")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of its entry in the glossary of the active language."""
        return f"{reverse('faq:term_list')}#{self.code}"

    def natural_key(self) -> tuple[str]:
        return (self.code,)

    natural_key.dependencies = [
        "roles.role",
        "roles.duty",
        "roles.skill",
        "faq.question",
    ]

    @property
    def names_elsewhere(self) -> list[tuple[Language, str]]:
        """The names in the other languages that readers meet, each with its language."""
        names = [
            (language, getattr(self, column("name", language.code)))
            for language in shown_languages()
            if language != active_language()
        ]
        return [(language, name) for language, name in names if name]
