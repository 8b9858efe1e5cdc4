"""What the programme says about itself: phases, sources, who runs it, what it may not do."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from safe_mobility.doors.common.access import ANYONE, access
from safe_mobility.doors.public.kept import kept
from safe_mobility.doors.public.programme import programme, today, words_of_page
from safe_mobility.doors.public.views.pathways import phase_seen, rule_seen
from safe_mobility.programmes import queries as programmes


@access(ANYONE)
@require_safe
@kept
def about(request: HttpRequest) -> HttpResponse:
    """Since when, until when, who is served, where, and who says so."""
    words, on, ours = words_of_page(), today(), programme()
    office = ours.office_group
    gates = [
        each
        for each in words.rule_set.criteria_of(ours.office_groups, on=on)
        if each.effect == "gate"
    ]
    context = {
        "phases": [phase_seen(words, each, on) for each in words.rule_set.phases_of(office)],
        "gates": [rule_seen(words, each) for each in gates],
        "offices": [each.name_in(words.language) for each in programmes.offices(on=on)],
        "interview_languages": [each.own_name for each in programmes.languages()],
        "who_decides": words(f"pathway.{office}.who_decides"),
        "state": programmes.programme_state(on=on),
        "on": on,
        "version": words.rule_set.version[:8],
    }
    return render(request, "public/about/programme.html", context)
