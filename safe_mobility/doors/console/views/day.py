"""The day of one office: who is expected, here, waiting, in interview, gone."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from safe_mobility.appointments import queries as appointments
from safe_mobility.appointments.queries import VisitSeen
from safe_mobility.appointments.rules.states import AT_A_DESK
from safe_mobility.appointments.services import day as visits
from safe_mobility.doors.common import clock
from safe_mobility.doors.common.access import ACCOUNT, STAFF, access
from safe_mobility.doors.common.asking import asker
from safe_mobility.doors.common.once import once
from safe_mobility.doors.common.words import words_for
from safe_mobility.doors.console import board, gate, nav, places
from safe_mobility.doors.console.forms.day import ChooseDesk, FindVisit, SendOn, WhyOtherwise
from safe_mobility.offices import queries as offices
from safe_mobility.offices.queries import DeskSeen
from safe_mobility.oversight.services import trail
from safe_mobility.shared.asker import AskerKind
from safe_mobility.shared.refusal import NotVisible, Refusal
from safe_mobility.staff import queries as staff

_DESK, _RECEIVED = "desk", "received"


@access(ACCOUNT)
def home(request: HttpRequest) -> HttpResponse:
    """The page each role begins with: the day, or the trail for who only watches."""
    who = asker(request)
    if nav.DAY.lets_in(who):
        return _board(request)
    first = nav.first_page(who)
    if first:
        return redirect(first)
    context = {"partner": who.kind is AskerKind.PARTNER}
    return render(request, "console/day/nothing.html", context)


@access(STAFF, roles=board.DOORS)
@require_POST
def sit_at(request: HttpRequest) -> HttpResponse:
    """Which desk, line or screen is mine today; none where I only receive."""
    form = ChooseDesk(request.POST, desks=_desks(request))
    if form.is_valid():
        request.session[_DESK] = form.cleaned_data["desk"]
    return redirect("console:home")


@access(STAFF, roles=board.DOORS)
def arrival(request: HttpRequest) -> HttpResponse:
    """Scan the slip or type the number; then one press receives the family."""
    form = FindVisit(request.GET if "q" in request.GET else None)
    found = None
    received = request.session.pop(_RECEIVED, "") if not form.is_bound else ""
    if form.is_valid():
        who, now = asker(request), clock.now()
        found = appointments.find_arrival(
            asker=who,
            text=form.cleaned_data["q"],
            office_code=places.office_of(who),
            now=now,
        )
        if found is None:
            form.add_error("q", str(form.nothing()))
        elif found.visit:
            trail.record(
                "appointment.looked_up",
                actor=who,
                about=found.visit.reference,
                now=now,
                office=found.office_code,
            )
    context: dict[str, Any] = {"form": form, "found": found, "received": received}
    if found and found.visit:
        context["row"] = board.row(found.visit, asker=asker(request), now=clock.now())
        context["can_arrive"] = found.today and context["row"].first == board.ARRIVE
    return render(request, "console/day/arrival.html", context)


@access(STAFF, roles=board.DOORS)
@require_POST
def receive(request: HttpRequest, visit_id: UUID, name: str) -> HttpResponse:
    """What anybody at the door may do with a visit: `arrive`, `park`, `unpark`."""
    service = {"arrive": visits.arrive, "park": visits.park, "unpark": visits.unpark}[name]
    if "door" not in request.POST:
        return _do(request, service, visit_id)
    # Whoever stands at the door with forty families wants the next slip, not the board.
    answer = _do(request, service, visit_id, then=reverse("console:arrival"))
    if answer.status_code == HTTPStatus.FOUND:
        request.session[_RECEIVED] = _visit(request, visit_id).reference
    return answer


@access(STAFF, roles=board.DESKS)
@require_POST
def hear(request: HttpRequest, visit_id: UUID, name: str) -> HttpResponse:
    """What only who interviews may do: `start`, `unanswered`, `finish`."""
    service = {
        "start": visits.start_interview,
        "unanswered": visits.unanswered,
        "finish": visits.finish,
    }[name]
    if name == "start":
        # Whoever begins an interview wants its page, not the board.
        then = reverse("console:interview", args=[_visit(request, visit_id).reference])
        return _do(request, service, visit_id, then=then)
    return _do(request, service, visit_id)


@access(STAFF, roles=board.DOORS)
def end(request: HttpRequest, visit_id: UUID, name: str) -> HttpResponse:
    """`leave` and `absent` cannot be taken back and send a message: first ask, then do."""
    if request.method == "POST":
        service = {"leave": visits.leave, "absent": visits.mark_absent}[name]
        return _do(request, service, visit_id)
    row = board.row(_visit(request, visit_id), asker=asker(request), now=clock.now())
    context = {"row": row, "act": name}
    return render(request, "console/day/end.html", context)


@access(STAFF, roles=board.DESKS)
def call(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """Call a family to a desk. The suggested one at once; another one with a reason."""
    visit, desk = _visit(request, visit_id), _my_desk(request)
    if request.method == "POST" and "suggested" in request.POST and desk is not None:
        return _do(request, visits.call, visit_id, desk_id=desk.id)
    suggested = _suggestion(request, desk)
    # A family that another desk called meanwhile needs no reason: the refusal says who did.
    waits = visit.state not in AT_A_DESK
    otherwise = waits and suggested is not None and suggested.visit.id != visit.id
    fitting = [each for each in _desks(request) if each.mode is visit.mode]
    form = WhyOtherwise(
        request.POST or None,
        desks=fitting,
        desk=desk,
        busy=_busy(request),
        needs_reason=otherwise,
    )
    if form.is_valid():
        request.session[_DESK] = form.cleaned_data["desk"]
        return _do(
            request,
            visits.call,
            visit_id,
            desk_id=form.cleaned_data["desk"],
            otherwise=form.cleaned_data.get("why"),
        )
    row = board.row(visit, asker=asker(request), now=clock.now())
    context = {"row": row, "form": form, "suggested": suggested if otherwise else None}
    return render(request, "console/day/call.html", context)


@access(STAFF, roles=board.DOORS)
def send_on(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """Send a called family, or one already sitting, to another desk."""
    visit = _visit(request, visit_id)
    # As with a call: who came in person is not sent to a telephone line.
    others = [
        desk for desk in _desks(request) if desk.id != visit.desk_id and desk.mode is visit.mode
    ]
    form = SendOn(request.POST or None, desks=others, busy=_busy(request))
    if form.is_valid():
        return _do(request, visits.redirect, visit_id, desk_id=form.cleaned_data["desk"])
    context = {"row": board.row(visit, asker=asker(request), now=clock.now()), "form": form}
    return render(request, "console/day/send_on.html", context)


def _do(
    request: HttpRequest, service: Any, visit_id: UUID, *, then: str = "", **more: Any
) -> HttpResponse:
    """One act on one visit, then the board again; a refusal is said above the board."""
    try:
        with once(request, asker(request)) as act:
            act(service, appointment_id=visit_id, actor=asker(request), now=clock.now(), **more)
    except NotVisible:
        raise
    except Refusal as refusal:
        return _board(request, refused=words_for(refusal), status=409)
    return redirect(then or "console:home")


def _board(request: HttpRequest, *, refused: str = "", status: int = 200) -> HttpResponse:
    who, now = asker(request), clock.now()
    office_code = places.office_of(who)
    day = appointments.day(asker=who, office_code=office_code, on=places.today(office_code))
    desk = _my_desk(request)
    at_mine = next(
        (
            board.row(visit, asker=who, now=now)
            for state in AT_A_DESK
            for visit in day.rows[state]
            if desk is not None and visit.desk_id == desk.id
        ),
        None,
    )
    suggested = None if at_mine else _suggestion(request, desk)
    context = {
        "refused": refused,
        "day": day,
        "now": places.wall_time(office_code, now),
        "groups": board.groups(day, asker=who, now=now, mine=at_mine.visit if at_mine else None),
        "desk": desk,
        "at_mine": at_mine,
        "suggested": suggested,
        "because": board.REASONS[suggested.reason] if suggested else "",
        "calls": who.has_role(*board.DESKS),
        "receives": who.has_role(*board.DOORS),
        "desk_form": ChooseDesk(desks=_desks(request), initial={"desk": desk.id if desk else ""}),
        "auto": gate.AUTO in request.GET,
    }
    return render(request, "console/day/board.html", context, status=status)


def _visit(request: HttpRequest, visit_id: UUID) -> VisitSeen:
    who = asker(request)
    visit = appointments.visit(asker=who, appointment_id=visit_id)
    if visit is None or visit.office_code not in who.offices:
        raise NotVisible(visit=str(visit_id))
    return visit


def _desks(request: HttpRequest) -> list[DeskSeen]:
    who = asker(request)
    code = places.office_of(who)
    return offices.desks(asker=who, office_code=code, on=places.today(code))


def _busy(request: HttpRequest) -> set[int]:
    """Desks at which a family sits, or to which one is called."""
    who = asker(request)
    code = places.office_of(who)
    day = appointments.day(asker=who, office_code=code, on=places.today(code))
    at_desks = (visit.desk_id for state in AT_A_DESK for visit in day.rows[state])
    return {desk_id for desk_id in at_desks if desk_id is not None}


def _my_desk(request: HttpRequest) -> DeskSeen | None:
    """The desk I said is mine, else the one I am planned at today."""
    who = asker(request)
    if not who.has_role(*board.DESKS):
        return None
    desks = {desk.id: desk for desk in _desks(request)}
    if _DESK in request.session:
        return desks.get(request.session[_DESK] or 0)
    code = places.office_of(who)
    plan = staff.staff_day(asker=who, office_code=code, on=places.today(code))
    mine = (day.desk_id for day in plan if str(day.user_id) == who.id and day.desk_id)
    return desks.get(next(mine, 0))


def _suggestion(request: HttpRequest, desk: DeskSeen | None) -> appointments.Suggestion | None:
    if desk is None:
        return None
    who = asker(request)
    return appointments.next_to_call(
        asker=who, office_code=places.office_of(who), desk_id=desk.id, now=clock.now()
    )
