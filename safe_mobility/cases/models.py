"""The work after reception: interviews, outcomes and referrals to a pathway's partner.

What must be true is a constraint here: a saved section is never overwritten, a referral goes out
only behind two different people and a disclosure, an outcome says its date.
"""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from safe_mobility.appointments.models import Appointment
from safe_mobility.cases import rules
from safe_mobility.people.models import Consent, Disclosure, Household
from safe_mobility.shared.declared import Kept, SeenBy, Sensitivity, declared
from safe_mobility.staff.models import User

STAFF_AND_FAMILY = (SeenBy.OFFICE, SeenBy.HOUSEHOLD)


class Interview(models.Model):
    """One talk at an appointment. It is open until an officer says that it is complete."""

    id = declared(
        models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False),
        purpose="names the interview inside the programme",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    household = declared(
        models.ForeignKey(Household, on_delete=models.CASCADE, related_name="+"),
        purpose="whose interview it is",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    appointment = declared(
        models.OneToOneField(Appointment, on_delete=models.CASCADE, related_name="+"),
        purpose="the hour at which the household was received",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    opened_by = declared(
        models.ForeignKey(User, on_delete=models.PROTECT, related_name="+"),
        purpose="who began the interview",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    opened_at = declared(
        models.DateTimeField(),
        purpose="when the interview began",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.COARSE_FOR_EVER,
    )
    closed_by = declared(
        models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True),
        purpose="who said that the interview is complete",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    closed_at = declared(
        models.DateTimeField(null=True),
        purpose="when the interview was complete",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.COARSE_FOR_EVER,
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="cases_interview_closed_by_somebody",
                condition=Q(closed_by__isnull=True, closed_at__isnull=True)
                | Q(closed_by__isnull=False, closed_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                name="cases_interview_open", fields=["opened_by"], condition=Q(closed_at=None)
            ),
        ]


class InterviewSection(models.Model):
    """One saved version of one section. Saving again adds a row; nothing is written over.

    Unique on the version: two officers who save over the same version get one row and one
    refusal, whatever the application believed a moment before.
    """

    id = declared(
        models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False),
        purpose="binds the sealed body to its row",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    interview = declared(
        models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="sections"),
        purpose="the interview it belongs to",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    section = declared(
        models.CharField(max_length=10, choices=[(s, s) for s in rules.Section]),
        purpose="which part of the interview",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    version = declared(
        models.PositiveSmallIntegerField(),
        purpose="which saved version; the highest is in force",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    body = declared(
        models.BinaryField(),
        purpose="what was heard and seen, as the officer wrote it",
        sensitivity=Sensitivity.PROTECTED,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
        encrypted=True,
    )
    saved_by = declared(
        models.ForeignKey(User, on_delete=models.PROTECT, related_name="+"),
        purpose="who wrote this version",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    saved_at = declared(
        models.DateTimeField(),
        purpose="when this version was written",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="cases_one_row_per_version", fields=["interview", "section", "version"]
            ),
            models.CheckConstraint(name="cases_versions_begin_at_one", condition=Q(version__gte=1)),
        ]


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
