"""What the role *app* may do with every table that later migrations make.

This is the first migration of all: a privilege by default only reaches tables that are made
after it. It gives *app* rows, never tables: no CREATE, no ALTER, no DROP, no TRUNCATE.
Migrations of tables that must only grow take UPDATE and DELETE back.
"""

from pathlib import Path

from django.conf import settings
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

GRANTS = [
    "GRANT USAGE ON SCHEMA public TO {app}",
    "GRANT SELECT ON django_migrations TO {app}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public"
    " GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {app}",
]
# Every other room that has tables, so that nobody has to remember this migration.
ROOMS = sorted(
    file.parents[1].name
    for file in Path(__file__).parents[2].glob("*/migrations/0001_initial.py")
    if file.parents[1].name != "oversight"
)


def grant(_apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        if cursor.fetchone() == (settings.APP_ROLE,):
            return  # a training site on one borrowed role
    app = schema_editor.quote_name(settings.APP_ROLE)
    for statement in GRANTS:
        schema_editor.execute(statement.format(app=app))


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    run_before = [
        ("account", "0001_initial"),
        ("contenttypes", "0001_initial"),
        ("mfa", "0001_initial"),
        ("sessions", "0001_initial"),
        *((room, "0001_initial") for room in ROOMS),
    ]
    operations = [
        migrations.RunPython(
            grant, migrations.RunPython.noop, hints={"every_database": True}, elidable=False
        )
    ]
