"""The tests' own PostgreSQL: a cluster in `var/tests`, apart from any site that runs.

Tables are made once, as *owner*, in a template whose name is a fingerprint of all
migrations; each test process then works as *app* in a copy of its own. The cluster is fast
because it may lose everything, and stays up between runs; `make test` stops it at its end.
"""

import fcntl
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from psycopg import sql

from config import addresses, fingerprint, postgres
from config.environment import read

FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "120",
    "deadlock_timeout": "200ms",
}
# Rows that Django itself writes after migrating; tests need them and never change them.
KEPT = {"django_migrations", "django_content_type", "auth_permission"}


def data_dir() -> Path:
    return read().VAR_DIR / "tests" / "postgres"


def prepare(worker: str) -> None:
    """Give this test process fresh databases, and point Django at them as *app*."""
    postgres.start(data_dir(), settings=FAST)
    with _one_at_a_time():
        postgres.ensure_roles_and_databases(data_dir(), [])
        for alias in addresses.ALIASES:
            template = f"template_{alias}_{fingerprint.of_tables()}"
            _make_template(alias, template)
            _copy(template, _name(alias, worker))
    for alias in addresses.ALIASES:
        _point(alias, database=_name(alias, worker), user="app")


def discard(worker: str) -> None:
    connections.close_all()
    with postgres.superuser(data_dir()) as connection:
        for alias in addresses.ALIASES:
            connection.execute(
                _statement("DROP DATABASE IF EXISTS {} (FORCE)", _name(alias, worker))
            )


@contextmanager
def superuser(alias: str = "default") -> Iterator[Any]:
    """A connection past all guards, for tests that switch one off to see the harm."""
    database = str(connections[alias].settings_dict["NAME"])
    with postgres.superuser(data_dir(), database) as connection:
        yield connection


def empty(alias: str) -> None:
    """Delete all that a test has committed, past the guards that keep the trail from shrinking."""
    with superuser(alias) as connection:
        connection.execute("SET session_replication_role = replica")
        tables = [
            row[0]
            for row in connection.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
            )
            if row[0] not in KEPT
        ]
        if not tables:
            return
        asked = " UNION ALL ".join(
            f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM \"{table}\")" for table in tables
        )
        for (table,) in connection.execute(asked).fetchall():
            connection.execute(_statement("DELETE FROM {}", table))


# --- below: how ------------------------------------------------------------------------------


def _name(alias: str, worker: str) -> str:
    return f"tests_{alias}_{worker}"


def _statement(words: str, name: str) -> sql.Composed:
    return sql.SQL(words).format(sql.Identifier(name))


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    with (data_dir().parent / "template.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _make_template(alias: str, template: str) -> None:
    with postgres.superuser(data_dir()) as connection:
        known = {row[0] for row in connection.execute("SELECT datname FROM pg_database").fetchall()}
        if template in known:
            return
        for old in known:
            if old.startswith(f"template_{alias}_"):
                connection.execute(_statement("DROP DATABASE {} (FORCE)", old))
        growing = f"growing_{alias}"
        connection.execute(_statement("DROP DATABASE IF EXISTS {} (FORCE)", growing))
        connection.execute(_statement("CREATE DATABASE {} OWNER owner", growing))
        _point(alias, database=growing, user="owner")
        call_command("migrate", database=alias, verbosity=0, interactive=False)
        connections[alias].close()
        connection.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                sql.Identifier(growing), sql.Identifier(template)
            )
        )


def _copy(template: str, name: str) -> None:
    with postgres.superuser(data_dir()) as connection:
        connection.execute(_statement("DROP DATABASE IF EXISTS {} (FORCE)", name))
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER owner").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )


def _point(alias: str, *, database: str, user: str) -> None:
    connections[alias].close()
    chosen = {"NAME": database, "USER": user}
    connections[alias].settings_dict.update(chosen)
    settings.DATABASES[alias].update(chosen)


if __name__ == "__main__":
    if sys.argv[1:] == ["stop"]:
        postgres.stop(data_dir())
