"""The interview: opened when the household sits down, saved part by part, then complete.

Each save is a new version, so two officers who write at the same time lose nothing: the second
is told that the part has changed and sees both texts before saving again.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import Max

from safe_mobility.appointments import services as visits
from safe_mobility.appointments.models import Appointment
from safe_mobility.appointments.rules.states import AppointmentState
from safe_mobility.cases import rules
from safe_mobility.cases.models import Interview, InterviewSection
from safe_mobility.cases.rules import Section
from safe_mobility.cases.services.acting import held_by_officer
from safe_mobility.oversight.services import keys
from safe_mobility.people.models import Household
from safe_mobility.people.models.sealing import seal
from safe_mobility.people.rules.states import State
from safe_mobility.people.services import advancing
from safe_mobility.people.services.marking import mark
from safe_mobility.shared.asker import Asker

RECEIVED = (AppointmentState.IN_INTERVIEW, AppointmentState.DONE)


@transaction.atomic
def open_interview(*, household_id: UUID, actor: Asker, now: datetime) -> UUID:
    """Begin the interview of the household's appointment, or go on with the one that is open.

    Raises `NotYetInterviewed` where nobody has sat down yet.
    """
    household = held_by_officer(household_id=household_id, actor=actor)
    appointment = (
        Appointment.objects.filter(household=household, state__in=RECEIVED)
        .order_by("-place__starts_at")
        .first()
    )
    if appointment is None:
        raise rules.NotYetInterviewed(household=household.reference)
    interview, made = Interview.objects.get_or_create(
        appointment=appointment,
        defaults={"household": household, "opened_by_id": int(actor.id), "opened_at": now},
    )
    if made:
        mark("interview.opened", household, actor=actor, now=now)
    return interview.pk


@transaction.atomic
def save_section(
    *,
    household_id: UUID,
    section: Section,
    body: Mapping[str, Any],
    based_on: int,
    actor: Asker,
    now: datetime,
) -> int:
    """Save one part as a new version over `based_on` (0 where it was empty); returns the version.

    Raises `SectionChanged` where somebody saved in between, `InterviewClosed` and `TextTooLong`.
    """
    household = held_by_officer(household_id=household_id, actor=actor)
    interview = _open_one(household)
    newest = interview.sections.filter(section=section).aggregate(n=Max("version"))["n"] or 0
    rules.check_base(based_on=based_on, newest=newest, section=section)
    for text in body.values():
        if isinstance(text, str):
            rules.check_text(text)

    row = InterviewSection(
        id=uuid4(),
        interview=interview,
        section=section,
        version=newest + 1,
        saved_by_id=int(actor.id),
        saved_at=now,
    )
    key = keys.unwrap(asker=actor, owner=household.pk, purpose="interview")
    seal(row, key, "body", json.dumps(body, ensure_ascii=False))
    _insert(row)
    mark("interview.saved", household, actor=actor, now=now, part=section, version=row.version)
    return row.version


@transaction.atomic
def close_interview(*, household_id: UUID, actor: Asker, now: datetime) -> None:
    """Say that the interview is complete: the visit ends and the office owes an outcome.

    Raises `NothingWritten` while the identity check or the note is missing.
    """
    household = held_by_officer(household_id=household_id, actor=actor)
    interview = _open_one(household)
    rules.check_complete(
        Section(name) for name in interview.sections.values_list("section", flat=True)
    )
    if interview.appointment.state == AppointmentState.IN_INTERVIEW:
        visits.finish(appointment_id=interview.appointment_id, actor=actor, now=now)
    interview.closed_by_id, interview.closed_at = int(actor.id), now
    interview.save(update_fields=["closed_by", "closed_at"])
    advancing.advance(household_id=household.pk, to=State.INTERVIEWED, actor=actor, now=now)
    mark("interview.closed", household, actor=actor, now=now)


def _open_one(household: Household) -> Interview:
    """The household's newest interview, if it may still be written."""
    interview = (
        Interview.objects.filter(household=household)
        .select_related("appointment")
        .order_by("-opened_at")
        .first()
    )
    if interview is None:
        raise rules.NotYetInterviewed(household=household.reference)
    if interview.closed_at is not None:
        raise rules.InterviewClosed(household=household.reference)
    return interview


def _insert(row: InterviewSection) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        if "cases_one_row_per_version" not in str(error):
            raise
        raise rules.SectionChanged(
            section=str(row.section), based_on=row.version - 1, newest=row.version
        ) from error
