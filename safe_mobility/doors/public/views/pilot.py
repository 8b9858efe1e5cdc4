"""The pilot: one page to read, to print, and as a tagged PDF."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from safe_mobility.doors.common import dates
from safe_mobility.doors.common.access import ANYONE, access
from safe_mobility.doors.common.printing import setting
from safe_mobility.doors.public import piloted
from safe_mobility.doors.public.piloted import Report
from safe_mobility.doors.public.programme import programme, today, words_of_page
from safe_mobility.doors.public.views.about import place_of
from safe_mobility.programmes import queries as programmes
from safe_mobility.shared.asker import ANYONE as ANYBODY
from safe_mobility.statistics import piloting
from safe_mobility.statistics.queries import figures


@access(ANYONE)
@require_safe
def pilot(request: HttpRequest) -> HttpResponse:
    """Promised, done, learned; in print at most four pages."""
    report = _report()
    context = {
        "report": report,
        "programme": _name(),
        "span": span_words(report),
        "sources": sources_of(report),
    }
    return render(request, "public/figures/pilot.html", context)


@access(ANYONE)
@require_safe
def pilot_pdf(request: HttpRequest) -> HttpResponse:
    """The same as a PDF that a reader of screens can read."""
    response = HttpResponse(setting.pdf(_text(_report())), content_type="application/pdf")
    name = f"{_('pilot')}-{get_language() or 'es'}.pdf"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    patch_cache_control(response, public=True, max_age=300)
    return response


def _report() -> Report:
    found = piloting.pilot(settings.HOME_COUNTRY)
    if found is None:
        raise Http404
    return piloted.report(found, figures.newest(asker=ANYBODY), on=today())


def _name() -> str:
    return words_of_page()(f"programme.{programme().code}")


def _text(report: Report) -> str:
    """The page in the parts of a printed sheet."""
    title = _("The pilot, six months")
    parts = [
        setting.sheet(title=title, language=get_language() or "es", foot=f"{_name()} · {title}"),
        setting.heading(title),
        setting.paragraph(span_words(report)),
        setting.paragraph(report.sentence),
        setting.heading(_("What was promised, and what came of it"), level=2),
        setting.table(
            (_("Promised"), _("What was done"), _("Source:")),
            [(each.says, each.done, each.source) for each in report.promised],
            wide=(4, 4, 1),
            numbers=False,
        ),
    ]
    for part in (report.offices, report.weeks):
        if part is not None:
            parts += [setting.heading(part.title, level=2), setting.table(part.head, part.rows)]
    parts += [
        setting.heading(_("What was learned"), level=2),
        setting.bullets(f"{says} ({source})" for says, source in report.learned),
        setting.heading(_("Sources"), level=2),
        setting.small("; ".join(f"{code} {place}" for code, place in sources_of(report))),
    ]
    return "".join(parts)


def sources_of(report: Report) -> list[tuple[str, str]]:
    """What stands behind the numbers of sources, so that a paper says it too."""
    named = [
        *(each.source for each in report.promised),
        *(source for _says, source in report.learned),
    ]
    codes = dict.fromkeys(code for each in named for code in each.split(", "))
    seen = [programmes.source(code) for code in codes]
    return [(each.code, place_of(each)) for each in seen if each is not None]


def span_words(report: Report) -> str:
    """From when until when, and up to which day the numbers go."""
    said = _("%(name)s: the pilot, from %(from)s to %(until)s.") % {
        "name": _name(),
        "from": dates.plain_date(report.from_on),
        "until": dates.plain_date(report.until_on),
    }
    if report.counted_until is None:
        return f"{said} {_('No figures have been published yet.')}"
    counted = _("Numbers up to %(day)s; a week or a place with few people is not shown.")
    return f"{said} {counted % {'day': dates.plain_date(report.counted_until)}}"
