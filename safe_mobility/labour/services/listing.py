"""Making the lists: everything that goes in is read at one moment, and nothing leaves yet.

Lists are proposed by one person and come into force only when another confirms them; then each
person on a list is asked on their own page. The rows that the model looked at hold no name.
"""

import uuid
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from safe_mobility.labour.models import (
    Candidate,
    Demand,
    LeftOut,
    MatchRun,
    Placement,
    Proposal,
)
from safe_mobility.labour.queries import inputs
from safe_mobility.labour.rules import matching, stages
from safe_mobility.labour.rules.demands import DemandState
from safe_mobility.labour.rules.explaining import Explained
from safe_mobility.labour.rules.matching import Matched
from safe_mobility.labour.rules.stages import Stage
from safe_mobility.labour.services import ways
from safe_mobility.oversight.services import trail
from safe_mobility.people.queries import days
from safe_mobility.shared.asker import Asker, AskerKind
from safe_mobility.shared.constraints import constraint_of
from safe_mobility.shared.refusal import NotVisible, Refusal

OFFICERS = ("INTERVIEWER", "SUPERVISOR")
LEFT_OUT_PER_LIST = 60
"""How many of those left out are kept with their reason, for each list: those who count most.
Whoever counts less is told by the same reckoning when somebody asks."""


class RunOpen(Refusal):
    """Lists are waiting for a second person: confirm them or set them aside first."""

    code = "labour.run_open"


class RunGone(Refusal):
    """These lists were confirmed or set aside meanwhile."""

    code = "labour.run_gone"


class NothingToMatch(Refusal):
    """There is no open demand, or nobody who could be proposed."""

    code = "labour.nothing_to_match"


class ListsOutdated(Refusal):
    """Somebody on the lists took the wish back, or an offer ended, since they were made."""

    code = "labour.lists_outdated"


@dataclass(frozen=True, slots=True)
class Made:
    run_id: UUID
    matched: Matched


@transaction.atomic
def propose(*, actor: Asker, now: datetime) -> Made:
    """Make lists for all open demands and keep them with their reasons. Nobody is told yet.

    Raises `RunOpen` while other lists wait, and `NothingToMatch`.
    """
    _check_officer(actor)
    today = days.local_day(office_code="", now=now)
    given = inputs.everything(today=today)
    if not given.offers or not given.workers:
        raise NothingToMatch(offers=len(given.offers), candidates=len(given.workers))
    matched = matching.match(given.workers, given.offers, seats=given.seats)
    run = _keep_run(matched, actor=actor, now=now)
    _keep_lists(run, matched)
    trail.record(
        "lists.proposed",
        actor=actor,
        about=f"lists:{run.pk}",
        now=now,
        office=next(iter(actor.offices), ""),
        digest=matched.digest,
        proposed=matched.proposed,
    )
    return Made(run.pk, matched)


@transaction.atomic
def confirm(*, run_id: UUID, actor: Asker, now: datetime) -> int:
    """Bring lists into force as the second person; each person on them is asked. Returns how
    many. Raises `SameTwo` for whoever made them, `ListsOutdated` where they no longer hold."""
    run = _held(run_id, actor)
    stages.check_second(first=str(run.proposed_by_id or ""), second=actor.id)
    today = days.local_day(office_code="", now=now)
    proposals = list(
        run.proposals.select_related("candidate__household", "demand").order_by(
            "candidate__household", "candidate"
        )
    )
    _check_still(proposals, today=today)
    MatchRun.objects.filter(pk=run.pk).update(confirmed_by=int(actor.id), confirmed_at=now)
    for each in proposals:
        way = Placement.objects.create(
            id=uuid.uuid4(),
            candidate=each.candidate,
            demand=each.demand,
            stage=Stage.PROPOSED,
            stage_since=now,
            answer_by=answer_by(each.demand, today=today),
        )
        ways.mark("way.proposed", way, actor=actor, now=now, demand=str(each.demand_id))
        ways.tell(way, now=now)
    _mark(run, "lists.confirmed", actor=actor, now=now)
    return len(proposals)


