import datetime
import os
import subprocess
import sys

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from callcareers.content.models import ContentVersion
from callcareers.content.triggers import install_triggers
from faq.models import Question
from roles.models import Role, RoleSkill, Skill
from salaries.models import SalaryFigure
from tests.factories import (
    OccupationFactory,
    QuestionFactory,
    RoleFactory,
    SkillFactory,
)

pytestmark = pytest.mark.django_db

EVENTS = ("DELETE", "INSERT", "UPDATE")
# PostgreSQL dates a change with the start of its transaction, SQLite in whole seconds.
A_MINUTE = datetime.timedelta(minutes=1)


@pytest.fixture
def role():
    return RoleFactory()


def rise_after(change):
    """Return by how much `change` raises the content version."""
    before = ContentVersion.current()
    change()
    return ContentVersion.current() - before


def triggers():
    """Return the triggers in the database: table, event and name."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT event_object_table, event_manipulation, trigger_name "
                "FROM information_schema.triggers "
                "WHERE trigger_schema = current_schema()"
            )
            return {tuple(row) for row in cursor.fetchall()}
        cursor.execute("SELECT tbl_name, name, sql FROM sqlite_master WHERE type='trigger'")
        return {
            (table, next(event for event in EVENTS if f" {event} ON " in sql), name)
            for table, name, sql in cursor.fetchall()
        }


def drop_trigger(table, name):
    with connection.cursor() as cursor:
        on_table = f' ON "{table}"' if connection.vendor == "postgresql" else ""
        cursor.execute(f'DROP TRIGGER "{name}"{on_table}')


def content_tables():
    return {
        table
        for table in connection.introspection.table_names()
        if table.startswith(("roles_", "salaries_", "faq_", "content_translationunit"))
    } - {"salaries_salaryimport"}


# What raises the content version


def test_save_raises_the_content_version(role):
    assert rise_after(role.save) > 0


def test_creation_raises_the_content_version():
    assert rise_after(OccupationFactory) > 0


def test_queryset_update_raises_the_content_version(role):
    records = Role.objects.filter(pk=role.pk)

    assert rise_after(lambda: records.update(position=5)) > 0


def test_bulk_update_raises_the_content_version(role):
    assert rise_after(lambda: Role.objects.bulk_update([role], ["name_fi"])) > 0


def test_bulk_create_raises_the_content_version():
    skills = SkillFactory.build_batch(2)

    assert rise_after(lambda: Skill.objects.bulk_create(skills)) > 0


def test_deletion_raises_the_content_version(role):
    assert rise_after(role.delete) > 0


def test_deletion_by_queryset_raises_the_content_version(role):
    records = Role.objects.filter(pk=role.pk)

    assert rise_after(lambda: records._raw_delete("default")) > 0


@pytest.mark.parametrize("change", ["add", "remove"])
def test_many_to_many_relation_raises_the_content_version(role, change):
    question = QuestionFactory()
    if change == "remove":
        question.roles.add(role)

    assert rise_after(lambda: getattr(question.roles, change)(role)) > 0


@pytest.mark.parametrize("field", ["similar_occupations", "skills"])
def test_relations_of_a_role_raise_the_content_version(role, field):
    related = SkillFactory() if field == "skills" else OccupationFactory()
    defaults = {"importance": "essential"} if field == "skills" else None

    added = rise_after(lambda: getattr(role, field).add(related, through_defaults=defaults))

    assert added > 0


def test_change_of_a_tie_raises_the_content_version(role):
    role.skills.add(SkillFactory(), through_defaults={"importance": "essential"})
    ties = RoleSkill.objects.filter(role=role)

    assert rise_after(lambda: ties.update(importance="gained")) > 0


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE roles_role SET position = 7 WHERE id = %s",
        "UPDATE roles_role SET is_published = FALSE WHERE id = %s",
        "DELETE FROM roles_role WHERE id = %s",
    ],
)
def test_sql_typed_by_hand_raises_the_content_version(role, sql):
    def type_it():
        with connection.cursor() as cursor:
            cursor.execute(sql, [role.pk])

    assert rise_after(type_it) > 0


def test_read_leaves_the_content_version(client, role):
    def read():
        client.get("/en/")
        list(Role.objects.published().as_cards())
        list(Question.objects.as_page())
        SalaryFigure.objects.latest_first().first()

    assert rise_after(read) == 0


def test_change_of_a_user_leaves_the_content_version():
    def change():
        user = User.objects.create_user("editor")
        user.email = "editor@example.org"
        user.save()
        user.delete()

    assert rise_after(change) == 0


def test_change_is_dated(role):
    ContentVersion.objects.update(changed_at=None)

    Role.objects.filter(pk=role.pk).update(position=5)

    changed_at = ContentVersion.objects.get().changed_at
    assert abs(timezone.now() - changed_at) < A_MINUTE


def test_content_version_has_one_row():
    assert ContentVersion.objects.count() == 1


# Where the triggers stand


def test_every_table_of_content_has_its_version_triggers():
    found = {
        (table, event) for table, event, name in triggers() if name.endswith("version")
    }

    tables = content_tables()
    assert {"roles_role", "faq_question_roles", "roles_roleduty"} < tables
    assert found == {(table, event) for table in tables for event in EVENTS}


def test_salaries_have_the_triggers_of_their_rules():
    found = {
        (table, event, name.removesuffix(f"_{event.lower()}"))
        for table, event, name in triggers()
        if not name.endswith("version")
    }

    assert found == {
        ("salaries_area", "UPDATE", "area_keeps_currency"),
        ("salaries_salaryfigure", "INSERT", "currency_fits_area"),
        ("salaries_salaryfigure", "UPDATE", "currency_fits_area"),
        ("salaries_salaryfigure", "INSERT", "percentiles_ascend"),
        ("salaries_salaryfigure", "UPDATE", "percentiles_ascend"),
    }


def test_migrate_puts_missing_triggers_back():
    present = triggers()
    for table, name in {(table, name) for table, _event, name in present}:
        drop_trigger(table, name)
    assert triggers() == set()

    call_command("migrate", verbosity=0)

    assert triggers() == present


def test_migrations_rebuild_tables_that_triggers_name(tmp_path):
    """SQLite renames no table while a trigger of another one names it."""
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{tmp_path / 'older.sqlite3'}"}

    for arguments in (["content"], ["faq", "0001"], ["salaries", "0001"], []):
        subprocess.run(
            [sys.executable, "manage.py", "migrate", "--verbosity", "0", *arguments],
            cwd=settings.BASE_DIR,
            env=environment,
            check=True,
        )


def test_migrate_renews_a_trigger_of_an_older_release(role):
    for table, event, name in triggers():
        if table == "roles_role" and event == "UPDATE":
            drop_trigger(table, name)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "CREATE FUNCTION do_nothing() RETURNS trigger LANGUAGE plpgsql "
                "AS $$ BEGIN RETURN NULL; END $$"
            )
            cursor.execute(
                "CREATE TRIGGER raise_version AFTER UPDATE ON roles_role "
                "FOR EACH STATEMENT EXECUTE FUNCTION do_nothing()"
            )
        else:
            cursor.execute(
                "CREATE TRIGGER roles_role_update_version AFTER UPDATE ON roles_role "
                "BEGIN SELECT 1; END"
            )
    assert rise_after(role.save) == 0

    install_triggers(apps.get_app_config("roles"), "default")

    assert rise_after(role.save) > 0


def test_migrate_leaves_the_content_version():
    def migrate():
        for label in ("content", "roles", "salaries", "faq"):
            install_triggers(apps.get_app_config(label), "default")

    assert rise_after(migrate) == 0
