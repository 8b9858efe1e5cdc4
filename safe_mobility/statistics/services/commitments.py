"""Loading promises, bringing evidence, judging how far they have come. Everything is only added."""

from datetime import date, datetime
from pathlib import Path
from uuid import UUID, uuid4

from django.db import transaction

from safe_mobility.oversight.services import trail
from safe_mobility.shared.asker import Asker, AskerKind, job
from safe_mobility.shared.refusal import NotVisible
from safe_mobility.statistics.models import Commitment, Evidence, Judgement
from safe_mobility.statistics.rules import commitments as rules
from safe_mobility.statistics.rules.commitments import EvidenceKind, Step
from safe_mobility.statistics.services.commitment_file import Worded, read_commitments

LOADER = job("load_commitments")
MAY_ADD = ("SUPERVISOR", "AUDITOR")


@transaction.atomic
def load(*paths: Path, now: datetime) -> int:
    """Make the rows say what the files say; a promise worded otherwise becomes a new row.

    What was brought and judged under older words stays with them. Returns how many wordings
    are new; loading the same files again changes nothing. Raises `Unreadable`.
    """
    worded = [each for path in paths for each in read_commitments(path)]
    standing = {
        row.code: row for row in Commitment.objects.select_for_update().filter(replaced_at=None)
    }
    new = 0
    for place, each in enumerate(worded):
        old = standing.pop(each.code, None)
        if old is not None and old.fingerprint == each.fingerprint:
            continue
        if old is not None:
            Commitment.objects.filter(pk=old.pk).update(replaced_at=now)
        _row(each, place, now=now).save(force_insert=True)
        new += 1
    gone = [row.pk for row in standing.values()]
    Commitment.objects.filter(pk__in=gone).update(replaced_at=now)
    if new or gone:
        trail.record(
            "commitment.loaded", actor=LOADER, about="commitments", now=now, new=new, gone=len(gone)
        )
    return new


@transaction.atomic
def add_evidence(
    *,
    code: str,
    kind: EvidenceKind,
    title: str,
    url: str,
    dated_on: date,
    actor: Asker,
    today: date,
    now: datetime,
) -> UUID:
    """Bring a document, a figure or a link. Raises `NotEvidence`."""
    commitment = _standing(code, actor)
    rules.check_evidence(url=url, dated_on=dated_on, today=today)
    made = Evidence.objects.create(
        id=uuid4(),
        commitment=commitment,
        kind=kind,
        title=title,
        url=url,
        dated_on=dated_on,
        added_by=actor.ref,
        added_agency=actor.agency,
        added_at=now,
    )
    trail.record(
        "commitment.evidence_added",
        actor=actor,
        about="commitments",
        now=now,
        commitment=code,
        evidence=str(made.pk),
    )
    return made.pk


@transaction.atomic
def judge(
    *, code: str, step: Step, why: str, evidence_id: UUID | None, actor: Asker, now: datetime
) -> UUID:
    """Say how far a promise has come.

    Raises `OwnerCannotJudge`, `NeedsEvidence` or `BroughtTheEvidence`.
    """
    commitment = _standing(code, actor)
    owners = (commitment.owner_here, commitment.owner_there)
    rules.check_judge(agency=actor.agency, owners=owners)
    evidence = _evidence_for(code, step, evidence_id)
    if evidence is not None and evidence.added_by == actor.ref:
        raise rules.BroughtTheEvidence
    made = Judgement.objects.create(
        id=uuid4(),
        commitment=commitment,
        owner_here=commitment.owner_here,
        owner_there=commitment.owner_there,
        step=step,
        why=why,
        evidence=evidence,
        brought_by=evidence.added_by if evidence else "",
        judged_by=actor.ref,
        judged_agency=actor.agency,
        judged_at=now,
    )
    trail.record(
        "commitment.judged",
        actor=actor,
        about="commitments",
        now=now,
        commitment=code,
        step=str(step),
    )
    return made.pk


def _evidence_for(code: str, step: Step, evidence_id: UUID | None) -> Evidence | None:
    if step is Step.NO_EVIDENCE:
        return None
    if evidence_id is not None:
        found = Evidence.objects.filter(pk=evidence_id, commitment__code=code).first()
        if found is not None:
            return found
    raise rules.NeedsEvidence


def _standing(code: str, actor: Asker) -> Commitment:
    if actor.kind is not AskerKind.STAFF or not actor.has_role(*MAY_ADD):
        raise NotVisible
    found = Commitment.objects.filter(code=code, replaced_at=None).first()
    if found is None:
        raise NotVisible(commitment=code)
    return found


def _row(worded: Worded, place: int, *, now: datetime) -> Commitment:
    here, there = worded.owners
    return Commitment(
        code=worded.code,
        declaration=worded.declaration,
        under=worded.under,
        place=place,
        owner_here=here,
        owner_there=there,
        body=dict(worded.body),
        due_on=worded.due_on,
        due_inferred=worded.due_inferred,
        fingerprint=worded.fingerprint,
        loaded_at=now,
    )
