"""Run beside a site (`manage.py shell`): count, decide and attack over made-up families."""

import gzip
import json
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client

from safe_mobility.shared.asker import Asker, AskerKind
from safe_mobility.statistics.models import ReleasedCell
from safe_mobility.statistics.rules import attacker, hiding
from safe_mobility.statistics.rules.indicators import PLACES
from safe_mobility.statistics.rules.partition import ONE_WAY
from safe_mobility.statistics.rules.tables import TOTAL, Tables
from safe_mobility.statistics.services import (
    counting,
    deciding,
    drafting,
    making_up,
    partitioning,
    releasing,
)

FIRST, CUT_OFF = date(2023, 6, 12), date(2023, 10, 31)
NOW = datetime(2023, 11, 20, 15, 0, tzinfo=UTC)
# The peer: the same sums of one cut by one bare statement, without a second read or write.
BARE = """
SELECT mark.act, mark.facts->>'to', (mark.at AT TIME ZONE 'UTC')::date, household.department,
       count(DISTINCT household.id), sum(household.size)
  FROM oversight_mark AS mark JOIN people_household AS household ON household.reference = mark.about
 GROUP BY 1, 2, 3, 4
"""


def run(*, families: int) -> None:
    """Print everything that the report needs, as one line of JSON."""
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("SET idle_in_transaction_session_timeout = 0")
    told: dict[str, Any] = {"families": families}
    making_up.make_up(making_up.Past(families, FIRST, date(2023, 11, 15), seed=9))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    told["bare"] = _seconds(_bare)
    told["whole"] = _seconds(lambda: counting.count(now=NOW, afresh=True))
    making_up.make_up(making_up.Past(max(1, families // 200), FIRST, date(2023, 11, 15), seed=10))
    told["night"] = _seconds(lambda: counting.count(now=NOW))
    told |= _release()
    told |= _page()
    print(json.dumps(told))


def _seconds(act: Callable[[], Any]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def _bare() -> None:
    with connection.cursor() as cursor:
        cursor.execute(BARE)
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
