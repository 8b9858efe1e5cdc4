import datetime as dt
import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_ledger_key"),
        ("reunification", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Relative",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("given_names", models.BinaryField()),
                ("surnames", models.BinaryField()),
                ("born_on", models.BinaryField(null=True)),
                ("contact", models.BinaryField(null=True)),
                ("person_hash", models.BinaryField(null=True)),
                (
                    "of_age",
                    models.CharField(
                        choices=[("YES", "YES"), ("NO", "NO"), ("UNKNOWN", "UNKNOWN")], max_length=8
                    ),
                ),
                ("country", models.CharField(blank=True, max_length=2)),
                ("state", models.CharField(blank=True, max_length=60)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("CITIZEN", "CITIZEN"),
                            ("RESIDENT", "RESIDENT"),
                            ("REFUGEE", "REFUGEE"),
                            ("ASYLEE", "ASYLEE"),
                            ("OTHER", "OTHER"),
                            ("UNKNOWN", "UNKNOWN"),
                        ],
                        max_length=8,
                    ),
                ),
                ("status_since", models.DateField(blank=True, null=True)),
                ("since_about", models.BooleanField(default=False)),
                ("entered_at", models.DateTimeField()),
                ("entered_by", models.CharField(max_length=80)),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="relatives",
                        to="people.household",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Tie",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
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
                (
                    "marital",
                    models.CharField(
                        choices=[
                            ("SINGLE", "SINGLE"),
                            ("MARRIED", "MARRIED"),
                            ("WIDOWED", "WIDOWED"),
                            ("DIVORCED", "DIVORCED"),
                            ("UNKNOWN", "UNKNOWN"),
                        ],
                        max_length=8,
                    ),
                ),
                ("related_on", models.DateField(blank=True, null=True)),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ties",
                        to="people.membership",
                    ),
                ),
                (
                    "relative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ties",
                        to="reunification.relative",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Petition",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("I130", "I130"),
                            ("I730", "I730"),
                            ("CAM", "CAM"),
                            ("OTHER", "OTHER"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("FILED", "FILED"),
                            ("APPROVED", "APPROVED"),
                            ("REFUSED", "REFUSED"),
                            ("ENDED", "ENDED"),
                        ],
                        max_length=8,
                    ),
                ),
                ("filed_on", models.DateField(blank=True, null=True)),
                ("filed_about", models.BooleanField(default=False)),
                ("priority_on", models.DateField(blank=True, null=True)),
                ("approved_on", models.DateField(blank=True, null=True)),
                ("receipt", models.BinaryField(null=True)),
                ("told_on", models.DateField()),
                (
                    "tie",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="petitions",
                        to="reunification.tie",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Clock",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("FILE_I730", "FILE_I730"),
                            ("SEEK_VISA", "SEEK_VISA"),
                            ("LOOK_AT_PAPERS", "LOOK_AT_PAPERS"),
                            ("FILE_I130", "FILE_I130"),
                            ("ASK_CAM", "ASK_CAM"),
                            ("UPDATE_ADDRESS", "UPDATE_ADDRESS"),
                            ("WATCH_INVITATION", "WATCH_INVITATION"),
                            ("NATURALISE", "NATURALISE"),
                            ("ACT_BEFORE_21", "ACT_BEFORE_21"),
                            ("SAY_CHANGE", "SAY_CHANGE"),
                            ("TELL_FACTS", "TELL_FACTS"),
                            ("GATHER_PROOF", "GATHER_PROOF"),
                        ],
                        max_length=20,
                    ),
                ),
                ("month", models.DateField(db_index=True)),
                ("until_on", models.BinaryField()),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("done_by", models.CharField(blank=True, max_length=80)),
                (
                    "tie",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="clocks",
                        to="reunification.tie",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="relative",
            constraint=models.UniqueConstraint(
                fields=("household", "number"), name="one_number_per_relative_of_a_household"
            ),
        ),
        migrations.AddConstraint(
            model_name="relative",
            constraint=models.UniqueConstraint(
                condition=models.Q(("person_hash__isnull", False)),
                fields=("household", "person_hash"),
                name="one_relative_is_named_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="relative",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status__in", ["CITIZEN", "RESIDENT", "REFUGEE", "ASYLEE", "OTHER", "UNKNOWN"])
                ),
                name="relative_status_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="tie",
            constraint=models.UniqueConstraint(
                fields=("relative", "member"), name="one_tie_per_relative_and_member"
            ),
        ),
        migrations.AddConstraint(
            model_name="tie",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "relation__in",
                        [
                            "SPOUSE",
                            "PARTNER",
                            "PARENT",
                            "CHILD",
                            "SIBLING",
                            "GRANDPARENT",
                            "GRANDCHILD",
                            "OTHER",
                        ],
                    )
                ),
                name="relation_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="petition",
            constraint=models.UniqueConstraint(
                fields=("tie", "kind"), name="one_petition_of_a_kind_per_pair"
            ),
        ),
        migrations.AddConstraint(
            model_name="petition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("filed_on", None),
                    models.Q(
                        ("filed_on__gte", dt.date(1952, 1, 1)),
                        ("filed_on__lte", models.F("told_on")),
                    ),
                    _connector="OR",
                ),
                name="petition_filed_on_is_of_this_law",
            ),
        ),
        migrations.AddConstraint(
            model_name="petition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("priority_on", None),
                    models.Q(
                        ("priority_on__gte", dt.date(1952, 1, 1)),
                        ("priority_on__lte", models.F("told_on")),
                    ),
                    _connector="OR",
                ),
                name="petition_priority_on_is_of_this_law",
            ),
        ),
        migrations.AddConstraint(
            model_name="petition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approved_on", None),
                    models.Q(
                        ("approved_on__gte", dt.date(1952, 1, 1)),
                        ("approved_on__lte", models.F("told_on")),
                    ),
                    _connector="OR",
                ),
                name="petition_approved_on_is_of_this_law",
            ),
        ),
        migrations.AddConstraint(
            model_name="petition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approved_on", None),
                    ("filed_on", None),
                    ("approved_on__gte", models.F("filed_on")),
                    _connector="OR",
                ),
                name="petition_is_approved_after_it_was_filed",
            ),
        ),
        migrations.AddConstraint(
            model_name="clock",
            constraint=models.UniqueConstraint(
                fields=("tie", "act"), name="one_clock_of_an_act_per_pair"
            ),
        ),
        migrations.AddConstraint(
            model_name="clock",
            constraint=models.CheckConstraint(
                condition=models.Q(("month__day", 1)), name="a_clock_names_its_month"
            ),
        ),
    ]
