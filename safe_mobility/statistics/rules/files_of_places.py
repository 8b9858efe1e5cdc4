"""Rows about places: UNHCR's indicators by municipality, census summaries, lists of codes.

UNHCR's codes look like those of the statistics institute with "GT" before them, and are, but for
two: what UNHCR calls GT0206 is Sanarate, which the institute numbers 0207, and the other way
round. Whoever joins by number gives each the other's figures. So the name decides, and a name
that fits neither its number nor a neighbour is refused.
"""

import re
from collections.abc import Iterator, Mapping

from safe_mobility.statistics.rules import cells
from safe_mobility.statistics.rules.cells import CellRefused
from safe_mobility.statistics.rules.kinds import Context, Kind, Row, Told
from safe_mobility.statistics.rules.nations import plain
from safe_mobility.statistics.rules.series import Point

_NAMES = (
    "Conflict DesastresNat Refugiados Deportadas RisDespl IDP Transitando Delitos "
    "ViolenciaMujer IntraFamViolencia GrupCrim InsegAlim Dormitoria VivCollectCalle Gini PIB "
    "Pobreza Discapacidad Rural Maya Extranjera Afrodesc Xinca Garifu Mest Desemp Trabinfant "
    "EmpleoForm Dependencia ParticipComm InstComm ExclComm CapAlbergues Matriculation "
    "EducBasic EducUniv Analfabetas EducGastos Alumnos Graduand GestAdmin GestEstr GestFin "
    "ServPub InversPubl AccElectr CubiertaAgua FunctJusticia Estabjusticia Resolucion "
    "EstSalud Medicaos CondEstSalud SaludGastos "
)
INDICATORS = frozenset(_NAMES.split())
_BY_PLAIN = {plain(each): each for each in INDICATORS}


def indicator(heading: str) -> bool:
    return plain(heading) in _BY_PLAIN


def _municipal(row: Row, known: Context, told: Told) -> Iterator[Point]:
    code = _ine_code(row, known, told)
    empty = 0
    for heading, written in row.items():
        if heading in {"code", "name"}:
            continue
        value = cells.rate(written)
        if value is None:
            empty += 1
        else:
            yield Point("municipal-indicators", None, code, "", _BY_PLAIN[plain(heading)], value)
    if empty == len(row) - 2:
        raise CellRefused("no figure in the row")


def _ine_code(row: Row, known: Context, told: Told) -> str:
    found = re.fullmatch(r"(?:GT)?(\d{3,4})", row["code"].strip().upper())
    if found is None:
        raise CellRefused(f"'{row['code'].strip()[:20]}' is no code of a municipality")
    code = found.group(1).zfill(4)
    name = plain(row["name"])
    if code not in known.municipalities:
        raise CellRefused(f"there is no municipality {code}")
    if name == plain(known.municipalities[code]):
        return code
    named = [
        other
        for other, called in known.municipalities.items()
        if other[:2] == code[:2] and plain(called) == name
    ]
    if len(named) == 1:
        told.doubts.append(
            f"{code} is called {row['name'].strip()} here, which is {named[0]} in the list of "
            f"the statistics institute: taken by its name"
        )
        return named[0]
    if _close(name, plain(known.municipalities[code])):
        told.doubts.append(f"{code} is spelt '{row['name'].strip()}'")
        return code
    raise CellRefused(f"{code} is {known.municipalities[code]}, not '{row['name'].strip()}'")


def _close(one: str, other: str) -> bool:
    """Whether one name is the other with a word more: San Juan and San Juan Chamelco are not."""
    return sorted(one.split()) == sorted(other.split()) or one.replace(" ", "") == other.replace(
        " ", ""
    )


PEOPLE = {
    "poblacion total": "POPULATION",
    "poblacion hombres": "MEN",
    "poblacion mujeres": "WOMEN",
}
KEPT_RATES = {
    "pct households with emigrants": "HOUSEHOLDS_WITH_EMIGRANTS",
    "pct households receiving remittances": "HOUSEHOLDS_WITH_REMITTANCES",
    "pct rural households": "RURAL_HOUSEHOLDS",
    "neet rate": "NEITHER_WORK_NOR_SCHOOL",
    "unemployment rate": "UNEMPLOYED",
}
_CENSUS = re.compile(
    r"poblacion .*|.* (rate|count)|pct .*|.*households.*|.*population.*|total (emig|remit).*"
    r"|.*emigrants?.*|.*remittances.*|.*enrollment.*"
)


def census_column(heading: str) -> bool:
    return _CENSUS.fullmatch(plain(heading)) is not None


