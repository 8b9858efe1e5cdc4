"""What was answered, by whom only a cookie or a household's key can tell, and what came of it."""

import uuid

from django.db import models

from safe_mobility.people.models import Household
from safe_mobility.shared.declared import Kept, SeenBy, Sensitivity, declared

FAMILY_AND_OFFICE = (SeenBy.HOUSEHOLD, SeenBy.OFFICE)


class VisitorAnswers(models.Model):
    """The answers of somebody who looks without a name.

    The key of the row comes from the visitor's cookie and so does the key that opens it:
    whoever has the database alone cannot read an answer or tell whose it is.
    """

    id = declared(
        models.UUIDField(primary_key=True, editable=False),
        purpose="finds the answers again from the visitor's cookie, and from nothing else",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.DAYS_7,
    )
    answers = declared(
        models.BinaryField(),
        purpose="goes on where the visitor stopped",
        sensitivity=Sensitivity.PROTECTED,
        seen_by=SeenBy.HOUSEHOLD,
        kept=Kept.DAYS_7,
        encrypted=True,
    )
    language = declared(
        models.CharField(max_length=8),
        purpose="the language of the pages",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.DAYS_7,
    )
    country = declared(
        models.CharField(max_length=2),
        purpose="whose programme is asked about",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.DAYS_7,
    )
    counted_at = declared(
        models.DateTimeField(null=True),
        purpose="keeps the daily count from counting one visitor twice",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.DAYS_7,
    )
    expires_at = declared(
        models.DateTimeField(db_index=True),
        purpose="the moment from which the answers are gone",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.DAYS_7,
    )


class Screening(models.Model):
    """What the rules said about a registered household on a day. Never changed, only followed."""

    id = declared(
        models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False),
        purpose="names the row and binds what is sealed in it",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.WITH_HOUSEHOLD,
    )
    household = declared(
        models.ForeignKey(Household, on_delete=models.CASCADE, related_name="screenings"),
        purpose="whose screening it is",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.COARSE_FOR_EVER,
    )
    answers = declared(
        models.BinaryField(null=True),
        purpose="explains the verdicts, and lets them be looked at again when a rule changes",
        sensitivity=Sensitivity.PROTECTED,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
        encrypted=True,
    )
    on = declared(
        models.DateField(),
        purpose="the day whose rules were used",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.COARSE_FOR_EVER,
    )
    rules_version = declared(
        models.CharField(max_length=64),
        purpose="the rules that were used, so that anybody can repeat the verdict",
        sensitivity=Sensitivity.PUBLIC,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.COARSE_FOR_EVER,
    )
    at = declared(
        models.DateTimeField(),
        purpose="when it was done; the newest one stands",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.COARSE_FOR_EVER,
    )

    class Meta:
        indexes = [models.Index(fields=["household", "-at"], name="screening_newest_first")]


class ScreeningVerdict(models.Model):
    """One verdict of a screening, in clear, so that SQL can count."""

    id = declared(
        models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False),
        purpose="names the row",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.COARSE_FOR_EVER,
    )
    screening = declared(
        models.ForeignKey(Screening, on_delete=models.CASCADE, related_name="verdicts"),
        purpose="the screening it belongs to",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.COARSE_FOR_EVER,
    )
    pathway = declared(
        models.CharField(max_length=60),
        purpose="a pathway's code, or the office's own group",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.COARSE_FOR_EVER,
    )
    verdict = declared(
        models.CharField(
            max_length=9,
            choices=[("OPEN", "OPEN"), ("PERSON", "PERSON"), ("NOT_TODAY", "NOT_TODAY")],
        ),
        purpose="what may be open to the household",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.COARSE_FOR_EVER,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["screening", "pathway"], name="one_verdict_per_pathway_and_screening"
            ),
            models.CheckConstraint(
                condition=models.Q(verdict__in=["OPEN", "PERSON", "NOT_TODAY"]),
                name="verdict_is_one_of_three",
            ),
        ]


