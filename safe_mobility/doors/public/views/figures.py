"""The programme's own figures: how it is going, how each number is counted, and the releases."""

import json
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from safe_mobility.doors.common import dates, figure_words
from safe_mobility.doors.common.access import ANYONE, access
from safe_mobility.doors.public import going
from safe_mobility.doors.public.programme import programme, today, words_of_page
from safe_mobility.shared.asker import ANYONE as ANYBODY
from safe_mobility.statistics import defining
from safe_mobility.statistics.queries import figures
from safe_mobility.statistics.queries.figures import Published, ReleaseSeen
from safe_mobility.statistics.rules import calendar
from safe_mobility.statistics.rules.indicators import WORDS
from safe_mobility.statistics.rules.package import DESCRIPTION, LICENCE, TABLE

FILES = {TABLE: "text/csv", DESCRIPTION: "application/json", "signature.txt": "text/plain"}


@access(ANYONE)
@require_safe
def how_it_goes(request: HttpRequest) -> HttpResponse:
    """The newest release as a page, in words, charts, a map and tables."""
    held = figures.newest(asker=ANYBODY)
    words, on = words_of_page(), today()
    context: dict[str, Any] = {
        "programme": words(f"programme.{programme().code}"),
        "next_release": calendar.next_release(on),
    }
    if held is not None:
        context |= _seen(request, held)
    return render(request, "public/figures/going.html", context)


def _seen(request: HttpRequest, held: Published) -> dict[str, Any]:
    return {
        "release": held.release,
        "funnel": going.funnel(held),
        "words": going.words(held, going.FUNNEL),
        "beside": going.words(held, going.BESIDE),
        "weeks": going.weeks(held),
        "waiting": going.waiting(held),
        "places": going.country_map(held, "registered"),
        "referred": going.by(held, "department", ("referred",)),
        "tables": [
            going.by(held, "language"),
            going.by(held, "sex"),
            going.by(held, "pathway", ("referred", "answered", "approved")),
            going.by(held, "reason", ("not_here",)),
        ],
        "dataset": _dataset(request, held.release),
    }


def _dataset(request: HttpRequest, release: ReleaseSeen) -> str:
    """`schema.org/Dataset`, for search engines and libraries. No sign in it ends a script."""
    here = request.build_absolute_uri
    language = get_language() or "es"
    made = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": _("Safe Mobility: figures of the programme"),
        "description": _("Registered, interviewed, referred and more, by office and department."),
        "url": here(reverse("public:figures")),
        "license": LICENCE["path"],
        "inLanguage": language,
        "datePublished": release.published_at.date().isoformat(),
        "temporalCoverage": f"{release.first_on.isoformat()}/{release.cut_off.isoformat()}",
        "isAccessibleForFree": True,
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": FILES[name],
                "contentUrl": here(reverse("plain:release_file", args=[release.cut_off, name])),
            }
            for name in (TABLE, DESCRIPTION)
        ],
    }
    return json.dumps(made, ensure_ascii=False).replace("<", "\\u003c")


@access(ANYONE)
@require_safe
def meanings(request: HttpRequest) -> HttpResponse:
    """What every number means, whom it counts and when, and what it cannot say."""
    language = get_language() or "es"
    seen = [
        {
            "code": each.code,
            "version": each.version,
            "cuts": [figure_words.cut_name(cut) for cut in each.cuts],
            **{name: each.say(name, language) for name in WORDS},
        }
        for each in defining.catalogue().indicators
    ]
    return render(request, "public/figures/meanings.html", {"indicators": seen})


@access(ANYONE)
@require_safe
def all_releases(request: HttpRequest) -> HttpResponse:
    """Every release with its files, its signature, and when the next one is due."""
    seen = figures.releases(asker=ANYBODY)
    context = {
        "releases": seen,
        "next_release": calendar.next_release(today()),
        "files": list(FILES),
        "key": figures.public_key(),
    }
    return render(request, "public/figures/releases.html", context)


@access(ANYONE)
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """Every release as Atom."""
    here = request.build_absolute_uri
    zone = ZoneInfo(programme().zone)
    made = Atom1Feed(
        title=_("Figures of the programme"),
        link=here(reverse("public:figures")),
        description="",
        language=get_language() or "es",
        feed_url=here(request.path),
    )
    for each in figures.releases(asker=ANYBODY):
        day = dates.plain_date(each.cut_off)
        address = reverse("plain:release_file", args=[each.cut_off, DESCRIPTION])
        made.add_item(
            title=_("Figures up to %(day)s") % {"day": day},
            link=here(address),
            description=_("Definitions %(version)s. Signature: %(signature)s")
            % {"version": each.definitions[:8], "signature": each.signature},
            unique_id=f"tag:{request.get_host().split(':')[0]},{each.cut_off.year}:{each.cut_off}",
            pubdate=datetime.combine(each.cut_off, time.min, tzinfo=zone),
            updateddate=each.published_at,
        )
    return HttpResponse(made.writeString("utf-8"), content_type="application/atom+xml")


@access(ANYONE)
@require_safe
def release_file(request: HttpRequest, cut_off: str, name: str) -> HttpResponse:
    """One file of a release: the same bytes for ever."""
    held = _held(cut_off)
    if name not in FILES or held is None:
        raise Http404
    if name == TABLE:
        text = held.text()
    elif name == DESCRIPTION:
        text = held.manifest
    else:
        text = f"{held.release.signature}\n"
    response = HttpResponse(text, content_type=f"{FILES[name]}; charset=utf-8")
    response["Access-Control-Allow-Origin"] = "*"
    response["Content-Disposition"] = f'inline; filename="{held.release.cut_off}-{name}"'
    patch_cache_control(response, public=True, max_age=86400, immutable=True)
    return response


def _held(cut_off: str) -> Published | None:
    try:
        day = date.fromisoformat(cut_off)
    except ValueError:
        return None
    return figures.published(cut_off=day, asker=ANYBODY)


@access(ANYONE)
@require_safe
def key(request: HttpRequest) -> HttpResponse:
    """The public key with which a signature is checked."""
    return HttpResponse(figures.public_key(), content_type="application/x-pem-file")
