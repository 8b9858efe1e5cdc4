"""Django's PostgreSQL backend with two things more.

It refuses to work as a superuser: grants are half of what protects the trail and the keys, and
to a superuser they mean nothing. And it writes many rows in statements that PostgreSQL can take:
values are sent beside the statement (`server_side_binding`), which allows 65,535 of them.
"""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.backends.postgresql import base, operations

MOST_VALUES = 65_535


class DatabaseOperations(operations.DatabaseOperations):
    def bulk_batch_size(self, fields: Sequence[Any], objs: Sequence[Any]) -> int:
        """How many rows one INSERT may carry."""
        return min(len(objs), MOST_VALUES // max(1, len(fields)))


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = DatabaseOperations

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = super().get_new_connection(conn_params)
        if connection.info.parameter_status("is_superuser") == "on":
            connection.close()
            raise ImproperlyConfigured(
                "The database role is a superuser; the application runs only as a role whose "
                "rights are limited (docs/operations.md, Databases)."
            )
        return connection
