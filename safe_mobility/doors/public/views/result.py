"""What may be open to a family today, and why.

The page is never empty: where nothing is open it says what still helps and when it is worth
looking again. It speaks of "may be open" and of who decides; it decides nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from safe_mobility.doors.common import clock, dates
from safe_mobility.doors.common.access import VISITOR, access
from safe_mobility.doors.common.asking import visitor
from safe_mobility.doors.public.screened import (
    APPLICANT,
    Screening,
    screening_of,
)
from safe_mobility.doors.public.views.helping import helps_in_words, papers_seen
from safe_mobility.doors.public.views.questions import role_in_words
from safe_mobility.screening import services as screening_acts
from safe_mobility.screening.rules.household import age_on
from safe_mobility.screening.rules.result import (
    Outcome,
    PathwayResult,
    Reason,
    Verdict,
)

MOST_REASONS = 4
REGISTER = "/consentimiento"
ADULT = 18
_SHOWN_FIRST = {Outcome.FAILS: 0, Outcome.FLAG: 1, Outcome.UNKNOWN: 2, Outcome.HOLDS: 3}
_ICONS = {
    Outcome.HOLDS: "yes",
    Outcome.UNKNOWN: "ask",
    Outcome.FLAG: "ask",
    Outcome.FAILS: "not-today",
}
_LOOKS = {
    Verdict.OPEN: ("", "yes"),
    Verdict.PERSON: ("person", "ask"),
    Verdict.NOT_TODAY: ("shut", "not-today"),
}


@dataclass(frozen=True, slots=True)
class ReasonSeen:
    icon: str
    sentence: str
    small: str


@dataclass(frozen=True, slots=True)
class GroundSeen:
    """The rule behind a reason: since when, until when, and who says so."""

    sentence: str
    from_on: date | None
    until_on: date | None
    inferred: bool
    sources: tuple[tuple[str, bool], ...]
    """Each with whether it stands in the list of sources; other words are citations."""


@dataclass(frozen=True, slots=True)
class VerdictSeen:
    code: str
    look: str
    icon: str
    state: str
    name: str
    what: str
    who_goes: str
    reasons: tuple[ReasonSeen, ...]
    more: tuple[ReasonSeen, ...]
    who_decides: str
    cost: str
    tells: tuple[str, ...]
    look_again_on: date | None
    next: str
    next_url: str
    grounds: tuple[GroundSeen, ...]
    helps: tuple[str, ...]


@access(VISITOR)
@require_safe
def result(request: HttpRequest) -> HttpResponse:
    """The whole result on one page, fit to be printed."""
    screening = screening_of(request)
    if not screening.answers:
        return redirect("public:next_question")
    screening_acts.count_result(
        visitor_id=visitor(request).row_id, on=screening.on, now=clock.now()
    )
    found, words = screening.result, screening.words
    asked_for = [each for each in found.pathways if not each.declined]
    context = {
        "back": reverse("public:review"),
        "open": sum(each.verdict is Verdict.OPEN for each in asked_for),
        "person": sum(each.verdict is Verdict.PERSON for each in asked_for),
        "office": verdict_seen(screening, found.office),
        "may_register": found.office.verdict is not Verdict.NOT_TODAY and screening.is_here,
        "elsewhere": "" if screening.is_here else words(f"programme.{screening.programme.code}"),
        "splits": [
            words(f"pathway.{each.code}.name")
            for each in asked_for
            if each.outside and each.verdict is not Verdict.NOT_TODAY and screening.members[1:]
        ],
        "papers": papers_seen(screening),
        "verdicts": [verdict_seen(screening, each) for each in asked_for],
        "declined": [words(f"pathway.{e.code}.name") for e in found.pathways if e.declined],
        "nothing_open": found.nothing_open,
        "look_again_on": found.look_again_on,
        "under_age": _is_under_age(screening),
        "help": [(words(each.text), _our_address(each.url)) for each in found.help],
        "missing": len(screening.still.deciding),
        "on": found.on,
        "version": found.rules_version[:8],
    }
    return render(request, "public/screening/result.html", context)


def verdict_seen(screening: Screening, found: PathwayResult) -> VerdictSeen:
    words, says = screening.words, f"pathway.{found.code}"
    look, icon = _LOOKS[found.verdict]
    reasons = _reasons(screening, found)
    return VerdictSeen(
        code=found.code,
        look=look,
        icon=icon,
        state=words(f"verdict.{found.verdict}"),
        name=words(f"{says}.name"),
        what=words(f"{says}.what"),
        who_goes=_who_goes(screening, found),
        reasons=reasons[:MOST_REASONS],
        more=reasons[MOST_REASONS:],
        who_decides=words(f"{says}.who_decides"),
        cost=words(f"{says}.cost"),
        tells=tuple(
            words(note.text or note.next or "")
            for note in found.notes
            if note.is_public and found.verdict is not Verdict.NOT_TODAY
        ),
        look_again_on=found.look_again_on,
        next=words(found.next),
        next_url=_next_address(screening, found),
        grounds=_grounds(screening, found),
        helps=helps_in_words(screening, found),
    )


def _next_address(screening: Screening, found: PathwayResult) -> str:
    """Where the next step leads. Only families of this site's country register here."""
    if found.next_url == REGISTER and not screening.is_here:
        return ""
    return _our_address(found.next_url) or _register_address(screening, found)


