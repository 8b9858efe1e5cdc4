"""A relative abroad who agrees for themselves: invited by a family, with a number, a PIN and a
data key of their own. What they say is theirs; the family reads it only where they say so."""

import uuid

from django.db import models
from django.db.models import F, Q

from safe_mobility.people.models.households import FAMILY_AND_OFFICE
from safe_mobility.reunification.models.relatives import Relative
from safe_mobility.shared.declared import Kept, SeenBy, Sensitivity, declared


def _key() -> "models.UUIDField[uuid.UUID, uuid.UUID]":
    return declared(
        models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False),
        purpose="key of the row, to which its sealed values are bound; names a subject's data key",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.WITH_HOUSEHOLD,
    )


class RelativeInvitation(models.Model):
    """A code that a family hands to one relative. It opens a page that shows nothing of them."""

    id = _key()
    relative = declared(
        models.OneToOneField(Relative, on_delete=models.CASCADE, related_name="invitation"),
        purpose="who is invited",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    code_hash = declared(
        models.BinaryField(unique=True),
        purpose="finds the invitation of a code that was typed; never the code",
        sensitivity=Sensitivity.PROTECTED,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.UNTIL_USED,
    )
    made_at = declared(
        models.DateTimeField(),
        purpose="when the family asked for it",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    expires_at = declared(
        models.DateTimeField(),
        purpose="until when it opens",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    used_at = declared(
        models.DateTimeField(null=True, blank=True),
        purpose="when the relative agreed; it opens nothing after",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="an_invitation_ends_after_it_was_made",
                condition=Q(expires_at__gt=F("made_at")),
            )
        ]


class RelativeSubject(models.Model):
    """The relative as a subject of their own. Outlives the family's row about them."""

    id = _key()
    relative = declared(
        models.OneToOneField(
            Relative, null=True, blank=True, on_delete=models.SET_NULL, related_name="subject"
        ),
        purpose="in whose list they stand, as long as they do",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.WITH_HOUSEHOLD,
    )
    reference = declared(
        models.CharField(max_length=12, unique=True),
        purpose="the number by which they sign in; opens nothing alone",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.WITH_HOUSEHOLD,
    )
    pin_hash = declared(
        models.BinaryField(),
        purpose="checks the PIN; a keyed hash, never the PIN",
        sensitivity=Sensitivity.PROTECTED,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.WITH_HOUSEHOLD,
    )
    pin_seen_at = declared(
        models.DateTimeField(null=True, blank=True),
        purpose="until the PIN was noted down it can be shown again after a lost line",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.WITH_HOUSEHOLD,
    )
    language = declared(
        models.CharField(max_length=8),
        purpose="the language in which they agreed",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.WITH_HOUSEHOLD,
    )
    consent_version = declared(
        models.CharField(max_length=20),
        purpose="the wording that was read",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.WITH_HOUSEHOLD,
    )
    consented_at = declared(
        models.DateTimeField(),
        purpose="since when they agree",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.WITH_HOUSEHOLD,
    )
    shares = declared(
        models.BooleanField(default=False),
        purpose="whether the family and its office may read what they told",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.WITH_HOUSEHOLD,
    )
    told = declared(
        models.BinaryField(null=True),
        purpose="place, status and dates in their own words, sealed under their own key",
        sensitivity=Sensitivity.PROTECTED,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.WITH_HOUSEHOLD,
        encrypted=True,
    )


class RelativeSession(models.Model):
    """A browser on which a relative is signed in, by the real clock."""

    id = _key()
    subject = declared(
        models.ForeignKey(RelativeSubject, on_delete=models.CASCADE, related_name="sessions"),
        purpose="who is signed in",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.DAYS_7,
    )
    token_hash = declared(
        models.BinaryField(unique=True),
        purpose="finds the session of a cookie; never the token",
        sensitivity=Sensitivity.PROTECTED,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.DAYS_7,
    )
    expires_at = declared(
        models.DateTimeField(),
        purpose="when it ends by itself",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.DAYS_7,
    )
