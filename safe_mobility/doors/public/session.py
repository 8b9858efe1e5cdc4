"""The household that is signed in on this phone.

A household has no user and no password of Django's: a row of `people` ties the cookie's token to
it, by the real clock. Every sign-in and sign-out gives the browser a new token first.
"""

from uuid import UUID

from django.http import HttpRequest

from safe_mobility.doors.common.asking import Visitor, asker, renew_visitor
from safe_mobility.people import queries as people
from safe_mobility.people import services as people_acts
from safe_mobility.people.queries import HouseholdSeen
from safe_mobility.shared.asker import Asker, AskerKind


def signed_in(visitor: Visitor | None) -> Asker | None:
    """The household behind this token, if any; an idle session is kept fresh on the way."""
    return None if visitor is None else people_acts.keep_session(token_id=visitor.token_id)


def household_in_session(request: HttpRequest) -> HouseholdSeen:
    """The household of a page marked HOUSEHOLD."""
    who = asker(request)
    if who.kind is not AskerKind.HOUSEHOLD:
        raise TypeError("this view is not marked @access(HOUSEHOLD)")
    return people.household_by_id(asker=who, household_id=UUID(who.id))


def open_for(request: HttpRequest, household_id: UUID) -> None:
    """Sign this phone in, under a token that nobody saw before."""
    people_acts.open_session(household_id=household_id, token_id=renew_visitor(request).token_id)


def close(request: HttpRequest, visitor: Visitor) -> None:
    people_acts.sign_out(token_id=visitor.token_id)
    renew_visitor(request)
