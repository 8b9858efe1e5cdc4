"""A small office with a family at its desk, made through the acts of the rooms below."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from uuid import UUID

from safe_mobility.appointments import queries as visit_queries
from safe_mobility.appointments import services as visits
from safe_mobility.cases.rules import Section
from safe_mobility.cases.services import interviews
from safe_mobility.offices import services as office_acts
from safe_mobility.offices.rules import Mode
from safe_mobility.people.queries import household_asker
from safe_mobility.people.tests import factories as families
from safe_mobility.shared.asker import Asker, AskerKind, job
from safe_mobility.staff.rules import OFFICE_AGENCY, DayRole, Role
from safe_mobility.staff.services import accounts
from safe_mobility.staff.services import days as staff_days

THURSDAY = datetime(2023, 11, 16, 16, 0, tzinfo=UTC)
MONDAY = date(2023, 11, 20)
NINE = datetime(2023, 11, 20, 15, 0, tzinfo=UTC)
"""Nine in the morning at Quetzaltenango."""


@dataclass(frozen=True, slots=True)
class Office:
    dora: Asker
    """Interviews at this office."""
    dario: Asker
    """Interviews at this office, too: the second person."""
    elias: Asker
    """Supervises another office."""
    desk: int


def office() -> Office:
    accounts.ensure_agency(code=OFFICE_AGENCY, name="Office", is_partner=False)
    sara = Asker(
        kind=AskerKind.STAFF, id="0", offices=frozenset({"QTZ"}), roles=frozenset({"SUPERVISOR"})
    )
    office_acts.add_period(
        office_code="QTZ",
        weekday=MONDAY.weekday(),
        opens=time(9),
        closes=time(12),
        slot_minutes=30,
        from_on=date(2023, 6, 12),
        actor=sara,
        now=THURSDAY,
    )
    desk = office_acts.add_desk(
        office_code="QTZ",
        name="Mesa 1",
        mode=Mode.IN_PERSON,
        from_on=date(2023, 6, 12),
        actor=sara,
        now=THURSDAY,
    )
    office_acts.confirm_desk(desk_id=desk.pk, actor=sara, now=THURSDAY)
    dora = person("dora", Role.INTERVIEWER)
    day = staff_days.plan_day(
        user_id=int(dora.id),
        office_code="QTZ",
        on=MONDAY,
        role=DayRole.INTERVIEWER,
        starts=time(9),
        ends=time(12),
        languages=["es"],
        desk_id=desk.pk,
        actor=job("tests"),
        now=THURSDAY,
    )
    staff_days.confirm_day(day_id=day, actor=job("tests"), now=THURSDAY)
    visits.publish_day(office_code="QTZ", on=MONDAY, actor=sara, now=THURSDAY)
    return Office(
        dora=dora,
        dario=person("dario", Role.INTERVIEWER),
        elias=person("elias", Role.INTERVIEWER, office_code="SMA"),
        desk=desk.pk,
    )


def person(username: str, role: Role, *, office_code: str = "QTZ") -> Asker:
    made = accounts.create_account(
        username=username,
        display_name=username.title(),
        language="es",
        office_code=office_code,
        role=role,
        from_on=date(2023, 6, 12),
        actor=job("tests"),
        now=THURSDAY,
    )
    return Asker(
        kind=AskerKind.STAFF,
        id=str(made.user_id),
        offices=frozenset({office_code}),
        roles=frozenset({role.value}),
    )


def booked() -> UUID:
    """A family with the first hour of Monday."""
    household = families.household(now=THURSDAY)
    asker = household_asker(household.pk)
    slot = visit_queries.open_slots(
        asker=asker,
        office_code="QTZ",
        mode=Mode.IN_PERSON,
        first=MONDAY,
        last=MONDAY,
        now=THURSDAY,
    )[0].slot
    visits.hold(household_id=household.pk, slot=slot, actor=asker, now=THURSDAY)
    visits.confirm(household_id=household.pk, actor=asker, now=THURSDAY)
    return household.pk


def seated(here: Office) -> UUID:
    """A family that sits at the desk."""
    household_id = booked()
    mine = visit_queries.mine(asker=household_asker(household_id))
    assert mine is not None
    visits.arrive(appointment_id=mine.id, actor=here.dora, now=NINE)
    visits.call(appointment_id=mine.id, desk_id=here.desk, actor=here.dora, now=NINE)
    visits.start_interview(appointment_id=mine.id, actor=here.dora, now=NINE)
    return household_id


def heard(here: Office) -> UUID:
    """A family whose interview is complete and that waits for an answer."""
    household_id = seated(here)
    interviews.open_interview(household_id=household_id, actor=here.dora, now=NINE)
    for section, body in (
        (Section.IDENTITY, {"checked": "PAPERS_SEEN", "papers": ["DPI"], "text": ""}),
        (Section.NOTE, {"text": "Dijeron que su finca ya no da para vivir."}),
    ):
        interviews.save_section(
            household_id=household_id,
            section=section,
            body=body,
            based_on=0,
            actor=here.dora,
            now=NINE,
        )
    interviews.close_interview(household_id=household_id, actor=here.dora, now=NINE)
    return household_id
