"""Texts of the installed packages, where their own catalogues leave them in English.

They are translated in `locale/packages/<locale>/LC_MESSAGES/<domain>.po`, and are all that
these files hold: what a package says itself in a language is left to it. The English
catalogue of a package lists its texts.
"""

import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Final

import django
import polib
from django.apps import apps
from django.conf import settings
from django.utils.translation import to_locale

from callcareers.languages import BY_CODE, SOURCE_LANGUAGE, TRANSLATION_CODES
from callcareers.translations.interface_texts import (
    entry_faults,
    give_header,
    header_faults,
)
from callcareers.translations.rules import PLACEHOLDER

# Those of scripts are a domain of their own in gettext.
DOMAINS: Final = ("django", "djangojs")

# What no page of ours shows: the names of languages that are Django's own choice, the page
# of a project without addresses, and that of a forged form, which we have our own of.
NEVER_SHOWN: Final = (
    "conf/global_settings.py",
    "contrib/syndication/",
    "views/csrf.py",
    "views/templates/default_urlconf.html",
)

# Django's Latvian plurals stand in the order zero, one, other, and their header says one,
# other, zero: "1 stundu, 2 stunda".
PLURALS_OUT_OF_ORDER: Final = frozenset({"lv"})

Message = tuple[str | None, str, str]


def package_catalogue(language: str, domain: str) -> Path:
    """Return the path of our catalogue of packages' texts."""
    return catalogue_in(Path(settings.LOCALE_PATHS[1]), language, domain)


def catalogue_in(directory: Path, language: str, domain: str) -> Path:
    """Return the path of a catalogue in a directory such as `locale`."""
    return directory / to_locale(language) / "LC_MESSAGES" / f"{domain}.po"


def lacking_texts(language: str, domain: str) -> dict[Message, polib.POEntry]:
    """Return the texts of packages that none says in `language`, as entries to translate.

    Each names its package in its comment. Nothing is lacking in a language that Django
    itself does not speak, for a complete translation of Django is no part of this site.
    """
    directories = package_directories()
    if not catalogue_in(directories["django"], language, "django").exists():
        return {}
    said = {
        message_of(entry)
        for directory in directories.values()
        for entry in entries_in(catalogue_in(directory, language, domain))
        if is_said(entry, language)
    }
    lacking: dict[Message, polib.POEntry] = {}
    for package, directory in directories.items():
        for text in entries_in(catalogue_in(directory, SOURCE_LANGUAGE, domain)):
            if message_of(text) not in said and is_shown(text):
                lacking.setdefault(message_of(text), to_translate(text, package, language))
    return lacking


def package_directories() -> dict[str, Path]:
    """Return where Django and each installed app keep catalogues, by the package's name."""
    directories = {"django": Path(django.__file__).parent / "conf" / "locale"}
    for app in apps.get_app_configs():
        if (directory := Path(app.path) / "locale").is_dir():
            directories[app.name] = directory
    return directories


def entries_in(path: Path) -> list[polib.POEntry]:
    """Return the entries of a catalogue, none where there is no such file."""
    return current(read(path))


def read(path: Path) -> polib.POFile:
    """Return a catalogue, an empty one where there is no such file."""
    return polib.pofile(str(path), encoding="utf-8") if path.exists() else polib.POFile()


def current(catalogue: polib.POFile) -> list[polib.POEntry]:
    """Return the entries of a catalogue without those that nothing needs any more."""
    return [entry for entry in catalogue if not entry.obsolete]


def message_of(entry: polib.POEntry) -> Message:
    """Return what gettext looks an entry up by: context, text and plural."""
    return (entry.msgctxt, entry.msgid, entry.msgid_plural)


def is_said(entry: polib.POEntry, language: str) -> bool:
    """Tell whether a package's translation can be shown as it is.

    Several words that are the English ones again are no translation.
    """
    if entry.msgid_plural and language in PLURALS_OUT_OF_ORDER:
        return False
    words = re.findall(r"[A-Za-z]{2,}", PLACEHOLDER.sub("", entry.msgid))
    return entry.translated() and (entry.msgstr != entry.msgid or len(words) < 2)


def is_shown(entry: polib.POEntry) -> bool:
    """Tell whether a page of ours can show a package's text, by where it stands."""
    places = [place for place, _line in entry.occurrences]
    return not places or not all(place.startswith(NEVER_SHOWN) for place in places)


def to_translate(text: polib.POEntry, package: str, language: str) -> polib.POEntry:
    """Return an empty entry for a package's text, with what translators need to know."""
    forms = range(BY_CODE[language].plural_count) if text.msgid_plural else ()
    return polib.POEntry(
        msgctxt=text.msgctxt,
        msgid=text.msgid,
        msgid_plural=text.msgid_plural,
        msgstr_plural=dict.fromkeys(forms, ""),
        flags=[flag for flag in text.flags if flag != "fuzzy"],
        comment="\n".join(filter(None, [package, text.comment])),
    )


def collect() -> dict[str, int]:
    """Bring our catalogues up to the installed packages; return the size of each.

    What is translated stays so; what a package now says itself, or no longer at all, goes.
    """
    sizes = {}
    for language in TRANSLATION_CODES:
        for domain in DOMAINS:
            path = package_catalogue(language, domain)
            lacking = lacking_texts(language, domain)
            for entry in entries_in(path):
                if text := lacking.get(message_of(entry)):
                    text.msgstr, text.msgstr_plural = entry.msgstr, entry.msgstr_plural
                    text.tcomment = entry.tcomment
                    text.flags += ["fuzzy"] if entry.fuzzy else []
            save(path, language, list(lacking.values()))
            if lacking:
                sizes[str(path.relative_to(settings.LOCALE_PATHS[1]))] = len(lacking)
    return sizes


def save(path: Path, language: str, entries: list[polib.POEntry]) -> None:
    """Write a catalogue of packages' texts; one without any is removed."""
    if not entries:
        path.unlink(missing_ok=True)
        return
    catalogue = polib.POFile()
    give_header(catalogue, language, "texts that packages leave in English")
    catalogue += sorted(entries, key=lambda entry: (entry.msgctxt or "", entry.msgid))
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(path))


def faults(languages: Collection[str] = TRANSLATION_CODES) -> Iterator[str]:
    """Yield what is wrong with packages' texts, each with its file, package and message."""
    for language in languages:
        for domain in DOMAINS:
            yield from _catalogue_faults(language, domain)


def _catalogue_faults(language: str, domain: str) -> Iterator[str]:
    path = package_catalogue(language, domain)
    name = path.relative_to(path.parents[3])
    lacking = lacking_texts(language, domain)
    try:
        catalogue = read(path)
    except (OSError, ValueError) as error:
        yield f"{name} cannot be read: {error}"
        return
    if catalogue:
        yield from (f"{name}: {fault}" for fault in header_faults(catalogue, language))
    for entry in current(catalogue):
        place = f"{name}:{entry.linenum}: {entry.msgid!r}"
        text = lacking.pop(message_of(entry), None)
        if text is None:
            yield f"{place} is lacking in no package: run `make messages`."
        elif entry.fuzzy:
            yield f"{place} of {package_of(text)} is fuzzy."
        else:
            for fault in entry_faults(entry, language):
                yield f"{place} of {package_of(text)} {fault}"
    for text in lacking.values():
        yield f"{name}: {text.msgid!r} of {package_of(text)} is translated nowhere."


def package_of(entry: polib.POEntry) -> str:
    """Return the name of the package that an entry of ours belongs to."""
    return entry.comment.partition("\n")[0]
