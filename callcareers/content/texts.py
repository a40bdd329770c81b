"""A record's text in the reader's language, or honestly in English."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

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
