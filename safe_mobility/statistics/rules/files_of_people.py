"""Rows of the tables of the United States: encounters, refugees, visas."""

import re
from collections.abc import Iterator
from datetime import date

from safe_mobility.statistics.rules import cells
from safe_mobility.statistics.rules.cells import CellRefused, LineRefused
from safe_mobility.statistics.rules.kinds import Context, Kind, Row, Told
from safe_mobility.statistics.rules.nations import STATE_AND_COUNTRY, plain, state_code
from safe_mobility.statistics.rules.series import Point

TOTAL_WORDS = frozenset({"total", "grand total", "all", "sum", "totals", "total general"})
TEMPORARY = frozenset({"H2A", "H2B"})
REGIONS = {
    "africa": "AFRICA",
    "asia": "ASIA",
    "europe_central_asia": "EUROPE_CENTRAL_ASIA",
    "former_soviet_union": "FORMER_SOVIET_UNION",
    "kosovo": "KOSOVO",
    "latin_america_caribbean": "LATIN_AMERICA",
    "near_east_south_asia": "NEAR_EAST_SOUTH_ASIA",
    "psi": "PRIVATE_SECTOR",
}


def nation(row: Row, column: str, known: Context, told: Told) -> str:
    """A nationality as a code; one that nobody knows is kept as it is written, and told."""
    written = row[column].strip()
    if not written:
        raise CellRefused(f"{column} is empty")
    if plain(written) in TOTAL_WORDS:
        raise LineRefused("a line of totals, not counted twice")
    code = known.nations.code(written)
    if code is not None:
        return code
    if state_code(written) and plain(written) not in STATE_AND_COUNTRY:
        raise CellRefused(f"{column} is '{written}', a state of the United States")
    told.kept_as_written.append(written)
    return f"x-{plain(written).replace(' ', '-')}"[:20]


def figure(row: Row, column: str) -> float:
    value = cells.count(row[column])
    if value is None:
        raise CellRefused(f"{column} is empty")
    return value


def slug(text: str) -> str:
    return plain(text).replace(" ", "-")


def _month(row: Row) -> date:
    return cells.month_of_fiscal_year(cells.year(row["fiscal_year"]), row["month"])


def _southwest(row: Row, known: Context, told: Told) -> Iterator[Point]:
    if (region := row.get("region", "")) and "southwest" not in plain(region):
        raise CellRefused(f"'{region}' is not the southwest border")
    yield Point(
        "encounters-southwest",
        _month(row),
        nation(row, "nationality", known, told),
        slug(row["authority"]),
        slug(row["demographic"]),
        figure(row, "encounters"),
    )


def _nationwide(row: Row, known: Context, told: Told) -> Iterator[Point]:
    border = plain(row["region"]).split(" ")[0]
    if border not in {"northern", "southwest", "other"}:
        raise CellRefused(f"'{row['region']}' is no border that is known")
    if (state := row.get("state", "").strip()) and state_code(state) is None:
        if known.nations.code(state) and state_code(row["nationality"]):
            raise LineRefused("state and country are swapped")
        raise CellRefused(f"'{state}' is no state")
    yield Point(
        "encounters-nationwide",
        _month(row),
        nation(row, "nationality", known, told),
        border,
        slug(row["authority"]),
        figure(row, "encounters"),
    )


def _admissions(row: Row, known: Context, told: Told) -> Iterator[Point]:
    on = cells.month(row["month"])
    if (said := row.get("fiscal_year", "").strip()) and cells.year(said) != cells.fiscal_year_of(
        on
    ):
        raise CellRefused(f"{on:%Y-%m} is not in the fiscal year {said}")
    place = nation(row, "nationality", known, told)
    yield Point("refugee-admissions", on, place, "", "", figure(row, "admissions"))


def _by_region(row: Row, known: Context, told: Told) -> Iterator[Point]:
    in_year = cells.year(row["fiscal_year"])
    found = {name: cells.count(row[name]) or 0.0 for name in REGIONS if name in row}
    total = figure(row, "total")
    if sum(found.values()) != total:
        told.doubts.append(f"the regions add up to {sum(found.values()):,.0f}, not to the total")
    on = cells.first_day_of_fiscal_year(in_year)
    for name, value in found.items():
        yield Point("refugee-admissions-by-region", on, REGIONS[name], "", "", value)


