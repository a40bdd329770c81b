"""What a record of each dataset looks like in JSON (JSON Schema 2020-12)."""

from typing import Any, Final

from django.utils import translation

from callcareers.languages import SOURCE_LANGUAGE, shown_codes
from callcareers.open_data.columns import Column, Type
from callcareers.open_data.datasets import Dataset

Schema = dict[str, Any]

TYPES: Final[dict[Type, Schema]] = {
    Type.CODE: {"type": "string"},
    Type.CODES: {"type": "array", "items": {"type": "string"}},
    Type.TEXT: {"type": "string"},
    Type.MARKDOWN: {"type": "string", "contentMediaType": "text/markdown"},
    Type.URL: {"type": "string", "format": "uri"},
    Type.DECIMAL: {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"},
    Type.INTEGER: {"type": "integer"},
    Type.DATE: {"type": "string", "format": "date"},
}


def record_schema(dataset: Dataset) -> Schema:
    """Return the schema of one record of `dataset`, its words in English."""
    with translation.override(SOURCE_LANGUAGE):
        parts = {name: part_schema(part) for name, part in dataset.parts.items()}
    record = parts.pop("")
    for name, part in parts.items():
        is_required = any(
            column.is_required for column in dataset.columns if column.within == name
        )
        record["properties"][name] = part if is_required else nullable(part)
        record["required"].append(name)
    return record


def part_schema(columns: list[Column]) -> Schema:
    return closed_object(
        {column.key or column.name: column_schema(column) for column in columns}
    )


def column_schema(column: Column) -> Schema:
    schema = dict(TYPES[column.kind])
    if column.is_translated:
        schema = closed_object(dict.fromkeys(shown_codes(), nullable(schema)))
    elif column.choices:
        schema["enum"] = list(column.choices.values)
    if not (column.is_required or column.is_translated):
        schema = nullable(schema)
    return {**schema, "description": str(column.meaning)}


def nullable(schema: Schema) -> Schema:
    """Return `schema` with null allowed beside what it allows."""
    schema = {**schema, "type": [schema["type"], "null"]}
    if "enum" in schema:
        schema["enum"] = [*schema["enum"], None]
    return schema


def closed_object(properties: dict[str, Schema]) -> Schema:
    """Return the schema of an object that has each of `properties` and no other."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
