"""Counts that may be shown to many: none so small that it could point at one family.

Whoever reads a table knows its total and what is shown, so what is left is known as a sum.
That sum keeps to the same bound as a cell, and never stands for a single hidden cell.
"""

from collections import Counter
from collections.abc import Mapping

LEAST = 10


def shown(counts: Mapping[str, int], *, least: int = LEAST) -> dict[str, int] | None:
    """The cells that may be shown; None where even their total is too small to be told.

    Where cells are hidden, at least two are, and together they hold at least `least`.
    """
    present = {name: count for name, count in counts.items() if count > 0}
    if sum(present.values()) < least:
        return None
    by_size = sorted(present, key=lambda name: (present[name], name))
    hidden = [name for name in by_size if present[name] < least]
    waiting = by_size[len(hidden) :]
    while hidden and waiting and (len(hidden) < 2 or sum(present[n] for n in hidden) < least):
        hidden.append(waiting.pop(0))
    return {name: present[name] for name in sorted(waiting)}


def by_place(counts: Mapping[tuple[str, str], int], *, least: int = LEAST) -> dict[str, int]:
    """Municipalities where they are large enough, the rest of each department as one cell.

    Keys are department and municipality; an empty municipality is the department alone.
    """
    cells: Counter[str] = Counter()
    for (department, municipality), count in counts.items():
        large = bool(municipality) and count >= least
        cells[f"{department}, {municipality}" if large else department] += count
    return dict(cells)
