"""One role, one name: where the texts of a language call the same thing differently."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from callcareers.content.models import TranslatedModel, column, prose_fields
from callcareers.languages import BY_CODE, SOURCE_LANGUAGE
from callcareers.translations.content_files import content_models
from roles.models import Role

SHORTEST_STEM = 4
LONGEST_ENDING = 3


@dataclass(frozen=True, slots=True)
class Text:
    """One text of a record with its English source, and the place that names it."""

    place: str
    field: str
    source: str
    text: str


@dataclass(frozen=True, slots=True)
class RoleNames:
    """What a role is called: in English, and in a translation; its name comes first."""

    english: tuple[str, ...]
    translated: tuple[str, ...]

    def mentions(self, source: str) -> list[tuple[int, int, str]]:
        """Return where an English text speaks of the role: start, end, the name there.

        A name in title case is part of another name, such as that of a certificate.
        """
        return [
            (match.start(), match.end(), name)
            for name in self.english
            for form in {name, name[:1].lower() + name[1:]}
            for match in re.finditer(rf"\b{re.escape(form)}(?:s|s')?\b", source)
        ]

    def is_named_in(self, text: str, language: str) -> bool:
        """Tell whether `text` calls the role by one of its names, in any inflection."""
        if BY_CODE[language].segmenter == "thai":
            return any(name in text for name in self.translated)
        words = fold(text)
        return any(
            all(stem(word) in words for word in fold(name).split())
            for name in self.translated
        )


def clashes(language: str) -> Iterator[tuple[str, str]]:
    """Yield each clash of names in `language`: its place, and what is wrong there."""
    texts = list(_texts(language))
    yield from _one_name_for_two(texts)
    yield from _two_names_for_one(texts)
    yield from _roles_called_otherwise(texts, language)


def fold(text: str) -> str:
    """Return `text` in small letters without accents."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def stem(word: str) -> str:
    """Return the start of a folded word, which its inflected forms share."""
    return word[: max(SHORTEST_STEM, len(word) - LONGEST_ENDING)]


def _one_name_for_two(texts: list[Text]) -> Iterator[tuple[str, str]]:
    """Yield records of one model that are different in English and not in the language.

    An accent tells two words apart.
    """
    found: dict[tuple[str, str], Text] = {}
    for item in _names(texts):
        model = item.place.partition(":")[0]
        other = found.setdefault((model, item.text.casefold()), item)
        if fold(other.source) != fold(item.source):
            yield (
                item.place,
                f"{item.source!r} and {other.source!r} ({other.place}) are both called "
                f"{item.text!r}.",
            )


def _two_names_for_one(texts: list[Text]) -> Iterator[tuple[str, str]]:
    """Yield names that are the same in English and not in the language."""
    found: dict[str, Text] = {}
    for item in _names(texts):
        other = found.setdefault(fold(item.source), item)
        if other.text.casefold() != item.text.casefold():
            yield (
                item.place,
                f"{item.source!r} is called {item.text!r} here and {other.text!r} in "
                f"{other.place}.",
            )


def _roles_called_otherwise(texts: list[Text], language: str) -> Iterator[tuple[str, str]]:
    """Yield texts that speak of a role by none of the names that its record has."""
    roles = _role_names(language)
    for item in texts:
        for names, name in _roles_spoken_of(item.source, roles):
            if not names.is_named_in(item.text, language):
                known = ", ".join(repr(known) for known in names.translated)
                yield (
                    item.place,
                    f"{name!r} is none of the role's names here: {known}.",
                )


def _roles_spoken_of(
    source: str, roles: list[RoleNames]
) -> Iterator[tuple[RoleNames, str]]:
    """Yield the roles that an English text names, a name within a longer one left out."""
    found = [
        (start, end, name, names)
        for names in roles
        for start, end, name in names.mentions(source)
    ]
    for start, end, name, names in found:
        if not any(
            other_start <= start
            and end <= other_end
            and other_end - other_start > end - start
            for other_start, other_end, _, _ in found
        ):
            yield names, name


def _role_names(language: str) -> list[RoleNames]:
    columns = [
        column(field, code)
        for code in (SOURCE_LANGUAGE, language)
        for field in ("name", "other_names")
    ]
    rows = Role.objects.values_list(*columns)
    return [
        RoleNames(
            (name, *(others or "").splitlines()),
            (translated, *(translated_others or "").splitlines()),
        )
        for name, others, translated, translated_others in rows
        if translated
    ]


def _names(texts: list[Text]) -> Iterator[Text]:
    return (item for item in texts if item.field == "name")


def _texts(language: str) -> Iterator[Text]:
    """Yield every text that is translated into `language`."""
    for model in content_models():
        if not issubclass(model, TranslatedModel):
            continue
        label, fields = model._meta.label_lower, prose_fields(model)
        columns = [
            column(field, code) for field in fields for code in (SOURCE_LANGUAGE, language)
        ]
        for code, *values in model.objects.order_by("code").values_list("code", *columns):
            pairs = zip(fields, values[::2], values[1::2], strict=True)
            for field, source, text in pairs:
                if source and text:
                    yield Text(f"{label}:{code}:{field}", field, source, text)
