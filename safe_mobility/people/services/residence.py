"""Where a household lives, which languages it speaks, and which office serves it."""

import uuid
from datetime import datetime
from uuid import UUID

from django.db import transaction

from safe_mobility.oversight.services import trail
from safe_mobility.people.models import Household, OfficeAssignment
from safe_mobility.people.queries import days
from safe_mobility.people.rules.drafts import Step
from safe_mobility.people.rules.states import State
from safe_mobility.people.services import scoped
from safe_mobility.programmes import queries as programmes
from safe_mobility.shared.asker import Asker
from safe_mobility.shared.refusal import NotVisible, Refusal


class UnknownPlace(Refusal):
    code = "people.unknown_place"


class UnknownLanguage(Refusal):
    code = "people.unknown_language"


@transaction.atomic
def save_residence(*, household_id: UUID, municipality: str, actor: Asker, now: datetime) -> None:
    """Write the municipality. Until the application is sent it also decides the office."""
    household, application = scoped.held_to_edit(household_id=household_id, actor=actor)
    place = next((each for each in programmes.municipalities() if each.code == municipality), None)
    if place is None:
        raise UnknownPlace(municipality=municipality)
    household.municipality, household.department = place.code, place.department
    household.save(update_fields=["municipality", "department"])
    if application.state == State.DRAFT.value and household.channel == "WEB":
        today = days.local_day(office_code=household.office_code, now=now)
        office_code = programmes.office_for_municipality(municipality, on=today)
        assign_office(household_id=household_id, office_code=office_code, actor=actor, now=now)


@transaction.atomic
def save_department(*, household_id: UUID, department: str, actor: Asker) -> None:
    """Half of the residence, on the way to the municipality; another one is forgotten."""
    household, _ = scoped.held_to_edit(household_id=household_id, actor=actor)
    if department not in {each.department for each in programmes.municipalities()}:
        raise UnknownPlace(department=department)
    if household.department != department:
        household.department, household.municipality = department, ""
        household.save(update_fields=["department", "municipality"])


@transaction.atomic
def assign_office(*, household_id: UUID, office_code: str, actor: Asker, now: datetime) -> None:
    """Give the household to an office. The caller has judged that `actor` may; history is kept."""
    household = Household.objects.select_for_update(no_key=True).filter(pk=household_id).first()
    if household is None:
        raise NotVisible(household=str(household_id))
    if household.office_code == office_code:
        return
    former = household.office_code
    household.office_code = office_code
    household.save(update_fields=["office_code"])
    OfficeAssignment.objects.create(
        id=uuid.uuid4(), household=household, office_code=office_code, from_at=now, by=actor.ref
    )
    trail.record(
        "household.assigned",
        actor=actor,
        about=household.reference,
        now=now,
        office=office_code,
        former=former,
    )


@transaction.atomic
def save_language(
    *,
    household_id: UUID,
    language: str,
    interpreter_language: str,
    actor: Asker,
    now: datetime,
) -> None:
    """The language of messages, and the one to be spoken at the interview ("" for Spanish)."""
    household, _ = scoped.held_to_edit(household_id=household_id, actor=actor)
    known = {each.code for each in programmes.languages()}
    if language not in known or (interpreter_language and interpreter_language not in known):
        raise UnknownLanguage(language=language)
    household.language = language
    household.interpreter_language = interpreter_language
    scoped.mark_answered(household, Step.LANGUAGE)
    household.save(update_fields=["language", "interpreter_language", "answered"])
    trail.record(
        "household.language",
        actor=actor,
        about=household.reference,
        now=now,
        office=household.office_code,
        language=language,
        interpreter=interpreter_language,
    )
