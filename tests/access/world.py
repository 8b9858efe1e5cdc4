"""The cast, and something of each kind that an address may name, here and at another office.

Ana's household belongs to this office (Quetzaltenango), Celia's to another (San Marcos). Dora
works here, once in each role; Elías does everything there. Three partners: one to whom Ana's
household was referred, one to whom it was not, one whose referral has ended.
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.test import Client
from django.utils import timezone

from safe_mobility.appointments import services as appointments
from safe_mobility.appointments.models import Appointment
from safe_mobility.appointments.rules.slots import Slot
from safe_mobility.appointments.tests import factories
from safe_mobility.doors.console.tests import desk as console
from safe_mobility.doors.public.tests import phone
from safe_mobility.feedback import services as feedback
from safe_mobility.feedback.rules import Kind, Told
from safe_mobility.labour.models import DisclosureFile, MatchRun, Placement
from safe_mobility.labour.tests import factories as seasons
from safe_mobility.notifications.models import Message
from safe_mobility.offices.models import Desk, OpeningPeriod
from safe_mobility.offices.rules import Mode
from safe_mobility.people.models import Consent, Disclosure, Household, Wish
from safe_mobility.people.tests import factories as families
from safe_mobility.programmes.tests.shipped import MONDAY
from safe_mobility.reunification.tests import made_up_pages as bulletins
from safe_mobility.screening.tests.test_rescreening import budget_asked, list_made
from safe_mobility.shared.asker import ANYONE, Asker, AskerKind
from safe_mobility.staff.models import Assignment, Recovery, StaffDay, User
from safe_mobility.staff.rules import DayRole, Role
from safe_mobility.staff.services import factors
from safe_mobility.staff.tests import cast
from safe_mobility.statistics import defining
from safe_mobility.statistics.models import Edition, Release
from safe_mobility.statistics.services import commitments, series

HERE, THERE = "QTZ", "SMA"
NAMES = {HERE: "Ana", THERE: "Celia"}
TOWNS = {HERE: "Quetzaltenango", THERE: "San Marcos"}
AT = factories.hour(factories.NINE)
"""Tuesday, nine in the morning."""


@dataclass(frozen=True)
class Member:
    """One of the cast: who they are to the code, and the cookies of their browser."""

    asker: Asker
    cookies: Mapping[str, str] = field(default_factory=dict)
    user_id: int = 0

    def browser(self) -> Client:
        client = Client(raise_request_exception=False)
        for name, value in self.cookies.items():
            client.cookies[name] = value
        return client


@dataclass(frozen=True)
class Things:
    """What an address may name, all of one office."""

    office: str
    household: Household
    visit: Appointment
    desk: Desk
    period: OpeningPeriod
    day: StaffDay
    colleague: User
    role: Assignment
    recovery: Recovery
    message: Message
    wish: Wish
    report: UUID
    candidate: UUID
    way: UUID
    demand: UUID
    lists: UUID


@dataclass(frozen=True)
class World:
    cast: Mapping[str, Member]
    things: Mapping[str, Things]


def make() -> World:
    things = {HERE: _things(HERE), THERE: _things(THERE)}
    members = {"anonymous": Member(ANYONE)}
    for name, office in (("Ana", HERE), ("Celia", THERE)):
        household = things[office].household
        members[name] = _family(household)
    for role in Role:
        members[f"Dora, {role.lower()}"] = _staff(f"dora.{role.lower()}", role)
    members["Elías"] = _staff(
        "elias", Role.RECEPTION, Role.INTERVIEWER, Role.INTERPRETER, Role.SUPERVISOR, office=THERE
    )
    ana = things[HERE].household
    for name, grant in (("live", "live"), ("without", ""), ("ended", "ended")):
        members[f"partner, {name}"] = _partner(f"PARTNER-{name.upper()}", ana, grant=grant)
    return World(members, things)


def _things(office: str) -> Things:
    period = factories.opening(office_code=office)
    table = factories.desk(office_code=office)
    colleague = cast.member(f"colleague.{office.lower()}", Role.INTERVIEWER, offices=[office])
    supervisor = cast.member(f"supervisor.{office.lower()}", Role.SUPERVISOR, offices=[office])
    day = StaffDay.objects.create(
        user=colleague,
        office_code=office,
        on=factories.TUESDAY,
        role=DayRole.INTERVIEWER,
        starts=factories.NINE.replace(hour=8),
        ends=factories.NINE.replace(hour=16),
        languages=["es"],
        desk=table,
        confirmed_at=factories.NOON,
    )
    appointments.publish_day(
        office_code=office,
        on=factories.TUESDAY,
        actor=cast.asker(supervisor),
        now=factories.NOON,
    )
    # Registered as families do: with a key of its own, people and a call word.
    household = families.sent(office_code=office, given_names=NAMES[office])
    mine = factories.asker(household)
    slot = Slot(office, Mode.IN_PERSON, factories.TUESDAY, factories.NINE, factories.ZONE)
    appointments.hold(household_id=household.pk, slot=slot, actor=mine, now=factories.NOON)
    visit = appointments.confirm(household_id=household.pk, actor=mine, now=factories.NOON)
    wish, way, demand, lists = _work(household)
    return Things(
        candidate=wish,
        way=way,
        demand=demand,
        lists=lists,
        office=office,
        household=household,
        visit=visit,
        desk=table,
        period=period,
        day=day,
        colleague=colleague,
        role=Assignment.objects.get(user=colleague),
        recovery=Recovery.objects.create(
            user=colleague, asked_by=supervisor, asked_at=timezone.now(), reason="lost"
        ),
        message=Message.objects.get(about=str(visit.pk), kind="booked"),
        wish=Wish.objects.create(household=household, kind="TIME", wished_at=factories.NOON),
        report=feedback.receive(
            receipt=f"receipt of {office}",
            kind=Kind.MONEY,
            told=Told(what="they asked for money", place=TOWNS[office]),
            language="es",
            now=factories.NOON,
        ),
    )


def _work(household: Household) -> tuple[UUID, UUID, UUID, UUID]:
    """Somebody who wants to work a season, on a list for an offer; and lists set aside before."""
    wish, asked = seasons.candidate(household=household), seasons.demand()
    way = Placement.objects.create(
        candidate=wish, demand=asked, stage="PROPOSED", stage_since=factories.NOON
    )
    lists = MatchRun.objects.create(
        digest="",
        made_at=factories.NOON,
        dropped_at=factories.NOON,
        candidates=1,
        offers=1,
        proposed=0,
        value=0,
        gap=0,
        price_of_floors=0,
    )
    return wish.pk, way.pk, asked.pk, lists.pk


def _family(household: Household) -> Member:
    client = phone.signed_in(household)
    return Member(factories.asker(household), _cookies(client))


def _staff(username: str, *roles: Role, office: str = HERE) -> Member:
    user = cast.member(username, *roles, offices=[office])
    return _signed_in(user, cast.asker(user, on=factories.TUESDAY, office=office))


def _partner(agency: str, household: Household, *, grant: str) -> Member:
    user = cast.member(f"person.{agency.lower()}", agency=agency)
    if grant:
        _grant(agency, household, ended=grant == "ended")
    return _signed_in(user, cast.asker(user))


def _signed_in(user: User, asker: Asker) -> Member:
    factors.enrol_code(user=user, secret=factors.new_secret())
    return Member(asker, _cookies(console.signed_in(user)), user.pk)


def _grant(agency: str, household: Household, *, ended: bool) -> None:
    consent = Consent.objects.create(
        id=uuid.uuid4(),
        household=household,
        kind="REFERRAL",
        recipient=agency,
        purpose="referral",
        version="1",
        language="es",
        given_at=factories.NOON,
        given_by=factories.asker(household).ref,
    )
    Disclosure.objects.create(
        id=uuid.uuid4(),
        household=household,
        consent=consent,
        recipient=agency,
        purpose="referral",
        fields=["names"],
        from_at=factories.NOON,
        proposed_by="STAFF:1",
        approved_by="STAFF:2",
        ended_at=AT - timedelta(hours=1) if ended else None,
    )


def _draft() -> Release:
    """Figures that wait for their two yeses."""
    row, _made = Release.objects.get_or_create(
        cut_off=date(2023, 10, 31),
        defaults={
            "first_on": date(2023, 6, 12),
            "definitions": defining.catalogue().version,
            "made_at": factories.NOON,
        },
    )
    return row


def _cookies(client: Client) -> dict[str, str]:
    return {name: morsel.value for name, morsel in client.cookies.items()}


# --- what an address may name ----------------------------------------------------------------

Naming = Callable[[Things, Member], Any]

OF_AN_OFFICE: Mapping[str, Naming] = {
    "reference": lambda things, _who: things.household.reference,
    "visit_id": lambda things, _who: things.visit.pk,
    "desk_id": lambda things, _who: things.desk.pk,
    "period_id": lambda things, _who: things.period.pk,
    "day_id": lambda things, _who: things.day.pk,
    "user_id": lambda things, _who: things.colleague.pk,
    "role_id": lambda things, _who: things.role.pk,
    "message_id": lambda things, _who: things.message.pk,
    "wish_id": lambda things, _who: things.wish.pk,
    "report_id": lambda things, _who: things.report,
    "candidate_id": lambda things, _who: things.candidate,
    "placement_id": lambda things, _who: things.way,
}
"""Seen by the office it belongs to, and by no other."""

OF_A_HOUSEHOLD: Mapping[str, Naming] = {
    "household_id": lambda things, _who: things.household.pk,
}
"""Seen by that household; on a training site by everybody, who sees made-up families only."""

OF_THE_PROGRAMME: Mapping[str, Naming] = {
    "bulletin_id": lambda _things, _who: bulletins.one_that_waits(),
    # A second supervisor may come from any office: a small one has a single supervisor.
    "recovery_id": lambda things, _who: things.recovery.pk,
    # Offers of work and lists for them are of all offices together, by code.
    "demand_id": lambda things, _who: things.demand,
    "run_id": lambda things, _who: things.lists,
    "release_id": lambda _things, _who: _draft().pk,
    "edition_id": lambda _things, _who: _edition(),
    "file_id": lambda _things, _who: _job_file(),
    "commitment": lambda _things, _who: _commitment(),
    "budget_id": lambda _things, _who: budget_asked(),
    "rescreening_id": lambda _things, _who: list_made(on=MONDAY.date(), now=MONDAY),
}


def _job_file() -> Any:
    """A file of job orders that waits to be read."""
    waiting = DisclosureFile.objects.first()
    made = {"name": "orders.csv", "fingerprint": "0" * 64, "given_at": MONDAY, "given_by": "JOB"}
    return (waiting or DisclosureFile.objects.create(**made)).pk


def _edition() -> Any:
    """A file of figures that waits for a second yes."""
    waiting = Edition.objects.filter(state="PROPOSED").first()
    if waiting is not None:
        return waiting.pk
    table = b"month,nationality,admissions\n2022-10,Guatemala,3\n"
    dora = Asker(AskerKind.STAFF, "0", roles=frozenset({"SUPERVISOR"}))
    return series.propose(raw=table, file_name="a.csv", kind="auto", actor=dora, now=MONDAY)


def _commitment() -> str:
    """What governments promised, as it is shipped."""
    commitments.load(settings.PROGRAMMES_DIR / "guatemala" / "commitments.yaml", now=MONDAY)
    return "JS-OFFICES"


ONES_OWN: Mapping[str, Naming] = {
    "factor_id": lambda _things, who: next(
        (each.id for each in factors.of_person(user_id=who.user_id)), 0
    ),
}

OF_EVERYBODY: Mapping[str, Naming] = {
    "code": lambda things, _who: things.visit.code,
    "cut_off": lambda _things, _who: "2023-10-31",
    "name": lambda _things, _who: "figures.csv",
    "question_id": lambda _things, _who: "nationality",
    "slug": lambda _things, _who: "contacto",
    "part": lambda _things, _who: "note",
    "outcome": lambda _things, _who: "not_here",
    "pathway": lambda _things, _who: "h2a",
    "country": lambda _things, _who: "CO",
    "municipality": lambda _things, _who: "1401",
    "number": lambda _things, _who: 1,
    "place": lambda _things, _who: 1,
    "member": lambda _things, _who: 1,
    "kind": lambda _things, _who: "i130",
    "step": lambda _things, _who: "lugar",
}
"""Words and numbers that name nobody's row. Whether there is such a page is not asked here."""

WATCHED = {"report_id"}
"""An auditor sees these of every office: reports may be about the office's own people."""

NOT_MADE_HERE = {"referral_id", "decision_id", "reply_id", "spell_id", "offer_id"}
"""Rows inside a case: they are only reached through the household, which is judged first."""


def known() -> set[str]:
    return {
        *OF_AN_OFFICE,
        *OF_A_HOUSEHOLD,
        *OF_THE_PROGRAMME,
        *ONES_OWN,
        *OF_EVERYBODY,
        *NOT_MADE_HERE,
    }


def name_in_address(part: str, things: Things, who: Member) -> Any:
    for naming in (OF_AN_OFFICE, OF_A_HOUSEHOLD, OF_THE_PROGRAMME, ONES_OWN, OF_EVERYBODY):
        if part in naming:
            return naming[part](things, who)
    return uuid.uuid4()


def is_staff(who: Member) -> bool:
    return who.asker.kind in {AskerKind.STAFF, AskerKind.PARTNER}
