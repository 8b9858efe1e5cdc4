"""The trail: who did or read what, when, to whom. Added to, never changed.

A mark is written in the transaction of the act it tells of, so there is never one without
the other. It holds references, codes and reasons; a personal value never stands in it.
"""

from datetime import datetime
from typing import Any

from safe_mobility.oversight.models import Mark
from safe_mobility.shared.asker import Asker


def record(
    act: str, *, actor: Asker, about: str, now: datetime, office: str = "", **facts: Any
) -> None:
    """Write one mark. `about` is a reference or a code such as `office:QTZ`.

    `office` decides which supervisor may read the line; leave it empty for what only the
    auditor should see.
    """
    Mark.objects.create(at=now, act=act, actor=actor.ref, about=about, office=office, facts=facts)
