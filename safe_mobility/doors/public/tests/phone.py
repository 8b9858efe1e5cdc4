"""A phone on which a household is signed in."""

from django.conf import settings
from django.test import Client

from safe_mobility.doors.common.asking import new_visitor
from safe_mobility.people import services as people_acts
from safe_mobility.people.models import Household


def signed_in(family: Household) -> Client:
    """The PIN and the code are tried in their own tests; here the session is just opened."""
    visitor = new_visitor()
    people_acts.open_session(household_id=family.pk, token_id=visitor.token_id)
    client = Client()
    client.cookies[settings.VISITOR_COOKIE_NAME] = visitor.cookie
    return client
