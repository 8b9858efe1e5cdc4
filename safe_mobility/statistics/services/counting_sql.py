"""The statements of a counting, made from the definitions. No value of a person is read.

Codes come from `indicators.yaml`, whose loader lets only letters, dots and underscores pass; they
are written into the statements as text for the planner's sake.
"""

from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo

from safe_mobility.people.rules.ages import OLDEST
from safe_mobility.statistics.rules.indicators import (
    OF_PERSONS,
    PLACES,
    TOTAL,
    TRAITS,
    Catalogue,
    Indicator,
)
from safe_mobility.statistics.rules.traits import (
    NOT_SAID,
    SEVERAL,
    age_sql,
    local_day_sql,
    size_sql,
)

NEAR = ("office", "department", "cohort")
KEYS = (NEAR, tuple(cut for cut in TRAITS if cut not in NEAR), OF_PERSONS)
"""Cuts that are summed together first. Those that go along with one another stand together."""

TIDY = """
DROP TABLE counting_touched; DROP TABLE counting_new;
"""

FOR_MANY = """
SET LOCAL enable_nestloop = off; SET LOCAL jit = off; SET LOCAL work_mem = '96MB';
"""

TOUCHED = """
CREATE TEMPORARY TABLE counting_touched ON COMMIT DROP AS
SELECT household.id, household.reference, household.created_at,
       ARRAY[coalesce(nullif(household.office_code, ''), '{unsaid}'),
             coalesce(nullif(household.department, ''), '{unsaid}'),
             coalesce(nullif(household.interpreter_language, ''),
                      nullif(household.language, ''), '{unsaid}'),
             {size},
             household.channel,
             CASE WHEN household.has_needs THEN 'YES' ELSE 'NO' END] AS traits
  FROM people_household AS household
 WHERE EXISTS (SELECT FROM people_application AS sent
                WHERE sent.household_id = household.id AND sent.sent_at IS NOT NULL)
"""
TOUCHED_SINCE = """
   AND household.reference IN (
       SELECT about FROM oversight_mark WHERE transaction >= %(since)s)
"""

# Each mark is read once, whatever the number of indicators: OFFSET 0 keeps the planner from
# taking a fact out of its JSON again for every indicator that asks for it.
NEW = """
CREATE TEMPORARY TABLE counting_new ON COMMIT DROP AS
WITH history AS (
    SELECT id, {milestones}, {stays},
           min(day) FILTER (WHERE act = 'household.erased') AS erased_on,
           (array_agg(pathway ORDER BY mark)
               FILTER (WHERE act = 'referral.sent'))[1] AS pathway,
           (array_agg(reason ORDER BY mark)
               FILTER (WHERE act = 'application.advanced' AND went = 'NOT_HERE'))[1] AS reason
      FROM (SELECT touched.id, mark.id AS mark, mark.act, {local_day} AS day,
                   mark.facts->>'from' AS came, mark.facts->>'to' AS went,
                   mark.facts->>'result' AS result, mark.facts->>'pathway' AS pathway,
                   mark.facts->>'reason' AS reason
              FROM counting_touched AS touched
              JOIN oversight_mark AS mark ON mark.about = touched.reference
             WHERE mark.act IN ({acts})
            OFFSET 0) AS marked
     GROUP BY id
),
persons AS (
    SELECT touched.id, count(*) AS people,
           array_agg(coalesce(nullif(member.sex, ''), '{unsaid}') || '|' || {age} || '|' ||
                     CASE cardinality(member.nationalities)
                          WHEN 0 THEN '{unsaid}' WHEN 1 THEN member.nationalities[1]
                          ELSE '{several}' END
                     ORDER BY member.role <> 'APPLICANT', member.number) AS persons
      FROM counting_touched AS touched
      JOIN people_membership AS member ON member.household_id = touched.id
     WHERE member.until_on IS NULL
     GROUP BY touched.id
)
SELECT touched.id AS household_id,
       touched.traits || ARRAY[to_char(at_registered, 'YYYY-MM'),
                               coalesce(nullif(pathway, ''), '{unsaid}'),
                               coalesce(nullif(reason, ''), '{unsaid}')] AS traits,
       persons.persons, persons.people,
       array_remove(ARRAY[{codes}], NULL) || {stay_codes} AS indicators,
       array_remove(ARRAY[{days}], NULL) || {stay_days} AS days,
       array_remove(ARRAY[{signs}], NULL) || {stay_signs} AS signs
  FROM history
  JOIN counting_touched AS touched ON touched.id = history.id
  JOIN persons ON persons.id = history.id
 WHERE at_registered IS NOT NULL
"""

