"""The interface's texts, `locale/<lang>/LC_MESSAGES/django.po`: kept tidy, and checked."""

import re
from collections.abc import Collection, Iterator
from pathlib import Path

import polib
from django.conf import settings
from django.utils.translation import to_locale

from callcareers.languages import BY_CODE, CODES, SOURCE_LANGUAGE
from callcareers.translations.catalogues import MACHINE_FLAG, file_name, language_named
from callcareers.translations.rules import interface_text_faults


def interface_catalogue(language: str) -> Path:
    """Return the path of the catalogue of `language`."""
    folder = Path(settings.LOCALE_PATHS[0]) / to_locale(language) / "LC_MESSAGES"
    return folder / "django.po"


def tidy(language: str) -> None:
    """Rewrite a catalogue so that only real changes show: header, order, English texts.

    English is the source, so its translations are the messages themselves.
    """
    catalogue = polib.pofile(str(interface_catalogue(language)), encoding="utf-8")
    give_header(catalogue, language, "interface texts")
    forms = BY_CODE[language].plural_count
    for entry in catalogue:
        entry.occurrences = sorted(entry.occurrences)
        if entry.msgid_plural:
            found = entry.msgstr_plural
            entry.msgstr_plural = {slot: found.get(slot, "") for slot in range(forms)}
        if language == SOURCE_LANGUAGE:
            _say_it_in_english(entry)
    catalogue.sort(key=lambda entry: (entry.msgctxt or "", entry.msgid))
    catalogue.save()


def give_header(catalogue: polib.POFile, language: str, holds: str) -> None:
    """Give a catalogue the header of `language`, which says what the file holds."""
    catalogue.metadata = {
        "Project-Id-Version": "Call Careers",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": BY_CODE[language].plural_forms,
    }
    catalogue.metadata_is_fuzzy = False
    catalogue.header = f"Call Careers: {holds} ({BY_CODE[language].name})"


def faults(languages: Collection[str] = CODES) -> Iterator[str]:
    """Yield what is wrong with catalogues, each with its file, line and message.

    That a draft of a language is not complete is no fault.
    """
    for language in languages:
        path = interface_catalogue(language)
        if not path.exists():
            yield f"{file_name(path)} is missing."
            continue
        try:
            catalogue = polib.pofile(str(path), encoding="utf-8", check_for_duplicates=True)
        except (OSError, ValueError) as error:
            yield f"{file_name(path)} cannot be read: {error}"
            continue
        for fault in header_faults(catalogue, language):
            yield f"{file_name(path)}: {fault}"
        for entry in catalogue:
            place = f"{file_name(path)}:{entry.linenum}: {entry.msgid!r}"
            if entry.obsolete:
                yield f"{place} is obsolete."
            elif entry.fuzzy:
                if BY_CODE[language].is_public:
                    yield f"{place} is fuzzy."
            elif MACHINE_FLAG in entry.flags and is_read_by_people(language):
                yield f"{place} is machine-made, and nobody has read it yet."
            else:
                yield from (f"{place} {fault}" for fault in entry_faults(entry, language))


def is_read_by_people(language: str) -> bool:
    """Tell whether `language` is one that readers meet and people speak."""
    return BY_CODE[language].is_public and not BY_CODE[language].is_pseudo


def header_faults(catalogue: polib.POFile, language: str) -> Iterator[str]:
    """Yield what in the header of a catalogue belongs to another language.

    Numbers take their words by the header's plural forms.
    """
    named = catalogue.metadata.get("Language", "")
    if language not in (named, language_named(named)):
        yield f"The header names {named or 'no language'!r} in place of {language!r}."
    plural_forms = catalogue.metadata.get("Plural-Forms", "")
    wanted = BY_CODE[language].plural_forms
    if _bare(plural_forms) != _bare(wanted):
        yield f"The header has the plural forms {plural_forms!r} in place of {wanted!r}."


def entry_faults(entry: polib.POEntry, language: str) -> Iterator[str]:
    """Yield what is wrong with a translation, as the end of a sentence about it."""
    texts = [entry.msgstr]
    if entry.msgid_plural:
        texts = list(entry.msgstr_plural.values())
        wanted = BY_CODE[language].plural_count
        if len(texts) != wanted:
            yield f"has {len(texts)} plural forms of {wanted}."
    if not all(texts) and BY_CODE[language].is_public:
        yield "is not translated."
    if language == SOURCE_LANGUAGE:
        return
    source = entry.msgid_plural or entry.msgid
    is_of_template = any(not place.endswith(".py") for place, _line in entry.occurrences)
    for text in filter(None, texts):
        for fault in interface_text_faults(
            source, text, language, is_of_template=is_of_template
        ):
            yield f"in {text!r} {fault}"
        if entry.msgid[:1].isspace() != text[:1].isspace():
            yield "starts with a space on one side only."


def _bare(plural_forms: str) -> str:
    """Return a header's plural forms without what programs write in ways of their own."""
    return re.sub(r"[\s()]|;$", "", plural_forms.strip())


def _say_it_in_english(entry: polib.POEntry) -> None:
    if entry.msgid_plural:
        entry.msgstr_plural = {0: entry.msgid, 1: entry.msgid_plural}
    else:
        entry.msgstr = entry.msgid
    entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
    entry.previous_msgctxt = entry.previous_msgid = entry.previous_msgid_plural = None
