"""Reads what governments promised from the country's file, or every mistake in it."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from safe_mobility.shared.strict_yaml import (
    Boolean,
    Date,
    ListOf,
    OpenEnd,
    Record,
    Report,
    Text,
    read_text,
)

_CODE = Text(pattern=r"[A-Z][A-Z\-]{1,39}", means="a code in capitals")
_COUNTRY = Text(pattern=r"[A-Z]{2}", means="a country code of two capitals")
_WORDS = Record(must={"es": Text(), "en": Text()})
_URL = Text(pattern=r"https://\S+", means="an address that begins with https://")
FILE = Record(
    must={
        "declarations": ListOf(
            Record(must={"code": _CODE, "name": _WORDS, "made_on": Date(), "url": _URL}), least=1
        ),
        "bodies": ListOf(
            Record(must={"code": _CODE, "side": _COUNTRY, "es": Text(), "en": Text()}), least=2
        ),
        "commitments": ListOf(
            Record(
                must={
                    "code": _CODE,
                    "declaration": _CODE,
                    "title": _WORDS,
                    "words": _WORDS,
                    "owners": ListOf(_CODE, least=2),
                    "due": OpenEnd(),
                    "source": ListOf(Text(), least=1),
                },
                may={"under": _CODE, "due_inferred": Boolean()},
            ),
            least=1,
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Worded:
    """One promise as the file words it."""

    code: str
    declaration: str
    under: str
    owners: tuple[str, str]
    due_on: date | None
    due_inferred: bool
    body: Mapping[str, Any]

    @property
    def fingerprint(self) -> str:
        said = [self.code, self.declaration, self.under, self.owners, str(self.due_on)]
        text = json.dumps([*said, self.due_inferred, self.body], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


def read_commitments(path: Path) -> list[Worded]:
    """Raises `Unreadable` with each mistake's file, line and field."""
    report = Report()
    read, root = read_text(
        path.read_text(encoding="utf-8"), file=path.name, spec=FILE, report=report
    )
    report.stop_if_any()
    for at, message in _mistakes(read):
        line = root.walk(("commitments", at)).line if root is not None else 1
        report.add(path.name, line, f"commitments.{at}", message)
    report.stop_if_any()
    declarations = {each["code"]: each for each in read["declarations"]}
    bodies = {each["code"]: each for each in read["bodies"]}
    return [_worded(each, declarations, bodies) for each in read["commitments"]]


def _mistakes(read: Mapping[str, Any]) -> Iterator[tuple[int, str]]:
    declared = {each["code"] for each in read["declarations"]}
    sides = {each["code"]: each["side"] for each in read["bodies"]}
    codes = [each["code"] for each in read["commitments"]]
    for at, each in enumerate(read["commitments"]):
        if codes.index(each["code"]) != at:
            yield at, f"{each['code']} stands twice"
        if each["declaration"] not in declared:
            yield at, f"there is no declaration {each['declaration']}"
        if each.get("under") and each["under"] not in codes:
            yield at, f"there is no commitment {each['under']}"
        unknown = [owner for owner in each["owners"] if owner not in sides]
        if unknown:
            yield at, f"there is no body {', '.join(unknown)}"
        elif len(each["owners"]) != 2 or len({sides[owner] for owner in each["owners"]}) != 2:
            yield at, "needs one owner on each side"


def _worded(
    read: Mapping[str, Any], declarations: Mapping[str, Any], bodies: Mapping[str, Any]
) -> Worded:
    here, there = read["owners"]
    return Worded(
        code=read["code"],
        declaration=read["declaration"],
        under=read.get("under", ""),
        owners=(here, there),
        due_on=date.fromisoformat(read["due"]) if read["due"] else None,
        due_inferred=read.get("due_inferred", False),
        body={
            "title": read["title"],
            "words": read["words"],
            "source": read["source"],
            "declaration": declarations[read["declaration"]],
            "owners": [{"code": code, **bodies[code]} for code in (here, there)],
        },
    )