def _arrivals(row: Row, known: Context, told: Told) -> Iterator[Point]:
    in_year = cells.year(row["year"])
    country, state = row["country"].strip(), row["state"].strip()
    if plain(country) in TOTAL_WORDS or plain(state) in TOTAL_WORDS:
        raise LineRefused("a line of totals, not counted twice")
    code, postal = known.nations.code(country), state_code(state)
    if postal is None and known.nations.code(state):
        if state_code(country):
            raise LineRefused("state and country are swapped")
        raise CellRefused(f"state is '{state}', a country")
    if postal is None:
        raise CellRefused(f"'{state}' is no state")
    if state_code(country) and plain(country) not in STATE_AND_COUNTRY:
        raise CellRefused(f"country is '{country}', a state of the United States")
    if plain(country) in STATE_AND_COUNTRY:
        told.doubts.append(f"'{country}' is a country and a state: taken as the country")
    if code is None:
        code = nation(row, "country", known, told)
    if not row.get("city", "").strip():
        told.doubts.append("no city")
    value = figure(row, "refugees")
    yield Point("refugee-arrivals-by-state", date(in_year, 1, 1), code, postal, "", value)


def _temporary(row: Row, known: Context, told: Told) -> Iterator[Point]:
    value = figure(row, "issuances")
    on = cells.month(row["month"])
    place = nation(row, "nationality", known, told)
    visa = _visa_class(row["visa_class"])
    if _TO_STAY_FOR_GOOD.fullmatch(visa):
        raise CellRefused("a class of immigrant visa in a table of visas for a time")
    yield Point("temporary-visas", on, place, "", visa, value)


def _immigrant(row: Row, known: Context, told: Told) -> Iterator[Point]:
    value = figure(row, "issuances")
    on = cells.month(row["month"])
    place = nation(row, "nationality", known, told)
    visa = _visa_class(row["visa_class"])
    if _FOR_A_TIME.fullmatch(visa):
        raise CellRefused("a class of visa for a time in a table of immigrant visas")
    yield Point("immigrant-visas", on, place, "", visa, value)


# Some letters stand for both (F1 is a student and a daughter): only what is sure is refused.
_TO_STAY_FOR_GOOD = re.compile(
    r"(IR|CR|IH|IB|IW|FX|SB|CX|BX|GV|DV|EW)\d?|F[1-4]\d|F2[AB]|E[1-5]\d|C[2-5]\d|C2A"
    r"|B2\d|B2[AB]|[IRT]5\d|S[DEIKQRU]\d"
)
_FOR_A_TIME = re.compile(r"H\d.*|[LJMOPQGAKTU]\d|TN|TD|B1.*|BBB.*|C1.*|C3|D|I|R[12]|E3[DR]")


def _visa_class(text: str) -> str:
    """H-2A, h2a and H2A are one class."""
    written = re.sub(r"[^A-Z0-9/]", "", text.upper())
    if not written or not re.fullmatch(r"[A-Z0-9/]{1,8}", written):
        raise CellRefused(f"'{text.strip()[:20]}' is no class of visa")
    return written


_FISCAL = ("fy", "fiscal year", "fiscal yr", "fiscal year fy", "ano fiscal")
_NATION = (
    "nationality",
    "citizenship",
    "country of citizenship",
    "citizenship country",
    "country",
    "country of nationality",
    "nacionalidad",
    "foreign state of chargeability",
    "chargeability",
    "foreign state of chargeability or place of birth",
)
_COUNT = (
    *("encounter count", "encounter counts", "encounters", "count", "total encounters"),
    *("number of encounters", "encuentros"),
)
_MONTH = ("month abbv", "month abbr", "month abbreviation", "month name", "month", "mes")
_ISSUED = (
    *("issuances", "issuance", "issued", "count", "visas", "visas issued", "number of visas"),
    *("number issued", "issuance count", "total issuances", "total"),
)
_CLASS = ("visa class", "visa type", "class", "symbol", "visa symbol", "clase de visa")
_WHEN = (
    *("month", "date", "month year", "year month", "period", "calendar month", "mes", "fecha"),
    *("month of arrival", "arrival month", "admission month", "reporting month"),
)

