"""What an officer wrote and sent after the session had ended: it waits, and is offered again.

One place for every form of the console. Kept is only what came from a page for staff, with the
sign of the one to whom that page was shown. Passwords, codes and passkeys are asked for on pages
of one's own account and of the sign-in, which are not pages for staff and are never kept.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone

from safe_mobility.doors.common import whose
from safe_mobility.doors.common.access import Admits, UndeclaredView, access_of
from safe_mobility.doors.common.fields import PRESS_FIELD
from safe_mobility.oversight.services import waiting
from safe_mobility.shared.asker import Asker
from safe_mobility.shared.references import parse_reference, spell_reference

_NOT_WORDS = frozenset({"csrfmiddlewaretoken", PRESS_FIELD, whose.WHOSE_FIELD})
_A_WORD = 20
"""Signs from which an answer counts as something written, not as a code that was chosen."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A form as its writer reads it again: the written words in full, the rest as a number."""

    id: UUID
    minutes: int
    """How long ago it came, in real time: the clock of a training site shows another hour."""
    path: str = field(repr=False)
    press: str = field(repr=False)
    hidden: tuple[tuple[str, str], ...] = field(repr=False)
    written: tuple[str, ...] = field(repr=False)
    chosen: int
    about: str = field(repr=False)
    """The number of the family on whose page it was written; empty elsewhere."""


def keep(request: HttpRequest) -> bool:
    """Keep this form for the one to whom it was shown; says whether anything was kept."""
    owner = whose.read(request)
    if request.method != "POST" or owner is None or not _for_staff(request):
        return False
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in _NOT_WORDS and isinstance(value, str)
    ]
    return waiting.keep(
        owner=owner,
        press=request.POST[PRESS_FIELD],
        path=request.get_full_path(),
        fields=fields,
    )


def of(asker: Asker) -> list[Offered]:
    return [
        Offered(
            id=each.id,
            minutes=max(1, round((timezone.now() - each.came_at) / timedelta(minutes=1))),
            path=each.path,
            press=each.press,
            hidden=each.fields,
            written=tuple(value for _name, value in each.fields if _is_written(value)),
            about=_family_of(each.path),
            chosen=sum(bool(value) and not _is_written(value) for _name, value in each.fields),
        )
        for each in waiting.of(asker=asker)
    ]


def _family_of(path: str) -> str:
    numbers = (parse_reference(part) for part in urlsplit(path).path.split("/"))
    return next((spell_reference(number) for number in numbers if number), "")


def _for_staff(request: HttpRequest) -> bool:
    found = request.resolver_match
    try:
        return found is not None and access_of(found.func).admits is Admits.STAFF
    except UndeclaredView:
        return False


def _is_written(value: str) -> bool:
    return len(value) > _A_WORD or " " in value.strip()
