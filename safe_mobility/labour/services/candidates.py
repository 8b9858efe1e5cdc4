"""What a person tells who wants to work a season abroad, kept one fact at a time.

The household tells it on its own pages, or at the desk with a member of staff who writes it down.
Nothing of it reaches an employer before the person agreed that the work may be shown without the
name, and the name only with a later, separate yes to one employer.
"""

import secrets
import uuid
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from safe_mobility.labour.models import Candidate, Placement, WorkSpell
from safe_mobility.labour.rules import candidates as rules
from safe_mobility.labour.rules import stages
from safe_mobility.labour.rules.candidates import Spell, Terms
from safe_mobility.notifications import services as notifications
from safe_mobility.oversight.services import keys, trail
from safe_mobility.people.models import Household, Membership
from safe_mobility.people.models.sealing import opened_date, seal
from safe_mobility.people.queries import days, scope
from safe_mobility.people.rules.consents import ConsentKind
from safe_mobility.people.rules.states import LIVE, State
from safe_mobility.people.services import advancing, consenting, scoped
from safe_mobility.shared.asker import Asker, AskerKind
from safe_mobility.shared.references import ALPHABET
from safe_mobility.shared.refusal import NotVisible, Refusal

EMPLOYERS = "EMPLOYERS"
SHOW_WORK = "SHOW_WORK_WITHOUT_NAME"
CODE_SIGNS = 5
PURPOSE = "temporary work"


class ApplicationNotOpen(Refusal):
    """The household has no sent and open application: there is nobody to propose."""

    code = "labour.application_not_open"


@transaction.atomic
def add_work(*, household_id: UUID, number: int, spell: Spell, actor: Asker, now: datetime) -> UUID:
    """Keep one kind of work that this person has done, and with the first the wish itself.

    Raises `UnderAge`, `NothingTold`, `TooMuchTold`, `OutOfReach` or `ApplicationNotOpen`.
    """
    clean = rules.check_spell(spell)
    candidate = _begun(household_id=household_id, number=number, actor=actor, now=now)
    if candidate.spells.count() >= rules.MOST_SPELLS:
        raise rules.TooMuchTold(signs=rules.MOST_SPELLS + 1, limit=rules.MOST_SPELLS)
    row = WorkSpell(
        id=uuid.uuid4(),
        candidate=candidate,
        months=clean.months,
        proof=clean.proof,
        occupation=clean.occupation,
        added_at=now,
    )
    key = keys.unwrap(asker=actor, owner=household_id, purpose=PURPOSE)
    seal(row, key, "words", clean.words)
    row.save(force_insert=True)
    return row.pk


@transaction.atomic
def confirm_occupation(
    *, household_id: UUID, spell_id: UUID, occupation: str, actor: Asker, now: datetime
) -> None:
    """Keep what the person chose of the suggestions, or of the whole list."""
    scoped.held(household_id=household_id, actor=actor)
    spell = _spell(household_id, spell_id)
    rules.check_spell(Spell("-", spell.months, occupation=occupation))
    spell.occupation = occupation
    spell.save(update_fields=["occupation"])
    _touch(spell.candidate, actor=actor, now=now, act="candidate.work_confirmed")


@transaction.atomic
def remove_work(*, household_id: UUID, spell_id: UUID, actor: Asker, now: datetime) -> None:
    """Take back one kind of work. Its words are gone."""
    scoped.held(household_id=household_id, actor=actor)
    spell = _spell(household_id, spell_id)
    candidate = spell.candidate
    spell.delete()
    _touch(candidate, actor=actor, now=now, act="candidate.work_removed")


@transaction.atomic
def save_terms(
    *, household_id: UUID, number: int, terms: Terms, actor: Asker, now: datetime
) -> None:
    """Keep when, where to and how long. Trouble at a border asks for a talk, once.

    Raises `NoDestination`, `OutOfReach` or `AlreadyInterested` where a way is under way.
    """
    candidate = _begun(household_id=household_id, number=number, actor=actor, now=now)
    today = _today(candidate.household, now)
    clean = rules.check_terms(terms, today=today)
    if candidate.placements.exclude(stage__in=stages.ENDED).exists():
        raise rules.AlreadyInterested(code=candidate.code)
    candidate.earliest_on = max(clean.earliest_on, today)
    candidate.longest_months = clean.longest_months
    candidate.destinations = sorted(clean.destinations)
    candidate.languages = sorted(clean.languages)
    candidate.past_visas = sorted(clean.past_visas)
    candidate.avoids = sorted(clean.avoids)
    candidate.dependants = clean.dependants
    _seal_apart(candidate, clean, actor=actor)
    candidate.save()
    _touch(candidate, actor=actor, now=now, act="candidate.told")


