"""Django's PostgreSQL backend, which refuses to work as a superuser.

Grants are half of what protects the trail and the keys; to a superuser they mean nothing.
"""

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = super().get_new_connection(conn_params)
        if connection.info.parameter_status("is_superuser") == "on":
            connection.close()
            raise ImproperlyConfigured(
                "The database role is a superuser; the application runs only as a role whose "
                "rights are limited (docs/operations.md, Databases)."
            )
        return connection
