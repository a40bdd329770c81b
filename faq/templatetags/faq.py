"""Questions, wherever they are shown."""

from django import template

from faq.models import Question, QuestionQuerySet
from roles.models import Role

register = template.Library()


@register.simple_tag
def questions_about(role: Role) -> QuestionQuerySet:
    """Return the questions that concern `role`, as links."""
    return Question.objects.with_page().about(role).as_links()
