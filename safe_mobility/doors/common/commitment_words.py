"""Words for steps, evidence and bodies of the joint commitments, for the site and the console."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from safe_mobility.doors.common import dates
from safe_mobility.statistics.queries.commitments import (
    CommitmentSeen,
    EvidenceSeen,
    JudgementSeen,
)
from safe_mobility.statistics.rules.commitments import EvidenceKind, Step

STEPS: Mapping[Step, "str | Promise"] = {
    Step.NO_EVIDENCE: gettext_lazy("No evidence"),
    Step.NOT_STARTED: gettext_lazy("Not started"),
    Step.LIMITED: gettext_lazy("Limited"),
    Step.SUBSTANTIAL: gettext_lazy("Substantial"),
    Step.COMPLETE: gettext_lazy("Complete"),
}
MEANINGS: Mapping[Step, "str | Promise"] = {
    Step.NO_EVIDENCE: gettext_lazy(
        "Nobody has shown anything yet. It does not mean that nothing was done."
    ),
    Step.NOT_STARTED: gettext_lazy("There is evidence that work has not begun."),
    Step.LIMITED: gettext_lazy("Some of it was done, less than half."),
    Step.SUBSTANTIAL: gettext_lazy("More than half was done, and something is missing."),
    Step.COMPLETE: gettext_lazy("What was promised was done."),
}
KINDS: Mapping[EvidenceKind, "str | Promise"] = {
    EvidenceKind.DOCUMENT: gettext_lazy("Document"),
    EvidenceKind.FIGURE: gettext_lazy("Figure"),
    EvidenceKind.LINK: gettext_lazy("Link"),
}
TAGS = {Step.LIMITED: "care", Step.SUBSTANTIAL: "ok", Step.COMPLETE: "ok"}


@dataclass(frozen=True, slots=True)
class Said:
    """One line of what was brought or judged."""

    id: str
    at: date | datetime
    kind: str
    title: str
    url: str
    agency: str


@dataclass(frozen=True, slots=True)
class Judged:
    step: str
    tag: str
    why: str
    at: datetime
    agency: str
    on_evidence: str


@dataclass(frozen=True, slots=True)
class Promised:
    """One commitment as a page shows it, in the language of the page."""

    code: str
    title: str
    words: str
    owners: tuple[tuple[str, str], ...]
    due_on: date | None
    due_inferred: bool
    late: bool
    step: str
    tag: str
    meaning: str
    stations: tuple[tuple[str, str], ...]
    source: str
    under: str
    under_title: str
    evidence: tuple[Said, ...]
    judgements: tuple[Judged, ...]


def promised(
    seen: CommitmentSeen, *, titles: Mapping[str, Mapping[str, str]], today: date
) -> Promised:
    language = _language()
    return Promised(
        code=seen.code,
        title=seen.title[language],
        words=seen.words[language],
        owners=tuple((each["side"], each[language]) for each in seen.owners),
        due_on=seen.due_on,
        due_inferred=seen.due_inferred,
        late=seen.is_late(today),
        step=str(STEPS[seen.step]),
        tag=TAGS.get(seen.step, ""),
        meaning=str(MEANINGS[seen.step]),
        stations=_stations(seen.step),
        source=", ".join(seen.source),
        under=seen.under,
        under_title=titles[seen.under][language] if seen.under in titles else "",
        evidence=tuple(said(each) for each in seen.evidence),
        judgements=tuple(judged(each) for each in seen.judgements),
    )


def said(seen: EvidenceSeen) -> Said:
    return Said(
        id=str(seen.id),
        at=seen.dated_on,
        kind=str(KINDS[seen.kind]),
        title=seen.title,
        url=seen.url,
        agency=agency_name(seen.added_agency),
    )


def judged(seen: JudgementSeen) -> Judged:
    return Judged(
        step=str(STEPS[seen.step]),
        tag=TAGS.get(seen.step, ""),
        why=seen.why,
        at=seen.judged_at,
        agency=agency_name(seen.judged_agency),
        on_evidence=seen.evidence.title if seen.evidence else "",
    )


def agency_name(code: str) -> str:
    """The programme's own office by its name; another agency by its code, as in the list."""
    return _("the programme's office") if code == "OFFICE" else code


def due_words(seen: Promised) -> str:
    if seen.due_on is None:
        return _("No day was named.")
    day = dates.plain_date(seen.due_on)
    if seen.due_inferred:
        return _("%(day)s (worked out from the text)") % {"day": day}
    return day


def _stations(step: Step) -> tuple[tuple[str, str], ...]:
    """The four steps after the first with what each looks like: done, now, or later."""
    order = [each for each in Step if each is not Step.NO_EVIDENCE]
    at = order.index(step) if step in order else -1
    return tuple(
        (str(STEPS[each]), "now" if place == at else "done" if place < at else "")
        for place, each in enumerate(order)
    )


def _language() -> str:
    return "en" if (get_language() or "es").startswith("en") else "es"
