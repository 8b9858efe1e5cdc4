"""The report of one file, a fact a line: for a screen, and for whoever approves an edition."""

from collections.abc import Iterator

from safe_mobility.statistics.rules.published import NOTES, Total
from safe_mobility.statistics.rules.reading import NAMED_REFUSALS, Report
from safe_mobility.statistics.rules.series import SERIES

MOST_DOUBTS = 20


def lines_of(report: Report) -> Iterator[str]:
    yield f"file: {report.name}"
    if report.kind:
        yield f"  kind: {report.kind}"
    if report.headings_on > 1:
        yield f"  headings found on line {report.headings_on}; what stands above was left"
    if report.stopped:
        yield f"  stopped: {report.stopped}"
        yield "  nothing of this file was taken"
    yield from _rows(report)
    if report.not_shown:
        first = f"(first on line {report.first_not_shown})"
        yield f"  figures that the publisher hides: {report.not_shown} {first}"
    yield f"  headings not understood: {', '.join(report.unknown) or 'none'}"
    yield from _asides(report)
    for total in report.totals:
        yield f"  {_total(total)}"
    for series in dict.fromkeys(each.series for each in report.totals):
        if series in NOTES:
            yield f"  note: {NOTES[series]}"


def _rows(report: Report) -> Iterator[str]:
    yield f"  rows read: {report.read}"
    yield f"  rows taken: {0 if report.stopped else report.taken}"
    yield f"  rows refused: {sum(report.refused.values())}"
    for reason, often in report.refused.most_common():
        yield f"    {often} x {reason}"
    for line, reason in report.named:
        yield f"    line {line}: {reason}"
    if sum(report.refused.values()) > NAMED_REFUSALS:
        yield f"    (the first {NAMED_REFUSALS} are named)"


def _asides(report: Report) -> Iterator[str]:
    if report.missing:
        yield f"  headings that may stand there and do not: {', '.join(report.missing)}"
    if report.always_empty:
        empty = ", ".join(report.always_empty)
        yield f"  columns without a figure: {len(report.always_empty)} ({empty})"
    if report.windows_cells:
        yield f"  cells in Windows-1252: {report.windows_cells}"
    if report.as_written:
        names = ", ".join(f"{name} ({often})" for name, often in report.as_written.most_common(20))
        yield f"  names kept as they are written: {len(report.as_written)}: {names}"
    yield f"  told apart: {sum(report.doubts.values())}"
    for doubt, often in report.doubts.most_common(MOST_DOUBTS):
        yield f"    {often} x {doubt} (first on line {report.first_doubt[doubt]})"


def _total(total: Total) -> str:
    unit = SERIES[total.series].unit.lower()
    said = f"{total.series} {total.over}: {total.found:,.0f} {unit}"
    if total.published is not None:
        if total.agrees:
            return f"{said} = the published total"
        return f"{said} DIFFERS from the published {total.published:,.0f}"
    if 0 < total.months < 12:
        return f"{said} (in {total.months} month{'s' if total.months > 1 else ''})"
    return said
