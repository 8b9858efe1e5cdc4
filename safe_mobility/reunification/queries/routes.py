"""Which pathways are open on a day, and since when a visa number is there: facts of the
programme's dated tables, put beside a pair before the rules judge it."""

from dataclasses import replace
from datetime import date

from safe_mobility.programmes import queries as programmes
from safe_mobility.programmes.rules.cutoffs import CURRENT
from safe_mobility.reunification.rules.categories import (
    CAM,
    CANADA_FAMILY,
    PAROLE,
    PREFERENCE,
    Category,
    judge,
)
from safe_mobility.reunification.rules.kin import Pair, Petition, PetitionKind, Relation, Status

OPEN = "open"
CHART, AREA = "final_action", "all_other"
"""The chart by which visas are issued, and the line of Guatemala."""


def open_routes(*, on: date, nationalities: tuple[str, ...]) -> frozenset[str]:
    """The routes in force on that day for these nationalities; for all where none is known.

    A pathway without dated phases is open without dates, as everywhere in the programme.
    """
    rule_set = programmes.rule_set()
    found = set()
    for owner in (CAM, PAROLE, CANADA_FAMILY):
        phases = rule_set.phases_of(owner)
        if not phases or any(
            phase.phase == OPEN
            and phase.period.on(on)
            and _meant(phase.nationalities, nationalities)
            for phase in phases
        ):
            found.add(owner)
    return frozenset(found)


def _meant(of_phase: tuple[str, ...], mine: tuple[str, ...]) -> bool:
    return not of_phase or not mine or bool(set(of_phase) & set(mine))


def with_availability(pair: Pair, *, on: date) -> Petition | None:
    """The petition with the day since when a visa number is there for it, where one is.

    A resident's child is looked for in F2A first: who was under 21 when a number was there in
    F2A stays there, and only who was not is looked for in F2B.
    """
    petition = pair.petition
    if petition is None or petition.kind is not PetitionKind.I130 or not petition.approved:
        return petition
    bare = replace(petition, available_on=None)
    for category in _lines(pair, on=on):
        since = available_since(category, bare, on=on)
        found = replace(bare, available_on=since)
        if since is not None and judge(replace(pair, petition=found), on=on).visa is category:
            return found
    return bare


def _lines(pair: Pair, *, on: date) -> tuple[Category, ...]:
    if pair.status is Status.RESIDENT and pair.relation is Relation.PARENT:
        return (Category.F2A, Category.F2B)
    visa = judge(pair, on=on).visa
    return (visa,) if visa in PREFERENCE and visa is not None else ()


def available_since(category: Category, petition: Petition, *, on: date) -> date | None:
    """Since when the final action dates let this petition through without a break until `on`.

    A number that was there and was taken back counts from the month in which it came again: the
    year to act runs anew, and nobody is told that a day has passed which has not.
    """
    if petition.priority_on is None:
        return None
    since = None
    for month, cutoff in programmes.cutoffs().series(CHART, category.value, AREA):
        if month > on:
            break
        through = cutoff == CURRENT or (isinstance(cutoff, date) and petition.priority_on < cutoff)
        since = (since or month) if through else None
    if since is None:
        return None
    return max(since, petition.approved_on) if petition.approved_on else since
