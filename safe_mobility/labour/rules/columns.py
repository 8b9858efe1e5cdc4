"""Which column of a Labor Department file holds what. Every fiscal year names them otherwise.

A column is known by its name, spelt without spaces and signs. What no list names is not
guessed at: the reader says which columns it did not understand.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

Names = tuple[str, ...]


class FileKind(StrEnum):
    ORDERS = "job orders"
    CROPS = "addendum A: crops and pay"
    HOUSING = "addendum B: housing"
    RECRUITERS = "appendix C: recruiters"
    PLACES = "addendum B: places of work"


_CASE: Names = (
    "CASE_NUMBER",
    "CASE_NO",
    "CASE_NUM",
    "CASE_ID",
    "CASENUMBER",
    "ETA_CASE_NUMBER",
    "H_2A_CASE_NUMBER",
    "H_2B_CASE_NUMBER",
)
_ORDERS: dict[str, Names] = {
    "case_number": _CASE,
    # The third is a slip of the Department's own, in the file of 2019.
    "member": ("PRIMARY_SUB", "PRIMARY_OR_SUB", "PRMARY_SUB"),
    "visa": ("VISA_CLASS", "VISA_TYPE", "VISA", "CASE_TYPE", "APPLICATION_TYPE"),
    "status": ("CASE_STATUS", "STATUS", "APPROVAL_STATUS", "LAST_SIG_EVENT", "DECISION"),
    "decided_on": (
        "DECISION_DATE",
        "RECENT_DECISION_DATE",
        "DETERMINATION_DATE",
        "LAST_EVENT_DATE",
        "LAST_SIG_EVENT_DATE",
    ),
    "received_on": (
        "RECEIVED_DATE",
        "CASE_RECEIVED_DATE",
        "NPC_SUBMITTED_DATE",
        "SUBMITTED_DATE",
        "CASE_SUBMITTED_DATE",
        "CASE_SUBMITTED",
    ),
    "employer": (
        "EMPLOYER_NAME",
        "EMP_NAME",
        "EMPLOYER",
        "EMPLOYER_LEGAL_NAME",
        "LEGAL_BUSINESS_NAME",
        "EMPLOYER_BUSINESS_NAME",
    ),
    "trade_name": ("TRADE_NAME_DBA", "TRADE_NAME", "DBA", "TRADE_NAME_DOING_BUSINESS_AS"),
    "employer_city": ("EMPLOYER_CITY", "EMP_CITY"),
    "employer_state": ("EMPLOYER_STATE", "EMP_STATE", "EMPLOYER_STATE_PROVINCE"),
    "title": ("JOB_TITLE", "OCC_TITLE", "OCCUPATIONAL_TITLE", "POSITION_TITLE"),
    "occupation": (
        "SOC_CODE",
        "SOC_CODE_ID",
        "OES_SOC_CODE",
        "ONET_CODE",
        "OCC_CODE",
        "DOT_OCCUPATIONAL_CODE",
    ),
    "occupation_title": ("SOC_TITLE", "SOC_NAME", "OES_SOC_TITLE", "DOT_NAME"),
    "crop": ("PRIMARY_CROP", "CROP"),
    "asked": (
        "NBR_WORKERS_REQUESTED",
        "NBR_WORKERS_REQUSTED",
        "NBUR_WORKERS_REQUESTED",
        "NUM_ALIENS",
        "NBR_ALIENS",
        "TOTAL_WORKERS_REQUESTED",
        "TOTAL_WORKERS_H_2A_REQUESTED",
        "TOTAL_WORKERS_H2A_REQUESTED",
        "TOTAL_WORKERS_H_2B_REQUESTED",
        "TOTAL_WORKERS_H2B_REQUESTED",
        "NUMBER_OF_WORKERS_REQUESTED",
        "WORKERS_REQUESTED",
        "NBR_WORKERS",
        "TOTAL_WORKERS_NEEDED",
        "TOTAL_WORKER_POSITIONS",
    ),
    "certified": (
        "NBR_WORKERS_CERTIFIED",
        "TOTAL_WORKERS_CERTIFIED",
        "TOTAL_WORKERS_H_2A_CERTIFIED",
        "TOTAL_WORKERS_H2A_CERTIFIED",
        "TOTAL_WORKERS_H_2B_CERTIFIED",
        "TOTAL_WORKERS_H2B_CERTIFIED",
        "NUMBER_OF_WORKERS_CERTIFIED",
        "WORKERS_CERTIFIED",
        "NBR_WORKERS_CERTIFIED_H_2B",
    ),
    "begins_on": (
        "EMPLOYMENT_BEGIN_DATE",
        "CERTIFICATION_BEGIN_DATE",
        "REQUESTED_BEGIN_DATE",
        "REQUESTED_START_DATE_OF_NEED",
        "BEGIN_DATE_OF_NEED",
        "BEGIN_DATE",
        "START_DATE",
        "FIRST_DATE_OF_NEED",
        "EMPLOYMENT_START_DATE",
        "CERTIFIED_BEGIN_DATE",
    ),
    "ends_on": (
        "EMPLOYMENT_END_DATE",
        "CERTIFICATION_END_DATE",
        "REQUESTED_END_DATE",
        "REQUESTED_END_DATE_OF_NEED",
        "END_DATE_OF_NEED",
        "END_DATE",
        "LAST_DATE_OF_NEED",
        "CERTIFIED_END_DATE",
    ),
    "hours": (
        "BASIC_NUMBER_OF_HOURS",
        "NUMBER_OF_HOURS",
        "ANTICIPATED_NUMBER_OF_HOURS",
        "TOTAL_HOURS",
        "TOTAL_HOURS_PER_WEEK",
        "HOURS_PER_WEEK",
        "BASIC_HOURS",
        "WEEKLY_HOURS",
    ),
    "wage": (
        "WAGE_OFFER",
        "BASIC_RATE_OF_PAY",
        "BASIC_WAGE_RATE_FROM",
        "BASIC_RATE_OF_PAY_FROM",
        "BASIC_RATE_FROM",
        "WAGE_OFFER_FROM",
        "WAGE_OFFERED_FROM",
        "OFFERED_WAGE_FROM",
        "HOURLY_WAGE",
        "RATE_OF_PAY",
        "WAGE_RATE",
    ),
    "wage_to": (
        "BASIC_WAGE_RATE_TO",
        "BASIC_RATE_OF_PAY_TO",
        "BASIC_RATE_TO",
        "WAGE_OFFER_TO",
        "WAGE_OFFERED_TO",
    ),
    "unit": (
        "BASIC_UNIT_OF_PAY",
        "PAY_RANGE_UNIT",
        "PER",
        "WAGE_UNIT",
        "UNIT_OF_PAY",
        "WAGE_PER",
        "BASIC_WAGE_UNIT",
        "WAGE_OFFER_UNIT",
        "WAGE_OFFERED_PER",
        "BASIC_RATE_UNIT",
    ),
    "city": (
        "WORKSITE_CITY",
        "EMPLOYEE_WORKSITE_CITY",
        "PRIMARY_WORKSITE_CITY",
        "WORKSITE_LOCATION_CITY",
        "WORK_LOCATION_CITY",
        "ALIEN_WORK_CITY",
        "WORKSITE_CITY_1",
        "JOB_CITY",
    ),
    "county": (
        "WORKSITE_COUNTY",
        "EMPLOYEE_WORKSITE_COUNTY",
        "PRIMARY_WORKSITE_COUNTY",
        "WORKSITE_LOCATION_COUNTY",
        "WORK_LOCATION_COUNTY",
        "JOB_COUNTY",
    ),
    "state": (
        "WORKSITE_STATE",
        "EMPLOYEE_WORK_STATE",
        "EMPLOYEE_WORKSITE_STATE",
        "PRIMARY_WORKSITE_STATE",
        "WORKSITE_LOCATION_STATE",
        "WORK_LOCATION_STATE",
        "ALIEN_WORK_STATE",
        "WORKSITE_STATE_1",
        "JOB_STATE",
        "STATE_OF_WORKSITE",
    ),
    "housing": ("TYPE_OF_HOUSING", "HOUSING_TYPE"),
    "units": ("TOTAL_UNITS", "HOUSING_TOTAL_UNITS"),
    "housing_places": ("TOTAL_OCCUPANCY", "HOUSING_TOTAL_OCCUPANCY"),
    "piece": ("PIECE_RATE_UNIT", "PIECE_RATE_UNITS"),
}
_CROPS: dict[str, Names] = {
    "case_number": _CASE,
    "crop": (
        "CROP_AGRICULTURAL_ACTIVITY",
        "CROP_OR_AGRICULTURAL_ACTIVITY",
        "CROP_AGRICULTURAL_ACTIVITIES",
        "AGRICULTURAL_ACTIVITY",
        "ADDENDUM_A_CROP_ACTIVITY",
    ),
    "wage": ("WAGE_OFFER", "WAGE_RATE", "WAGE_OFFERED", "RATE_OF_PAY"),
    "unit": ("PER", "UNIT_OF_PAY", "WAGE_PER", "WAGE_UNIT"),
    "piece": (
        "PIECE_RATE_UNITS_SPECIAL_PAY",
        "PIECE_RATE_UNITS",
        "PIECE_RATE_UNIT",
        "SPECIAL_PAY_INFORMATION",
        "PIECE_RATE_UNITS_SPECIAL_PAY_INFORMATION",
    ),
}
_HOUSING: dict[str, Names] = {
    "case_number": _CASE,
    "housing": ("TYPE_OF_HOUSING", "HOUSING_TYPE"),
    "city": ("PHYSICAL_LOCATION_CITY", "HOUSING_CITY", "HOUSING_LOCATION_CITY"),
    "county": ("PHYSICAL_LOCATION_COUNTY", "HOUSING_COUNTY", "HOUSING_LOCATION_COUNTY"),
    "state": ("PHYSICAL_LOCATION_STATE", "HOUSING_STATE", "HOUSING_LOCATION_STATE"),
    "units": ("TOTAL_UNITS", "HOUSING_TOTAL_UNITS"),
    "housing_places": ("TOTAL_OCCUPANCY", "HOUSING_TOTAL_OCCUPANCY"),
}
_RECRUITERS: dict[str, Names] = {
    "case_number": _CASE,
    "recruiter": (
        "RECRUITER_EMPLOYER_NAME",
        "RECRUITER_NAME",
        "FOREIGN_LABOR_RECRUITER_NAME",
        "RECRUITER_LEGAL_NAME",
        "NAME_OF_FOREIGN_LABOR_RECRUITER",
        "RECRUITER_BUSINESS_NAME",
    ),
    "city": ("RECRUITER_EMPLOYER_CITY", "RECRUITER_CITY"),
    "region": ("RECRUITER_EMPLOYER_STATE", "RECRUITER_STATE", "RECRUITER_PROVINCE"),
    "country": ("RECRUITER_EMPLOYER_COUNTRY", "RECRUITER_COUNTRY"),
}
_PLACES: dict[str, Names] = {
    "case_number": _CASE,
    "employer": ("NAME_OF_AGRICULTURAL_BUSINESS", "AGRICULTURAL_BUSINESS_NAME", "BUSINESS_NAME"),
    "city": ("PLACE_OF_EMPLOYMENT_CITY", "WORKSITE_CITY"),
    "county": ("PLACE_OF_EMPLOYMENT_COUNTY", "WORKSITE_COUNTY"),
    "state": ("PLACE_OF_EMPLOYMENT_STATE", "WORKSITE_STATE"),
    "asked": ("TOTAL_WORKERS", "TOTAL_WORKERS_NEEDED"),
    "begins_on": ("BEGIN_DATE", "EMPLOYMENT_BEGIN_DATE", "PLACE_OF_EMPLOYMENT_BEGIN_DATE"),
    "ends_on": ("END_DATE", "EMPLOYMENT_END_DATE", "PLACE_OF_EMPLOYMENT_END_DATE"),
}
KNOWN: dict[FileKind, dict[str, Names]] = {
    FileKind.ORDERS: _ORDERS,
    FileKind.CROPS: _CROPS,
    FileKind.HOUSING: _HOUSING,
    FileKind.RECRUITERS: _RECRUITERS,
    FileKind.PLACES: _PLACES,
}
NEEDED: dict[FileKind, Names] = {
    FileKind.ORDERS: ("case_number", "employer", "status"),
    FileKind.CROPS: ("case_number", "crop"),
    FileKind.HOUSING: ("case_number", "housing"),
    FileKind.RECRUITERS: ("case_number", "recruiter"),
    FileKind.PLACES: ("case_number", "employer", "state"),
}
# Understood and left alone: they say nothing about the work, the pay or the place. The dates of
# `JOB_START_DATE` are those of the advertisement in the state, not of the work.
_LEFT_ALONE = re.compile(
    r"^((EMPLOYER|EMP)_(ADDRESS\w*|ADDR\w*|POSTAL_CODE|ZIP\w*|COUNTY|COUNTRY|PROVINCE|PHONE\w*"
    r"|POC\w*|FEIN|MSPA\w*|EXP\w*|CLIENT\w*|PROVIDED\w*|REP_BY_AGENT|APPENDIX\w*)"
    r"|ATT(ORNEY|_|Y)\w*|AGENT\w*|LAW_?FIRM\w*|STATE_OF_HIGHEST_COURT|NAME_OF_HIGHEST_\w*"
    r"|PREPARER\w*|TYPE_OF_(EMPLOYER|REPRESENTATION)\w*|ORGANIZATION_FLAG|H_?2A_LABOR_CONTRACTOR"
    r"|AG_ASSN\w*|NAICS\w*|SWA_\w*|JOB_IDNUMBER|JO(B)?_ORDER_\w*|JOB_(START|END)_DATE|CROP_ID"
    r"|FULL_TIME\w*|NATURE_OF_TEMPORARY_NEED|EMERGENCY_FILING\w*|CAP_(EXEMPT|SUBJECT)\w*"
    r"|(HOURLY_)?WORK_SCHEDULE\w*|HOURLY_SCHEDULE\w*|(SUN|MON|TUES|WEDNES|THURS|FRI|SATUR)DAY\w*"
    r"|ON_CALL\w*|ON_THE_JOB\w*|OVERTIME\w*|SUPERVISE\w*|EDUCATION\w*|OTHER_EDU\w*|MAJOR"
    r"|SECOND_DIPLOMA\w*|TRAINING\w*|NUM_MONTHS\w*|NAME_REQ\w*|WORK_EXPERIENCE\w*"
    r"|(PREVAILING_WAGE|PW|PWD|1ST_PWD|2ND_PWD|3RD_PWD)(_\w*)?|MSA_\w*|FISCAL_YEAR|DOT_\w*"
    r"|(OTHER_)?FREQUENCY_OF_PAY|DEDUCTIONS\w*|PIECE_RATE_(OFFER|ADDITIONAL\w*)|ADDITIONAL_\w*"
    r"|(CERTIFICATION|DRIVER|LIFTING|SPECIAL)_REQUIREMENTS|CRIMINAL\w*|DRUG_\w*|LIFTING_\w*"
    r"|EXPOSURE_\w*|EXTENSIVE_\w*|FREQUENT_\w*|REPETITIVE_\w*|\w*ATTACHED|\w*_RECORDS|MEALS?_\w*"
    r"|(PRIMARY_)?WORKSITE_(POSTAL_CODE|ZIP|ADDRESS\w*)|EMPLOYEE_POSTAL_CODE|OTHER_WORKSITE\w*"
    r"|PLACE_OF_EMPLOYMENT_(POSTAL_CODE|ADDRESS\w*)|DAILY_TRANSPORTATION|BOARD_LODGING\w*"
    r"|FOREIGN_LABOR_RECRUITER|USING_AGENT\w*|JOB_CONTRACT\w*|APPENDIX_\w*|\w*MSPA\w*"
    r"|HOUSING_(STANDARDS|COMPLIANCE)\w*|HOUSING_(POSTAL_CODE|ADDRESS\w*|TRANSPORTATION)"
    r"|HOUSING_(CITY|COUNTY|STATE)|PHYSICAL_LOCATION_(POSTAL_CODE|ADDRESS\w*)"
    r"|RECRUITER(_EMPLOYER)?_(POSTAL_CODE|PROVINCE|ADDRESS\w*|PHONE\w*|EMAIL\w*)"
    r"|PHONE\w*|EMAIL\w*|WEBSITE\w*)$"
)


@dataclass(frozen=True, slots=True)
class Layout:
    """How one file is laid out: its kind, where each field stands, what was not understood.

    A field may stand in several columns; the first that says something counts.
    `above` counts the lines over the header, which name no columns.
    """

    kind: FileKind
    width: int
    places: dict[str, tuple[int, ...]]
    unknown: tuple[str, ...]
    above: int = 0


class UnknownLayout(ValueError):
    """The header belongs to none of the files we know; says what is missing for the nearest."""


def spelt(name: str) -> str:
    return re.sub(r"[^A-Z0-9]+", "_", name.upper()).strip("_")


def layout_of(header: Sequence[str]) -> Layout:
    """The layout that a header row tells; raises `UnknownLayout` where no kind fits."""
    names = [spelt(name) for name in header]
    ranked = sorted(FileKind, key=lambda kind: _fit(kind, names), reverse=True)
    kind = ranked[0]
    places = _places(kind, names)
    if missing := [field for field in NEEDED[kind] if field not in places]:
        raise UnknownLayout(f"nearest to {kind}, but no column for {', '.join(missing)}")
    used = {at for spots in places.values() for at in spots}
    unknown = tuple(
        header[at]
        for at, name in enumerate(names)
        if name and at not in used and not _LEFT_ALONE.match(name) and not _repeats(kind, name)
    )
    return Layout(kind=kind, width=len(header), places=places, unknown=unknown)


def _repeats(kind: FileKind, name: str) -> bool:
    """The name of a field that is understood, which stands in the header a second time."""
    return any(name in aliases for aliases in KNOWN[kind].values())


def _fit(kind: FileKind, names: Sequence[str]) -> tuple[bool, int]:
    places = _places(kind, names)
    return all(field in places for field in NEEDED[kind]), len(places)


def _places(kind: FileKind, names: Sequence[str]) -> dict[str, tuple[int, ...]]:
    found = {
        field: tuple(names.index(alias) for alias in aliases if alias in names)
        for field, aliases in KNOWN[kind].items()
    }
    return {field: spots for field, spots in found.items() if spots}
