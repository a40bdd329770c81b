"""Database triggers, put in place after every migration.

They stand here and not in a migration because SQLite drops a table's triggers whenever
Django rebuilds the table, and because it rebuilds none that a trigger of another table
names: so they all go before a migration.
"""

from typing import Protocol

from django.apps import AppConfig, apps
from django.db import connections, models

from callcareers.content.models import ContentVersion, TranslatedModel, TranslationUnit

EVENTS = ("INSERT", "UPDATE", "DELETE")


class TriggerWriter(Protocol):
    """Return the statements, by database vendor, that (re)create an app's triggers."""

    def __call__(self, vendor: str) -> list[str]: ...


_writers: dict[str, TriggerWriter] = {}


def register_triggers(app_label: str, writer: TriggerWriter) -> None:
    """Have `writer`'s statements run whenever the app of `app_label` has migrated."""
    _writers[app_label] = writer


def install_triggers(
    sender: AppConfig, using: str, plan: list | None = None, **kwargs: object
) -> None:
    """Install the triggers of the app that has just migrated; safe to run again."""
    connection = connections[using]
    tables = connection.introspection.table_names()
    if ContentVersion._meta.db_table not in tables:
        return
    ContentVersion.objects.using(using).get_or_create(pk=1)
    present = [table for table in content_tables(sender) if table in tables]
    statements = []
    if present == content_tables(sender):
        statements += _writers.get(sender.label, _no_statements)(connection.vendor)
    for table in present:
        statements += version_triggers(table, connection.vendor)
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def drop_triggers(
    sender: AppConfig, using: str, plan: list | None = None, **kwargs: object
) -> None:
    """Take away SQLite's triggers where migrations are about to run."""
    connection = connections[using]
    if connection.vendor != "sqlite" or not plan:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}"')


def content_tables(app: AppConfig) -> list[str]:
    """Return the tables of `app` whose rows readers see, many-to-many ones included."""
    models_of_app = apps.get_app_config(app.label).get_models(include_auto_created=True)
    return [
        model._meta.db_table
        for model in models_of_app
        if issubclass(model, TranslatedModel | TranslationUnit) or _relates_content(model)
    ]


def version_triggers(table: str, vendor: str) -> list[str]:
    """Return the statements that make any change of `table` raise the content version."""
    version = ContentVersion._meta.db_table
    raise_version = (
        f'UPDATE "{version}" SET number = number + 1, changed_at = CURRENT_TIMESTAMP'
    )
    if vendor == "postgresql":
        return [
            "CREATE OR REPLACE FUNCTION raise_content_version() RETURNS trigger "
            f"LANGUAGE plpgsql AS $$ BEGIN {raise_version}; RETURN NULL; END $$",
            f"CREATE OR REPLACE TRIGGER raise_version AFTER {' OR '.join(EVENTS)} "
            f'ON "{table}" FOR EACH STATEMENT EXECUTE FUNCTION raise_content_version()',
        ]
    return [
        statement
        for event in EVENTS
        for statement in sqlite_trigger(
            f"{table}_{event.lower()}_version",
            f'AFTER {event} ON "{table}" BEGIN {raise_version}; END',
        )
    ]


def sqlite_trigger(name: str, body: str) -> list[str]:
    """Return the statements that put a trigger in the place of any of that name."""
    return [f'DROP TRIGGER IF EXISTS "{name}"', f'CREATE TRIGGER "{name}" {body}']


def _relates_content(model: type[models.Model]) -> bool:
    """Tell whether `model` does nothing but tie a content record to another."""
    return any(
        field.is_relation
        and isinstance(field.related_model, type)
        and issubclass(field.related_model, TranslatedModel)
        for field in model._meta.concrete_fields
    )


def _no_statements(vendor: str) -> list[str]:
    return []
