"""In which state each text is: current, outdated, machine-made or missing."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps

from callcareers.content.models import TranslationUnit, column
from callcareers.languages import SOURCE_LANGUAGE
from callcareers.translations.catalogues import Entry, known_units


def take_states(language: str, entries: Iterable[Entry], *, is_minor: bool) -> None:
    """Note for each text that is as its entry has it which English it was made from.

    `is_minor` takes the present English for the one that every translation was made from.
    What somebody has found right on the site since the file was written stays right.
    """
    units = known_units(language)
    written = []
    for entry, english in _texts_as_in_the_file(language, entries):
        if entry.is_draft and not entry.previous:
            continue
        source = english if is_minor and not entry.is_fuzzy else entry.made_from
        key = (entry.label, entry.code, entry.field)
        unit = units.get(key) or TranslationUnit(
            model=entry.label, code=entry.code, field=entry.field, language=language
        )
        state = TranslationUnit.state_of(unit, english, entry.text)
        if unit.changed_by and state == TranslationUnit.State.CURRENT:
            continue
        if not unit.pk or (unit.source, unit.is_machine_made) != (
            source,
            entry.is_machine_made,
        ):
            unit.source, unit.is_machine_made = source, entry.is_machine_made
            written.append(unit)
    TranslationUnit.objects.put(written)


def _texts_as_in_the_file(
    language: str, entries: Iterable[Entry]
) -> Iterator[tuple[Entry, str]]:
    """Yield each entry whose text the database has too, with the English text of now."""
    by_field: dict[tuple[str, str], dict[str, Entry]] = {}
    for entry in entries:
        if entry.text and entry.field != "slug":
            by_field.setdefault((entry.label, entry.field), {})[entry.code] = entry
    for (label, field), by_code in by_field.items():
        model: Any = apps.get_model(label)
        columns = (column(field, SOURCE_LANGUAGE), column(field, language))
        for code, english, text in model.objects.values_list("code", *columns):
            if code in by_code and by_code[code].text == text:
                yield by_code[code], english
