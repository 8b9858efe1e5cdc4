"""Finding a file: by its number, or by one of four things whose keyed hash is kept.

There is no list of names to leaf through and no search by part of one: whoever searches already
knows a whole number, or a person's full name together with the birth date.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db.models import QuerySet

from safe_mobility.oversight.services import hashes
from safe_mobility.people.models import Household
from safe_mobility.people.queries import scope
from safe_mobility.people.rules import contacts, names
from safe_mobility.people.rules.contacts import ContactKind
from safe_mobility.people.services import persons
from safe_mobility.shared.asker import Asker
from safe_mobility.shared.references import parse_reference

MOST = 20


class By(StrEnum):
    NUMBER = "NUMBER"
    PHONE = "PHONE"
    EMAIL = "EMAIL"
    DOCUMENT = "DOCUMENT"
    PERSON = "PERSON"


@dataclass(frozen=True, slots=True)
class Found:
    reference: str
    office_code: str
    language: str
    size: int
    state: str
    created_at: datetime


def by_number(*, asker: Asker, text: str) -> list[Found]:
    reference = parse_reference(text)
    if reference is None:
        return []
    return _found(scope.visible_to(asker).filter(reference=reference))


def by_contact(*, asker: Asker, kind: ContactKind, text: str, country: str) -> list[Found]:
    """Raises `PhoneUnreadable` or `EmailUnreadable`."""
    value = contacts.clean(kind, text, country=country)
    return _found(
        scope.visible_to(asker).filter(
            contacts__kind=kind.value, contacts__value_hash=hashes.keyed_hash("contact", value)
        )
    )


def by_document(*, asker: Asker, number: str, country: str) -> list[Found]:
    """The kind of paper is part of the hash, so each kind is tried."""
    wanted = [
        hashes.keyed_hash("document", names.document_key(country=country, kind=kind, number=number))
        for kind in persons.DOCUMENT_KINDS
        if kind != persons.NO_DOCUMENT
    ]
    return _found(scope.visible_to(asker).filter(members__document_hash__in=wanted))


def by_person(*, asker: Asker, given_names: str, surnames: str, born_on: date) -> list[Found]:
    wanted = persons.person_hash(given_names=given_names, surnames=surnames, born_on=born_on)
    return _found(scope.visible_to(asker).filter(members__person_hash=wanted))


def _found(rows: QuerySet[Household]) -> list[Found]:
    return [_line(row) for row in _with_state(rows.distinct().order_by("reference")[:MOST])]


def _with_state(rows: QuerySet[Household]) -> Iterable[Household]:
    return rows.prefetch_related("applications")


def _line(row: Household) -> Found:
    newest = max(row.applications.all(), key=lambda each: each.opened_at)
    return Found(
        reference=row.reference,
        office_code=row.office_code,
        language=row.language,
        size=row.size,
        state=newest.state,
        created_at=row.created_at,
    )
