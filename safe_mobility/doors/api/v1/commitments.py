"""The joint commitments with their evidence and judgements, for other programs."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema

from safe_mobility.doors.api.v1.replying import public
from safe_mobility.doors.api.v1.telling import iso
from safe_mobility.statistics.queries import commitments as queries
from safe_mobility.statistics.queries.commitments import CommitmentSeen

router = Router()


class CommitmentOut(Schema):
    """A promise, who answers on each side, and how far it was judged to have come."""

    code: str
    declaration: str
    under: str
    title: dict[str, str]
    words: dict[str, str]
    owners: list[dict[str, str]]
    due_on: str | None
    due_inferred: bool
    step: str
    source: list[str]
    evidence: list[dict[str, str]]
    judgements: list[dict[str, str | None]]


@router.get(
    "/commitments",
    response=list[CommitmentOut],
    summary="Joint commitments: owners, due dates, evidence, judgements",
)
def commitments_list(request: HttpRequest) -> HttpResponse:
    return public([_commitment(each) for each in queries.commitments()])


def _commitment(seen: CommitmentSeen) -> dict[str, Any]:
    return {
        "code": seen.code,
        "declaration": seen.declaration["code"],
        "under": seen.under,
        "title": dict(seen.title),
        "words": dict(seen.words),
        "owners": [dict(each) for each in seen.owners],
        "due_on": iso(seen.due_on),
        "due_inferred": seen.due_inferred,
        "step": seen.step,
        "source": list(seen.source),
        "evidence": [
            {
                "id": str(each.id),
                "kind": each.kind,
                "title": each.title,
                "url": each.url,
                "dated_on": each.dated_on.isoformat(),
                "added_agency": each.added_agency,
                "added_at": each.added_at.isoformat(),
            }
            for each in seen.evidence
        ],
        "judgements": [
            {
                "id": str(each.id),
                "step": each.step,
                "why": each.why,
                "evidence": str(each.evidence.id) if each.evidence else None,
                "judged_agency": each.judged_agency,
                "judged_at": each.judged_at.isoformat(),
            }
            for each in seen.judgements
        ],
    }
