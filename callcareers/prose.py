"""Editors' Markdown as safe HTML, with figures put in and their sources noted."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import nh3
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt

from callcareers import formats
from callcareers.content.markup import REFERENCE, find_references
from callcareers.content.models import (
    Figure,
    TranslatedModel,
    figure_models,
    language_columns,
    translated_fields,
)
from salaries.models import Source

MARKDOWN = MarkdownIt("commonmark", {"html": False})
TAGS = {"p", "ul", "ol", "li", "strong", "em", "h3", "h4", "a", "br", "blockquote"}
ATTRIBUTES = {"a": {"href"}}
SCHEMES = {"https", "http", "mailto"}


@dataclass(frozen=True, slots=True)
class Note:
    """Where a page's figures come from: one source, one reference period."""

    number: int
    source: Source
    period: str


@dataclass(slots=True)
class SourceNotes:
    """The numbered notes of one page, in the order in which figures appear on it."""

    notes: dict[tuple[int, str], Note] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Note]:
        return iter(self.notes.values())

    def __bool__(self) -> bool:
        return bool(self.notes)

    def note_for(self, figure: Figure) -> Note:
        """Return the note of `figure`'s source and period, a new one if it is the first."""
        key = (figure.source_id, figure.period)
        if key not in self.notes:
            self.notes[key] = Note(len(self.notes) + 1, figure.source, figure.period)
        return self.notes[key]


def figures_cited(records: Iterable[TranslatedModel]) -> dict[str, Figure]:
    """Return the figures that the shown texts of `records` cite, by code.

    Takes one query for each kind of figure, none where nothing is cited.
    """
    texts = (
        getattr(record, name) or ""
        for record in records
        for name in language_columns(type(record), translated_fields(type(record)))
        if name not in record.get_deferred_fields()
    )
    codes = {reference.code for text in texts for reference in find_references(text)}
    if not codes:
        return {}
    return {
        figure.code: figure
        for model in figure_models()
        for figure in model.objects.filter(code__in=codes).with_sources()
    }


def render(
    text: str, figures: Mapping[str, Figure], notes: SourceNotes, language: str
) -> SafeString:
    """Return Markdown `text`, which is in `language`, as HTML with its figures put in.

    Each `[[reference]]` becomes its figure, as `language` writes it, and a note.

    A reference to a figure that is not in `figures` is left as it was written, so that
    an editor sees it; none can be saved.
    """

    def put_in(match) -> str:
        figure = figures.get(match["code"])
        if figure is None:
            return match.group()
        return figure_html(figure, match["facet"] or "", notes, language)

    return mark_safe(REFERENCE.sub(put_in, to_html(text)))  # noqa: S308, cleaned by nh3


@lru_cache(maxsize=4096)
def to_html(text: str) -> str:
    """Return Markdown `text` as HTML of allowed tags only; references stay untouched."""
    return nh3.clean(
        MARKDOWN.render(text),
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="nofollow noopener",
    )


def figure_html(
    figure: Figure, facet: str, notes: SourceNotes, language: str
) -> SafeString:
    """Return a figure as a machine-readable `<data>` with the mark of its note.

    The figure stands in a text in `language`, its note at the end of the page in the
    page's own.
    """
    with translation.override(language):
        value, text = figure.facet_value(facet), figure.facet_text(facet)
    if facet == "period":
        return data_html(figure, value, text)
    linked = linked_figure(figure, value, text, notes, language)
    return linked + overdue_mark(figure, language)


def linked_figure(
    figure: Figure, value: object, text: str, notes: SourceNotes, language: str
) -> SafeString:
    """Return `text`, in `language`, with the mark of its note, as a link to the passport.

    One link serves both: two so close together would be hard to hit with a finger. Who
    hears the page is told the source by the passport, not a number.
    """
    address, note = figure.get_absolute_url(), notes.note_for(figure)
    with translation.override(language):
        return format_html(
            '<a class="figure-link" rel="nofollow" href="{}">{}'
            '<sup class="note-mark" aria-hidden="true">{}</sup></a>',
            address,
            data_html(figure, value, text),
            note.number,
        )


def data_html(figure: Figure, value: object, text: str) -> SafeString:
    """Return `text` for readers and `value` for machines, tied to `figure`."""
    return format_html(
        '<data class="figure" value="{}" data-figure="{}">{}</data>',
        value,
        figure.code,
        text,
    )


def overdue_mark(figure: Figure | Source, language: str) -> SafeString:
    """Say beside a figure, in `language`, since when a newer one is overdue, if one is."""
    if not figure.is_overdue:
        return SafeString("")
    with translation.override(language):
        month = formats.period(figure.due_on, figure.due_on, "month")
        words = (
            # Translators: Stands behind an amount. %(month)s is such as "March 2026".
            _("(newer figures due since %(month)s)") % {"month": month}
        )
    return format_html(' <small class="overdue">{}</small>', words)


def note_mark(note: Note) -> SafeString:
    """Return the mark that leads to `note`, where no figure stands that would."""
    return format_html(
        '<sup class="note-mark"><a href="#source-{}" aria-label="{}">{}</a></sup>',
        note.number,
        # Translators: Read aloud at the small raised number behind a reason why there is
        # no figure: %(number)s is the number of a source in the list at the foot of the
        # page, such as 3.
        _("Source %(number)s") % {"number": note.number},
        note.number,
    )
