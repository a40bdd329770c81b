"""Rules between rows that a check constraint cannot say: currency and percentiles."""

from callcareers.content.triggers import sqlite_trigger
from salaries.models import Area, SalaryFigure

FIGURES = SalaryFigure._meta.db_table
AREAS = Area._meta.db_table


def salary_triggers(vendor: str) -> list[str]:
    """Return the statements that keep salary figures true in the database itself."""
    statements = []
    for name, table, events, broken, message in rules(vendor):
        if vendor == "postgresql":
            statements += [
                f"CREATE OR REPLACE FUNCTION salaries_{name}() RETURNS trigger "
                f"LANGUAGE plpgsql AS $$ BEGIN IF {broken} THEN RAISE EXCEPTION "
                f"'{message}' USING ERRCODE = 'check_violation'; END IF; "
                "RETURN NEW; END $$",
                f"CREATE OR REPLACE TRIGGER {name} BEFORE {' OR '.join(events)} "
                f'ON "{table}" FOR EACH ROW EXECUTE FUNCTION salaries_{name}()',
            ]
            continue
        for event in events:
            statements += sqlite_trigger(
                f"{name}_{event.lower()}",
                f'BEFORE {event} ON "{table}" WHEN {broken} '
                f"BEGIN SELECT RAISE(ABORT, '{message}'); END",
            )
    return statements


def rules(vendor: str) -> list[tuple[str, str, tuple[str, ...], str, str]]:
    """Return each rule: name, table, events, the condition that breaks it, what it says."""
    writing = ("INSERT", "UPDATE")
    currency = "currency does not fit the area"
    ascend = "percentiles must ascend"
    return [
        ("currency_fits_area", FIGURES, writing, foreign_currency(), currency),
        ("area_keeps_currency", AREAS, ("UPDATE",), abandoned_currency(), currency),
        ("percentiles_ascend", FIGURES, writing, percentile_out_of_order(vendor), ascend),
    ]


def foreign_currency() -> str:
    return (
        f'EXISTS (SELECT 1 FROM "{AREAS}" area WHERE area.id = NEW.area_id '
        f"AND {is_no_currency('NEW', 'area')})"
    )


def abandoned_currency() -> str:
    return (
        f'EXISTS (SELECT 1 FROM "{FIGURES}" figure WHERE figure.area_id = NEW.id '
        f"AND {is_no_currency('figure', 'NEW')})"
    )


def is_no_currency(figure: str, area: str) -> str:
    """Return SQL for whether the row `figure` is in none of the currencies of `area`."""
    return (
        f"{figure}.currency <> {area}.currency AND (' ' || {area}.other_currencies || ' ') "
        f"NOT LIKE ('% ' || {figure}.currency || ' %')"
    )


def percentile_out_of_order(vendor: str) -> str:
    # Only plain equality has PostgreSQL use an index.
    same = "IS NOT DISTINCT FROM" if vendor == "postgresql" else "IS"
    distribution = " AND ".join(
        f"other.{name} {same if field.null else '='} NEW.{name}"
        for name in SalaryFigure.DISTRIBUTION
        if (field := SalaryFigure._meta.get_field(name.removesuffix("_id")))
    )
    return (
        f'EXISTS (SELECT 1 FROM "{FIGURES}" other WHERE other.id <> NEW.id '
        f"AND {distribution} AND "
        f"({rank('other')} < {rank('NEW')} AND other.amount > NEW.amount OR "
        f"{rank('other')} > {rank('NEW')} AND other.amount < NEW.amount))"
    )


def rank(row: str) -> str:
    """Return SQL for the place of `row`'s percentile, null for any other measure."""
    places = " ".join(
        f"WHEN '{measure.value}' THEN {place}"
        for place, measure in enumerate(SalaryFigure.PERCENTILES)
    )
    return f"CASE {row}.measure {places} END"
