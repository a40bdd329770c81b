"""What a language needs beside its row in the table of languages."""

from collections.abc import Iterator
from typing import Final

import polib
from babel import Locale, UnknownLocaleError
from django.db import connection
from modeltranslation.translator import translator

from callcareers.languages import BY_CODE, SOURCE_LANGUAGE, Language
from callcareers.translations.interface_texts import interface_catalogue, tidy

COLLATION_IS_KNOWN: Final = "SELECT EXISTS (SELECT FROM pg_collation WHERE collname = %s)"


def obstacles(code: str) -> Iterator[str]:
    """Yield why the language of `code` cannot be added, each as one sentence."""
    language = BY_CODE[code]
    try:
        Locale.parse(language.locale)
    except (UnknownLocaleError, ValueError):
        yield f"{code} makes the locale {language.locale}, which CLDR does not know."
    if connection.vendor == "postgresql" and not has_collation(language):
        yield f"{code} sorts by {language.collation}, which this PostgreSQL does not have."


def has_collation(language: Language) -> bool:
    """Tell whether PostgreSQL has the collation of `language`."""
    with connection.cursor() as cursor:
        cursor.execute(COLLATION_IS_KNOWN, [language.collation])
        return cursor.fetchone() == (True,)


def translated_apps() -> list[str]:
    """Return the labels of the apps whose tables have a column a language."""
    models = translator.get_registered_models(abstract=False)
    return sorted({model._meta.app_label for model in models})


def start_interface_catalogue(language: str) -> None:
    """Give `language` a catalogue with every interface text; what it has already stays."""
    path = interface_catalogue(language)
    catalogue = (
        polib.pofile(str(path), encoding="utf-8") if path.exists() else polib.POFile()
    )
    known = {(entry.msgctxt, entry.msgid) for entry in catalogue}
    english = polib.pofile(str(interface_catalogue(SOURCE_LANGUAGE)), encoding="utf-8")
    for entry in english:
        if (entry.msgctxt, entry.msgid) not in known:
            entry.msgstr, entry.msgstr_plural = "", {}
            catalogue.append(entry)
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(path))
    tidy(language)
