"""The relatives of a household, opened, with what the rules say to each pair today."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from safe_mobility.oversight.rules.sealing import DataKey
from safe_mobility.oversight.services import keys
from safe_mobility.people import queries as people
from safe_mobility.people.models.sealing import opened, opened_date
from safe_mobility.people.queries import MemberSeen
from safe_mobility.people.rules.drafts import Role
from safe_mobility.reunification.models import Clock, Petition, Relative, Tie
from safe_mobility.reunification.queries import line, routes
from safe_mobility.reunification.queries.line import PlaceInLine
from safe_mobility.reunification.rules import changes as ahead
from safe_mobility.reunification.rules import kin
from safe_mobility.reunification.rules.categories import PREFERENCE, Category, Standing, judge
from safe_mobility.reunification.rules.changes import Change, Creates
from safe_mobility.reunification.rules.kin import (
    Marital,
    Pair,
    PetitionKind,
    PetitionState,
    Relation,
    Said,
    Status,
)
from safe_mobility.reunification.rules.today import Task, tasks
from safe_mobility.shared.asker import Asker
from safe_mobility.shared.refusal import NotVisible


@dataclass(frozen=True, slots=True)
class PetitionSeen:
    kind: PetitionKind
    state: PetitionState
    filed_on: date | None
    filed_about: bool
    priority_on: date | None
    approved_on: date | None
    receipt: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class TieSeen:
    """One pair: who is meant here, and what it amounts to today."""

    id: UUID
    member: MemberSeen = field(repr=False)
    relation: Relation
    marital: Marital
    related_on: date | None
    petitions: tuple[PetitionSeen, ...]
    done: frozenset[str]
    pair: Pair
    place: PlaceInLine | None
    """Where the petition stands in the line of its category, where there is one."""
    standing: Standing
    changes: tuple[Change, ...]
    creates: tuple[Creates, ...]
    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True)
class RelativeSeen:
    id: UUID
    number: int
    given_names: str = field(repr=False)
    surnames: str = field(repr=False)
    born_on: date | None = field(repr=False)
    contact: str = field(repr=False)
    of_age: Said
    country: str
    state: str
    status: Status
    status_since: date | None
    since_about: bool
    own_word_at: datetime | None
    ties: tuple[TieSeen, ...]

    @property
    def name(self) -> str:
        return f"{self.given_names} {self.surnames}".strip()


def relatives(
    *, asker: Asker, household_id: UUID, on: date, purpose: str = "relatives"
) -> list[RelativeSeen]:
    """Everybody abroad whom the household named, in the order of their numbers."""
    people.household_by_id(asker=asker, household_id=household_id)
    rows = list(Relative.objects.filter(household=household_id).order_by("number"))
    if not rows:
        # A page that lists none opens no key.
        return []
    members = {
        member.id: member
        for member in people.members(asker=asker, household_id=household_id, purpose=purpose)
    }
    key = keys.unwrap(asker=asker, owner=household_id, purpose=purpose)
    ties = (
        Tie.objects.filter(relative__in=rows, member__in=members)
        .prefetch_related("petitions", "clocks")
        .order_by("member__number")
    )
    return [
        _seen(row, [tie for tie in ties if tie.relative_id == row.pk], members, key=key, on=on)
        for row in rows
    ]


def relative(*, asker: Asker, household_id: UUID, number: int, on: date) -> RelativeSeen:
    found = relatives(asker=asker, household_id=household_id, on=on)
    seen = next((each for each in found if each.number == number), None)
    if seen is None:
        raise NotVisible(relative=number)
    return seen


def pair_of(
    tie: Tie,
    relative: Relative,
    members: Mapping[UUID, MemberSeen],
    *,
    key: DataKey,
    on: date,
) -> Pair:
    """The pair as the rules look at it, with the petition that counts and the routes open."""
    member = members[tie.member_id]
    about = relative.since_about and relative.status_since is not None
    since = relative.status_since
    pair = Pair(
        relation=Relation(tie.relation),
        country=relative.country,
        status=Status(relative.status),
        since_on=since,
        since_last_on=date(since.year, 12, 31) if about and since is not None else None,
        relative_born_on=opened_date(relative, key, "born_on"),
        adult=Said(relative.of_age),
        member_born_on=member.born_on,
        marital=Marital(tie.marital),
        nationalities=tuple(member.nationalities),
        related_on=tie.related_on,
        followers_born=_followers(member, members.values()),
        petition=_counting(list(tie.petitions.all())),
        routes_open=routes.open_routes(on=on, nationalities=tuple(member.nationalities)),
    )
    return replace(pair, petition=routes.with_availability(pair, on=on))


def _followers(member: MemberSeen, everybody: Iterable[MemberSeen]) -> tuple[date, ...]:
    """The household says whose children its children are only of the one who applies."""
    if member.role is not Role.APPLICANT:
        return ()
    return tuple(
        each.born_on for each in everybody if each.role is Role.CHILD and each.born_on is not None
    )


def _counting(rows: list[Petition]) -> kin.Petition | None:
    """The petition that the rules look at: one that is alive, for a visa before others."""
    order = [PetitionKind.I130, PetitionKind.I730, PetitionKind.CAM, PetitionKind.OTHER]
    found = sorted((_plain(row) for row in rows), key=lambda p: (not p.alive, order.index(p.kind)))
    return found[0] if found else None


def _plain(row: Petition) -> kin.Petition:
    about = row.filed_about and row.filed_on is not None
    return kin.Petition(
        kind=PetitionKind(row.kind),
        state=PetitionState(row.state),
        filed_on=None if about else row.filed_on,
        filed_year=row.filed_on.year if about and row.filed_on is not None else None,
        priority_on=row.priority_on,
        approved_on=row.approved_on,
    )


def _seen(
    row: Relative,
    ties: list[Tie],
    members: Mapping[UUID, MemberSeen],
    *,
    key: DataKey,
    on: date,
) -> RelativeSeen:
    return RelativeSeen(
        id=row.pk,
        number=row.number,
        given_names=opened(row, key, "given_names"),
        surnames=opened(row, key, "surnames"),
        born_on=opened_date(row, key, "born_on"),
        contact=opened(row, key, "contact"),
        of_age=Said(row.of_age),
        country=row.country,
        state=row.state,
        status=Status(row.status),
        status_since=row.status_since,
        since_about=row.since_about,
        own_word_at=row.own_word_at,
        ties=tuple(_tie_seen(tie, row, members, key=key, on=on) for tie in ties),
    )


def _tie_seen(
    tie: Tie,
    relative: Relative,
    members: Mapping[UUID, MemberSeen],
    *,
    key: DataKey,
    on: date,
) -> TieSeen:
    pair = pair_of(tie, relative, members, key=key, on=on)
    standing = judge(pair, on=on)
    return TieSeen(
        id=tie.pk,
        member=members[tie.member_id],
        relation=pair.relation,
        marital=pair.marital,
        related_on=tie.related_on,
        petitions=tuple(_petition_seen(row, key) for row in tie.petitions.all()),
        done=frozenset(c.act for c in tie.clocks.all() if c.done_at is not None),
        pair=pair,
        place=_place(pair, standing.visa, on=on),
        standing=standing,
        changes=ahead.changes(pair, on=on),
        creates=ahead.creates(pair, on=on),
        tasks=tasks(pair, on=on),
    )


def _place(pair: Pair, visa: Category | None, *, on: date) -> PlaceInLine | None:
    """Only for a sure category and a known priority date: nobody is shown a guessed place."""
    petition = pair.petition
    if petition is None or not petition.alive or petition.priority_on is None:
        return None
    if visa is None or visa not in PREFERENCE:
        return None
    born_in = pair.nationalities[0] if pair.nationalities else ""
    return line.place(
        category=visa.value,
        area=line.area_of_country(born_in),
        priority_on=petition.priority_on,
        on=on,
    )


def _petition_seen(row: Petition, key: DataKey) -> PetitionSeen:
    return PetitionSeen(
        kind=PetitionKind(row.kind),
        state=PetitionState(row.state),
        filed_on=row.filed_on,
        filed_about=row.filed_about,
        priority_on=row.priority_on,
        approved_on=row.approved_on,
        receipt=opened(row, key, "receipt"),
    )


def until(clock: Clock, key: DataKey) -> date:
    day = opened_date(clock, key, "until_on")
    assert day is not None  # noqa: S101
    return day
