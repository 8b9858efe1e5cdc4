"""A person's way from a list to the season and back: each act by whom it belongs to.

The person says yes or no to one employer; the employer chooses and the office records it; the
tasks that follow have an owner and a clock. What leaves for the Ministry leaves as a line of the
sharing ledger, under the person's own consent, proposed by one and confirmed by another.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from safe_mobility.feedback import services as feedback
from safe_mobility.feedback.rules import Kind, Told
from safe_mobility.labour.models import Demand, Placement, WayTask
from safe_mobility.labour.rules import stages
from safe_mobility.labour.rules.contracts import CONTRACT_FIELDS
from safe_mobility.labour.rules.stages import EmployerSaid, Stage, Task
from safe_mobility.labour.services import ways
from safe_mobility.people.models import Consent
from safe_mobility.people.queries import days
from safe_mobility.people.rules.consents import ConsentKind, NoLiveConsent
from safe_mobility.people.services import consenting, scoped
from safe_mobility.programmes import partners
from safe_mobility.shared.asker import Asker, AskerKind
from safe_mobility.shared.refusal import NotVisible

OFFICERS = ("INTERVIEWER", "SUPERVISOR")
MEET = "JOB_INTERVIEW"
FIELDS = ("NAMES", "LANGUAGE", "CONTACT")
"""What one employer may read of a person who agreed: no age, nobody may choose by it."""
MINTRAB_PATHWAY = "gt_mintrab"
EMPLOYER = "EMPLOYER"


@transaction.atomic
def agree(*, placement_id: UUID, language: str, actor: Asker, now: datetime) -> None:
    """The person's yes: this employer may read the name and call. Theirs alone to give, on
    their page or at the desk; the employer reads nothing before it."""
    way = held(placement_id=placement_id, actor=actor, family_may=True)
    stages.check_move(Stage(way.stage), Stage.AGREED)
    recipient, until = recipient_of(way.demand), _until(way.demand)
    consent_id = consenting.give_consent(
        household_id=way.candidate.household_id,
        kind=ConsentKind.REFERRAL,
        recipient=recipient,
        purpose=MEET,
        language=language,
        actor=actor,
        now=now,
    )
    disclosure_id = consenting.disclose(
        household_id=way.candidate.household_id,
        consent_id=consent_id,
        recipient=recipient,
        purpose=MEET,
        fields=FIELDS,
        proposed_by=_confirmer(way),
        actor=actor,
        now=now,
        until_at=until,
    )
    ways.move(way.pk, Stage.AGREED, actor=actor, now=now, disclosure_id=disclosure_id)


@transaction.atomic
def decline(*, placement_id: UUID, actor: Asker, now: datetime) -> None:
    """The person's no, at any time before the journey. It costs nothing and asks no reason."""
    way = held(placement_id=placement_id, actor=actor, family_may=True)
    ways.move(way.pk, Stage.DECLINED, actor=actor, now=now)


@transaction.atomic
def choose(*, placement_id: UUID, actor: Asker, now: datetime) -> None:
    """Record that the employer chose this person. Raises `NoPlaceLeft` where all places went,
    and `EmployerSaidNo` where the employer itself wrote the opposite (`services.choosing`)."""
    way = held(placement_id=placement_id, actor=actor)
    # One at a time for each offer, or two officers could give the last place twice.
    demand = Demand.objects.select_for_update().get(pk=way.demand_id)
    # Read again behind the lock under which the employer writes.
    way.refresh_from_db(fields=["employer_said"])
    if way.employer_said == EmployerSaid.NO:
        raise stages.EmployerSaidNo(code=way.candidate.code)
    taken = demand.placements.filter(stage__in=[*stages.HOLDS_A_PLACE, Stage.RETURNED]).count()
    if taken >= demand.places:
        raise stages.NoPlaceLeft(places=demand.places)
    ways.move(way.pk, Stage.CHOSEN, actor=actor, now=now, chosen_by=actor.ref)


@transaction.atomic
def end(*, placement_id: UUID, to: Stage, actor: Asker, now: datetime) -> None:
    """Record how the way ended. Each ending is a word of its own for the person."""
    way = held(placement_id=placement_id, actor=actor)
    if to not in stages.OFFICE_ENDS:
        raise stages.WayMove(now_in=way.stage, to=str(to))
    ways.move(way.pk, to, actor=actor, now=now)