def _grounds(screening: Screening, found: PathwayResult) -> tuple[GroundSeen, ...]:
    """The reasons that make the verdict, once each, with their dates and sources."""
    seen = dict.fromkeys(
        GroundSeen(
            sentence=screening.words(each.sentence),
            from_on=each.from_on,
            until_on=each.rule.period.end_known_on(screening.on),
            inferred=each.rule.date_inferred,
            sources=tuple((code, code in screening.rule_set.sources) for code in each.source),
        )
        for each in found.public_reasons
    )
    return tuple(each for each in seen if each.sentence)


def _reasons(screening: Screening, found: PathwayResult) -> tuple[ReasonSeen, ...]:
    """What makes the verdict first, then what speaks for the pathway, each said once."""
    ordered = sorted(found.public_reasons, key=lambda each: _SHOWN_FIRST[each.outcome])
    if found.verdict is Verdict.OPEN:
        ordered.sort(key=lambda each: each.outcome is not Outcome.HOLDS)
    elif found.verdict is Verdict.PERSON:
        holding = (each for each in found.reasons if each.outcome is Outcome.HOLDS)
        ordered += [each for each in holding if each.is_public and each.answers]
    seen = dict.fromkeys(_reason_seen(screening, each) for each in ordered)
    return tuple(each for each in seen if each.sentence)


def _reason_seen(screening: Screening, reason: Reason) -> ReasonSeen:
    words = screening.words
    small = [_said(screening, reason)]
    if reason.outcome is Outcome.FAILS and reason.from_on is not None:
        small.append(_rule_since(reason.from_on, inferred=reason.rule.date_inferred))
    if reason.next:
        small.append(words(reason.next))
    return ReasonSeen(
        icon=_ICONS[reason.outcome],
        sentence=words(reason.sentence),
        small=" ".join(part for part in small if part),
    )


def _said(screening: Screening, reason: Reason) -> str:
    """The answers behind a reason, as the person gave them. A sensitive one is not repeated."""
    parts = []
    for used in reason.answers:
        question = screening.rule_set.questions[used.question]
        if question.sensitive or not question.is_for_visitors:
            continue
        if used.state in ("given", "unknown"):
            parts.append(screening.words.answer(question, used.value))
    if not parts:
        return ""
    return _("You said: %(answers)s.") % {"answers": "; ".join(parts)}


def _rule_since(day: date, *, inferred: bool) -> str:
    if inferred:
        said = _("Rule since about %(day)s (date inferred). If it changes, you will see it here.")
    else:
        said = _("Rule of %(day)s. If it changes, you will see it here.")
    return said % {"day": dates.plain_date(day)}


def _who_goes(screening: Screening, found: PathwayResult) -> str:
    """Who goes together, where the family has more than one person and not everybody goes."""
    split = screening.members[1:] and found.outside
    if not split or found.verdict is Verdict.NOT_TODAY:
        return ""
    together = _names(screening, found.unit)
    apart = _names(screening, found.outside)
    return _("%(split)s Together: %(together)s. Not in it: %(apart)s.") % {
        "split": screening.words("unit.split"),
        "together": together,
        "apart": apart,
    }


def _names(screening: Screening, ids: Iterable[str]) -> str:
    wanted = set(ids)
    named = []
    for member in screening.members:
        if member.id in wanted:
            role = role_in_words("applicant" if member.id == APPLICANT else member.role).lower()
            born = f" ({member.born_on.year})" if member.born_on and member.id != APPLICANT else ""
            named.append(role + born)
    return ", ".join(named) or _("nobody")


def _register_address(screening: Screening, found: PathwayResult) -> str:
    """Where a person should look, the next step is to register, if the office may take it."""
    office_open = screening.is_here and screening.result.office.verdict is not Verdict.NOT_TODAY
    if found.verdict is Verdict.PERSON and office_open and not _is_under_age(screening):
        return _our_address(REGISTER)
    return ""


def _is_under_age(screening: Screening) -> bool:
    born_on = screening.answers.get("cm.age")
    return isinstance(born_on, date) and age_on(born_on, screening.on) < ADULT


def _our_address(url: str | None) -> str:
    """An address of ours gets the language of the page before it."""
    if not url:
        return ""
    return f"/{get_language()}{url}" if url.startswith("/") else url
