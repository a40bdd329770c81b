"""One role, one name: where the texts of a language call the same thing differently."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from callcareers.content.models import TranslatedModel, column, prose_fields
from callcareers.languages import BY_CODE, SOURCE_LANGUAGE
from callcareers.translations.content_files import content_models
from roles.models import Role

SHORTEST_STEM = 4
LONGEST_ENDING = 3
WORD = re.compile(r"\w+")
PLURAL_ENDING = re.compile(r"(?:s|s')?\b")


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

    def is_named_in(self, text: str, language: str) -> bool:
        """Tell whether `text` calls the role by one of its names, in any inflection."""
        if BY_CODE[language].segmenter == "thai":
            return any(name in text for name in self.translated)
        words = fold(text)
        return any(
            all(stem(word) in words for word in fold(name).split())
            for name in self.translated
        )


@dataclass(frozen=True, slots=True)
class Mention:
    """A place of an English text that speaks of a role, the name there, and its role's."""

    start: int
    end: int
    name: str
    names: RoleNames

    def is_within(self, other: "Mention") -> bool:
        """Tell whether this is a part of `other`, which is longer."""
        return (
            other.start <= self.start
            and self.end <= other.end
            and other.end - other.start > self.end - self.start
        )


class RoleIndex:
    """The English names of roles by their first word, to find them in many texts.

    A name is held with its capital and without: in title case it would be part of another
    name, such as that of a certificate.
    """

    def __init__(self, roles: Iterable[RoleNames]) -> None:
        self.names: dict[str, list[tuple[str, str, RoleNames]]] = {}
        for names in roles:
            for name in names.english:
                for form in {name, name[:1].lower() + name[1:]}:
                    if first := WORD.match(form):
                        entry = (form, name, names)
                        self.names.setdefault(first.group(), []).append(entry)

    def mentions(self, text: str) -> Iterator[Mention]:
        """Yield where an English text speaks of a role, names within longer ones too."""
        for word in WORD.finditer(text):
            start = word.start()
            for first in dict.fromkeys([word.group(), word.group().removesuffix("s")]):
                for form, name, names in self.names.get(first, ()):
                    if text.startswith(form, start):
                        ending = PLURAL_ENDING.match(text, start + len(form))
                        if ending:
                            yield Mention(start, ending.end(), name, names)


def clashes(language: str) -> Iterator[tuple[str, str]]:
    """Yield each clash of names in `language`: its place, and what is wrong there."""
    texts = list(_texts(language))
    yield from _one_name_for_two(texts)
    yield from _two_names_for_one(texts)
    yield from _roles_called_otherwise(texts, language)


@lru_cache(maxsize=1024)
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
    index = RoleIndex(_role_names(language))
    for item in texts:
        mentions = list(index.mentions(item.source))
        for mention in mentions:
            if any(mention.is_within(other) for other in mentions):
                continue
            names = mention.names
            if not names.is_named_in(item.text, language):
                known = ", ".join(repr(known) for known in names.translated)
                yield (
                    item.place,
                    f"{mention.name!r} is none of the role's names here: {known}.",
                )


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
