"""A translator's catalogue into the database: all of it, or nothing."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone

from callcareers.content.models import (
    Edit,
    TranslatedModel,
    TranslatedPage,
    TranslationUnit,
    column,
    required_texts,
    text_errors,
    tidy_text,
)
from callcareers.content.slugs import slugify_text
from callcareers.languages import SOURCE_LANGUAGE
from callcareers.translations.catalogues import (
    Catalogue,
    ContentRefused,
    Entry,
    Fault,
    digest,
    entry_model,
    known_units,
)
from callcareers.translations.rules import field_faults

RECORDS_AT_ONCE = 200


class Outcome(StrEnum):
    """What became of an entry; the words are those of the report."""

    NEW = "new"
    CHANGED = "changed"
    CONFIRMED = "confirmed"
    UNCHANGED = "as it was"
    MISSING = "not translated yet"
    EMPTIED = "empty in the file; the site keeps its text"
    DRAFT = "still marked as fuzzy; the site keeps its text"
    KEPT = "changed on the site since the file was written, and not in the file; kept"


QUIET = {Outcome.UNCHANGED, Outcome.MISSING}


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one entry, and the text before and after."""

    entry: Entry
    outcome: Outcome
    before: str
    after: str
    is_outdated: bool = False


@dataclass(slots=True)
class ImportReport:
    """What an import did, entry by entry; `proposed` names addresses made from names."""

    language: str
    changes: list[Change] = field(default_factory=list)
    proposed: list[str] = field(default_factory=list)

    def counts(self) -> Counter[Outcome]:
        return Counter(change.outcome for change in self.changes)

    def worth_telling(self) -> list[Change]:
        """Return the changes that are more than "as it was"."""
        return [change for change in self.changes if change.outcome not in QUIET]


def import_catalogue(
    catalogue: Catalogue,
    *,
    is_machine_made: bool = False,
    is_overwriting: bool = False,
) -> ImportReport:
    """Bring the texts of `catalogue` into the database, in a transaction of their own.

    An empty entry and one marked as fuzzy change nothing. A text made from an older
    English one than that of now is taken and becomes outdated. `is_machine_made` takes
    fuzzy entries too, and marks what it writes as read by nobody; `is_overwriting` takes
    the file's text where the site's has changed since the file was written. Raises
    `ContentRefused` with every fault, and writes nothing then.
    """
    with transaction.atomic():
        taking = _Import(catalogue, is_machine_made, is_overwriting)
        taking.run()
        if taking.faults:
            raise ContentRefused(taking.faults)
    return taking.report


