"""The pieces that pages are put together from."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django import template
from django.conf import settings
from django.http import QueryDict
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from callcareers.collation import initial
from callcareers.content.addresses import with_query
from callcareers.content.texts import own_text
from callcareers.languages import (
    SOURCE_LANGUAGE,
    Language,
    active_language,
    shown_languages,
)
from faq.models import Term
from roles.models import Role, RoleFamily

register = template.Library()

STYLESHEETS = [
    "css/layers.css",
    "css/tokens.css",
    "css/base.css",
    "css/layout.css",
    *(
        f"css/components/{name}.css"
        for name in (
            "card",
            "comparison",
            "data-table",
            "definitions",
            "figure",
            "filter",
            "glossary",
            "guide",
            "link-list",
            "open-data",
            "offer-check",
            "percentile-bar",
            "prose",
            "trend",
        )
    ),
    "css/print.css",
]


@dataclass(frozen=True, slots=True)
class LanguageChoice:
    """A language that a page may be read in; without an address it is not in it yet."""

    language: Language
    address: str
    is_current: bool


@register.inclusion_tag("components/stylesheets.html")
def stylesheets() -> dict[str, object]:
    """Print the links to the style sheets, the one that orders the layers first."""
    return {"sheets": STYLESHEETS}


@register.inclusion_tag("components/page_links.html", takes_context=True)
def page_links(context: Context) -> dict[str, object]:
    """Print the page's own address, and its address in each language that it exists in.

    A list narrowed by a filter, or asked for with a parameter that nothing reads, is the
    whole list again; its second page is a page of its own.
    """
    query = _query_of_list_page(context)
    alternates = {
        code: f"{settings.SITE_URL}{address}{query}"
        for code, address in context["alternates"].items()
    }
    english = alternates.get(SOURCE_LANGUAGE, "")
    return {
        "canonical": alternates[context["language"].code],
        "alternates": alternates,
        "x_default": english.replace(f"/{SOURCE_LANGUAGE}/", "/", 1),
    }


@register.inclusion_tag("components/language_menu.html", takes_context=True)
def language_menu(context: Context) -> dict[str, object]:
    """Print the links to this page, with its filter, in the other languages."""
    return {"choices": _language_choices(context)}


@register.inclusion_tag("components/language_links.html", takes_context=True)
def language_links(context: Context) -> dict[str, object]:
    """Print the languages that the page exists in."""
    return {"choices": _language_choices(context)}


@register.inclusion_tag("components/breadcrumb.html")
def breadcrumb(*labels_and_addresses: str) -> dict[str, object]:
    """Print the way here: label, address, label, address, …, the label of this page."""
    labels = labels_and_addresses[::2]
    addresses = (*labels_and_addresses[1::2], "")
    return {"trail": list(zip(labels, addresses, strict=True))}


@register.simple_tag(takes_context=True)
def current(context: Context, view_name: str) -> SafeString:
    """Print the attribute that marks the link of the page that is being read."""
    match = getattr(context.get("request"), "resolver_match", None)
    is_current = match is not None and match.view_name == view_name
    return mark_safe(' aria-current="page"' if is_current else "")  # noqa: S308, constant


@register.simple_tag(takes_context=True)
def same_filter(context: Context, page_number: int) -> str:
    """Return the query of this page's filter with another page number."""
    query: QueryDict = context["request"].GET.copy()
    query["page"] = str(page_number)
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def same_choice_without(context: Context, name: str, value: str) -> str:
    """Return the query of this page's form without one of the values chosen in it."""
    query: QueryDict = context["request"].GET.copy()
    others = [chosen for chosen in query.getlist(name) if chosen != value]
    query.setlist(name, others)
    return f"?{query.urlencode()}"


@register.simple_block_tag
def card(content: SafeString, *, heading: str, url: str, modifier: str = "") -> SafeString:
    """Frame the enclosed markup as a card with a linked heading."""
    context = {"content": content, "heading": heading, "url": url, "modifier": modifier}
    return render_to_string("components/card.html", context)


@register.simple_block_tag
def error_page(content: SafeString, *, status: str, heading: str) -> SafeString:
    """Frame the enclosed markup as what an error says to the reader."""
    context = {"content": content, "status": status, "heading": heading}
    return render_to_string("components/error.html", context)


@register.simple_tag
def regroup_by_family(
    cards: Iterable[tuple[Role, object]],
) -> list[tuple[RoleFamily, list[tuple[Role, object]]]]:
    """Return cards of roles, ordered by family, as one list a family."""
    return [
        (members[0][0].family, members)
        for _, group in groupby(cards, key=lambda pair: pair[0].family_id)
        if (members := list(group))
    ]


@register.simple_tag
def regroup_by_initial(terms: Iterable[Term]) -> list[tuple[str, list[Term]]]:
    """Return terms, ordered by name, as one list a letter of the page's language."""
    language = active_language()
    return [
        (letter, list(group))
        for letter, group in groupby(
            terms, key=lambda term: initial(own_text(term, "name"), language)
        )
    ]


def _query_of_list_page(context: Context) -> str:
    """Return the query that a further page of a whole list stands at, "" for any other."""
    page, form = context.get("page"), context.get("form")
    if page is None or page.number == 1 or (form and form.has_changed()):
        return ""
    return f"?page={page.number}"


def _language_choices(context: Context) -> list[LanguageChoice]:
    return [
        LanguageChoice(
            language,
            _same_query(context, context["alternates"].get(language.code, "")),
            language == context["language"],
        )
        for language in shown_languages()
    ]


def _same_query(context: Context, address: str) -> str:
    request = context.get("request")
    return with_query(address, request) if address and request else address
