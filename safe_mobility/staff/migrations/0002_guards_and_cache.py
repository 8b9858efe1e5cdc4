"""What Django cannot say: nobody sits at two desks at once, and a cache that workers share.

The exclusions need no extension: a key becomes a range of one number.
"""

from django.db import migrations

PERSON_ONCE = """
ALTER TABLE staff_staffday ADD CONSTRAINT staff_day_person_once EXCLUDE USING gist (
    int8range(user_id, user_id, '[]') WITH &&,
    tsrange("on" + starts, "on" + ends) WITH &&
)
"""
DESK_ONCE = """
ALTER TABLE staff_staffday ADD CONSTRAINT staff_day_desk_once EXCLUDE USING gist (
    int8range(desk_id, desk_id, '[]') WITH &&,
    tsrange("on" + starts, "on" + ends) WITH &&
) WHERE (desk_id IS NOT NULL AND role = 'INTERVIEWER')
"""
# Counts of tries at the sign-in. Lost in a crash, and may be: no row of the programme is here.
CACHE = """
CREATE UNLOGGED TABLE staff_cache (
    cache_key varchar(255) PRIMARY KEY,
    value text NOT NULL,
    expires timestamptz NOT NULL
);
CREATE INDEX staff_cache_expires ON staff_cache (expires)
"""


class Migration(migrations.Migration):
    dependencies = [("staff", "0001_initial")]

    operations = [
        migrations.RunSQL(
            PERSON_ONCE, "ALTER TABLE staff_staffday DROP CONSTRAINT staff_day_person_once"
        ),
        migrations.RunSQL(
            DESK_ONCE, "ALTER TABLE staff_staffday DROP CONSTRAINT staff_day_desk_once"
        ),
        migrations.RunSQL(CACHE, "DROP TABLE staff_cache"),
    ]
