"""Maps in SVG: areas in five steps of one colour, each with its number in words.

Outlines come from one file a country (`manage.py make_map`). A map is never the only way to a
number: the page that shows one has the same numbers in a table.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

_START = re.compile(r"M(-?\d+) (-?\d+)")
SHAPES = Path(__file__).parent / "shapes"
STEPS = 5


@dataclass(frozen=True, slots=True)
class Shapes:
    """The outlines of one size of area of a country."""

    width: int
    height: int
    paths: Mapping[str, str]
    source: str


@dataclass(frozen=True, slots=True)
class Area:
    """One area as it is to be drawn. `step` is 0 to 4; None where no number is shown."""

    code: str
    words: str
    step: int | None


@lru_cache(maxsize=8)
def shapes(country: str, *, large: bool = True) -> Shapes | None:
    """Departments (`large`) or municipalities of a country; None where there is no file."""
    path = SHAPES / f"{country.lower()}.json"
    if not path.exists():
        return None
    read = json.loads(path.read_text(encoding="utf-8"))
    part = read["large" if large else "small"]
    return Shapes(part["width"], part["height"], part["paths"], read["source"])


def steps_of(values: Iterable[float]) -> tuple[float, ...]:
    """Four borders between five steps, each in round numbers, so that about as many areas fall
    into each. Fewer borders where values repeat."""
    known = sorted(values)
    if not known:
        return ()
    found: list[float] = []
    for number in range(1, STEPS):
        border = rounded(known[min(len(known) - 1, number * len(known) // STEPS)])
        if border > known[0] and (not found or border > found[-1]):
            found.append(border)
    if not found and known[-1] > known[0]:
        # Nearly all alike: the few that are larger are told apart all the same.
        found.append(min(known[-1], rounded(known[-1])))
    return tuple(found)


def rounded(value: float) -> float:
    """Two figures are enough for a border."""
    if value == 0:
        return 0
    size = 10 ** max(0, len(str(int(abs(value)))) - 2)
    return round(value / size) * size if abs(value) >= 1 else round(value, 2)


def step_of(value: float, borders: Sequence[float]) -> int:
    return sum(value >= border for border in borders)


def step_words(borders: Sequence[float]) -> list[str]:
    """What each step stands for, for the key beside the map."""
    if not borders:
        return []
    text = [f"{border:g}" for border in borders]
    under = _("under %(number)s") % {"number": text[0]}
    over = _("%(number)s and more") % {"number": text[-1]}
    between = [f"{low} – {high}" for low, high in pairwise(text)]
    return [under, *between, over]


def choropleth(
    country: str, areas: Iterable[Area], *, title: str, large: bool = True, near: bool = False
) -> SafeString:
    """The map, or nothing where the country has no outlines. `title` says what one sees in it.

    `near` shows the part of the country in which the areas lie, so that small ones can be seen.
    """
    drawn = shapes(country, large=large)
    if drawn is None:
        return SafeString("")
    known = {area.code: area for area in areas}
    left, top, wide, high = _frame(drawn, known if near else drawn.paths)
    paths = format_html_join("", '<g class="{}">{}</g>', _by_colour(drawn, known))
    return format_html(
        '<svg class="map chart{}" viewBox="{} {} {} {}" role="img" aria-label="{}">{}</svg>',
        "" if large else " small-areas",
        left,
        top,
        wide,
        high,
        title,
        paths,
    )


def _by_colour(drawn: Shapes, known: Mapping[str, Area]) -> Iterator[tuple[str, SafeString]]:
    """A colour is said once for all its areas, which spares a phone a twentieth of the map."""
    alike: dict[str, list[tuple[str, str]]] = {}
    for code, path in drawn.paths.items():
        area = known.get(code)
        alike.setdefault(_class(area), []).append((path, area.words if area else ""))
    for colour, found in sorted(alike.items()):
        yield colour, format_html_join("", '<path d="{}"><title>{}</title></path>', found)


def key(labels: Sequence[str], *, none: str = "") -> SafeString:
    """What each colour stands for; `none` names the areas without a number."""
    entries = [(f"q{step}", label) for step, label in enumerate(labels)]
    if none:
        entries.append(("none", none))
    return format_html(
        '<ul class="key">{}</ul>',
        format_html_join(
            "",
            '<li><svg width="18" height="18" aria-hidden="true"><rect width="18" height="18" '
            'rx="3" class="{}"/></svg>{}</li>',
            entries,
        ),
    )


def _frame(drawn: Shapes, codes: Iterable[str]) -> tuple[int, int, int, int]:
    """Left, top, width and height of what is shown: where the outlines of these areas begin, with
    room for the areas themselves and those beside them; never more than the country."""
    starts = [_START.match(drawn.paths[code]) for code in codes if code in drawn.paths]
    across = [int(found[1]) for found in starts if found]
    down = [int(found[2]) for found in starts if found]
    if not across:
        return -2, -2, drawn.width + 4, drawn.height + 4
    room = drawn.width // 10
    left, top = max(-2, min(across) - room), max(-2, min(down) - room)
    right = min(drawn.width + 2, max(across) + room)
    bottom = min(drawn.height + 2, max(down) + room)
    return left, top, right - left, bottom - top


def _class(area: Area | None) -> str:
    return "none" if area is None or area.step is None else f"q{area.step}"
