"""The database's texts as catalogues for translators."""

from collections.abc import Mapping
from copy import copy
from pathlib import Path
from typing import Any

import polib
from django.db import models
from django.urls import reverse
from django.utils import translation
from django.utils.encoding import uri_to_iri

from callcareers.content.models import (
    TranslatedModel,
    TranslationUnit,
    column,
    required_texts,
    translated_fields,
)
from callcareers.languages import BY_CODE, CODES, SOURCE_LANGUAGE
from callcareers.sitemaps import PAGES
from callcareers.translations.catalogues import (
    DOUBTFUL,
    MACHINE_FLAG,
    STATE_WORDS,
    ContentRefused,
    Entry,
    catalogue_path,
    digest,
    file_name,
    known_units,
    parse_catalogue,
    read_catalogue,
)

State = TranslationUnit.State
Addresses = Mapping[tuple[str, str], Mapping[str, str]]

SLUG_WORDS = "the page's address; left empty it is made from"
WITHDRAWN_WORDS = "an editor has taken the page away; an address brings it back"
KEPT_HEADERS = ("Last-Translator", "PO-Revision-Date")
# Where the records without a page of their own are read.
SHOWN_ON = {
    "roles.rolefamily": "roles:role_list",
    "roles.occupation": "salaries:figure_list",
    "salaries.area": "salaries:figure_list",
    "salaries.industry": "salaries:figure_list",
    "salaries.salaryfigure": "salaries:figure_list",
    "salaries.source": "source_list",
    "salaries.payfactor": "guide",
    "faq.term": "faq:term_list",
}
# Those of a role; what is of none is read in the guide to all the work.
SHOWN_WITH = {"roles.careerstep": "from_role", "roles.guidesection": "role"}


def page_addresses() -> Addresses:
    """Return the address of each page in each language, by model label and code."""
    return {
        (record._meta.label_lower, record.code): record.alternates(CODES)
        for pages in PAGES.values()
        for record in pages.all().iterator()
    }


def catalogue_text(catalogue: polib.POFile) -> str:
    """Return `catalogue` as its file holds it."""
    return f"{catalogue}\n"


def make_catalogue(
    language: str,
    records: Mapping[type[models.Model], list[dict[str, Any]]],
    addresses: Addresses,
) -> polib.POFile:
    """Return the catalogue of `language`: every text of `records`, English as the source.

    `records` holds the fields of each record by column, as the fixtures have them, and in
    their order, so that only what has really changed differs from the last export. What
    translators noted for themselves in the file that there is stays. Raises
    `ContentRefused` where that file is no catalogue.
    """
    catalogue = polib.POFile(wrapwidth=78)
    catalogue.header = f"Call Careers: content ({BY_CODE[language].name})"
    catalogue.metadata = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": BY_CODE[language].plural_forms,
    }
    units = known_units(language)
    for model, stored in records.items():
        if not issubclass(model, TranslatedModel):
            continue
        label = model._meta.label_lower
        for fields in stored:
            address = _address(label, fields, language, addresses)
            for name in translated_fields(model):
                if fields.get(column(name, SOURCE_LANGUAGE)):
                    unit = units.get((label, str(fields["code"]), name))
                    entry = _entry(model, fields, name, language, unit, address)
                    catalogue.append(entry)
    _keep_notes(catalogue, catalogue_path(language))
    return catalogue


def refuse_to_lose(language: str, catalogue: polib.POFile) -> None:
    """Raise `ContentRefused` where `catalogue` would write over a translator's work.

    That is what the file of `language` has, nobody has imported, and `catalogue` has not.
    """
    path = catalogue_path(language)
    if not path.exists():
        return
    new = {entry.msgctxt: entry for entry in catalogue if not entry.obsolete}
    faults = [
        entry.fault(
            "The text is not imported yet: finish and import it, or give it up with "
            "--overwrite."
        )
        for entry in read_catalogue(path, language).entries
        if _is_lost(entry, new.get(entry.context))
    ]
    if faults:
        raise ContentRefused(faults)


