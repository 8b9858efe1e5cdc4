"""Reads `indicators.yaml`: the one place where a number of the programme is defined."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from safe_mobility.shared.strict_yaml import (
    Integer,
    ListOf,
    Problem,
    Record,
    Report,
    Text,
    Unreadable,
    Word,
    read_text,
)
from safe_mobility.statistics.rules.indicators import (
    CUTS,
    WORDS,
    Catalogue,
    Counts,
    Indicator,
    faults,
)

FILE = Path(__file__).parent / "indicators.yaml"
_CODE = Text(pattern=r"[a-z][a-z_]{1,19}", means="a code in small letters")
_ACT = Text(pattern=r"[a-z_]+\.[a-z_]+", means="the name of a mark, as referral.sent")
_CAPITALS = Text(pattern=r"[A-Z][A-Z_]{1,19}", means="a state or result in capitals")
_BOTH = Record(must={"es": Text(), "en": Text()})


def _one_way_of_counting(read: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if ("wait" in read) == ("act" in read):
        yield "act", "must say either which act is counted or between what is waited"
    if "wait" in read and len(read["wait"]) != 2:
        yield "wait", "must name two indicators, from and to"


_COUNTS = Record(
    must={},
    may={
        "act": ListOf(_ACT, least=1),
        "to": ListOf(_CAPITALS, least=1),
        "result": ListOf(_CAPITALS, least=1),
        "states": ListOf(_CAPITALS, least=1),
        "wait": ListOf(_CODE, least=2),
    },
    check=_one_way_of_counting,
)
SPEC = Record(
    must={
        "indicators": ListOf(
            Record(
                must={
                    "code": _CODE,
                    "version": Integer(least=1, most=999),
                    "counts": _COUNTS,
                    "cuts": ListOf(Word(CUTS), least=1),
                    **dict.fromkeys(WORDS, _BOTH),
                },
                may={"within": _CODE},
            ),
            least=1,
        )
    }
)


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """The indicators as the product ships them."""
    return read(FILE.read_text(encoding="utf-8"), file=FILE.name)


def read(text: str, *, file: str) -> Catalogue:
    """The indicators of one file. Raises `Unreadable` with file, line and field of each mistake."""
    report = Report()
    values, _node = read_text(text, file=file, spec=SPEC, report=report)
    report.stop_if_any()
    indicators = tuple(_indicator(each) for each in values["indicators"])
    if wrong := faults(indicators):
        raise Unreadable([Problem(file, 1, "indicators", each) for each in wrong])
    return Catalogue(indicators, _version(values["indicators"]))


def _indicator(read: Mapping[str, Any]) -> Indicator:
    counts = read["counts"]
    return Indicator(
        code=read["code"],
        version=read["version"],
        within=read.get("within", ""),
        counts=Counts(
            acts=tuple(counts.get("act", ())),
            to=tuple(counts.get("to", ())),
            result=tuple(counts.get("result", ())),
            states=tuple(counts.get("states", ())),
            wait=tuple(counts.get("wait", ())),
        ),
        words={name: read[name] for name in WORDS},
        cuts=tuple(read["cuts"]),
    )


def _version(entries: list[Mapping[str, Any]]) -> str:
    """A hash of what decides a number. Better words do not restate the past."""
    deciding = [{k: v for k, v in each.items() if k not in WORDS} for each in entries]
    return hashlib.sha256(json.dumps(deciding, sort_keys=True).encode()).hexdigest()
