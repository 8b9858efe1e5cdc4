"""The role under which the application runs has rows, not tables."""

import psycopg
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import ProgrammingError, connection, connections, transaction

from config import postgres
from tests import cluster

DATABASES = ["default", "keys"]


def _role(alias: str) -> tuple[str, bool]:
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT rolname, rolsuper FROM pg_roles WHERE rolname = current_user")
        name, is_superuser = cursor.fetchone()
    return name, is_superuser


@pytest.mark.django_db
class TestApp:
    @pytest.mark.parametrize("alias", DATABASES)
    def test_is_no_superuser(self, alias: str) -> None:
        assert _role(alias) == ("app", False)

    @pytest.mark.parametrize("alias", DATABASES)
    @pytest.mark.parametrize(
        "statement",
        [
            "CREATE TABLE intruder (id int)",
            "DROP TABLE django_migrations",
            "DELETE FROM django_migrations",
            "ALTER ROLE app SUPERUSER",
        ],
    )
    def test_may_not(self, alias: str, statement: str) -> None:
        with (
            pytest.raises(ProgrammingError, match=r"permission denied|must be owner"),
            transaction.atomic(using=alias),
            connections[alias].cursor() as cursor,
        ):
            cursor.execute(statement)

    def test_may_write_rows(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO django_session VALUES ('k', '', now())")
            assert cursor.rowcount == 1


@pytest.mark.django_db
class TestASuperuser:
    def test_is_refused_at_the_first_connection(self) -> None:
        wrapper = connection.copy()
        wrapper.settings_dict = {**connection.settings_dict, "USER": postgres.SUPERUSER}

        with pytest.raises(ImproperlyConfigured, match="superuser"):
            wrapper.ensure_connection()

    def test_could_do_the_harm(self) -> None:
        """The control: without the refusal nothing would stop it."""
        name = connection.settings_dict["NAME"]
        with postgres.superuser(cluster.data_dir(), name) as session:
            session.execute("CREATE TABLE intruder (id int)")
            session.execute("DROP TABLE intruder")


@pytest.mark.django_db(transaction=True)
class TestCommittedRows:
    """Two tests that write the same key: the second works only if the first was emptied."""

    @pytest.mark.parametrize("time", [1, 2])
    def test_are_gone_before_the_next_test(self, time: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO django_session VALUES ('k', '', now())")
        with psycopg.connect(
            host=connection.settings_dict["HOST"],
            dbname=connection.settings_dict["NAME"],
            user="app",
        ) as other:
            assert other.execute("SELECT count(*) FROM django_session").fetchone() == (1,)