@transaction.atomic
def show_work(*, household_id: UUID, language: str, actor: Asker, now: datetime) -> None:
    """The yes to showing employers the work without the name. Stopping it is a consent's matter."""
    consenting.give_consent(
        household_id=household_id,
        kind=ConsentKind.REFERRAL,
        recipient=EMPLOYERS,
        purpose=SHOW_WORK,
        language=language,
        actor=actor,
        now=now,
    )


@transaction.atomic
def renew(*, household_id: UUID, number: int, actor: Asker, now: datetime) -> None:
    """The wish counts for another ninety days."""
    scoped.held(household_id=household_id, actor=actor)
    _renew(_live(household_id, number), actor=actor, now=now)


@transaction.atomic
def renew_by_reply(*, household_id: UUID, actor: Asker, now: datetime) -> int:
    """A reply by SMS renews the wish of everybody in the household; returns how many.

    A wish that ran out comes back only where it did so within its own time again: somebody
    who answers a year later is asked to tell it anew.
    """
    household = scoped.held(household_id=household_id, actor=actor)
    first = _today(household, now) - rules.INTEREST
    rows = Candidate.objects.filter(household=household, ended_at=None, expires_on__gte=first)
    renewed = list(rows.select_for_update(of=("self",)).select_related("household").order_by("pk"))
    for row in renewed:
        _renew(row, actor=actor, now=now)
    if renewed:
        to = scope.recipient_of(household_id)
        day = now.date().isoformat()
        notifications.queue("wish_received", about=to.id, to=to, now=now, occasion=day, wish="WORK")
    return len(renewed)


@transaction.atomic
def end(*, household_id: UUID, number: int, actor: Asker, now: datetime) -> None:
    """The person does not want to go any more. Raises `AlreadyInterested` where one is under way:
    that is declined first, so that the employer's place becomes free."""
    scoped.held(household_id=household_id, actor=actor)
    candidate = _live(household_id, number)
    if candidate.placements.exclude(stage__in=stages.ENDED).exists():
        raise rules.AlreadyInterested(code=candidate.code)
    candidate.ended_at = now
    candidate.save(update_fields=["ended_at"])
    _mark("candidate.ended", candidate, actor=actor, now=now)


@transaction.atomic
def note_talk(*, candidate_id: UUID, actor: Asker, now: datetime) -> None:
    """An officer talked with the person about what stood at a border; from now on they can be
    proposed. What was said belongs in the case file, not here."""
    candidate = held_by_office(candidate_id=candidate_id, actor=actor)
    candidate.talked_at, candidate.talked_by = now, actor.ref
    candidate.save(update_fields=["talked_at", "talked_by"])
    _mark("candidate.talked", candidate, actor=actor, now=now)


@transaction.atomic
def remind(*, now: datetime) -> int:
    """Timer: ask, a fortnight before it ends, whether the wish still stands. Once."""
    today = days.local_day(office_code="", now=now)
    rows = list(
        Candidate.objects.filter(
            ended_at=None, expires_on__gte=today, expires_on__lte=today + rules.REMIND_BEFORE
        )
        .exclude(reminded_for=F("expires_on"))
        .exclude(pk__in=Placement.objects.exclude(stage__in=stages.ENDED).values("candidate"))
    )
    for row in rows:
        notifications.queue(
            "work_renew",
            about=str(row.pk),
            to=scope.recipient_of(row.household_id),
            now=now,
            occasion=row.expires_on.isoformat(),
            answer_by=row.expires_on.isoformat(),
        )
        row.reminded_for = row.expires_on
    Candidate.objects.bulk_update(rows, ["reminded_for"])
    return len(rows)


def forget_erased(*, now: datetime) -> int:
    """Timer: what somebody told about work goes with the household that was erased."""
    gone = Candidate.objects.filter(household__erased_at__isnull=False)
    return gone.delete()[1].get("labour.Candidate", 0)