class _UnbrokenEntry(polib.POEntry):
    """An entry whose comments keep their lines: polib breaks addresses at hyphens."""

    def __unicode__(self, wrapwidth: int = 78) -> str:
        comments = [f"# {line}".rstrip() for line in self.tcomment.splitlines()]
        comments += [f"#. {line}" for line in self.comment.split("\n")]
        rest = copy(self)
        rest.tcomment = rest.comment = ""
        return "\n".join([*comments, polib.POEntry.__unicode__(rest, wrapwidth)])


def _keep_notes(catalogue: polib.POFile, path: Path) -> None:
    """Take over from the file at `path` who worked on it, comments and obsolete entries."""
    if not path.exists():
        return
    before = parse_catalogue(path, file_name(path))
    for name in KEPT_HEADERS:
        if name in before.metadata:
            catalogue.metadata[name] = before.metadata[name]
    comments = {entry.msgctxt: entry.tcomment for entry in before if not entry.obsolete}
    for entry in catalogue:
        entry.tcomment = comments.get(entry.msgctxt, "")
    catalogue.extend(before.obsolete_entries())


def _entry(
    model: type[TranslatedModel],
    fields: Mapping[str, Any],
    name: str,
    language: str,
    unit: TranslationUnit | None,
    address: str,
) -> polib.POEntry:
    source = str(fields[column(name, SOURCE_LANGUAGE)])
    text = str(fields.get(column(name, language)) or "")
    field: Any = model._meta.get_field(name)
    state = (
        State.CURRENT if name == "slug" else TranslationUnit.state_of(unit, source, text)
    )
    needs_work = state in DOUBTFUL
    flags = ["fuzzy"] if needs_work else []
    if state == State.MACHINE:
        flags.append(MACHINE_FLAG)
    described = [str(model._meta.model_name), name, str(fields["code"])]
    if field.max_length:
        described.append(f"at most {field.max_length} characters")
        flags.append(f"max-length:{field.max_length}")
    words = _slug_words(model, fields, language) if name == "slug" else STATE_WORDS[state]
    page = [f"Page: {uri_to_iri(address)}"] if address else []
    return _UnbrokenEntry(
        msgctxt=f"{model._meta.label_lower}:{fields['code']}:{name}",
        msgid=source,
        msgstr=text,
        previous_msgid=_previous(unit, source) if needs_work else None,
        comment="\n".join(
            [" · ".join(described), *page, f"State: {words}", f"Text: {digest(text)}"]
        ),
        flags=flags,
    )


def _slug_words(
    model: type[TranslatedModel], fields: Mapping[str, Any], language: str
) -> str:
    """Return what an entry says of the address of a page."""
    required = required_texts(model)
    is_complete = all(fields.get(column(name, language)) for name in required)
    if is_complete and not fields.get(column("slug", language)):
        return WITHDRAWN_WORDS
    return f"{SLUG_WORDS} {required[0]}"


def _previous(unit: TranslationUnit | None, source: str) -> str | None:
    return unit.source if unit and unit.source != source else None


def _address(
    label: str, fields: Mapping[str, Any], language: str, addresses: Addresses
) -> str:
    """Return where a record is read, in `language` or else in English, "" if nowhere."""
    role = fields.get(SHOWN_WITH.get(label, ""))
    view_name = "guide" if label in SHOWN_WITH and not role else SHOWN_ON.get(label)
    if view_name:
        with translation.override(language):
            return reverse(view_name)
    identity = ("roles.role", role[0]) if role else (label, str(fields["code"]))
    page = addresses.get(identity, {})
    return page.get(language) or page.get(SOURCE_LANGUAGE, "")


def _is_lost(entry: Entry, new: polib.POEntry | None) -> bool:
    """Tell whether `new` in the place of `entry` would lose a translator's work."""
    if entry.is_confirmed:
        return new is not None and new.fuzzy and new.msgid == entry.source
    is_changed = bool(entry.text) and not entry.is_as_exported
    return is_changed and (new is None or new.msgstr != entry.text)