_ADMITTED = (
    *("admissions", "admitted", "arrivals", "refugees", "refugees admitted", "refugee admissions"),
    *("number of admissions", "number of arrivals", "refugee arrivals", "admisiones"),
)

_SPLITS = {
    "month_group": ("month grouping",),
    "component": ("component",),
    "kind": ("encounter type",),
    "area": ("area of responsibility", "aor"),
    "area_code": ("aor abbv", "aor abbr", "aor abbreviation"),
}

KINDS = (
    Kind(
        "encounters-southwest",
        "encounters",
        "CBP: encounters at the southwest border by component, nationality and month (events)",
        {
            "fiscal_year": _FISCAL,
            "month": _MONTH,
            "demographic": ("demographic",),
            "nationality": (*_NATION, "citizenship grouping"),
            "authority": ("title of authority", "title authority", "authority"),
            **_SPLITS,
            "region": ("land border region",),
        },
        {"encounters": _COUNT},
        _southwest,
        may=frozenset({"month_group", "kind", "region", "area", "area_code"}),
        describes=frozenset({"month_group", "area_code"}),
    ),
    Kind(
        "encounters-nationwide",
        "encounters",
        "CBP: encounters nationwide by border, state, nationality and month (events)",
        {
            "fiscal_year": _FISCAL,
            "month": _MONTH,
            "region": ("land border region",),
            "state": ("state", "state abbv", "state abbr"),
            "demographic": ("demographic",),
            "nationality": _NATION,
            "authority": ("title of authority", "title authority", "authority"),
            **_SPLITS,
        },
        {"encounters": _COUNT},
        _nationwide,
        may=frozenset(
            {"month_group", "component", "kind", "demographic", "state", "area", "area_code"}
        ),
        describes=frozenset({"month_group", "area_code"}),
    ),
    Kind(
        "refugee-admissions",
        "arrivals",
        "PRM: refugees admitted by nationality and month (people)",
        {
            "fiscal_year": _FISCAL,
            "month": _WHEN,
            "region": ("region",),
            "nationality": _NATION,
        },
        {"admissions": _ADMITTED},
        _admissions,
        may=frozenset({"fiscal_year", "region"}),
        describes=frozenset({"fiscal_year"}),
    ),
    Kind(
        "refugee-admissions-by-region",
        "arrivals",
        "PRM: refugees admitted by region and fiscal year (people)",
        {"fiscal_year": _FISCAL},
        {
            **{name: (plain(name),) for name in REGIONS},
            "europe_central_asia": ("europe central asia", "europe and central asia", "europe"),
            "latin_america_caribbean": (
                "latin america caribbean",
                "latin america and caribbean",
                "latin america and the caribbean",
            ),
            "near_east_south_asia": ("near east south asia", "near east and south asia"),
            "asia": ("asia", "east asia"),
            "total": ("total", "grand total"),
        },
        _by_region,
        may=frozenset({"kosovo", "psi", "former_soviet_union"}),
    ),
    Kind(
        "refugee-arrivals-by-city",
        "arrivals",
        "WRAPS: refugees by country, year, state and city of arrival (people)",
        {
            "country": ("country", "country of origin", "nationality", "pais"),
            "year": ("year", "calendar year", "cy", "ano"),
            "state": ("state", "destination state", "estado"),
            "city": ("city", "destination city", "ciudad"),
        },
        {"refugees": (*_ADMITTED, "count")},
        _arrivals,
        may=frozenset({"city"}),
    ),
    Kind(
        "temporary-visas",
        "h2",
        "State: nonimmigrant visas by nationality, class and month (visas; H-2A and H-2B are kept)",
        {"month": _WHEN, "nationality": _NATION, "visa_class": _CLASS},
        {"issuances": _ISSUED},
        _temporary,
    ),
    Kind(
        "immigrant-visas",
        "visa_bulletin",
        "State: immigrant visas by nationality, class and month (visas)",
        {"nationality": _NATION, "visa_class": _CLASS, "month": _WHEN},
        {"issuances": _ISSUED},
        _immigrant,
    ),
)
