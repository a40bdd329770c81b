"""A record's text in the reader's language, or honestly in English."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from callcareers import formats
from callcareers.content.models import TranslatedModel, column
from callcareers.languages import SOURCE_LANGUAGE, active_language


@dataclass(frozen=True, slots=True)
class Localized:
    """A text, the language that it is in, and the language that was wanted."""

    text: str
    language: str
    wanted: str

    @property
    def is_fallback(self) -> bool:
        return self.language != self.wanted

    @property
    def language_name(self) -> str:
        """The name of the language that the text is in, for the reader."""
        return formats.language(self.language)

    @property
    def apology(self) -> str:
        """Say to the reader why the text is not in their language."""
        return _("This part is not translated yet. It is shown in English.")


def localized(record: TranslatedModel, field: str) -> Localized:
    """Return the text of `field` in the active language, in English where it is missing."""
    wanted = active_language().code
    for language in (wanted, SOURCE_LANGUAGE):
        if value := getattr(record, column(field, language)):
            return Localized(value, language, wanted)
    return Localized("", wanted, wanted)


def own_text(record: TranslatedModel, field: str) -> str:
    """Return the text of `field` in the active language, "" where it is missing.

    It is for places that cannot say that a text is in another language: attributes,
    options, and the middle of a sentence.
    """
    found = localized(record, field)
    return "" if found.is_fallback else found.text


def choices_of(
    records: Iterable[TranslatedModel], field: str, chosen: str | None
) -> list[tuple[str, str]]:
    """Return `records` as the choices of a form, each by the name that `field` holds.

    A record without a name in the active language is left out; where an address has
    `chosen` it, in a language in which it has one, it stays a choice without its name.
    """
    choices = []
    for record in records:
        if name := own_text(record, field):
            choices.append((record.code, name))
        elif record.code == chosen:
            choices.append((record.code, _("not in this language yet")))
    return choices
