"""Which of the two databases a row lives in.

`keys` holds the wrapped keys and nothing else. Its backups end after 35 days, so that an
erased household cannot be opened again from an old one.
"""

from typing import Any

from django.db.models import Model

KEYS_ROWS = {("oversight", "wrappedkey")}


class KeysRouter:
    def db_for_read(self, model: type[Model], **hints: Any) -> str:
        return _home_of(model)

    def db_for_write(self, model: type[Model], **hints: Any) -> str:
        return _home_of(model)

    def allow_relation(self, one: Model, other: Model, **hints: Any) -> bool:
        # Asked of the row, not of its type: the signed-in user may be a lazy stand-in.
        return _home_of(one) == _home_of(other)

    def allow_migrate(
        self, db: str, app_label: str, model_name: str | None = None, **hints: Any
    ) -> bool:
        if hints.get("every_database"):
            return True
        if model_name is None:  # a RunPython or RunSQL says for which rows it is
            return db == str(hints.get("database", "default"))
        return ((app_label, model_name) in KEYS_ROWS) == (db == "keys")


def _home_of(model: type[Model] | Model) -> str:
    name = (model._meta.app_label, model._meta.model_name)
    return "keys" if name in KEYS_ROWS else "default"
