"""The form of `locale/<lang>/LC_MESSAGES/content.po`: how it is written, how it is read.

An entry's context is model, code and field of a record; its comment tells the translator
where the text stands and in which state it is, and the next import which text the site
had when the file was written.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polib
from django.apps import apps
from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import translation
from django.utils.encoding import uri_to_iri
from django.utils.translation import to_locale

from callcareers.content.models import (
    TranslatedModel,
    TranslationUnit,
    column,
    required_texts,
    translated_fields,
)
from callcareers.languages import BY_CODE, SOURCE_LANGUAGE, TRANSLATION_CODES
from callcareers.sitemaps import PAGES

State = TranslationUnit.State
Addresses = Mapping[tuple[str, str], Mapping[str, str]]

MACHINE_FLAG = "machine-made"
DIGEST_LINE = re.compile(r"^Text: ([0-9a-f]{8}|none)$", re.MULTILINE)
QUOTING_LINE = re.compile(r'(?:#[~|]+ *)*(?:msg\w+(?:\[\d+\])?\s*)?"')
QUOTED_LINE = re.compile(QUOTING_LINE.pattern + r'(?:[^"\\]|\\.)*"')
STATE_WORDS = {
    State.CURRENT: "current",
    State.OUTDATED: "outdated, for the English text has changed since",
    State.MACHINE: "machine-made, and nobody has read it yet",
    State.MISSING: "missing",
}
DOUBTFUL = {State.OUTDATED, State.MACHINE}
SLUG_WORDS = "the page's address; left empty it is made from"
WITHDRAWN_WORDS = "an editor has taken the page away; an address brings it back"
# Where the records without a page of their own are read.
SHOWN_ON = {
    "roles.rolefamily": "roles:role_list",
    "roles.occupation": "salaries:figure_list",
    "salaries.industry": "salaries:figure_list",
    "salaries.salaryfigure": "salaries:figure_list",
    "salaries.source": "source_list",
}
SHOWN_WITH = {"roles.careerstep": "from_role", "roles.guidesection": "role"}


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a content file is refused, and where."""

    file: str
    record: str
    field: str
    reason: str

    def __str__(self) -> str:
        place = " · ".join(part for part in (self.file, self.record, self.field) if part)
        return f"{place}: {self.reason}"


class ContentRefused(Exception):
    """The content files hold faults; nothing of them was loaded."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Entry:
    """One text of one record, as a content catalogue has it.

    `source` is the English text that the translator saw and `previous` the one before
    that; `exported` is the digest of the translation when the file was written, "none"
    where there was none and "" where the file does not say; `was_doubtful` says that the
    file was written with the mark as fuzzy.
    """

    file: str
    line: int
    label: str
    code: str
    field: str
    source: str
    text: str
    previous: str
    is_fuzzy: bool
    is_machine_made: bool
    exported: str
    was_doubtful: bool

    @property
    def context(self) -> str:
        return f"{self.label}:{self.code}:{self.field}"

    @property
    def is_draft(self) -> bool:
        """Tell whether the translator has left the text marked as unfinished."""
        return self.is_fuzzy and not self.is_machine_made

    @property
    def is_as_exported(self) -> bool:
        """Tell whether nobody has touched the text since the file was written."""
        return bool(self.exported) and self.exported == digest(self.text)

    @property
    def is_confirmed(self) -> bool:
        """Tell whether the translator has found a doubtful text right as it stands."""
        return self.was_doubtful and not self.is_fuzzy and self.is_as_exported

    @property
    def made_from(self) -> str:
        """Return the English text that the translation was made from."""
        return (self.is_fuzzy and self.previous) or self.source

    def fault(self, reason: str) -> Fault:
        return Fault(self.file, f"line {self.line}", self.context, reason)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What a content catalogue holds: its entries, and who last worked on it."""

    language: str
    translator: str
    entries: list[Entry]


def catalogue_path(language: str) -> Path:
    """Return the path of the content catalogue of `language`."""
    folder = Path(settings.LOCALE_PATHS[0]) / to_locale(language) / "LC_MESSAGES"
    return folder / "content.po"


def digest(text: str | None) -> str:
    """Return a short name for `text`, by which a later import knows it again."""
    if not text:
        return "none"
    return hashlib.blake2s(text.encode(), digest_size=4).hexdigest()


def page_addresses() -> Addresses:
    """Return the address of each page in each language, by model label and code."""
    return {
        (record._meta.label_lower, record.code): record.alternates()
        for pages in PAGES.values()
        for record in pages.all().iterator()
    }


def known_units(language: str) -> dict[tuple[str, str, str], TranslationUnit]:
    """Return what is known of each text in `language`, by model label, code and field."""
    units = TranslationUnit.objects.filter(language=language)
    return {(unit.model, unit.code, unit.field): unit for unit in units.iterator()}


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
    their order, so that only what has really changed differs from the last export.
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
    return catalogue


def unimported_entries(path: Path, language: str, catalogue: polib.POFile) -> list[Entry]:
    """Return what translators changed in the file at `path` and `catalogue` would lose."""
    if not path.exists():
        return []
    new = {entry.msgctxt: entry for entry in catalogue}
    return [
        entry
        for entry in read_catalogue(path, language).entries
        if _is_lost(entry, new.get(entry.context))
    ]


