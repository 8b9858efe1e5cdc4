"""Which households an asker may see, and who a household is to the rooms that only need to know
how to address it.

Everything that reads a household starts at `visible_to`. A household that does not exist and one
that belongs to somebody else are the same: `NotVisible`.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from safe_mobility.oversight.services import hashes
from safe_mobility.people.models import Disclosure, Household, HouseholdSession, Invitation
from safe_mobility.people.rules import states
from safe_mobility.shared.asked_often import AskedOften
from safe_mobility.shared.asker import Asker, AskerKind
from safe_mobility.shared.recipient import Recipient, RecipientKind
from safe_mobility.shared.refusal import NotVisible
from safe_mobility.shared.visible import Visible

# An auditor reads the trail, not the families.
SEEING_ROLES = frozenset({"RECEPTION", "INTERVIEWER", "INTERPRETER", "SUPERVISOR"})


@dataclass(frozen=True, slots=True)
class HouseholdSeen:
    id: UUID
    reference: str
    language: str
    interpreter_language: str
    country: str
    municipality: str
    department: str
    office_code: str
    size: int
    channel: str
    has_needs: bool
    contact_kind: str
    answered: frozenset[str]
    created_at: datetime
    pin_changed_at: datetime
    pin_seen_at: datetime | None

    @property
    def asker(self) -> Asker:
        return household_asker(self.id)

    @property
    def recipient(self) -> Recipient:
        return Recipient(RecipientKind.HOUSEHOLD, str(self.id), self.language)


def household_asker(household_id: UUID) -> Asker:
    return Asker(kind=AskerKind.HOUSEHOLD, id=str(household_id))


def is_own(asker: Asker, household_id: UUID) -> bool:
    """Whether a household asks for itself, which each of its pages does."""
    return asker.kind is AskerKind.HOUSEHOLD and asker.id == str(household_id)


def visible_to(asker: Asker, *, now: datetime | None = None) -> QuerySet[Household]:
    """The households this asker may see. A partner's grants are judged at `now`."""
    rows = Household.objects.filter(erased_at=None)
    if asker.kind is AskerKind.HOUSEHOLD:
        return rows.filter(pk=UUID(asker.id))
    if asker.kind is AskerKind.STAFF and asker.has_role(*SEEING_ROLES):
        return rows.filter(office_code__in=asker.offices)
    if asker.kind is AskerKind.PARTNER and now is not None:
        return rows.filter(pk__in=granted(asker, now=now).values("household"))
    if asker.kind is AskerKind.JOB:
        return rows
    return rows.none()


# What a household sees of itself, from the same queryset: each of its pages asks this.
_OWN = AskedOften(lambda household: visible_to(household_asker(household)), household=UUID)
_INVITED = AskedOften(
    lambda household, office, now: Invitation.objects.filter(
        household=household,
        office_code=office,
        used_at=None,
        lapsed_at=None,
        expires_at__gt=now,
    ).values_list("pk")[:1],
    household=UUID,
    office=str,
    now=datetime,
)


def granted(asker: Asker, *, now: datetime) -> QuerySet[Disclosure]:
    """The grants to this partner's agency that are live at `now`."""
    if not asker.agency:
        return Disclosure.objects.none()
    return Disclosure.objects.filter(
        Q(until_at=None) | Q(until_at__gt=now),
        recipient=asker.agency,
        ended_at=None,
        from_at__lte=now,
    )


def household(*, asker: Asker, reference: str, now: datetime | None = None) -> HouseholdSeen:
    row = visible_to(asker, now=now).filter(reference=reference).first()
    if row is None:
        raise NotVisible(reference=reference)
    return _seen(row)


def household_by_id(
    *, asker: Asker, household_id: UUID, now: datetime | None = None
) -> HouseholdSeen:
    if is_own(asker, household_id):
        rows = _OWN(household=household_id)
    else:
        rows = list(visible_to(asker, now=now).filter(pk=household_id))
    if not rows:
        raise NotVisible(household=str(household_id))
    return _seen(rows[0])


def visible(asker: Asker, household_id: UUID, *, now: datetime | None = None) -> Visible:
    """The judgement that rooms below take instead of asking: it may be built only here."""
    seen = household_by_id(asker=asker, household_id=household_id, now=now)
    return Visible(asker=asker, recipient=seen.recipient)


def recipient_of(household_id: UUID) -> Recipient:
    """Whom a message goes to, in which language. Says nothing else, so it asks nobody."""
    language = Household.objects.values_list("language", flat=True).get(pk=household_id)
    return Recipient(RecipientKind.HOUSEHOLD, str(household_id), language)


def may_book(household_id: UUID, office_code: str, now: datetime) -> bool:
    """Whether an open invitation lets this household book at this office."""
    invited = _INVITED(household=household_id, office=office_code, now=now)
    # Few families are invited, so the second question is seldom asked.
    return bool(invited) and states_allow_booking(household_id)


def states_allow_booking(household_id: UUID) -> bool:
    """Whether the state of the application is one from which a place may be booked or changed."""
    return Household.objects.filter(
        pk=household_id,
        applications__state__in=[state.value for state in states.MAY_BOOK],
        applications__suspended_on=None,
    ).exists()


def session_household(*, token_id: str, now: datetime | None = None) -> Asker | None:
    """The household signed in under this cookie. Sessions run by the real clock, whatever `now`
    the programme has."""
    moment = now or timezone.now()
    household_id = (
        HouseholdSession.objects.filter(
            token_hash=hashes.keyed_hash("session", token_id),
            expires_at__gt=moment,
            household__erased_at=None,
        )
        .values_list("household", flat=True)
        .first()
    )
    return None if household_id is None else household_asker(household_id)


def _seen(row: Household) -> HouseholdSeen:
    return HouseholdSeen(
        id=row.pk,
        reference=row.reference,
        language=row.language,
        interpreter_language=row.interpreter_language,
        country=row.country,
        municipality=row.municipality,
        department=row.department,
        office_code=row.office_code,
        size=row.size,
        channel=row.channel,
        has_needs=row.has_needs,
        contact_kind=row.contact_kind,
        answered=frozenset(row.answered),
        created_at=row.created_at,
        pin_changed_at=row.pin_changed_at,
        pin_seen_at=row.pin_seen_at,
    )
