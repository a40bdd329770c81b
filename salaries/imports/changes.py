"""What an import did to one record: its fields before and after, as JSON."""

import datetime
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django.apps import apps
from django.db import models

from callcareers.content.models import TranslatedModel, translated_fields


class Difference(NamedTuple):
    """A cell before and after; "" is an empty one."""

    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """One record's fields, by name; `before` is None of a new one, `after` of a removed."""

    model: str
    code: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None

    @classmethod
    def of(
        cls,
        record: TranslatedModel,
        before: dict[str, Any] | None,
        after: dict[str, Any] | None,
    ) -> "Change":
        return cls(record._meta.label_lower, record.code, before, after)

    @property
    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def kind(self) -> str:
        """The name of the kind of record, in the active language."""
        return str(apps.get_model(self.model)._meta.verbose_name)

    @property
    def is_new(self) -> bool:
        return self.before is None

    @property
    def is_removal(self) -> bool:
        return self.after is None

    @property
    def differences(self) -> list[Difference]:
        """The cells that differ, in the order of the model's fields."""
        before, after = self.before or {}, self.after or {}
        pairs = (
            (name, shown(before.get(name)), shown(after.get(name)))
            for name in {**before, **after}
            if name != "code"
        )
        return [Difference(*pair) for pair in pairs if pair[1] != pair[2]]


class Snapshots:
    """Takes pictures of records, one query for the codes of each model they refer to."""

    def __init__(self) -> None:
        self.codes: dict[type[models.Model], dict[int, str]] = {}

    def of(self, record: TranslatedModel) -> dict[str, Any]:
        """Return every field of `record` but its id, as JSON; related ones by code."""
        return {field.name: self.value(record, field) for field in fields_of(type(record))}

    def value(self, record: TranslatedModel, field: Any) -> Any:
        value = getattr(record, field.attname)
        if field.is_relation:
            return value and self.codes_of(field.related_model)[value]
        if isinstance(value, Decimal):
            return f"{value:f}"
        if isinstance(value, datetime.date):
            return value.isoformat()
        # Choices are texts, but of a class of their own.
        return str(value) if isinstance(value, str) else value

    def codes_of(self, model: type[models.Model]) -> dict[int, str]:
        if model not in self.codes:
            self.codes[model] = dict(model._base_manager.values_list("pk", "code"))
        return self.codes[model]

    def restore(self, record: TranslatedModel, fields: Mapping[str, Any]) -> None:
        """Give `record` the `fields` of a picture; raises `LookupError` without one."""
        for field in fields_of(type(record)):
            value = fields[field.name]
            if field.is_relation and value is not None:
                ids = {code: pk for pk, code in self.codes_of(field.related_model).items()}
                value = ids[value]
            setattr(record, field.attname, field.to_python(value))


def fields_of(model: type[TranslatedModel]) -> list[Any]:
    """Return the fields of `model` but its id and the base columns of its texts."""
    base = translated_fields(model)
    return [
        field
        for field in model._meta.concrete_fields
        if not field.primary_key and field.name not in base
    ]


def shown(value: Any) -> str:
    return "" if value is None else str(value)