@transaction.atomic
def finish_task(
    *,
    placement_id: UUID,
    task: Task,
    actor: Asker,
    now: datetime,
    done_on: date | None = None,
    answers: Mapping[str, bool] | None = None,
    said: str = "",
) -> None:
    """Record that a task is done, open what follows, and move the way where the task does.

    A yes to one of the mid-season questions opens a report with the words of `said`. The
    hand-off to the Ministry and the contract have acts of their own. Raises `TaskNotNow` and
    `TaskIncomplete`.
    """
    if task in {Task.MINTRAB, Task.CONTRACT}:
        raise stages.TaskNotNow(task=str(task))
    way = held(placement_id=placement_id, actor=actor)
    stages.check_done(task, done_on=done_on, answers=answers)
    if done_on is not None and done_on > _today(way, now):
        raise stages.TaskIncomplete(task=str(task), missing="day")
    _finish(way, task, actor=actor, now=now, done_on=done_on, answers=answers)
    if task is Task.MID_SEASON and stages.opens_report(answers):
        way.report = _report(way, answers or {}, said, now=now)
        way.save(update_fields=["report"])


@transaction.atomic
def keep_contract(
    *, placement_id: UUID, terms: Mapping[str, Any], actor: Asker, now: datetime
) -> None:
    """Keep the contract's terms as they were read with the person, in their language.

    That the person understood and wants it is said by finishing the task; a difference to the
    certified order is no refusal here, it is shown to both (`rules.contracts`).
    """
    way = held(placement_id=placement_id, actor=actor)
    unknown = set(terms) - set(CONTRACT_FIELDS)
    if unknown:
        raise ValueError(f"no such terms: {', '.join(sorted(unknown))}")
    way.contract = dict(terms)
    way.save(update_fields=["contract"])
    _finish(way, Task.CONTRACT, actor=actor, now=now)


@transaction.atomic
def propose_hand_off(*, placement_id: UUID, actor: Asker, now: datetime) -> None:
    """Propose that the person's facts go to the Ministry for its register. Nothing leaves yet."""
    way = held(placement_id=placement_id, actor=actor)
    task = _open_task(way, Task.MINTRAB)
    _consent_to_mintrab(way, now=now)
    task.second = actor.ref
    task.save(update_fields=["second"])
    ways.mark("way.hand_off_proposed", way, actor=actor, now=now)


@transaction.atomic
def hand_off(*, placement_id: UUID, actor: Asker, now: datetime) -> None:
    """Confirm the hand-off as the second person: one line of the sharing ledger is written.

    Raises `NoLiveConsent` where the household has not agreed to its own government reading
    this, and `SameTwo` for whoever proposed it.
    """
    way = held(placement_id=placement_id, actor=actor)
    task = _open_task(way, Task.MINTRAB)
    if not task.second:
        raise stages.TaskIncomplete(task=str(Task.MINTRAB), missing="first")
    stages.check_second(first=task.second, second=actor.ref)
    partner, consent_id = _consent_to_mintrab(way, now=now)
    consenting.disclose(
        household_id=way.candidate.household_id,
        consent_id=consent_id,
        recipient=partner.code,
        purpose=partner.purpose,
        fields=partner.fields,
        proposed_by=task.second,
        actor=actor,
        now=now,
    )
    _finish(way, Task.MINTRAB, actor=actor, now=now)


@transaction.atomic
def agree_to_ministry(*, household_id: UUID, language: str, actor: Asker, now: datetime) -> None:
    """The household's own, separate yes to the Ministry of Labour of its own country."""
    today = days.local_day(office_code="", now=now)
    partner = partners.partner_for(MINTRAB_PATHWAY, on=today)
    if partner is None:
        raise NotVisible(pathway=MINTRAB_PATHWAY)
    consenting.give_consent(
        household_id=household_id,
        kind=ConsentKind(partner.consent),
        recipient=partner.code,
        purpose=partner.purpose,
        language=language,
        actor=actor,
        now=now,
    )


def lapse_unanswered(*, now: datetime) -> int:
    """Timer: who did not answer in time gives the place on the list free. The wish stands."""
    today = days.local_day(office_code="", now=now)
    late = Placement.objects.filter(stage=Stage.PROPOSED, answer_by__lt=today)
    ids = list(late.values_list("pk", flat=True))
    for placement_id in ids:
        with transaction.atomic():
            ways.move(placement_id, Stage.NO_ANSWER, actor=ways.TIMER, now=now)
    return len(ids)


