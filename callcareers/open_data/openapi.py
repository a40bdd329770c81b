"""The OpenAPI document: where the data is, and what each answer looks like."""

from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from callcareers.languages import SOURCE_LANGUAGE, shown_codes
from callcareers.open_data.datasets import CONVENTIONS, DATASETS, Dataset
from callcareers.open_data.edition import LICENCE, LICENCE_TITLE, PUBLISHER
from callcareers.open_data.schemas import Schema, closed_object, nullable, record_schema

# The version of the shape of the data, not of what is in it.
API_VERSION: Final = "1.0.0"
HEADERS: Final = {
    "ETag": "What tells this edition of the file from any other.",
    "X-Content-Version": "The number of the content version that the file was made of.",
    "Link": "The licence and the descriptions of the data.",
}


def openapi_document() -> dict[str, Any]:
    """Return the description of all files, in English."""
    with translation.override(SOURCE_LANGUAGE):
        return {
            "openapi": "3.1.0",
            "info": {
                "title": f"{PUBLISHER}: open data",
                "version": API_VERSION,
                "description": "\n\n".join(map(str, CONVENTIONS)),
                "license": {"name": LICENCE_TITLE, "identifier": LICENCE},
            },
            "servers": [{"url": settings.SITE_URL}],
            "paths": paths(),
            "components": components(),
        }


def paths() -> dict[str, Any]:
    files = {
        reverse(f"dataset_{extension}", kwargs={"code": dataset.code}): {
            "get": operation(dataset, extension)
        }
        for dataset in DATASETS.values()
        for extension in ("csv", "json")
    }
    described = {
        reverse("data_package"): "The Frictionless Data Package of the CSV files",
        reverse("openapi"): "This document",
    }
    for path, summary in described.items():
        content = {"application/json": {"schema": {"type": "object"}}}
        files[path] = {"get": read(path, summary, content)}
    return files


def operation(dataset: Dataset, extension: str) -> dict[str, Any]:
    path = reverse(f"dataset_{extension}", kwargs={"code": dataset.code})
    content = {
        "csv": {"text/csv": {"schema": {"type": "string"}}},
        "json": {"application/json": {"schema": envelope(dataset)}},
    }
    summary = f"{dataset.title} as {extension.upper()}"
    described = {"description": str(dataset.description), "tags": [dataset.code]}
    return read(path, summary, content[extension]) | described


def read(path: str, summary: str, content: dict[str, Any]) -> dict[str, Any]:
    """Return the operation of reading the file at `path`."""
    return {
        "operationId": path.strip("/").replace("/", "-").replace(".", "-"),
        "summary": summary,
        "parameters": [{"$ref": "#/components/parameters/If-None-Match"}],
        "responses": {
            "200": {
                "description": "The whole file.",
                "headers": {
                    name: {"$ref": f"#/components/headers/{name}"} for name in HEADERS
                },
                "content": content,
            },
            "304": {"description": "The file is still as in your copy."},
        },
    }


def envelope(dataset: Dataset) -> Schema:
    records = {"$ref": f"#/components/schemas/{dataset.code}"}
    return closed_object(
        {
            "meta": {"$ref": "#/components/schemas/meta"},
            "data": {"type": "array", "items": records},
        }
    )


def components() -> dict[str, Any]:
    return {
        "schemas": {
            "meta": meta_schema(),
            **{dataset.code: record_schema(dataset) for dataset in DATASETS.values()},
        },
        "parameters": {
            "If-None-Match": {
                "name": "If-None-Match",
                "in": "header",
                "description": "The ETag of your copy.",
                "schema": {"type": "string"},
            }
        },
        "headers": {
            name: {"description": description, "schema": {"type": "string"}}
            for name, description in HEADERS.items()
        },
    }


def meta_schema() -> Schema:
    text, count = {"type": "string"}, {"type": "integer", "minimum": 0}
    address = {"type": "string", "format": "uri"}
    moment = {"type": "string", "format": "date-time"}
    change = {
        "imported_at": moment,
        "file": text,
        "periods": nullable(text),
        "created": count,
        "updated": count,
        "unchanged": count,
        "undone_at": nullable(moment),
    }
    return closed_object(
        {
            "dataset": {"type": "string", "enum": list(DATASETS)},
            "title": text,
            "description": text,
            "licence": text,
            "licence_url": address,
            "attribution": text,
            "content_version": count,
            "changed_at": nullable(moment),
            "changes": {"type": "array", "items": closed_object(change)},
            "pages": closed_object(dict.fromkeys(shown_codes(), address)),
            "csv": address,
            "openapi": address,
            "datapackage": address,
        }
    )
