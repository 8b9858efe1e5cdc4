"""Visa bulletins: pages read, cells equal to the table we ship, and the forecast against the past.

The back-test makes the forecast for every third month since 2013 with what was known then, and
holds it against what came. Its peer is the distance divided by last year's pace; its control is
the same range without the widening for few years. Pages are read only where they lie beside the
project.
"""

import csv
import io
import lzma
import tarfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.report import Report, interleaved, rate
from safe_mobility.programmes import bulletin_file, files
from safe_mobility.programmes.rules.cutoffs import CATEGORIES, CHARTS, Cutoffs
from safe_mobility.reunification.rules import history, line, looking_back
from safe_mobility.reunification.rules.bulletin import CutoffRow
from safe_mobility.reunification.rules.cells import cells_of
from safe_mobility.reunification.rules.looking_back import Held, Tried, held
from safe_mobility.reunification.services.bulletin_page import page_of, read_bulletin

FOLDER = Path(__file__).parents[1] / "programmes"
PAGES = (
    Path(__file__).parents[2] / "shared/data/visa_bulletin/visa_bulletin_html_2010_2023.tar.xz",
    Path(__file__).parents[3] / "shared/data/visa_bulletin/visa_bulletin_html_2010_2023.tar.xz",
)
AIM = ".75-.85"
STOOD_STILL_FROM = 2019


def main(report: Report) -> None:
    _pages(report)
    cutoffs = files.load(FOLDER, training=False).rule_set.cutoffs
    began = time.perf_counter()
    found = history.history_of(cutoffs, chart=CHARTS[0])
    if found is None:
        raise SystemExit("the table holds no history")
    waits = line.past_waits(found)
    report.figure("history made ready", (time.perf_counter() - began) * 1000, "ms")
    _one(report, cutoffs, found, waits)
    cases = list(looking_back.tried(found))
    _whole(report, cases, list(looking_back.tried(found, wider=False)))
    _parts(report, cases, found)


def _pages(report: Report) -> None:
    path = next((each for each in PAGES if each.exists()), None)
    if path is None:
        report.note("the saved pages are not beside the project: nothing to read")
        return
    pages = dict(_saved(path))
    rates = interleaved(
        {
            "read": lambda: len(pages) * rate(lambda: _read(pages), seconds=0.1),
            "parsed": lambda: len(pages) * rate(lambda: _parse(pages), seconds=0.1),
        },
        rounds=3,
    )
    beside = f"only parsed: {rates['parsed']:,.0f}/s"
    ratio = rates["read"] / rates["parsed"]
    report.figure("pages read", rates["read"], "/s", ratio=ratio, beside=beside)
    read = [rows for _, rows in _read(pages)]
    made = bulletin_file.written((rows[0].bulletin_month, cells_of(rows)) for rows in read)
    ours, theirs = (FOLDER / bulletin_file.NAME).read_text(encoding="utf-8"), made
    cells = sum(len(rows) for rows in read)
    report.figure("cells read", cells, f"of {len(pages)} pages")
    report.count("cells that differ from the table we ship", _differing(ours, theirs))


def _saved(path: Path) -> Iterator[tuple[str, bytes]]:
    with lzma.open(path) as packed, tarfile.open(fileobj=packed) as archive:
        for member in archive:
            if stream := archive.extractfile(member) if member.isfile() else None:
                yield Path(member.name).name, stream.read()


def _read(pages: dict[str, bytes]) -> list[tuple[str, tuple[CutoffRow, ...]]]:
    return [(name, read_bulletin(raw, file_name=name)) for name, raw in pages.items()]


def _parse(pages: dict[str, bytes]) -> None:
    for raw in pages.values():
        page_of(raw)


def _differing(ours: str, theirs: str) -> int:
    one, other = (
        {tuple(row[:3]): row[3:] for row in csv.reader(io.StringIO(t))} for t in (ours, theirs)
    )
    return sum(
        cell != (other.get(place) or [""] * len(cells))[n]
        for place, cells in one.items()
        for n, cell in enumerate(cells)
    ) + sum(len(cells) for place, cells in other.items() if place not in one)


def _one(report: Report, cutoffs: Cutoffs, found: history.History, waits: line.PastWaits) -> None:
    newest = cutoffs.newest
    if newest is None:
        return
    behind = found.months[-1].replace(year=found.months[-1].year - 8)

    def ask() -> object:
        return line.forecast(
            found, waits, category="F4", area="all_other", priority_on=behind, at=newest.month
        )

    report.figure("one forecast", 1000 / rate(ask, seconds=0.5), "ms")


def _whole(report: Report, cases: list[Tried], control: list[Tried]) -> None:
    whole, narrow = held(cases), held(control)
    report.figure("forecasts of the past", whole.cases, "", beside=f"{whole.ended} waits ended")
    report.figure("  with a range", whole.ranges, "", ratio=whole.ranges / whole.cases)
    report.figure("  whose range can be judged", whole.decided, "")
    report.figure("inside the 80 % range", whole.cover, "", aim=AIM, beside=_sides(whole))
    report.figure("  open ranges counted as far as seen", whole.with_open_cases, "", aim=AIM)
    report.figure("  control: not made wider", narrow.cover, "", beside="must fall below .75")
    _error(report, "median error, months", whole)
    none = f"{whole.no_naive:.0%} of waits: the line had not moved, so no figure"
    report.note(f"last year's pace: {none}")


def _parts(report: Report, cases: list[Tried], found: history.History) -> None:
    for category in CATEGORIES:
        part = held([each for each in cases if each.category == category])
        beside = f"{part.decided} judged; open too {part.with_open_cases:.2f}"
        report.figure(f"{category}: inside", part.cover, "", beside=beside)
        _error(report, f"{category}: median error, months", part)
    for words, years in (
        ("before", range(2013, STOOD_STILL_FROM)),
        ("from", range(STOOD_STILL_FROM, 2024)),
    ):
        part = held([each for each in cases if found.months[each.month].year in years])
        name = f"forecasts made {words} {STOOD_STILL_FROM}: inside"
        report.figure(name, part.cover, "", beside=f"{part.decided} judged; {_sides(part)}")


def _sides(part: Held) -> str:
    return f"shorter {part.too_soon:.2f}, longer {part.too_late:.2f}"


def _error(report: Report, name: str, part: Held) -> None:
    ratio = part.median_error / part.naive_error
    beside = f"last year's pace: {part.naive_error:.1f}"
    report.figure(name, part.median_error, "", ratio=ratio, aim="< 1", beside=beside)
