"""The form of `locale/<lang>/LC_MESSAGES/content.po`, and how it is read.

An entry's context is model, code and field of a record; its comment tells the translator
where the text stands and in which state it is, and the next import which text the site
had when the file was written.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polib
from django.apps import apps
from django.conf import settings
from django.utils.translation import to_locale

from callcareers.content.models import (
    TranslatedModel,
    TranslationUnit,
    tidy_text,
    translated_fields,
)
from callcareers.languages import BY_CODE, TRANSLATION_CODES

State = TranslationUnit.State

MACHINE_FLAG = "machine-made"
DIGEST_LINE = re.compile(r"^Text: ([0-9a-f]{8}|none)$", re.MULTILINE)
PLURAL_COUNT = re.compile(r"nplurals\s*=\s*(\d+)")
QUOTING_LINE = re.compile(r'(?:#[~|]+ *)*(?:msg\w+(?:\[\d+\])?\s*)?"')
QUOTED_LINE = re.compile(QUOTING_LINE.pattern + r'(?:[^"\\]|\\.)*"')
STATE_WORDS = {
    State.CURRENT: "current",
    State.OUTDATED: "outdated, for the English text has changed since",
    State.MACHINE: "machine-made, and nobody has read it yet",
    State.MISSING: "missing",
}
LONGEST_NAME = TranslationUnit._meta.get_field("changed_by").max_length
DOUBTFUL = {State.OUTDATED, State.MACHINE}


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


def known_units(language: str) -> dict[tuple[str, str, str], TranslationUnit]:
    """Return what is known of each text in `language`, by model label, code and field."""
    units = TranslationUnit.objects.filter(language=language)
    return {(unit.model, unit.code, unit.field): unit for unit in units.iterator()}


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
    name = translator.strip()[:LONGEST_NAME]
    return Catalogue(found_language, name, list(entries.values()))


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
        text=tidy_text(found.msgstr) or "",
        previous=found.previous_msgid or "",
        is_fuzzy=found.fuzzy,
        is_machine_made=found.fuzzy and MACHINE_FLAG in found.flags,
        exported=exported[1] if exported else "",
        was_doubtful=any(
            f"State: {STATE_WORDS[state]}" in found.comment for state in DOUBTFUL
        ),
    )


def _header_faults(file: str, catalogue: polib.POFile, language: str) -> Iterator[Fault]:
    """Yield what says that the catalogue is none, or not one of `language`."""
    named = catalogue.metadata.get("Language", "")
    if not language or language_named(named) != language:
        right = repr(language) if language else "a language that we translate into"
        reason = f"The header names {named or 'no language'!r} in place of {right}."
        yield Fault(file, "", "Language", reason)
        return
    wanted = BY_CODE[language].plural_count
    found = PLURAL_COUNT.search(catalogue.metadata.get("Plural-Forms", ""))
    if found and int(found[1]) != wanted:
        reason = f"{found[1]} plural forms in place of {wanted}."
        yield Fault(file, "", "Plural-Forms", reason)
