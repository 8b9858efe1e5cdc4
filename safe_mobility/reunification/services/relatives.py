"""Naming a relative abroad, saying how each member is related, mending and removing it.

A household says what it knows; nothing here is asked of the relative, who has a door of their
own. Each act winds the clocks of that relative again, so a list of days that run out is never
older than the facts it rests on.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from safe_mobility.oversight.rules.sealing import DataKey
from safe_mobility.oversight.services import keys
from safe_mobility.people.models import Household, Membership
from safe_mobility.people.models.sealing import opened, opened_date, seal
from safe_mobility.people.rules import ages, names
from safe_mobility.people.services.persons import person_hash
from safe_mobility.reunification.models import Relative, Tie
from safe_mobility.reunification.rules.kin import (
    MOST_RELATIVES,
    IsAMember,
    Marital,
    Relation,
    Said,
    SinceInFuture,
    Status,
    TooManyRelatives,
)
from safe_mobility.reunification.rules.parents import Edge, check_parents
from safe_mobility.reunification.services import acting, clocks
from safe_mobility.shared.asker import Asker
from safe_mobility.shared.refusal import NotVisible, Refusal

LONGEST_PLACE = 60
LONGEST_CONTACT = 120


class NotRelated(Refusal):
    """Nobody was named to whom the relative is related."""

    code = "reunification.not_related"


@dataclass(frozen=True, slots=True)
class RelativeChange:
    """What is to change about a relative; None leaves a fact as it is."""

    given_names: str | None = field(default=None, repr=False)
    surnames: str | None = field(default=None, repr=False)
    born_on: date | None = field(default=None, repr=False)
    contact: str | None = field(default=None, repr=False)
    of_age: Said | None = None
    country: str | None = None
    state: str | None = None
    status: Status | None = None
    status_since: date | None = None
    since_about: bool = False


@dataclass(frozen=True, slots=True)
class TieChange:
    relation: Relation
    marital: Marital | None = None
    related_on: date | None = None


@transaction.atomic
def name_relative(
    *,
    household_id: UUID,
    change: RelativeChange,
    ties: Mapping[int, TieChange],
    actor: Asker,
    now: datetime,
) -> int:
    """Put somebody abroad on the family's list; `ties` by the number of each member.

    Returns the relative's number. Raises `IsAMember`, `NamedTwice`, `CircularParents`,
    `NotRelated` or `TooManyRelatives`.
    """
    household = acting.held(household_id=household_id, actor=actor)
    if not ties:
        raise NotRelated
    others = Relative.objects.filter(household=household)
    if others.count() >= MOST_RELATIVES:
        raise TooManyRelatives(most=MOST_RELATIVES)
    row = Relative(
        household=household,
        number=(others.aggregate(last=Max("number"))["last"] or 0) + 1,
        of_age=Said.UNKNOWN.value,
        status=Status.UNKNOWN.value,
        entered_at=now,
        entered_by=actor.ref,
    )
    key = keys.unwrap(asker=actor, owner=household_id, purpose="relatives")
    _write(row, key, change, today=acting.today_of(household, now=now))
    _save(household, row, key)
    _tie(household, row, ties)
    clocks.wind(household=household, relative=row, key=key, actor=actor, now=now)
    acting.mark("relative.named", household, actor=actor, now=now, relative=row.number)
    return row.number


@transaction.atomic
def change_relative(
    *,
    household_id: UUID,
    number: int,
    change: RelativeChange,
    actor: Asker,
    now: datetime,
    ties: Mapping[int, TieChange] | None = None,
    said: Mapping[int, TieChange] | None = None,
) -> int:
    """Mend what is known of a relative. `ties`, where given, take the place of all before;
    `said` adds to ties whether somebody is married and since when."""
    household = acting.held(household_id=household_id, actor=actor)
    row = acting.relative_of(household, number)
    key = keys.unwrap(asker=actor, owner=household_id, purpose="relatives")
    _write(row, key, change, today=acting.today_of(household, now=now))
    _save(household, row, key)
    if ties is not None:
        if not ties:
            raise NotRelated
        _tie(household, row, ties)
    _say(row, said or {})
    clocks.wind(household=household, relative=row, key=key, actor=actor, now=now)
    acting.mark("relative.changed", household, actor=actor, now=now, relative=number)
    return number


@transaction.atomic
def remove_relative(*, household_id: UUID, number: int, actor: Asker, now: datetime) -> None:
    """Take a relative off the list, with petitions and clocks. What the relative said under
    their own consent is theirs, and stays."""
    household = acting.held(household_id=household_id, actor=actor)
    row = acting.relative_of(household, number)
    clocks.stop(relative=row, now=now)
    row.delete()
    acting.mark("relative.removed", household, actor=actor, now=now, relative=number)


def _write(row: Relative, key: DataKey, change: RelativeChange, *, today: date) -> None:
    if change.given_names is not None:
        seal(row, key, "given_names", names.clean_name(change.given_names))
    if change.surnames is not None:
        seal(row, key, "surnames", names.clean_name(change.surnames))
    if change.born_on is not None:
        ages.check_born_on(change.born_on, today=today)
        seal(row, key, "born_on", change.born_on.isoformat())
    if change.contact is not None:
        seal(row, key, "contact", " ".join(change.contact.split())[:LONGEST_CONTACT])
    if change.of_age is not None:
        row.of_age = change.of_age.value
    if change.country is not None or change.status is not None:
        # What follows is the family's word; the relative's own is marked by its own act.
        row.own_word_at = None
    if change.country is not None:
        row.country = change.country
    if change.state is not None:
        row.state = " ".join(change.state.split())[:LONGEST_PLACE]
    if change.status is not None:
        _write_status(row, change, today=today)


def _write_status(row: Relative, change: RelativeChange, *, today: date) -> None:
    if change.status_since is not None and change.status_since > today:
        raise SinceInFuture(day=change.status_since.isoformat())
    row.status = (change.status or Status.UNKNOWN).value
    row.status_since = change.status_since
    row.since_about = change.since_about and change.status_since is not None


def _save(household: Household, row: Relative, key: DataKey) -> None:
    given, last = opened(row, key, "given_names"), opened(row, key, "surnames")
    born_on = opened_date(row, key, "born_on")
    if born_on is not None:
        row.person_hash = person_hash(given_names=given, surnames=last, born_on=born_on)
    _check_not_a_member(household, key, given=given, surnames=last, born_on=born_on)
    with acting.guarded():
        row.save()


def _check_not_a_member(
    household: Household, key: DataKey, *, given: str, surnames: str, born_on: date | None
) -> None:
    """A member under the same name is the same person, unless the birth dates differ: a son
    may bear his father's name."""
    for member in Membership.objects.filter(household=household, until_on=None):
        names_of = (opened(member, key, "given_names"), opened(member, key, "surnames"))
        if tuple(map(names.plain, names_of)) != (names.plain(given), names.plain(surnames)):
            continue
        theirs = opened_date(member, key, "born_on")
        if born_on is None or theirs is None or born_on == theirs:
            raise IsAMember(number=member.number)


