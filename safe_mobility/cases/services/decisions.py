"""Outcomes: what the office answers a household, by one person, or by two where facts go out.

Three of the four outcomes take effect at once; the household's page and message follow in the
same transaction. A referral is only proposed here: it takes effect when the household has agreed
and a second person sends it (`referrals`).
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from safe_mobility.cases import rules
from safe_mobility.cases.models import Decision, Interview, Referral
from safe_mobility.cases.rules import Outcome, Proposal, ReferralState
from safe_mobility.cases.services.acting import held_by_officer
from safe_mobility.notifications import services as notifications
from safe_mobility.oversight.services import keys
from safe_mobility.people.models import Household
from safe_mobility.people.models.sealing import seal
from safe_mobility.people.queries import days, scope
from safe_mobility.people.rules.states import State
from safe_mobility.people.services import advancing, scoped
from safe_mobility.people.services.marking import mark
from safe_mobility.programmes import partners
from safe_mobility.shared.asker import Asker, AskerKind
from safe_mobility.shared.refusal import NotVisible


@dataclass(frozen=True, slots=True)
class Terms:
    """What a referral would hand over: to whom, and which facts."""

    recipient: str
    fields: tuple[str, ...]


@transaction.atomic
def give_outcome(*, household_id: UUID, proposal: Proposal, actor: Asker, now: datetime) -> UUID:
    """Answer a household with more needed, not here, or closed; it reads it from now on.

    Raises what `rules.check_proposal` raises, `DecisionOpen`, `WrongStep` where the application
    is not at that point, and `OutcomeNotNow` for a referral, which needs two people.
    """
    if rules.needs_second(proposal.outcome):
        raise rules.OutcomeNotNow(outcome=str(proposal.outcome))
    household = held_by_officer(household_id=household_id, actor=actor)
    clean = rules.check_proposal(proposal, today=_today(household, now))
    advancing.advance(
        household_id=household.pk,
        to=State(str(clean.outcome)),
        actor=actor,
        now=now,
        reason=str(clean.reason),
        look_again_on=clean.look_again_on,
    )
    decision = _write(household, clean, actor=actor, now=now, in_force_at=now)
    _mark("case.outcome", household, decision, actor=actor, now=now)
    tell(household, decision, now=now)
    return decision.pk


@transaction.atomic
def propose_referral(
    *, household_id: UUID, proposal: Proposal, terms: Terms, actor: Asker, now: datetime
) -> UUID:
    """Propose to send a household on to a pathway's partner; returns the referral's key.

    Nothing leaves: the household has to agree, and somebody else has to send it. Raises what
    `rules.check_proposal` raises, `PartnerUnknown`, `FieldsNotAllowed` and `DecisionOpen`.
    """
    household = held_by_officer(household_id=household_id, actor=actor)
    today = _today(household, now)
    clean = rules.check_proposal(proposal, today=today)
    _check_referable(household)
    partner = check_terms(clean.pathway, terms, today=today)
    decision = _write(household, clean, actor=actor, now=now, in_force_at=None)
    referral = Referral.objects.create(
        household=household,
        decision=decision,
        pathway=clean.pathway,
        recipient=partner.code,
        purpose=partner.purpose,
        fields=sorted(set(terms.fields)),
        state_since=now,
        proposed_by_id=int(actor.id),
    )
    _mark("referral.proposed", household, decision, actor=actor, now=now, recipient=partner.code)
    return referral.pk


@transaction.atomic
def drop_proposal(*, referral_id: UUID, actor: Asker, now: datetime) -> None:
    """Take a proposed referral back, or send it back to whoever proposed it. Nothing had left.

    Raises `NotWaitingForSecond` where it was sent or dropped meanwhile.
    """
    referral = held_referral(referral_id, actor=actor)
    if referral.state not in {ReferralState.PROPOSED, ReferralState.CONSENTED}:
        raise rules.NotWaitingForSecond(referral=str(referral.pk))
    Referral.objects.filter(pk=referral.pk).update(state=ReferralState.REVOKED, state_since=now)
    Decision.objects.filter(pk=referral.decision_id).update(dropped_at=now)
    _mark("referral.dropped", referral.household, referral.decision, actor=actor, now=now)


def check_terms(pathway: str, terms: Terms, *, today: date) -> partners.PartnerSeen:
    """The partner of a pathway, if it may receive these facts today."""
    partner = partners.partner_for(pathway, on=today)
    if partner is None or partner.code != terms.recipient:
        raise rules.PartnerUnknown(pathway=pathway, recipient=terms.recipient)
    if not terms.fields or not set(terms.fields) <= set(partner.fields):
        raise rules.FieldsNotAllowed(recipient=partner.code, fields=sorted(terms.fields))
    return partner


def held_referral(referral_id: UUID, *, actor: Asker, family_may: bool = False) -> Referral:
    """The referral, with its household locked first, as every act on a household does.

    With `family_may`, the household itself (or a timer in its name) may do the act as well.
    """
    whose = Referral.objects.filter(pk=referral_id).values_list("household", flat=True).first()
    if whose is None:
        raise NotVisible(referral=str(referral_id))
    if family_may and actor.kind is not AskerKind.STAFF:
        scoped.held(household_id=whose, actor=actor)
    else:
        held_by_officer(household_id=whose, actor=actor)
    return Referral.objects.select_related("household", "decision", "consent").get(pk=referral_id)


def tell(household: Household, decision: Decision, *, now: datetime) -> None:
    """Put the outcome into the household's messages; how it reads is decided at sending."""
    promised = {"answer_by": decision.answer_by, "look_again_on": decision.look_again_on}
    facts: dict[str, Any] = {name: day.isoformat() for name, day in promised.items() if day}
    notifications.queue(
        "outcome",
        about=household.reference,
        to=scope.recipient_of(household.pk),
        now=now,
        occasion=str(decision.pk),
        outcome=decision.outcome,
        **facts,
    )