def read_catalogue(path: Path, language: str = "") -> Catalogue:
    """Return what the catalogue at `path` holds, obsolete entries left out.

    `language` is the one that it must be in, "" where its header alone says. Raises
    `ContentRefused` where it is no catalogue, where it is one of another language, and
    for entries that stand there twice or are of no text.
    """
    file = file_name(path)
    catalogue = parse_catalogue(path, file)
    named = catalogue.metadata.get("Language", "")
    found_language = language or language_named(named)
    if faults := list(_header_faults(file, catalogue, found_language)):
        raise ContentRefused(faults)
    entries: dict[str, Entry] = {}
    for found in catalogue:
        if found.obsolete:
            continue
        entry = _read_entry(file, found)
        if entry.context in entries:
            faults.append(entry.fault("The text stands here twice."))
        elif entry_model(entry.label, entry.field) is None:
            faults.append(entry.fault("There is no such text."))
        entries[entry.context] = entry
    if faults:
        raise ContentRefused(faults)
    translator, _, _ = catalogue.metadata.get("Last-Translator", "").partition("<")
    return Catalogue(found_language, translator.strip(), list(entries.values()))


def plural_count(plural_forms: str) -> int:
    """Return how many plural forms a catalogue's header names."""
    found = re.search(r"nplurals\s*=\s*(\d+)", plural_forms)
    return int(found[1]) if found else 1


def file_name(path: Path) -> str:
    """Return `path` as messages name it: within the project where it lies there."""
    root = Path(settings.LOCALE_PATHS[0]).parent
    return str(path.relative_to(root) if path.is_relative_to(root) else path)


def entry_model(label: str, field: str) -> type[TranslatedModel] | None:
    """Return the model of `label`, None where it has no translated `field`."""
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        return None
    is_named = model._meta.label_lower == label and issubclass(model, TranslatedModel)
    return model if is_named and field in translated_fields(model) else None


class _UnbrokenEntry(polib.POEntry):
    """An entry whose comment keeps its lines: polib breaks addresses at hyphens."""

    def __unicode__(self, wrapwidth: int = 78) -> str:
        comment = "".join(f"#. {line}\n" for line in self.comment.split("\n"))
        rest = copy(self)
        rest.comment = ""
        return comment + polib.POEntry.__unicode__(rest, wrapwidth)


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
    if label in SHOWN_ON:
        with translation.override(language):
            return reverse(SHOWN_ON[label])
    if label in SHOWN_WITH:
        role = fields.get(SHOWN_WITH[label])
        page = addresses.get(("roles.role", role[0])) if role else _any_role(addresses)
    else:
        page = addresses.get((label, str(fields["code"])))
    return (page or {}).get(language) or (page or {}).get(SOURCE_LANGUAGE, "")


def _any_role(addresses: Addresses) -> Mapping[str, str] | None:
    """Return the addresses of the first role guide: each of them shows what is general."""
    roles = sorted(identity for identity in addresses if identity[0] == "roles.role")
    return addresses[roles[0]] if roles else None


def _is_lost(entry: Entry, new: polib.POEntry | None) -> bool:
    """Tell whether `new` in the place of `entry` would lose a translator's work."""
    if entry.is_confirmed:
        return new is not None and new.fuzzy and new.msgid == entry.source
    is_changed = bool(entry.text) and not entry.is_as_exported
    return is_changed and (new is None or new.msgstr != entry.text)


def parse_catalogue(path: Path, file: str) -> polib.POFile:
    """Return the catalogue at `path`; raises `ContentRefused` where it is none.

    polib takes a path to nothing for a catalogue itself, and of a quotation that a lost
    end of the file has left open it drops the last letter.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
        for number, line in enumerate(map(str.strip, lines), start=1):
            if QUOTING_LINE.match(line) and not QUOTED_LINE.fullmatch(line):
                reason = "The quotation has no end."
                raise ContentRefused([Fault(file, f"line {number}", "", reason)])
        return polib.pofile(str(path), encoding="utf-8")
    except (OSError, ValueError) as error:
        fault = Fault(file, "", "", f"The file cannot be read: {error}")
        raise ContentRefused([fault]) from error


def _read_entry(file: str, found: polib.POEntry) -> Entry:
    label, _, rest = (found.msgctxt or "").partition(":")
    code, _, name = rest.partition(":")
    exported = DIGEST_LINE.search(found.comment)
    return Entry(
        file=file,
        line=found.linenum or 0,
        label=label,
        code=code,
        field=name,
        source=found.msgid,
        text=found.msgstr,
        previous=found.previous_msgid or "",
        is_fuzzy=found.fuzzy,
        is_machine_made=found.fuzzy and MACHINE_FLAG in found.flags,
        exported=exported[1] if exported else "",
        was_doubtful=any(
            f"State: {STATE_WORDS[state]}" in found.comment for state in DOUBTFUL
        ),
    )


def language_named(header: str) -> str:
    """Return the code of the language that a catalogue's header names, "" if none."""
    name = header.replace("-", "_").casefold()
    for language in TRANSLATION_CODES:
        if name in {
            to_locale(language).casefold(),
            BY_CODE[language].locale.casefold(),
        }:
            return language
    return ""


def _header_faults(file: str, catalogue: polib.POFile, language: str) -> Iterator[Fault]:
    """Yield what says that the catalogue is none, or not one of `language`."""
    named = catalogue.metadata.get("Language", "")
    if not language or language_named(named) != language:
        wanted = repr(language) if language else "a language that we translate into"
        reason = f"The header names {named or 'no language'!r} in place of {wanted}."
        yield Fault(file, "", "Language", reason)
        return
    wanted_forms = plural_count(BY_CODE[language].plural_forms)
    header = catalogue.metadata.get("Plural-Forms", BY_CODE[language].plural_forms)
    if plural_count(header) != wanted_forms:
        reason = f"{plural_count(header)} plural forms in place of {wanted_forms}."
        yield Fault(file, "", "Plural-Forms", reason)