def end_without_consent(*, now: datetime) -> int:
    """Timer: a stopped consent ended the employer's sight at once; the way says so too."""
    stopped = Placement.objects.filter(
        stage__in=[Stage.AGREED, Stage.CHOSEN], disclosure__consent__stopped_at__isnull=False
    )
    ids = list(stopped.values_list("pk", flat=True))
    for placement_id in ids:
        with transaction.atomic():
            ways.move(placement_id, Stage.DECLINED, actor=ways.TIMER, now=now)
    return len(ids)


def held(*, placement_id: UUID, actor: Asker, family_may: bool = False) -> Placement:
    """The way, with its household locked first, for an officer of the household's office.

    With `family_may`, the household itself may do the act as well.
    """
    found = Placement.objects.filter(pk=placement_id).values_list("candidate__household", flat=True)
    whose = found.first()
    family = family_may and actor.kind is AskerKind.HOUSEHOLD
    officer = actor.kind is AskerKind.STAFF and actor.has_role(*OFFICERS)
    if whose is None or not (family or officer):
        raise NotVisible(placement=str(placement_id))
    scoped.held(household_id=whose, actor=actor)
    return Placement.objects.select_related("candidate__household", "demand").get(pk=placement_id)


def recipient_of(demand: Demand) -> str:
    """Who reads the name: the employer's agency, or the employer of this one demand."""
    return demand.agency or f"{EMPLOYER}:{str(demand.pk)[:8]}"


def _confirmer(way: Placement) -> str:
    """Who confirmed the list, as the first of the two that a disclosure takes."""
    found = (
        way.demand.proposals.filter(candidate=way.candidate, run__confirmed_at__isnull=False)
        .order_by("-run__confirmed_at")
        .values_list("run__confirmed_by", flat=True)
        .first()
    )
    return Asker(kind=AskerKind.STAFF, id=str(found)).ref


def _until(demand: Demand) -> datetime:
    """The employer's sight ends a month after the season at the latest."""
    last = demand.until_on + timedelta(days=31)
    return datetime.combine(last, datetime.min.time(), tzinfo=days.zone(""))


def _consent_to_mintrab(way: Placement, *, now: datetime) -> tuple[partners.PartnerSeen, UUID]:
    partner = partners.partner_for(MINTRAB_PATHWAY, on=_today(way, now))
    if partner is None:
        raise NotVisible(pathway=MINTRAB_PATHWAY)
    consent = Consent.objects.filter(
        household=way.candidate.household_id,
        recipient=partner.code,
        purpose=partner.purpose,
        stopped_at=None,
    ).first()
    if consent is None:
        raise NoLiveConsent(
            reference=way.candidate.household.reference,
            recipient=partner.code,
            purpose=partner.purpose,
        )
    return partner, consent.pk


def _open_task(way: Placement, task: Task) -> WayTask:
    row = way.tasks.select_for_update().filter(task=task, done_at=None).first()
    if row is None:
        raise stages.TaskNotNow(task=str(task))
    return row


def _finish(
    way: Placement,
    task: Task,
    *,
    actor: Asker,
    now: datetime,
    done_on: date | None = None,
    answers: Mapping[str, bool] | None = None,
) -> None:
    row = _open_task(way, task)
    row.done_at, row.done_by, row.done_on = now, actor.ref, done_on
    row.valid_until = stages.valid_until(task, done_on)
    row.answers = dict(answers) if answers else None
    row.save()
    ways.mark("way.task_done", way, actor=actor, now=now, task=str(task))
    moves = stages.STEPS[task].moves
    if moves is not None:
        ways.move(way.pk, moves, actor=actor, now=now)
    ways.open_ready(way, now=now)


def _report(way: Placement, answers: Mapping[str, bool], said: str, *, now: datetime) -> UUID:
    """Open a report. It names the employer and no worker, and does not point back here."""
    return feedback.receive(
        receipt=feedback.receipt_for(f"mid season {way.pk}"),
        kind=Kind.MONEY if answers.get("fee_paid") else Kind.OTHER,
        told=Told(
            who=way.demand.employer,
            what=said or ", ".join(name for name, yes in answers.items() if yes),
            amount="",
            how="",
            place=way.demand.place,
        ),
        language=way.candidate.household.language,
        now=now,
    )


def _today(way: Placement, now: datetime) -> date:
    return days.local_day(office_code=way.candidate.household.office_code, now=now)
