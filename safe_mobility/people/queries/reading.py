"""What a household told us, opened for somebody who may see it.

Personal values are sealed; opening them takes the household's key, which is counted for staff.
The purpose of a read is named by whoever asks, because the trail and the limits depend on it.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from safe_mobility.oversight.rules.sealing import DataKey
from safe_mobility.oversight.services import keys
from safe_mobility.people.models import (
    Application,
    CallWord,
    Consent,
    Contact,
    Disclosure,
    Household,
    Invitation,
    Membership,
    Paper,
    SpecificNeed,
)
from safe_mobility.people.models.sealing import opened, opened_date
from safe_mobility.people.queries import scope
from safe_mobility.people.rules import callwords, states
from safe_mobility.people.rules.contacts import ContactKind
from safe_mobility.people.rules.drafts import Draft, DraftPerson, Role, Step
from safe_mobility.people.rules.needs import Need
from safe_mobility.people.rules.states import State
from safe_mobility.shared.asked_often import AskedOften
from safe_mobility.shared.asker import Asker
from safe_mobility.shared.refusal import NotVisible


@dataclass(frozen=True, slots=True)
class ApplicationSeen:
    state: State
    since: datetime
    former: State | None
    reason: str
    suspended_on: date | None
    next_news_by: date | None
    look_again_on: date | None
    reopen_until: date | None
    opened_at: datetime
    sent_at: datetime | None
    expires_at: datetime | None

    @property
    def live(self) -> bool:
        return self.state in states.LIVE

    def news_by(self, *, today: date) -> date | None:
        """The promise as it may be shown: never a day in the past.

        A promise that ran out while the site stood still is the one that the timer is about
        to make again.
        """
        if self.next_news_by is None:
            return None
        return states.next_news_after(today, self.next_news_by)


@dataclass(frozen=True, slots=True)
class MemberSeen:
    id: UUID
    number: int
    role: Role
    given_names: str = field(repr=False)
    surnames: str = field(repr=False)
    born_on: date | None = field(repr=False)
    birth_year: int | None
    sex: str
    nationalities: tuple[str, ...]
    document_kind: str
    document_country: str
    document_number: str = field(repr=False)
    from_on: date
    until_on: date | None

    @property
    def name(self) -> str:
        return f"{self.given_names} {self.surnames}".strip()


@dataclass(frozen=True, slots=True)
class ContactSeen:
    id: UUID
    kind: ContactKind
    value: str = field(repr=False)
    verified_at: datetime | None
    login: bool
    since_at: datetime


@dataclass(frozen=True, slots=True)
class NeedsSeen:
    needs: tuple[Need, ...] = field(repr=False)
    words: str = field(repr=False)
    told_at: datetime


@dataclass(frozen=True, slots=True)
class ConsentSeen:
    id: UUID
    kind: str
    recipient: str
    purpose: str
    version: str
    language: str
    given_at: datetime
    given_by: str
    stopped_at: datetime | None


@dataclass(frozen=True, slots=True)
class DisclosureSeen:
    id: UUID
    recipient: str
    purpose: str
    fields: tuple[str, ...]
    from_at: datetime
    until_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class InvitationSeen:
    id: UUID
    office_code: str
    invited_at: datetime
    expires_at: datetime
    used_at: datetime | None
    lapsed_at: datetime | None


@dataclass(frozen=True, slots=True)
class PaperSeen:
    id: UUID
    kind: str
    bytes: int
    received_at: datetime


def _newest_application(household: UUID, visible: QuerySet[Household]) -> QuerySet[Application]:
    rows = Application.objects.filter(household=household, household__in=visible)
    return rows.order_by("-opened_at")[:1]


_OWN_APPLICATION = AskedOften(
    lambda household: _newest_application(
        household, scope.visible_to(scope.household_asker(household))
    ),
    household=UUID,
)
_CONTACTS = AskedOften(
    lambda household: Contact.objects.filter(household=household).order_by("kind"),
    household=UUID,
)
_CALL_WORD = AskedOften(
    lambda household: CallWord.objects.filter(household=household), household=UUID
)


def application(
    *, asker: Asker, household_id: UUID, now: datetime | None = None
) -> ApplicationSeen:
    """The household's newest application."""
    if scope.is_own(asker, household_id):
        rows = _OWN_APPLICATION(household=household_id)
    else:
        rows = list(_newest_application(household_id, scope.visible_to(asker, now=now)))
    if not rows:
        raise NotVisible(household=str(household_id))
    row = rows[0]
    return ApplicationSeen(
        state=State(row.state),
        since=row.state_since,
        former=State(row.former_states[-1]) if row.former_states else None,
        reason=row.reason,
        suspended_on=row.suspended_on,
        next_news_by=row.next_news_by,
        look_again_on=row.look_again_on,
        reopen_until=row.reopen_until,
        opened_at=row.opened_at,
        sent_at=row.sent_at,
        expires_at=row.expires_at,
    )


def members(
    *,
    asker: Asker,
    household_id: UUID,
    purpose: str,
    now: datetime | None = None,
    former: bool = False,
) -> list[MemberSeen]:
    """Who belongs to the household, opened; with `former`, also who left it."""
    key = _key(asker, household_id, purpose=purpose, now=now)
    rows = Membership.objects.filter(household=household_id).order_by("number")
    if not former:
        rows = rows.filter(until_on=None)
    return [_member(row, key) for row in rows]


