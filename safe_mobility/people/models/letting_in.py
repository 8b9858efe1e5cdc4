"""How a household is let in: tries, codes, sessions, the call word and invitations."""

import uuid

from django.db import models
from django.db.models import F, Q

from safe_mobility.people.models.households import FAMILY_AND_OFFICE, Household
from safe_mobility.people.models.persons import Contact
from safe_mobility.shared.declared import Kept, SeenBy, Sensitivity, declared


class SignInTries(models.Model):
    """Wrong tries at one number, existing or not. Logged and committed before each try.

    Keyed by a hash, so that a list of numbers that strangers typed says nothing.
    """

    id = declared(
        models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False),
        purpose="key of the row, to which its sealed values are bound",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.DAYS_7,
    )
    about_hash = declared(
        models.BinaryField(),
        purpose="the number that was typed, as a keyed hash",
        sensitivity=Sensitivity.PROTECTED,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.DAYS_7,
    )
    kind = declared(
        models.CharField(max_length=8, choices=[("PIN", "PIN"), ("CODE", "CODE")]),
        purpose="PIN and code have tries of their own, so nobody can lock a family out of both",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.DAYS_7,
    )
    wrong = declared(
        models.PositiveSmallIntegerField(default=0),
        purpose="wrong tries since the last lock",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.DAYS_7,
    )
    locks = declared(
        models.PositiveSmallIntegerField(default=0),
        purpose="each lock is longer than the one before",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.DAYS_7,
    )
    locked_until = declared(
        models.DateTimeField(null=True, blank=True),
        purpose="until when every try is refused, by the real clock",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.DAYS_7,
    )
    last_at = declared(
        models.DateTimeField(db_index=True),
        purpose="old rows are swept",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.DAYS_7,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_count_of_tries", fields=["about_hash", "kind"]),
        ]


class HouseholdSession(models.Model):
    """One phone on which the household is signed in, by the real clock."""

    id = declared(
        models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False),
        purpose="key of the row, to which its sealed values are bound",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.UNTIL_USED,
    )
    token_hash = declared(
        models.BinaryField(unique=True),
        purpose="the cookie's secret as a keyed hash",
        sensitivity=Sensitivity.PROTECTED,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.UNTIL_USED,
    )
    household = declared(
        models.ForeignKey(Household, on_delete=models.CASCADE, related_name="sessions"),
        purpose="who is signed in",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.UNTIL_USED,
    )
    opened_at = declared(
        models.DateTimeField(),
        purpose="a session ends for good after twelve hours",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.HOUSEHOLD,
        kept=Kept.UNTIL_USED,
    )
    expires_at = declared(
        models.DateTimeField(db_index=True),
        purpose="a session ends after an idle hour",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.UNTIL_USED,
    )


class OneTimeCode(models.Model):
    """A code that was asked for. The digits are derived from the row's key, never stored."""

    id = declared(
        models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False),
        purpose="key of the row, to which its sealed values are bound",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.MINUTES_10,
    )
    household = declared(
        models.ForeignKey(Household, on_delete=models.CASCADE, related_name="codes"),
        purpose="whom it lets in or whose contact it checks",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.MINUTES_10,
    )
    purpose = declared(
        models.CharField(max_length=8, choices=[("SIGN_IN", "SIGN_IN"), ("CONTACT", "CONTACT")]),
        purpose="what the code is good for",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.MINUTES_10,
    )
    contact = declared(
        models.ForeignKey(
            Contact, null=True, blank=True, on_delete=models.CASCADE, related_name="codes"
        ),
        purpose="the contact that the code checks",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.MINUTES_10,
    )
    asked_at = declared(
        models.DateTimeField(),
        purpose="when it was asked for, by the real clock",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.MINUTES_10,
    )
    expires_at = declared(
        models.DateTimeField(),
        purpose="ten minutes later, by the real clock",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.MINUTES_10,
    )
    used_at = declared(
        models.DateTimeField(null=True, blank=True),
        purpose="a code works once",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.MINUTES_10,
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_contact_check_names_its_contact",
                condition=~Q(purpose="CONTACT") | Q(contact__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["household", "purpose", "asked_at"])]


class CallWord(models.Model):
    """Two words that we say when we call, so that a family can tell us from a stranger."""

    id = declared(
        models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False),
        purpose="key of the row, to which its sealed values are bound",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.WITH_HOUSEHOLD,
    )
    household = declared(
        models.OneToOneField(Household, on_delete=models.CASCADE, related_name="call_word_row"),
        purpose="whose word it is",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    words = declared(
        models.BinaryField(),
        purpose="the words, by code",
        sensitivity=Sensitivity.PROTECTED,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
        encrypted=True,
    )


class Invitation(models.Model):
    """A personal leave to book at one office, once and until a day.

    It belongs to the household that is signed in: there is nothing to type, to lose or to sell.
    """

    id = declared(
        models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False),
        purpose="key of the row, to which its sealed values are bound",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.WITH_HOUSEHOLD,
    )
    household = declared(
        models.ForeignKey(Household, on_delete=models.CASCADE, related_name="invitations"),
        purpose="who is invited",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    office_code = declared(
        models.CharField(max_length=8),
        purpose="where the household may book",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.COARSE_FOR_EVER,
    )
    purpose = declared(
        models.CharField(max_length=8, choices=[("BOOK", "BOOK")], default="BOOK"),
        purpose="what the invitation is for",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.COARSE_FOR_EVER,
    )
    invited_at = declared(
        models.DateTimeField(),
        purpose="when it was given",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.COARSE_FOR_EVER,
    )
    by = declared(
        models.CharField(max_length=80),
        purpose="who gave it, by reference",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.COARSE_FOR_EVER,
    )
    expires_at = declared(
        models.DateTimeField(db_index=True),
        purpose="until when it can be used",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.COARSE_FOR_EVER,
    )
    used_at = declared(
        models.DateTimeField(null=True, blank=True),
        purpose="an invitation works once",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.COARSE_FOR_EVER,
    )
    lapsed_at = declared(
        models.DateTimeField(null=True, blank=True),
        purpose="it ran out unused",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.COARSE_FOR_EVER,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_open_invitation_per_household",
                fields=["household"],
                condition=Q(used_at=None, lapsed_at=None),
            ),
            models.CheckConstraint(
                name="an_invitation_is_used_or_lapsed",
                condition=Q(used_at=None) | Q(lapsed_at=None),
            ),
            models.CheckConstraint(
                name="an_invitation_lasts_a_while",
                condition=Q(expires_at__gt=F("invited_at")),
            ),
        ]