@transaction.atomic
def drop(*, run_id: UUID, actor: Asker, now: datetime) -> None:
    """Set lists aside. Nobody had been told of them."""
    run = _held(run_id, actor)
    MatchRun.objects.filter(pk=run.pk).update(dropped_at=now)
    _mark(run, "lists.dropped", actor=actor, now=now)


def answer_by(demand: Demand, *, today: date) -> date:
    """Until when the person is asked: a week, or the day before the interviews."""
    last = today + stages.ANSWER_WITHIN
    if demand.interview_on is not None:
        last = min(last, demand.interview_on - timedelta(days=1))
    return max(last, today)


def _check_officer(actor: Asker) -> None:
    officer = actor.kind is AskerKind.STAFF and actor.has_role(*OFFICERS)
    if not officer and actor.kind is not AskerKind.JOB:
        raise NotVisible(actor=actor.ref)


def _held(run_id: UUID, actor: Asker) -> MatchRun:
    if actor.kind is not AskerKind.STAFF or not actor.has_role("SUPERVISOR"):
        raise NotVisible(run=str(run_id))
    run = MatchRun.objects.select_for_update().filter(pk=run_id).first()
    if run is None:
        raise NotVisible(run=str(run_id))
    if run.confirmed_at is not None or run.dropped_at is not None:
        raise RunGone(run=str(run_id))
    return run


def _check_still(proposals: Iterable[Proposal], *, today: date) -> None:
    """What was true when the lists were made must be true when they come into force."""
    free = {each.key for each in inputs.everything(today=today).workers if not each.blocked}
    gone = [
        each.candidate.code
        for each in proposals
        if each.candidate.code not in free or each.demand.state != DemandState.OPEN
    ]
    if gone:
        raise ListsOutdated(codes=sorted(gone)[:10], count=len(gone))


def _keep_run(matched: Matched, *, actor: Asker, now: datetime) -> MatchRun:
    run = MatchRun(
        id=uuid.uuid4(),
        digest=matched.digest,
        made_at=now,
        proposed_by_id=int(actor.id) if actor.kind is AskerKind.STAFF else None,
        candidates=len(matched.workers),
        offers=len(matched.offers),
        proposed=matched.proposed,
        value=matched.solved.value,
        gap=matched.solved.gap,
        price_of_floors=matched.price_of_floors,
        groups=[asdict(each) for each in matched.groups],
    )
    try:
        with transaction.atomic():
            run.save(force_insert=True)
    except IntegrityError as error:
        if constraint_of(error) != "labour_one_open_run":
            raise
        raise RunOpen from error
    return run


def _keep_lists(run: MatchRun, matched: Matched) -> None:
    explained = Explained(matched)
    codes = [each.key for each in matched.workers]
    candidates = dict(Candidate.objects.filter(code__in=codes).values_list("code", "pk"))
    Proposal.objects.bulk_create(
        Proposal(
            id=uuid.uuid4(),
            run=run,
            demand_id=UUID(each.offer),
            candidate_id=candidates[each.worker],
            rank=each.rank,
            points=each.parts,
            next_code=each.next_worker,
            ahead=each.ahead,
            for_group=each.for_group,
        )
        for each in explained.standings()
    )
    LeftOut.objects.bulk_create(
        LeftOut(
            id=uuid.uuid4(),
            run=run,
            demand_id=UUID(offer),
            candidate_id=candidates[worker],
            limit=trade.limit,
            mine=trade.mine,
            theirs=trade.theirs,
            leaves=trade.leaves,
            group=trade.group,
        )
        for offer, worker, trade in explained.left_out(most=LEFT_OUT_PER_LIST)
    )


def _mark(run: MatchRun, act: str, *, actor: Asker, now: datetime) -> None:
    office = next(iter(actor.offices), "")
    trail.record(act, actor=actor, about=f"lists:{run.pk}", now=now, office=office)
