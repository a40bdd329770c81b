"""The one table of languages; settings, switcher, formats and checks derive from it."""

import re
from dataclasses import dataclass
from typing import Final, Literal

from django.conf import settings
from django.utils import translation

PSEUDO_REGIONS: Final = ("-xa", "-xb")


@dataclass(frozen=True, slots=True)
class Language:
    """A language the site is written in.

    `code` is the BCP 47 tag used as URL prefix, column suffix, locale directory and
    `<html lang>`; `name` is the endonym; `territory` (ISO 3166-1) completes the CLDR
    locale; `stemmer` names a Snowball algorithm, "latvian" or nothing; `collation` is
    the ICU collation; `plural_forms` is the header of gettext catalogues; `names_era` says
    that dates name their era, because people there also count years in another one;
    `is_public` is off for a draft, which readers meet only where DRAFT_LANGUAGES is on.

    `alphabet` says in ICU's notation what CLDR changes in its root order: `&o<ö<<ő` sets
    the letter ö after o, and ő with ö but for an accent; `&dzdz<<ddz` writes two letters
    as one; `[alternate shifted]` passes over spaces and punctuation. Capitals follow their
    small letters, and the language's own script comes first, without a rule.
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
    is_public: bool = True
    alphabet: str = ""

    @property
    def locale(self) -> str:
        """Return the CLDR locale, such as `fi_FI`, `zh_Hant_TW`, or `en_GB` of `en-xa`."""
        base, _, rest = self.code.partition("-")
        script = [rest.title()] if len(rest) == 4 else []
        return "_".join([base, *script, self.territory])

    @property
    def is_pseudo(self) -> bool:
        """Tell whether machines alone write the language, for tests: `en-xa`, `ar-xb`."""
        return self.code.endswith(PSEUDO_REGIONS)

    @property
    def plural_count(self) -> int:
        """Return how many plural forms the language has."""
        found = re.match(r"nplurals=(\d+)", self.plural_forms)
        return int(found[1]) if found else 1


TWO_FORMS: Final = "nplurals=2; plural=(n != 1);"
LATVIAN_FORMS: Final = (
    "nplurals=3; plural=((n%10==0 || (n%100>=11 && n%100<=19)) ? 0 : "
    "((n%10==1 && n%100!=11) ? 1 : 2));"
)

TABLE: Final = (
    Language(
        "en", "English", "GB", "ltr", "english", True, "spaces", "en-x-icu", TWO_FORMS
    ),
    Language(
        "fi",
        "suomi",
        "FI",
        "ltr",
        "finnish",
        True,
        "spaces",
        "fi-x-icu",
        TWO_FORMS,
        alphabet="&y<<ü&z<å<ä<<æ<ö<<ø",
    ),
    Language(
        "lv",
        "latviešu",
        "LV",
        "ltr",
        "latvian",
        True,
        "spaces",
        "lv-x-icu",
        LATVIAN_FORMS,
        alphabet="&c<č&g<ģ&i<<y&k<ķ&l<ļ&n<ņ&r<ŗ&s<š&z<ž",
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
        alphabet="[alternate shifted]&๏<ฯ<ๆ&ฮ<ํ<ะ<ั<า<ๅ<ำ<ิ<ี<ึ<ื<ุ<ู<เ<แ<โ<ใ<ไ<ฺ",
    ),
    Language("el", "Ελληνικά", "GR", "ltr", "greek", True, "spaces", "el-x-icu", TWO_FORMS),
    Language(
        "hu",
        "magyar",
        "HU",
        "ltr",
        "hungarian",
        True,
        "spaces",
        "hu-x-icu",
        TWO_FORMS,
        alphabet=(
            "&c<cs&d<dz<dzs&g<gy&l<ly&n<ny&o<ö<<ő&s<sz&t<ty&u<ü<<ű&z<zs"
            "&cscs<<ccs&dzdz<<ddz&dzsdzs<<ddzs&gygy<<ggy&lyly<<lly&nyny<<nny&szsz<<ssz"
            "&tyty<<tty&zszs<<zzs"
        ),
    ),
)
SOURCE_LANGUAGE: Final = "en"
BY_CODE: Final = {language.code: language for language in TABLE}
CODES: Final = tuple(BY_CODE)
TRANSLATION_CODES: Final = tuple(code for code in CODES if code != SOURCE_LANGUAGE)


def column(field: str, language: str) -> str:
    """Return the name of the column that holds `field` in `language`."""
    return f"{field}_{language.replace('-', '_')}"


def active_language() -> Language:
    """Return the language of the current request, English outside of one."""
    return BY_CODE.get(translation.get_language() or "", BY_CODE[SOURCE_LANGUAGE])


def shown_codes() -> list[str]:
    """Return the codes of the languages that readers meet: drafts are left out.

    What stores or edits texts takes `CODES`, for columns depend on no environment.
    """
    return [code for code, _ in settings.LANGUAGES]


def shown_languages() -> list[Language]:
    """Return the languages that readers meet: drafts are left out."""
    return [BY_CODE[code] for code in shown_codes()]
