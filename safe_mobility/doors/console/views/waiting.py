"""What one wrote before the session ended, to be read again and sent, or thrown away."""

from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from safe_mobility.doors.common.access import ACCOUNT, access
from safe_mobility.doors.common.asking import asker
from safe_mobility.doors.common.fields import Form
from safe_mobility.doors.common.once import once
from safe_mobility.doors.console import waiting as offers
from safe_mobility.oversight.services import waiting as acts


class ThrowAway(Form):
    form_id = forms.UUIDField()


@access(ACCOUNT)
@require_http_methods(["GET", "POST"])
def waiting(request: HttpRequest) -> HttpResponse:
    """Each form that waits for this person; sending it is an ordinary press of that form."""
    who = asker(request)
    form = ThrowAway(request.POST or None)
    if form.is_valid():
        form_id: UUID = form.cleaned_data["form_id"]
        with once(request, who) as act:
            act(acts.drop, asker=who, form_id=form_id)
        return redirect("console:waiting")
    return render(request, "console/entry/waiting.html", {"forms": offers.of(who)})
