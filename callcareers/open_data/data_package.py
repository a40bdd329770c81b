"""The Frictionless Data Package: what programs need to read the CSV files together."""

from collections.abc import Iterator
from typing import Any, Final

from django.utils import translation

from callcareers.languages import SOURCE_LANGUAGE
from callcareers.open_data.columns import Column, Type
from callcareers.open_data.datasets import CONVENTIONS, DATASETS, Dataset
from callcareers.open_data.edition import (
    LICENCE,
    LICENCE_TITLE,
    LICENCE_URL,
    PUBLISHER,
    Edition,
    absolute,
    address_of_file,
    addresses_of_page,
    changes,
)
from salaries.models import Source

FIELD_TYPES: Final[dict[Type, dict[str, str]]] = {
    Type.CODE: {"type": "string"},
    Type.CODES: {"type": "list", "delimiter": " ", "itemType": "string"},
    Type.TEXT: {"type": "string"},
    Type.MARKDOWN: {"type": "string"},
    Type.URL: {"type": "string", "format": "uri"},
    Type.DECIMAL: {"type": "number"},
    Type.INTEGER: {"type": "integer"},
    Type.DATE: {"type": "date"},
}


def data_package(edition: Edition) -> dict[str, Any]:
    """Return the description of all CSV files, in English; two queries."""
    with translation.override(SOURCE_LANGUAGE):
        resources = [resource(dataset) for dataset in DATASETS.values()]
        description = "\n\n".join(map(str, CONVENTIONS))
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "call-careers",
        "title": PUBLISHER,
        "description": description,
        "homepage": addresses_of_page()[SOURCE_LANGUAGE],
        "id": absolute("data_package"),
        "version": str(edition.number),
        **({"created": edition.changed} if edition.changed else {}),
        "licenses": [{"name": LICENCE, "path": LICENCE_URL, "title": LICENCE_TITLE}],
        "sources": list(sources()),
        "changes": changes(),
        "resources": resources,
    }


def sources() -> Iterator[dict[str, str]]:
    """Yield who the figures are from, as the specification has it."""
    records = Source.objects.order_by("code")
    for code, publisher, title, url in records.values_list(
        "code", "publisher_en", "title", "url"
    ):
        named = f"{publisher}: {title}" if title else publisher
        yield {"title": f"{named} ({code})"} | ({"path": url} if url else {})


def resource(dataset: Dataset) -> dict[str, Any]:
    return {
        "name": dataset.code,
        "path": address_of_file(dataset, "csv"),
        "title": str(dataset.title),
        "description": str(dataset.description),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {
            "fields": [field for column in dataset.columns for field in fields(column)],
            "missingValues": [""],
            "primaryKey": ["code"],
            "foreignKeys": [
                {
                    "fields": [column.name],
                    "reference": {"resource": column.refers_to, "fields": ["code"]},
                }
                for column in dataset.columns
                if column.refers_to and column.kind == Type.CODE
            ],
        },
    }


def fields(column: Column) -> Iterator[dict[str, Any]]:
    """Yield the fields of `column`: one a language, or the one."""
    constraints: dict[str, Any] = {}
    if column.is_required and column.kind != Type.CODES:
        constraints["required"] = True
    if column.choices:
        constraints["enum"] = list(column.choices.values)
    for heading in column.headings:
        yield {
            "name": heading,
            **FIELD_TYPES[column.kind],
            "description": str(column.meaning),
            **({"constraints": constraints} if constraints else {}),
        }
