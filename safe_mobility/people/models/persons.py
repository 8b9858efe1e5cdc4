"""The people of a household, how to reach them, and what they told us they need."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from safe_mobility.people.models.households import FAMILY_AND_OFFICE, SHARED, Household
from safe_mobility.people.rules.contacts import ContactKind
from safe_mobility.people.rules.drafts import Role, Sex
from safe_mobility.shared.declared import Kept, SeenBy, Sensitivity, declared


class Membership(models.Model):
    """One person as part of one household, from a day until a day.

    Each household has its own copy of a person's values, sealed under its own key. On erasure the
    sealed values go and the year of birth becomes its age band.
    """

    id = declared(
        models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False),
        purpose="key of the row, to which its sealed values are bound",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.COARSE_FOR_EVER,
    )
    household = declared(
        models.ForeignKey(Household, on_delete=models.CASCADE, related_name="members"),
        purpose="whose family it is",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.COARSE_FOR_EVER,
    )
    number = declared(
        models.PositiveSmallIntegerField(),
        purpose="names a person inside the household without a name: 1 is the applicant at first",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.COARSE_FOR_EVER,
    )
    role = declared(
        models.CharField(max_length=12, choices=[(role.value, role.value) for role in Role]),
        purpose="how the person belongs to the applicant",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=SHARED,
        kept=Kept.COARSE_FOR_EVER,
    )
    given_names = declared(
        models.BinaryField(null=True),
        purpose="given names, as the person writes them",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=SHARED,
        kept=Kept.WITH_HOUSEHOLD,
        encrypted=True,
    )
    surnames = declared(
        models.BinaryField(null=True),
        purpose="surnames, as the person writes them",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=SHARED,
        kept=Kept.WITH_HOUSEHOLD,
        encrypted=True,
    )
    born_on = declared(
        models.BinaryField(null=True),
        purpose="the birth date in ISO form",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=SHARED,
        kept=Kept.WITH_HOUSEHOLD,
        encrypted=True,
    )
    document_number = declared(
        models.BinaryField(null=True),
        purpose="the number of an identity document, if given",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=SHARED,
        kept=Kept.WITH_HOUSEHOLD,
        encrypted=True,
    )
    document_kind = declared(
        models.CharField(max_length=12, blank=True),
        purpose="the kind of document, NONE where the person said there is none",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=SHARED,
        kept=Kept.WITH_HOUSEHOLD,
    )
    document_country = declared(
        models.CharField(max_length=2, blank=True),
        purpose="the country that made the document",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=SHARED,
        kept=Kept.WITH_HOUSEHOLD,
    )
    document_hash = declared(
        models.BinaryField(null=True),
        purpose="one document, one sent application: a keyed hash, filled when it is sent",
        sensitivity=Sensitivity.PROTECTED,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.WITH_HOUSEHOLD,
    )
    person_hash = declared(
        models.BinaryField(null=True, db_index=True),
        purpose="finds the same name and birthday again; a keyed hash, not unique, twins exist",
        sensitivity=Sensitivity.PROTECTED,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.WITH_HOUSEHOLD,
    )
    match_hash = declared(
        models.BinaryField(null=True, db_index=True),
        purpose="finds names that sound alike; a keyed hash of a phonetic key",
        sensitivity=Sensitivity.PROTECTED,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.WITH_HOUSEHOLD,
    )
    sex = declared(
        models.CharField(max_length=1, blank=True, choices=[(sex.value, sex.value) for sex in Sex]),
        purpose="counting, and the questions of some pathways",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=SHARED,
        kept=Kept.COARSE_FOR_EVER,
    )
    birth_year = declared(
        models.PositiveSmallIntegerField(null=True, blank=True),
        purpose="counting by age without opening the birth date",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=SHARED,
        kept=Kept.WITH_HOUSEHOLD,
    )
    age_band = declared(
        models.CharField(max_length=8, blank=True),
        purpose="what remains of the birth year after erasure",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.COARSE_FOR_EVER,
    )
    nationalities = declared(
        ArrayField(models.CharField(max_length=3), default=list, blank=True),
        purpose="pathways depend on citizenship",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=SHARED,
        kept=Kept.COARSE_FOR_EVER,
    )
    from_on = declared(
        models.DateField(),
        purpose="since when the person belongs to the household",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.COARSE_FOR_EVER,
    )
    until_on = declared(
        models.DateField(null=True, blank=True),
        purpose="the last day the person belonged to it",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.COARSE_FOR_EVER,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_number_per_person_of_a_household", fields=["household", "number"]
            ),
            models.UniqueConstraint(
                name="one_applicant_per_household",
                fields=["household"],
                condition=Q(role="APPLICANT", until_on=None),
            ),
            models.UniqueConstraint(
                name="one_sent_application_per_document",
                fields=["document_hash"],
                condition=Q(document_hash__isnull=False),
            ),
            models.CheckConstraint(
                name="membership_ends_after_it_began",
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")),
            ),
            models.CheckConstraint(
                name="membership_role_is_known", condition=Q(role__in=[role.value for role in Role])
            ),
            models.CheckConstraint(
                name="membership_sex_is_known",
                condition=Q(sex__in=["", *(sex.value for sex in Sex)]),
            ),
        ]


class Contact(models.Model):
    """One phone or e-mail on file. Replacing it removes the old one at once."""

    id = declared(
        models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False),
        purpose="key of the row, to which its sealed values are bound",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.WITH_HOUSEHOLD,
    )
    household = declared(
        models.ForeignKey(Household, on_delete=models.CASCADE, related_name="contacts"),
        purpose="whom it reaches",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    kind = declared(
        models.CharField(max_length=8, choices=[(kind.value, kind.value) for kind in ContactKind]),
        purpose="how it is used",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    value = declared(
        models.BinaryField(),
        purpose="the number in E.164 or the address",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
        encrypted=True,
    )
    value_hash = declared(
        models.BinaryField(db_index=True),
        purpose="finds the household of an incoming SMS and likely duplicates; not unique",
        sensitivity=Sensitivity.PROTECTED,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.WITH_HOUSEHOLD,
    )
    verified_at = declared(
        models.DateTimeField(null=True, blank=True),
        purpose="when somebody there gave back the code we sent",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    login = declared(
        models.BooleanField(default=False),
        purpose="a verified e-mail that belongs to one household alone",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    since_at = declared(
        models.DateTimeField(),
        purpose="when it was put on file",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_contact_of_a_kind_per_household", fields=["household", "kind"]
            ),
            models.UniqueConstraint(
                name="one_household_per_login_email",
                fields=["value_hash"],
                condition=Q(kind="EMAIL", login=True, verified_at__isnull=False),
            ),
            models.CheckConstraint(
                name="only_a_verified_email_is_a_login",
                condition=Q(login=False) | Q(kind="EMAIL", verified_at__isnull=False),
            ),
        ]


class SpecificNeed(models.Model):
    """What the household said about help it needs, sealed as a whole; pending until assessed."""

    id = declared(
        models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False),
        purpose="key of the row, to which its sealed values are bound",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.WITH_HOUSEHOLD,
    )
    household = declared(
        models.OneToOneField(Household, on_delete=models.CASCADE, related_name="needs"),
        purpose="who said it",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    codes = declared(
        models.BinaryField(null=True),
        purpose="the sentences ticked, by code",
        sensitivity=Sensitivity.PROTECTED,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
        encrypted=True,
    )
    words = declared(
        models.BinaryField(null=True),
        purpose="what the household added in its own words",
        sensitivity=Sensitivity.PROTECTED,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
        encrypted=True,
    )
    told_at = declared(
        models.DateTimeField(),
        purpose="when it was said",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
