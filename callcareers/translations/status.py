"""How far the site is translated: words by language, part and state."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import to_locale

from callcareers.content.markup import REFERENCE
from callcareers.content.models import (
    ContentVersion,
    TranslatedModel,
    TranslationUnit,
    column,
    prose_fields,
)
from callcareers.languages import BY_CODE, SOURCE_LANGUAGE, TRANSLATION_CODES, Language
from callcareers.translations.catalogues import MACHINE_FLAG
from callcareers.translations.content_files import content_models
from callcareers.translations.rules import HTML_TAG, PLACEHOLDER

State = TranslationUnit.State
Words = Counter[State]

WORD = re.compile(r"\w+(?:['’-]\w+)*")
SMALLEST_SHARE = Decimal("0.1")
LABEL_MODELS = {"roles.occupation"}


class Part(models.TextChoices):
    """What a text belongs to; a data label names or explains what figures speak of."""

    INTERFACE = "interface", _("Interface")
    CONTENT = "content", _("Content")
    LABELS = "labels", _("Data labels")


@dataclass(frozen=True, slots=True)
class Cell:
    """The words in one state: how many, and their share in per cent of all there are."""

    words: int
    share: Decimal


@dataclass(frozen=True, slots=True)
class LanguageStatus:
    """The words of the source text by the state of their translation, part by part."""

    language: Language
    parts: dict[Part, Words]

    @property
    def together(self) -> Words:
        return sum(self.parts.values(), Counter())

    @property
    def total(self) -> int:
        return self.together.total()

    @property
    def current_share(self) -> Decimal:
        """Return the per cent of all words whose translation is current."""
        return shares(self.together)[State.CURRENT]

    @property
    def columns(self) -> list[Words]:
        """Return the words of each part, and of all of them together."""
        return [*(self.parts[part] for part in Part), self.together]

    @property
    def rows(self) -> list[tuple[State, list[Cell]]]:
        """Return for each state its words in each of the `columns`."""
        columns = [(words, shares(words)) for words in self.columns]
        return [
            (state, [Cell(words[state], share[state]) for words, share in columns])
            for state in State
        ]

    @property
    def totals(self) -> list[int]:
        """Return all words of each of the `columns`."""
        return [words.total() for words in self.columns]


def language_statuses(languages: Iterable[str] = TRANSLATION_CODES) -> list[LanguageStatus]:
    """Return how far each of `languages` is, in words of the English text.

    Takes one query while the content stays the same.
    """
    content = content_words(ContentVersion.current())
    return [
        LanguageStatus(
            BY_CODE[language],
            {Part.INTERFACE: _interface_words(language), **content[language]},
        )
        for language in languages
    ]


def shares(words: Words) -> dict[State, Decimal]:
    """Return the share of each state in per cent; they add up to 100.

    What is there is never rounded to nothing, so that 100 means all of it.
    """
    total = words.total()
    if not total:
        return dict.fromkeys(State, Decimal(0)) | {State.CURRENT: Decimal(100)}
    exact = {state: Decimal(100) * words[state] / total for state in State}
    rounded = {
        state: max(round(share, 1), SMALLEST_SHARE) if share else Decimal(0)
        for state, share in exact.items()
    }
    largest = max(exact, key=lambda state: exact[state])
    rounded[largest] += 100 - sum(rounded.values())
    return rounded


def count_words(text: str) -> int:
    """Return how many words of an English `text` a translator has to translate."""
    for pattern in (REFERENCE, PLACEHOLDER, HTML_TAG):
        text = pattern.sub(" ", text)
    return len(WORD.findall(text))


@lru_cache(maxsize=1)
def content_words(version: int) -> dict[str, dict[Part, Words]]:
    """Return the words of all records, by language and part, as of a content version."""
    tallies: dict[str, dict[Part, Words]] = {
        language: {Part.CONTENT: Counter(), Part.LABELS: Counter()}
        for language in TRANSLATION_CODES
    }
    for model in content_models():
        if issubclass(model, TranslatedModel):
            part = _part_of(model)
            for language, state, words in _texts(model):
                tallies[language][part][state] += words
    return tallies


def _part_of(model: type[models.Model]) -> Part:
    is_label = model._meta.app_label == "salaries" or (
        model._meta.label_lower in LABEL_MODELS
    )
    return Part.LABELS if is_label else Part.CONTENT


def _texts(model: type[TranslatedModel]) -> Iterator[tuple[str, State, int]]:
    """Yield language, state and words of each text of the records of `model`."""
    fields = prose_fields(model)
    units: dict[tuple[str, str, str], Any] = {
        (unit.code, unit.field, unit.language): unit
        for unit in TranslationUnit.objects.filter(model=model._meta.label_lower)
    }
    columns = [
        column(field, language)
        for field in fields
        for language in (SOURCE_LANGUAGE, *TRANSLATION_CODES)
    ]
    for row in model._base_manager.values("code", *columns).iterator():
        for field in fields:
            source = row[column(field, SOURCE_LANGUAGE)]
            if not source:
                continue
            words = count_words(source)
            for language in TRANSLATION_CODES:
                unit = units.get((row["code"], field, language))
                text = row[column(field, language)]
                yield language, TranslationUnit.state_of(unit, source, text), words


def _interface_words(language: str) -> Words:
    """Return the words of the messages in the catalogues of `language`."""
    words: Words = Counter()
    for root in settings.LOCALE_PATHS:
        path = Path(root) / to_locale(language) / "LC_MESSAGES" / "django.po"
        if path.exists():
            words += _message_words(path, path.stat().st_mtime_ns)
    return words


@lru_cache(maxsize=64)
def _message_words(path: Path, changed_ns: int) -> Words:
    """Return the words of the messages at `path`, as it is since `changed_ns`."""
    words: Words = Counter()
    for entry in polib.pofile(str(path), encoding="utf-8"):
        if not entry.obsolete:
            texts = entry.msgid, entry.msgid_plural
            words[_message_state(entry)] += sum(map(count_words, texts))
    return words


def _message_state(entry: polib.POEntry) -> State:
    if entry.fuzzy:
        return State.OUTDATED
    texts = entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]
    if not all(texts):
        return State.MISSING
    return State.MACHINE if MACHINE_FLAG in entry.flags else State.CURRENT
