"""The kinds of file that can be read: which headings they have, and what a row of each means.

A kind is recognised by its headings alone, whatever their order, capitals, accents or signs.
Headings that nobody knows are told and left; a heading that a row cannot do without and that is
missing ends the reading.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from safe_mobility.statistics.rules.nations import Nations, plain
from safe_mobility.statistics.rules.series import Point

MOST_NAMED = 12
JOB_ORDERS = frozenset({"casenumber", "caseno"})


@dataclass(frozen=True, slots=True)
class Context:
    """What a row cannot say itself: the names of countries and municipalities."""

    nations: Nations
    municipalities: Mapping[str, str] = field(default_factory=dict)
    """INE code to name."""


@dataclass(slots=True)
class Told:
    """What one row leads to beside its figures: doubts that were kept apart, by reason."""

    doubts: list[str] = field(default_factory=list)
    kept_as_written: list[str] = field(default_factory=list)


Row = Mapping[str, str]
Points = Callable[[Row, Context, Told], Iterable[Point]]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file. `says` are headings of dimensions, `figures` those of measures."""

    code: str
    family: str
    """The folder in which such files are usually kept; it may be named instead of the code."""
    about: str
    says: Mapping[str, tuple[str, ...]]
    figures: Mapping[str, tuple[str, ...]]
    points: Points
    may: frozenset[str] = frozenset()
    """Columns that a file may do without."""
    describes: frozenset[str] = frozenset()
    """Columns that only say in other words what another column says."""
    like: Callable[[str], bool] | None = None
    """Whether a heading is one more column of figures, where a file has as many as it likes."""

    def columns(self) -> Mapping[str, tuple[str, ...]]:
        return {**self.says, **self.figures}

    def tells_apart(self) -> tuple[str, ...]:
        """The columns by which two rows of one file differ."""
        return tuple(each for each in self.says if each not in self.describes)

    def needed(self) -> frozenset[str]:
        return frozenset(self.columns()) - self.may


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the columns of a kind stand in one file."""

    kind: Kind
    place: Mapping[str, int]
    width: int
    unknown: tuple[str, ...]
    unknown_at: tuple[int, ...]
    missing: tuple[str, ...]


class HeadingsRefused(Exception):
    """Why a first line does not belong to the kind."""


def layout_of(kind: Kind, headings: Iterable[str]) -> Layout:
    """Match a first line with a kind. Raises `HeadingsRefused` with every heading in question."""
    written = [each.strip() for each in headings]
    found: dict[str, int] = {}
    unknown: list[int] = []
    for at, heading in enumerate(written):
        name = _named(kind, heading)
        if name is None:
            unknown.append(at)
        elif name in found:
            twice = f"'{written[found[name]]}' and '{heading}'"
            raise HeadingsRefused(f"two headings mean the same: {twice}")
        else:
            found[name] = at
    if missing := sorted(kind.needed() - found.keys()):
        raise HeadingsRefused(f"no heading for: {', '.join(missing)}; {_has(written)}")
    if kind.like and not found.keys() - kind.says.keys():
        raise HeadingsRefused("no column of figures")
    return Layout(
        kind,
        found,
        len(written),
        tuple(written[at] or "(empty)" for at in unknown),
        tuple(unknown),
        tuple(sorted(kind.may & kind.columns().keys() - found.keys())),
    )


def _named(kind: Kind, heading: str) -> str | None:
    name = plain(heading)
    for column, headings in kind.columns().items():
        if name == plain(column) or name in headings:
            return column
    if kind.like and kind.like(heading):
        return heading
    return None


def kinds_for(kinds: Iterable[Kind], headings: Iterable[str]) -> list[Kind]:
    """The kinds to which a first line may belong: those that leave the fewest headings over.

    Several are left where only what stands below can tell. Raises `HeadingsRefused` for none.
    """
    written = list(headings)
    fitting: list[tuple[int, Kind]] = []
    for kind in kinds:
        try:
            fitting.append((len(layout_of(kind, written).unknown), kind))
        except HeadingsRefused:
            continue
    if not fitting:
        raise HeadingsRefused(f"no kind has its headings; {_has(written)}")
    least = min(unknown for unknown, _ in fitting)
    return [kind for unknown, kind in fitting if unknown == least]


def _has(headings: Iterable[str]) -> str:
    written = [each.strip()[:40] or "(empty)" for each in headings]
    more = ", …" if len(written) > MOST_NAMED else ""
    said = f"the line has: {', '.join(written[:MOST_NAMED])}{more}"
    if JOB_ORDERS & {plain(each).replace(" ", "") for each in written}:
        return f"{said}. Files of job orders are read by read_job_orders"
    return said
