"""Charts in SVG that a phone shows without a script: bars, and lines over time.

A chart says what it finds in `title`, for whoever cannot see it; the page that shows one says
the same in a sentence and has the numbers in a table. Zero is always on the scale. Colours and
widths stand in the stylesheet: no chart carries a style of its own.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH = 344
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 336, 26, 150
_COLOURS = ("b1", "b2", "b3")
_ROW = 58
_KEY = 24


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what it stands for, its length, and the number as it is written."""

    label: str
    value: float | None
    written: str


@dataclass(frozen=True, slots=True)
class Trace:
    """One line over time; None where nothing was published, which leaves a gap."""

    name: str
    values: Sequence[float | None]


def thousands(value: float | None, *, digits: int = 0) -> str:
    """A number as both languages write it in Guatemala: 12,345.6."""
    return "" if value is None else f"{value:,.{digits}f}"


def bars(rows: Sequence[Bar], *, title: str, most: float | None = None) -> SafeString:
    """Bars one under another, each with its words above it. A bar without a value has no length."""
    longest = most or max((row.value or 0 for row in rows), default=0) or 1
    drawn = format_html_join(
        "",
        '<g transform="translate(0 {})"><text y="16" font-size="16" font-weight="700">{}</text>'
        '<text x="344" y="16" text-anchor="end" font-size="16" font-weight="700">{}</text>'
        '<rect y="25" width="344" height="14" rx="3" class="b0"/>{}</g>',
        (
            (
                at * _ROW,
                row.label,
                row.written,
                _length(row.value, longest),
            )
            for at, row in enumerate(rows)
        ),
    )
    return format_html(
        '<svg class="chart" viewBox="0 0 344 {}" role="img" aria-label="{}">{}</svg>',
        len(rows) * _ROW - 14,
        title,
        drawn,
    )


def line(
    traces: Sequence[Trace],
    *,
    title: str,
    ticks: Sequence[tuple[int, str]],
    mark: tuple[float, str] | None = None,
) -> SafeString:
    """Lines over time. `ticks` name places on the time axis; `mark` is a day to be seen.

    The last value of a line stands written at its end. Names of several lines stand above them,
    where no line can run through them.
    """
    known = [value for trace in traces for value in trace.values if value is not None]
    top = _round_top(max(known, default=0))
    count = max((len(trace.values) for trace in traces), default=0)
    named = [trace.name for trace in traces if trace.name and len(traces) > 1]
    parts = [
        *_scale(top),
        *(_tick(at, words, count) for at, words in ticks),
        *([_mark(*mark, count)] if mark else []),
        *_traces(traces, top=top, count=count),
    ]
    above = _KEY if named else 0
    return format_html(
        '<svg class="chart" viewBox="0 {} {} {}" role="img" aria-label="{}">{}{}</svg>',
        -above,
        WIDTH,
        _BOTTOM + 26 + above,
        title,
        _names(named),
        format_html_join("", "{}", ((part,) for part in parts)),
    )


def _names(named: Sequence[str]) -> SafeString:
    """What each line is, in its colour, in a row above the chart."""
    step = (_RIGHT - _LEFT) // max(1, len(named))
    return format_html_join(
        "",
        '<rect x="{}" y="{}" width="12" height="12" rx="3" class="{}"/>'
        '<text x="{}" y="{}" font-size="14">{}</text>',
        (
            (x, -_KEY, colour, x + 18, 11 - _KEY, name)
            for x, colour, name in zip(range(_LEFT, _RIGHT, step), _COLOURS, named, strict=False)
        ),
    )


def _length(value: float | None, longest: float) -> SafeString:
    if not value:
        return SafeString("")
    return format_html(
        '<rect y="25" width="{}" height="14" rx="3" class="b1"/>',
        max(2, round(344 * value / longest)),
    )


