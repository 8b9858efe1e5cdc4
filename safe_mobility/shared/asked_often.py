"""A question that pages ask the database all the time: Django writes its SQL once.

To write the SQL of one row found by its key takes Django several times longer than PostgreSQL
takes to answer. Where a question is asked at every press, it is declared once, beside the query
it belongs to, and only its values change:

    _OPEN = AskedOften(lambda at: Period.objects.filter(until__gt=at).order_by("pk"), at=datetime)
    rows = _OPEN(at=now)

The rows are those that the same queryset gives, of the same kind (models, dicts, tuples). What
may differ from call to call is a value in a comparison, and nothing else: no name of a column,
no list of values, no `None`. A question that stands in another act than reading is not for this.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Generic, TypeVar
from uuid import UUID

from django.db import connections, transaction
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row")

# Values that stand in no real question, by which a place in the SQL is found again.
_STAND_INS: Final[dict[type, Callable[[int], Any]]] = {
    UUID: lambda number: UUID(int=(0xA5C3 << 112) + number),
    datetime: lambda number: datetime(1871, 6, 30, 5, 47, number, 1, tzinfo=UTC),
    str: lambda number: f"\x02 stand-in {number} \x03",
}


@dataclass(slots=True)
class _Written(Generic[Row]):
    """The SQL of a question for one connection, and which of its values is which."""

    rows: QuerySet[Any, Row]
    compiler: SQLCompiler
    sql: str
    values: tuple[Any, ...]
    names: tuple[str | None, ...]
    locks: bool


class AskedOften(Generic[Row]):
    """A queryset whose SQL is written at its first use in each thread, then only filled in."""

    def __init__(self, build: Callable[..., QuerySet[Any, Row]], **kinds: type) -> None:
        self._build = build
        self._kinds = kinds
        self._written = threading.local()

    def __call__(self, **values: Any) -> list[Row]:
        """The rows for these values, in the order of the queryset.

        Raises `TypeError` for a value that is missing, too many or of another kind, and
        `TransactionManagementError` where rows are locked outside a transaction.
        """
        self._check(values)
        written = self._for_this_thread()
        if written.locks and not written.compiler.connection.in_atomic_block:
            raise transaction.TransactionManagementError("rows are locked inside a transaction")
        filled = tuple(
            value if name is None else values[name]
            for name, value in zip(written.names, written.values, strict=True)
        )
        written.compiler.as_sql = lambda *_, **__: (written.sql, filled)  # type: ignore[method-assign]
        return list(written.rows.all())

    def _check(self, values: dict[str, Any]) -> None:
        if values.keys() != self._kinds.keys():
            raise TypeError(f"asked with {sorted(values)}, declared for {sorted(self._kinds)}")
        for name, value in values.items():
            if not isinstance(value, self._kinds[name]):
                raise TypeError(f"{name} is no {self._kinds[name].__name__}: {type(value)}")

    def _for_this_thread(self) -> _Written[Row]:
        found: _Written[Row] | None = getattr(self._written, "found", None)
        if found is None or found.compiler.connection is not connections[found.rows.db]:
            found = self._written.found = self._write()
        return found

    def _write(self) -> _Written[Row]:
        stand_ins = {
            name: _STAND_INS[kind](number)
            for number, (name, kind) in enumerate(self._kinds.items(), start=1)
        }
        rows = self._build(**stand_ins)
        compiler = rows.query.get_compiler(rows.db)
        sql, values = compiler.as_sql()
        name_of = {value: name for name, value in stand_ins.items()}
        names = tuple(name_of.get(value) if type(value) in _STAND_INS else None for value in values)
        if missing := self._kinds.keys() - {name for name in names if name is not None}:
            raise ValueError(f"the question does not depend on {sorted(missing)}")
        # A copy of the queryset takes this along, and so asks by the SQL that is written already.
        rows.query.get_compiler = lambda *_, **__: compiler  # type: ignore[method-assign]
        return _Written(rows, compiler, sql, tuple(values), names, rows.query.select_for_update)
