"""Everything we hold about one household, as data that another programme can read.

What goes in is composed here, because only a door sees all rooms. It is the household's own copy,
so it holds its own values and no staff member's name; notes about a danger that relatives must
not read stay with the office.
"""

from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any
from uuid import UUID

from safe_mobility.appointments import queries as appointments
from safe_mobility.doors.common.dates import day_of
from safe_mobility.labour.queries import candidates, ways
from safe_mobility.notifications import queries as notifications
from safe_mobility.people import queries as people
from safe_mobility.reunification.queries import tracing
from safe_mobility.reunification.queries.relatives import relatives
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
        "family_abroad": _relatives(asker, household_id, now=now),
        "looking_for_family": tracing.tracing(**mine),
        "seasonal_work": candidates.of_household(**mine),
        "offers_of_work": ways.ways(**mine),
    }
    return {"format": FORMAT, "made_at": now.isoformat()} | {
        name: _plain(value) for name, value in found.items()
    }


def _relatives(asker: Asker, household_id: UUID, *, now: datetime) -> list[dict[str, Any]]:
    """What the family told, without what the rules make of it on one day."""
    found = relatives(asker=asker, household_id=household_id, on=day_of(now), purpose="export")
    return [
        asdict(each)
        | {
            "ties": [
                {
                    "person": tie.member.number,
                    "relation": tie.relation,
                    "marital": tie.marital,
                    "related_on": tie.related_on,
                    "petitions": tie.petitions,
                    "done": tie.done,
                }
                for tie in each.ties
            ]
        }
        for each in found
    ]


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
