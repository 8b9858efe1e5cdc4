"""The interview, part by part. Each part is a page of its own and is saved on its own, so that
an interruption costs one part at most and two officers never write over each other."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from safe_mobility.cases import rules
from safe_mobility.cases.queries import files
from safe_mobility.cases.queries.files import InterviewSeen, SectionSeen
from safe_mobility.cases.rules import Section
from safe_mobility.cases.services import interviews
from safe_mobility.doors.common import clock
from safe_mobility.doors.common.access import STAFF, access
from safe_mobility.doors.common.asking import asker
from safe_mobility.doors.common.once import once
from safe_mobility.doors.common.words import words_for
from safe_mobility.doors.console.case_labels import SECTIONS
from safe_mobility.doors.console.forms.cases.interview import FORMS, PartForm, initial_of, said
from safe_mobility.doors.console.views.cases.opening import HEARERS, open_case
from safe_mobility.people.queries.scope import HouseholdSeen
from safe_mobility.programmes import queries as programme
from safe_mobility.shared.refusal import Refusal
from safe_mobility.staff import queries as staff

ORDER = tuple(Section)


@access(STAFF, roles=HEARERS)
@require_http_methods(["GET", "POST"])
def interview(request: HttpRequest, reference: str) -> HttpResponse:
    """The parts and how far each is; here the interview is opened and, when complete, closed."""
    who, now = asker(request), clock.now()
    seen = open_case(request, reference, part="interview", now=now)
    wrong = ""
    if request.method == "POST":
        act = interviews.close_interview if "close" in request.POST else interviews.open_interview
        try:
            with once(request, who) as press:
                press(act, household_id=seen.id, actor=who, now=now)
        except Refusal as refusal:
            wrong = words_for(refusal)
        else:
            to = "console:case" if "close" in request.POST else "console:interview"
            return redirect(to, reference=seen.reference)
    found = files.interview(asker=who, household_id=seen.id)
    return render(
        request,
        "console/cases/interview.html",
        {"household": seen, "interview": found, "parts": _parts(found), "wrong": wrong},
    )


@access(STAFF, roles=HEARERS)
@require_http_methods(["GET", "POST"])
def section(request: HttpRequest, reference: str, part: str) -> HttpResponse:
    """One part of the interview. What a colleague saved meanwhile stands beside one's own."""
    which = _section(part)
    who, now = asker(request), clock.now()
    seen = open_case(request, reference, part=f"interview {which}", now=now)
    found = files.interview(asker=who, household_id=seen.id)
    if found is None:
        return redirect("console:interview", reference=seen.reference)
    saved = found.sections.get(which)
    form = _form(request, which, saved)
    theirs: SectionSeen | None = None
    if form.is_bound and form.is_valid():
        try:
            with once(request, who) as press:
                press(
                    interviews.save_section,
                    household_id=seen.id,
                    section=which,
                    body=form.body(),
                    based_on=form.cleaned_data["based_on"],
                    actor=who,
                    now=now,
                )
        except rules.SectionChanged as refusal:
            theirs = files.interview(asker=who, household_id=seen.id).sections[which]  # type: ignore[union-attr]
            form = _over(request, which, theirs)
            form.add_error(None, words_for(refusal))
        except Refusal as refusal:
            form.add_error(None, words_for(refusal))
        else:
            return _onward(request, seen, which)
    return render(request, "console/cases/section.html", _page(seen, which, found, form, theirs))


def _page(
    seen: HouseholdSeen,
    which: Section,
    found: InterviewSeen,
    form: PartForm,
    theirs: SectionSeen | None,
) -> dict[str, object]:
    saved = found.sections.get(which)
    return {
        "household": seen,
        "section": which,
        "title": SECTIONS[which],
        "interview": found,
        "form": form,
        "saved": saved,
        "saved_by": staff.display_name(saved.saved_by) if saved else "",
        "said": said(which, saved.body, pathways=pathways()) if saved else [],
        "theirs": said(which, theirs.body, pathways=pathways()) if theirs else [],
        "theirs_by": staff.display_name(theirs.saved_by) if theirs else "",
        "theirs_at": theirs.saved_at if theirs else None,
        "wishes": [field for field in form if field.name.startswith("wish_")],
        "last": which is ORDER[-1],
    }


def pathways() -> dict[str, str]:
    """The pathways of the programme, by code, in the language of the page."""
    language, rules_now = get_language() or "es", programme.rule_set()
    country = next(iter(rules_now.programmes.values()))
    return {code: rules_now.text(f"pathway.{code}.name", language) for code in country.pathways}


def _section(part: str) -> Section:
    try:
        return Section(part.upper())
    except ValueError:
        raise Http404 from None


def _form(request: HttpRequest, which: Section, saved: SectionSeen | None) -> PartForm:
    initial: dict[str, Any] = {"based_on": 0}
    if saved is not None:
        initial = initial_of(saved.body, version=saved.version)
    return _made(which, request.POST if request.method == "POST" else None, initial)


def _over(request: HttpRequest, which: Section, theirs: SectionSeen) -> PartForm:
    """The officer's own text again, now over the colleague's version: the next save is a choice
    made with both before one's eyes."""
    data = request.POST.copy()
    data["based_on"] = str(theirs.version)
    form = _made(which, data, {})
    form.is_valid()
    return form


def _made(which: Section, data: Mapping[str, Any] | None, initial: Mapping[str, Any]) -> PartForm:
    more: dict[str, Any] = {"pathways": pathways().items()} if which is Section.PATHWAYS else {}
    return FORMS[which](data, initial=dict(initial), **more)


def _onward(request: HttpRequest, seen: HouseholdSeen, which: Section) -> HttpResponse:
    """To the next part, or back to the list, as the pressed button says."""
    if "next" in request.POST and which is not ORDER[-1]:
        following = ORDER[ORDER.index(which) + 1]
        return redirect("console:section", reference=seen.reference, part=following.lower())
    return redirect("console:interview", reference=seen.reference)


def _parts(found: InterviewSeen | None) -> list[dict[str, Any]]:
    names = staff.display_names(each.saved_by for each in found.sections.values()) if found else {}
    rows = []
    for which in ORDER:
        saved = found.sections.get(which) if found else None
        rows.append(
            {
                "slug": which.lower(),
                "title": SECTIONS[which],
                "saved": saved,
                "by": names.get(saved.saved_by, "") if saved else "",
                "needed": which in rules.NEEDED_TO_CLOSE,
            }
        )
    return rows
