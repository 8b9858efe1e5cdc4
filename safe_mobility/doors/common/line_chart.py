"""The chart of a line that moves: month by month, which petitions had their turn.

Both axes are years. Where the line is current it stands at the month itself; where it is
unavailable there is a gap. The reader's own date is a level that the line has to reach.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from safe_mobility.programmes.rules.cutoffs import CURRENT, Cutoff

WIDTH, HEIGHT = 344, 236
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 336, 12, 204
_MOST_TICKS = 5

Series = Sequence[tuple[date, Cutoff]]


def moving(series: Series, *, title: str, yours: date | None, yours_words: str) -> SafeString:
    """An empty string where there is nothing to draw."""
    places = [(month, _place(month, cutoff)) for month, cutoff in series]
    days = [place for _month, place in places if place is not None]
    if len(days) < 2:
        return SafeString("")
    levels = [*days, *([yours] if yours else [])]
    across = _Scale(series[0][0], series[-1][0], _LEFT, _RIGHT)
    up = _Scale(date(min(levels).year, 1, 1), date(max(levels).year + 1, 1, 1), _BOTTOM, _TOP)
    parts = [
        *_levels(up),
        *_years(across),
        *([_yours(up.at(yours), yours_words)] if yours else []),
        format_html('<path class="trace" d="{}"/>', _path(places, across, up)),
        format_html(
            '<circle cx="{}" cy="{}" r="5" class="b1"/>', across.at(series[-1][0]), up.at(days[-1])
        ),
    ]
    return format_html(
        '<svg class="chart" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>',
        *(WIDTH, HEIGHT, title, format_html_join("", "{}", ((part,) for part in parts))),
    )


class _Scale:
    """Days to whole units of the picture."""

    def __init__(self, first: date, last: date, begin: int, end: int) -> None:
        self.first, self.last, self.begin, self.end = first, last, begin, end

    def at(self, day: date) -> int:
        whole = max(1, (self.last - self.first).days)
        return round(self.begin + (self.end - self.begin) * (day - self.first).days / whole)

    def ticks(self) -> Iterator[date]:
        """First days of years, so many that they can be read."""
        years = range(self.first.year, self.last.year + 1)
        step = next(each for each in (1, 2, 5, 10, 20, 50) if len(years) / each <= _MOST_TICKS)
        for year in years:
            day = date(year, 1, 1)
            if year % step == 0 and self.first <= day <= self.last:
                yield day


def _place(month: date, cutoff: Cutoff) -> date | None:
    if isinstance(cutoff, date):
        return cutoff
    return month if cutoff == CURRENT else None


def _path(places: Sequence[tuple[date, date | None]], across: _Scale, up: _Scale) -> str:
    """A new stroke after each gap; points on a level are left out."""
    strokes: list[str] = []
    pen = "M"
    for n, (month, place) in enumerate(places):
        if place is None:
            pen = "M"
            continue
        level = n + 1 < len(places) and n > 0 and places[n - 1][1] == place == places[n + 1][1]
        if pen == "M" or not level:
            strokes.append(f"{pen}{across.at(month)} {up.at(place)}")
        pen = "L"
    return "".join(strokes)


def _levels(up: _Scale) -> Iterator[SafeString]:
    for day in up.ticks():
        y = up.at(day)
        yield format_html(
            '<line x1="{}" x2="{}" y1="{}" y2="{}" class="rule"/>'
            '<text x="{}" y="{}" text-anchor="end" font-size="13" class="soft">{}</text>',
            *(_LEFT, _RIGHT, y, y, _LEFT - 5, y + 5, day.year),
        )


def _years(across: _Scale) -> Iterator[SafeString]:
    for day in across.ticks():
        x = across.at(day)
        anchor = "start" if x < _LEFT + 14 else "end" if x > _RIGHT - 14 else "middle"
        yield format_html(
            '<text x="{}" y="{}" font-size="13" class="soft" text-anchor="{}">{}</text>',
            *(x, _BOTTOM + 22, anchor, day.year),
        )


def _yours(y: int, words: str) -> SafeString:
    above = y - 6 if y > _TOP + 16 else y + 17
    return format_html(
        '<line x1="{}" x2="{}" y1="{}" y2="{}" class="day"/>'
        '<text x="{}" y="{}" font-size="13" font-weight="700">{}</text>',
        *(_LEFT, _RIGHT, y, y, _LEFT + 4, above, words),
    )
