"""How the figures of an edition take their place: laid beside those that stand, then compared.

All of it is done by the database, so that a hundred thousand figures take about a second.
"""

# A date that is not given compares equal to itself only in this way.
_SAME_TIME = "coalesce(f.\"on\", '-infinity') = coalesce(s.\"on\", '-infinity')"
_AREA = "CASE WHEN {0}.series LIKE 'census-%%' THEN left({0}.place, 2) ELSE '' END"
"""As `rules.series.area_of` says it."""

STAGE = """
CREATE TEMPORARY TABLE statistics_staged (
    series text NOT NULL, "on" date, place text NOT NULL, other text NOT NULL,
    detail text NOT NULL, value double precision NOT NULL
) ON COMMIT DROP
"""
COPY = (
    'COPY statistics_staged (series, "on", place, other, detail, value) FROM STDIN'
    " (FORMAT csv, FORCE_NOT_NULL (place, other, detail))"
)
COPY_FIRST = (
    'COPY statistics_figure (series, "on", place, other, detail, value, span, unit, edition_id)'
    " FROM STDIN (FORMAT csv, FORCE_NOT_NULL (place, other, detail))"
)
UNSTAGE = "DROP TABLE statistics_staged"

END = f"""
UPDATE statistics_figure f SET ended_by_id = %(edition)s
FROM (
    SELECT DISTINCT s.series, s."on", {_AREA.format("s")} AS area FROM statistics_staged s
) s
WHERE f.ended_by_id IS NULL AND f.series = ANY(%(series)s)
  AND f.series = s.series AND {_SAME_TIME} AND {_AREA.format("f")} = s.area
  AND NOT EXISTS (
    SELECT 1 FROM statistics_staged same
    WHERE same.series = f.series
      AND coalesce(same."on", '-infinity') = coalesce(f."on", '-infinity')
      AND same.place = f.place AND same.other = f.other AND same.detail = f.detail
      AND same.value = f.value
  )
"""  # noqa: S608 - no value of anybody's stands in it

ADD = f"""
INSERT INTO statistics_figure
    (edition_id, series, span, "on", place, other, detail, value, unit)
SELECT %(edition)s, s.series, d.span, s."on", s.place, s.other, s.detail, s.value, d.unit
FROM statistics_staged s
JOIN unnest(%(codes)s::text[], %(spans)s::text[], %(units)s::text[]) AS d(code, span, unit)
  ON d.code = s.series
WHERE NOT EXISTS (
    SELECT 1 FROM statistics_figure f
    WHERE f.ended_by_id IS NULL AND f.series = s.series AND {_SAME_TIME}
      AND f.place = s.place AND f.other = s.other AND f.detail = s.detail
)
"""  # noqa: S608 - no value of anybody's stands in it
