import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reunification", "0004_tracing"),
    ]

    operations = [
        migrations.AddField(
            model_name="relative",
            name="own_word_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name="RelativeSubject",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("reference", models.CharField(max_length=12, unique=True)),
                ("pin_hash", models.BinaryField()),
                ("pin_seen_at", models.DateTimeField(blank=True, null=True)),
                ("language", models.CharField(max_length=8)),
                ("consent_version", models.CharField(max_length=20)),
                ("consented_at", models.DateTimeField()),
                ("shares", models.BooleanField(default=False)),
                ("told", models.BinaryField(null=True)),
                (
                    "relative",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="subject",
                        to="reunification.relative",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RelativeSession",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("token_hash", models.BinaryField(unique=True)),
                ("expires_at", models.DateTimeField()),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sessions",
                        to="reunification.relativesubject",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RelativeInvitation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("code_hash", models.BinaryField(unique=True)),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(blank=True, null=True)),
                (
                    "relative",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitation",
                        to="reunification.relative",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("made_at"))),
                        name="an_invitation_ends_after_it_was_made",
                    )
                ],
            },
        ),
    ]
