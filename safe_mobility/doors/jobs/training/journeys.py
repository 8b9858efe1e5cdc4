"""What each made-up family did before nine o'clock, act by act, through the rooms' own services.

No row is written by hand: whatever the training site shows could have come about on a real one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

from safe_mobility.appointments import queries as visit_queries
from safe_mobility.appointments import services as visits
from safe_mobility.cases.rules import Outcome, Proposal, Reason, ReturnReason, Section
from safe_mobility.cases.services import decisions, interviews, referrals, reviewing
from safe_mobility.cases.services.decisions import Terms
from safe_mobility.doors.common import dates
from safe_mobility.doors.jobs.training.capacity import TRAINER, Office, reception_of
from safe_mobility.doors.jobs.training.cast import Fate, Part
from safe_mobility.doors.jobs.training.families import MadeUpFamily, MadeUpPerson
from safe_mobility.offices.rules import Mode
from safe_mobility.people import queries as people
from safe_mobility.people import services as people_acts
from safe_mobility.people.rules import consents
from safe_mobility.people.rules.consents import ConsentKind
from safe_mobility.people.rules.contacts import ContactKind
from safe_mobility.people.rules.drafts import Role, Sex, Step
from safe_mobility.people.rules.needs import Need
from safe_mobility.programmes import partners
from safe_mobility.screening import services as screening_acts
from safe_mobility.shared.asker import Asker, AskerKind

VISITOR = Asker(kind=AskerKind.VISITOR, id="training")


@dataclass(slots=True)
class Family:
    """A family on its way: who it is, and where its acts are done."""

    part: Part
    made_up: MadeUpFamily
    office: Office
    household_id: UUID
    reference: str
    pin: str = field(repr=False)

    @property
    def asker(self) -> Asker:
        return people.household_asker(self.household_id)


def register(part: Part, made_up: MadeUpFamily, *, office: Office, at: datetime) -> Family:
    """From the consent to the last question, on a phone; not sent yet."""
    done = people_acts.register(
        language=made_up.language,
        country="GT",
        consent_version=consents.VERSIONS[ConsentKind.PROCESSING],
        channel="WEB",
        actor=VISITOR,
        now=at,
    )
    family = Family(part, made_up, office, done.household_id, done.reference, done.pin)
    for number, person in enumerate(made_up.people, start=1):
        _save_person(family, person, number=number if number == 1 else None, at=at)
    people_acts.note_answered(
        household_id=family.household_id, step=Step.FAMILY, actor=family.asker
    )
    if part.fate is Fate.DRAFT:
        return family
    people_acts.save_residence(
        household_id=family.household_id,
        municipality=made_up.municipality,
        actor=family.asker,
        now=at,
    )
    people_acts.save_language(
        household_id=family.household_id,
        language=made_up.language,
        interpreter_language=made_up.interpreter_language,
        actor=family.asker,
        now=at,
    )
    _save_contact(family, at=at)
    people_acts.save_needs(
        household_id=family.household_id,
        needs=tuple(Need(code) for code in made_up.needs),
        words=made_up.words,
        actor=family.asker,
        now=at,
    )
    return family


def send(family: Family, *, at: datetime) -> None:
    """Sent, with the answers to the questions, so that the case shows what may be open."""
    people_acts.send(household_id=family.household_id, actor=family.asker, now=at)
    screening_acts.screen_household(
        household_id=family.household_id,
        asker=family.asker,
        on=dates.day_of(at),
        now=at,
        answers=_ANSWERS[family.part.pathway or "any"],
    )


def withdraw(family: Family, *, at: datetime) -> None:
    people_acts.withdraw(household_id=family.household_id, actor=family.asker, now=at)


def book(family: Family, *, on: date, at: datetime) -> None:
    """Choose the hour that the list names, hold it and confirm it."""
    mode = Mode.IN_PERSON
    if family.part.seat.startswith("Línea"):
        mode = Mode.PHONE
    if family.part.seat.startswith("Pantalla") or family.part.office == "CHQ":
        mode = Mode.VIDEO
    wanted = time.fromisoformat(family.part.at)
    offered = visit_queries.open_slots(
        asker=family.asker,
        office_code=family.part.office,
        mode=mode,
        first=on,
        last=on,
        now=at,
        language=family.made_up.interpreter_language,
    )
    slot = next(each.slot for each in offered if each.slot.at == wanted)
    visits.hold(household_id=family.household_id, slot=slot, actor=family.asker, now=at)
    confirmed_at = at + timedelta(minutes=2)
    visits.confirm(household_id=family.household_id, actor=family.asker, now=confirmed_at)


def _save_person(family: Family, person: MadeUpPerson, *, number: int | None, at: datetime) -> None:
    people_acts.save_person(
        household_id=family.household_id,
        change=people_acts.PersonChange(
            given_names=person.given_names,
            surnames=person.surnames,
            role=Role(person.role),
            born_on=person.born_on,
            sex=Sex(person.sex),
            nationalities=person.nationalities,
            document_kind="DPI" if person.document else "NONE",
            document_country="GT" if person.document else "",
            document_number=person.document,
        ),
        actor=family.asker,
        now=at,
        number=number,
    )


def _save_contact(family: Family, *, at: datetime) -> None:
    """A phone or an e-mail, with the code that was sent to it typed in."""
    made_up = family.made_up
    kind = ContactKind.PHONE if made_up.phone else ContactKind.EMAIL
    value = made_up.phone or made_up.email
    people_acts.save_contact(
        household_id=family.household_id, kind=kind, value=value, actor=family.asker, now=at
    )
    code = people.newest_code(asker=TRAINER, household_id=family.household_id)
    people_acts.check_contact(
        household_id=family.household_id, code=code, actor=family.asker, now=at
    )


_ANSWERS: dict[str, dict[str, bool | str | list[str]]] = {
    "any": {"gt.loc": "GT", "us.out": True, "h2a.interest": True, "h2a.passport": False},
    "usrap": {"gt.loc": "GT", "us.out": True, "h2a.interest": False, "us.outside_country": False},
    "h2a": {"gt.loc": "GT", "us.out": True, "h2a.interest": True, "h2a.passport": True},
    "h2b": {"gt.loc": "GT", "us.out": True, "h2a.interest": False, "h2b.interest": True},
    "canada_hum": {"gt.loc": "GT", "us.out": True, "cn.anchor": True, "cn.decl": True},
    "gt_mintrab": {"gt.loc": "GT", "us.out": True, "h2a.interest": True, "mt.exp": True},
}


# The office reads it -------------------------------------------------------------------------


def begin_review(family: Family, *, at: datetime) -> None:
    reviewing.begin_review(household_id=family.household_id, actor=_reader(family), now=at)


def let_wait(family: Family, *, at: datetime) -> None:
    reviewing.let_wait(household_id=family.household_id, actor=_reader(family), now=at)


def invite(family: Family, *, until: datetime, at: datetime) -> None:
    people_acts.invite(
        household_id=family.household_id,
        office_code=family.office.code,
        expires_at=until,
        actor=family.office.supervisor,
        now=at,
    )


def _reader(family: Family) -> Asker:
    return next(iter(family.office.seated.values()))


# The day at the office -----------------------------------------------------------------------


def appointment_of(family: Family) -> UUID:
    mine = visit_queries.mine(asker=family.asker)
    if mine is None:
        raise LookupError(f"{family.reference} has no appointment")
    return mine.id


def arrive(family: Family, *, at: datetime) -> None:
    visits.arrive(
        appointment_id=appointment_of(family), actor=reception_of(family.office.code), now=at
    )


def park(family: Family, *, at: datetime) -> None:
    visits.park(
        appointment_id=appointment_of(family), actor=reception_of(family.office.code), now=at
    )


def mark_absent(family: Family, *, at: datetime) -> None:
    visits.mark_absent(
        appointment_id=appointment_of(family), actor=reception_of(family.office.code), now=at
    )


def sit_down(family: Family, *, seat: str, at: datetime) -> None:
    """Called, sat down, and the first part of the interview written."""
    officer = family.office.seated[seat]
    appointment_id = appointment_of(family)
    desk_id = family.office.desks[seat]
    visits.call(appointment_id=appointment_id, desk_id=desk_id, actor=officer, now=at)
    at += timedelta(minutes=2)
    visits.start_interview(appointment_id=appointment_id, actor=officer, now=at)
    interviews.open_interview(household_id=family.household_id, actor=officer, now=at)
    _write(family, Section.IDENTITY, _IDENTITY, officer=officer, at=at + timedelta(minutes=3))


def hear_out(family: Family, *, seat: str, at: datetime) -> None:
    """The rest of the interview, and its end."""
    officer = family.office.seated[seat]
    _write(family, Section.NOTE, {"text": _note(family)}, officer=officer, at=at)
    pathway = family.part.pathway or "h2a"
    _write(
        family,
        Section.PATHWAYS,
        {"wishes": {pathway: "WANTS"}, "text": ""},
        officer=officer,
        at=at,
    )
    interviews.close_interview(
        household_id=family.household_id, actor=officer, now=at + timedelta(minutes=5)
    )


_IDENTITY = {
    "checked": "PAPERS_SEEN",
    "papers": ["DPI"],
    "text": "Vinieron todos. Hablaron ellos mismos.",
}


def _note(family: Family) -> str:
    return _NOTES.get(family.part.pathway, _NOTES["any"])


_NOTES = {
    "any": "Trabajan la tierra de un pariente. Este año la cosecha no alcanzó. Preguntaron por"
    " trabajo de temporada y cuánto cuesta: se explicó que es gratis.",
    "usrap": "Recibieron amenazas dos veces este año y se mudaron de municipio. No quieren que"
    " sus vecinos sepan que vinieron. Se explicó qué sigue y quién decide.",
    "h2a": "Tiene seis años de experiencia en café y hortalizas. Tiene pasaporte vigente.",
    "h2b": "Trabajó en jardinería y limpieza de hoteles. Puede salir desde enero.",
    "gt_mintrab": "Quiere inscribirse con el Ministerio de Trabajo. Se explicó el permiso aparte.",
}


def _write(
    family: Family, section: Section, body: Mapping[str, object], *, officer: Asker, at: datetime
) -> None:
    interviews.save_section(
        household_id=family.household_id,
        section=section,
        body=body,
        based_on=0,
        actor=officer,
        now=at,
    )


# What came of it -----------------------------------------------------------------------------


def answer(family: Family, *, seat: str, at: datetime) -> None:
    """The outcome that the list names, with whatever followed until now."""
    officer = family.office.seated[seat]
    today = dates.day_of(at)
    match family.part.fate:
        case Fate.MORE_NEEDED:
            proposal = Proposal(
                Outcome.MORE_NEEDED,
                Reason.BIRTH_DATE,
                answer_by=today + timedelta(days=21),
                words="Falta la fecha de nacimiento de la niña. Una foto de su partida basta.",
            )
        case Fate.NOT_HERE:
            proposal = Proposal(
                Outcome.NOT_HERE,
                Reason.NO_PATHWAY_TODAY,
                look_again_on=today + timedelta(days=120),
            )
        case Fate.CLOSED:
            proposal = Proposal(Outcome.CLOSED, Reason.HOUSEHOLD_ASKED)
        case _:
            _refer(family, officer=officer, second=family.office.supervisor, at=at)
            return
    decisions.give_outcome(
        household_id=family.household_id, proposal=proposal, actor=officer, now=at
    )


def _refer(family: Family, *, officer: Asker, second: Asker, at: datetime) -> None:
    fate, pathway = family.part.fate, family.part.pathway
    if not pathway:
        return
    partner = partners.partner_for(pathway, on=dates.day_of(at))
    if partner is None:
        raise LookupError(f"nobody takes referrals for {pathway}")
    sent = tuple(code for code in partner.fields if code not in partner.sensitive_fields)
    referral_id = referrals.propose(
        household_id=family.household_id,
        proposal=Proposal(Outcome.REFERRED, Reason.MAY_FIT, pathway=pathway),
        terms=Terms(partner.code, sent),
        said_yes_here=fate is not Fate.REFERRAL_PROPOSED,
        actor=officer,
        now=at,
    )
    if fate in {Fate.REFERRAL_PROPOSED, Fate.REFERRAL_CONSENTED}:
        return
    referrals.send(referral_id=referral_id, actor=second, now=at + timedelta(hours=2))
    if fate is Fate.WITH_PARTNER:
        referrals.accept(referral_id=referral_id, actor=officer, now=at + timedelta(days=1))
    if fate is Fate.RETURNED:
        referrals.send_back(
            referral_id=referral_id,
            reason=ReturnReason.INCOMPLETE,
            actor=officer,
            now=at + timedelta(days=1),
        )
