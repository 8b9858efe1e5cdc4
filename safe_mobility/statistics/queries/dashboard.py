"""What a supervisor needs to see of an office: the day, the weeks ahead, what was forgotten, and
whether all are treated alike.

Only the supervisor's own office is counted, in numbers; a family stands here by its reference
alone, and only where somebody has to act.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Min, Q

from safe_mobility.appointments.models import Appointment, Place
from safe_mobility.appointments.rules.states import AppointmentState, PlaceState
from safe_mobility.cases.models import Referral
from safe_mobility.people import queries as people
from safe_mobility.people.models import Application
from safe_mobility.people.rules.states import AWAITING_NEWS
from safe_mobility.shared.asker import Asker, AskerKind
from safe_mobility.shared.refusal import NotVisible
from safe_mobility.statistics.models import CountedHousehold, DailyFact
from safe_mobility.statistics.rules.fairness import Alarm, Group, alarms, compared, expected
from safe_mobility.statistics.rules.indicators import TRAITS

SILENT_AFTER = timedelta(days=21)
WEEKS = 4
MOST_SILENT = 12
OFFICE, LANGUAGE = TRAITS.index("office"), TRAITS.index("language")
COMPARED = (("referred", "interviewed"), ("not_here", "registered"))


@dataclass(frozen=True, slots=True)
class Load:
    """Today's places and visits by state."""

    places: int
    taken: int
    visits: dict[str, int]


@dataclass(frozen=True, slots=True)
class Week:
    """One week ahead: places that are open or taken, and what new families may ask for."""

    first: date
    places: int
    taken: int

    @property
    def free(self) -> int:
        return self.places - self.taken


@dataclass(frozen=True, slots=True)
class Ahead:
    weeks: tuple[Week, ...]
    expected: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Silent:
    reference: str
    state: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Overdue:
    recipient: str
    count: int
    oldest: date


@dataclass(frozen=True, slots=True)
class Treatment:
    """Which step was compared, in how many groups, and where the groups differ."""

    step: str
    of: str
    groups: int
    alarms: tuple[Alarm, ...]


def only_supervisors(asker: Asker) -> str:
    """The office of the supervisor who asks."""
    if asker.kind is not AskerKind.STAFF or not asker.has_role("SUPERVISOR") or not asker.offices:
        raise NotVisible(asker=asker.ref)
    return min(asker.offices)


def load(*, asker: Asker, on: date) -> Load:
    office = only_supervisors(asker)
    places = Place.objects.filter(office_code=office, local_on=on)
    visits = Appointment.objects.filter(place__in=places).exclude(
        state__in=[AppointmentState.HELD, AppointmentState.LAPSED]
    )
    counted = Counter(visits.values_list("state", flat=True))
    return Load(
        places=places.exclude(state__in=[PlaceState.DRAFT, PlaceState.WITHDRAWN]).count(),
        taken=places.filter(state=PlaceState.TAKEN).count(),
        visits=dict(counted),
    )


def ahead(*, asker: Asker, on: date) -> Ahead:
    """Places of the next weeks beside what the last weeks asked for."""
    office = only_supervisors(asker)
    weeks = []
    for number in range(WEEKS):
        first = on + timedelta(days=1 + 7 * number)
        last = first + timedelta(days=6)
        counted = Place.objects.filter(office_code=office, local_on__range=(first, last)).aggregate(
            places=Count("pk", filter=~Q(state__in=[PlaceState.DRAFT, PlaceState.WITHDRAWN])),
            taken=Count("pk", filter=Q(state=PlaceState.TAKEN)),
        )
        weeks.append(Week(first, counted["places"], counted["taken"]))
    return Ahead(tuple(weeks), *expected(_booked_by_week(office, on)))


def _booked_by_week(office: str, on: date) -> list[int]:
    since = on - timedelta(days=7 * WEEKS)
    facts = DailyFact.objects.filter(
        indicator="booked", cut="office", value=office, on__gt=since, on__lte=on
    )
    weeks = [0] * WEEKS
    for day, applications in facts.values_list("on", "applications"):
        weeks[(on - day).days // 7] += applications
    return weeks


def silent(*, asker: Asker, now: datetime) -> list[Silent]:
    """Families that wait for us and of whom nothing has moved for three weeks, oldest first."""
    only_supervisors(asker)
    rows = (
        Application.objects.filter(
            household__in=people.visible_to(asker),
            state__in=[state.value for state in AWAITING_NEWS],
            state_since__lt=now - SILENT_AFTER,
            suspended_on=None,
        )
        .order_by("state_since")
        .values_list("household__reference", "state", "state_since")
    )
    return [Silent(*row) for row in rows[:MOST_SILENT]]


def overdue(*, asker: Asker, on: date) -> list[Overdue]:
    """Referrals of this office that a partner should have answered, by partner."""
    only_supervisors(asker)
    rows = (
        Referral.objects.filter(
            household__in=people.visible_to(asker), state="SENT", answer_by__lt=on
        )
        .values("recipient")
        .annotate(count=Count("pk"), oldest=Min("answer_by"))
        .order_by("oldest")
    )
    return [Overdue(row["recipient"], row["count"], row["oldest"]) for row in rows]


def treatment(*, asker: Asker) -> list[Treatment]:
    """Language and sex against the rest of the office, and the office against the others.

    Families are counted by the sex of who applies. Erased families are in: how they were
    treated does not change with their erasure.
    """
    office = only_supervisors(asker)
    return [_treatment(office, step, of) for step, of in COMPARED]


def _treatment(office: str, step: str, of: str) -> Treatment:
    here: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    away = [0, 0]
    rows = CountedHousehold.objects.filter(indicators__contains=[of])
    for traits, persons, indicators in rows.values_list("traits", "persons", "indicators"):
        reached = step in indicators
        if traits[OFFICE] == office:
            cell = here[(traits[LANGUAGE], persons[0].partition("|")[0])]
        else:
            cell = away
        cell[0] += reached
        cell[1] += 1
    mine = [sum(cell[place] for cell in here.values()) for place in (0, 1)]
    groups = [
        Group((language, sex), reached, count, mine[0] - reached, mine[1] - count)
        for (language, sex), (reached, count) in sorted(here.items())
    ]
    groups.append(Group((), mine[0], mine[1], away[0], away[1]))
    large = compared(groups)
    return Treatment(step, of, len(large), tuple(alarms(large)))


def by_municipality(*, asker: Asker) -> dict[str, int]:
    """Families of this office by municipality: who is on file, without those erased."""
    only_supervisors(asker)
    rows = people.visible_to(asker).exclude(municipality="")
    counted = rows.values_list("municipality").annotate(Count("pk")).order_by()
    return dict(counted)
