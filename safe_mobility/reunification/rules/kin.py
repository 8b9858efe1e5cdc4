"""Who a relative abroad is to a member of the household, and what that relative is there.

Plain values of this room. A fact that nobody told is None or UNKNOWN, and stays it: no rule of
this room may read a missing answer as "no".
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from safe_mobility.shared.refusal import Refusal

US, CANADA = "US", "CA"
EARLIEST_PRIORITY = date(1952, 1, 1)
"""The Immigration and Nationality Act is of 1952: no petition under it is older."""


class Relation(StrEnum):
    """What the relative is to the member: SIBLING is "my sister"."""

    SPOUSE = "SPOUSE"
    PARTNER = "PARTNER"
    PARENT = "PARENT"
    CHILD = "CHILD"
    SIBLING = "SIBLING"
    GRANDPARENT = "GRANDPARENT"
    GRANDCHILD = "GRANDCHILD"
    OTHER = "OTHER"


class Status(StrEnum):
    """What the relative is in the country where they live, as the family says."""

    CITIZEN = "CITIZEN"
    RESIDENT = "RESIDENT"
    REFUGEE = "REFUGEE"
    ASYLEE = "ASYLEE"
    OTHER = "OTHER"
    UNKNOWN = "UNKNOWN"


PROTECTED = frozenset({Status.REFUGEE, Status.ASYLEE})


class Marital(StrEnum):
    SINGLE = "SINGLE"
    MARRIED = "MARRIED"
    WIDOWED = "WIDOWED"
    DIVORCED = "DIVORCED"
    UNKNOWN = "UNKNOWN"

    @property
    def married(self) -> bool | None:
        return None if self is Marital.UNKNOWN else self is Marital.MARRIED


class Said(StrEnum):
    """An answer to a yes-or-no question, where not to know is an answer."""

    YES = "YES"
    NO = "NO"
    UNKNOWN = "UNKNOWN"

    @property
    def known(self) -> bool | None:
        return None if self is Said.UNKNOWN else self is Said.YES


class PetitionKind(StrEnum):
    """Which form the relative filed."""

    I130 = "I130"
    I730 = "I730"
    CAM = "CAM"
    OTHER = "OTHER"


class PetitionState(StrEnum):
    FILED = "FILED"
    APPROVED = "APPROVED"
    REFUSED = "REFUSED"
    ENDED = "ENDED"


class SamePair(Refusal):
    """The relative already has a petition of this kind for this person."""

    code = "reunification.same_pair"


class PriorityInFuture(Refusal):
    code = "reunification.priority_in_future"


class PriorityTooOld(Refusal):
    code = "reunification.priority_too_old"


class ApprovedBeforeFiled(Refusal):
    code = "reunification.approved_before_filed"


class SinceInFuture(Refusal):
    """The status would begin on a day that has not come."""

    code = "reunification.since_in_future"


class IsAMember(Refusal):
    """Who is named as the relative abroad is one of the people who apply."""

    code = "reunification.is_a_member"


class CircularParents(Refusal):
    """Somebody would be their own parent or grandparent."""

    code = "reunification.circular_parents"


class TooManyRelatives(Refusal):
    code = "reunification.too_many_relatives"


MOST_RELATIVES = 20


@dataclass(frozen=True, slots=True)
class Petition:
    """What is known of one petition. `filed_year`, where the day of filing is not known: no age
    is counted from it. `available_on`: since when a visa number is there for it, where the
    published cut-off dates say so."""

    kind: PetitionKind
    state: PetitionState = PetitionState.FILED
    filed_on: date | None = None
    filed_year: int | None = None
    priority_on: date | None = None
    approved_on: date | None = None
    available_on: date | None = None

    @property
    def alive(self) -> bool:
        return self.state in {PetitionState.FILED, PetitionState.APPROVED}

    @property
    def filed_by(self) -> date | None:
        """The last day on which it may have been filed."""
        if self.filed_on is None and self.filed_year is not None:
            return date(self.filed_year, 12, 31)
        return self.filed_on or self.priority_on

    @property
    def approved(self) -> bool:
        return self.state is PetitionState.APPROVED


@dataclass(frozen=True, slots=True)
class Pair:
    """One relative abroad and one member, with everything the rules look at.

    `adult`: whether the relative is 21 or older, where the birth date is not known.
    `since_on`: since when the status holds; where only the year is known, its first day, and
    `since_last_on` its last. `related_on`: the day of the marriage, for spouses.
    `followers_born`: birth dates of the member's own children, who would come along in a family
    category (INA 203(d)).
    `routes_open`: pathways of the programme in force today, by their code; a route that is not
    among them is not open.
    """

    relation: Relation
    country: str = ""
    status: Status = Status.UNKNOWN
    since_on: date | None = None
    since_last_on: date | None = None
    relative_born_on: date | None = field(default=None, repr=False)
    adult: Said = Said.UNKNOWN
    member_born_on: date | None = field(default=None, repr=False)
    marital: Marital = Marital.UNKNOWN
    nationalities: tuple[str, ...] = ()
    related_on: date | None = None
    followers_born: tuple[date, ...] = field(default=(), repr=False)
    petition: Petition | None = None
    routes_open: frozenset[str] = frozenset()

    @property
    def since_by(self) -> date | None:
        """The last day on which the status may have begun."""
        return self.since_last_on or self.since_on


def check_petition(
    *, filed_on: date | None, priority_on: date | None, approved_on: date | None, today: date
) -> None:
    """Dates that a petition can have. Each refusal says which date to look at again."""
    for day in (filed_on, priority_on, approved_on):
        if day is None:
            continue
        if day > today:
            raise PriorityInFuture(day=day.isoformat())
        if day < EARLIEST_PRIORITY:
            raise PriorityTooOld(day=day.isoformat())
    begun = min((day for day in (filed_on, priority_on) if day is not None), default=None)
    if approved_on is not None and begun is not None and approved_on < begun:
        raise ApprovedBeforeFiled(filed=begun.isoformat(), approved=approved_on.isoformat())
