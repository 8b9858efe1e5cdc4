"""Everything we hold about one household, as data and on paper.

What goes in is composed here, because only a door sees all rooms. It is the household's own copy,
so it holds its own values and no staff member's name; notes about a danger that relatives must
not read stay with the office.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from safe_mobility.appointments import queries as appointments
from safe_mobility.notifications import queries as notifications
from safe_mobility.people import queries as people
from safe_mobility.screening import queries as screening
from safe_mobility.shared.asker import Asker

FORMAT = 1
_INTERNAL = frozenset({"id", "household_id", "given_by", "pin_seen_at", "answered"})


def everything(*, asker: Asker, household_id: UUID, now: datetime) -> dict[str, Any]:
    """All of it, as plain values. Raises `NotVisible` for a stranger."""
    mine: dict[str, Any] = {"asker": asker, "household_id": household_id}
    found = {
        "household": people.household_by_id(**mine),
        "application": people.application(**mine),
        "people": people.members(**mine, purpose="export", former=True),
        "contacts": people.contacts(**mine),
        "needs": people.needs(**mine),
        "call_word": people.call_word(**mine),
        "permissions": people.consents(**mine),
        "shared_with": people.disclosures(**mine),
        "invitations": people.invitations(**mine),
        "papers": people.papers(**mine),
        "appointment": appointments.mine(asker=asker),
        "messages": notifications.messages(visible=people.visible(asker, household_id)),
        "pathways": screening.verdicts(**mine),
    }
    return {"format": FORMAT, "made_at": now.isoformat()} | {
        name: _plain(value) for name, value in found.items()
    }


@dataclass(frozen=True, slots=True)
class Fact:
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    facts: list[Fact]


def for_paper(held: Mapping[str, Any]) -> list[Section]:
    """The same in sections of rows, with the names of the fields in words where we have them."""
    titles = {
        "household": _("Your application"),
        "application": _("Where it stands"),
        "people": _("People"),
        "contacts": _("How we reach you"),
        "needs": _("To look after you"),
        "call_word": _("Your call word"),
        "permissions": _("Permissions"),
        "shared_with": _("Who has received something"),
        "invitations": _("Invitations"),
        "papers": _("Photos of papers"),
        "appointment": _("Your appointment"),
        "messages": _("Our messages"),
        "pathways": _("What may be open"),
    }
    return [
        Section(title, facts)
        for name, title in titles.items()
        if (facts := list(_rows(held.get(name))))
    ]


def _rows(value: Any, *, name: str = "") -> Iterator[Fact]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _rows(inner, name=key)
    elif isinstance(value, list):
        for place, inner in enumerate(value, start=1):
            if isinstance(inner, Mapping):
                yield from (Fact(f"{place}. {fact.name}", fact.value) for fact in _rows(inner))
            else:
                yield Fact(name or str(place), str(inner))
    elif value not in (None, "", False):
        yield Fact(name.replace("_", " "), str(value))


def _plain(value: Any) -> Any:
    """Dataclasses become mappings without what means nothing outside; codes become text."""
    if is_dataclass(value) and not isinstance(value, type):
        return _plain({k: v for k, v in asdict(value).items() if k not in _INTERNAL})
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items() if key not in _INTERNAL}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    if isinstance(value, (set, frozenset)):
        return sorted(str(_plain(inner)) for inner in value)
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return value if isinstance(value, (str, int, float, bool)) or value is None else str(value)
