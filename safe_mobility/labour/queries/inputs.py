"""What the matching looks at, read at one moment: codes and days, no name and nothing sealed."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from safe_mobility.labour.models import Candidate, Demand, Placement, WorkSpell
from safe_mobility.labour.rules import stages
from safe_mobility.labour.rules.candidates import Avoids, Destination, Proof
from safe_mobility.labour.rules.demands import DemandState, list_length
from safe_mobility.labour.rules.fitting import Bound, Offer, Worker
from safe_mobility.labour.rules.stages import Stage
from safe_mobility.people.models import Application, Consent
from safe_mobility.people.rules.states import LIVE

EMPLOYERS = "EMPLOYERS"
ASKED = (Stage.PROPOSED, Stage.AGREED)
"""On a list that is in force: they count towards its length until they are chosen or not."""


@dataclass(frozen=True, slots=True)
class Given:
    workers: tuple[Worker, ...]
    offers: tuple[Offer, ...]
    seats: dict[str, int]


def everything(*, today: date) -> Given:
    """All live wishes and all open demands. Blocked people are among them, with the reason."""
    offers, seats = open_offers(today=today)
    return Given(tuple(everything_of_people(today=today)), offers, seats)


def everything_of_people(*, today: date) -> list[Worker]:
    """All live wishes."""
    rows = Candidate.objects.filter(ended_at=None, household__erased_at=None)
    return workers_of(_with_people(rows), today=today)


def worker_of(candidate_id: UUID, *, today: date) -> Worker | None:
    """One person as the matching sees them."""
    rows = Candidate.objects.filter(pk=candidate_id, ended_at=None)
    return next(iter(workers_of(_with_people(rows), today=today)), None)


def workers_of(rows: list[Candidate], *, today: date) -> list[Worker]:
    ids = [row.pk for row in rows]
    households = {row.household_id for row in rows}
    spells: dict[UUID, list[WorkSpell]] = defaultdict(list)
    for spell in WorkSpell.objects.filter(candidate__in=ids).exclude(occupation=""):
        spells[spell.candidate_id].append(spell)
    under_way = set(
        Placement.objects.filter(candidate__in=ids)
        .exclude(stage__in=stages.ENDED)
        .values_list("candidate", flat=True)
    )
    shows = set(
        Consent.objects.filter(
            household__in=households, recipient=EMPLOYERS, stopped_at=None
        ).values_list("household", flat=True)
    )
    live = set(
        Application.objects.filter(
            household__in=households, state__in=[state.value for state in LIVE], suspended_on=None
        ).values_list("household", flat=True)
    )
    return [
        _worker(
            row,
            spells[row.pk],
            today=today,
            blocked=_blocked(
                row,
                told=bool(spells[row.pk]),
                shows=row.household_id in shows,
                live=row.household_id in live,
                under_way=row.pk in under_way,
                today=today,
            ),
        )
        for row in rows
    ]


def open_offers(*, today: date) -> tuple[tuple[Offer, ...], dict[str, int]]:
    """The open demands with room on their lists, and the seats of their interview days."""
    rows = list(Demand.objects.filter(state=DemandState.OPEN, from_on__gte=today).order_by("pk"))
    on_the_way: dict[UUID, Counter[str]] = defaultdict(Counter)
    live = Placement.objects.filter(demand__in=[row.pk for row in rows])
    for demand_id, stage in live.values_list("demand", "stage"):
        on_the_way[demand_id][stage] += 1
    offers, seats = [], dict[str, int]()
    asked_on: Counter[str] = Counter()
    for row in rows:
        counts = on_the_way[row.pk]
        taken = sum(counts[stage] for stage in (*stages.HOLDS_A_PLACE, Stage.RETURNED))
        asked = sum(counts[stage] for stage in ASKED)
        day = day_of(row)
        if day and row.interview_seats:
            seats[day] = max(seats.get(day, 0), row.interview_seats)
            asked_on[day] += asked
        left = max(0, row.places - taken)
        length = max(0, list_length(left) - asked) if left else 0
        if length:
            offers.append(offer_of(row, length=length))
    return tuple(offers), {day: max(0, many - asked_on[day]) for day, many in seats.items()}


def offer_of(row: Demand, *, length: int) -> Offer:
    return Offer(
        key=str(row.pk),
        occupation=row.occupation,
        country=Destination(row.country),
        places=row.places,
        length=length,
        from_on=row.from_on,
        until_on=row.until_on,
        languages=frozenset(row.languages),
        months_wanted=row.months_wanted,
        asks=frozenset(Avoids(each) for each in row.asks),
        interviews=day_of(row),
        wants=frozenset(row.wants),
    )


def day_of(row: Demand) -> str:
    """The interview day: what one employer offers on one day is heard in the same seats."""
    if row.interview_on is None:
        return ""
    return f"{row.interview_on.isoformat()} {row.employer.casefold()}"


def _with_people(rows: QuerySet[Candidate]) -> list[Candidate]:
    return list(rows.select_related("household", "member").order_by("code"))


def _worker(
    row: Candidate, spells: list[WorkSpell], *, today: date, blocked: Bound | None
) -> Worker:
    told_on = row.told_at.date()
    return Worker(
        key=row.code,
        municipality=row.household.municipality,
        sex=row.member.sex,
        work=tuple(sorted({(spell.occupation, spell.months) for spell in spells})),
        proof=any(spell.proof != Proof.NONE for spell in spells),
        languages=frozenset(row.languages),
        earliest_on=row.earliest_on or today,
        longest_months=row.longest_months or 0,
        destinations=frozenset(Destination(each) for each in row.destinations),
        avoids=frozenset(Avoids(each) for each in row.avoids),
        waiting_days=max(0, (today - told_on).days),
        blocked=blocked,
    )


def _blocked(
    row: Candidate, *, told: bool, shows: bool, live: bool, under_way: bool, today: date
) -> Bound | None:
    """The one thing that keeps a person off every list, the one to mend first."""
    if not live:
        return Bound.CLOSED
    if under_way:
        return Bound.UNDER_WAY
    if not told or row.earliest_on is None:
        return Bound.UNTOLD
    if not shows:
        return Bound.HIDDEN
    if row.expires_on < today:
        return Bound.EXPIRED
    if row.needs_talk and row.talked_at is None:
        return Bound.NEEDS_TALK
    return None
