"""What the SMS provider brings: replies, signed.

Exempt from the press key of forms: the provider's own message id makes a repeat harmless.
"""

from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from safe_mobility.doors.common import clock, replies, sms_gateway
from safe_mobility.doors.common.access import ANYONE, access
from safe_mobility.notifications.rules import gateway

LARGEST = 16 * 1024


@access(ANYONE)
@csrf_exempt
@require_POST
def sms_in(request: HttpRequest) -> HttpResponse:
    """204 for everything that is signed and readable, whoever wrote it and for the tenth time."""
    shape = sms_gateway.incoming()
    if shape is None:
        return HttpResponseNotFound()
    if int(request.headers.get("Content-Length") or 0) > LARGEST:
        return HttpResponse(status=413)
    genuine = gateway.is_genuine(
        shape,
        key=sms_gateway.signing_key(),
        body=request.body,
        headers=request.headers,
        seconds=timezone.now().timestamp(),
    )
    if not genuine:
        return HttpResponse(status=403)
    try:
        received = gateway.received(shape, request.body)
    except gateway.NotReadable:
        return HttpResponse(status=400)
    replies.take(
        provider_id=received.id, phone=received.sender, text=received.text, now=clock.now()
    )
    return HttpResponse(status=204)
