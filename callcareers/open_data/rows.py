"""The records of a dataset, some at a time, so that none is too long for the memory."""

from collections.abc import Iterator
from typing import Any

from callcareers.languages import column as text_column
from callcareers.open_data.columns import Column, Row
from callcareers.open_data.datasets import Dataset

ROWS_AT_ONCE = 1_000

Batch = list[dict[str, Any]]


def batches(dataset: Dataset) -> Iterator[Batch]:
    """Yield the rows of `dataset` in the order of their codes, some at a time.

    Each row has its values by the keys of the columns. Takes one query, and for each
    batch one, and one more for each column with ties. Between two batches nothing is held
    in the database, however slowly a reader takes them; what is edited meanwhile makes a
    new edition.
    """
    lookups = {lookup for column in dataset.columns for lookup in column.lookups}
    rows = dataset.records.order_by("code").values("pk", *sorted(lookups))
    keys = list(rows.values_list("pk", flat=True))
    for start in range(0, len(keys), ROWS_AT_ONCE):
        batch = list(rows.filter(pk__in=keys[start : start + ROWS_AT_ONCE]))
        for column in dataset.columns:
            complete(batch, column)
        yield batch


def complete(batch: Batch, column: Column) -> None:
    """Add the values of `column` to the rows of `batch`, where no query has them."""
    if column.ties:
        codes = column.ties.codes_of([row["pk"] for row in batch])
        for row in batch:
            row[column.name] = codes.get(row["pk"], [])
    elif column.compute:
        for row in batch:
            row.update(by_key(column, column.compute(row)))


def by_key(column: Column, value: Any) -> Row:
    """Return the `value` of `column` by its keys: one a language, or the one."""
    if not column.is_translated:
        return {column.name: value}
    return {text_column(column.name, language): text for language, text in value.items()}
