"""A made-up past for training sites, benchmarks and tests: coarse rows and their marks, by SQL.

The rows are those that the programme keeps of families after an erasure: no name, no date of
birth, no key. Their marks are those that the acts of the programme write. So whatever is counted
of them is counted by the same statements as on a real site. A site in production refuses.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import connection, transaction

from safe_mobility.people.queries import days
from safe_mobility.programmes import queries as programmes

# Where families come from: made up, but uneven as in life, so that some places are small.
_WEIGHTS = (14, 9, 12, 11, 14, 8, 6, 3, 4, 4, 3, 4, 4, 2, 5, 2, 3, 3, 1, 2, 1, 0.4)
_BUSY_FIRST = ("01", "09", "12", "13", "14", "16", "15", "08", "07", "11", "10", "04")
NOT_IN_PRODUCTION = "made-up families belong on a training site"


@dataclass(frozen=True, slots=True)
class Past:
    """How many families registered between two days, and how chance falls."""

    families: int
    first_on: date
    last_on: date
    seed: int = 1


@transaction.atomic
def make_up(past: Past) -> int:
    """Write the families and their marks; the last day is also the last on which anything is."""
    if settings.MODE == "production":
        raise RuntimeError(NOT_IN_PRODUCTION)
    with connection.cursor() as cursor:
        cursor.execute(PLACES)
        cursor.executemany("INSERT INTO made_place VALUES (%s, %s, %s)", _places(past.last_on))
        midnight = datetime.combine(past.first_on, time.min, days.zone(""))
        cursor.execute(
            _keyed(re.sub(r"LUCK\((\w+)\)", _LUCK, MADE)),
            {
                "families": past.families,
                "first": midnight,
                "days": (past.last_on - past.first_on).days + 1,
                "end": midnight + timedelta(days=(past.last_on - past.first_on).days + 1),
                "seed": past.seed,
                "country": settings.HOME_COUNTRY,
            },
        )
        for statement in (HOUSEHOLDS, APPLICATIONS, MEMBERS, MARKS):
            cursor.execute(_keyed(statement))
        cursor.execute("DROP TABLE made; DROP TABLE made_place")
    return past.families


def _places(on: date) -> Sequence[tuple[str, str, float]]:
    """Department, an office that serves it, and the upper end of its share of chance."""
    served: dict[str, str] = {}
    for town in programmes.municipalities():
        served.setdefault(town.department, programmes.office_for_municipality(town.code, on=on))
    order = [code for code in _BUSY_FIRST if code in served]
    order += sorted(set(served) - set(order))
    weights = [_WEIGHTS[min(n, len(_WEIGHTS) - 1)] for n in range(len(order))]
    rows, reached = [], 0.0
    for code, weight in zip(order, weights, strict=True):
        reached += weight
        rows.append((code, served[code], reached / sum(weights)))
    return rows


# Chance is a hash of the family's number and a word, so that it falls alike on every machine.
_LUCK = r"((hashtextextended(family || ':\1', %(seed)s) & 1048575)::float8 / 1048576)"
# Keys that grow: a million at random would each go to another page of every index.
_KEY = r"overlay(gen_random_uuid()::text PLACING \1 FROM 1 FOR 8)::uuid"


def _keyed(statement: str) -> str:
    return re.sub(r"KEY\((.+)\)(?=,| AS)", _KEY, statement)


PLACES = """
CREATE TEMPORARY TABLE made_place (code text, office text, till float8) ON COMMIT DROP
"""
MADE = """
CREATE TEMPORARY TABLE made ON COMMIT DROP AS
WITH drawn AS (
    SELECT family, KEY(lpad(to_hex(family), 8, '0')) AS id,
           upper(substr(md5(%(seed)s || 'r' || family), 1, 12)) AS reference,
           place.code AS department, place.office,
           %(first)s::timestamptz
               + interval '1 day' * (%(days)s * power(LUCK(day), 0.8)) AS sent_at,
           (CASE WHEN LUCK(size) < 0.34 THEN 1 WHEN LUCK(size) < 0.52 THEN 2
                 ELSE 3 + (LUCK(more) * 4)::int END)::smallint AS size,
           CASE WHEN LUCK(tongue) > 0.22 THEN ''
                WHEN place.code IN ('01', '02', '05', '18', '19', '20') THEN ''
                WHEN place.code IN ('13', '12') THEN 'mam'
                WHEN place.code IN ('16', '15') THEN 'kek'
                WHEN place.code = '04' THEN 'cak' ELSE 'quc' END AS tongue,
           CASE WHEN LUCK(page) < 0.02 THEN 'en' ELSE 'es' END AS page,
           CASE WHEN LUCK(channel) < 0.12 THEN 'ASSISTED' ELSE 'WEB' END AS channel,
           LUCK(needs) < 0.24 AS needs,
           CASE WHEN LUCK(nation) < 0.972 THEN 'GT'
                WHEN LUCK(nation) < 0.985 THEN 'HN'
                WHEN LUCK(nation) < 0.993 THEN 'SV' ELSE 'NI' END AS nation,
           LUCK(a) AS a, LUCK(b) AS b, LUCK(c) AS c, LUCK(d) AS d,
           LUCK(e) AS e, LUCK(f) AS f, LUCK(g) AS g, LUCK(h) AS h
      FROM generate_series(1, %(families)s) AS family
      JOIN LATERAL (SELECT * FROM made_place WHERE LUCK(place) < till
                     ORDER BY till LIMIT 1) AS place ON true
),
walked AS (
    SELECT *,
           CASE WHEN a < 0.80 THEN sent_at + interval '1 day' * (1 + 9 * b) END AS reviewed,
           CASE WHEN a >= 0.80 AND a < 0.84
                THEN sent_at + interval '1 day' * (2 + 20 * b) END AS withdrawn
      FROM drawn
),
booked AS (
    SELECT *,
           CASE WHEN reviewed IS NOT NULL AND c < 0.78
                THEN reviewed + interval '1 day' * (1 + 12 * d) END AS booked,
           CASE WHEN reviewed IS NOT NULL AND c >= 0.90
                THEN reviewed + interval '1 day' * (1 + 5 * d) END AS not_here,
           CASE WHEN c < 0.10 THEN reviewed + interval '1 day' * d END AS invited
      FROM walked
),
heard AS (
    SELECT *,
           CASE WHEN e < 0.90 THEN booked + interval '1 day' * (2 + 26 * f * f) END AS heard,
           CASE WHEN e >= 0.90 THEN booked + interval '1 day' * (2 + 26 * f) END AS absent
      FROM booked
),
sent AS (
    SELECT *, CASE WHEN g < 0.46 THEN heard + interval '1 day' * (1 + 9 * h) END AS referred
      FROM heard
),
answered AS (
    SELECT *, CASE WHEN h < 0.8 THEN referred + interval '1 day' * (4 + 24 * a) END AS answered,
           CASE WHEN g < 0.15 THEN 'usrap' WHEN g < 0.29 THEN 'gt_mintrab' WHEN g < 0.38 THEN 'h2a'
                WHEN g < 0.43 THEN 'h2b' ELSE 'family_iv' END AS pathway
      FROM sent
)
SELECT answered.*,
       CASE WHEN b < 0.45 THEN answered + interval '1 day' * (10 + 30 * c) END AS approved,
       CASE WHEN b < 0.30 THEN answered + interval '1 day' * (20 + 40 * c) END AS departed,
       CASE WHEN b < 0.30 THEN answered + interval '1 day' * (22 + 40 * c) END AS landed,
       %(end)s::timestamptz AS "end", %(country)s::text AS country
  FROM answered
