"""The household, the office that serves it, and the state of what it asked for."""

import uuid
from collections.abc import Iterable

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from safe_mobility.people.rules.states import LIVE, State
from safe_mobility.shared.declared import Kept, SeenBy, Sensitivity, declared

FAMILY_AND_OFFICE = (SeenBy.HOUSEHOLD, SeenBy.OFFICE)
SHARED = (SeenBy.HOUSEHOLD, SeenBy.OFFICE, SeenBy.PARTNER)


def _values(states: Iterable[State]) -> list[str]:
    return sorted(state.value for state in states)


class Household(models.Model):
    """Who applies together. Outlives its erasure as a coarse row, so that counts stay true."""

    id = declared(
        models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False),
        purpose="ties the rows of one household together and names its data key",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.COARSE_FOR_EVER,
    )
    reference = declared(
        models.CharField(max_length=12, unique=True),
        purpose="the number by which a household is named; opens nothing alone",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=SHARED,
        kept=Kept.COARSE_FOR_EVER,
    )
    language = declared(
        models.CharField(max_length=8),
        purpose="the language of pages, messages and letters",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SHARED,
        kept=Kept.COARSE_FOR_EVER,
    )
    interpreter_language = declared(
        models.CharField(max_length=8, blank=True),
        purpose="the language spoken at the interview, where an interpreter is wanted",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SHARED,
        kept=Kept.COARSE_FOR_EVER,
    )
    country = declared(
        models.CharField(max_length=2),
        purpose="the country programme the household belongs to",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SHARED,
        kept=Kept.COARSE_FOR_EVER,
    )
    municipality = declared(
        models.CharField(max_length=8, blank=True),
        purpose="finds the office that serves the place of residence",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=SHARED,
        kept=Kept.WITH_HOUSEHOLD,
    )
    department = declared(
        models.CharField(max_length=8, blank=True),
        purpose="what public figures and erased rows know of the place of residence",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SHARED,
        kept=Kept.COARSE_FOR_EVER,
    )
    office_code = declared(
        models.CharField(max_length=8, blank=True, db_index=True),
        purpose="the office that serves the household and whose staff may see it",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SHARED,
        kept=Kept.COARSE_FOR_EVER,
    )
    size = declared(
        models.PositiveSmallIntegerField(default=1),
        purpose="how many people come to one appointment",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SHARED,
        kept=Kept.COARSE_FOR_EVER,
    )
    channel = declared(
        models.CharField(max_length=8, choices=[("WEB", "WEB"), ("ASSISTED", "ASSISTED")]),
        purpose="whether the household registered alone or with staff present",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.COARSE_FOR_EVER,
    )
    has_needs = declared(
        models.BooleanField(default=False),
        purpose="counts households with a specific need without opening which",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.COARSE_FOR_EVER,
    )
    contact_kind = declared(
        models.CharField(max_length=8, blank=True),
        purpose="whether and how a household can be reached, for counting",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.COARSE_FOR_EVER,
    )
    answered = declared(
        ArrayField(models.CharField(max_length=16), default=list, blank=True),
        purpose="pages of the registration that were answered, also with nothing",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    created_at = declared(
        models.DateTimeField(),
        purpose="when the household registered, in the programme's time",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.COARSE_FOR_EVER,
    )
    pin_hash = declared(
        models.BinaryField(null=True),
        purpose="checks the PIN; a keyed hash, never the PIN",
        sensitivity=Sensitivity.PROTECTED,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.WITH_HOUSEHOLD,
    )
    pin_changed_at = declared(
        models.DateTimeField(),
        purpose="tells a family when its PIN was last changed",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    pin_seen_at = declared(
        models.DateTimeField(null=True, blank=True),
        purpose="until the first PIN was noted down it can be shown again after a lost line",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.WITH_HOUSEHOLD,
    )
    erased_at = declared(
        models.DateTimeField(null=True, blank=True),
        purpose="the personal values of this row are gone since then",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.COARSE_FOR_EVER,
    )

    class Meta:
        constraints = [
            models.CheckConstraint(name="household_has_people", condition=Q(size__gte=1)),
            models.CheckConstraint(
                name="household_channel_is_known", condition=Q(channel__in=["WEB", "ASSISTED"])
            ),
            models.CheckConstraint(
                name="erased_household_keeps_no_secret",
                condition=Q(erased_at=None) | Q(pin_hash=None, municipality=""),
            ),
        ]


class OfficeAssignment(models.Model):
    """Since when which office serves a household; the newest one is `Household.office_code`."""

    id = declared(
        models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False),
        purpose="key of the row",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.COARSE_FOR_EVER,
    )
    household = declared(
        models.ForeignKey(Household, on_delete=models.CASCADE, related_name="assignments"),
        purpose="whose office it is",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.COARSE_FOR_EVER,
    )
    office_code = declared(
        models.CharField(max_length=8),
        purpose="the office",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.COARSE_FOR_EVER,
    )
    from_at = declared(
        models.DateTimeField(),
        purpose="since when",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.COARSE_FOR_EVER,
    )
    by = declared(
        models.CharField(max_length=80),
        purpose="who moved the household, by reference",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.COARSE_FOR_EVER,
    )

    class Meta:
        indexes = [models.Index(fields=["household", "from_at"])]


class Application(models.Model):
    """What a household asked for and where it stands. Only `services.advance` writes `state`."""

    id = declared(
        models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False),
        purpose="key of the row",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.COARSE_FOR_EVER,
    )
    household = declared(
        models.ForeignKey(Household, on_delete=models.CASCADE, related_name="applications"),
        purpose="whose application it is",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.COARSE_FOR_EVER,
    )
    state = declared(
        models.CharField(max_length=16, choices=[(state.value, state.value) for state in State]),
        purpose="where the application stands",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=SHARED,
        kept=Kept.COARSE_FOR_EVER,
    )
    state_since = declared(
        models.DateTimeField(),
        purpose="the last change, shown to the household",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SHARED,
        kept=Kept.COARSE_FOR_EVER,
    )
    former_states = declared(
        ArrayField(models.CharField(max_length=16), default=list, blank=True),
        purpose="the states to come back to from more needed, a review or a withdrawal",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    reason = declared(
        models.CharField(max_length=40, blank=True),
        purpose="the code of the reason; its words are found by the door",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.COARSE_FOR_EVER,
    )
    suspended_on = declared(
        models.DateField(null=True, blank=True),
        purpose="since when the programme stands still for this application",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.COARSE_FOR_EVER,
    )
    next_news_by = declared(
        models.DateField(null=True, blank=True, db_index=True),
        purpose="the day before which the household hears from us, changed or not",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    look_again_on = declared(
        models.DateField(null=True, blank=True),
        purpose="when it is worth looking again",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    reopen_until = declared(
        models.DateField(null=True, blank=True),
        purpose="the last day on which a withdrawn application can be opened again",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    opened_at = declared(
        models.DateTimeField(),
        purpose="when the draft began; the newest application of a household is the one meant",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.COARSE_FOR_EVER,
    )
    sent_at = declared(
        models.DateTimeField(null=True, blank=True),
        purpose="when the household sent it",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.COARSE_FOR_EVER,
    )
    expires_at = declared(
        models.DateTimeField(null=True, blank=True, db_index=True),
        purpose="when a draft that was never sent is erased",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.HOUSEHOLD,
        kept=Kept.DAYS_7,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_live_application_per_household",
                fields=["household"],
                condition=Q(state__in=_values(LIVE)),
            ),
            models.CheckConstraint(
                name="application_state_is_known", condition=Q(state__in=_values(State))
            ),
            models.CheckConstraint(
                name="a_draft_and_only_a_draft_expires",
                condition=Q(state="DRAFT", expires_at__isnull=False, sent_at=None)
                | (~Q(state="DRAFT") & Q(expires_at=None)),
            ),
            models.CheckConstraint(
                name="sent_after_it_was_opened",
                condition=Q(sent_at=None) | Q(sent_at__gte=F("opened_at")),
            ),
            models.CheckConstraint(
                name="withdrawn_says_until_when",
                condition=~Q(state="WITHDRAWN") | Q(reopen_until__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["state", "state_since"])]
