"""An entry: one dated statement of a programme, as it stands in a file and in a row.

The hash of all entries is the version of the rules, so it depends on what they say and when,
never on the file, the order or the machine they came from.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from safe_mobility.programmes.rules.values import Confidence, InForce


@dataclass(frozen=True, slots=True)
class Entry:
    """`body` holds plain values only: text, true or false, whole numbers, lists, mappings."""

    kind: str
    code: str
    body: Mapping[str, Any]
    from_on: date | None = None
    until_on: date | None = None
    source: tuple[str, ...] = ()
    confidence: str = Confidence.SOURCED
    file: str = ""

    @property
    def fingerprint(self) -> str:
        """The same for two entries that say the same."""
        said = {
            "kind": self.kind,
            "code": self.code,
            "from": self.from_on.isoformat() if self.from_on else None,
            "until": self.until_on.isoformat() if self.until_on else None,
            "source": list(self.source),
            "confidence": self.confidence,
            "body": self.body,
        }
        text = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def period(self) -> InForce:
        return InForce(
            from_on=self.from_on,
            until_on=self.until_on,
            source=self.source,
            confidence=Confidence(self.confidence),
            announced_on=_day(self.body.get("announced")),
            until_announced_on=_day(self.body.get("until_announced")),
        )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def version_of(entries: Iterable[Entry]) -> str:
    """The version of the rules that these entries make: 64 hexadecimal signs."""
    digest = hashlib.sha256()
    for fingerprint in sorted(entry.fingerprint for entry in entries):
        digest.update(fingerprint.encode())
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Mistake:
    """Something in an entry that cannot stand, and where in its body."""

    entry: Entry
    path: tuple[str | int, ...]
    message: str


class Mistakes:
    """Gathers mistakes, so that all are told at once."""

    def __init__(self) -> None:
        self.found: list[Mistake] = []

    def add(self, entry: Entry, path: tuple[str | int, ...], message: str) -> None:
        self.found.append(Mistake(entry, path, message))


class RulesDoNotFit(Exception):
    """The entries do not make a rule set. Names every mistake."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        words = (f"{m.entry.file} {m.entry.code} {m.path}: {m.message}" for m in self.mistakes)
        super().__init__("\n".join(words))