def _tie(household: Household, row: Relative, ties: Mapping[int, TieChange]) -> None:
    members = {
        member.number: member
        for member in Membership.objects.filter(household=household, until_on=None)
    }
    if unknown := ties.keys() - members.keys():
        raise NotVisible(reference=household.reference, member=min(unknown))
    before = {tie.member.number: tie for tie in row.ties.select_related("member")}
    Tie.objects.filter(relative=row).exclude(member__number__in=ties.keys()).delete()
    check_parents(
        [*_edges(household, but=row), *_edges_of(row, ties, members)],
    )
    with acting.guarded():
        for number, change in ties.items():
            tie = before.get(number) or Tie(relative=row, member=members[number])
            tie.relation = change.relation.value
            tie.marital = (change.marital or Marital(tie.marital or Marital.UNKNOWN)).value
            tie.related_on = change.related_on or tie.related_on
            tie.save()


def _say(row: Relative, said: Mapping[int, TieChange]) -> None:
    for tie in row.ties.select_related("member"):
        found = said.get(tie.member.number)
        if found is not None:
            tie.marital = (found.marital or Marital(tie.marital)).value
            tie.related_on = found.related_on or tie.related_on
            tie.save(update_fields=["marital", "related_on"])


def _edges_of(
    row: Relative, ties: Mapping[int, TieChange], members: Mapping[int, Membership]
) -> list[Edge]:
    pairs = [(row.pk, members[number].pk, change.relation) for number, change in ties.items()]
    return [edge for pair in pairs for edge in _edge(*pair)]


def _edge(relative: UUID, member: UUID, relation: Relation) -> list[Edge]:
    if relation is Relation.PARENT:
        return [(relative, member)]
    return [(member, relative)] if relation is Relation.CHILD else []


def _edges(household: Household, *, but: Relative) -> list[Edge]:
    """Parents and children as the household told them so far."""
    found: list[Edge] = []
    for tie in Tie.objects.filter(relative__household=household).exclude(relative=but):
        found += _edge(tie.relative_id, tie.member_id, Relation(tie.relation))
    members = list(Membership.objects.filter(household=household, until_on=None))
    applicant = next((member.pk for member in members if member.role == "APPLICANT"), None)
    if applicant is not None:
        found += [(member.pk, applicant) for member in members if member.role == "PARENT"]
        found += [(applicant, member.pk) for member in members if member.role == "CHILD"]
    return found
