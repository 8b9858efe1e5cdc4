"""A case on its way to a pathway's partner: only behind two different people and a disclosure."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from safe_mobility.cases import rules
from safe_mobility.cases.models.decisions import STAFF_AND_FAMILY, Decision
from safe_mobility.people.models import Consent, Disclosure, Household
from safe_mobility.shared.declared import Kept, SeenBy, Sensitivity, declared
from safe_mobility.staff.models import User


class Referral(models.Model):
    """A dated grant to one partner, for one purpose, of named fields, and what came of it.

    The disclosure and its grant are written when it is sent and not before; the database
    refuses a row that left the office without one.
    """

    id = declared(
        models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False),
        purpose="names the referral on its letter",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=(SeenBy.OFFICE, SeenBy.PARTNER),
        kept=Kept.WITH_HOUSEHOLD,
    )
    household = declared(
        models.ForeignKey(Household, on_delete=models.CASCADE, related_name="+"),
        purpose="whose facts would go",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=STAFF_AND_FAMILY,
        kept=Kept.WITH_HOUSEHOLD,
    )
    decision = declared(
        models.OneToOneField(Decision, on_delete=models.CASCADE, related_name="referral"),
        purpose="the outcome it carries out",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    pathway = declared(
        models.CharField(max_length=20),
        purpose="the pathway",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=STAFF_AND_FAMILY,
        kept=Kept.COARSE_FOR_EVER,
    )
    recipient = declared(
        models.CharField(max_length=20),
        purpose="the partner's code",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=STAFF_AND_FAMILY,
        kept=Kept.COARSE_FOR_EVER,
    )
    purpose = declared(
        models.CharField(max_length=60),
        purpose="what the partner may use the facts for",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=STAFF_AND_FAMILY,
        kept=Kept.WITH_HOUSEHOLD,
    )
    fields = declared(
        ArrayField(models.CharField(max_length=30)),
        purpose="which facts go, and no others",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=STAFF_AND_FAMILY,
        kept=Kept.WITH_HOUSEHOLD,
    )
    state = declared(
        models.CharField(
            max_length=10,
            choices=[(s, s) for s in rules.ReferralState],
            default="PROPOSED",
        ),
        purpose="how far it has come",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=STAFF_AND_FAMILY,
        kept=Kept.COARSE_FOR_EVER,
    )
    state_since = declared(
        models.DateTimeField(),
        purpose="since when",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=STAFF_AND_FAMILY,
        kept=Kept.COARSE_FOR_EVER,
    )
    consent = declared(
        models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="+", null=True),
        purpose="the household's own yes to this recipient and purpose",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=STAFF_AND_FAMILY,
        kept=Kept.WITH_HOUSEHOLD,
    )
    disclosure = declared(
        models.OneToOneField(Disclosure, on_delete=models.PROTECT, related_name="+", null=True),
        purpose="the entry in the sharing ledger, with its grant",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=STAFF_AND_FAMILY,
        kept=Kept.WITH_HOUSEHOLD,
    )
    proposed_by = declared(
        models.ForeignKey(User, on_delete=models.PROTECT, related_name="+"),
        purpose="who proposed it",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    sent_by = declared(
        models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True),
        purpose="the second person, who sent it",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    sent_at = declared(
        models.DateTimeField(null=True),
        purpose="when it was sent",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=STAFF_AND_FAMILY,
        kept=Kept.COARSE_FOR_EVER,
    )
    answer_by = declared(
        models.DateField(null=True),
        purpose="until when the partner promised an answer",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=STAFF_AND_FAMILY,
        kept=Kept.WITH_HOUSEHOLD,
    )
    return_reason = declared(
        models.CharField(max_length=20, blank=True, default=""),
        purpose="why the partner sent it back",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=STAFF_AND_FAMILY,
        kept=Kept.COARSE_FOR_EVER,
    )
    result = declared(
        models.CharField(max_length=20, blank=True, default=""),
        purpose="what the partner decided",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=STAFF_AND_FAMILY,
        kept=Kept.COARSE_FOR_EVER,
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="cases_referral_by_two",
                condition=Q(sent_by__isnull=True) | ~Q(sent_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="cases_nothing_leaves_unrecorded",
                condition=~Q(state__in=["SENT", "ACCEPTED", "RETURNED", "DONE"])
                | Q(
                    disclosure__isnull=False,
                    consent__isnull=False,
                    sent_by__isnull=False,
                    sent_at__isnull=False,
                    answer_by__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="cases_no_disclosure_before_sent",
                condition=~Q(state__in=["PROPOSED", "CONSENTED"]) | Q(disclosure__isnull=True),
            ),
            models.CheckConstraint(
                name="cases_consented_has_consent",
                condition=~Q(state="CONSENTED") | Q(consent__isnull=False),
            ),
            models.UniqueConstraint(
                name="cases_one_live_referral_per_pathway",
                fields=["household", "pathway"],
                condition=Q(state__in=["PROPOSED", "CONSENTED", "SENT", "ACCEPTED"]),
            ),
        ]
        indexes = [
            models.Index(name="cases_referral_waiting", fields=["state", "answer_by"]),
        ]