class ScreeningCount(models.Model):
    """How many people looked at their result without a name, by day and country: nothing more."""

    id = declared(
        models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False),
        purpose="names the row",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.COARSE_FOR_EVER,
    )
    on = declared(
        models.DateField(),
        purpose="the day that is counted",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.EVERYONE,
        kept=Kept.COARSE_FOR_EVER,
    )
    country = declared(
        models.CharField(max_length=2),
        purpose="whose programme was asked about",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.EVERYONE,
        kept=Kept.COARSE_FOR_EVER,
    )
    screenings = declared(
        models.PositiveIntegerField(default=0),
        purpose="the count",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.EVERYONE,
        kept=Kept.COARSE_FOR_EVER,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["on", "country"], name="one_count_per_day_and_country")
        ]


class Rescreening(models.Model):
    """What new rules would change for the households that are stored. Told after two yeses."""

    id = declared(
        models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False),
        purpose="names the list",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_PROGRAMME,
    )
    on = declared(
        models.DateField(),
        purpose="the day whose rules were used",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_PROGRAMME,
    )
    rules_version = declared(
        models.CharField(max_length=64),
        purpose="the rules that were used; a list of older rules is never told",
        sensitivity=Sensitivity.PUBLIC,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_PROGRAMME,
    )
    households = declared(
        models.PositiveIntegerField(),
        purpose="how many households were judged again",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_PROGRAMME,
    )
    made_at = declared(
        models.DateTimeField(),
        purpose="when it was done",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_PROGRAMME,
    )
    first_by = declared(
        models.CharField(max_length=80, default=""),
        purpose="who said yes first",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_PROGRAMME,
    )
    second_by = declared(
        models.CharField(max_length=80, default=""),
        purpose="who said yes too: somebody else",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_PROGRAMME,
    )
    told_at = declared(
        models.DateTimeField(null=True),
        purpose="when the families were told; nothing is told twice",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_PROGRAMME,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["on", "rules_version"], name="one_rescreening_per_day_and_rules"
            ),
            models.CheckConstraint(
                condition=models.Q(second_by="") | ~models.Q(second_by=models.F("first_by")),
                name="rescreening_needs_two_people",
            ),
            models.CheckConstraint(
                condition=models.Q(told_at=None) | ~models.Q(second_by=""),
                name="rescreening_told_after_two_yeses",
            ),
        ]


class ChangedVerdict(models.Model):
    """One verdict that the new rules would change, for one household."""

    id = declared(
        models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False),
        purpose="names the row",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.COARSE_FOR_EVER,
    )
    rescreening = declared(
        models.ForeignKey(Rescreening, on_delete=models.CASCADE, related_name="changes"),
        purpose="the list on which it stands",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.COARSE_FOR_EVER,
    )
    household = declared(
        models.ForeignKey(Household, on_delete=models.CASCADE, related_name="+"),
        purpose="whose verdict it is",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.COARSE_FOR_EVER,
    )
    pathway = declared(
        models.CharField(max_length=60),
        purpose="a pathway's code, or the office's own group",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.COARSE_FOR_EVER,
    )
    before = declared(
        models.CharField(max_length=9),
        purpose="what the stored screening says",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.COARSE_FOR_EVER,
    )
    after = declared(
        models.CharField(max_length=9),
        purpose="what the new rules say",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.COARSE_FOR_EVER,
    )

    told_at = declared(
        models.DateTimeField(null=True),
        purpose="when the household was judged anew and told; a run that is cut off goes on here",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.COARSE_FOR_EVER,
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["rescreening", "household"],
                condition=models.Q(told_at=None),
                name="changed_and_not_told",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["rescreening", "household", "pathway"],
                name="one_change_per_household_and_pathway",
            ),
            models.CheckConstraint(
                condition=~models.Q(before=models.F("after")), name="a_change_changes_something"
            ),
        ]
