"""Referrals: a family's facts go to a partner only behind its own yes and two different people.

The sharing ledger's line, the partner's grant, the application's state, the trail and the message
are written in the one transaction that sends. Ending a referral ends the grant at the partner's
next request.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from safe_mobility.cases import rules
from safe_mobility.cases.models import Decision, Referral
from safe_mobility.cases.rules import PartnerResult, Proposal, ReferralState, ReturnReason
from safe_mobility.cases.services import decisions
from safe_mobility.cases.services.decisions import Terms, held_referral
from safe_mobility.notifications import services as notifications
from safe_mobility.people.queries import days, scope
from safe_mobility.people.rules.consents import ConsentKind
from safe_mobility.people.rules.states import State
from safe_mobility.people.services import advancing, consenting
from safe_mobility.people.services.marking import mark
from safe_mobility.programmes import partners
from safe_mobility.shared.asker import Asker, AskerKind, job


@transaction.atomic
def propose(
    *,
    household_id: UUID,
    proposal: Proposal,
    terms: Terms,
    said_yes_here: bool,
    actor: Asker,
    now: datetime,
) -> UUID:
    """Propose a referral; returns its key. Whoever said yes at the desk is recorded as such, and
    whoever did not is told that its page asks for a yes or no."""
    referral_id = decisions.propose_referral(
        household_id=household_id, proposal=proposal, terms=terms, actor=actor, now=now
    )
    if said_yes_here:
        record_consent(referral_id=referral_id, actor=actor, now=now)
        return referral_id
    referral = held_referral(referral_id, actor=actor)
    news_by = advancing.lock_application(household_id).next_news_by
    notifications.queue(
        "outcome",
        about=referral.household.reference,
        to=scope.recipient_of(household_id),
        now=now,
        occasion=str(referral.decision_id),
        outcome=str(proposal.outcome),
        pathway=referral.pathway,
        news_by=news_by.isoformat() if news_by else "",
    )
    return referral_id


@transaction.atomic
def record_consent(*, referral_id: UUID, actor: Asker, now: datetime) -> None:
    """Record the household's yes to this recipient and purpose, on its own page or with staff.

    `actor` is the household itself, or the member of staff in whose presence it said yes.
    """
    referral = held_referral(referral_id, actor=actor, family_may=True)
    rules.check_referral_move(ReferralState(referral.state), ReferralState.CONSENTED)
    partner = _partner(referral, now=now)
    consent_id = consenting.give_consent(
        household_id=referral.household_id,
        kind=ConsentKind(partner.consent),
        recipient=referral.recipient,
        purpose=referral.purpose,
        language=referral.household.language,
        actor=actor,
        now=now,
    )
    _move(referral, ReferralState.CONSENTED, now=now, consent_id=consent_id)
    _mark("referral.consented", referral, actor=actor, now=now)


@transaction.atomic
def decline(*, referral_id: UUID, actor: Asker, now: datetime) -> None:
    """The household says no before anything was sent: its application stays with the office."""
    referral = held_referral(referral_id, actor=actor, family_may=True)
    if referral.state not in {ReferralState.PROPOSED, ReferralState.CONSENTED}:
        raise rules.ReferralMove(now_in=referral.state, to=str(ReferralState.REVOKED))
    _move(referral, ReferralState.REVOKED, now=now)
    Decision.objects.filter(pk=referral.decision_id).update(dropped_at=now)
    _mark("referral.declined", referral, actor=actor, now=now)


@transaction.atomic
def send(*, referral_id: UUID, actor: Asker, now: datetime) -> None:
    """Confirm a referral as the second person: from now on the partner may read these fields.

    Raises `SamePerson` for whoever proposed it, `ConsentMissing` where the household's yes no
    longer stands, and `ReferralMove` where it moved on meanwhile.
    """
    referral = held_referral(referral_id, actor=actor)
    rules.check_referral_move(ReferralState(referral.state), ReferralState.SENT)
    rules.check_second(proposed_by=str(referral.proposed_by_id), confirmed_by=actor.id)
    if referral.consent is None or referral.consent.stopped_at is not None:
        raise rules.ConsentMissing(referral=str(referral.pk))
    partner = _partner(referral, now=now)
    today = days.local_day(office_code=referral.household.office_code, now=now)
    answer_by = today + timedelta(days=partner.answer_days)
    disclosure_id = consenting.disclose(
        household_id=referral.household_id,
        consent_id=referral.consent.pk,
        recipient=referral.recipient,
        purpose=referral.purpose,
        fields=referral.fields,
        proposed_by=Asker(kind=AskerKind.STAFF, id=str(referral.proposed_by_id)).ref,
        actor=actor,
        now=now,
    )
    _move(
        referral,
        ReferralState.SENT,
        now=now,
        disclosure_id=disclosure_id,
        sent_by_id=int(actor.id),
        sent_at=now,
        answer_by=answer_by,
    )
    Decision.objects.filter(pk=referral.decision_id).update(
        confirmed_by_id=int(actor.id), in_force_at=now
    )
    _follow(referral, actor=actor, now=now)
    _mark("referral.sent", referral, actor=actor, now=now, disclosure=str(disclosure_id))
    notifications.queue(
        "referral_sent",
        about=referral.household.reference,
        to=scope.recipient_of(referral.household_id),
        now=now,
        occasion=str(referral.pk),
        pathway=referral.pathway,
        news_by=answer_by.isoformat(),
    )


@transaction.atomic
def accept(*, referral_id: UUID, actor: Asker, now: datetime) -> None:
    """Record that the partner took the referral on."""
    referral = held_referral(referral_id, actor=actor)
    _move(referral, ReferralState.ACCEPTED, now=now)
    _follow(referral, actor=actor, now=now)
    _mark("referral.accepted", referral, actor=actor, now=now)


@transaction.atomic
def send_back(*, referral_id: UUID, reason: ReturnReason, actor: Asker, now: datetime) -> None:
    """Record that the partner returned it; once every one is back, the office decides again."""
    referral = held_referral(referral_id, actor=actor)
    _move(referral, ReferralState.RETURNED, now=now, return_reason=reason)
    _end_grant(referral, actor=actor, now=now)
    _follow(referral, actor=actor, now=now)
    _mark("referral.returned", referral, actor=actor, now=now, reason=str(reason))


@transaction.atomic
def finish(*, referral_id: UUID, result: PartnerResult, actor: Asker, now: datetime) -> None:
    """Record what the partner, or the State behind it, decided in the end."""
    referral = held_referral(referral_id, actor=actor)
    _move(referral, ReferralState.DONE, now=now, result=result)
    _end_grant(referral, actor=actor, now=now)
    _follow(referral, actor=actor, now=now)
    _mark("referral.done", referral, actor=actor, now=now, result=str(result))


@transaction.atomic
def revoke(*, referral_id: UUID, actor: Asker, now: datetime) -> None:
    """Call a referral back: the partner reads nothing from its next request on."""
    referral = held_referral(referral_id, actor=actor, family_may=True)
    _move(referral, ReferralState.REVOKED, now=now)
    if referral.disclosure_id is not None:
        _end_grant(referral, actor=actor, now=now)
        _follow(referral, actor=actor, now=now)
    Decision.objects.filter(pk=referral.decision_id, in_force_at=None).update(dropped_at=now)
    _mark("referral.revoked", referral, actor=actor, now=now)


def revoke_stopped(*, now: datetime) -> int:
    """Timer: call back what rests on a consent that the household has stopped meanwhile.

    The grant itself ended in the act of stopping; this makes the case say so too.
    """
    stopped = Referral.objects.filter(consent__stopped_at__isnull=False).exclude(
        state__in=rules.OVER
    )
    ids = list(stopped.values_list("pk", flat=True))
    for referral_id in ids:
        revoke(referral_id=referral_id, actor=job("stopped consents"), now=now)
    return len(ids)


def _end_grant(referral: Referral, *, actor: Asker, now: datetime) -> None:
    if referral.disclosure_id is not None:
        consenting.end_disclosure(disclosure_id=referral.disclosure_id, actor=actor, now=now)


def _partner(referral: Referral, *, now: datetime) -> partners.PartnerSeen:
    today = days.local_day(office_code=referral.household.office_code, now=now)
    partner = partners.partner_for(referral.pathway, on=today)
    if partner is None or partner.code != referral.recipient:
        raise rules.PartnerUnknown(pathway=referral.pathway, recipient=referral.recipient)
    return partner


def _move(referral: Referral, to: ReferralState, *, now: datetime, **changes: Any) -> None:
    rules.check_referral_move(ReferralState(referral.state), to)
    for name, value in {"state": to, "state_since": now, **changes}.items():
        setattr(referral, name, value)
    referral.save()


def _follow(referral: Referral, *, actor: Asker, now: datetime) -> None:
    """Bring the application to where its referrals are. Every referral that left counts."""
    left = Referral.objects.filter(household=referral.household_id, sent_at__isnull=False)
    wanted = rules.application_after(
        ReferralState(state) for state in left.values_list("state", flat=True)
    )
    here = advancing.lock_application(referral.household_id).state
    for step in rules.way(here, wanted or here):
        advancing.advance(
            household_id=referral.household_id,
            to=State(step),
            actor=actor,
            now=now,
            next_news_by=referral.answer_by,
        )


def _mark(act: str, referral: Referral, *, actor: Asker, now: datetime, **facts: str) -> None:
    mark(
        act,
        referral.household,
        actor=actor,
        now=now,
        referral=str(referral.pk),
        pathway=referral.pathway,
        recipient=referral.recipient,
        **facts,
    )