"""

# Their marks say how far they came. The rows are those of erased families, and none is alive:
# no list of the office and no place in a line may find them.
STATE = """CASE WHEN landed < "end" THEN 'LANDED' WHEN withdrawn < "end" THEN 'WITHDRAWN'
     ELSE 'CLOSED' END"""

HOUSEHOLDS = """
INSERT INTO people_household (id, reference, language, interpreter_language, country,
       municipality, department, office_code, size, channel, has_needs, contact_kind, answered,
       created_at, pin_hash, pin_changed_at, erased_at)
SELECT id, reference, page, tongue, country, '', department, office, size, channel, needs, '', '{}',
       sent_at - interval '15 minutes', NULL, sent_at, "end"
  FROM made
"""
APPLICATIONS = f"""
INSERT INTO people_application (id, household_id, state, state_since, former_states, reason,
       reopen_until, opened_at, sent_at)
SELECT KEY(substr(id::text, 1, 8)), id, {STATE}, sent_at, '{{}}', '',
       CASE WHEN {STATE} = 'WITHDRAWN' THEN (withdrawn + interval '90 days')::date END,
       sent_at - interval '15 minutes', sent_at
  FROM made
"""  # noqa: S608 - words of this file
MEMBERS = """
INSERT INTO people_membership (id, household_id, number, role, document_kind, document_country,
       sex, age_band, nationalities, from_on)
