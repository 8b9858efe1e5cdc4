"""Each pathway for anybody to read: what it asks, since when, who says so, who decides."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from safe_mobility.doors.common.access import ANYONE, access
from safe_mobility.doors.common.answer_words import Words, country_names
from safe_mobility.doors.public import citations
from safe_mobility.doors.public.kept import kept
from safe_mobility.doors.public.programme import programme, today, words_of_page
from safe_mobility.programmes.rules.ruleset import Criterion, Phase
from safe_mobility.programmes.rules.values import Confidence

OF_WORK = ("h2a", "h2b", "gt_mintrab")
WITH_A_LINE = "family_iv"
"""The pathway whose visas are counted, so that people wait for their turn."""


@access(ANYONE)
@require_safe
@kept
def pathway(request: HttpRequest, code: str) -> HttpResponse:
    """A pathway for anybody to read: what it asks, since when, who says so, who decides."""
    words, on = words_of_page(), today()
    found = words.rule_set.pathways.get(code)
    if found is None or not found.is_judged_alone:
        raise Http404
    says = f"pathway.{code}"
    criteria = [each for each in words.rule_set.criteria_of([code], on=on) if is_told(each)]
    in_person = [each for each in criteria if each.judges and each.asked_by == "staff"]
    context = {
        "back": reverse("public:pathways"),
        "name": words(f"{says}.name"),
        "what": words(f"{says}.what"),
        "who_decides": words(f"{says}.who_decides"),
        "cost": words(f"{says}.cost"),
        "steps": [words(f"{says}.steps.{number}") for number in range(found.steps)],
        "phases": phases_seen(words, code, on),
        "asks": rules_seen(words, (c for c in criteria if c.judges and c not in in_person), on),
        "in_person": rules_seen(words, in_person, on),
        "tells": rules_seen(words, (each for each in criteria if not each.judges), on),
        "protect": found.kind == "protection",
        "source": ", ".join(found.period.source),
        "countries": [
            (each.country, words(f"programme.{each.code}"))
            for each in words.rule_set.programmes.values()
            if code in each.pathways
        ],
        "has_line": code == WITH_A_LINE,
        "is_work": code in OF_WORK,
        "on": on,
        "version": words.rule_set.version[:8],
    }
    return render(request, "public/screening/pathway.html", context)


@access(ANYONE)
@require_safe
@kept
def pathways(request: HttpRequest) -> HttpResponse:
    """Every pathway that the programme knows, whether open today or not."""
    words = words_of_page()
    seen = [
        {
            "code": code,
            "name": words(f"pathway.{code}.name"),
            "what": words(f"pathway.{code}.what"),
            "who_decides": words(f"pathway.{code}.who_decides"),
        }
        for code in _every_pathway(words)
    ]
    return render(request, "public/screening/pathways.html", {"pathways": seen, "on": today()})


def _every_pathway(words: Words) -> list[str]:
    """Those that the site's own programme shows, in its order, then those of the others."""
    found = dict.fromkeys(programme().pathways)
    for each in words.rule_set.programmes.values():
        found.update(dict.fromkeys(each.pathways))
    return list(found)


@dataclass(frozen=True, slots=True)
class RuleSeen:
    sentence: str
    law: str
    source: str
    from_on: date | None
    until_on: date | None
    conflicting: bool


def is_told(criterion: Criterion) -> bool:
    """What is only background knowledge is never shown to a person as a fact."""
    return criterion.period.confidence is not Confidence.BACKGROUND


def rules_seen(words: Words, criteria: Iterable[Criterion], on: date) -> list[RuleSeen]:
    """Those that have something to say; a branch of the rules alone says nothing to a reader."""
    seen = (rule_seen(words, each, on) for each in criteria)
    return [each for each in seen if each.sentence]


def rule_seen(words: Words, criterion: Criterion, on: date) -> RuleSeen:
    sentence = words(criterion.says("holds")) or words(criterion.says("tells"))
    return RuleSeen(
        sentence=sentence or (words(criterion.next) if criterion.next else ""),
        law=citations.in_words(criterion.law),
        source=", ".join(criterion.period.source),
        from_on=criterion.period.from_on,
        until_on=criterion.period.end_known_on(on),
        conflicting=criterion.period.confidence is Confidence.CONFLICTING,
    )


@dataclass(frozen=True, slots=True)
class PhaseSeen:
    sentence: str
    of: str
    """Whom it speaks of, where notices tell countries apart."""
    from_on: date | None
    until_on: date | None
    source: str
    now: bool
    past: bool
    inferred: bool


def phases_seen(words: Words, owner: str, on: date) -> list[PhaseSeen]:
    """Every phase that was public by that day, the past ones among them."""
    phases = words.rule_set.phases_of(owner)
    return [phase_seen(words, each, on) for each in phases if each.period.was_announced(on)]


def phase_seen(words: Words, phase: Phase, on: date) -> PhaseSeen:
    kind = "office" if words.rule_set.pathways[phase.owner].kind == "office" else "pathway"
    until = phase.period.end_known_on(on)
    names = dict(country_names(words.language))
    return PhaseSeen(
        sentence=words(phase.says or "") or words(f"phase.{kind}.{phase.phase}"),
        of=", ".join(names.get(code, code) for code in phase.nationalities),
        from_on=phase.period.from_on,
        until_on=until,
        source=", ".join(phase.period.source),
        now=phase.period.on(on),
        past=until is not None and until < on,
        inferred=phase.date_inferred,
    )