def _round_top(value: float) -> float:
    """The end of the scale: the next number that is easy to halve."""
    if value <= 0:
        return 1
    size = 10.0 ** (len(str(int(value))) - 1) if value >= 1 else 0.1
    while size > 1e-6:
        for step in (1, 2, 4, 5, 6, 8, 10):
            if step * size >= value:
                return step * size
        size *= 10
    return value


def _x(at: float, count: int) -> int:
    return round(_LEFT + (_RIGHT - _LEFT) * at / max(1, count - 1))


def _y(value: float, top: float) -> int:
    return round(_BOTTOM - (_BOTTOM - _TOP) * value / top)


def _scale(top: float) -> Iterator[SafeString]:
    for value in (0, top / 2, top):
        y = _y(value, top)
        yield format_html(
            '<line x1="{}" x2="{}" y1="{}" y2="{}" class="rule"/>'
            '<text x="{}" y="{}" text-anchor="end" font-size="13" class="soft">{}</text>',
            *(_LEFT, _RIGHT, y, y, _LEFT - 5, y + 5, _short(value)),
        )


def _tick(at: int, words: str, count: int) -> SafeString:
    x = _x(at, count)
    anchor = "start" if x < _LEFT + 14 else "end" if x > _RIGHT - 14 else "middle"
    return format_html(
        '<text x="{}" y="{}" font-size="13" class="soft" text-anchor="{}">{}</text>',
        *(x, _BOTTOM + 20, anchor, words),
    )


def _mark(at: float, words: str, count: int) -> SafeString:
    x = _x(at, count)
    side, gap = ("end", -5) if x > (_LEFT + _RIGHT) / 2 else ("start", 5)
    return format_html(
        '<line x1="{0}" x2="{0}" y1="8" y2="{1}" class="day"/>'
        '<text x="{2}" y="14" font-size="13" text-anchor="{3}">{4}</text>',
        *(x, _BOTTOM, x + gap, side, words),
    )


def _traces(traces: Sequence[Trace], *, top: float, count: int) -> Iterator[SafeString]:
    ends: list[int] = []
    for trace, colour in zip(traces, _COLOURS, strict=False):
        for piece in _pieces(trace.values):
            path = " ".join(f"{_x(at, count)} {_y(value, top)}" for at, value in piece)
            yield format_html('<path class="trace t-{}" d="M{}"/>', colour, path)
        last = _last(trace.values)
        if last is None:
            continue
        x, y = _x(last[0], count), _y(last[1], top)
        above = _apart(y - 9, ends)
        ends.append(above)
        words = thousands(last[1])
        yield format_html(
            '<circle cx="{}" cy="{}" r="4" class="{}"/>'
            '<text x="{}" y="{}" text-anchor="{}" font-size="14" class="end">{}</text>',
            *(x, y, colour, *((x, above, "end") if x > 150 else (x + 8, above, "start")), words),
        )


def _pieces(values: Sequence[float | None]) -> Iterator[list[tuple[int, float]]]:
    """Runs of values without a gap; one value alone is drawn as a point by its neighbour."""
    run: list[tuple[int, float]] = []
    for at, value in enumerate(values):
        if value is None:
            if len(run) > 1:
                yield run
            run = []
        else:
            run.append((at, value))
    if len(run) > 1:
        yield run


def _last(values: Sequence[float | None]) -> tuple[int, float] | None:
    found = [(at, value) for at, value in enumerate(values) if value is not None]
    return found[-1] if found else None


def _apart(y: int, others: Sequence[int]) -> int:
    """A height at which two names do not lie on each other."""
    for other in others:
        if abs(y - other) < 15:
            y = other - 15 if other > _TOP + 15 else other + 15
    return max(y, 12)


def _short(value: float) -> str:
    """A number on the scale, short enough to stand beside it."""
    if value >= 1_000_000:
        return f"{value / 1_000_000:.3g} M"
    if value >= 1_000:
        return f"{value:,.0f}"
    return f"{value:.3g}"
