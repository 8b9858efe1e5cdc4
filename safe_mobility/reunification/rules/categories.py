"""Into which category one relative abroad puts one member, and what would create one.

The crisp rule is small (`visa_category`): relation, status, and three questions. What is not
known is not guessed: the rule is asked for every way in which the missing facts may turn out, and
a category is sure only if all ways lead to it. So a missing fact can only make an answer less
sure, never turn it into "no".

Sources: INA 201(b)(2)(A)(i), 203(a)(1)-(4) [S93, S94]; follow-to-join 8 CFR 207.7, 208.21;
CAM [S70, S71]; family reunification parole [S62-S64]; Canada [S100, S101].
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import product

from safe_mobility.reunification.rules import ageing
from safe_mobility.reunification.rules.kin import (
    CANADA,
    PROTECTED,
    US,
    Marital,
    Pair,
    PetitionKind,
    Relation,
    Said,
    Status,
)

FOLLOW_YEARS = 2
CAM_NATIONALS = frozenset({"GT", "HN", "SV"})
PAROLE_NATIONALS = frozenset({"CO", "CU", "EC", "SV", "GT", "HT", "HN"})
CANADA_NATIONALS = frozenset({"CO", "HT", "VE"})
CANADA_RELATIONS = frozenset(Relation) - {Relation.OTHER}
CAM, PAROLE, CANADA_FAMILY = "cam", "parole_frp", "canada_hum"


class Category(StrEnum):
    IR_SPOUSE = "IR_SPOUSE"
    IR_CHILD = "IR_CHILD"
    IR_PARENT = "IR_PARENT"
    F1 = "F1"
    F2A = "F2A"
    F2B = "F2B"
    F3 = "F3"
    F4 = "F4"
    I730 = "I730"
    CAM = "CAM"
    PAROLE = "PAROLE"
    CANADA = "CANADA"
    NONE = "NONE"


IMMEDIATE = frozenset({Category.IR_SPOUSE, Category.IR_CHILD, Category.IR_PARENT})
PREFERENCE = frozenset({Category.F1, Category.F2A, Category.F2B, Category.F3, Category.F4})
VISAS = IMMEDIATE | PREFERENCE
OTHER_ROUTES = frozenset({Category.I730, Category.CAM, Category.PAROLE, Category.CANADA})

SOURCES: dict[Category, str] = {
    **dict.fromkeys(IMMEDIATE, "INA 201(b)(2)(A)(i)"),
    Category.F1: "INA 203(a)(1)",
    Category.F2A: "INA 203(a)(2)(A)",
    Category.F2B: "INA 203(a)(2)(B)",
    Category.F3: "INA 203(a)(3)",
    Category.F4: "INA 203(a)(4)",
    Category.I730: "INA 207(c)(2), 208(b)(3); 8 CFR 207.7, 208.21",
    Category.CAM: "INA 207, 212(d)(5); 88 FR 21694",
    Category.PAROLE: "INA 212(d)(5); 88 FR 43581",
    Category.CANADA: "IRPA 25.2",
    Category.NONE: "INA 201(b), 203(a)",
}


class Missing(StrEnum):
    """A fact that would make the answer surer."""

    COUNTRY = "COUNTRY"
    STATUS = "STATUS"
    SINCE = "SINCE"
    BIRTH_DATE = "BIRTH_DATE"
    MARITAL = "MARITAL"
    RELATIVE_AGE = "RELATIVE_AGE"
    RELATED_ON = "RELATED_ON"
    PETITION_DATES = "PETITION_DATES"
    NATIONALITY = "NATIONALITY"


class Caution(StrEnum):
    """Something that a person with the papers at hand has to look at."""

    FILED_WITHOUT_STATUS = "FILED_WITHOUT_STATUS"
    """The petition names a relation for which a resident could not file."""
    AGE_IN_DOUBT = "AGE_IN_DOUBT"
    FOLLOW_TOO_LATE = "FOLLOW_TOO_LATE"
    YEAR_OVER = "YEAR_OVER"
    """A visa number has been there for more than a year (INA 203(g), 203(h)(1)(A))."""
    ELSEWHERE = "ELSEWHERE"
    """Another country than the United States and Canada: its own family rules apply."""


@dataclass(frozen=True, slots=True)
class Route:
    """`sure` where no missing fact can turn it; else it is one of the ways it may be."""

    category: Category
    sure: bool

    @property
    def source(self) -> str:
        return SOURCES[self.category]


@dataclass(frozen=True, slots=True)
class Standing:
    """What one pair amounts to on a day: routes (never empty), missing facts, cautions."""

    routes: tuple[Route, ...]
    missing: tuple[Missing, ...]
    cautions: tuple[Caution, ...]

    @property
    def visa(self) -> Category | None:
        """The one visa category, where it is sure."""
        return next((r.category for r in self.routes if r.sure and r.category in VISAS), None)

    @property
    def possible(self) -> frozenset[Category]:
        return frozenset(route.category for route in self.routes)

    @property
    def needs_person(self) -> bool:
        """An invitation that may come makes nothing else unsure."""
        unsure = any(not r.sure for r in self.routes if r.category is not Category.PAROLE)
        return bool(self.cautions) or unsure


def visa_category(
    relation: Relation, status: Status, *, child: bool, married: bool, adult: bool
) -> Category:
    """The family visa category when everything is known: `child`, whether the member counts as
    under 21; `married`, the member; `adult`, whether the relative is 21 or older."""
    if status is Status.CITIZEN:
        return _of_citizen(relation, child=child, married=married, adult=adult)
    if status is Status.RESIDENT:
        if relation is Relation.SPOUSE:
            return Category.F2A
        if relation is Relation.PARENT and not married:
            return Category.F2A if child else Category.F2B
    return Category.NONE


def _of_citizen(relation: Relation, *, child: bool, married: bool, adult: bool) -> Category:
    match relation:
        case Relation.SPOUSE:
            return Category.IR_SPOUSE
        case Relation.PARENT if married:
            return Category.F3
        case Relation.PARENT:
            return Category.IR_CHILD if child else Category.F1
        case Relation.CHILD if adult:
            return Category.IR_PARENT
        case Relation.SIBLING if adult:
            return Category.F4
    return Category.NONE


def judge(pair: Pair, *, on: date) -> Standing:
    """What this pair amounts to on the day `on`."""
    visas = _visas(pair, on=on)
    routes = [Route(category, sure=len(visas) == 1) for category in Category if category in visas]
    others = [Route(c, sure=sure) for c, sure in _other_routes(pair, on=on)]
    if others and routes == [Route(Category.NONE, sure=True)]:
        routes = []
    missing = _missing(pair, visas, {route.category: route.sure for route in others}, on=on)
    return Standing(tuple(routes + others), missing, _cautions(pair, on=on))


def _visas(pair: Pair, *, on: date) -> set[Category]:
    """The categories to which the missing facts may still lead."""
    if pair.country not in {US, ""}:
        return {Category.NONE}
    found = {
        visa_category(pair.relation, status, child=child, married=married, adult=adult)
        for status in statuses(pair)
        for child, married, adult in product(
            ways(counts_as_child(pair, status, on=on)),
            ways(pair.marital.married),
            ways(is_adult(pair, on=on)),
        )
    }
    return found | ({Category.NONE} if pair.country == "" else set())


def statuses(pair: Pair) -> tuple[Status, ...]:
    """The statuses that may be meant; who is REFUGEE or OTHER may not file for a visa."""
    if pair.status is Status.UNKNOWN:
        return (Status.CITIZEN, Status.RESIDENT, Status.OTHER)
    return (pair.status,)


def ways(value: bool | None) -> tuple[bool, ...]:
    return (False, True) if value is None else (value,)


def is_adult(pair: Pair, *, on: date) -> bool | None:
    """Whether the relative is 21 or older: what the birth date says, else what was answered."""
    if pair.relative_born_on is not None:
        return not ageing.under_age(pair.relative_born_on, on=on)
    return pair.adult.known


def counts_as_child(pair: Pair, status: Status, *, on: date) -> bool | None:
    petition = pair.petition
    if petition is not None and petition.kind is not PetitionKind.I130:
        petition = None
    if status is Status.CITIZEN:
        known = pair.status is Status.CITIZEN
        ends = {pair.since_on, pair.since_by} if known else {None}
        judged = {
            ageing.child_of_citizen(pair.member_born_on, petition, citizen_since=since, on=on)
            for since in ends
        }
        return judged.pop() if len(judged) == 1 else None
    return ageing.child_of_resident(pair.member_born_on, petition, on=on)


# --- the other routes --------------------------------------------------------------------------


def _other_routes(pair: Pair, *, on: date) -> Iterator[tuple[Category, bool]]:
    for category, judged in (
        (Category.I730, follow_to_join(pair, on=on)),
        (Category.CAM, _cam(pair, on=on)),
        (Category.PAROLE, _parole(pair)),
        (Category.CANADA, _canada(pair, on=on)),
    ):
        if judged is not False:
            yield category, judged is True


def follow_until(pair: Pair) -> date | None:
    """The last day to file Form I-730: two years from admission or the grant."""
    if pair.status not in PROTECTED or pair.since_on is None:
        return None
    return ageing.anniversary(pair.since_on, FOLLOW_YEARS)


def follow_to_join(pair: Pair, *, on: date) -> bool | None:
    if pair.country != US or pair.status not in PROTECTED:
        return False
    in_time = _in_time(pair, on=on)
    filed = pair.petition is not None and pair.petition.kind is PetitionKind.I730
    return all_of(filed or in_time, _follows(pair, on=on))


def _in_time(pair: Pair, *, on: date) -> bool | None:
    """Whether two years are not over. Where only a year is known, both its ends are asked."""
    if pair.since_on is None or pair.since_by is None:
        return None
    if on <= ageing.anniversary(pair.since_on, FOLLOW_YEARS):
        return True
    return False if on > ageing.anniversary(pair.since_by, FOLLOW_YEARS) else None


def _follows(pair: Pair, *, on: date) -> bool | None:
    """Whether the member is a spouse or a child whom the relative may ask to follow."""
    if pair.relation is Relation.SPOUSE:
        # A marriage after admission or grant does not count for Form I-730.
        if pair.related_on is None or pair.since_on is None:
            return None
        if pair.since_by is not None and pair.related_on > pair.since_by:
            return False
        return True if pair.related_on <= pair.since_on else None
    if pair.relation is Relation.PARENT:
        married = pair.marital.married
        unmarried = None if married is None else not married
        return all_of(unmarried, ageing.child_of_protected(pair.member_born_on, on=on))
    return False


def _cam(pair: Pair, *, on: date) -> bool | None:
    if pair.country != US or pair.relation is not Relation.PARENT or CAM not in pair.routes_open:
        return False
    if pair.status is Status.CITIZEN or pair.status in PROTECTED:
        return False
    married = pair.marital.married
    born = pair.member_born_on
    return all_of(
        True if pair.status is Status.RESIDENT else None,
        None if married is None else not married,
        None if born is None else ageing.under_age(born, on=on),
        of_nation(pair, CAM_NATIONALS),
    )


def _parole(pair: Pair) -> bool | None:
    """Never sure: the petition must be approved, and then only an invitation opens it."""
    petition = pair.petition
    if petition is None or petition.kind is not PetitionKind.I130 or not petition.approved:
        return False
    if pair.country != US or PAROLE not in pair.routes_open:
        return False
    return None if of_nation(pair, PAROLE_NATIONALS) is not False else False


def _canada(pair: Pair, *, on: date) -> bool | None:
    if pair.country != CANADA or CANADA_FAMILY not in pair.routes_open:
        return False
    if pair.relation not in CANADA_RELATIONS:
        return False
    settled = {Status.CITIZEN: True, Status.RESIDENT: True, Status.UNKNOWN: None}
    return all_of(
        settled.get(pair.status, False),
        _of_age(pair, on=on),
        of_nation(pair, CANADA_NATIONALS),
    )


def _of_age(pair: Pair, *, on: date) -> bool | None:
    """Whether the relative is 18 or older, which Canada asks; who is 21 is."""
    if pair.relative_born_on is not None:
        return on >= ageing.birthday(pair.relative_born_on, 18)
    return True if pair.adult is Said.YES else None


def of_nation(pair: Pair, nations: frozenset[str]) -> bool | None:
    return bool(nations & set(pair.nationalities)) if pair.nationalities else None


def all_of(*values: bool | None) -> bool | None:
    """Kleene's "and": one no is a no, else one unknown is unknown."""
    if any(value is False for value in values):
        return False
    return None if any(value is None for value in values) else True


