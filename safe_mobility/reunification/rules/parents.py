"""Nobody is their own parent, nor their parent's parent.

The same is guarded by a trigger in the database; this says it before, and more kindly.
"""

from collections.abc import Hashable, Iterable

from safe_mobility.reunification.rules.kin import CircularParents

Edge = tuple[Hashable, Hashable]
"""A parent, and the child of that parent."""


def check_parents(edges: Iterable[Edge]) -> None:
    """Raise `CircularParents` where following parents leads back to the same person."""
    parents: dict[Hashable, set[Hashable]] = {}
    for parent, child in edges:
        parents.setdefault(child, set()).add(parent)
    done: set[Hashable] = set()
    for person in parents:
        _climb(person, parents, path=(), done=done)


def _climb(
    person: Hashable,
    parents: dict[Hashable, set[Hashable]],
    *,
    path: tuple[Hashable, ...],
    done: set[Hashable],
) -> None:
    if person in path:
        raise CircularParents
    if person in done:
        return
    for parent in parents.get(person, ()):
        _climb(parent, parents, path=(*path, person), done=done)
    done.add(person)
