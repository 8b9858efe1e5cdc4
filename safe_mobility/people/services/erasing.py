"""Erasing a household: its values first, the files, the key last; a coarse row stays.

The coarse row lets a rebuild of the figures give the same numbers: the municipality has become
its department and the year of birth its age band. Without the key whatever was sealed is gone,
also in a backup, once the short-lived backups of the keys have run out.
"""

from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction

from safe_mobility.notifications import services as notifications
from safe_mobility.oversight.services import keys, trail
from safe_mobility.people.models import (
    Application,
    CallWord,
    Contact,
    DuplicatePair,
    Household,
    HouseholdSession,
    Membership,
    OneTimeCode,
    Paper,
    SpecificNeed,
    Wish,
)
from safe_mobility.people.queries import days, scope
from safe_mobility.people.rules import ages
from safe_mobility.people.rules.states import State
from safe_mobility.people.services import files
from safe_mobility.shared.asker import Asker

_GONE = (CallWord, HouseholdSession, OneTimeCode, Contact, SpecificNeed, Wish)
_SEALED = ("given_names", "surnames", "born_on", "document_number")


@transaction.atomic
def erase(*, household_id: UUID, actor: Asker, now: datetime) -> None:
    """Erase what is personal. The caller has judged that it may be; files and the key go once
    the transaction has committed, the key last."""
    household = Household.objects.select_for_update().get(pk=household_id)
    for model in _GONE:
        model.objects.filter(household=household).delete()
    DuplicatePair.objects.filter(first=household).delete()
    DuplicatePair.objects.filter(second=household).delete()
    notifications.forget(to=scope.recipient_of(household_id))
    papers = list(Paper.objects.filter(household=household).values_list("pk", flat=True))
    Paper.objects.filter(household=household).delete()
    _coarsen(household, now=now)
    # A draft never was an application; a sent one stays to be counted.
    Application.objects.filter(household=household, state=State.DRAFT.value).delete()
    trail.record(
        "household.erased",
        actor=actor,
        about=household.reference,
        now=now,
        office=household.office_code,
    )
    transaction.on_commit(partial(_finish, household_id, papers))


def _coarsen(household: Household, *, now: datetime) -> None:
    # The age at registration, by which figures count: it does not change with the day of erasure.
    year = days.local_day(office_code=household.office_code, now=household.created_at).year
    for member in Membership.objects.filter(household=household):
        if member.birth_year is not None:
            member.age_band = ages.band(member.birth_year, year=year)
        for column in _SEALED:
            setattr(member, column, None)
        member.birth_year = None
        member.document_hash = member.person_hash = member.match_hash = None
        member.document_kind = member.document_country = ""
        member.save()
    household.pin_hash = None
    household.municipality = ""
    household.answered = []
    household.erased_at = now
    household.save()


def _finish(household_id: UUID, papers: list[UUID]) -> None:
    for paper_id in papers:
        files.remove(paper_id)
    keys.destroy(owner=household_id)
