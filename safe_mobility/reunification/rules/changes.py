"""What changes a category before it happens: birthdays, marriage, birth, death, naturalisation.

A change is shown with its day where the day is known, and as "if it happens" where it is not.
None of them is advice: nobody is told to marry, to part or to wait. Each names its source.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from safe_mobility.reunification.rules import ageing
from safe_mobility.reunification.rules.categories import (
    IMMEDIATE,
    PREFERENCE,
    Category,
    Standing,
    follow_to_join,
    follow_until,
    judge,
)
from safe_mobility.reunification.rules.kin import (
    US,
    Marital,
    Pair,
    PetitionKind,
    Relation,
    Said,
    Status,
)

NATURALISE_YEARS = 5
"""INA 316(a); three where the resident is married to a citizen and lives with them (319(a))."""
ASK_BEFORE = timedelta(days=90)
"""INA 334(a): the form may be filed three months before the years are full."""


class Event(StrEnum):
    TURNS_21 = "TURNS_21"
    FOLLOWER_TURNS_21 = "FOLLOWER_TURNS_21"
    RELATIVE_TURNS_21 = "RELATIVE_TURNS_21"
    FOLLOW_ENDS = "FOLLOW_ENDS"
    YEAR_ENDS = "YEAR_ENDS"
    NATURALISES = "NATURALISES"
    MARRIES = "MARRIES"
    PARTS = "PARTS"
    CHILD_BORN = "CHILD_BORN"
    DIES = "DIES"


SOURCES: dict[Event, str] = {
    Event.TURNS_21: "INA 101(b)(1), 201(f), 203(h)",
    Event.FOLLOWER_TURNS_21: "INA 203(d), 203(h)(1)",
    Event.RELATIVE_TURNS_21: "INA 201(b)(2)(A)(i), 203(a)(4)",
    Event.FOLLOW_ENDS: "8 CFR 207.7(d), 208.21(d)",
    Event.YEAR_ENDS: "INA 203(h)(1)(A), 203(g)",
    Event.NATURALISES: "INA 316(a), 201(f)(2), 204(k); 8 CFR 204.2(i)(3)",
    Event.MARRIES: "INA 101(b)(1); 8 CFR 204.2(i)(1), 205.1(a)(3)",
    Event.PARTS: "INA 201(f)(3); 8 CFR 204.2(i)(1), 205.1(a)(3)",
    Event.CHILD_BORN: "INA 203(d)",
    Event.DIES: "8 CFR 205.1(a)(3)(i)(C); INA 201(b)(2)(A)(i)",
}


@dataclass(frozen=True, slots=True)
class Change:
    """`on`: the day, or the earliest one, where it is known. `after`: the category from then
    on; None where a person has to look. `within_year` days are the last day to act."""

    event: Event
    before: Category | None
    after: Category | None
    on: date | None = None

    @property
    def source(self) -> str:
        return SOURCES[self.event]


def changes(pair: Pair, *, on: date) -> tuple[Change, ...]:
    """Every change that lies ahead of this pair, those with a day first, in their order."""
    now = judge(pair, on=on)
    found = [
        *_birthdays(pair, now, on=on),
        *_followers(pair, now, on=on),
        *_terms(pair, on=on),
        *_naturalisation(pair, now, on=on),
        *_families(pair, now, on=on),
    ]
    return tuple(sorted(found, key=lambda change: (change.on is None, change.on or on)))


def main(standing: Standing) -> Category | None:
    """The visa category that is sure, or NONE where that is sure; else nobody can say."""
    if standing.visa is not None:
        return standing.visa
    sure = [route.category for route in standing.routes if route.sure]
    return sure[0] if sure else None


def _birthdays(pair: Pair, now: Standing, *, on: date) -> Iterator[Change]:
    before = main(now)
    if pair.relation is Relation.PARENT and pair.member_born_on is not None:
        day = _leaves_child_on(pair, before, on=on)
        if day is not None and day > on:
            yield Change(Event.TURNS_21, before, main(judge(pair, on=day)), day)
    born = pair.relative_born_on
    if pair.relation in {Relation.CHILD, Relation.SIBLING} and born is not None:
        day = ageing.birthday(born, ageing.OF_AGE)
        after = main(judge(pair, on=day))
        if day > on and after is not before:
            yield Change(Event.RELATIVE_TURNS_21, before, after, day)


def _followers(pair: Pair, now: Standing, *, on: date) -> Iterator[Change]:
    """Children who would come along in a family category, and until when they count as such."""
    before = main(now)
    if before not in PREFERENCE:
        return
    for born in pair.followers_born:
        day = ageing.leaves_child_on(born, pair.petition, on=on)
        if day is not None and day > on:
            yield Change(Event.FOLLOWER_TURNS_21, before, Category.NONE, day)


def _leaves_child_on(pair: Pair, category: Category | None, *, on: date) -> date | None:
    """The day on which the member stops to count as a child in the category they have."""
    born = pair.member_born_on
    assert born is not None  # noqa: S101
    if category is Category.F2A:
        return ageing.leaves_child_on(born, pair.petition, on=on)
    if category is Category.IR_CHILD:
        return None if _fixed(pair) else ageing.birthday(born, ageing.OF_AGE)
    if category in {Category.I730, Category.CAM}:
        filed = pair.petition is not None and pair.petition.alive
        return None if filed else ageing.birthday(born, ageing.OF_AGE)
    return None


def _fixed(pair: Pair) -> bool:
    """A citizen's petition was filed: the age no longer moves (INA 201(f)(1))."""
    petition = pair.petition
    return (
        petition is not None
        and petition.alive
        and petition.kind is PetitionKind.I130
        and petition.filed_on is not None
    )


