"""An office with desks, people and families, made through the acts where acts are the subject."""

import itertools
import uuid
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from safe_mobility.appointments import services
from safe_mobility.appointments.models import Appointment, Place
from safe_mobility.appointments.rules.slots import Slot
from safe_mobility.appointments.rules.states import PlaceState
from safe_mobility.offices.models import Desk, OpeningPeriod
from safe_mobility.offices.rules import Mode
from safe_mobility.people.models import Application, Household
from safe_mobility.people.rules.states import State
from safe_mobility.shared import references
from safe_mobility.shared.asker import Asker, AskerKind
from safe_mobility.staff.models import StaffDay
from safe_mobility.staff.tests.cast import member

NOON = datetime(2023, 11, 20, 18, tzinfo=UTC)
"""Monday noon in Guatemala."""
TUESDAY = date(2023, 11, 21)
NINE = time(9)
ZONE = ZoneInfo("America/Guatemala")

SARA = Asker(AskerKind.STAFF, "1", offices=frozenset({"QTZ"}), roles=frozenset({"SUPERVISOR"}))
DORA = Asker(AskerKind.STAFF, "2", offices=frozenset({"QTZ"}), roles=frozenset({"RECEPTION"}))
INES = Asker(AskerKind.STAFF, "3", offices=frozenset({"QTZ"}), roles=frozenset({"INTERVIEWER"}))
ELIAS = Asker(
    AskerKind.STAFF,
    "4",
    offices=frozenset({"SMA"}),
    roles=frozenset({"RECEPTION", "INTERVIEWER", "SUPERVISOR"}),
)

_numbers = itertools.count(1)
_signs = itertools.count(1)


def household(
    *,
    state: State = State.SENT,
    office_code: str = "QTZ",
    interpreter_language: str = "",
    size: int = 4,
    has_needs: bool = False,
) -> Household:
    """A family whose application has come so far. Its rows are written straight away: how they
    come about is tested in `people`."""
    row = Household.objects.create(
        reference=_reference(),
        language="es",
        interpreter_language=interpreter_language,
        country="GT",
        office_code=office_code,
        size=size,
        has_needs=has_needs,
        channel="WEB",
        created_at=NOON,
        pin_changed_at=NOON,
    )
    Application.objects.create(
        id=uuid.uuid4(),
        household=row,
        state=state.value,
        state_since=NOON,
        opened_at=NOON,
        expires_at=NOON + timedelta(days=7) if state is State.DRAFT else None,
    )
    return row


def asker(row: Household) -> Asker:
    return Asker(AskerKind.HOUSEHOLD, str(row.pk))


def application_state(row: Household) -> str:
    return Application.objects.get(household=row).state


def desk(*, mode: Mode = Mode.IN_PERSON, office_code: str = "QTZ", confirmed: bool = True) -> Desk:
    number = next(_numbers)
    return Desk.objects.create(
        office_code=office_code,
        name=f"Mesa {number}",
        mode=mode,
        link="https://video.example/room" if mode is Mode.VIDEO else "",
        from_on=date(2023, 1, 1),
        confirmed_at=NOON if confirmed else None,
    )


def staff_day(
    at: Desk | None,
    *,
    on: date = TUESDAY,
    role: str = "INTERVIEWER",
    languages: tuple[str, ...] = ("es",),
    confirmed: bool = True,
) -> StaffDay:
    return StaffDay.objects.create(
        user=member(f"person{next(_numbers)}"),
        office_code=at.office_code if at else "QTZ",
        on=on,
        role=role,
        starts=time(8),
        ends=time(16),
        languages=list(languages),
        desk=at,
        confirmed_at=NOON if confirmed else None,
    )


def opening(*, office_code: str = "QTZ", on: date = TUESDAY, minutes: int = 60) -> OpeningPeriod:
    """Nine to noon on that weekday, for ever."""
    return OpeningPeriod.objects.create(
        office_code=office_code,
        weekday=on.weekday(),
        opens=NINE,
        closes=time(12),
        slot_minutes=minutes,
        from_on=date(2023, 1, 1),
    )


def office_day(
    *,
    desks: int = 1,
    on: date = TUESDAY,
    mode: Mode = Mode.IN_PERSON,
    languages: tuple[str, ...] = ("es",),
) -> list[Place]:
    """A published day from nine to noon: three places for each desk, in the order of hours."""
    if not OpeningPeriod.objects.filter(office_code="QTZ", weekday=on.weekday()).exists():
        opening(on=on)
    for _ in range(desks):
        staff_day(desk(mode=mode), on=on, languages=languages)
    services.publish_day(office_code="QTZ", on=on, actor=SARA, now=NOON)
    return list(Place.objects.filter(local_on=on).order_by("starts_at", "pk"))


def slot(at: time = NINE, *, on: date = TUESDAY, mode: Mode = Mode.IN_PERSON) -> Slot:
    return Slot("QTZ", mode, on, at, ZONE)


def booked(
    row: Household, at: time = NINE, *, on: date = TUESDAY, mode: Mode = Mode.IN_PERSON
) -> Appointment:
    """The family's confirmed appointment at this time."""
    services.hold(household_id=row.pk, slot=slot(at, on=on, mode=mode), actor=asker(row), now=NOON)
    return services.confirm(household_id=row.pk, actor=asker(row), now=NOON)


def open_places(at: time = NINE, *, on: date = TUESDAY) -> int:
    return Place.objects.filter(local_on=on, local_time=at, state=PlaceState.OPEN).count()


def hour(at: time, *, on: date = TUESDAY, minutes: int = 0) -> datetime:
    """The instant at which the office's clock shows this, so many minutes later."""
    return slot(at, on=on).starts_at + timedelta(minutes=minutes)


def _reference() -> str:
    step = iter(f"{next(_signs):011d}")
    return references.new_reference(pick=lambda alphabet: alphabet[int(next(step))])
