"""Reading a published file: opening it, finding its headings, telling what became of it."""

import io
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from safe_mobility.programmes import schema
from safe_mobility.shared import strict_yaml, tables
from safe_mobility.statistics.rules import (
    files_of_people,
    files_of_places,
    files_of_unhcr,
    kinds,
    reading,
)
from safe_mobility.statistics.rules.kinds import Context, HeadingsRefused, Kind, Layout
from safe_mobility.statistics.rules.nations import Nations
from safe_mobility.statistics.rules.reading import Numbered, Report
from safe_mobility.statistics.rules.series import Point

KINDS: Mapping[str, Kind] = {
    each.code: each
    for each in (*files_of_people.KINDS, *files_of_unhcr.KINDS, *files_of_places.KINDS)
}
FAMILIES = tuple(dict.fromkeys(each.family for each in KINDS.values()))
ANY = "auto"
OTHER_NAMES: Mapping[str, str] = {
    "cbp": "encounters",
    "prm": "arrivals",
    "refugees": "arrivals",
    "wraps": "refugee-arrivals-by-city",
    "niv": "temporary-visas",
    "h2-visas": "temporary-visas",
    "iv": "immigrant-visas",
    "asylum-applications": "unhcr-applications",
    "asylum-decisions": "unhcr-decisions",
    "idmc": "unhcr-displaced",
    "a2sit": "municipal-indicators",
    "census": "census-departments",
}
"""What people call some of them. `--help` names the codes."""
LINES_BEFORE_HEADINGS = 15
STANDARD_INPUT = "-"


class UnknownKind(Exception):
    """The name of a kind that there is not."""


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file that was read: its report, and its figures where it was read to the end."""

    report: Report
    points: tuple[Point, ...]


def kinds_named(name: str) -> tuple[Kind, ...]:
    """The kinds meant by a code, a folder's name or `auto`. Raises `UnknownKind`."""
    written = name.strip().casefold().replace("_", "-")
    written = OTHER_NAMES.get(written, written)
    if written == ANY:
        return tuple(KINDS.values())
    if written in KINDS:
        return (KINDS[written],)
    family = tuple(each for each in KINDS.values() if each.family.replace("_", "-") == written)
    if not family:
        raise UnknownKind(name)
    return family


def read_file(path: Path, *, wanted: Sequence[Kind], known: Context | None = None) -> ReadFile:
    """Read a file of one of these kinds; `-` is the standard input. It never raises for a file."""
    report = Report(name=str(path))
    try:
        if str(path) == STANDARD_INPUT:
            return read_bytes(sys.stdin.buffer.read(), report, wanted=wanted, known=known)
        with path.open("rb") as raw:
            return _read(raw, report, wanted, known or context())
    except OSError as error:
        report.stopped = f"cannot be read: {error.strerror or error}"
        return ReadFile(report, ())


def read_bytes(
    raw: bytes, report: Report, *, wanted: Sequence[Kind], known: Context | None = None
) -> ReadFile:
    """The same for a file that was sent."""
    return _read(io.BytesIO(raw), report, wanted, known or context())


@cache
def context() -> Context:
    """Names of countries and municipalities, from the programme's files: no database is needed."""
    return Context(Nations(_countries()), dict(_municipalities()))


def _read(raw: BinaryIO, report: Report, wanted: Sequence[Kind], known: Context) -> ReadFile:
    try:
        with tables.opened(raw) as lines:
            layout, rows = _begin(lines, report, wanted, known)
            points = reading.read(rows, layout, known, report)
    except (tables.NoTable, HeadingsRefused) as refused:
        report.stopped = str(refused)
    except (OSError, EOFError) as error:
        report.stopped = f"cannot be read: {getattr(error, 'strerror', None) or error}"
    else:
        return ReadFile(report, tuple(points))
    return ReadFile(report, ())


def _begin(
    lines: Iterator[str], report: Report, wanted: Sequence[Kind], known: Context
) -> tuple[Layout, Iterator[Numbered]]:
    """Find the headings, also below a title, and what kind of file they belong to."""
    top = list(islice(lines, LINES_BEFORE_HEADINGS))
    first: HeadingsRefused | None = None
    for at, line in enumerate(top):
        separator = tables.separator_of(line)
        rows = _mended(tables.rows(iter([line]), separator=separator), report)
        try:
            _number, headings = next(rows, (1, []))
            fitting = _kinds_for(wanted, headings)
        except HeadingsRefused as refused:
            first = first or refused
            continue
        report.headings_on = at + 1
        below = chain(top[at + 1 :], lines)
        numbered = _shifted(tables.rows(below, separator=separator), by=at + 1)
        return _by_what_stands_below(fitting, headings, _mended(numbered, report), known)
    raise first or HeadingsRefused("the file has no headings")


def _kinds_for(wanted: Sequence[Kind], headings: Sequence[str]) -> list[Kind]:
    if len(wanted) == 1:
        kinds.layout_of(wanted[0], headings)
        return [wanted[0]]
    return kinds.kinds_for(wanted, headings)


def _by_what_stands_below(
    fitting: Sequence[Kind], headings: Sequence[str], rows: Iterator[Numbered], known: Context
) -> tuple[Layout, Iterator[Numbered]]:
    """Two kinds may have the same headings: then the first lines tell which of them it is."""
    layouts = [kinds.layout_of(each, headings) for each in fitting]
    if len(layouts) == 1:
        return layouts[0], rows
    first = list(islice(rows, reading.LOOKED_AT))
    refused = {
        each.kind.code: sum(reading.refusals(first, each, known)[1].values())
        for each in layouts
        if not reading.misfit(first, each, known)
    }
    fewest = min(refused.values(), default=0)
    fits = [each for each in layouts if refused.get(each.kind.code) == fewest]
    if len(fits) != 1:
        codes = " or ".join(each.code for each in fitting)
        raise HeadingsRefused(f"the headings are those of {codes}: name the kind")
    return fits[0], chain(first, rows)


def _shifted(rows: Iterable[Numbered], *, by: int) -> Iterator[Numbered]:
    return ((line + by, cells) for line, cells in rows)


def _mended(rows: Iterable[Numbered], report: Report) -> Iterator[Numbered]:
    for line, cells in rows:
        whole, changed = tables.mended(cells)
        report.windows_cells += changed
        yield line, whole


def _countries() -> Iterator[tuple[str, str]]:
    for each in _read_yaml("countries.yaml", schema.COUNTRIES_FILE)["countries"]:
        yield each["code"], each["en"]
        yield each["code"], each["es"]


def _municipalities() -> Iterator[tuple[str, str]]:
    spec = schema.MUNICIPALITIES_FILE
    for each in _read_yaml("guatemala/municipalities.yaml", spec)["municipalities"]:
        yield each["code"], each["name"]


def _read_yaml(name: str, spec: strict_yaml.Spec) -> Mapping[str, list[Mapping[str, str]]]:
    path = Path(settings.PROGRAMMES_DIR) / name
    report = strict_yaml.Report()
    read, _root = strict_yaml.read_text(
        path.read_text(encoding="utf-8"), file=name, spec=spec, report=report
    )
    report.stop_if_any()
    found: Mapping[str, list[Mapping[str, str]]] = read
    return found