def contacts(
    *, asker: Asker, household_id: UUID, purpose: str = "contact", now: datetime | None = None
) -> list[ContactSeen]:
    key = _key(asker, household_id, purpose=purpose, now=now)
    return [
        ContactSeen(
            id=row.pk,
            kind=ContactKind(row.kind),
            value=opened(row, key, "value"),
            verified_at=row.verified_at,
            login=row.login,
            since_at=row.since_at,
        )
        for row in _CONTACTS(household=household_id)
    ]


def needs(
    *, asker: Asker, household_id: UUID, purpose: str = "needs", now: datetime | None = None
) -> NeedsSeen | None:
    """The specific needs as they were told, or None where nothing was."""
    key = _key(asker, household_id, purpose=purpose, now=now)
    row = SpecificNeed.objects.filter(household=household_id).first()
    if row is None:
        return None
    codes = opened(row, key, "codes")
    return NeedsSeen(
        needs=tuple(Need(code) for code in codes.split(",") if code),
        words=opened(row, key, "words"),
        told_at=row.told_at,
    )


def call_word(
    *, asker: Asker, household_id: UUID, language: str = "", now: datetime | None = None
) -> str:
    """The two words we say when we call, in the household's language or in `language`."""
    seen = scope.household_by_id(asker=asker, household_id=household_id, now=now)
    key = keys.unwrap(asker=asker, owner=household_id, purpose="call word")
    (row,) = _CALL_WORD(household=household_id)
    return callwords.said(opened(row, key, "words"), language=language or seen.language)


def consents(*, asker: Asker, household_id: UUID) -> list[ConsentSeen]:
    rows = Consent.objects.filter(
        household=household_id, household__in=scope.visible_to(asker)
    ).order_by("given_at")
    return [
        ConsentSeen(
            id=row.pk,
            kind=row.kind,
            recipient=row.recipient,
            purpose=row.purpose,
            version=row.version,
            language=row.language,
            given_at=row.given_at,
            given_by=row.given_by,
            stopped_at=row.stopped_at,
        )
        for row in rows
    ]


def disclosures(*, asker: Asker, household_id: UUID) -> list[DisclosureSeen]:
    """What left the programme about this household, for the household and its office."""
    rows = Disclosure.objects.filter(
        household=household_id, household__in=scope.visible_to(asker)
    ).order_by("from_at")
    return [
        DisclosureSeen(
            id=row.pk,
            recipient=row.recipient,
            purpose=row.purpose,
            fields=tuple(row.fields),
            from_at=row.from_at,
            until_at=row.until_at,
            ended_at=row.ended_at,
        )
        for row in rows
    ]


def invitations(*, asker: Asker, household_id: UUID) -> list[InvitationSeen]:
    rows = Invitation.objects.filter(
        household=household_id, household__in=scope.visible_to(asker)
    ).order_by("-invited_at")
    return [
        InvitationSeen(
            id=row.pk,
            office_code=row.office_code,
            invited_at=row.invited_at,
            expires_at=row.expires_at,
            used_at=row.used_at,
            lapsed_at=row.lapsed_at,
        )
        for row in rows
    ]


def papers(*, asker: Asker, household_id: UUID) -> list[PaperSeen]:
    rows = Paper.objects.filter(
        household=household_id, household__in=scope.visible_to(asker)
    ).order_by("received_at")
    return [
        PaperSeen(id=row.pk, kind=row.kind, bytes=row.bytes, received_at=row.received_at)
        for row in rows
    ]


def draft(*, asker: Asker, household_id: UUID) -> Draft:
    """How far the registration has come, for the rule that says what is still missing."""
    seen = scope.household_by_id(asker=asker, household_id=household_id)
    people = members(asker=asker, household_id=household_id, purpose="registration")
    return Draft(
        people=tuple(
            DraftPerson(
                number=person.number,
                role=person.role.value,
                has_name=bool(person.given_names and person.surnames),
                born_on=person.born_on,
                sex=person.sex,
                nationalities=person.nationalities,
                document_answered=bool(person.document_kind),
            )
            for person in people
        ),
        family_answered=Step.FAMILY.value in seen.answered,
        municipality=seen.municipality,
        language_answered=Step.LANGUAGE.value in seen.answered,
        contact_answered=Step.CONTACT.value in seen.answered,
        needs_answered=Step.NEEDS.value in seen.answered,
    )


def _key(asker: Asker, household_id: UUID, *, purpose: str, now: datetime | None) -> DataKey:
    scope.household_by_id(asker=asker, household_id=household_id, now=now)
    return keys.unwrap(asker=asker, owner=household_id, purpose=purpose)


def _member(row: Membership, key: DataKey) -> MemberSeen:
    return MemberSeen(
        id=row.pk,
        number=row.number,
        role=Role(row.role),
        given_names=opened(row, key, "given_names"),
        surnames=opened(row, key, "surnames"),
        born_on=opened_date(row, key, "born_on"),
        birth_year=row.birth_year,
        sex=row.sex,
        nationalities=tuple(row.nationalities),
        document_kind=row.document_kind,
        document_country=row.document_country,
        document_number=opened(row, key, "document_number"),
        from_on=row.from_on,
        until_on=row.until_on,
    )
