"""How answers are written down: plain values as JSON, sealed for one row of one table."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from safe_mobility.oversight.rules.sealing import DataKey
from safe_mobility.screening.rules.answering import Plain


@dataclass(frozen=True, slots=True)
class Written:
    """What a visitor or household has answered, and whether it skips what is voluntary."""

    answers: Mapping[str, Plain] = field(default_factory=dict)
    skips: bool = False


def seal(written: Written, *, key: DataKey, table: str, row: UUID) -> bytes:
    body = {"answers": dict(written.answers), "skips": written.skips}
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return key.seal(text, table=table, column="answers", row=row)


def opened(blob: Any, *, key: DataKey, table: str, row: UUID) -> Written:
    body = json.loads(key.open(bytes(blob), table=table, column="answers", row=row))
    return Written(body["answers"], body["skips"])
