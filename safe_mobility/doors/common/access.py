"""Who may open a page, said on the page's own view.

Every view in every door says it with `@access(...)`. The decorator only marks the view; the
door's middleware looks at the mark in `process_view` and lets in, sends to sign in, or
answers 404. A view without a mark is a bug: it is never served.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from safe_mobility.shared.asker import Asker, AskerKind


class Admits(StrEnum):
    ANYONE = "ANYONE"
    """No look-up at all; the page is the same for everybody."""
    VISITOR = "VISITOR"
    """Anybody with a browser that keeps our cookie; one is given where it is missing."""
    HOUSEHOLD = "HOUSEHOLD"
    """A household that signed in."""
    ACCOUNT = "ACCOUNT"
    """Whoever signed in at the console, also a partner's person: the pages of one's own account."""
    PARTNER = "PARTNER"
    """A partner's person: an employer with its own offers."""
    STAFF = "STAFF"
    """A member of staff who passed the second factor and holds one of the roles."""


ANYONE = Admits.ANYONE
VISITOR = Admits.VISITOR
HOUSEHOLD = Admits.HOUSEHOLD
ACCOUNT = Admits.ACCOUNT
PARTNER = Admits.PARTNER
STAFF = Admits.STAFF

ROLES = frozenset({"RECEPTION", "INTERVIEWER", "INTERPRETER", "SUPERVISOR", "AUDITOR"})


@dataclass(frozen=True, slots=True)
class Access:
    admits: Admits
    roles: frozenset[str] = frozenset()

    def lets_in(self, asker: Asker) -> bool:
        """Whether this asker may open the page; what they see there is the queries' matter."""
        match self.admits:
            case Admits.ANYONE | Admits.VISITOR:
                return True
            case Admits.HOUSEHOLD:
                return asker.kind is AskerKind.HOUSEHOLD
            case Admits.ACCOUNT:
                return asker.kind in {AskerKind.STAFF, AskerKind.PARTNER}
            case Admits.PARTNER:
                return asker.kind is AskerKind.PARTNER
            case Admits.STAFF:
                named = bool(asker.roles & self.roles) if self.roles else bool(asker.roles)
                return asker.kind is AskerKind.STAFF and named


class UndeclaredView(Exception):
    """A view that nobody said who may open."""


View = TypeVar("View", bound=Callable[..., Any])


def access(admits: Admits, *, roles: Iterable[str] = ()) -> Callable[[View], View]:
    """Mark a view. Without `roles`, `STAFF` lets in whoever holds any role today."""
    wanted = frozenset(roles)
    if unknown := wanted - ROLES:
        raise ValueError(f"no such role: {', '.join(sorted(unknown))}")
    if wanted and admits is not Admits.STAFF:
        raise ValueError("only staff have roles")

    def mark(view: View) -> View:
        view.access = Access(admits=admits, roles=wanted)  # type: ignore[attr-defined]
        return view

    return mark


def access_of(view: Callable[..., Any]) -> Access:
    """The mark of a view, or `UndeclaredView`."""
    mark = getattr(view, "access", None)
    if not isinstance(mark, Access):
        raise UndeclaredView(f"{view.__module__}.{getattr(view, '__qualname__', view)}")
    return mark
