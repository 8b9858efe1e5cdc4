"""A release as files that anybody can check: one table, and a data package that describes it.

The same cells give the same bytes. The description holds the hash of the table and every
definition as it was, and is what is signed.
"""

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from safe_mobility.statistics.rules.indicators import WORDS, Catalogue

TABLE, DESCRIPTION = "figures.csv", "datapackage.json"
LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
NOT_SHOWN = "not shown"
COLUMNS: tuple[tuple[str, str, str], ...] = (
    ("indicator", "string", "what is counted; see indicators"),
    ("version", "integer", "version of its definition"),
    ("by", "string", "the breakdown; total where there is none"),
    ("value", "string", "the part of the breakdown"),
    ("people", "integer", "people"),
    ("applications", "integer", "applications"),
    ("median_days", "integer", "half waited no longer; only for waits"),
    ("p90_days", "integer", "nine in ten waited no longer; only for waits"),
    ("shown", "boolean", "false: the number is not shown, so that nobody can be found in it"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One cell as it is published."""

    indicator: str
    cut: str
    value: str
    people: int | None
    applications: int | None
    median_days: int | None = None
    p90_days: int | None = None

    @property
    def is_shown(self) -> bool:
        return self.people is not None


def table(lines: Iterable[Line], *, versions: Mapping[str, int]) -> str:
    """The cells as CSV, in one fixed order."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([name for name, _type, _words in COLUMNS])
    for line in sorted(lines, key=lambda each: (each.indicator, each.cut, each.value)):
        numbers = (line.people, line.applications, line.median_days, line.p90_days)
        writer.writerow(
            [
                line.indicator,
                versions[line.indicator],
                line.cut,
                line.value,
                *("" if number is None else number for number in numbers),
                "true" if line.is_shown else "false",
            ]
        )
    return out.getvalue()


def description(
    text: str, *, known: Catalogue, cut_off: date, first_on: date, made_at: datetime
) -> str:
    """`datapackage.json` of a release whose table is `text`."""
    body = text.encode()
    made: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": f"safe-mobility-figures-{cut_off.isoformat()}",
        "title": f"Safe Mobility: figures up to {cut_off.isoformat()}",
        "created": made_at.isoformat(),
        "version": cut_off.isoformat(),
        "licenses": [LICENCE],
        "temporal": {"start": first_on.isoformat(), "end": cut_off.isoformat()},
        "missingValues": [""],
        "resources": [
            {
                "name": "figures",
                "path": TABLE,
                "format": "csv",
                "encoding": "utf-8",
                "bytes": len(body),
                "hash": f"sha256:{hashlib.sha256(body).hexdigest()}",
                "schema": {
                    "fields": [
                        {"name": name, "type": kind, "description": words}
                        for name, kind, words in COLUMNS
                    ],
                    "primaryKey": ["indicator", "by", "value"],
                },
            }
        ],
        "definitions": known.version,
        "indicators": [
            {
                "code": each.code,
                "version": each.version,
                "within": each.within or None,
                "counts": {
                    "acts": list(each.counts.acts),
                    "to": list(each.counts.to),
                    "result": list(each.counts.result),
                    "states": list(each.counts.states),
                    "wait": list(each.counts.wait),
                },
                "by": list(each.cuts),
                **{name: dict(each.words[name]) for name in WORDS},
            }
            for each in known.indicators
        ],
    }
    return json.dumps(made, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
