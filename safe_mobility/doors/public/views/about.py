"""What the programme says about itself: phases, sources, who runs it, what it may not do."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from safe_mobility.doors.common.access import ANYONE, access
from safe_mobility.doors.common.answer_words import Words
from safe_mobility.doors.public.kept import kept
from safe_mobility.doors.public.programme import programme, today, words_of_page
from safe_mobility.doors.public.views.pathways import phases_seen, rule_seen
from safe_mobility.programmes import queries as programmes
from safe_mobility.programmes.rules.ruleset import Source


@access(ANYONE)
@require_safe
@kept
def about(request: HttpRequest, country: str = "") -> HttpResponse:
    """Since when, until when, who is served, where, and who says so; in each country."""
    words, on, here = words_of_page(), today(), programme()
    ours = words.rule_set.programmes.get(country, None if country else here)
    if ours is None:
        raise Http404
    office = ours.office_group
    gates = [
        each
        for each in words.rule_set.criteria_of(ours.office_groups, on=on)
        if each.effect == "gate"
    ]
    context = {
        "phases": phases_seen(words, office, on),
        "gates": [rule_seen(words, each, on) for each in gates],
        "name": words(f"programme.{ours.code}"),
        "offices": [
            each.name_in(words.language) for each in programmes.offices(on=on, country=ours.country)
        ],
        "interview_languages": [
            each.own_name for each in programmes.languages(country=ours.country)
        ],
        "others": [
            (each.country, words(f"programme.{each.code}"))
            for each in words.rule_set.programmes.values()
            if each != ours
        ],
        "who_decides": words(f"pathway.{office}.who_decides"),
        "state": programmes.programme_state(on=on, country=ours.country),
        "on": on,
        "version": words.rule_set.version[:8],
    }
    return render(request, "public/about/programme.html", context)


# A family that looks for help must not be led from here to a stranger's office: a copy of a
# page at a newspaper or a law firm is named, and only these are linked.
OFFICIAL = (
    "canada.ca",
    "federalregister.gov",
    "gob.gt",
    "gov.co",
    "iom.int",
    "movilidadsegura.org",
    "state.gov",
    "unhcr.org",
    "uscis.gov",
    "usembassy.gov",
)


@dataclass(frozen=True, slots=True)
class SourceSeen:
    code: str
    place: str
    note: str
    url: str


@access(ANYONE)
@require_safe
@kept
def sources(request: HttpRequest) -> HttpResponse:
    """Every source by its number."""
    words = words_of_page()
    known = sorted(words.rule_set.sources.values(), key=_by_number)
    seen = [source_seen(each, words=words) for each in known]
    return render(request, "public/about/sources.html", {"sources": seen})


def place_of(source: Source) -> str:
    """The site on which a source stands, or nothing where it stands on none."""
    return (urlsplit(source.url or "").hostname or "").removeprefix("www.").rstrip(".")


def source_seen(source: Source, *, words: Words) -> SourceSeen:
    host = place_of(source)
    official = any(host == each or host.endswith(f".{each}") for each in OFFICIAL)
    return SourceSeen(
        code=source.code,
        place=host,
        note=words(source.note),
        url=source.url if official and source.url else "",
    )


def _by_number(source: Source) -> tuple[str, int]:
    digits = source.code.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return source.code[:1], int(digits) if digits.isdecimal() else 0
