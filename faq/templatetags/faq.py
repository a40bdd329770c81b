"""Questions and words of the trade, wherever they are shown."""

from typing import Any

from django import template

from faq.models import QuestionQuerySet, TermQuerySet

register = template.Library()


@register.simple_tag
def questions_about(record: Any) -> QuestionQuerySet:
    """Return the questions about a role, a duty or a skill, as links."""
    return record.questions.with_page().as_links()


@register.simple_tag
def terms_about(record: Any) -> TermQuerySet:
    """Return the words of the trade that belong to a role, a duty or a skill, as links."""
    return record.terms.named().as_links()
