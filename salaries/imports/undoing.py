"""An import taken back: what it changed is as before, what it made is gone."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from callcareers.content.markup import find_references
from callcareers.content.models import (
    Edit,
    TranslatedModel,
    TranslationUnit,
    column,
    text_columns,
)
from salaries.imports.changes import Change, Snapshots
from salaries.imports.faults import Fault, ImportRefused, refuse
from salaries.models import SalaryFigure, SalaryImport


def undo(record: SalaryImport, by: str) -> None:
    """Take back the import of `record` as an edit by `by`, as a whole or not at all.

    Raises `ImportRefused` where it has been undone already, or where a record has changed
    since or is cited; it names each.
    """
    with transaction.atomic():
        locked = SalaryImport.objects.select_for_update().get(pk=record.pk)
        if locked.undone_at:
            raise refuse(_("This import has been undone already."))
        _Undoing([Change(**change) for change in locked.changes], by).run()
        locked.undone_by, locked.undone_at = by, timezone.now()
        locked.save(update_fields=["undone_by", "undone_at"])
    record.refresh_from_db()


class _Undoing:
    """One import on its way back, inside its transaction."""

    def __init__(self, changes: list[Change], by: str) -> None:
        self.changes = changes
        self.by = by
        self.snapshots = Snapshots()
        self.records = {
            model: apps.get_model(model)._base_manager.in_bulk(
                [change.code for change in changes if change.model == model],
                field_name="code",
            )
            for model in {change.model for change in changes}
        }

    def run(self) -> None:
        faults = [*self.later_edits(), *self.citations()]
        if faults:
            raise ImportRefused(faults)
        for change in self.in_order():
            try:
                with transaction.atomic():
                    self.take_back(change)
            except ValidationError as error:
                raise ImportRefused(
                    [Fault(f"{change.code}: {reason}") for reason in error.messages]
                ) from error
            except (IntegrityError, ProtectedError, LookupError) as error:
                raise refuse(f"{change.code}: {error}") from error

    def later_edits(self) -> Iterable[Fault]:
        """Yield the records that are not as the import has left them."""
        for change in self.changes:
            record = self.records[change.model].get(change.code)
            current = None if record is None else self.snapshots.of(record)
            if current != change.after:
                # Translators: %(code)s is the code of a figure.
                yield Fault(_("%(code)s was changed since.") % {"code": change.code})

    def citations(self) -> Iterable[Fault]:
        """Yield the figures that would go, and that texts cite."""
        made = {change.code for change in self.changes if change.is_new}
        if not made:
            return
        for model in apps.get_models():
            if issubclass(model, TranslatedModel):
                for text in texts_with_references(model):
                    for reference in find_references(text):
                        if reference.code in made:
                            made.discard(reference.code)
                            parts = {"code": reference.code}
                            # Translators: %(code)s is the code of a figure.
                            yield Fault(_("%(code)s is cited in a text.") % parts)

    def in_order(self) -> list[Change]:
        """Return first what goes, then what is as before, percentiles ascending always."""

        def place(change: Change) -> tuple[int, ...]:
            if change.before is None:
                return (0,)
            if change.after is None or change.model != SalaryFigure._meta.label_lower:
                return (2,)
            return (1, *SalaryFigure.saving_order(change.after, change.before))

        return sorted(self.changes, key=place)

    def take_back(self, change: Change) -> None:
        record = self.records[change.model].get(change.code)
        if change.before is None:
            record.delete()
            return
        if record is None:
            record = apps.get_model(change.model)()
            record.edit = edit_of_removed(change, self.by)
        else:
            record.edit = Edit(self.by)
        self.snapshots.restore(record, change.before)
        try:
            record.save()
        except IntegrityError:
            # The database refuses what is false, but only the model has words for it.
            record.validate_constraints()
            raise


def texts_with_references(model: type[TranslatedModel]) -> Iterable[str]:
    """Yield the texts of `model`, in every language, that cite anything."""
    columns = text_columns(model)
    for row in model._base_manager.values_list(*columns):
        yield from (text for text in row if text and "[[" in text)


def edit_of_removed(change: Change, by: str) -> Edit:
    """Return the edit that brings a removed record back with its translations' states."""
    units: Any = TranslationUnit.objects.filter(model=change.model, code=change.code)
    by_column = {column(unit.field, unit.language): unit for unit in units}
    return Edit(
        by,
        machine_made={name for name, unit in by_column.items() if unit.is_machine_made},
        sources={name: unit.source for name, unit in by_column.items()},
        translators={name: unit.changed_by for name, unit in by_column.items()},
    )
