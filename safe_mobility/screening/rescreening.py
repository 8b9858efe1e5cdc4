"""When rules change: who would be judged otherwise, two yeses, and only these are told.

A list belongs to one day and one version of the rules. Making it again gives the same list
until somebody has said yes to it; a list of older rules is never told.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from safe_mobility.notifications.services.queueing import Saying, queue_many
from safe_mobility.oversight.services import trail
from safe_mobility.people import queries as people
from safe_mobility.programmes import queries as programme
from safe_mobility.programmes.rules.ruleset import RuleSet
from safe_mobility.screening import services, stored
from safe_mobility.screening.models import ChangedVerdict, Rescreening
from safe_mobility.screening.rules.columns import lay_out
from safe_mobility.screening.rules.judging_many import screen_many
from safe_mobility.screening.rules.result import RANK, Verdict
from safe_mobility.screening.stored import StoredHousehold
from safe_mobility.shared.asker import Asker, AskerKind, job
from safe_mobility.shared.refusal import NotVisible, Refusal

JOB = job("rescreen")
OPENED, CLOSED = "OPENED", "CLOSED"
SUPERVISOR = "SUPERVISOR"
NEVER_JUDGED = Verdict.NOT_TODAY
"""What a pathway was to a household before the rules knew it."""


class SamePersonTwice(Refusal):
    """The second yes has to come from somebody else."""

    code = "screening.same_person_twice"


class ListIsOld(Refusal):
    """The rules changed after the list was made: make a new one."""

    code = "screening.list_is_old"


class ToldAlready(Refusal):
    code = "screening.told_already"


@dataclass(frozen=True, slots=True)
class Moved:
    """How many households one pathway would open to or close for."""

    pathway: str
    before: str
    after: str
    households: int

    @property
    def direction(self) -> str:
        return direction(self.before, self.after)


@dataclass(frozen=True, slots=True)
class ListSeen:
    id: UUID
    on: date
    made_at: datetime
    rules_version: str
    households: int
    changed: int
    moved: tuple[Moved, ...]
    first_by: str
    told_at: datetime | None


def direction(before: str, after: str) -> str:
    return OPENED if RANK[Verdict(after)] < RANK[Verdict(before)] else CLOSED


@transaction.atomic
def list_changes(*, on: date, now: datetime, actor: Asker = JOB) -> UUID:
    """Judge every stored household by the rules in force and keep what would change."""
    rule_set = programme.rule_set()
    known = (
        Rescreening.objects.select_for_update()
        .filter(on=on, rules_version=rule_set.version)
        .first()
    )
    if known is not None and known.first_by:
        return known.pk
    if known is not None:
        known.delete()
    every = list(stored.households(asker=JOB, purpose="rescreen", on=on))
    made = Rescreening.objects.create(
        on=on, rules_version=rule_set.version, households=len(every), made_at=now
    )
    ChangedVerdict.objects.bulk_create(
        [
            ChangedVerdict(
                rescreening=made, household_id=household, pathway=code, before=before, after=after
            )
            for household, code, before, after in differences(rule_set, every, on=on)
        ],
        batch_size=2000,
    )
    trail.record(
        "screening.listed",
        actor=actor,
        about="rules",
        now=now,
        rules=rule_set.version,
        households=len(every),
    )
    return made.pk


def differences(
    rule_set: RuleSet, every: Iterable[StoredHousehold], *, on: date
) -> Iterator[tuple[UUID, str, str, str]]:
    """Household, pathway, verdict before and after, for each verdict that would change."""
    by_country: dict[str, list[StoredHousehold]] = defaultdict(list)
    for each in every:
        by_country[each.country].append(each)
    for country, group in by_country.items():
        columns = lay_out(rule_set, [each.stored for each in group])
        judged = screen_many(rule_set, columns, country=country, on=on)
        for code, verdicts in judged.items():
            for place, household in enumerate(group):
                before = household.verdicts.get(code, str(NEVER_JUDGED))
                after = str(verdicts.verdict(place))
                if before != after:
                    yield household.id, code, before, after


def lists(*, asker: Asker, count: int = 10) -> list[ListSeen]:
    """The newest lists, as counts: which family it is stands on none of them."""
    _only_supervisors(asker)
    return [seen(row) for row in Rescreening.objects.order_by("-made_at")[:count]]


def listed(list_id: UUID) -> ListSeen:
    """One list, for whoever made it just now."""
    return seen(Rescreening.objects.get(pk=list_id))


def seen(row: Rescreening) -> ListSeen:
    changes = list(row.changes.values_list("household_id", "pathway", "before", "after"))
    counted = Counter((pathway, before, after) for _, pathway, before, after in changes)
    return ListSeen(
        id=row.pk,
        on=row.on,
        made_at=row.made_at,
        rules_version=row.rules_version,
        households=row.households,
        changed=len({household for household, *_ in changes}),
        moved=tuple(Moved(*which, households=n) for which, n in sorted(counted.items())),
        first_by=row.first_by,
        told_at=row.told_at,
    )


@transaction.atomic
def approve(*, rescreening_id: UUID, actor: Asker, now: datetime) -> bool:
    """One yes. The second, by somebody else, keeps the new verdicts and tells the changed.

    Says whether the families were told. Raises `SamePersonTwice`, `ListIsOld`, `ToldAlready`.
    """
    _only_supervisors(actor)
    row = Rescreening.objects.select_for_update().filter(pk=rescreening_id).first()
    if row is None:
        raise NotVisible(rescreening=str(rescreening_id))
    if row.told_at is not None:
        raise ToldAlready
    if row.rules_version != programme.rule_set().version:
        raise ListIsOld
    if row.first_by == actor.ref:
        raise SamePersonTwice
    _mark(row, actor, now)
    if not row.first_by:
        row.first_by = actor.ref
        row.save(update_fields=["first_by"])
        return False
    row.second_by, row.told_at = actor.ref, now
    row.save(update_fields=["second_by", "told_at"])
    _tell(row, now)
    return True


def _mark(row: Rescreening, actor: Asker, now: datetime) -> None:
    trail.record("screening.approved", actor=actor, about="rules", now=now, rules=row.rules_version)


def _tell(row: Rescreening, now: datetime) -> None:
    """Judge each changed family anew from what is stored today, and tell it once."""
    ways: dict[UUID, set[str]] = defaultdict(set)
    for household, before, after in row.changes.values_list("household_id", "before", "after"):
        ways[household].add(direction(before, after))
    here = set(people.visible_to(JOB).filter(pk__in=list(ways)).values_list("pk", flat=True))
    sayings = []
    for household in sorted(here):
        services.screen_household(household_id=household, asker=JOB, on=row.on, now=now)
        facts = {"way": ways[household].pop() if len(ways[household]) == 1 else "BOTH"}
        to = people.recipient_of(household)
        sayings.append(Saying(to=to, about=str(household), occasion=str(row.pk), facts=facts))
    queue_many(sayings, kind="rules_changed", now=now)


def _only_supervisors(asker: Asker) -> None:
    if asker.kind is not AskerKind.STAFF or not asker.has_role(SUPERVISOR):
        raise NotVisible(asker=asker.ref)
