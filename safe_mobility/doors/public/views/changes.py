"""What changed in the rules: a page to read and a feed to follow, for every country."""

from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from safe_mobility.doors.common import dates
from safe_mobility.doors.common.access import ANYONE, access
from safe_mobility.doors.common.answer_words import Words
from safe_mobility.doors.public.kept import kept
from safe_mobility.doors.public.programme import programme, today, words_of_page
from safe_mobility.programmes.rules import changes as rules
from safe_mobility.programmes.rules.changes import Change

MOST_IN_FEED = 100


@dataclass(frozen=True, slots=True)
class ChangeSeen:
    on: date
    anchor: str
    name: str
    """The pathway or office of which it speaks."""
    sentence: str
    what: str
    source: str
    inferred: bool
    address: str


@access(ANYONE)
@require_safe
@kept
def changes(request: HttpRequest) -> HttpResponse:
    """Every change up to today, by day, newest first."""
    seen = _seen(words_of_page())
    days = [(day, list(group)) for day, group in groupby(seen, key=lambda each: each.on)]
    return render(request, "public/about/changes.html", {"days": days, "on": today()})


@access(ANYONE)
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The same as Atom. An entry keeps its name, so that no reader shows it twice."""
    words = words_of_page()
    here = request.build_absolute_uri
    zone = ZoneInfo(programme().zone)
    made = Atom1Feed(
        title=_("What changed in the rules"),
        link=here(reverse("public:changes")),
        description="",
        language=words.language,
        feed_url=here(request.path),
    )
    for each in _seen(words)[:MOST_IN_FEED]:
        at = datetime.combine(each.on, time.min, tzinfo=zone)
        made.add_item(
            title=f"{each.name}: {each.what}",
            link=here(f"{reverse('public:changes')}#{each.anchor}"),
            description=f"{each.sentence} {_('Source:')} {each.source}".strip(),
            unique_id=f"tag:{request.get_host().split(':')[0]},{each.on.year}:{each.anchor}",
            pubdate=at,
            updateddate=at,
        )
    return HttpResponse(made.writeString("utf-8"), content_type="application/atom+xml")


def _seen(words: Words) -> list[ChangeSeen]:
    known = rules.known_on(words.rule_set, today(), groups=_groups(words))
    seen = dict.fromkeys(_change_seen(words, each) for each in known)
    return [each for each in seen if each.sentence]


def _groups(words: Words) -> frozenset[str]:
    found: set[str] = set()
    for each in words.rule_set.programmes.values():
        found |= {*each.office_groups, *each.pathways}
    return frozenset(found)


def _change_seen(words: Words, change: Change) -> ChangeSeen:
    pathway = words.rule_set.pathways[change.group]
    usual = f"phase.{'pathway' if pathway.is_judged_alone else 'office'}.{change.phase}"
    until = change.change == rules.NO_LONGER
    nationalities = f"{change.period.from_on or ''}-{change.period.until_on or ''}"
    address = ""
    if pathway.is_judged_alone:
        address = reverse("public:pathway", args=[change.group])
    return ChangeSeen(
        on=change.on,
        anchor=f"{change.id}-{nationalities}-{change.change}",
        name=words(f"pathway.{change.group}.name"),
        sentence=words(change.text or "") or (words(usual) if change.phase else ""),
        what=_what(change, until=until),
        source=", ".join(change.period.source),
        inferred=change.inferred,
        address=address,
    )


def _what(change: Change, *, until: bool) -> str:
    day = dates.plain_date(change.on)
    if until:
        return _("no longer in force from %(day)s") % {"day": day}
    return _("in force from %(day)s") % {"day": day}
