"""Rows of UNHCR's tables, by country of origin and of asylum.

Persons and cases are kept apart. A year that is not over holds mid-year figures. UNHCR rounds
small figures itself, so that parts need not add up to the total.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from safe_mobility.statistics.rules import cells
from safe_mobility.statistics.rules.cells import CellRefused
from safe_mobility.statistics.rules.kinds import Context, Kind, Row, Told
from safe_mobility.statistics.rules.nations import ISO2_OF_ISO3, NOT_SAID
from safe_mobility.statistics.rules.series import Point

NOBODYS = {"UKN": NOT_SAID, "UNK": NOT_SAID, "STA": "XX", "XXA": "XX", "XXX": NOT_SAID}
"""Unknown origin, and people who have no state."""


def _country(row: Row, name: str, told: Told) -> str:
    written = row[f"{name}_iso"].strip().upper()
    code = ISO2_OF_ISO3.get(written) or NOBODYS.get(written)
    if code is not None:
        return code
    if re.fullmatch(r"[A-Z]{3}", written):
        told.kept_as_written.append(written)
        return f"x-{written.lower()}"
    raise CellRefused(f"'{row[f'{name}_iso'].strip()[:20]}' is no country code of three letters")


def _of_origin_and_asylum(
    series: Callable[[Row], str], measures: Mapping[str, str]
) -> Callable[[Row, Context, Told], Iterator[Point]]:
    """A row becomes one figure for each measure that is not zero and not empty."""

    def points(row: Row, known: Context, told: Told) -> Iterator[Point]:
        on = date(cells.year(row["year"]), 1, 1)
        origin, asylum = _country(row, "coo", told), _country(row, "coa", told)
        into = series(row)
        found = {name: cells.count(row[name]) for name in measures if name in row}
        if all(value is None for value in found.values()):
            raise CellRefused("no figure in the row")
        for name, value in found.items():
            if value:
                yield Point(into, on, origin, asylum, measures[name], value)

    return points


def _counted(row: Row, column: str) -> str:
    """P for persons, C for cases; what is neither is refused, for the two are never added."""
    written = row[column].strip().upper()[:1]
    if row[column].strip().casefold() not in {"p", "c", "persons", "cases", "person", "case"}:
        raise CellRefused(f"'{row[column].strip()[:10]}' says neither persons (P) nor cases (C)")
    return written


def _applications(row: Row, known: Context, told: Told) -> Iterator[Point]:
    series = {"P": "unhcr-applications", "C": "unhcr-application-cases"}
    kind = row["app_type"].strip().upper()
    if not re.fullmatch(r"[A-Z]{1,3}", kind):
        raise CellRefused(f"'{row['app_type'].strip()[:10]}' is no kind of application")
    into = _of_origin_and_asylum(lambda each: series[_counted(each, "app_pc")], {"applied": kind})
    yield from into(row, known, told)


_DECIDED = {
    "dec_recognized": "RECOGNIZED",
    "dec_other": "OTHER",
    "dec_rejected": "REJECTED",
    "dec_closed": "CLOSED",
}


def _decisions(row: Row, known: Context, told: Told) -> Iterator[Point]:
    series = {"P": "unhcr-decisions", "C": "unhcr-decision-cases"}
    parts = sum(cells.count(row[name]) or 0.0 for name in _DECIDED)
    total = cells.count(row.get("dec_total", ""))
    if total is not None and total != parts:
        told.doubts.append("the parts do not add up to the total (small figures are rounded)")
    into = _of_origin_and_asylum(lambda each: series[_counted(each, "dec_pc")], _DECIDED)
    yield from into(row, known, told)


def _demographics(row: Row, known: Context, told: Told) -> Iterator[Point]:
    halves = [cells.count(row.get(name, "")) for name in ("f_total", "m_total")]
    total = cells.count(row["total"])
    if total is None:
        raise CellRefused("total is empty")
    if None not in halves and sum(each or 0 for each in halves) != total:
        told.doubts.append("women and men do not add up to the total")
    kind = row["pop_type"].strip().upper()
    into = _of_origin_and_asylum(lambda _row: "unhcr-demographics", {"total": kind})
    yield from into(row, known, told)


_FRAME: Mapping[str, tuple[str, ...]] = {
    "year": ("year", "ano"),
    "coo_name": ("coo name", "country of origin", "origin"),
    "coo": ("coo", "coo code"),
    "coo_iso": ("coo iso", "country of origin iso", "origin iso"),
    "coa_name": ("coa name", "country of asylum", "asylum"),
    "coa": ("coa", "coa code"),
    "coa_iso": ("coa iso", "country of asylum iso", "asylum iso"),
}
_NAMES = frozenset({"coo_name", "coo", "coa_name", "coa"})
_POPULATION = {
    "refugees": "REFUGEES",
    "asylum_seekers": "ASYLUM_SEEKERS",
    "returned_refugees": "RETURNED_REFUGEES",
    "idps": "INTERNALLY_DISPLACED",
    "returned_idps": "RETURNED_DISPLACED",
    "stateless": "STATELESS",
    "ooc": "OTHERS_OF_CONCERN",
    "oip": "OTHER_IN_NEED",
    "hst": "HOST_COMMUNITY",
}
_FLOWS = {
    "refugees": "REFUGEES",
    "asylum_seekers": "ASYLUM_SEEKERS",
    "refugee_like": "REFUGEE_LIKE",
    "oip": "OTHER_IN_NEED",
}
_SOLUTIONS = {
    "returned_refugees": "RETURNED_REFUGEES",
    "resettlement": "RESETTLED",
    "naturalisation": "NATURALISED",
    "returned_idps": "RETURNED_DISPLACED",
}
_LATER = frozenset({"oip", "hst", "ooc", "stateless", "returned_idps", "refugee_like"})
_SPELT = {
    "refugees": ("refugees", "refugees under unhcr s mandate"),
    "asylum_seekers": ("asylum seekers",),
    "returned_refugees": ("returned refugees",),
    "idps": ("idps", "idps of concern to unhcr", "internally displaced persons"),
    "returned_idps": ("returned idps", "returned idpss"),
    "stateless": ("stateless", "stateless persons"),
    "ooc": ("ooc", "others of concern"),
    "oip": ("oip", "other people in need of international protection"),
    "hst": ("hst", "host community"),
    "refugee_like": ("refugee like",),
    "naturalisation": ("naturalisation", "naturalization"),
    "dec_recognized": ("dec recognized", "dec recognised", "recognized", "recognized decisions"),
    "dec_other": ("dec other", "complementary protection"),
    "dec_rejected": ("dec rejected", "rejected", "rejected decisions"),
    "dec_closed": ("dec closed", "closed", "otherwise closed"),
    "dec_total": ("dec total", "total decisions"),
    "applied": ("applied", "applications", "asylum applications"),
}
_SAID = {
    "procedure_type": ("procedure type", "authority"),
    "app_type": ("app type", "application type"),
    "dec_level": ("dec level", "decision level", "stage of procedure"),
    "app_pc": ("app pc", "cases persons"),
    "dec_pc": ("dec pc", "cases persons"),
    "pop_type": ("pop type", "population type"),
}


def _figures(names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    return {name: _SPELT.get(name, (name,)) for name in names}


def _kind(
    code: str,
    about: str,
    points: Callable[[Row, Context, Told], Iterable[Point]],
    figures: Iterable[str],
    *,
    says: Iterable[str] = (),
    may: Iterable[str] = (),
) -> Kind:
    dimensions = {**_FRAME, **{name: _SAID.get(name, (name.replace("_", " "),)) for name in says}}
    return Kind(
        f"unhcr-{code}",
        "unhcr",
        f"UNHCR: {about}",
        dimensions,
        _figures(figures),
        points,
        may=_NAMES | frozenset(may),
        describes=_NAMES,
    )


KINDS = (
    _kind(
        "population",
        "people at the end of each year, by kind (people, a stock)",
        _of_origin_and_asylum(lambda _row: "unhcr-population", _POPULATION),
        _POPULATION,
        may=_LATER,
    ),
    _kind(
        "flows",
        "people newly displaced across borders in a year (people, a flow)",
        _of_origin_and_asylum(lambda _row: "unhcr-flows", _FLOWS),
        _FLOWS,
        may={"oip"},
    ),
    _kind(
        "applications",
        "asylum applications of a year (people or cases, kept apart)",
        _applications,
        ("applied",),
        says=("procedure_type", "app_type", "dec_level", "app_pc"),
        may={"procedure_type", "dec_level"},
    ),
    _kind(
        "decisions",
        "asylum decisions of a year (people or cases, kept apart)",
        _decisions,
        (*_DECIDED, "dec_total"),
        says=("procedure_type", "dec_level", "dec_pc"),
        may={"procedure_type", "dec_level", "dec_total"},
    ),
    _kind(
        "solutions",
        "returns, resettlement and naturalisation in a year (people, a flow)",
        _of_origin_and_asylum(lambda _row: "unhcr-solutions", _SOLUTIONS),
        _SOLUTIONS,
        may={"returned_idps"},
    ),
    _kind(
        "displaced",
        "IDMC: people displaced inside their country at the end of a year (people, a stock)",
        _of_origin_and_asylum(lambda _row: "unhcr-displaced", {"total": "INTERNALLY_DISPLACED"}),
        ("total",),
    ),
    _kind(
        "demographics",
        "people by sex, age and place at the end of a year (people, a stock)",
        _demographics,
        (
            *(f"{sex}_{age}" for sex in "fm" for age in ("0_4", "5_11", "12_17", "18_59")),
            *(f"{sex}_{rest}" for sex in "fm" for rest in ("60", "other", "total")),
            "total",
        ),
        says=("pop_type", "location", "loc_type", "acc_type"),
        may={
            "location",
            "loc_type",
            "acc_type",
            *(f"{sex}_{age}" for sex in "fm" for age in ("0_4", "5_11", "12_17", "18_59")),
            *(f"{sex}_{rest}" for sex in "fm" for rest in ("60", "other", "total")),
        },
    ),
)
