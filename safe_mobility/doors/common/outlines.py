"""From a TopoJSON of small areas to outlines small enough for a page on a phone.

Borders are simplified once for the two areas that share them, so no slivers open between
neighbours. Small areas can be joined into large ones by the first signs of their codes.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import cos, radians
from typing import Any

SMALLEST_RING = 3.0
"""In the square units of the picture: what is smaller is a slip of the pen in the file."""

Point = tuple[int, int]
Line = list[Point]


@dataclass(frozen=True, slots=True)
class Outlines:
    """SVG paths by code, in whole numbers, and the size of the picture."""

    width: int
    height: int
    paths: dict[str, str]


def outlines(
    topology: Mapping[str, Any],
    *,
    code_of: Mapping[int, str],
    width: int,
    least_area: float,
) -> Outlines:
    """Each area's outline. `code_of` names geometries by place in the file; areas with the same
    code become one; those without are left out. Detail under `least_area` is dropped."""
    arcs = [_decoded(arc) for arc in topology["arcs"]]
    users = _users(topology, code_of)
    used = {arc for arc, codes in users.items() if codes}
    scale, height = _scale(topology, [arcs[arc] for arc in used], width)
    rings: dict[str, list[Line]] = defaultdict(list)
    chains = list(_chains(arcs, users))
    drawn = [_placed(simplified(chain, scale, least_area), scale) for _codes, chain in chains]
    for code in sorted({code for codes in users.values() for code in codes}):
        mine = [
            (chain, line)
            for (codes, chain), line in zip(chains, drawn, strict=True)
            if code in codes
        ]
        rings[code] = list(_rings(mine))
    return Outlines(width, height, {code: _path(lines) for code, lines in rings.items()})


def _decoded(arc: Iterable[Iterable[int]]) -> Line:
    x = y = 0
    points = []
    for dx, dy in arc:
        x, y = x + dx, y + dy
        points.append((x, y))
    return points


def _users(topology: Mapping[str, Any], code_of: Mapping[int, str]) -> dict[int, frozenset[str]]:
    """By arc: the codes on whose outline it lies. One inside an area, or used twice, is none's."""
    sides: dict[int, list[str]] = defaultdict(list)
    (only,) = topology["objects"].values()
    for place, geometry in enumerate(only["geometries"]):
        if place not in code_of:
            continue
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        for polygon in polygons:
            for ring in polygon:
                for arc in ring:
                    sides[arc if arc >= 0 else ~arc].append(code_of[place])
    return {
        arc: frozenset(code for code in codes if codes.count(code) == 1)
        for arc, codes in sides.items()
    }


def _chains(
    arcs: list[Line], users: Mapping[int, frozenset[str]]
) -> Iterator[tuple[frozenset[str], Line]]:
    """Arcs between the same areas joined as far as they go."""
    groups: dict[frozenset[str], list[Line]] = defaultdict(list)
    for arc, codes in users.items():
        if codes:
            groups[codes].append(arcs[arc])
    # Where a third area begins, a border has to stay where it is.
    meetings: dict[Point, set[frozenset[str]]] = defaultdict(set)
    for codes, lines in groups.items():
        for line in lines:
            meetings[line[0]].add(codes)
            meetings[line[-1]].add(codes)
    fixed = {point for point, codes in meetings.items() if len(codes) > 1}
    for codes, lines in groups.items():
        for line in _joined(lines, fixed):
            yield codes, line


def _joined(lines: list[Line], fixed: set[Point]) -> Iterator[Line]:
    left = list(lines)
    while left:
        line = left.pop()
        grown = True
        while grown and line[0] != line[-1]:
            grown = False
            for place, other in enumerate(left):
                if joined := _join(line, other, fixed):
                    line, grown = joined, True
                    left.pop(place)
                    break
        yield line


def _join(line: Line, other: Line, fixed: set[Point]) -> Line | None:
    for mine in (line, line[::-1]):
        for theirs in (other, other[::-1]):
            if mine[-1] == theirs[0] and mine[-1] not in fixed:
                return mine + theirs[1:]
    return None


@dataclass(frozen=True, slots=True)
class _Scale:
    x: float
    y: float
    left: float
    top: float

    def __call__(self, point: Point) -> tuple[float, float]:
        return (point[0] - self.left) * self.x, (self.top - point[1]) * self.y


def _scale(topology: Mapping[str, Any], lines: list[Line], width: int) -> tuple[_Scale, int]:
    """Degrees to the picture's units; a degree of longitude is shorter than one of latitude."""
    across, up = topology["transform"]["scale"]
    xs = [x for line in lines for x, _ in line]
    ys = [y for line in lines for _, y in line]
    middle = topology["transform"]["translate"][1] + up * (min(ys) + max(ys)) / 2
    across *= cos(radians(middle))
    unit = width / ((max(xs) - min(xs)) * across)
    height = round((max(ys) - min(ys)) * up * unit)
    return _Scale(across * unit, up * unit, min(xs), max(ys)), height


def simplified(line: Line, scale: _Scale, least_area: float) -> Line:
    """The line without the points whose triangle with their neighbours is too small to see."""
    points = list(line)
    places = [scale(point) for point in points]
    keep_at_least = 4 if line[0] == line[-1] else 2
    while len(points) > keep_at_least:
        areas = [
            abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2
            for a, b, c in zip(places, places[1:], places[2:], strict=False)
        ]
        smallest = min(areas)
        if smallest >= least_area:
            break
        # Take several small ones at a time, but never two neighbours.
        border = min(least_area, max(smallest * 2, least_area / 50))
        gone: set[int] = set()
        for place, area in enumerate(areas, start=1):
            if area <= border and place - 1 not in gone and len(points) - len(gone) > keep_at_least:
                gone.add(place)
        points = [each for place, each in enumerate(points) if place not in gone]
        places = [each for place, each in enumerate(places) if place not in gone]
    return points


def _placed(line: Line, scale: _Scale) -> Line:
    placed: Line = []
    for point in line:
        x, y = scale(point)
        at = (round(x), round(y))
        if not placed or placed[-1] != at:
            placed.append(at)
    return placed


def _rings(mine: list[tuple[Line, Line]]) -> Iterator[Line]:
    """Closed rings from chains; each chain is found by its true ends, not its rounded ones."""
    left = [(chain[0], chain[-1], line) for chain, line in mine]
    while left:
        first, last, line = left.pop()
        ring = list(line)
        while first != last:
            place = next(i for i, (a, b, _) in enumerate(left) if last in (a, b))
            start, end, more = left.pop(place)
            if start != last:
                end, more = start, more[::-1]
            ring += more[1:] if more and ring and more[0] == ring[-1] else more
            last = end
        yield ring


def _area(ring: Line) -> float:
    pairs = zip(ring, ring[1:] + ring[:1], strict=True)
    return abs(sum(x * v - u * y for (x, y), (u, v) in pairs)) / 2


def _path(rings: list[Line]) -> str:
    """Relative steps: an M for each ring, the rest numbers."""
    parts = []
    for ring in sorted(rings, key=len, reverse=True):
        if _area(ring) < SMALLEST_RING:
            continue
        (x, y), *rest = ring
        words = f"M{x} {y}l"
        steps = []
        for nx, ny in rest:
            if (nx, ny) != (x, y):
                steps.append(f"{nx - x} {ny - y}")
                x, y = nx, ny
        parts.append(words + " ".join(steps).replace(" -", "-") + "z")
    return "".join(parts)
