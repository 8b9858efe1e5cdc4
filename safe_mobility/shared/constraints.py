"""Which constraint a row would have broken. A guard of the database is read by its name."""

from django.db import IntegrityError


def constraint_of(error: IntegrityError) -> str:
    """The name of the broken constraint; empty where PostgreSQL does not say one."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return getattr(diagnosis, "constraint_name", None) or ""