MILESTONE = "min(day) FILTER (WHERE {where}) AS at_{code}"
STAY = """
           array_agg(day ORDER BY mark) FILTER (WHERE {crosses}) AS days_{code},
           array_agg({sign} ORDER BY mark) FILTER (WHERE {crosses}) AS signs_{code},
           sum({sign}) FILTER (WHERE {crosses}) AS open_{code}"""
ERASED = "(open_{code} > 0 AND erased_on IS NOT NULL)"

# The two tables between keep what can be added up: so every event is looked at twice, and the
# dozen tables of cuts are sums of few rows.
ADD = """
WITH changed AS (
    SELECT traits, persons, people, indicators, days, signs, 1 AS weight FROM counting_new
    UNION ALL
    SELECT old.traits, old.persons, old.people, old.indicators, old.days, old.signs, -1
      FROM statistics_countedhousehold AS old JOIN counting_touched ON id = old.household_id
),
households AS MATERIALIZED (
    SELECT indicator, day, key_1, key_2,
           sum(weight * people) AS people, sum(weight) AS applications
      FROM (SELECT {key_1} AS key_1, {key_2} AS key_2, people,
                   unnest(indicators) AS indicator, unnest(days) AS day,
                   weight * unnest(signs) AS weight
              FROM changed) AS event
     GROUP BY GROUPING SETS ((indicator, day, key_1), (indicator, day, key_2))
),
persons AS MATERIALIZED (
    SELECT indicator, day, person AS key_3, sum(weight) AS people,
           coalesce(sum(weight) FILTER (WHERE number = 1), 0) AS applications
      FROM (SELECT indicator, day, weight, unnest(persons) AS person,
                   generate_subscripts(persons, 1) AS number
              FROM (SELECT persons, unnest(indicators) AS indicator, unnest(days) AS day,
                           weight * unnest(signs) AS weight
                      FROM changed) AS event
             WHERE indicator IN ({of_persons})) AS each
     GROUP BY indicator, day, person
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
PART = """
    SELECT indicator, day, '{cut}' AS cut, {value} AS value,
           sum(people) AS people, sum(applications) AS applications
      FROM {table} WHERE {key} IS NOT NULL AND indicator IN ({codes})
     GROUP BY indicator, day, {value}
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
    touched = _plain(TOUCHED, unsaid=NOT_SAID, size=size_sql("household.size"))
    yield touched if whole else touched + TOUCHED_SINCE
    yield "ANALYZE counting_touched"


def counting(known: Catalogue, *, zone: ZoneInfo) -> Iterator[str]:
    """Everything else, in order."""
    yield _new(known, zone)
    yield "ANALYZE counting_new"
    yield _add(known)
    yield SWEEP
    yield FORGET
    yield KEEP


def _new(known: Catalogue, zone: ZoneInfo) -> str:
    acts = {act for each in known.counted for act in each.counts.acts}
    year = f"extract(year FROM {local_day_sql('touched.created_at', zone)})"
    years = f"greatest(0, least({OLDEST}, {year} - member.birth_year))"
    age = (
        "CASE WHEN member.age_band <> '' THEN member.age_band "
        f"WHEN member.birth_year IS NULL THEN '{NOT_SAID}' ELSE {age_sql(years)} END"
    )
    return _plain(
        NEW,
        **_of_history(known),
        local_day=local_day_sql("mark.at", zone),
        acts=_listed({*acts, "household.erased", "application.advanced", "referral.sent"}),
        unsaid=NOT_SAID,
        several=SEVERAL,
        age=age,
    )


