"""The statements of a counting, made from the definitions. No value of a person is read.

Codes come from `indicators.yaml`, whose loader lets only letters, dots and underscores pass; they
are written into the statements as text for the planner's sake.
"""

from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo

from safe_mobility.people.rules.ages import OLDEST
from safe_mobility.statistics.rules.indicators import OF_PERSONS, PLACES, TOTAL, TRAITS, Catalogue
from safe_mobility.statistics.rules.traits import (
    NOT_SAID,
    SEVERAL,
    age_sql,
    local_day_sql,
    size_sql,
)

TIDY = """
DROP TABLE counting_touched; DROP TABLE counting_new; DROP TABLE counting_changed;
"""

FOR_MANY = """
SET LOCAL enable_nestloop = off; SET LOCAL jit = off; SET LOCAL work_mem = '96MB';
"""

TOUCHED = """
CREATE TEMPORARY TABLE counting_touched ON COMMIT DROP AS
SELECT household.id, household.reference
  FROM people_household AS household
 WHERE EXISTS (SELECT FROM people_application AS sent
                WHERE sent.household_id = household.id AND sent.sent_at IS NOT NULL)
"""
TOUCHED_SINCE = """
   AND household.reference IN (
       SELECT about FROM oversight_mark WHERE transaction >= %(since)s)
"""

NEW = """
CREATE TEMPORARY TABLE counting_new ON COMMIT DROP AS
WITH marked AS MATERIALIZED (
    SELECT touched.id, mark.id AS mark, mark.act, {local_day} AS day,
           mark.facts->>'from' AS came, mark.facts->>'to' AS went,
           mark.facts->>'result' AS result, mark.facts->>'pathway' AS pathway,
           mark.facts->>'reason' AS reason
      FROM counting_touched AS touched
      JOIN oversight_mark AS mark ON mark.about = touched.reference
     WHERE mark.act IN ({acts})
),
reached AS (
    {reached}
),
stayed AS (
    {stayed}
),
gone AS (
    SELECT stayed.id, stayed.code, erased.day, -1 AS sign
      FROM (SELECT id, code, sum(sign) AS open FROM stayed GROUP BY id, code) AS stayed
      JOIN (SELECT id, min(day) AS day FROM marked WHERE act = 'household.erased' GROUP BY id)
           AS erased ON erased.id = stayed.id
     WHERE stayed.open > 0
),
events AS (
    SELECT id, array_agg(code ORDER BY day, code, sign) AS indicators,
           array_agg(day ORDER BY day, code, sign) AS days,
           array_agg(sign ORDER BY day, code, sign) AS signs,
           min(day) FILTER (WHERE code = 'registered') AS registered_on
      FROM (SELECT id, code, day, 1 AS sign FROM reached
            UNION ALL SELECT id, code, day, sign FROM stayed
            UNION ALL SELECT id, code, day, sign FROM gone) AS every
     GROUP BY id
),
pathways AS (
    SELECT DISTINCT ON (id) id, pathway FROM marked
     WHERE act = 'referral.sent' ORDER BY id, mark
),
reasons AS (
    SELECT DISTINCT ON (id) id, reason FROM marked
     WHERE act = 'application.advanced' AND went = 'NOT_HERE' ORDER BY id, mark
),
persons AS (
    SELECT member.household_id AS id, count(*) AS people,
           array_agg(coalesce(nullif(member.sex, ''), '{unsaid}') || '|' || {age} || '|' ||
                     CASE cardinality(member.nationalities)
                          WHEN 0 THEN '{unsaid}' WHEN 1 THEN member.nationalities[1]
                          ELSE '{several}' END
                     ORDER BY member.role <> 'APPLICANT', member.number) AS persons
      FROM counting_touched AS touched
      JOIN people_household AS household ON household.id = touched.id
      JOIN people_membership AS member ON member.household_id = touched.id
     WHERE member.until_on IS NULL
     GROUP BY member.household_id
)
SELECT events.id AS household_id,
       ARRAY[coalesce(nullif(household.office_code, ''), '{unsaid}'),
             coalesce(nullif(household.department, ''), '{unsaid}'),
             coalesce(nullif(household.interpreter_language, ''),
                      nullif(household.language, ''), '{unsaid}'),
             {size},
             household.channel,
             CASE WHEN household.has_needs THEN 'YES' ELSE 'NO' END,
             to_char(events.registered_on, 'YYYY-MM'),
             coalesce(nullif(pathways.pathway, ''), '{unsaid}'),
             coalesce(nullif(reasons.reason, ''), '{unsaid}')] AS traits,
       persons.persons, persons.people,
       events.indicators, events.days, events.signs
  FROM events
  JOIN people_household AS household ON household.id = events.id
  JOIN persons ON persons.id = events.id
  LEFT JOIN pathways ON pathways.id = events.id
  LEFT JOIN reasons ON reasons.id = events.id
 WHERE events.registered_on IS NOT NULL
"""

REACHED = """
    SELECT id, '{code}'::text AS code, min(day) AS day FROM marked WHERE {where} GROUP BY id
"""
STAYED = """
    SELECT id, '{code}'::text AS code, day, CASE WHEN {inside} THEN 1 ELSE -1 END AS sign
      FROM marked WHERE act IN ({acts}) AND {inside} <> {before}
"""

CHANGED = """
CREATE TEMPORARY TABLE counting_changed ON COMMIT DROP AS
SELECT traits, persons, people, indicators, days, signs, 1 AS weight FROM counting_new
UNION ALL
SELECT old.traits, old.persons, old.people, old.indicators, old.days, old.signs, -1
  FROM statistics_countedhousehold AS old JOIN counting_touched ON id = old.household_id
"""

