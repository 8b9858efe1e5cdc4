"""The day of one office: who is expected, here, waiting, in interview, gone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from safe_mobility.doors.common.access import ACCOUNT, access
from safe_mobility.doors.common.asking import asker
from safe_mobility.doors.console import nav


@access(ACCOUNT)
def home(request: HttpRequest) -> HttpResponse:
    """The page each role begins with: the day, or the trail for who only watches."""
    first = nav.first_page(asker(request))
    return redirect(first) if first else render(request, "console/day/nothing.html")
