"""How answers are written down: plain values as JSON, sealed for one row of one table.

Answers keep the order in which they were given, so that "back" leads to the one before.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from safe_mobility.oversight.rules.sealing import DataKey
from safe_mobility.screening.rules.answering import Plain
from safe_mobility.screening.rules.household import Member


@dataclass(frozen=True, slots=True)
class Written:
    """What a visitor or household has answered, and whether it skips what is voluntary.

    `members` are the people a visitor named before registering: the visitor first, the others
    after; empty while that was not said.
    """

    answers: Mapping[str, Plain] = field(default_factory=dict)
    skips: bool = False
    members: tuple[Member, ...] = ()
    own: Mapping[str, Mapping[str, Plain]] = field(default_factory=dict)
    """By member: what was answered for that member alone, the visitor among them. The visitor's
    answer stands in `answers` too, where it keeps its place in the order of asking."""


def seal(written: Written, *, key: DataKey, table: str, row: UUID) -> bytes:
    body = {
        "answers": dict(written.answers),
        "skips": written.skips,
        "members": [_plain(member) for member in written.members],
        "own": {member: dict(answers) for member, answers in written.own.items()},
    }
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return key.seal(text, table=table, column="answers", row=row)


def opened(blob: Any, *, key: DataKey, table: str, row: UUID) -> Written:
    body = json.loads(key.open(bytes(blob), table=table, column="answers", row=row))
    members = tuple(map(_member, body["members"]))
    return Written(body["answers"], body["skips"], members, body.get("own", {}))


def _plain(member: Member) -> dict[str, str | None]:
    return {
        "id": member.id,
        "role": member.role,
        "born_on": member.born_on.isoformat() if member.born_on else None,
        "sex": member.sex,
        "marital": member.marital,
    }


def _member(plain: Mapping[str, Any]) -> Member:
    born_on = date.fromisoformat(plain["born_on"]) if plain["born_on"] else None
    return Member(plain["id"], plain["role"], born_on, plain["sex"], plain["marital"])
