"""Run beside a site (`manage.py shell`): count, decide and attack over made-up families."""

import gzip
import json
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.test import Client

from safe_mobility.shared.asker import Asker, AskerKind
from safe_mobility.statistics.models import ReleasedCell
from safe_mobility.statistics.rules import attacker, hiding
from safe_mobility.statistics.rules.indicators import PLACES
from safe_mobility.statistics.rules.partition import ONE_WAY
from safe_mobility.statistics.rules.tables import TOTAL, Tables
from safe_mobility.statistics.services import (
    counting,
    counting_sql,
    deciding,
    drafting,
    making_up,
    partitioning,
    releasing,
)

FIRST, CUT_OFF, LAST = date(2023, 6, 12), date(2023, 10, 31), date(2023, 11, 15)
NOW = datetime(2023, 11, 20, 15, 0, tzinfo=UTC)
# The peer: the same cuts by two bare statements. They keep nothing of a family, count a second
# visit twice, and write no row.
SAME_DAY = "mark.act, mark.facts->>'to' AS went, (mark.at AT TIME ZONE 'UTC')::date AS day"
BARE = (
    f"""
    SELECT {SAME_DAY}, office_code, department,
           coalesce(nullif(interpreter_language, ''), language) AS tongue, size, channel,
           has_needs, to_char(household.created_at, 'YYYY-MM') AS cohort,
           mark.facts->>'pathway' AS pathway, mark.facts->>'reason' AS reason,
           count(*), sum(size)
      FROM oversight_mark AS mark
      JOIN people_household AS household ON household.reference = mark.about
     GROUP BY 1, 2, 3,
           GROUPING SETS ((), (4), (5), (4, 5), (6), (7), (8), (9), (10), (11), (12))
    """,
    f"""
    SELECT {SAME_DAY}, sex, age_band, nationalities, count(*), count(*) FILTER (WHERE number = 1)
      FROM oversight_mark AS mark
      JOIN people_household AS household ON household.reference = mark.about
      JOIN people_membership AS member ON member.household_id = household.id
     GROUP BY 1, 2, 3, GROUPING SETS ((4), (5), (6))
    """,
)
ONE_CUT = f"""
SELECT {SAME_DAY}, household.department, count(DISTINCT household.id), sum(household.size)
  FROM oversight_mark AS mark JOIN people_household AS household ON household.reference = mark.about
 GROUP BY 1, 2, 3, 4
"""

# What a million rows are written without, and get back at once when they stand there.
LOOSE = ("oversight_mark", "people_household", "people_application", "people_membership")
INDEXES = """
SELECT format('DROP INDEX %%I', indexrelid::regclass::text), pg_get_indexdef(indexrelid)
  FROM pg_index WHERE indrelid = ANY(%(tables)s::regclass[]) AND NOT indisunique
"""
REFERENCES = """
SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
       format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname,
              pg_get_constraintdef(oid))
  FROM pg_constraint WHERE conrelid = ANY(%(tables)s::regclass[]) AND contype = 'f'
"""


def fill(*, families: int) -> None:
    """Make up the families, as the role that owns the tables; print how long it took."""
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '512MB'")
        apart: list[tuple[str, str]] = []
        for question in (REFERENCES, INDEXES):
            cursor.execute(question, {"tables": list(LOOSE)})
            apart += cursor.fetchall()
        for drop, _ in apart:
            cursor.execute(drop)
        seconds = _seconds(lambda: making_up.make_up(making_up.Past(families, FIRST, LAST, seed=9)))
        for _, add in reversed(apart):
            cursor.execute(add)
        cursor.execute("VACUUM ANALYZE")
    print(json.dumps(seconds))


def run(*, families: int) -> None:
    """Print everything that the report needs, as one line of JSON."""
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("SET idle_in_transaction_session_timeout = 0")
    told: dict[str, Any] = {"families": families}
    told["one_cut"] = _seconds(lambda: _bare(ONE_CUT))
    told["bare"] = _seconds(lambda: _bare(*BARE))
    told["whole"] = _seconds(lambda: counting.count(now=NOW, afresh=True))
    making_up.make_up(making_up.Past(max(1, families // 200), FIRST, LAST, seed=10))
    told["night"] = _seconds(lambda: counting.count(now=NOW))
    told |= _release()
    told |= _page()
    print(json.dumps(told))


def _seconds(act: Callable[[], Any]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def _bare(*statements: str) -> None:
    """With the same memory and freedom as ours."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(counting_sql.FOR_MANY)
        for statement in statements:
            cursor.execute(statement)
            cursor.fetchall()


def _release() -> dict[str, Any]:
    work = deciding.prepare(partitioning.first_day(), CUT_OFF)
    tables = [deciding.tables_of(work, group) for group in (PLACES, *ONE_WAY)]
    plain = [hiding.only_small(each) for each in tables]
    undone = sum(
        len(attacker.narrow(each.showing(shown), attacker.attack(each.showing(shown))))
        for each, shown in zip(tables, plain, strict=True)
    )
    began = time.perf_counter()
    release = drafting.draft(cut_off=CUT_OFF, now=NOW)
    drafted = time.perf_counter() - began
    decided, _rooms = deciding.decide(work)
    shown = [decided[group] for group in (PLACES, *ONE_WAY)]
    attacked = _seconds(
        lambda: [
            attacker.attack(each.showing(cells)) for each, cells in zip(tables, shown, strict=True)
        ]
    )
    for number in (4, 5):
        who = Asker(kind=AskerKind.STAFF, id=str(number), roles=frozenset({"AUDITOR"}))
        releasing.approve(release_id=release, actor=who, now=NOW)
    narrow = 0
    for each, cells in zip(tables, shown, strict=True):
        seen = each.showing(cells)
        narrow += len(attacker.narrow(seen, attacker.attack(seen)))
    written = ReleasedCell.objects.filter(release=release)
    return {
        "drafted": drafted,
        "attacked": attacked,
        "narrow": narrow,
        "undone": undone,
        "cells": written.count(),
        "hidden": written.filter(people=None).count() / written.count(),
        "plain_hidden": _hidden(tables, plain)[0],
        "ours_hidden": _hidden(tables, shown)[0],
        "plain_people": _hidden(tables, plain)[1],
        "ours_people": _hidden(tables, shown)[1],
    }


def _hidden(tables: list[Tables], shown: list[Any]) -> tuple[float, float]:
    """The share of cells, and of the people in them, that are not shown."""
    cells = hidden = people = hidden_people = 0
    for each, seen in zip(tables, shown, strict=True):
        for cell in each.cells(release=each.newest):
            if cell.margin == TOTAL:
                continue
            value = each.value(cell)[0]
            cells, people = cells + 1, people + value
            if cell not in seen:
                hidden, hidden_people = hidden + 1, hidden_people + value
    return hidden / cells, hidden_people / people


def _page() -> dict[str, Any]:
    settings.ALLOWED_HOSTS = ["*"]
    client = Client(SERVER_NAME="localhost")
    client.get("/es/cifras")
    asked: list[str] = []

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        asked.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        page = client.get("/es/cifras").content
    seconds = min(_seconds(lambda: client.get("/es/cifras")) for _ in range(5))
    return {"queries": len(asked), "bytes": len(gzip.compress(page)), "page": seconds}
