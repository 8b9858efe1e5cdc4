"""An entry of the programme and its row: what one says, the other keeps."""

from collections.abc import Iterable
from typing import Any

from safe_mobility.programmes.models import ProgrammeEntry
from safe_mobility.programmes.rules.entries import Entry


def entries(rows: Iterable[ProgrammeEntry]) -> list[Entry]:
    return [
        Entry(
            kind=row.kind,
            code=row.code,
            body=row.body,
            from_on=row.from_on,
            until_on=row.until_on,
            source=tuple(row.source),
            confidence=row.confidence,
            file=row.file,
        )
        for row in rows
    ]


def columns(entry: Entry) -> dict[str, Any]:
    return {
        "kind": entry.kind,
        "code": entry.code,
        "from_on": entry.from_on,
        "until_on": entry.until_on,
        "body": dict(entry.body),
        "source": list(entry.source),
        "confidence": str(entry.confidence),
        "file": entry.file,
        "fingerprint": entry.fingerprint,
    }
