"""The visa bulletin learns a month: a page is read and shown, and two supervisors agree."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from safe_mobility.doors.common import clock, dates, line_words
from safe_mobility.doors.common.access import STAFF, access
from safe_mobility.doors.common.asking import asker
from safe_mobility.doors.common.once import once
from safe_mobility.doors.common.words import words_for
from safe_mobility.doors.console.forms.bulletins import BringPage
from safe_mobility.programmes import queries as programmes
from safe_mobility.programmes.rules.cutoffs import CATEGORIES, CHARTS, Cutoff, meaning, month_code
from safe_mobility.reunification.queries import bulletins as queries
from safe_mobility.reunification.queries.bulletins import PageSeen
from safe_mobility.reunification.rules.cells import CellChange, is_odd
from safe_mobility.reunification.services import bulletins as acts
from safe_mobility.shared.refusal import NotVisible, Refusal

SUPERVISOR = {"SUPERVISOR"}


@access(STAFF, roles=SUPERVISOR)
@require_http_methods(["GET", "HEAD", "POST"])
def bulletins(request: HttpRequest) -> HttpResponse:
    """What waits, what was decided, and a form to bring a page."""
    who = asker(request)
    form = BringPage(request.POST or None, request.FILES or None)
    faults: list[str] = []
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["page"]
        try:
            with once(request, who) as act:
                page_id = act(
                    acts.receive,
                    keep=str,
                    raw=sent.read(),
                    name=sent.name or "",
                    actor=who,
                    now=clock.now(),
                )
        except NotVisible:
            raise
        except Refusal as refusal:
            form.add_error("page", words_for(refusal))
            faults = refusal.facts.get("faults", [])
        else:
            return redirect("console:bulletin", page_id)
    newest = programmes.cutoffs().newest
    context = {
        "form": form,
        "faults": faults,
        "newest": _month(newest.month) if newest else "",
        "address": settings.VISA_BULLETIN_URL,
        "waiting": [(each, _title(each)) for each in queries.waiting(asker=who)],
        "closed": [(each, _title(each)) for each in queries.closed(asker=who)],
    }
    return render(request, "console/bulletins/list.html", context)


@access(STAFF, roles=SUPERVISOR)
@require_safe
def bulletin(request: HttpRequest, bulletin_id: UUID) -> HttpResponse:
    return _one(request, bulletin_id)


@access(STAFF, roles=SUPERVISOR)
@require_POST
def agree(request: HttpRequest, bulletin_id: UUID) -> HttpResponse:
    """One of the two yeses. With the second the month is in force."""
    return _decide(request, acts.agree, bulletin_id)


@access(STAFF, roles=SUPERVISOR)
@require_POST
def again(request: HttpRequest, bulletin_id: UUID) -> HttpResponse:
    """The first yes anew, because the month says something else now."""
    return _decide(request, acts.look_again, bulletin_id)


@access(STAFF, roles=SUPERVISOR)
@require_POST
def set_aside(request: HttpRequest, bulletin_id: UUID) -> HttpResponse:
    return _decide(request, acts.set_aside, bulletin_id)


@access(STAFF, roles=SUPERVISOR)
@require_safe
def itself(request: HttpRequest, bulletin_id: UUID) -> HttpResponse:
    """The page as it came, to be looked at elsewhere: never shown as a page of ours."""
    raw = queries.page_itself(asker=asker(request), page_id=bulletin_id)
    response = HttpResponse(raw, content_type="application/octet-stream")
    response["Content-Disposition"] = 'attachment; filename="visa-bulletin.html"'
    return response


def _decide(request: HttpRequest, act_of: Callable[..., object], bulletin_id: UUID) -> HttpResponse:
    try:
        with once(request, asker(request)) as act:
            act(act_of, page_id=bulletin_id, actor=asker(request), now=clock.now())
    except NotVisible:
        raise
    except Refusal as refusal:
        return _one(request, bulletin_id, refused=words_for(refusal), status=409)
    return redirect("console:bulletin", bulletin_id)


def _one(
    request: HttpRequest, bulletin_id: UUID, *, refused: str = "", status: int = 200
) -> HttpResponse:
    who = asker(request)
    seen = queries.page(asker=who, page_id=bulletin_id)
    context = {
        "page": seen,
        "title": _title(seen),
        "against": _month(seen.against) if seen.against else "",
        "charts": list(_charts(seen)),
        "odd": [_in_words(change) for change in seen.changes if is_odd(change)],
        "changed": len(seen.changes),
        "mine": seen.first_by == who.ref,
        "refused": refused,
    }
    return render(request, "console/bulletins/page.html", context, status=status)


@dataclass(frozen=True, slots=True)
class CellSeen:
    printed: str
    moved: str
    odd: bool


@dataclass(frozen=True, slots=True)
class ChartSeen:
    name: str
    rows: list[tuple[str, list[CellSeen]]]


def _charts(seen: PageSeen) -> Iterator[ChartSeen]:
    """Every cell of the page, and how far it moved."""
    changed = {(each.chart, each.area, each.category): each for each in seen.changes}
    for chart in CHARTS:
        rows = []
        for area, printed in seen.cells.get(chart, {}).items():
            cells = [
                _cell(meaning(text), changed.get((chart, area, category)))
                for category, text in zip(CATEGORIES, printed, strict=True)
            ]
            rows.append((line_words.area_name(area), cells))
        if rows:
            yield ChartSeen(line_words.chart_name(chart), rows)


def _cell(cutoff: Cutoff, change: CellChange | None) -> CellSeen:
    printed = _printed(cutoff)
    if change is None:
        return CellSeen(printed, "", odd=False)
    return CellSeen(printed, _moved(change), odd=is_odd(change))


def _moved(change: CellChange) -> str:
    if isinstance(change.before, date) and isinstance(change.after, date):
        days = (change.after - change.before).days
        return ngettext("%(days)s day", "%(days)s days", days) % {"days": f"{days:+d}"}
    return _("was %(before)s") % {"before": _printed(change.before)}


def _in_words(change: CellChange) -> str:
    chart, area = line_words.chart_name(change.chart), line_words.area_name(change.area)
    at = f"{chart}, {change.category}, {area}"
    return f"{at}: {_printed(change.before)} → {_printed(change.after)}"


def _printed(cutoff: Cutoff | None) -> str:
    if cutoff is None:
        return _("nothing")
    return dates.year_date(cutoff) if isinstance(cutoff, date) else cutoff


def _title(seen: PageSeen) -> str:
    month = seen.month or seen.asked_month
    return _month(month) if month else month_code(seen.received_at.date())


def _month(month: date) -> str:
    return line_words.month_name(month, language=get_language() or "es")