def _of_history(known: Catalogue) -> dict[str, str]:
    """What of a household's marks is kept, and how it becomes three lists that belong together."""
    once = [each for each in known.counted if not each.is_stock]
    stays = [each.code for each in known.counted if each.is_stock]
    ended = {code: _plain(ERASED, code=code) for code in stays}

    def each_stay(template: str) -> str:
        return " || ".join(_plain(template, code=code, ended=ended[code]) for code in stays)

    return {
        "milestones": ", ".join(
            _plain(MILESTONE, code=each.code, where=_where(each)) for each in once
        ),
        "stays": ", ".join(_stay(each) for each in known.counted if each.is_stock),
        "codes": ", ".join(
            f"CASE WHEN at_{each.code} IS NOT NULL THEN '{each.code}' END" for each in once
        ),
        "days": ", ".join(f"at_{each.code}" for each in once),
        "signs": ", ".join(f"CASE WHEN at_{each.code} IS NOT NULL THEN 1 END" for each in once),
        "stay_codes": each_stay(
            "array_fill('{code}'::text, "
            "ARRAY[coalesce(cardinality(days_{code}), 0) + coalesce({ended}, false)::int])"
        ),
        "stay_days": each_stay("days_{code} || CASE WHEN {ended} THEN ARRAY[erased_on] END"),
        "stay_signs": each_stay("signs_{code} || CASE WHEN {ended} THEN ARRAY[-1] END"),
    }


def _where(each: Indicator) -> str:
    counts = each.counts
    where = [f"act IN ({_listed(counts.acts)})"]
    if counts.to:
        where.append(f"went IN ({_listed(counts.to)})")
    if counts.result:
        where.append(f"result IN ({_listed(counts.result)})")
    return " AND ".join(where)


def _stay(each: Indicator) -> str:
    states = _listed(each.counts.states)
    inside, before = f"(went IN ({states}))", f"(came IN ({states}))"
    crosses = f"act IN ({_listed(each.counts.acts)}) AND {inside} <> {before}"
    sign = f"CASE WHEN {inside} THEN 1 ELSE -1 END"
    return _plain(STAY, code=each.code, crosses=crosses, sign=sign)


def _add(known: Catalogue) -> str:
    everywhere = [each.code for each in known.counted]
    parts = [_part(TOTAL, "''::text", 1, everywhere)]
    for number, cuts in enumerate(KEYS, start=1):
        for place, cut in enumerate(cuts, start=1):
            value = f"split_part(key_{number}, '|', {place})"
            parts.append(_part(cut, value, number, _with(known, cut)))
    # Both geographic tables in one: see `PLACES`.
    both = "(split_part(key_1, '|', 1) || '/' || split_part(key_1, '|', 2))"
    parts.append(_part(PLACES, both, 1, _with(known, "department")))
    of_persons = {code for cut in OF_PERSONS for code in _with(known, cut)}
    return _plain(
        ADD,
        parts=" UNION ALL ".join(parts),
        of_persons=_listed(of_persons),
        key_1=_key(KEYS[0]),
        key_2=_key(KEYS[1]),
    )


def _with(known: Catalogue, cut: str) -> list[str]:
    return [each.code for each in known.counted if cut in each.cuts]


def _key(cuts: Iterable[str]) -> str:
    return " || '|' || ".join(f"traits[{TRAITS.index(cut) + 1}]" for cut in cuts)


def _part(cut: str, value: str, number: int, codes: Iterable[str]) -> str:
    table = "persons" if cut in OF_PERSONS else "households"
    return _plain(
        PART, cut=cut, value=value, key=f"key_{number}", table=table, codes=_listed(codes)
    )


def _listed(codes: Iterable[str]) -> str:
    return ", ".join(f"'{code}'" for code in sorted(codes)) or "NULL"


def _plain(template: str, **parts: str) -> str:
    """The parts put in by name. Braces and percent signs of SQL itself stay as they are."""
    for name, part in parts.items():
        template = template.replace("{" + name + "}", part)
    return template
