"""The trail: who did or read what, when, to whom. Added to, never changed.

A mark is written in the transaction of the act it tells of, so there is never one without
the other. It holds references, codes and reasons; a personal value never stands in it.
"""

import json
from datetime import datetime
from typing import Any

from django.db import connection

from safe_mobility.shared.asker import Asker

# Every act sends this statement, most of them more than once: it is not put together anew.
_ADD = """
    INSERT INTO oversight_mark (at, act, actor, about, office, facts)
    VALUES (%s, %s, %s, %s, %s, %s)
"""


def record(
    act: str, *, actor: Asker, about: str, now: datetime, office: str = "", **facts: Any
) -> None:
    """Write one mark. `about` is a reference or a code such as `office:QTZ`.

    `office` decides which supervisor may read the line; leave it empty for what only the
    auditor should see.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ADD, [now, act, actor.ref, about, office, json.dumps(facts)])
