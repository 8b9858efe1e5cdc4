"""One photo of a paper, as a file to take. Nothing is ever shown on this origin."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from safe_mobility.doors.common import clock
from safe_mobility.doors.common.access import ANYONE, access
from safe_mobility.people import services as people_acts
from safe_mobility.shared.refusal import Refusal


@access(ANYONE)
@csrf_exempt  # the pass in the body is the proof, and it comes from another origin on purpose
@require_POST
def paper(request: HttpRequest) -> HttpResponse:
    """Open the paper of a one-use pass. Whatever is amiss, the answer is the same 404."""
    try:
        found = people_acts.use_paper_pass(token=request.POST.get("token", ""), now=clock.now())
    except (Refusal, FileNotFoundError):
        return HttpResponse(status=404)
    response = HttpResponse(found.jpeg, content_type="image/jpeg")
    response["Content-Disposition"] = f'attachment; filename="{found.name}"'
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "no-store, private"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
