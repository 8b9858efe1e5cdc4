"""The people of a household and the facts about them, one fact at a time.

Each save names only what changes. Whatever a family may still mend it mends itself; who leaves a
household that was already sent is kept with the last day, who leaves a draft is simply gone.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from safe_mobility.oversight.rules.sealing import DataKey
from safe_mobility.oversight.services import hashes, keys, trail
from safe_mobility.people.models import Household, Membership
from safe_mobility.people.models.sealing import opened, opened_date, seal
from safe_mobility.people.queries import days
from safe_mobility.people.rules import ages, drafts, names
from safe_mobility.people.rules.drafts import Role, Sex
from safe_mobility.people.rules.states import State
from safe_mobility.people.services import duplicates, scoped
from safe_mobility.shared.asker import Asker
from safe_mobility.shared.refusal import NotVisible, Refusal

NO_DOCUMENT = "NONE"
DOCUMENT_KINDS = ("DPI", "PASSPORT", "BIRTH", "OTHER", NO_DOCUMENT)
SHORTEST_DOCUMENT = 3
LONGEST_DOCUMENT = 30


class ApplicantStays(Refusal):
    """The one who applies cannot be taken out: close the application instead."""

    code = "people.applicant_stays"


class DocumentUnreadable(Refusal):
    code = "people.document_unreadable"


@dataclass(frozen=True, slots=True)
class PersonChange:
    """What is to change about a person; None leaves a fact as it is."""

    given_names: str | None = field(default=None, repr=False)
    surnames: str | None = field(default=None, repr=False)
    role: Role | None = None
    born_on: date | None = field(default=None, repr=False)
    sex: Sex | None = None
    nationalities: tuple[str, ...] | None = None
    document_kind: str | None = None
    document_country: str = ""
    document_number: str = field(default="", repr=False)


@transaction.atomic
def save_person(
    *,
    household_id: UUID,
    change: PersonChange,
    actor: Asker,
    now: datetime,
    number: int | None = None,
) -> int:
    """Write what is known of one person; without a `number` a new person joins the household.

    Returns the person's number. Raises `UnderAge` where the one who applies would be under 18.
    """
    household, application = scoped.held_to_edit(household_id=household_id, actor=actor)
    key = keys.unwrap(asker=actor, owner=household_id, purpose="registration")
    today = days.local_day(office_code=household.office_code, now=now)
    row = (
        _new(household, role=change.role, today=today)
        if number is None
        else _member(household, number)
    )
    _write(row, key, change, today=today)
    _hash(row, key)
    row.save()
    _count(household)
    if application.state != State.DRAFT.value:
        _after_sending(household, row, added=number is None, actor=actor, now=now)
    return row.number


@transaction.atomic
def remove_person(*, household_id: UUID, number: int, actor: Asker, now: datetime) -> None:
    household, application = scoped.held_to_edit(household_id=household_id, actor=actor)
    row = _member(household, number)
    if row.role == Role.APPLICANT.value:
        raise ApplicantStays(reference=household.reference)
    if application.state == State.DRAFT.value:
        row.delete()
    else:
        row.until_on = days.local_day(office_code=household.office_code, now=now)
        row.document_hash = None
        row.save()
        trail.record(
            "person.removed",
            actor=actor,
            about=household.reference,
            now=now,
            office=household.office_code,
            number=number,
        )
    _count(household)


def person_hash(*, given_names: str, surnames: str, born_on: date) -> bytes:
    return hashes.keyed_hash(
        "person",
        names.person_key(given_names=given_names, surnames=surnames, born_on=born_on),
    )


def _new(household: Household, *, role: Role | None, today: date) -> Membership:
    members = Membership.objects.filter(household=household)
    if members.filter(until_on=None).count() >= drafts.MOST_PEOPLE:
        raise drafts.TooManyPeople(most=drafts.MOST_PEOPLE)
    last = members.aggregate(last=Max("number"))["last"] or 0
    return Membership(
        household=household,
        number=last + 1,
        role=(role or Role.OTHER).value,
        from_on=today,
    )


def _member(household: Household, number: int) -> Membership:
    row = Membership.objects.filter(household=household, number=number, until_on=None).first()
    if row is None:
        raise NotVisible(reference=household.reference, number=number)
    return row


def _write(row: Membership, key: DataKey, change: PersonChange, *, today: date) -> None:
    if change.given_names is not None:
        seal(row, key, "given_names", names.clean_name(change.given_names))
    if change.surnames is not None:
        seal(row, key, "surnames", names.clean_name(change.surnames))
    if change.role is not None and row.role != Role.APPLICANT.value:
        row.role = change.role.value
    if change.born_on is not None:
        ages.check_born_on(change.born_on, today=today)
        if row.role == Role.APPLICANT.value:
            ages.check_of_age(change.born_on, today=today)
        seal(row, key, "born_on", change.born_on.isoformat())
        row.birth_year = change.born_on.year
    if change.sex is not None:
        row.sex = change.sex.value
    if change.nationalities is not None:
        row.nationalities = sorted(set(change.nationalities))
    if change.document_kind is not None:
        _write_document(row, key, change)


def _write_document(row: Membership, key: DataKey, change: PersonChange) -> None:
    if change.document_kind not in DOCUMENT_KINDS:
        raise DocumentUnreadable
    number = "" if change.document_kind == NO_DOCUMENT else _document(change.document_number)
    row.document_kind = change.document_kind
    row.document_country = change.document_country if number else ""
    seal(row, key, "document_number", number)


def _document(text: str) -> str:
    number = " ".join(text.split())
    signs = sum(sign.isalnum() for sign in number)
    belongs = all((sign.isascii() and sign.isalnum()) or sign in " -./" for sign in number)
    if signs < SHORTEST_DOCUMENT or len(number) > LONGEST_DOCUMENT or not belongs:
        raise DocumentUnreadable
    return number


def _hash(row: Membership, key: DataKey) -> None:
    """The keyed hashes by which the same person is found again, once name and day are known."""
    given, last = opened(row, key, "given_names"), opened(row, key, "surnames")
    born_on = opened_date(row, key, "born_on")
    if not (given and last and born_on):
        return
    row.person_hash = person_hash(given_names=given, surnames=last, born_on=born_on)
    row.match_hash = hashes.keyed_hash(
        "match", names.match_key(given_names=given, surnames=last, birth_year=born_on.year)
    )


def _count(household: Household) -> None:
    household.size = max(1, Membership.objects.filter(household=household, until_on=None).count())
    household.save(update_fields=["size"])


def _after_sending(
    household: Household,
    row: Membership,
    *,
    added: bool,
    actor: Asker,
    now: datetime,
) -> None:
    trail.record(
        "person.added" if added else "person.changed",
        actor=actor,
        about=household.reference,
        now=now,
        office=household.office_code,
        number=row.number,
    )
    duplicates.note(household=household, actor=actor, now=now)
