"""How figures are taken side by side, and how they are printed."""

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

WIDTHS = (46, 12, 9, 9, 34)
HEAD = ("figure", "", "ratio", "aim", "beside")


@dataclass
class Report:
    """Prints each figure as soon as it is known; remembers whether a count that must hold broke."""

    broken: list[str] = field(default_factory=list)

    def section(self, name: str, words: str) -> None:
        print(f"\n{name}: {words}\n{_row(HEAD)}", flush=True)

    def figure(
        self,
        name: str,
        value: float,
        unit: str,
        *,
        beside: str = "",
        ratio: float | None = None,
        aim: str = "",
    ) -> None:
        """A measured value, its ratio to a named limit or peer, and what we aim at."""
        shown = "" if ratio is None else f"{ratio:.2f}"
        print(_row((name, f"{_short(value)} {unit}", shown, aim, beside)), flush=True)

    def count(self, name: str, value: int, *, must_be: int = 0) -> None:
        """A count that has to be exact, as the number of double bookings."""
        right = value == must_be
        if not right:
            self.broken.append(name)
        print(_row((name, str(value), "", f"= {must_be}", "" if right else "BROKEN")), flush=True)

    def control(self, name: str, value: int) -> None:
        """The same count with the guard switched off: harm must be seen, or nothing was tested."""
        if value == 0:
            self.broken.append(name)
        words = "control: guard off" if value else "BROKEN: the control saw no harm"
        print(_row((name, str(value), "", "> 0", words)), flush=True)

    def note(self, words: str) -> None:
        print(f"  {words}", flush=True)

    def end(self) -> None:
        for name in self.broken:
            print(f"BROKEN: {name}", file=sys.stderr)


def _row(cells: tuple[str, ...]) -> str:
    return "  " + " ".join(f"{cell:<{width}}" for cell, width in zip(cells, WIDTHS, strict=True))


def _short(value: float) -> str:
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def interleaved(
    contestants: dict[str, Callable[[], float]], *, rounds: int = 5
) -> dict[str, float]:
    """The median of what each contestant measures, taken in turns.

    A machine that slows down in the middle of a run then slows all of them; the order turns
    around from round to round, so that nobody is always first on a cold cache.
    """
    taken: dict[str, list[float]] = {name: [] for name in contestants}
    for number in range(rounds):
        names = list(contestants)
        for name in names if number % 2 == 0 else reversed(names):
            taken[name].append(contestants[name]())
    return {name: statistics.median(values) for name, values in taken.items()}


def rate(act: Callable[[], object], *, seconds: float = 1.0) -> float:
    """How often a second `act` can be done, in one thread."""
    done, began = 0, time.perf_counter()
    while (spent := time.perf_counter() - began) < seconds:
        act()
        done += 1
    return done / spent
