"""Texts of records, in their language, with their figures and notes."""

from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext

from callcareers import prose
from callcareers.content import texts
from callcareers.content.models import (
    Figure,
    TranslatedModel,
    TranslatedPage,
    translated_fields,
)
from callcareers.content.texts import localized
from callcareers.languages import active_language
from callcareers.prose import SourceNotes
from salaries.conversion import Converted
from salaries.models import SalaryFigure, Source

register = template.Library()

CHARACTERS_A_MINUTE = 1_100


@register.simple_tag
def figures_cited_by(*records: object) -> dict[str, Figure]:
    """Return the figures that the texts of the records (or lists of them) cite."""
    return prose.figures_cited(_flat(records))


@register.simple_tag
def text(record: TranslatedModel, field: str) -> SafeString:
    """Print one line of a record, marked with its language where that is not the page's."""
    found = localized(record, field)
    if not found.is_fallback:
        return format_html("{}", found.text)
    return format_html(
        '<span lang="{}" dir="auto">{}</span> <small>({})</small>',
        found.language,
        found.text,
        found.language_name,
    )


@register.simple_tag
def own_text(record: TranslatedModel, field: str) -> str:
    """Return one line of a record for a sentence, "" where it is not in its language."""
    return texts.own_text(record, field)


@register.simple_tag
def lines(record: TranslatedModel, field: str) -> list[str]:
    """Return the lines of a text that holds one thing a line, in the page's language."""
    return texts.own_text(record, field).splitlines()


@register.simple_tag
def prose_text(
    record: TranslatedModel, field: str, figures: dict[str, Figure], notes: SourceNotes
) -> SafeString:
    """Print a Markdown text of a record, marked and explained where it is a fallback."""
    found = localized(record, field)
    html = prose.render(found.text, figures, notes, found.language)
    if not found.is_fallback or not found.text:
        return html
    return format_html(
        '<div class="fallback" lang="{}" dir="auto"><p class="fallback__note" '
        'lang="{}">{}</p>{}</div>',
        found.language,
        found.wanted,
        found.apology,
        html,
    )


@register.inclusion_tag("components/source_notes.html")
def source_notes(notes: SourceNotes) -> dict[str, object]:
    """Print where the figures of the page come from."""
    return {"notes": list(notes)}


@register.simple_tag
def note_mark(figure: Figure, notes: SourceNotes) -> SafeString:
    """Print the mark that leads to the note of `figure`."""
    return prose.note_mark(notes.note_for(figure))


@register.simple_tag
def linked_figure(
    figure: Figure, text: str, notes: SourceNotes, facet: str = ""
) -> SafeString:
    """Print `text`, which states a figure or the side of it named by `facet`.

    It is a link to the passport of the figure, with the mark of its note.
    """
    language = active_language().code
    return prose.linked_figure(figure, figure.facet_value(facet), text, notes, language)


@register.simple_tag
def figure(item: Figure, notes: SourceNotes, facet: str = "") -> SafeString:
    """Print a figure, or the side of it named by `facet`, with the mark of its note."""
    return prose.figure_html(item, facet, notes, active_language().code)


@register.simple_tag
def overdue(item: Figure | Source) -> SafeString:
    """Say since when newer figures are overdue, if they are."""
    return prose.overdue_mark(item, active_language().code)


@register.simple_tag
def amount(figure: SalaryFigure, notes: SourceNotes) -> SafeString:
    """Print an amount with its qualifier, a link to its passport and its note's mark."""
    linked = _linked(figure, figure.amount, figure.stated_text, notes)
    return linked + prose.overdue_mark(figure, active_language().code)


@register.simple_tag
def stated(figure: SalaryFigure, notes: SourceNotes) -> SafeString:
    """Print an amount as `amount` does, and the time that it is paid for."""
    linked = _linked(figure, figure.amount, figure.stated_text, notes)
    shown = _with_time(linked, figure.get_basis_display())
    return shown + prose.overdue_mark(figure, active_language().code)


@register.simple_tag
def converted(item: Converted, notes: SourceNotes) -> SafeString:
    """Print an amount reckoned from a figure as `stated` does, and from what."""
    figure = item.figure
    origin = prose.data_html(figure, figure.amount, figure.stated_text)
    return format_html(
        '{}{} <small class="converted">{}</small>',
        _with_time(
            _linked(figure, item.amount, item.stated_text, notes), str(item.basis.label)
        ),
        prose.overdue_mark(figure, active_language().code),
        format_html(
            # Translators: Below an amount that was reckoned from another one. {origin}
            # is such as "US$20.59 per hour".
            gettext("converted from {origin}"),
            origin=_with_time(origin, figure.get_basis_display()),
        ),
    )


@register.simple_tag
def linked(record: TranslatedPage, field: str) -> SafeString:
    """Print the name of a record, as a link where it has a page in this language."""
    address = record.get_absolute_url()
    name = text(record, field)
    return format_html('<a href="{}">{}</a>', address, name) if address else name


@register.inclusion_tag("roles/_section.html")
def guide_section(
    section: TranslatedModel | None, figures: dict[str, Figure], notes: SourceNotes
) -> dict[str, object]:
    """Print a section of the guide under its own heading; nothing where there is none."""
    return {"section": section, "figures": figures, "notes": notes}


@register.simple_tag
def figure_of_kind(figures: dict[str, Figure], kind: str) -> Figure | None:
    """Return the cited work figure of `kind`."""
    for found in figures.values():
        if getattr(found, "kind", None) == kind:
            return found
    return None


@register.simple_tag
def reading_minutes(*records: object) -> int:
    """Return how many minutes it takes to read the texts of the records, at least one."""
    characters = sum(
        len(localized(record, field).text)
        for record in _flat(records)
        for field in translated_fields(type(record))
        if field != "slug"
    )
    return max(1, round(characters / CHARACTERS_A_MINUTE))


def _linked(
    figure: SalaryFigure, amount: Decimal, text: str, notes: SourceNotes
) -> SafeString:
    return prose.linked_figure(figure, amount, text, notes, active_language().code)


def _with_time(amount: SafeString, time: str) -> SafeString:
    return format_html(
        # Translators: {amount} is such as "US$42,830", {time} is the translation of
        # "per year", "per hour" and so on.
        pgettext("amount and time", "{amount} {time}"),
        amount=amount,
        time=format_html('<span class="basis">{}</span>', time),
    )


def _flat(records: tuple[Any, ...]) -> list[TranslatedModel]:
    """Return the records, and those of the lists among them, as one list."""
    found: list[TranslatedModel] = []
    for record in records:
        if isinstance(record, TranslatedModel):
            found.append(record)
        elif record:
            found += record
    return found
