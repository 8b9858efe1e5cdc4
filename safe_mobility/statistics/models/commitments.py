"""What governments promised, what shows it, and how far it is judged to have come.

Nothing here is ever changed: a promise that the file words otherwise is a new row beside the
old one, evidence and judgements are only added. That the judge is none of the owners, and
brought none of the evidence, is a check of the database on copies that composite keys hold true.
"""

import uuid

from django.db import models
from django.db.models import F, Q

from safe_mobility.shared.declared import Kept, SeenBy, Sensitivity, declared
from safe_mobility.statistics.models.public import public
from safe_mobility.statistics.rules.commitments import EvidenceKind, Step


class Commitment(models.Model):
    """One promise as it was worded in the file at one time."""

    id = public(
        models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False),
        purpose="names this wording of the promise",
    )
    code = public(models.CharField(max_length=40), purpose="names the promise for ever")
    declaration = public(
        models.CharField(max_length=20), purpose="the declaration in which it stands"
    )
    under = public(
        models.CharField(max_length=40, blank=True, default=""),
        purpose="the promise of a wider declaration under which it stands",
    )
    place = public(models.PositiveSmallIntegerField(), purpose="its place in the list")
    owner_here = public(
        models.CharField(max_length=20), purpose="who answers for it in the programme's country"
    )
    owner_there = public(
        models.CharField(max_length=20), purpose="who answers for it on the other side"
    )
    body = public(
        models.JSONField(), purpose="title, words and names in each language, and the sources"
    )
    due_on = public(
        models.DateField(null=True), purpose="when it was to be done, where it was said"
    )
    due_inferred = public(
        models.BooleanField(default=False), purpose="whether that day was worked out"
    )
    fingerprint = public(models.CharField(max_length=64), purpose="a hash of this wording")
    loaded_at = public(models.DateTimeField(), purpose="when this wording was loaded")
    replaced_at = public(
        models.DateTimeField(null=True), purpose="when another wording took its place"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=Q(replaced_at=None), name="one_wording_stands"
            ),
            # For the keys of evidence and judgements, which copy the owners.
            models.UniqueConstraint(
                fields=["id", "owner_here", "owner_there"], name="commitment_owners_key"
            ),
            models.CheckConstraint(
                condition=~Q(owner_here="") & ~Q(owner_there=""), name="commitment_has_owners"
            ),
        ]


class Evidence(models.Model):
    """A document, figure or link that shows something about a promise."""

    id = public(
        models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False),
        purpose="names the piece of evidence",
    )
    commitment = public(
        models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="evidence"),
        purpose="the promise about which it says something",
    )
    kind = public(
        models.CharField(max_length=8, choices=[(each, each) for each in EvidenceKind]),
        purpose="document, figure or link",
    )
    title = public(models.CharField(max_length=300), purpose="what it shows, in a sentence")
    url = public(
        models.CharField(max_length=400, blank=True, default=""), purpose="where to read it"
    )
    dated_on = public(models.DateField(), purpose="the day of which it speaks")
    added_by = declared(
        models.CharField(max_length=80),
        purpose="who brought it, so that somebody else judges",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_PROGRAMME,
    )
    added_agency = public(models.CharField(max_length=20), purpose="of which agency they were")
    added_at = public(models.DateTimeField(), purpose="when it was brought")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["id", "added_by"], name="evidence_bringer_key"),
        ]
        indexes = [models.Index(fields=["commitment", "added_at"], name="evidence_by_commitment")]


class Judgement(models.Model):
    """How far one promise had come, as one person saw it at one time."""

    id = public(
        models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False),
        purpose="names the judgement",
    )
    commitment = public(
        models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="judgements"),
        purpose="the promise that was judged",
    )
    owner_here = public(
        models.CharField(max_length=20), purpose="a copy of the owner, held true by a key"
    )
    owner_there = public(
        models.CharField(max_length=20), purpose="a copy of the other owner, held true by a key"
    )
    step = public(
        models.CharField(max_length=11, choices=[(each, each) for each in Step]),
        purpose="how far it has come",
    )
    why = public(models.CharField(max_length=600), purpose="why, in words that are published")
    evidence = public(
        models.ForeignKey(Evidence, null=True, on_delete=models.PROTECT, related_name="judgements"),
        purpose="the evidence on which it stands",
    )
    brought_by = declared(
        models.CharField(max_length=80, blank=True, default=""),
        purpose="a copy of who brought the evidence, held true by a key",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_PROGRAMME,
    )
    judged_by = declared(
        models.CharField(max_length=80),
        purpose="who judged",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_PROGRAMME,
    )
    judged_agency = public(models.CharField(max_length=20), purpose="the agency of whoever judged")
    judged_at = public(models.DateTimeField(), purpose="when it was judged")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(judged_agency="")
                & ~Q(judged_agency=F("owner_here"))
                & ~Q(judged_agency=F("owner_there")),
                name="judge_is_no_owner",
            ),
            models.CheckConstraint(
                condition=~Q(judged_by=F("brought_by")), name="judge_brought_no_evidence"
            ),
            models.CheckConstraint(
                condition=Q(step="NO_EVIDENCE", evidence=None, brought_by="")
                | (~Q(step="NO_EVIDENCE") & Q(evidence__isnull=False) & ~Q(brought_by="")),
                name="step_stands_on_evidence",
            ),
        ]
        indexes = [models.Index(fields=["commitment", "-judged_at"], name="judgement_latest")]
