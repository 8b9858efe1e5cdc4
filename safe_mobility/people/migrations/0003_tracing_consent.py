from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_ledger_key"),
    ]

    operations = [
        migrations.AlterField(
            model_name="consent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("PROCESSING", "PROCESSING"),
                    ("SHARE_GT_GOVERNMENT", "SHARE_GT_GOVERNMENT"),
                    ("REFERRAL", "REFERRAL"),
                    ("TRACING", "TRACING"),
                ],
                max_length=24,
            ),
        ),
    ]
