"""What a draft still lacks before it can be sent.

Little is required, because the programme asks for people before papers: who applies and the day
they were born, where they live, and the languages. A document, a phone and specific needs are
asked but may be left out.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from safe_mobility.people.rules import ages
from safe_mobility.shared.refusal import Refusal

MOST_PEOPLE = 25


class Role(StrEnum):
    APPLICANT = "APPLICANT"
    SPOUSE = "SPOUSE"
    PARTNER = "PARTNER"
    CHILD = "CHILD"
    PARENT = "PARENT"
    SIBLING = "SIBLING"
    OTHER = "OTHER"


class Sex(StrEnum):
    F = "F"
    M = "M"
    X = "X"


class Step(StrEnum):
    """One fact a page; the value is the slug of its page, the same in every language."""

    NAME = "nombre"
    ROLE = "parentesco"
    BIRTH = "nacimiento"
    SEX = "sexo"
    NATIONALITY = "nacionalidad"
    DOCUMENT = "documento"
    FAMILY = "familia"
    DEPARTMENT = "departamento"
    MUNICIPALITY = "municipio"
    LANGUAGE = "idioma"
    CONTACT = "contacto"
    NEEDS = "necesidades"


OF_A_PERSON = (Step.NAME, Step.ROLE, Step.BIRTH, Step.SEX, Step.NATIONALITY, Step.DOCUMENT)
REQUIRED_OF_A_PERSON = (Step.NAME, Step.ROLE, Step.BIRTH, Step.SEX, Step.NATIONALITY)


class DraftIncomplete(Refusal):
    """Sending was asked for while a required fact is missing."""

    code = "people.draft_incomplete"


class TooManyPeople(Refusal):
    code = "people.too_many_people"


@dataclass(frozen=True, slots=True)
class DraftPerson:
    number: int
    role: str
    has_name: bool
    born_on: date | None
    sex: str
    nationalities: tuple[str, ...]
    document_answered: bool


@dataclass(frozen=True, slots=True)
class Draft:
    people: tuple[DraftPerson, ...]
    family_answered: bool
    municipality: str
    language_answered: bool
    contact_answered: bool
    needs_answered: bool


@dataclass(frozen=True, slots=True)
class Missing:
    step: Step
    person: int = 1


def missing(draft: Draft) -> tuple[Missing, ...]:
    """Every unanswered page in the order in which it is asked; the first is where to go on."""
    return (
        *_of_people(draft.people or (_nobody(),)),
        *((Missing(Step.FAMILY),) if not draft.family_answered else ()),
        *_of_household(draft),
    )


def check_sendable(draft: Draft, *, today: date) -> None:
    """Refuses what cannot be sent: a required fact missing, or nobody of age."""
    required = [
        item
        for item in missing(draft)
        if item.step in REQUIRED_OF_A_PERSON or item.step is Step.MUNICIPALITY
    ]
    if required:
        raise DraftIncomplete(step=required[0].step.value, person=required[0].person)
    applicant = next(person for person in draft.people if person.role == Role.APPLICANT)
    if applicant.born_on is None:
        raise DraftIncomplete(step=Step.BIRTH.value, person=applicant.number)
    ages.check_of_age(applicant.born_on, today=today)


def _nobody() -> DraftPerson:
    return DraftPerson(
        number=1,
        role=Role.APPLICANT,
        has_name=False,
        born_on=None,
        sex="",
        nationalities=(),
        document_answered=False,
    )


def _of_people(people: Iterable[DraftPerson]) -> Iterable[Missing]:
    for person in people:
        answered = {
            Step.NAME: person.has_name,
            Step.ROLE: bool(person.role),
            Step.BIRTH: person.born_on is not None,
            Step.SEX: bool(person.sex),
            Step.NATIONALITY: bool(person.nationalities),
            Step.DOCUMENT: person.document_answered,
        }
        yield from (Missing(step, person.number) for step in OF_A_PERSON if not answered[step])


def _of_household(draft: Draft) -> Iterable[Missing]:
    if not draft.municipality:
        yield Missing(Step.DEPARTMENT)
        yield Missing(Step.MUNICIPALITY)
    if not draft.language_answered:
        yield Missing(Step.LANGUAGE)
    if not draft.contact_answered:
        yield Missing(Step.CONTACT)
    if not draft.needs_answered:
        yield Missing(Step.NEEDS)
