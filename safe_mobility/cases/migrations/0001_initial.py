import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("appointments", "0002_confirmed_by_key"),
        ("people", "0002_ledger_key"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Interview",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "appointment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="appointments.appointment",
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.household",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("REFERRED", "REFERRED"),
                            ("MORE_NEEDED", "MORE_NEEDED"),
                            ("NOT_HERE", "NOT_HERE"),
                            ("CLOSED", "CLOSED"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("MAY_FIT", "MAY_FIT"),
                            ("BIRTH_DATE", "BIRTH_DATE"),
                            ("IDENTITY_PAPER", "IDENTITY_PAPER"),
                            ("FAMILY_PAPER", "FAMILY_PAPER"),
                            ("PERSON_MISSING", "PERSON_MISSING"),
                            ("CONTACT", "CONTACT"),
                            ("UNCLEAR_ANSWERS", "UNCLEAR_ANSWERS"),
                            ("SECOND_TALK", "SECOND_TALK"),
                            ("NATIONALITY", "NATIONALITY"),
                            ("RESIDENCE", "RESIDENCE"),
                            ("NO_PATHWAY_TODAY", "NO_PATHWAY_TODAY"),
                            ("OTHER_PROGRAMME", "OTHER_PROGRAMME"),
                            ("HOUSEHOLD_ASKED", "HOUSEHOLD_ASKED"),
                            ("NO_ANSWER", "NO_ANSWER"),
                            ("OTHER_APPLICATION", "OTHER_APPLICATION"),
                            ("LEFT_COUNTRY", "LEFT_COUNTRY"),
                            ("OTHER", "OTHER"),
                        ],
                        max_length=20,
                    ),
                ),
                ("pathway", models.CharField(blank=True, default="", max_length=20)),
                ("words", models.BinaryField(null=True)),
                ("answer_by", models.DateField(null=True)),
                ("look_again_on", models.DateField(null=True)),
                ("proposed_at", models.DateTimeField()),
                ("in_force_at", models.DateTimeField(null=True)),
                ("dropped_at", models.DateTimeField(null=True)),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.household",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "interview",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="cases.interview",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="InterviewSection",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "section",
                    models.CharField(
                        choices=[
                            ("IDENTITY", "IDENTITY"),
                            ("NOTE", "NOTE"),
                            ("NEEDS", "NEEDS"),
                            ("PATHWAYS", "PATHWAYS"),
                            ("APART", "APART"),
                        ],
                        max_length=10,
                    ),
                ),
                ("version", models.PositiveSmallIntegerField()),
                ("body", models.BinaryField()),
                ("saved_at", models.DateTimeField()),
                (
                    "interview",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sections",
                        to="cases.interview",
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Referral",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("pathway", models.CharField(max_length=20)),
                ("recipient", models.CharField(max_length=20)),
                ("purpose", models.CharField(max_length=60)),
                (
                    "fields",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=30), size=None
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("PROPOSED", "PROPOSED"),
                            ("CONSENTED", "CONSENTED"),
                            ("SENT", "SENT"),
                            ("ACCEPTED", "ACCEPTED"),
                            ("RETURNED", "RETURNED"),
                            ("DONE", "DONE"),
                            ("REVOKED", "REVOKED"),
                        ],
                        default="PROPOSED",
                        max_length=10,
                    ),
                ),
                ("state_since", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                ("answer_by", models.DateField(null=True)),
                ("return_reason", models.CharField(blank=True, default="", max_length=20)),
                ("result", models.CharField(blank=True, default="", max_length=20)),
                (
                    "consent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.consent",
                    ),
                ),
                (
                    "decision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="referral",
                        to="cases.decision",
                    ),
                ),
                (
                    "disclosure",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.disclosure",
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.household",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="interview",
            index=models.Index(
                condition=models.Q(("closed_at", None)),
                fields=["opened_by"],
                name="cases_interview_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="interview",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at__isnull", True), ("closed_by__isnull", True)),
                    models.Q(("closed_at__isnull", False), ("closed_by__isnull", False)),
                    _connector="OR",
                ),
                name="cases_interview_closed_by_somebody",
            ),
        ),
        migrations.AddIndex(
            model_name="decision",
            index=models.Index(fields=["household", "-proposed_at"], name="cases_decision_newest"),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("confirmed_by__isnull", True),
                    models.Q(("confirmed_by", models.F("proposed_by")), _negated=True),
                    _connector="OR",
                ),
                name="cases_decision_by_two",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", "REFERRED"), _negated=True),
                    ("in_force_at__isnull", True),
                    ("confirmed_by__isnull", False),
                    _connector="OR",
                ),
                name="cases_referral_needs_second",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(("outcome", "MORE_NEEDED"), _negated=True),
                        ("answer_by__isnull", False),
                        _connector="OR",
                    ),
                    models.Q(
                        models.Q(("outcome", "NOT_HERE"), _negated=True),
                        ("look_again_on__isnull", False),
                        _connector="OR",
                    ),
                ),
                name="cases_decision_says_its_date",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", "REFERRED"), models.Q(("pathway", ""), _negated=True)),
                    models.Q(models.Q(("outcome", "REFERRED"), _negated=True), ("pathway", "")),
                    _connector="OR",
                ),
                name="cases_pathway_with_referral_only",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reason", "OTHER"), _negated=True),
                    ("words__isnull", False),
                    _connector="OR",
                ),
                name="cases_other_needs_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("in_force_at__isnull", True), ("dropped_at__isnull", True), _connector="OR"
                ),
                name="cases_in_force_or_dropped",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(
                condition=models.Q(("dropped_at__isnull", True), ("in_force_at__isnull", True)),
                fields=("household",),
                name="cases_one_open_proposal",
            ),
        ),
        migrations.AddConstraint(
            model_name="interviewsection",
            constraint=models.UniqueConstraint(
                fields=("interview", "section", "version"), name="cases_one_row_per_version"
            ),
        ),
        migrations.AddConstraint(
            model_name="interviewsection",
            constraint=models.CheckConstraint(
                condition=models.Q(("version__gte", 1)), name="cases_versions_begin_at_one"
            ),
        ),
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(fields=["state", "answer_by"], name="cases_referral_waiting"),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("sent_by__isnull", True),
                    models.Q(("sent_by", models.F("proposed_by")), _negated=True),
                    _connector="OR",
                ),
                name="cases_referral_by_two",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state__in", ["SENT", "ACCEPTED", "RETURNED", "DONE"]), _negated=True
                    ),
                    models.Q(
                        ("answer_by__isnull", False),
                        ("consent__isnull", False),
                        ("disclosure__isnull", False),
                        ("sent_at__isnull", False),
                        ("sent_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="cases_nothing_leaves_unrecorded",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["PROPOSED", "CONSENTED"]), _negated=True),
                    ("disclosure__isnull", True),
                    _connector="OR",
                ),
                name="cases_no_disclosure_before_sent",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "CONSENTED"), _negated=True),
                    ("consent__isnull", False),
                    _connector="OR",
                ),
                name="cases_consented_has_consent",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["PROPOSED", "CONSENTED", "SENT", "ACCEPTED"])),
                fields=("household", "pathway"),
                name="cases_one_live_referral_per_pathway",
            ),
        ),
    ]
