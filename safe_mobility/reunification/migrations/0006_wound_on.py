from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reunification", "0005_own_consent"),
    ]

    operations = [
        migrations.AddField(
            model_name="relative",
            name="wound_on",
            field=models.DateField(blank=True, db_index=True, null=True),
        ),
    ]
