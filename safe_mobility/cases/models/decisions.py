"""What came of a case. An outcome says its date."""

import uuid

from django.db import models
from django.db.models import F, Q

from safe_mobility.cases import rules
from safe_mobility.cases.models.interviews import Interview
from safe_mobility.people.models import Household
from safe_mobility.shared.declared import Kept, SeenBy, Sensitivity, declared
from safe_mobility.staff.models import User

STAFF_AND_FAMILY = (SeenBy.OFFICE, SeenBy.HOUSEHOLD)


class Decision(models.Model):
    """What the office answers a household, with its reason and its date."""

    id = declared(
        models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False),
        purpose="names the outcome, also in the message about it",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    household = declared(
        models.ForeignKey(Household, on_delete=models.CASCADE, related_name="+"),
        purpose="whom the outcome is for",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=STAFF_AND_FAMILY,
        kept=Kept.WITH_HOUSEHOLD,
    )
    interview = declared(
        models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="+", null=True),
        purpose="the interview it rests on, if there was one",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    outcome = declared(
        models.CharField(max_length=12, choices=[(o, o) for o in rules.Outcome]),
        purpose="which of the four outcomes",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=STAFF_AND_FAMILY,
        kept=Kept.COARSE_FOR_EVER,
    )
    reason = declared(
        models.CharField(max_length=20, choices=[(r, r) for r in rules.Reason]),
        purpose="why, in a word that can be said in every language",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=STAFF_AND_FAMILY,
        kept=Kept.COARSE_FOR_EVER,
    )
    pathway = declared(
        models.CharField(max_length=20, blank=True, default=""),
        purpose="the pathway of a referral",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=STAFF_AND_FAMILY,
        kept=Kept.COARSE_FOR_EVER,
    )
    words = declared(
        models.BinaryField(null=True),
        purpose="the officer's own words to the household, beside the reason",
        sensitivity=Sensitivity.PROTECTED,
        seen_by=STAFF_AND_FAMILY,
        kept=Kept.WITH_HOUSEHOLD,
        encrypted=True,
    )
    answer_by = declared(
        models.DateField(null=True),
        purpose="until when we wait for what is missing",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=STAFF_AND_FAMILY,
        kept=Kept.WITH_HOUSEHOLD,
    )
    look_again_on = declared(
        models.DateField(null=True),
        purpose="when it is worth looking again",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=STAFF_AND_FAMILY,
        kept=Kept.WITH_HOUSEHOLD,
    )
    proposed_by = declared(
        models.ForeignKey(User, on_delete=models.PROTECT, related_name="+"),
        purpose="who proposed the outcome",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    proposed_at = declared(
        models.DateTimeField(),
        purpose="when it was proposed",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    confirmed_by = declared(
        models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True),
        purpose="the second person, where the outcome needs one",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    in_force_at = declared(
        models.DateTimeField(null=True),
        purpose="when the household could read it; empty while a second person is awaited",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=STAFF_AND_FAMILY,
        kept=Kept.COARSE_FOR_EVER,
    )
    dropped_at = declared(
        models.DateTimeField(null=True),
        purpose="when a proposal was taken back before it took effect",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="cases_decision_by_two",
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="cases_referral_needs_second",
                condition=~Q(outcome="REFERRED")
                | Q(in_force_at__isnull=True)
                | Q(confirmed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="cases_decision_says_its_date",
                condition=(~Q(outcome="MORE_NEEDED") | Q(answer_by__isnull=False))
                & (~Q(outcome="NOT_HERE") | Q(look_again_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="cases_pathway_with_referral_only",
                condition=(Q(outcome="REFERRED") & ~Q(pathway=""))
                | (~Q(outcome="REFERRED") & Q(pathway="")),
            ),
            models.CheckConstraint(
                name="cases_other_needs_words",
                condition=~Q(reason="OTHER") | Q(words__isnull=False),
            ),
            models.CheckConstraint(
                name="cases_in_force_or_dropped",
                condition=Q(in_force_at__isnull=True) | Q(dropped_at__isnull=True),
            ),
            models.UniqueConstraint(
                name="cases_one_open_proposal",
                fields=["household"],
                condition=Q(in_force_at__isnull=True, dropped_at__isnull=True),
            ),
        ]
        indexes = [
            models.Index(name="cases_decision_newest", fields=["household", "-proposed_at"]),
        ]
