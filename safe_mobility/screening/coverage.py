"""Which rule, worked example or named gap answers each row of the programme's facts.

The table is written from `docs/coverage.yaml`, and every name in it is looked up among the rules
and scenarios that are loaded: a rule that goes away takes its row with it, and a test says so.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from safe_mobility.programmes.rules.ruleset import RuleSet
from safe_mobility.shared.strict_yaml import MISSING, ListOf, Record, Report, Text, read_text

_ROW = Record(
    {"about": Text(), "row": Text(), "fact": Text(), "by": ListOf(Text())}, {"gap": Text()}
)
_FILE = Record({"rows": ListOf(_ROW, least=1), "gaps": ListOf(Text())})
HEAD = """# What answers each fact

Written by `manage.py coverage` from `coverage.yaml`; do not edit here. Each row of the facts on
offices and pathways is answered by rules (their ids), phases (`.phase`), tables, worked examples
(in quotes) or sentences of a page, or it is a gap that is named.
"""


@dataclass(frozen=True, slots=True)
class Covered:
    """One row of the facts. `fact` are words by which the row is found in the fact sheet."""

    about: str
    row: str
    fact: str
    by: tuple[str, ...]
    gap: str


@dataclass(frozen=True, slots=True)
class Coverage:
    rows: tuple[Covered, ...]
    gaps: tuple[str, ...]


def read(path: Path) -> Coverage:
    """Raises `Unreadable` with every mistake in the file."""
    report = Report()
    text = path.read_text(encoding="utf-8")
    read, _ = read_text(text, file=path.name, spec=_FILE, report=report)
    report.stop_if_any()
    if read is MISSING:
        raise ValueError(path.name)
    return Coverage(tuple(map(_covered, read["rows"])), tuple(read["gaps"]))


def _covered(each: dict[str, Any]) -> Covered:
    return Covered(each["about"], each["row"], each["fact"], tuple(each["by"]), each.get("gap", ""))


def unknown(coverage: Coverage, rule_set: RuleSet, scenarios: frozenset[str]) -> list[str]:
    """Names in the table that no rule, table, text or worked example has."""
    known = {
        *scenarios,
        *rule_set.names,
        *rule_set.tables,
        *rule_set.texts,
        *(each.id for each in rule_set.criteria),
        *(f"{each.owner}.phase" for each in rule_set.phases),
        *(f"{code}.at_best" for code, each in rule_set.pathways.items() if each.at_best),
    }
    return sorted({name for row in coverage.rows for name in row.by} - known)


def silent(coverage: Coverage) -> list[str]:
    """Rows that neither a rule nor a named gap answers."""
    return [each.row for each in coverage.rows if not each.by and not each.gap]


def written(coverage: Coverage, scenarios: frozenset[str]) -> str:
    return "\n".join([HEAD, *_lines(coverage, scenarios)]) + "\n"


def _lines(coverage: Coverage, scenarios: frozenset[str]) -> Iterator[str]:
    for about, rows in groupby(coverage.rows, key=lambda each: each.about):
        yield f"## {about}\n"
        yield "| fact | answered by | gap |"
        yield "|---|---|---|"
        for each in rows:
            names = (f"“{name}”" if name in scenarios else f"`{name}`" for name in each.by)
            yield f"| {each.row} | {', '.join(names) or '-'} | {each.gap or '-'} |"
        yield ""
    yield "## Named gaps beside these\n"
    yield from (f"- {gap}" for gap in coverage.gaps)
