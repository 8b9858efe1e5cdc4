"""Relatives abroad, how each is related to whom, their petitions, and the days that run out.

What a family tells about a relative is sealed under the family's own key. What a relative says
once they agreed for themselves stands apart, under a key of their own (`consenting`).
"""

import uuid

from django.db import models
from django.db.models import F, Q

from safe_mobility.people.models.households import FAMILY_AND_OFFICE, Household
from safe_mobility.people.models.persons import Membership
from safe_mobility.reunification.rules.kin import (
    EARLIEST_PRIORITY,
    Marital,
    PetitionKind,
    PetitionState,
    Relation,
    Said,
    Status,
)
from safe_mobility.reunification.rules.today import Act
from safe_mobility.shared.declared import Kept, SeenBy, Sensitivity, declared


def _key() -> "models.UUIDField[uuid.UUID, uuid.UUID]":
    return declared(
        models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False),
        purpose="key of the row, to which its sealed values are bound",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.WITH_HOUSEHOLD,
    )


class Relative(models.Model):
    """Somebody abroad whom a household named. Country and status are codes, so that they can be
    counted; who it is stays sealed."""

    id = _key()
    household = declared(
        models.ForeignKey(Household, on_delete=models.CASCADE, related_name="relatives"),
        purpose="whose relative it is",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    number = declared(
        models.PositiveSmallIntegerField(),
        purpose="names the relative in addresses of the family's own pages",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    given_names = declared(
        models.BinaryField(),
        purpose="who it is",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
        encrypted=True,
    )
    surnames = declared(
        models.BinaryField(),
        purpose="who it is",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
        encrypted=True,
    )
    born_on = declared(
        models.BinaryField(null=True),
        purpose="whether the relative is old enough to file",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
        encrypted=True,
    )
    contact = declared(
        models.BinaryField(null=True),
        purpose="where the family reaches the relative; we write to nobody who did not agree",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
        encrypted=True,
    )
    person_hash = declared(
        models.BinaryField(null=True),
        purpose="tells that somebody is named twice, or is one of those who apply",
        sensitivity=Sensitivity.PROTECTED,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.WITH_HOUSEHOLD,
    )
    of_age = declared(
        models.CharField(max_length=8, choices=[(s.value, s.value) for s in Said]),
        purpose="whether the relative is 21 or older, where the birth date is not known",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    country = declared(
        models.CharField(max_length=2, blank=True),
        purpose="whose family rules apply",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    state = declared(
        models.CharField(max_length=60, blank=True),
        purpose="where in that country help and offices are",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    status = declared(
        models.CharField(max_length=8, choices=[(s.value, s.value) for s in Status]),
        purpose="what the relative may file for",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    status_since = declared(
        models.DateField(null=True, blank=True),
        purpose="terms that run from this day: two years for Form I-730, five to naturalise",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    since_about = declared(
        models.BooleanField(default=False),
        purpose="only the year of that day is known; terms then run from both its ends",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    wound_on = declared(
        models.DateField(null=True, blank=True, db_index=True),
        purpose="when the clocks were last set: each month's list of cut-off dates may move one",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.WITH_HOUSEHOLD,
    )
    own_word_at = declared(
        models.DateTimeField(null=True, blank=True),
        purpose="since when place and status are the relative's own words",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    entered_at = declared(
        models.DateTimeField(),
        purpose="when the family named the relative",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    entered_by = declared(
        models.CharField(max_length=80),
        purpose="the family itself, or staff with it present, by reference",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_number_per_relative_of_a_household", fields=["household", "number"]
            ),
            models.UniqueConstraint(
                name="one_relative_is_named_once",
                fields=["household", "person_hash"],
                condition=Q(person_hash__isnull=False),
            ),
            models.CheckConstraint(
                name="relative_status_is_known",
                condition=Q(status__in=[status.value for status in Status]),
            ),
        ]


class Tie(models.Model):
    """What one relative is to one member. Circles of parents are refused by a trigger."""

    id = _key()
    relative = declared(
        models.ForeignKey(Relative, on_delete=models.CASCADE, related_name="ties"),
        purpose="who is abroad",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    member = declared(
        models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="ties"),
        purpose="who is here",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    relation = declared(
        models.CharField(max_length=12, choices=[(r.value, r.value) for r in Relation]),
        purpose="what the relative is to the member: the category follows from it",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    marital = declared(
        models.CharField(max_length=8, choices=[(m.value, m.value) for m in Marital]),
        purpose="whether the member is married, asked of sons and daughters only",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    related_on = declared(
        models.DateField(null=True, blank=True),
        purpose="the day of the marriage: for Form I-730 it must come before the admission",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_tie_per_relative_and_member", fields=["relative", "member"]
            ),
            models.CheckConstraint(
                name="relation_is_known",
                condition=Q(relation__in=[relation.value for relation in Relation]),
            ),
        ]


class Petition(models.Model):
    """What a relative filed for a member: one of a kind for each pair."""

    id = _key()
    tie = declared(
        models.ForeignKey(Tie, on_delete=models.CASCADE, related_name="petitions"),
        purpose="for whom it was filed, and by whom",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    kind = declared(
        models.CharField(max_length=8, choices=[(k.value, k.value) for k in PetitionKind]),
        purpose="which form",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    state = declared(
        models.CharField(max_length=8, choices=[(s.value, s.value) for s in PetitionState]),
        purpose="how far it has come, as the family says",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    filed_on = declared(
        models.DateField(null=True, blank=True),
        purpose="since when it waits",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    filed_about = declared(
        models.BooleanField(default=False),
        purpose="only the year of filing is known: no age is counted from it",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    priority_on = declared(
        models.DateField(null=True, blank=True),
        purpose="the place in line",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    approved_on = declared(
        models.DateField(null=True, blank=True),
        purpose="ends the time that is taken off a child's age",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    receipt = declared(
        models.BinaryField(null=True),
        purpose="the number under which the authority answers questions",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
        encrypted=True,
    )
    told_on = declared(
        models.DateField(),
        purpose="the day on which this was last said: no date of a petition lies after it",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_petition_of_a_kind_per_pair", fields=["tie", "kind"]),
            *[
                models.CheckConstraint(
                    name=f"petition_{column}_is_of_this_law",
                    condition=Q(**{column: None})
                    | Q(**{f"{column}__gte": EARLIEST_PRIORITY, f"{column}__lte": F("told_on")}),
                )
                for column in ("filed_on", "priority_on", "approved_on")
            ],
            models.CheckConstraint(
                name="petition_is_approved_after_it_was_filed",
                condition=Q(approved_on=None)
                | Q(filed_on=None)
                | Q(approved_on__gte=F("filed_on")),
            ),
        ]


class Clock(models.Model):
    """A day that runs out for one pair. The day itself is sealed: a last day before the 21st
    birthday would say when somebody was born. The month stands in clear, for lists and for
    reminders."""

    id = _key()
    tie = declared(
        models.ForeignKey(Tie, on_delete=models.CASCADE, related_name="clocks"),
        purpose="for which pair",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    act = declared(
        models.CharField(max_length=20, choices=[(act.value, act.value) for act in Act]),
        purpose="what has to be done before it",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    month = declared(
        models.DateField(db_index=True),
        purpose="the first day of the month in which it runs out",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    until_on = declared(
        models.BinaryField(),
        purpose="the last safe day",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
        encrypted=True,
    )
    done_at = declared(
        models.DateTimeField(null=True, blank=True),
        purpose="when somebody said that it is done",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    done_by = declared(
        models.CharField(max_length=80, blank=True),
        purpose="who said so, by reference",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_clock_of_an_act_per_pair", fields=["tie", "act"]),
            models.CheckConstraint(name="a_clock_names_its_month", condition=Q(month__day=1)),
        ]