def held_by_office(*, candidate_id: UUID, actor: Asker) -> Candidate:
    """The candidate, locked, for staff of the household's office; for others there is none."""
    if actor.kind is not AskerKind.STAFF:
        raise NotVisible(candidate=str(candidate_id))
    row = Candidate.objects.filter(pk=candidate_id).values_list("household", flat=True).first()
    if row is None:
        raise NotVisible(candidate=str(candidate_id))
    scoped.held(household_id=row, actor=actor)
    return Candidate.objects.select_related("household").get(pk=candidate_id)


def _begun(*, household_id: UUID, number: int, actor: Asker, now: datetime) -> Candidate:
    """The person's live wish, made where there is none yet."""
    household = scoped.held(household_id=household_id, actor=actor)
    state = State(advancing.lock_application(household_id).state)
    if state not in LIVE or state is State.DRAFT:
        raise ApplicationNotOpen(state=str(state))
    member = Membership.objects.filter(household=household, number=number, until_on=None).first()
    if member is None:
        raise NotVisible(household=household.reference, number=number)
    found = Candidate.objects.filter(member=member, ended_at=None).first()
    if found is not None:
        found.household = household
        return found
    key = keys.unwrap(asker=actor, owner=household_id, purpose=PURPOSE)
    today = _today(household, now)
    rules.check_age(opened_date(member, key, "born_on"), today=today)
    candidate = Candidate.objects.create(
        id=uuid.uuid4(),
        household=household,
        member=member,
        code=new_code(),
        told_at=now,
        renewed_at=now,
        expires_on=rules.expires_on(today),
    )
    _mark("candidate.told", candidate, actor=actor, now=now)
    return candidate


def new_code() -> str:
    """A name for lists that says nothing and is nobody else's."""
    while True:
        code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_SIGNS))
        if not Candidate.objects.filter(code=code).exists():
            return code


def _seal_apart(candidate: Candidate, terms: Terms, *, actor: Asker) -> None:
    key = keys.unwrap(asker=actor, owner=candidate.household_id, purpose=PURPOSE)
    before = candidate.needs_talk
    seal(candidate, key, "trouble", str(terms.trouble))
    seal(candidate, key, "note", terms.note.strip())
    candidate.needs_talk = rules.needs_talk(terms)
    if candidate.needs_talk and not before:
        candidate.talked_at, candidate.talked_by = None, ""


def _spell(household_id: UUID, spell_id: UUID) -> WorkSpell:
    row = (
        WorkSpell.objects.select_related("candidate__household")
        .filter(pk=spell_id, candidate__household=household_id, candidate__ended_at=None)
        .first()
    )
    if row is None:
        raise NotVisible(spell=str(spell_id))
    return row


def _live(household_id: UUID, number: int) -> Candidate:
    row = (
        Candidate.objects.select_related("household")
        .filter(household=household_id, member__number=number, ended_at=None)
        .first()
    )
    if row is None:
        raise NotVisible(household=str(household_id), number=number)
    return row


def _renew(candidate: Candidate, *, actor: Asker, now: datetime) -> None:
    candidate.renewed_at = now
    candidate.expires_on = rules.expires_on(_today(candidate.household, now))
    candidate.save(update_fields=["renewed_at", "expires_on"])
    notifications.call_off(about=str(candidate.pk), kinds=("work_renew",), now=now)
    _mark("candidate.renewed", candidate, actor=actor, now=now)


def _touch(candidate: Candidate, *, actor: Asker, now: datetime, act: str) -> None:
    """Whoever tells or mends something still wants to go."""
    candidate.renewed_at = now
    candidate.expires_on = rules.expires_on(_today(candidate.household, now))
    candidate.save(update_fields=["renewed_at", "expires_on"])
    _mark(act, candidate, actor=actor, now=now)


def _today(household: Household, now: datetime) -> date:
    return days.local_day(office_code=household.office_code, now=now)


def _mark(act: str, candidate: Candidate, *, actor: Asker, now: datetime) -> None:
    household = candidate.household
    trail.record(
        act,
        actor=actor,
        about=household.reference,
        now=now,
        office=household.office_code,
        candidate=candidate.code,
    )