SELECT KEY(substr(id::text, 1, 8)), id, number,
       CASE WHEN number = 1 THEN 'APPLICANT' WHEN number = 2 AND size < 4 THEN 'SPOUSE'
            ELSE 'CHILD' END,
       '', '', CASE WHEN luck < 0.531 THEN 'F' WHEN luck < 0.998 THEN 'M' ELSE 'X' END,
       CASE WHEN number > 2 OR (number = 2 AND size >= 4)
            THEN (ARRAY['0-4', '5-11', '12-17'])[1 + (luck * 2999)::int % 3]
            WHEN luck < 0.25 THEN '18-24' WHEN luck < 0.75 THEN '25-39'
            WHEN luck < 0.96 THEN '40-59' ELSE '60+' END,
       ARRAY[nation], sent_at::date
  FROM made, generate_series(1, size) AS number,
       LATERAL (SELECT (hashtextextended(reference || number, 3) & 1048575)::float8 / 1048576
                       AS luck) AS chance
"""
MARKS = """
INSERT INTO oversight_mark (at, act, actor, about, office, facts)
SELECT at, act, 'JOB:made up', reference, office, facts FROM (
    SELECT made.*, step.* FROM made, LATERAL (VALUES
        (sent_at, 'application.advanced', '{"from": "DRAFT", "to": "SENT"}'::jsonb),
        (CASE WHEN a < 0.97 THEN sent_at END, 'screening.done', '{}'),
        (reviewed, 'application.advanced', '{"from": "SENT", "to": "WAITING"}'),
        (invited, 'application.advanced', '{"from": "WAITING", "to": "INVITED"}'),
        (withdrawn, 'application.advanced', '{"from": "SENT", "to": "WITHDRAWN"}'),
        (booked, 'application.advanced', '{"from": "WAITING", "to": "BOOKED"}'),
        (heard, 'appointment.arrived', '{}'),
        (absent, 'appointment.absent', '{}'),
        (absent, 'application.advanced', '{"from": "BOOKED", "to": "WAITING"}'),
        (heard, 'application.advanced', '{"from": "BOOKED", "to": "INTERVIEWED"}'),
        (not_here, 'application.advanced', jsonb_build_object('from', 'WAITING', 'to', 'NOT_HERE',
            'reason', CASE WHEN d < 0.5 THEN 'NO_PATHWAY_TODAY' WHEN d < 0.85 THEN 'RESIDENCE'
                           ELSE 'NATIONALITY' END)),
        (referred, 'referral.sent', jsonb_build_object('pathway', pathway)),
        (referred, 'application.advanced', '{"from": "INTERVIEWED", "to": "WITH_PARTNER"}'),
        (answered, CASE WHEN c < 0.06 THEN 'referral.returned' ELSE 'referral.accepted' END, '{}'),
        (approved, 'referral.done', '{"result": "ADMITTED"}'),
        (departed, 'application.advanced', '{"from": "DECIDED", "to": "TRAVELLING"}'),
        (landed, 'application.advanced', '{"from": "TRAVELLING", "to": "LANDED"}')
    ) AS step(at, act, facts)
) AS steps WHERE at < "end" ORDER BY at
"""