def _terms(pair: Pair, *, on: date) -> Iterator[Change]:
    until = follow_until(pair)
    filed = pair.petition is not None and pair.petition.kind is PetitionKind.I730
    could = follow_to_join(pair, on=on) is not False
    if until is not None and until >= on and not filed and could:
        yield Change(Event.FOLLOW_ENDS, Category.I730, None, until)
    petition = pair.petition
    if petition is not None and petition.alive and petition.available_on is not None:
        last = ageing.anniversary(petition.available_on, 1)
        if last >= on:
            category = main(judge(pair, on=on))
            yield Change(Event.YEAR_ENDS, category, None, last)


def naturalises_from(pair: Pair, *, on: date) -> date | None:
    """The earliest day on which five years of residence are full; None where it is not known."""
    if pair.status is not Status.RESIDENT or pair.since_by is None:
        return None
    return max(on, ageing.birthday(pair.since_by, NATURALISE_YEARS))


def _naturalisation(pair: Pair, now: Standing, *, on: date) -> Iterator[Change]:
    if pair.country != US or pair.status is not Status.RESIDENT:
        return
    day = naturalises_from(pair, on=on)
    at = day or on
    after = judge(replace(pair, status=Status.CITIZEN, since_on=at, since_last_on=None), on=at)
    if main(after) is not main(now):
        yield Change(Event.NATURALISES, main(now), main(after), day)


def _families(pair: Pair, now: Standing, *, on: date) -> Iterator[Change]:
    before = main(now)
    if before is None or (before not in IMMEDIATE | PREFERENCE and before is not Category.I730):
        return
    if pair.relation is Relation.PARENT and pair.marital.married is not True:
        wed = judge(replace(pair, marital=Marital.MARRIED), on=on)
        yield Change(Event.MARRIES, before, main(wed))
    if pair.relation is Relation.PARENT and pair.marital is Marital.MARRIED:
        apart = judge(replace(pair, marital=Marital.DIVORCED), on=on)
        yield Change(Event.PARTS, before, main(apart))
    if pair.relation is Relation.SPOUSE:
        yield Change(Event.PARTS, before, Category.NONE)
    if before in PREFERENCE:
        yield Change(Event.CHILD_BORN, before, before)
    elif before in IMMEDIATE and pair.relation is not Relation.CHILD:
        yield Change(Event.CHILD_BORN, before, Category.NONE)
    yield Change(Event.DIES, before, None)


# --- what would create a category ---------------------------------------------------------------


class Creates(StrEnum):
    """What would have to be so for a category to exist. Facts of law, not advice."""

    CITIZENSHIP = "CITIZENSHIP"
    RESIDENCE = "RESIDENCE"
    RELATIVE_21 = "RELATIVE_21"
    MARRIAGE = "MARRIAGE"
    THROUGH_PARENT = "THROUGH_PARENT"
    APPROVED_PETITION = "APPROVED_PETITION"
    NO_LAW = "NO_LAW"


def creates(pair: Pair, *, on: date) -> tuple[Creates, ...]:
    """What would create a category for a pair that surely has none today."""
    if judge(pair, on=on).possible != {Category.NONE}:
        return ()
    found: list[Creates] = []
    if pair.country not in {US, ""}:
        return ()
    if _would(pair, on=on, status=Status.CITIZEN) and pair.status is not Status.CITIZEN:
        found.append(Creates.CITIZENSHIP)
    if pair.status in {Status.OTHER, Status.REFUGEE, Status.ASYLEE} and _would(
        pair, on=on, status=Status.RESIDENT
    ):
        found.append(Creates.RESIDENCE)
    if pair.status is Status.CITIZEN and pair.relation in {Relation.CHILD, Relation.SIBLING}:
        found.append(Creates.RELATIVE_21)
    if pair.relation is Relation.PARTNER:
        found.append(Creates.MARRIAGE)
    if pair.relation is Relation.GRANDPARENT:
        found.append(Creates.THROUGH_PARENT)
    return tuple(found) or (Creates.NO_LAW,)


def _would(pair: Pair, *, on: date, status: Status) -> bool:
    other = replace(
        pair, status=status, since_on=on, since_last_on=None, adult=Said.YES, relative_born_on=None
    )
    return judge(other, on=on).possible != {Category.NONE}