def _census(row: Row, known: Context, told: Told) -> Iterator[Point]:
    place = row["geo_code"].strip().upper()
    if not re.fullmatch(r"[A-Z]{2}[A-Z0-9]{2}", place):
        raise CellRefused(f"'{place[:20]}' is no code of a department")
    figures = {
        plain(heading): cells.rate(written)
        for heading, written in row.items()
        if heading not in _CENSUS_SAYS
    }
    people = {PEOPLE[name]: figures[name] for name in PEOPLE if figures.get(name) is not None}
    if "POPULATION" not in people:
        raise CellRefused("no population")
    _compare_halves(people, told)
    for name, value in people.items():
        yield Point("census-departments", None, place, "", name, value or 0.0)
    for name, code in KEPT_RATES.items():
        if (rate := figures.get(name)) is not None:
            if rate > 100:
                raise CellRefused(f"{name} is {rate:g} of a hundred")
            yield Point("census-rates", None, place, "", code, rate)


def _compare_halves(people: Mapping[str, float | None], told: Told) -> None:
    halves = [people.get("MEN"), people.get("WOMEN")]
    if None in halves:
        return
    apart = abs(sum(each or 0 for each in halves) - (people["POPULATION"] or 0))
    if apart > 1:
        told.doubts.append(f"women and men differ from all by {apart:,.0f}")


def _place(row: Row, known: Context, told: Told) -> Iterator[Point]:
    """A list of municipalities gives no figure; it is compared with the programme's own."""
    code, name = row["code"].strip(), row["name"].strip()
    if not re.fullmatch(r"\d{4}", code):
        raise CellRefused(f"'{code[:20]}' is no code of a municipality")
    if known.municipalities.get(code) is None:
        raise CellRefused(f"there is no municipality {code}")
    if plain(known.municipalities[code]) != plain(name):
        told.doubts.append(f"{code} is {known.municipalities[code]} in the programme's list")
    if (unhcr := row.get("name_unhcr", "").strip()) and plain(unhcr) != plain(name):
        told.doubts.append(f"{code} is {name}; UNHCR calls it {unhcr}")
    yield from ()


def _department(row: Row, known: Context, told: Told) -> Iterator[Point]:
    code = row["code"].strip()
    if not any(each.startswith(code) for each in known.municipalities) or len(code) != 2:
        raise CellRefused(f"there is no department '{code[:20]}'")
    yield from ()


def _entry(row: Row, known: Context, told: Told) -> Iterator[Point]:
    if plain(row["code"]) not in _BY_PLAIN:
        told.doubts.append(f"'{row['code'].strip()}' is an indicator that is not known")
    if row["direction"].strip() not in {"1", "-1"}:
        raise CellRefused(f"'{row['direction'].strip()}' is no direction (1 or -1)")
    yield from ()


_CENSUS_SAYS = {
    "department": ("depto", "departamento", "department code"),
    "geo_code": ("dept geo code", "geo code"),
    "name": ("depto name", "nombre"),
    "municipality": ("munic",),
    "described": ("deptodesc x", "deptodesc"),
    "named": ("munic name",),
    "country": ("country", "pais"),
    "iso": ("iso3",),
}

KINDS = (
    Kind(
        "municipal-indicators",
        "geo",
        "UNHCR A2SIT: indicators by municipality (rates and indices)",
        {
            "code": ("admin2pcode", "admin2 pcode", "pcode", "ine code", "codigo"),
            "name": ("name", "municipio", "municipality", "nombre"),
        },
        {},
        _municipal,
        like=indicator,
    ),
    Kind(
        "indicator-dictionary",
        "geo",
        "UNHCR A2SIT: what each indicator means (no figures; checked only)",
        {
            "code": ("code", "codigo"),
            "name": ("name es", "name", "nombre"),
            "group": ("group", "grupo"),
            "direction": ("direction", "direccion"),
        },
        {},
        _entry,
    ),
    Kind(
        "census-departments",
        "geo",
        "Census and household surveys by department (people, households, rates)",
        _CENSUS_SAYS,
        {},
        _census,
        may=frozenset({"department", "municipality", "described", "named", "country", "iso"}),
        describes=frozenset(_CENSUS_SAYS) - {"geo_code"},
        like=census_column,
    ),
    Kind(
        "municipalities",
        "geo",
        "The list of municipalities and their codes (no figures; checked only)",
        {
            "code": ("ine code",),
            "ocha_code": ("ocha pcode",),
            "unhcr_code": ("unhcr pcode",),
            "name": ("municipio", "municipality"),
            "department_code": ("depto code",),
            "department": ("departamento", "department"),
            "lat": ("lat", "latitude"),
            "lon": ("lon", "longitude"),
            "name_unhcr": ("name unhcr",),
        },
        {},
        _place,
        may=frozenset({"ocha_code", "unhcr_code", "name_unhcr", "lat", "lon", "department"}),
    ),
    Kind(
        "departments",
        "geo",
        "The list of departments and their codes (no figures; checked only)",
        {
            "code": ("depto code",),
            "iso": ("iso3166 2",),
            "name": ("departamento", "department"),
            "lat": ("lat", "latitude"),
            "lon": ("lon", "longitude"),
        },
        {},
        _department,
        may=frozenset({"lat", "lon"}),
    ),
)
