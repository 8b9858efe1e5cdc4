"""Letting staged rows take the place of what was known of their cases.

Everything happens in a few statements over whole sets; nothing is read into memory.
"""

from dataclasses import dataclass
from typing import Any

from django.db.backends.utils import CursorWrapper
from psycopg import sql

from safe_mobility.labour.models import DisclosureFile, PastStatement
from safe_mobility.labour.models.orders import MODEL_OF
from safe_mobility.labour.rules.columns import FileKind
from safe_mobility.labour.services.staging import COLUMNS, STAGED


@dataclass(frozen=True, slots=True)
class Merged:
    """Cases by what the file did to them. `older`: known from a newer file, left alone."""

    cases: int
    new: int
    changed: int
    unchanged: int
    older: int
    repeated: int
    """Rows that say the same as another row of their case."""


DROP_REPEATED = """
DELETE FROM {staged} WHERE ctid IN (
    SELECT ctid FROM (
        SELECT ctid, row_number() OVER (
            PARTITION BY case_number, fingerprint, member ORDER BY line
        ) AS nth FROM {staged}
    ) AS numbered WHERE nth > 1
)
"""
NAME_PARTS = """
UPDATE {staged} AS s
SET part = CASE WHEN n.place = 1 AND NOT n.member THEN ''
           ELSE md5(upper(n.employer)) || '.' || n.same END
FROM (
    SELECT ctid AS at, member, employer,
        row_number() OVER (
            PARTITION BY case_number ORDER BY member, certified DESC NULLS LAST, line
        ) AS place,
        row_number() OVER (PARTITION BY case_number, upper(employer) ORDER BY line) AS same
    FROM {staged}
) AS n
WHERE s.ctid = n.at
"""
COMPARE = """
CREATE TEMPORARY TABLE {changes} ON COMMIT DROP AS
WITH said AS (
    SELECT case_number, string_agg(fingerprint, ' ' ORDER BY fingerprint) AS words
    FROM {staged} GROUP BY case_number
), known AS (
    SELECT t.case_number, string_agg(t.fingerprint, ' ' ORDER BY t.fingerprint) AS words,
        max(f.as_of) AS as_of
    FROM {table} t JOIN {files} f ON f.id = t.said_by_id
    WHERE t.case_number IN (SELECT case_number FROM {staged})
    GROUP BY t.case_number
)
SELECT case_number, CASE
    WHEN known.words IS NULL THEN 'new'
    WHEN known.words = said.words THEN 'unchanged'
    WHEN known.as_of > coalesce(%s::date, '-infinity') THEN 'older'
    ELSE 'changed' END AS fate
FROM said LEFT JOIN known USING (case_number)
"""
KEEP_PAST = """
INSERT INTO {past} (id, kind, case_number, values, said_by_id, replaced_by_id)
SELECT gen_random_uuid(), %s, t.case_number, to_jsonb(t) - 'id' - 'said_by_id' - 'fingerprint',
    t.said_by_id, %s
FROM {table} t JOIN {changes} c USING (case_number)
WHERE c.fate = 'changed' AND NOT EXISTS (
    SELECT FROM {staged} s
    WHERE s.case_number = t.case_number AND s.fingerprint = t.fingerprint
)
"""
DROP_PARTS = """
DELETE FROM {table} t USING {changes} c
WHERE c.case_number = t.case_number AND c.fate = 'changed' AND t.part <> '' AND NOT EXISTS (
    SELECT FROM {staged} s WHERE s.case_number = t.case_number AND s.part = t.part
)
"""
UPDATE_ORDERS = """
INSERT INTO {table} (id, said_by_id, {names})
SELECT gen_random_uuid(), %s, {names} FROM (
    SELECT s.* FROM {staged} s JOIN {changes} c USING (case_number)
    WHERE c.fate IN ('new', 'changed')
) AS wanted
ON CONFLICT (case_number, part) DO UPDATE SET {renewed}
WHERE {table}.fingerprint <> excluded.fingerprint
"""
DROP_CASES = """
DELETE FROM {table} t USING {changes} c
WHERE c.case_number = t.case_number AND c.fate = 'changed'
"""
ADD_ROWS = """
INSERT INTO {table} (id, said_by_id, {names})
SELECT gen_random_uuid(), %s, {names} FROM {staged} JOIN {changes} c USING (case_number)
WHERE c.fate IN ('new', 'changed')
"""


def merge(cursor: CursorWrapper, kind: FileKind, *, file: DisclosureFile) -> Merged:
    """What the staged rows change. The tables made for it are gone afterwards."""
    run = _Runner(cursor, kind)
    # Two houses may be alike; the same order, pay or recruiter twice is a slip of the file.
    repeated = run(DROP_REPEATED) if kind is not FileKind.HOUSING else 0
    run("CREATE INDEX ON {staged} (case_number)")
    if kind is FileKind.ORDERS:
        # Of the rows of a case that are no member's, the one with the most workers speaks for
        # the whole: older files say of no row whether it is a member's. The others are parts,
        # named by their employer so that a newer file finds them again.
        run(NAME_PARTS)
    run("ANALYZE {staged}")
    run(COMPARE, [file.as_of])
    run("CREATE INDEX ON {changes} (case_number)")
    run("ANALYZE {changes}")
    run(KEEP_PAST, [kind.name, file.pk])
    if kind is FileKind.ORDERS:
        # A row that stays keeps its key: a demand or a placement may point to it.
        run(DROP_PARTS)
        run(UPDATE_ORDERS, [file.pk])
    else:
        run(DROP_CASES)
        run(ADD_ROWS, [file.pk])
    merged = _count(run, repeated)
    run("DROP TABLE {changes}, {staged}")
    return merged


class _Runner:
    """Runs a statement over the tables of one kind of file; says how many rows it touched."""

    def __init__(self, cursor: CursorWrapper, kind: FileKind) -> None:
        names = ["case_number", "fingerprint", *COLUMNS[kind]]
        if kind is FileKind.ORDERS:
            names.append("part")
        renewed = [name for name in names if name not in {"case_number", "part"}]
        self.cursor = cursor
        self.tables: dict[str, sql.Composable] = {
            "table": sql.Identifier(MODEL_OF[kind]._meta.db_table),
            "past": sql.Identifier(PastStatement._meta.db_table),
            "files": sql.Identifier(DisclosureFile._meta.db_table),
            "staged": sql.Identifier(STAGED),
            "changes": sql.Identifier("labour_changes"),
            "names": sql.SQL(", ").join(map(sql.Identifier, names)),
            "renewed": sql.SQL(", ").join(
                sql.SQL("{0} = excluded.{0}").format(sql.Identifier(name))
                for name in (*renewed, "said_by_id")
            ),
        }

    def __call__(self, statement: str, given: list[Any] | None = None) -> int:
        self.cursor.execute(sql.SQL(statement).format(**self.tables), given)
        return int(self.cursor.rowcount)


def _count(run: _Runner, repeated: int) -> Merged:
    run("SELECT fate, count(*) FROM {changes} GROUP BY fate")
    fates: dict[str, int] = dict(run.cursor.fetchall())
    return Merged(
        cases=sum(fates.values()),
        new=fates.get("new", 0),
        changed=fates.get("changed", 0),
        unchanged=fates.get("unchanged", 0),
        older=fates.get("older", 0),
        repeated=repeated,
    )
