"""The first pages: which language, what this is, and help now."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from safe_mobility.doors.common.access import ANYONE, access
from safe_mobility.doors.public.kept import kept


@access(ANYONE)
@require_safe
@kept
def choose_language(request: HttpRequest) -> HttpResponse:
    """Which language? Each is named in itself."""
    return render(request, "public/languages.html")


@access(ANYONE)
@require_safe
@kept
def home(request: HttpRequest) -> HttpResponse:
    """What this is, that it is free, and the one way to begin."""
    return render(request, "public/home.html")


@access(ANYONE)
@require_safe
@kept
def help_now(request: HttpRequest) -> HttpResponse:
    """Numbers first: danger, asylum, a child alone, violence, shelter, scams."""
    return render(request, "public/help/now.html")
