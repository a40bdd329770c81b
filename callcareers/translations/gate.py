"""The one gate: what stands between a translation and the site, and where."""

from collections.abc import Collection, Iterator
from typing import Any

from django.utils.encoding import uri_to_iri

from callcareers.content.models import (
    TranslatedModel,
    TranslatedPage,
    TranslationUnit,
    column,
    prose_fields,
    text_errors,
)
from callcareers.languages import BY_CODE, SOURCE_LANGUAGE
from callcareers.translations import glossary, interface_texts, package_texts
from callcareers.translations.catalogues import (
    ContentRefused,
    Entry,
    catalogue_path,
    entry_model,
    known_units,
    read_catalogue,
)
from callcareers.translations.content_files import content_models
from callcareers.translations.pages import (
    PagesFailed,
    english_texts,
    untranslated_texts,
)
from callcareers.translations.rules import field_faults


def faults(languages: Collection[str]) -> Iterator[str]:
    """Yield every fault of the texts in `languages`, each with the place to mend it.

    Looks at the catalogues in `locale/`, at the texts in the database, at how roles are
    called, and at the pages as readers get them.
    """
    yield from interface_texts.faults(languages)
    yield from package_texts.faults(languages)
    for language in languages:
        yield from catalogue_faults(language)
        yield from record_faults(language)
        for place, reason in glossary.clashes(language):
            yield f"{language} {place}: {reason}"
    yield from _page_faults([code for code in languages if BY_CODE[code].is_public])


def catalogue_faults(language: str) -> Iterator[str]:
    """Yield what is wrong with the entries of a content catalogue, by file and line."""
    try:
        entries = read_catalogue(catalogue_path(language), language).entries
    except ContentRefused as refused:
        yield from map(str, refused.faults)
        return
    for entry in entries:
        if entry.text:
            for fault in _entry_faults(entry, language):
                yield str(entry.fault(f"The text {fault}"))
        if entry.is_draft and not entry.is_as_exported:
            yield str(entry.fault("The text is still marked as fuzzy."))


def record_faults(language: str) -> Iterator[str]:
    """Yield what is wrong with the texts of the database in `language`, by record.

    A text that is missing from a page that exists is a fault in a language that readers
    meet; one that is outdated is not, for it still helps them, and is held against the
    English text that it was made from.
    """
    units = known_units(language)
    for model in content_models():
        if issubclass(model, TranslatedModel):
            for record in model._default_manager.order_by("code").iterator():
                for field in prose_fields(model):
                    place = f"{language} {model._meta.label_lower}:{record.code}:{field}"
                    unit = units.get((model._meta.label_lower, record.code, field))
                    for fault in _record_faults(record, field, language, unit):
                        yield f"{place} {fault}"


def _page_faults(languages: Collection[str]) -> Iterator[str]:
    """Yield each page in `languages` that fails, and each text that is in English there.

    Text that says that it is English is no fault. What pages that fail hide is found when
    they no longer do.
    """
    try:
        english = english_texts() if languages else set()
    except PagesFailed as failed:
        yield from _failures(failed)
        english = set()
    for language in languages:
        try:
            untranslated = untranslated_texts(language, english)
        except PagesFailed as failed:
            yield from _failures(failed)
            continue
        for text, paths in untranslated.items():
            more = f" and on {len(paths) - 1} more pages" if len(paths) > 1 else ""
            yield f"{uri_to_iri(paths[0])}{more}: {text!r} is not translated."


def _failures(failed: PagesFailed) -> Iterator[str]:
    for path, error in failed.errors.items():
        yield f"{uri_to_iri(path)} cannot be shown: {error}"


def _entry_faults(entry: Entry, language: str) -> Iterator[str]:
    model: Any = entry_model(entry.label, entry.field)
    field = model._meta.get_field(entry.field)
    if entry.field == "slug":
        return
    yield from field_faults(entry.made_from, entry.text, language, field)


def _record_faults(
    record: TranslatedModel, field: str, language: str, unit: TranslationUnit | None
) -> Iterator[str]:
    source = getattr(record, column(field, SOURCE_LANGUAGE))
    text = getattr(record, column(field, language))
    if not source:
        if text:
            yield "stands without an English text."
        return
    if not text:
        if BY_CODE[language].is_public and _is_read_in(record, language):
            yield "is not translated."
        return
    made_from = (unit and unit.source) or source
    model_field: Any = record._meta.get_field(field)
    yield from field_faults(made_from, text, language, model_field)
    for error in text_errors(text):
        yield " ".join(error.messages)


def _is_read_in(record: TranslatedModel, language: str) -> bool:
    """Tell whether readers of `language` meet `record`: a page, where it has one in it."""
    if isinstance(record, TranslatedPage):
        return bool(getattr(record, column("slug", language)))
    return True
