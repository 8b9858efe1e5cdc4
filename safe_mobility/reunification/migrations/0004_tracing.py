import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0003_tracing_consent"),
        ("reunification", "0003_guards"),
    ]

    operations = [
        migrations.CreateModel(
            name="TraceProfile",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("born_in", models.BinaryField(null=True)),
                ("mother", models.BinaryField(null=True)),
                ("father", models.BinaryField(null=True)),
                ("open_to", models.BinaryField(null=True)),
                ("not_by", models.BinaryField(null=True)),
                ("joined_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField()),
                (
                    "household",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="trace_profile",
                        to="people.household",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TraceRequest",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "relation",
                    models.CharField(
                        choices=[
                            ("SPOUSE", "SPOUSE"),
                            ("PARTNER", "PARTNER"),
                            ("PARENT", "PARENT"),
                            ("CHILD", "CHILD"),
                            ("SIBLING", "SIBLING"),
                            ("GRANDPARENT", "GRANDPARENT"),
                            ("GRANDCHILD", "GRANDCHILD"),
                            ("OTHER", "OTHER"),
                        ],
                        max_length=12,
                    ),
                ),
                ("given_names", models.BinaryField(null=True)),
                ("surnames", models.BinaryField(null=True)),
                ("born", models.BinaryField(null=True)),
                ("born_in", models.BinaryField(null=True)),
                ("mother", models.BinaryField(null=True)),
                ("father", models.BinaryField(null=True)),
                ("last_news", models.BinaryField(null=True)),
                ("asked_at", models.DateTimeField()),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="trace_requests",
                        to="people.household",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TraceMatch",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("WEAK", "WEAK"),
                            ("FOUND", "FOUND"),
                            ("ASKED", "ASKED"),
                            ("AGREED", "AGREED"),
                            ("REFUSED", "REFUSED"),
                            ("DISMISSED", "DISMISSED"),
                        ],
                        max_length=10,
                    ),
                ),
                ("tenths", models.IntegerField()),
                ("found_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("decided_by", models.CharField(blank=True, max_length=80)),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                ("told_seeker", models.BinaryField(null=True)),
                ("told_found", models.BinaryField(null=True)),
                (
                    "found",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="matches",
                        to="reunification.traceprofile",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="matches",
                        to="reunification.tracerequest",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TraceKey",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("hash", models.BinaryField(db_index=True)),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="trace_keys",
                        to="people.household",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="keys",
                        to="reunification.tracerequest",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="tracerequest",
            constraint=models.UniqueConstraint(
                fields=("household", "number"), name="one_number_per_request_of_a_household"
            ),
        ),
        migrations.AddConstraint(
            model_name="tracematch",
            constraint=models.UniqueConstraint(
                fields=("request", "found"), name="one_match_per_pair"
            ),
        ),
        migrations.AddConstraint(
            model_name="tracematch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "AGREED"),
                    models.Q(("told_found", None), ("told_seeker", None)),
                    _connector="OR",
                ),
                name="nobody_is_told_before_both_agreed",
            ),
        ),
        migrations.AddConstraint(
            model_name="tracematch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["WEAK", "FOUND"]),
                    models.Q(
                        ("decided_at__isnull", False), models.Q(("decided_by", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="a_person_decides_before_anybody_is_asked",
            ),
        ),
    ]
