"""Salary figures as the columns of a file, read and written by django-import-export."""

from typing import Any

from django.db import IntegrityError, models
from import_export.fields import Field
from import_export.instance_loaders import CachedInstanceLoader
from import_export.resources import ModelResource

from callcareers.content.models import Edit, translated_fields
from salaries.columns import FIGURE_COLUMNS
from salaries.imports.cells import (
    AmountWidget,
    ChoiceWidget,
    CurrencyWidget,
    DayWidget,
    RecordWidget,
    SlugWidget,
    TextWidget,
    WholeNumberWidget,
)
from salaries.imports.changes import Change, Snapshots
from salaries.models import SalaryFigure

RELATED_COLUMNS = tuple(
    name
    for name in FIGURE_COLUMNS
    if isinstance(SalaryFigure._meta.get_field(name), models.ForeignKey)
)


def choices_of(name: str) -> list[str]:
    """Return the words that the field `name` of figures knows."""
    field: Any = SalaryFigure._meta.get_field(name)
    return [value for value, _label in field.choices]


def column(name: str, widget: Any) -> Field:
    return Field(attribute=name, column_name=name, widget=widget)


class SalaryFigureResource(ModelResource):
    """Reads figures cell by cell, and saves each as an edit by `by`.

    `changes` has what was saved; related records are looked up once, by their codes.
    """

    code = column("code", SlugWidget(longest=80))
    employer = column("employer", TextWidget(longest=120))
    measure = column("measure", ChoiceWidget(choices_of("measure")))
    basis = column("basis", ChoiceWidget(choices_of("basis")))
    amount = column("amount", AmountWidget(is_required=True))
    amount_high = column("amount_high", AmountWidget(is_required=False))
    qualifier = column("qualifier", ChoiceWidget(choices_of("qualifier")))
    currency = column("currency", CurrencyWidget())
    tax = column("tax", ChoiceWidget(choices_of("tax")))
    payments_a_year = column("payments_a_year", WholeNumberWidget(1, 24))
    period_start = column("period_start", DayWidget())
    period_end = column("period_end", DayWidget())
    period_precision = column(
        "period_precision", ChoiceWidget(choices_of("period_precision"))
    )
    next_update_on = column("next_update_on", DayWidget())

    class Meta:
        model = SalaryFigure
        fields = FIGURE_COLUMNS
        import_id_fields = ["code"]
        instance_loader_class = CachedInstanceLoader
        use_transactions = True
        skip_diff = True

    def __init__(self, by: str, snapshots: Snapshots) -> None:
        super().__init__()
        self.by = by
        self.snapshots = snapshots
        self.changes: list[Change] = []
        self.before: dict[str, Any] | None = None
        for name in RELATED_COLUMNS:
            field: Any = SalaryFigure._meta.get_field(name)
            # Of what figures refer to, no text is needed, and there is much of it.
            needed = {"code", "currency", "other_currencies"}
            names = [
                own.name for own in field.related_model._meta.fields if own.name in needed
            ]
            records = field.related_model._base_manager.only(*names)
            widget = RecordWidget(field, {record.code: record for record in records})
            self.fields[name] = column(name, widget)

    def after_init_instance(self, instance, new, row, **kwargs) -> None:
        self.before = None if new else self.snapshots.of(instance)

    def validate_instance(
        self, instance, import_validation_errors=None, validate_unique=True
    ) -> None:
        """Check the fields as the admin does; what needs queries has been checked."""
        super().validate_instance(instance, import_validation_errors, validate_unique)
        instance.clean_fields(exclude=[*RELATED_COLUMNS, *translated_fields(SalaryFigure)])

    def do_instance_save(self, instance, is_create) -> None:
        instance.edit = Edit(self.by)
        try:
            super().do_instance_save(instance, is_create)
        except IntegrityError:
            # The database refuses what is false, but only the model has words for it.
            instance.validate_constraints()
            raise

    def after_save_instance(self, instance, row, **kwargs) -> None:
        after = self.snapshots.of(instance)
        self.changes.append(Change.of(instance, self.before, after))
