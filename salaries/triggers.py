"""Rules between rows that a check constraint cannot say: currency and percentiles."""

from salaries.models import Area, SalaryFigure

FIGURES = SalaryFigure._meta.db_table
AREAS = Area._meta.db_table


def salary_triggers(vendor: str) -> list[str]:
    """Return the statements that keep salary figures true in the database itself."""
    rules = {
        "currency_fits_area": (foreign_currency(), "currency does not fit the area"),
        "percentiles_ascend": (percentile_out_of_order(vendor), "percentiles must ascend"),
    }
    statements = []
    for name, (broken, message) in rules.items():
        if vendor == "postgresql":
            statements += [
                f"CREATE OR REPLACE FUNCTION salaries_{name}() RETURNS trigger "
                f"LANGUAGE plpgsql AS $$ BEGIN IF {broken} THEN RAISE EXCEPTION "
                f"'{message}' USING ERRCODE = 'check_violation'; END IF; "
                "RETURN NEW; END $$",
                f"CREATE OR REPLACE TRIGGER {name} BEFORE INSERT OR UPDATE "
                f'ON "{FIGURES}" FOR EACH ROW EXECUTE FUNCTION salaries_{name}()',
            ]
        else:
            statements += [
                f"CREATE TRIGGER IF NOT EXISTS {name}_{event.lower()} BEFORE {event} "
                f'ON "{FIGURES}" WHEN {broken} '
                f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
                for event in ("INSERT", "UPDATE")
            ]
    return statements


def foreign_currency() -> str:
    return (
        f'EXISTS (SELECT 1 FROM "{AREAS}" WHERE id = NEW.area_id '
        "AND currency <> NEW.currency)"
    )


def percentile_out_of_order(vendor: str) -> str:
    same = "IS NOT DISTINCT FROM" if vendor == "postgresql" else "IS"
    distribution = " AND ".join(
        f"other.{name} {same} NEW.{name}" for name in SalaryFigure.DISTRIBUTION
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
