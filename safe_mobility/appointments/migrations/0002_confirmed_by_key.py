"""A place follows its desk and its interviewer's day by key *and* by confirmation.

Taking a confirmation back changes the key, which the database carries into the place; an open
place then breaks `place_open_only_when_confirmed`, and the whole act is refused.
"""

from django.db import migrations

FOLLOWS = """
ALTER TABLE appointments_place ADD CONSTRAINT place_follows_{what}
    FOREIGN KEY ({column}_id, {column}_confirmed) REFERENCES {table} (id, is_confirmed)
    ON UPDATE CASCADE
"""
LEAVES = "ALTER TABLE appointments_place DROP CONSTRAINT place_follows_{what}"
PAIRS = [("desk", "desk", "offices_desk"), ("staff_day", "staff_day", "staff_staffday")]


class Migration(migrations.Migration):
    dependencies = [("appointments", "0001_initial")]
    operations = [
        migrations.RunSQL(
            FOLLOWS.format(what=what, column=column, table=table), LEAVES.format(what=what)
        )
        for what, column, table in PAIRS
    ]
