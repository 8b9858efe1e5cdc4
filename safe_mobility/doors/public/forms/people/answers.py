"""The answers as they are shown to be checked: question, answer, and the way to change it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from safe_mobility.doors.common import dates, people_words
from safe_mobility.doors.public.forms.people.asking import At
from safe_mobility.people.queries import MemberSeen
from safe_mobility.people.rules import contacts
from safe_mobility.people.rules.drafts import Role, Sex, Step
from safe_mobility.programmes import queries as programmes


@dataclass(frozen=True, slots=True)
class Fact:
    name: str
    value: str
    change: str = ""
    what: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    number: int
    title: str
    applies: bool
    facts: list[Fact]


def of_people(at: At) -> list[Person]:
    return [
        Person(
            number=member.number,
            title=member.name or _("You"),
            applies=member.role is Role.APPLICANT,
            facts=list(_of_person(member)),
        )
        for member in at.members
    ]


def of_household(at: At) -> list[Fact]:
    household, reader = at.household, get_language() or "es"
    spoken = {code.code: code.own_name for code in programmes.languages()}
    written = dict(people_words.written_languages())
    place = programmes.place_name(household.municipality, reader) if household.municipality else ""
    region = programmes.place_name(household.department, reader) if household.department else ""
    reached = [contacts.as_read(each.kind, each.value) for each in at.contacts]
    told = at.needs
    needs = [people_words.need(code) for code in told.needs] if told else []
    return [
        Fact(
            _("Where you live"),
            ", ".join(part for part in (place, region) if part),
            address(Step.DEPARTMENT),
        ),
        Fact(
            _("Language of the interview"),
            spoken.get(household.interpreter_language or "es", ""),
            address(Step.LANGUAGE),
        ),
        Fact(
            _("Language of messages"), written.get(household.language, ""), address(Step.LANGUAGE)
        ),
        Fact(_("Messages"), ", ".join(reached) or _("No messages"), address(Step.CONTACT)),
        Fact(
            _("To look after you"),
            " ".join([*needs, told.words if told else ""]).strip() or _("Nothing told"),
            address(Step.NEEDS),
        ),
    ]


def address(step: Step, number: int = 1) -> str:
    if number == 1:
        return reverse("public:step", args=[step.value])
    return reverse("public:step_of", args=[step.value, number])


def _of_person(member: MemberSeen) -> Iterator[Fact]:
    whose = member.name
    reader = get_language() or "es"
    named = {each.code: each.name for each in programmes.countries(reader)}

    def fact(name: str, value: str, step: Step) -> Fact:
        what = f"{name}, {whose}" if whose else name
        return Fact(name, value, address(step, member.number), what)

    yield fact(_("Name"), member.name, Step.NAME)
    if member.role is not Role.APPLICANT:
        yield fact(_("Who it is to you"), people_words.role(member.role), Step.ROLE)
    born = dates.plain_date(member.born_on) if member.born_on else ""
    yield fact(_("Date of birth"), born, Step.BIRTH)
    yield fact(_("Woman or man"), people_words.sex(Sex(member.sex)) if member.sex else "", Step.SEX)
    yield fact(
        _("Citizen of"),
        ", ".join(named.get(code, code) for code in member.nationalities),
        Step.NATIONALITY,
    )
    paper = people_words.document_kind(member.document_kind)
    yield fact(_("Identity paper"), f"{paper} {member.document_number}".strip(), Step.DOCUMENT)
