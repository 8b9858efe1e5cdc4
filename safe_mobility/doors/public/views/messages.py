"""Everything we said to a household, in the same words as on its phone."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from safe_mobility.doors.common.access import HOUSEHOLD, access
from safe_mobility.doors.common.asking import asker
from safe_mobility.notifications import queries as notifications
from safe_mobility.people import queries as people


@access(HOUSEHOLD)
@require_safe
def messages(request: HttpRequest) -> HttpResponse:
    """The newest first. What could not be brought to the phone stands here too, and says so."""
    who = asker(request)
    visible = people.visible(who, UUID(who.id))
    context = {
        "messages_seen": notifications.messages(visible=visible),
        "replies": notifications.replies_of(visible=visible),
    }
    return render(request, "public/messages/messages.html", context)