# --- what is missing, what to look at ----------------------------------------------------------


def _missing(
    pair: Pair, visas: set[Category], others: dict[Category, bool], *, on: date
) -> tuple[Missing, ...]:
    """The unknown facts, where knowing them could turn the answer."""
    if len(visas) == 1 and all(others.values()):
        return ()
    child_matters = pair.relation is Relation.PARENT
    adult_matters = pair.relation in {Relation.CHILD, Relation.SIBLING}
    may_be_resident = Status.RESIDENT in statuses(pair)
    unknown = {
        Missing.COUNTRY: pair.country == "",
        Missing.STATUS: pair.status is Status.UNKNOWN,
        Missing.SINCE: pair.status in PROTECTED and pair.since_on is None,
        Missing.BIRTH_DATE: child_matters and pair.member_born_on is None,
        Missing.MARITAL: child_matters and pair.marital.married is None,
        Missing.RELATIVE_AGE: adult_matters and is_adult(pair, on=on) is None,
        Missing.RELATED_ON: Category.I730 in others
        and pair.relation is Relation.SPOUSE
        and pair.related_on is None,
        Missing.PETITION_DATES: child_matters
        and pair.petition is not None
        and pair.member_born_on is not None
        and counts_as_child(pair, Status.RESIDENT if may_be_resident else pair.status, on=on)
        is None,
        Missing.NATIONALITY: bool(others) and not pair.nationalities,
    }
    return tuple(fact for fact, is_unknown in unknown.items() if is_unknown)