def _check_referable(household: Household) -> None:
    state = State(advancing.lock_application(household.pk).state)
    if str(state) not in rules.MAY_REFER:
        raise rules.OutcomeNotNow(outcome=str(Outcome.REFERRED), state=str(state))


def _write(
    household: Household,
    proposal: Proposal,
    *,
    actor: Asker,
    now: datetime,
    in_force_at: datetime | None,
) -> Decision:
    decision = Decision(
        id=uuid4(),
        household=household,
        interview=Interview.objects.filter(household=household).order_by("-opened_at").first(),
        outcome=proposal.outcome,
        reason=proposal.reason,
        pathway=proposal.pathway,
        answer_by=proposal.answer_by,
        look_again_on=proposal.look_again_on,
        proposed_by_id=int(actor.id),
        proposed_at=now,
        in_force_at=in_force_at,
    )
    if proposal.words:
        key = keys.unwrap(asker=actor, owner=household.pk, purpose="outcome")
        seal(decision, key, "words", proposal.words)
    open_one = Decision.objects.filter(household=household, in_force_at=None, dropped_at=None)
    if open_one.exists():
        raise rules.DecisionOpen(household=household.reference)
    try:
        with transaction.atomic():
            decision.save(force_insert=True)
    except IntegrityError as error:
        if "cases_one_open_proposal" not in str(error):
            raise
        raise rules.DecisionOpen(household=household.reference) from error
    return decision


def _today(household: Household, now: datetime) -> date:
    return days.local_day(office_code=household.office_code, now=now)


def _mark(
    act: str, household: Household, decision: Decision, *, actor: Asker, now: datetime, **facts: Any
) -> None:
    mark(
        act,
        household,
        actor=actor,
        now=now,
        outcome=str(decision.outcome),
        reason=str(decision.reason),
        pathway=decision.pathway,
        **facts,
    )
