"""Writing and reading sealed columns: a value is bound to its table, column and row."""

from datetime import date
from typing import Any

from django.db import models

from safe_mobility.oversight.rules.sealing import DataKey


def seal(row: models.Model, key: DataKey, column: str, value: str) -> None:
    """Put `value` into `column`, sealed; an empty value is stored as nothing."""
    setattr(row, column, key.seal(value, **_place(row, column)) if value else None)


def opened(row: models.Model, key: DataKey, column: str) -> str:
    """The value in clear, or an empty text where there is none."""
    blob: Any = getattr(row, column)
    if blob is None:
        return ""
    return key.open(bytes(blob), **_place(row, column))


def opened_date(row: models.Model, key: DataKey, column: str) -> date | None:
    text = opened(row, key, column)
    return date.fromisoformat(text) if text else None


def _place(row: models.Model, column: str) -> dict[str, Any]:
    return {"table": row._meta.db_table, "column": column, "row": row.pk}
