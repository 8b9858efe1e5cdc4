"""Two guards that Django's constraints cannot say.

Nobody is their own parent over any number of steps, and nobody who applies is their own relative
abroad. Acts on one household come one after the other (its row is locked), so a trigger that
looks at the household's other rows sees them all.
"""

from django.db import migrations

CIRCLES = """
CREATE FUNCTION reunification_no_circle() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    family uuid := (SELECT household_id FROM reunification_relative WHERE id = NEW.relative_id);
BEGIN
    IF EXISTS (
        WITH RECURSIVE edge(parent, child) AS (
            SELECT t.relative_id, t.member_id FROM reunification_tie t
            JOIN reunification_relative r ON r.id = t.relative_id
            WHERE r.household_id = family AND t.relation = 'PARENT'
            UNION
            SELECT t.member_id, t.relative_id FROM reunification_tie t
            JOIN reunification_relative r ON r.id = t.relative_id
            WHERE r.household_id = family AND t.relation = 'CHILD'
            UNION
            SELECT m.id, a.id FROM people_membership m, people_membership a
            WHERE m.household_id = family AND a.household_id = family
              AND m.role = 'PARENT' AND a.role = 'APPLICANT'
              AND m.until_on IS NULL AND a.until_on IS NULL
            UNION
            SELECT a.id, m.id FROM people_membership m, people_membership a
            WHERE m.household_id = family AND a.household_id = family
              AND m.role = 'CHILD' AND a.role = 'APPLICANT'
              AND m.until_on IS NULL AND a.until_on IS NULL
        ),
        above(ancestor, person) AS (
            SELECT parent, child FROM edge
            UNION
            SELECT edge.parent, above.person FROM edge JOIN above ON edge.child = above.ancestor
        )
        SELECT 1 FROM above WHERE ancestor = person
    ) THEN
        RAISE EXCEPTION 'a circle of parents' USING
            ERRCODE = 'check_violation', CONSTRAINT = 'nobody_is_their_own_parent';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER reunification_no_circle AFTER INSERT OR UPDATE ON reunification_tie
FOR EACH ROW EXECUTE FUNCTION reunification_no_circle();
"""
MEMBERS = """
CREATE FUNCTION reunification_not_a_member() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM people_membership m
        WHERE m.household_id = NEW.household_id AND m.until_on IS NULL
          AND m.person_hash = NEW.person_hash
    ) THEN
        RAISE EXCEPTION 'the relative is a member' USING
            ERRCODE = 'check_violation', CONSTRAINT = 'a_relative_is_not_a_member';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER reunification_not_a_member BEFORE INSERT OR UPDATE ON reunification_relative
FOR EACH ROW EXECUTE FUNCTION reunification_not_a_member();
"""


class Migration(migrations.Migration):
    dependencies = [("reunification", "0002_relatives")]
    operations = [
        migrations.RunSQL(
            CIRCLES,
            "DROP TRIGGER reunification_no_circle ON reunification_tie;"
            "DROP FUNCTION reunification_no_circle();",
        ),
        migrations.RunSQL(
            MEMBERS,
            "DROP TRIGGER reunification_not_a_member ON reunification_relative;"
            "DROP FUNCTION reunification_not_a_member();",
        ),
    ]
