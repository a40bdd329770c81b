"""The one table of languages; settings, switcher, formats and checks derive from it."""

from dataclasses import dataclass
from typing import Final, Literal

from django.utils import translation


@dataclass(frozen=True, slots=True)
class Language:
    """A language the site is written in.

    `code` is the BCP 47 tag used as URL prefix, column suffix, locale directory and
    `<html lang>`; `name` is the endonym; `territory` (ISO 3166-1) completes the CLDR
    locale; `stemmer` names a Snowball algorithm, "latvian" or nothing; `collation` is
    the ICU collation; `plural_forms` is the header of gettext catalogues; `names_era` says
    that dates name their era, because people there also count years in another one.
    """

    code: str
    name: str
    territory: str
    direction: Literal["ltr", "rtl"]
    stemmer: str | None
    lemmas: bool
    segmenter: Literal["spaces", "thai"]
    collation: str
    plural_forms: str
    names_era: bool = False

    @property
    def locale(self) -> str:
        """Return the CLDR locale, such as `fi_FI`."""
        return f"{self.code}_{self.territory}"


TWO_FORMS: Final = "nplurals=2; plural=(n != 1);"
LATVIAN_FORMS: Final = (
    "nplurals=3; plural=((n%10==0 || (n%100>=11 && n%100<=19)) ? 0 : "
    "((n%10==1 && n%100!=11) ? 1 : 2));"
)

TABLE: Final = (
    Language(
        "en", "English", "GB", "ltr", "english", True, "spaces", "en-x-icu", TWO_FORMS
    ),
    Language("fi", "suomi", "FI", "ltr", "finnish", True, "spaces", "fi-x-icu", TWO_FORMS),
    Language(
        "lv", "latviešu", "LV", "ltr", "latvian", True, "spaces", "lv-x-icu", LATVIAN_FORMS
    ),
    Language(
        "th",
        "ไทย",
        "TH",
        "ltr",
        None,
        False,
        "thai",
        "th-x-icu",
        "nplurals=1; plural=0;",
        names_era=True,
    ),
    Language("el", "Ελληνικά", "GR", "ltr", "greek", True, "spaces", "el-x-icu", TWO_FORMS),
    Language(
        "hu", "magyar", "HU", "ltr", "hungarian", True, "spaces", "hu-x-icu", TWO_FORMS
    ),
)
SOURCE_LANGUAGE: Final = "en"
BY_CODE: Final = {language.code: language for language in TABLE}
CODES: Final = tuple(BY_CODE)
TRANSLATION_CODES: Final = tuple(code for code in CODES if code != SOURCE_LANGUAGE)


def active_language() -> Language:
    """Return the language of the current request, English outside of one."""
    return BY_CODE.get(translation.get_language() or "", BY_CODE[SOURCE_LANGUAGE])
