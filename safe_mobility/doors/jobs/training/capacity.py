"""Desks, hours and people of the training site: enough of each to book weeks ahead.

Places are never typed: they follow from confirmed desks and confirmed people, as anywhere.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from safe_mobility.appointments import services as visits
from safe_mobility.offices import services as office_acts
from safe_mobility.offices.rules import Mode
from safe_mobility.programmes import queries as programme
from safe_mobility.shared.asker import Asker, AskerKind, job
from safe_mobility.staff import queries as staff
from safe_mobility.staff.rules import DayRole, Role
from safe_mobility.staff.services import accounts
from safe_mobility.staff.services import days as staff_days
from safe_mobility.staff.services.training import EVERYWHERE

TRAINER = job("training")
FIRST_DAY = date(2023, 6, 12)
MORNING = (time(8, 0), time(12, 30))
AFTERNOON = (time(13, 30), time(16, 30))
SLOT_MINUTES = 45
WEEKDAYS = range(5)
VIDEO_LINK = "https://video.example/sala-de-practica"


@dataclass(frozen=True, slots=True)
class Seat:
    """A desk, a line or a screen, and who sits there: a training account or a made-up one."""

    name: str
    mode: Mode
    username: str
    display_name: str = ""
    languages: tuple[str, ...] = ("es",)


@dataclass(frozen=True, slots=True)
class Plan:
    office: str
    seats: tuple[Seat, ...]
    interpreter: Seat | None = None


PLANS = (
    Plan(
        "QTZ",
        (
            Seat("Mesa 1", Mode.IN_PERSON, "interviewer1", languages=("es", "en")),
            Seat("Mesa 2", Mode.IN_PERSON, "interviewer2", languages=("es", "mam")),
            Seat("Mesa 3", Mode.IN_PERSON, "qtz-mesa", "Olga Tzoc", ("es", "quc")),
            Seat("Línea 1", Mode.PHONE, "qtz-linea", "Mario Sac"),
        ),
        Seat("", Mode.IN_PERSON, "qtz-interprete", "Petrona Vicente", ("mam", "quc")),
    ),
    Plan(
        "SMA",
        (
            Seat("Mesa 1", Mode.IN_PERSON, "sma-mesa", "Elvira Fuentes", ("es", "mam")),
            Seat("Línea 1", Mode.PHONE, "sma-linea", "Hugo Barrios"),
        ),
    ),
    Plan("HUE", (Seat("Mesa 1", Mode.IN_PERSON, "hue-mesa", "Lucas Domingo", ("es", "mam")),)),
    Plan("IZA", (Seat("Mesa 1", Mode.IN_PERSON, "iza-mesa", "Karla Coy", ("es", "kek")),)),
    Plan("CHQ", (Seat("Pantalla 1", Mode.VIDEO, "chq-video", "René Aldana"),)),
)


@dataclass(slots=True)
class Office:
    """An office that was made, for the acts that follow."""

    code: str
    supervisor: Asker
    desks: dict[str, int] = field(default_factory=dict)
    people: dict[str, Asker] = field(default_factory=dict)
    seated: dict[str, Asker] = field(default_factory=dict)
    """Who sits at each desk, by the desk's name."""


def open_office(plan: Plan, *, first: date, last: date, now: datetime) -> Office:
    """Desks, hours and people of one office, its days planned, confirmed and published."""
    office = Office(plan.office, supervisor=supervisor_of(plan.office))
    seats = [*plan.seats, *([plan.interpreter] if plan.interpreter else [])]
    _hire(office, [seat for seat in seats if seat.display_name], plan.interpreter, now=now)
    office.people = people_of(plan.office)
    for weekday in WEEKDAYS:
        for opens, closes in (MORNING, AFTERNOON):
            office_acts.add_period(
                office_code=plan.office,
                weekday=weekday,
                opens=opens,
                closes=closes,
                slot_minutes=SLOT_MINUTES,
                from_on=FIRST_DAY,
                actor=office.supervisor,
                now=now,
            )
    for seat in plan.seats:
        desk = office_acts.add_desk(
            office_code=plan.office,
            name=seat.name,
            mode=seat.mode,
            from_on=FIRST_DAY,
            link=VIDEO_LINK if seat.mode is Mode.VIDEO else "",
            actor=office.supervisor,
            now=now,
        )
        office_acts.confirm_desk(desk_id=desk.pk, actor=office.supervisor, now=now)
        office.desks[seat.name] = desk.pk
        office.seated[seat.name] = office.people[seat.username]
    for on in working_days(plan.office, first=first, last=last):
        _staff_day(office, plan, on=on, now=now)
        visits.publish_day(office_code=plan.office, on=on, actor=office.supervisor, now=now)
    return office


def supervisor_of(office_code: str) -> Asker:
    """The training account that supervises this office."""
    mine = people_of(office_code)
    return _asker(office_code, "supervisor" if "supervisor" in mine else EVERYWHERE, "SUPERVISOR")


def reception_of(office_code: str) -> Asker:
    return _asker(office_code, "reception", "RECEPTION")


def people_of(office_code: str) -> dict[str, Asker]:
    """Everybody who holds a role here, by the name with which they sign in."""
    return {
        account.username: Asker(
            kind=AskerKind.STAFF,
            id=str(account.id),
            agency=account.agency,
            offices=frozenset({office_code}),
            roles=frozenset(role.role for role in account.roles if role.office_code == office_code),
        )
        for account in staff.accounts(asker=_overseer(office_code))
    }


def working_days(office_code: str, *, first: date, last: date) -> Iterator[date]:
    closed = programme.holidays(office_code, first, last)
    day = first
    while day <= last:
        if day.weekday() in WEEKDAYS and day not in closed:
            yield day
        day += timedelta(days=1)


def _overseer(office_code: str) -> Asker:
    return Asker(
        kind=AskerKind.STAFF,
        id="0",
        offices=frozenset({office_code}),
        roles=frozenset({"SUPERVISOR"}),
    )


def _asker(office_code: str, username: str, role: str) -> Asker:
    found = people_of(office_code)[username]
    return Asker(
        kind=found.kind,
        id=found.id,
        agency=found.agency,
        offices=found.offices,
        roles=frozenset({role}),
    )


def _hire(office: Office, seats: list[Seat], interpreter: Seat | None, *, now: datetime) -> None:
    """Made-up colleagues. Nobody can sign in as one: their first password is shown to nobody."""
    for seat in seats:
        accounts.create_account(
            username=seat.username,
            display_name=seat.display_name,
            language="es",
            office_code=office.code,
            role=Role.INTERPRETER if seat is interpreter else Role.INTERVIEWER,
            from_on=FIRST_DAY,
            actor=TRAINER,
            now=now,
        )


def _staff_day(office: Office, plan: Plan, *, on: date, now: datetime) -> None:
    places = [(seat, DayRole.INTERVIEWER) for seat in plan.seats]
    if plan.interpreter is not None:
        places.append((plan.interpreter, DayRole.INTERPRETER))
    for seat, role in places:
        day_id = staff_days.plan_day(
            user_id=int(office.people[seat.username].id),
            office_code=office.code,
            on=on,
            role=role,
            starts=MORNING[0],
            ends=AFTERNOON[1],
            languages=seat.languages,
            desk_id=office.desks.get(seat.name),
            actor=office.supervisor,
            now=now,
        )
        staff_days.confirm_day(day_id=day_id, actor=office.supervisor, now=now)
