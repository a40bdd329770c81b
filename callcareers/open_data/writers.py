"""Rows as CSV and JSON, piece by piece."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from callcareers.languages import shown_codes
from callcareers.open_data.columns import Column, Row, Type
from callcareers.open_data.datasets import Dataset
from callcareers.open_data.rows import Batch
from callcareers.spreadsheets import escape_cell


def csv_pieces(dataset: Dataset, batches: Iterable[Batch]) -> Iterator[str]:
    """Yield the rows of `dataset` as CSV (RFC 4180), its headings first."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(dataset.headings)
    cells = [
        (key, CELLS.get(column.kind, text_cell))
        for column in dataset.columns
        for key in column.keys
    ]
    for batch in batches:
        writer.writerows([cell(row[key]) for key, cell in cells] for row in batch)
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()


def json_pieces(
    dataset: Dataset, meta: Mapping[str, Any], batches: Iterable[Batch]
) -> Iterator[str]:
    """Yield one JSON object: `meta`, and in `data` the rows of `dataset`, one a line."""
    record = record_maker(dataset)
    yield f'{{"meta": {dumped(meta)},\n"data": ['
    separator = "\n"
    for batch in batches:
        yield separator + ",\n".join(dumped(record(row)) for row in batch)
        separator = ",\n"
    yield "\n]}\n"


def dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def text_cell(text: str | None) -> str:
    return escape_cell(text or "")


def plain_cell(value: object) -> str:
    return "" if value is None else str(value)


CELLS: Final[dict[Type, Callable[[Any], str]]] = {
    Type.CODES: lambda codes: escape_cell(" ".join(codes)),
    Type.DECIMAL: lambda number: "" if number is None else f"{number:f}",
    Type.INTEGER: plain_cell,
    Type.DATE: plain_cell,
}
VALUES: Final[dict[Type, Callable[[Any], Any]]] = {
    Type.CODES: list,
    Type.DECIMAL: lambda number: None if number is None else f"{number:f}",
    Type.INTEGER: lambda number: number,
    Type.DATE: lambda day: day and day.isoformat(),
}


def record_maker(dataset: Dataset) -> Callable[[Row], dict[str, Any]]:
    """Return what makes the object of a row in JSON."""
    languages = shown_codes()
    parts = {
        name: {
            column.key or column.name: value_maker(column, languages) for column in columns
        }
        for name, columns in dataset.parts.items()
    }

    def record(row: Row) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for name, values in parts.items():
            part = {key: value(row) for key, value in values.items()}
            if not name:
                made |= part
            else:
                made[name] = part if any(part.values()) else None
        return made

    return record


def value_maker(column: Column, languages: list[str]) -> Callable[[Row], Any]:
    """Return what takes the value of `column` out of a row, for JSON."""
    value = VALUES.get(column.kind, lambda text: text or None)
    if column.is_translated:
        keys = list(zip(languages, column.keys, strict=True))
        return lambda row: {language: value(row[key]) for language, key in keys}
    (key,) = column.keys
    return lambda row: value(row[key])
