"""Tie each line of the ledger to a consent of the same household, recipient and purpose.

Django knows no composite foreign keys; the database does, so a disclosure under somebody else's
yes, or under a yes to something else, cannot be written by any path.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [
        migrations.RunSQL(
            """
            ALTER TABLE people_disclosure
            ADD CONSTRAINT a_disclosure_stands_on_its_own_consent
            FOREIGN KEY (consent_id, household_id, recipient, purpose)
            REFERENCES people_consent (id, household_id, recipient, purpose)
            """,
            """
            ALTER TABLE people_disclosure
            DROP CONSTRAINT a_disclosure_stands_on_its_own_consent
            """,
        )
    ]
