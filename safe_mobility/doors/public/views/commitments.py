"""What the two governments promised, what shows it, and how far it has come."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from safe_mobility.doors.common.access import ANYONE, access
from safe_mobility.doors.common.commitment_words import (
    MEANINGS,
    STEPS,
    TAGS,
    Promised,
    due_words,
    promised,
)
from safe_mobility.doors.public.programme import today
from safe_mobility.statistics.queries import commitments as queries
from safe_mobility.statistics.queries.commitments import CommitmentSeen
from safe_mobility.statistics.rules.commitments import Step

MOST_IN_FEED = 100
FIRST_DECLARATION = "JS"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened to a commitment, for the feed."""

    at: datetime
    anchor: str
    title: str
    words: str
    key: str


@access(ANYONE)
@require_safe
def commitments(request: HttpRequest) -> HttpResponse:
    """Every promise, those of the joint statement before those they stand under."""
    seen = queries.commitments()
    counted = Counter(each.step for each in seen)
    context = {
        "groups": _groups(seen),
        "steps": [
            (str(STEPS[step]), TAGS.get(step, ""), str(MEANINGS[step]), counted[step])
            for step in Step
        ],
        "all": len(seen),
        "on": today(),
    }
    return render(request, "public/figures/commitments.html", context)


@access(ANYONE)
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """Evidence and judgements as Atom, newest first. An entry keeps its name."""
    here = request.build_absolute_uri
    made = Atom1Feed(
        title=_("Joint commitments: evidence and judgements"),
        link=here(reverse("public:commitments")),
        description="",
        language=get_language() or "es",
        feed_url=here(request.path),
    )
    entries = sorted(_entries(queries.commitments()), key=lambda each: each.at, reverse=True)
    for each in entries[:MOST_IN_FEED]:
        made.add_item(
            title=each.title,
            link=here(f"{reverse('public:commitments')}#{each.anchor}"),
            description=each.words,
            unique_id=f"tag:{request.get_host().split(':')[0]},{each.at.year}:{each.key}",
            pubdate=each.at,
            updateddate=each.at,
        )
    return HttpResponse(made.writeString("utf-8"), content_type="application/atom+xml")


def _groups(seen: list[CommitmentSeen]) -> list[dict[str, Any]]:
    language = "en" if (get_language() or "es").startswith("en") else "es"
    titles = {each.code: each.title for each in seen}
    groups: dict[str, dict[str, Any]] = {}
    for each in seen:
        declaration = each.declaration
        group = groups.setdefault(
            declaration["code"],
            {
                "code": declaration["code"],
                "name": declaration["name"][language],
                "url": declaration["url"],
                "made_on": datetime.fromisoformat(declaration["made_on"]).date(),
                "promises": [],
            },
        )
        shown = promised(each, titles=titles, today=today())
        group["promises"].append((shown, due_words(shown)))
    return sorted(groups.values(), key=lambda group: group["code"] != FIRST_DECLARATION)


def _entries(seen: list[CommitmentSeen]) -> Iterator[Entry]:
    titles = {each.code: each.title for each in seen}
    for each in seen:
        shown = promised(each, titles=titles, today=today())
        yield from _of(each, shown)


def _of(seen: CommitmentSeen, shown: Promised) -> Iterator[Entry]:
    for evidence in seen.evidence:
        yield Entry(
            at=evidence.added_at,
            anchor=seen.code,
            title=f"{shown.title}: {_('new evidence')}",
            words=f"{evidence.title} {evidence.url}".strip(),
            key=f"evidence-{evidence.id}",
        )
    for judgement in seen.judgements:
        yield Entry(
            at=judgement.judged_at,
            anchor=seen.code,
            title=f"{shown.title}: {STEPS[judgement.step]}",
            words=judgement.why,
            key=f"judgement-{judgement.id}",
        )
