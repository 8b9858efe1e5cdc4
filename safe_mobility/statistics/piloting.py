"""The pilot of a country as its file tells it: from when until when, what was promised, what was
learned. What was done stands in no file: it is counted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from safe_mobility.programmes import queries as programmes
from safe_mobility.shared.strict_yaml import (
    Date,
    ListOf,
    Problem,
    Record,
    Report,
    Text,
    Unreadable,
    read_text,
)
from safe_mobility.statistics import defining

FILE = "pilot.yaml"
_BOTH = Record(must={"es": Text(), "en": Text()})
_SOURCES = ListOf(Text(pattern=r"[A-Z]\d+", means="the number of a source"), least=1)
_CODE = Text(pattern=r"[a-z][a-z0-9_]{1,19}", means="a code in small letters")
SPEC = Record(
    must={
        "from": Date(),
        "until": Date(),
        "source": _SOURCES,
        "promised": ListOf(
            Record(
                must={"says": _BOTH, "done": _CODE, "source": _SOURCES},
                may={"by": ListOf(_CODE, least=1)},
            ),
            least=1,
        ),
        "learned": ListOf(Record(must={"says": _BOTH, "source": _SOURCES}), least=1),
    }
)


@dataclass(frozen=True, slots=True)
class Promise:
    """What was promised, and the indicator (of some pathways) that shows what came of it."""

    says: Mapping[str, str]
    done: str
    by: tuple[str, ...]
    source: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lesson:
    says: Mapping[str, str]
    source: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pilot:
    from_on: date
    until_on: date
    promised: tuple[Promise, ...]
    learned: tuple[Lesson, ...]
    source: tuple[str, ...]


def pilot(country: str) -> Pilot | None:
    """The pilot of a country's programme; None where there was none."""
    folder = programmes.rule_set().programmes[country].code
    return _read(Path(settings.PROGRAMMES_DIR) / folder / FILE)


@lru_cache(maxsize=8)
def _read(path: Path) -> Pilot | None:
    return read(path.read_text(encoding="utf-8"), file=FILE) if path.exists() else None


def read(text: str, *, file: str) -> Pilot:
    """One file. Raises `Unreadable` with file, line and field of each mistake."""
    report = Report()
    values, _node = read_text(text, file=file, spec=SPEC, report=report)
    report.stop_if_any()
    made = Pilot(
        from_on=date.fromisoformat(values["from"]),
        until_on=date.fromisoformat(values["until"]),
        promised=tuple(_promise(each) for each in values["promised"]),
        learned=tuple(Lesson(each["says"], tuple(each["source"])) for each in values["learned"]),
        source=tuple(values["source"]),
    )
    wrong = []
    if made.until_on <= made.from_on:
        wrong.append(Problem(file, 1, "until", "is not after from"))
    known = defining.catalogue()
    wrong += [
        Problem(file, 1, "promised", f"{each.done} is no indicator")
        for each in made.promised
        if each.done not in known
    ]
    if wrong:
        raise Unreadable(wrong)
    return made


def _promise(values: Mapping[str, Any]) -> Promise:
    return Promise(
        values["says"], values["done"], tuple(values.get("by", ())), tuple(values["source"])
    )