ADD = """
WITH events AS MATERIALIZED (
    SELECT traits, persons, people, event.indicator, event.day, weight * event.sign AS weight
      FROM counting_changed,
           unnest(indicators, days, signs) AS event(indicator, day, sign)
),
summed AS (
    {parts}
)
INSERT INTO statistics_dailyfact AS fact (indicator, "on", cut, value, people, applications)
SELECT indicator, day, cut, value, people, applications
  FROM summed WHERE people <> 0 OR applications <> 0
ON CONFLICT (cut, indicator, "on", value) DO UPDATE
   SET people = fact.people + excluded.people,
       applications = fact.applications + excluded.applications
"""
OF_HOUSEHOLDS = """
    SELECT indicator, day, '{cut}' AS cut, {value} AS value,
           sum(weight * people) AS people, sum(weight) AS applications
      FROM events WHERE indicator IN ({codes})
     GROUP BY indicator, day, {value}
"""
OF_PERSONS_SQL = """
    SELECT indicator, day, '{cut}' AS cut, split_part(person.traits, '|', {place}) AS value,
           sum(weight) AS people,
           coalesce(sum(weight) FILTER (WHERE person.number = 1), 0) AS applications
      FROM events, unnest(persons) WITH ORDINALITY AS person(traits, number)
     WHERE indicator IN ({codes})
     GROUP BY indicator, day, split_part(person.traits, '|', {place})
"""
SWEEP = "DELETE FROM statistics_dailyfact WHERE people = 0 AND applications = 0"
FORGET = "DELETE FROM statistics_countedhousehold USING counting_touched WHERE household_id = id"
KEEP = """
INSERT INTO statistics_countedhousehold
       (household_id, traits, persons, people, indicators, days, signs)
SELECT household_id, traits, persons, people, indicators, days, signs FROM counting_new
"""


def touching(*, whole: bool) -> Iterator[str]:
    """Which households are counted. `whole` first forgets what was counted before."""
    if whole:
        yield "DELETE FROM statistics_dailyfact"
        yield "DELETE FROM statistics_countedhousehold"
    yield TOUCHED if whole else TOUCHED + TOUCHED_SINCE
    yield "ANALYZE counting_touched"


def counting(known: Catalogue, *, zone: ZoneInfo) -> Iterator[str]:
    """Everything else, in order."""
    yield _new(known, zone)
    yield CHANGED
    yield _add(known)
    yield SWEEP
    yield FORGET
    yield KEEP


def _new(known: Catalogue, zone: ZoneInfo) -> str:
    acts = {act for each in known.counted for act in each.counts.acts}
    year = f"extract(year FROM {local_day_sql('household.created_at', zone)})"
    years = f"greatest(0, least({OLDEST}, {year} - member.birth_year))"
    age = (
        "CASE WHEN member.age_band <> '' THEN member.age_band "
        f"WHEN member.birth_year IS NULL THEN '{NOT_SAID}' ELSE {age_sql(years)} END"
    )
    return _plain(
        NEW,
        local_day=local_day_sql("mark.at", zone),
        acts=_listed({*acts, "household.erased", "application.advanced", "referral.sent"}),
        reached=" UNION ALL ".join(_reached(known)),
        stayed=" UNION ALL ".join(_stayed(known)),
        unsaid=NOT_SAID,
        several=SEVERAL,
        age=age,
        size=size_sql("household.size"),
    )


def _reached(known: Catalogue) -> Iterator[str]:
    for each in known.counted:
        if each.is_stock:
            continue
        counts = each.counts
        where = [f"act IN ({_listed(counts.acts)})"]
        if counts.to:
            where.append(f"went IN ({_listed(counts.to)})")
        if counts.result:
            where.append(f"result IN ({_listed(counts.result)})")
        yield _plain(REACHED, code=each.code, where=" AND ".join(where))


def _stayed(known: Catalogue) -> Iterator[str]:
    for each in known.counted:
        if each.is_stock:
            states = _listed(each.counts.states)
            inside, before = f"(went IN ({states}))", f"(came IN ({states}))"
            acts = _listed(each.counts.acts)
            yield _plain(STAYED, code=each.code, inside=inside, before=before, acts=acts)


def _add(known: Catalogue) -> str:
    everywhere = [each.code for each in known.counted]
    parts = [_of_households(TOTAL, "''::text", everywhere)]
    for number, cut in enumerate(TRAITS, start=1):
        parts.append(_of_households(cut, f"traits[{number}]", _with(known, cut)))
    for place, cut in enumerate(OF_PERSONS, start=1):
        codes = _with(known, cut)
        parts.append(_plain(OF_PERSONS_SQL, cut=cut, place=str(place), codes=_listed(codes)))
    # Both geographic tables in one: see `PLACES`.
    both = "(traits[1] || '/' || traits[2])"
    parts.append(_of_households(PLACES, both, _with(known, "department")))
    return _plain(ADD, parts=" UNION ALL ".join(parts))


def _with(known: Catalogue, cut: str) -> list[str]:
    return [each.code for each in known.counted if cut in each.cuts]


def _of_households(cut: str, value: str, codes: Iterable[str]) -> str:
    return _plain(OF_HOUSEHOLDS, cut=cut, value=value, codes=_listed(codes))


def _listed(codes: Iterable[str]) -> str:
    return ", ".join(f"'{code}'" for code in sorted(codes)) or "NULL"


def _plain(template: str, **parts: str) -> str:
    """The parts put in by name. Braces and percent signs of SQL itself stay as they are."""
    for name, part in parts.items():
        template = template.replace("{" + name + "}", part)
    return template
