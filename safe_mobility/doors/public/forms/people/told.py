"""What a family answered before it had a number, in the shape in which the registration asks.

The pages only suggest it: nothing is on record until the family sends the page, and whatever it
wrote in the registration itself is never replaced. What was said of violence or of a child in
danger is not carried over: whoever fills in the registration may be the one it was said about.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from uuid import UUID

from safe_mobility.people.queries import MemberSeen
from safe_mobility.people.rules.drafts import Role
from safe_mobility.people.rules.needs import Need
from safe_mobility.programmes.rules.values import Value
from safe_mobility.screening import queries as screenings
from safe_mobility.screening.rules.household import Member
from safe_mobility.shared.asker import Asker

BORN, CITIZEN, SPEAKS, CARE = "cm.age", "nationalities", "h2a.lang", "cm.specific_needs"
SPANISH = "es"
NEEDS = MappingProxyType(
    {
        "pregnancy": Need.PREGNANT,
        "illness": Need.ILL,
        "single_parent": Need.ALONE_WITH_CHILDREN,
        "older_person": Need.OLDER,
    }
)


@dataclass(frozen=True, slots=True)
class Told:
    """The applicant's own answers, and who would go along in the order in which they were named."""

    born_on: date | None = field(default=None, repr=False)
    nationalities: tuple[str, ...] = ()
    spoken: str = ""
    needs: tuple[Need, ...] = field(default=(), repr=False)
    alone: bool = False
    others: tuple[Member, ...] = field(default=(), repr=False)

    def still_to_add(self, people: Iterable[MemberSeen]) -> tuple[Member, ...]:
        """Those who were named and for whom nobody of that role stands in the household yet."""
        roles = [person.role for person in people]
        left = []
        for other in self.others:
            if (role := role_of(other)) in roles:
                roles.remove(role)
            else:
                left.append(other)
        return tuple(left)

    def of_person(self, person: MemberSeen, people: Iterable[MemberSeen]) -> Member | None:
        """Whom of those named this person is: the second child on record is the second named."""
        same = [each.number for each in people if each.role is person.role]
        named = [other for other in self.others if role_of(other) is person.role]
        place = same.index(person.number)
        return named[place] if place < len(named) else None


def role_of(member: Member) -> Role:
    """The registration knows fewer words for relatives than the rules do."""
    try:
        return Role(member.role.upper())
    except ValueError:
        return Role.OTHER


def told(*, asker: Asker, household_id: UUID, on: date) -> Told:
    """What this household said before it registered; nothing where it said nothing."""
    seen = screenings.told_before(asker=asker, household_id=household_id, on=on)
    born_on = seen.answers.get(BORN)
    return Told(
        born_on=born_on if isinstance(born_on, date) else None,
        nationalities=_codes(seen.answers.get(CITIZEN)),
        spoken=_one_that_needs_an_interpreter(_codes(seen.answers.get(SPEAKS))),
        needs=tuple(NEEDS[code] for code in _codes(seen.answers.get(CARE)) if code in NEEDS),
        alone=len(seen.members) == 1,
        others=seen.members[1:],
    )


def _codes(value: Value | None) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _one_that_needs_an_interpreter(languages: tuple[str, ...]) -> str:
    """Whoever speaks Spanish too is asked; of several other languages nobody chooses for them."""
    return languages[0] if len(languages) == 1 and languages[0] != SPANISH else ""
