"""Families for tests, made through the acts themselves, so that no test rests on a row that the
programme could not have made."""

from datetime import UTC, date, datetime
from typing import Any

from safe_mobility.people import services
from safe_mobility.people.models import Household
from safe_mobility.people.queries import household_asker
from safe_mobility.people.rules import consents
from safe_mobility.people.rules.consents import ConsentKind
from safe_mobility.people.rules.contacts import ContactKind
from safe_mobility.people.rules.drafts import Sex
from safe_mobility.people.rules.states import State
from safe_mobility.people.services import PersonChange, Registered
from safe_mobility.shared.asker import Asker, AskerKind, job

NOON = datetime(2023, 11, 20, 18, 0, tzinfo=UTC)
VISITOR = Asker(kind=AskerKind.VISITOR, id="v")
DORA = Asker(
    kind=AskerKind.STAFF, id="4", offices=frozenset({"QTZ"}), roles=frozenset({"RECEPTION"})
)
ELIAS = Asker(
    kind=AskerKind.STAFF, id="5", offices=frozenset({"SMA"}), roles=frozenset({"SUPERVISOR"})
)
AUDITOR = Asker(
    kind=AskerKind.STAFF, id="6", offices=frozenset({"QTZ"}), roles=frozenset({"AUDITOR"})
)


def registered(*, now: datetime = NOON, language: str = "es") -> Registered:
    """A draft, right after the consent."""
    return services.register(
        language=language,
        country="GT",
        consent_version=consents.VERSIONS[ConsentKind.PROCESSING],
        channel="WEB",
        actor=VISITOR,
        now=now,
    )


def complete(
    made: Registered,
    *,
    given_names: str = "Ana",
    surnames: str = "García López",
    born_on: date = date(1990, 3, 7),
    phone: str = "",
    document: str = "",
    office_code: str = "QTZ",
    now: datetime = NOON,
) -> Household:
    """The draft with everything that sending requires, and whatever else is named."""
    mine = household_asker(made.household_id)
    services.save_person(
        household_id=made.household_id,
        number=1,
        change=PersonChange(
            given_names=given_names,
            surnames=surnames,
            born_on=born_on,
            sex=Sex.F,
            nationalities=("GTM",),
            document_kind="DPI" if document else "NONE",
            document_country="GT",
            document_number=document,
        ),
        actor=mine,
        now=now,
    )
    if phone:
        services.save_contact(
            household_id=made.household_id,
            kind=ContactKind.PHONE,
            value=phone,
            actor=mine,
            now=now,
        )
    Household.objects.filter(pk=made.household_id).update(
        municipality="0901", department="09", office_code=office_code
    )
    return Household.objects.get(pk=made.household_id)


def sent(*, now: datetime = NOON, **facts: Any) -> Household:
    """A household that registered, answered and sent its application."""
    row = complete(registered(now=now), now=now, **facts)
    services.send(household_id=row.pk, actor=asker(row), now=now)
    return Household.objects.get(pk=row.pk)


def household(
    *, state: State = State.SENT, office_code: str = "QTZ", now: datetime = NOON
) -> Household:
    """A household whose application has come as far as `state`, on the shortest way there."""
    made = registered(now=now)
    Household.objects.filter(pk=made.household_id).update(office_code=office_code)
    for step in _way_to(state):
        services.advance(household_id=made.household_id, to=step, actor=job("tests"), now=now)
    return Household.objects.get(pk=made.household_id)


def asker(row: Household) -> Asker:
    return household_asker(row.pk)


def _way_to(state: State) -> list[State]:
    ways = {
        State.DRAFT: [],
        State.SENT: [State.SENT],
        State.IN_REVIEW: [State.SENT, State.IN_REVIEW],
        State.WAITING: [State.SENT, State.IN_REVIEW, State.WAITING],
        State.INVITED: [State.SENT, State.IN_REVIEW, State.INVITED],
        State.BOOKED: [State.SENT, State.BOOKED],
        State.INTERVIEWED: [State.SENT, State.BOOKED, State.INTERVIEWED],
        State.REFERRED: [State.SENT, State.BOOKED, State.INTERVIEWED, State.REFERRED],
    }
    return ways[state]