def _cautions(pair: Pair, *, on: date) -> tuple[Caution, ...]:
    found = {
        Caution.FILED_WITHOUT_STATUS: _filed_without_status(pair),
        Caution.AGE_IN_DOUBT: _age_in_doubt(pair, on=on),
        Caution.FOLLOW_TOO_LATE: _too_late(pair, on=on),
        Caution.YEAR_OVER: _year_over(pair, on=on),
        Caution.ELSEWHERE: pair.country not in {US, CANADA, ""},
    }
    return tuple(caution for caution, holds in found.items() if holds)


def _filed_without_status(pair: Pair) -> bool:
    """A sister or a son who was a resident when filing: the law knows no such petition."""
    petition = pair.petition
    if petition is None or petition.kind is not PetitionKind.I130 or not petition.alive:
        return False
    needs_citizen = {Relation.SIBLING, Relation.CHILD}
    if pair.marital is Marital.MARRIED:
        needs_citizen.add(Relation.PARENT)
    if pair.relation not in needs_citizen:
        return False
    if pair.status is Status.CITIZEN:
        filed = petition.filed_by
        return bool(filed and pair.since_on and filed < pair.since_on)
    return pair.status is not Status.UNKNOWN


def _age_in_doubt(pair: Pair, *, on: date) -> bool:
    return (
        pair.relation is Relation.PARENT
        and pair.member_born_on is not None
        and pair.marital is not Marital.MARRIED
        and pair.country == US
        and (
            (
                pair.status in {Status.CITIZEN, Status.RESIDENT}
                and counts_as_child(pair, pair.status, on=on) is None
            )
            or (
                pair.status in PROTECTED
                and ageing.child_of_protected(pair.member_born_on, on=on) is None
            )
        )
    )


def _year_over(pair: Pair, *, on: date) -> bool:
    petition = pair.petition
    if petition is None or not petition.alive or petition.available_on is None:
        return False
    return on > ageing.anniversary(petition.available_on, 1)


def _too_late(pair: Pair, *, on: date) -> bool:
    """Two years are over. USCIS can extend them for humanitarian reasons (8 CFR 207.7(d))."""
    until = follow_until(pair)
    filed = pair.petition is not None and pair.petition.kind is PetitionKind.I730
    could = _follows(pair, on=on) is not False
    return until is not None and _in_time(pair, on=on) is False and not filed and could