class _Import:
    """One import in progress, inside its transaction."""

    def __init__(
        self, catalogue: Catalogue, is_machine_made: bool, is_overwriting: bool
    ) -> None:
        self.language = catalogue.language
        self.translator = catalogue.translator
        self.entries = catalogue.entries
        self.is_machine_made = is_machine_made
        self.is_overwriting = is_overwriting
        self.report = ImportReport(catalogue.language)
        self.faults: list[Fault] = []
        self.units = known_units(catalogue.language)
        self.confirmed: list[TranslationUnit] = []

    def run(self) -> None:
        for record, entries in self._records():
            self._take(record, entries)
        TranslationUnit.objects.put(self.confirmed)

    def _records(self) -> Iterator[tuple[TranslatedModel, list[Entry]]]:
        """Yield each record that the catalogue speaks of, with its entries."""
        by_label: dict[str, dict[str, list[Entry]]] = {}
        for entry in self.entries:
            by_code = by_label.setdefault(entry.label, {})
            by_code.setdefault(entry.code, []).append(entry)
        for by_code in by_label.values():
            first = next(iter(by_code.values()))[0]
            model: Any = entry_model(first.label, first.field)
            codes = list(by_code)
            for start in range(0, len(codes), RECORDS_AT_ONCE):
                some = codes[start : start + RECORDS_AT_ONCE]
                found = {
                    record.code: record for record in model.objects.filter(code__in=some)
                }
                for code in some:
                    if code in found:
                        yield found[code], by_code[code]
                    else:
                        self.faults += [
                            entry.fault("There is no such record.")
                            for entry in by_code[code]
                        ]

    def _take(self, record: TranslatedModel, entries: list[Entry]) -> None:
        """Write the entries of one record where they say something new."""
        was_complete = self._is_complete(record)
        written: set[str] = set()
        sources: dict[str, str] = {}
        replaced: dict[str, str] = {}
        machine_made: set[str] = set()
        for entry in entries:
            name = column(entry.field, self.language)
            change = self._judge(record, entry)
            self.report.changes.append(change)
            if change.outcome in {Outcome.NEW, Outcome.CHANGED}:
                self.faults += self._faults_of(record, entry, change.after)
                setattr(record, name, change.after)
                written.add(name)
                sources[name] = entry.source
                replaced[name] = entry.exported
                if self.is_machine_made or entry.is_machine_made:
                    machine_made.add(name)
            elif change.outcome == Outcome.CONFIRMED:
                self._confirm(entry)
        if isinstance(record, TranslatedPage):
            written |= self._settle_slug(record, entries, was_complete, written)
        if written and not self.faults:
            record.edit = Edit(
                self.translator,
                machine_made=machine_made,
                sources=sources,
                replaced=replaced,
            )
            record.save(update_fields=written)

    def _judge(self, record: TranslatedModel, entry: Entry) -> Change:
        """Tell what is to become of `entry`, without writing anything."""
        name = column(entry.field, self.language)
        field: Any = record._meta.get_field(name)
        before = getattr(record, name) or ""
        english = getattr(record, column(entry.field, SOURCE_LANGUAGE)) or ""
        after = field.to_python(tidy_text(entry.text)) or ""
        is_outdated = entry.field != "slug" and entry.source != english

        def change(outcome: Outcome) -> Change:
            return Change(entry, outcome, before, after, is_outdated)

        if not after:
            return change(Outcome.EMPTIED if before else Outcome.MISSING)
        if before == after:
            return change(
                Outcome.CONFIRMED if self._confirms(entry, english) else Outcome.UNCHANGED
            )
        if entry.is_draft and not self.is_machine_made:
            return change(Outcome.DRAFT)
        if self._is_changed_here(entry, before) and not self.is_overwriting:
            if entry.is_as_exported:
                return change(Outcome.KEPT)
            reason = (
                "The text was changed on the site too since the file was written: "
                f"there it is {before!r} now."
            )
            self.faults.append(entry.fault(reason))
        return change(Outcome.CHANGED if before else Outcome.NEW)

    def _is_changed_here(self, entry: Entry, before: str) -> bool:
        """Tell whether the site's text is neither the exported nor an imported one."""
        unit = self.units.get((entry.label, entry.code, entry.field))
        known = {"", digest(before), unit.replaced if unit else ""}
        return entry.exported not in known

    def _confirms(self, entry: Entry, english: str) -> bool:
        """Tell whether `entry` says of a doubtful text that it is right as it stands."""
        if self.is_machine_made or entry.field == "slug" or entry.is_fuzzy:
            return False
        if entry.source != english:
            return False
        unit = self.units.get((entry.label, entry.code, entry.field))
        return unit is not None and (unit.is_machine_made or unit.source != english)

    def _confirm(self, entry: Entry) -> None:
        unit = self.units[entry.label, entry.code, entry.field]
        unit.source, unit.is_machine_made = entry.source, False
        unit.changed_by, unit.changed_on = self.translator, timezone.now()
        self.confirmed.append(unit)

    def _faults_of(self, record: TranslatedModel, entry: Entry, text: str) -> list[Fault]:
        field: Any = record._meta.get_field(column(entry.field, self.language))
        reasons = []
        if entry.field != "slug":
            found = field_faults(entry.source, text, self.language, field)
            reasons = [f"The text {reason}" for reason in found]
            reasons += [" ".join(error.messages) for error in text_errors(text)]
        try:
            field.run_validators(text)
        except ValidationError as error:
            reasons += [] if reasons else error.messages
        return [entry.fault(reason) for reason in reasons]

    def _is_complete(self, record: TranslatedModel) -> bool:
        """Tell whether `record` has the texts that a page in the language needs."""
        return isinstance(record, TranslatedPage) and all(
            getattr(record, column(name, self.language))
            for name in required_texts(type(record))
        )

    def _settle_slug(
        self,
        record: TranslatedPage,
        entries: list[Entry],
        was_complete: bool,
        written: set[str],
    ) -> set[str]:
        """Propose the address of a page that has just become complete, and check it.

        A page that was complete and has no address was taken away by an editor.
        """
        name = column("slug", self.language)
        is_complete = self._is_complete(record)
        first = column(required_texts(type(record))[0], self.language)
        proposal = slugify_text(getattr(record, first) or "")
        if is_complete and not was_complete and not getattr(record, name) and proposal:
            setattr(record, name, proposal)
            self.report.proposed.append(f"{record._meta.label_lower}:{record.code}")
        elif name not in written:
            return set()
        slug = getattr(record, name)
        others: models.QuerySet = type(record).objects.filter(**{name: slug})
        entry = next((found for found in entries if found.field == "slug"), entries[0])
        if not is_complete:
            reason = "A page needs its texts in the language before it has an address."
            self.faults.append(entry.fault(reason))
        elif other := others.exclude(pk=record.pk).first():
            reason = f"The address {slug!r} is that of {other.code} already."
            self.faults.append(entry.fault(reason))
        return {name}
