"""When rules change: who would be judged otherwise, two yeses, and only these are told.

Judging everybody opens every key, so two supervisors agree to that run first; a list belongs
to one day and one version of the rules, and two agree to it before anybody is told. Telling
goes in batches, each one transaction with its marks: a run that is cut off goes on where it
was, nobody is told twice and nobody is missed. A list of older rules is never told.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from safe_mobility.notifications.services.queueing import Saying, queue_many
from safe_mobility.oversight.services import budgets, trail
from safe_mobility.oversight.services.budgets import NoBudget
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
BATCH = 50
"""Families judged anew and told in one transaction."""
OPENINGS_TO_TELL = 4
"""A family's key is opened for its answers, its people and its new screening; one to spare."""
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
    agreed: bool
    told: int
    """How many families were told so far."""
    told_at: datetime | None


def direction(before: str, after: str) -> str:
    return OPENED if RANK[Verdict(after)] < RANK[Verdict(before)] else CLOSED


@transaction.atomic
def list_changes(*, on: date, now: datetime, actor: Asker = JOB) -> UUID:
    """Judge every stored household by the rules in force and keep what would change.

    Raises `NoBudget` unless two people agreed to opening every key.
    """
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
    budgets.end(job=JOB.id, now=now)
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
    changes = list(row.changes.values_list("household_id", "pathway", "before", "after", "told_at"))
    counted = Counter((pathway, before, after) for _, pathway, before, after, _ in changes)
    return ListSeen(
        id=row.pk,
        on=row.on,
        made_at=row.made_at,
        rules_version=row.rules_version,
        households=row.households,
        changed=len({household for household, *_ in changes}),
        moved=tuple(Moved(*which, households=n) for which, n in sorted(counted.items())),
        first_by=row.first_by,
        agreed=bool(row.second_by),
        told=len({household for household, *_, told_at in changes if told_at}),
        told_at=row.told_at,
    )


@transaction.atomic
def approve(*, rescreening_id: UUID, actor: Asker, now: datetime) -> bool:
    """One yes. The second, by somebody else, lets the job tell the changed (`run`).

    Says whether the families will be told. Raises `SamePersonTwice`, `ListIsOld`, `ToldAlready`.
    """
    _only_supervisors(actor)
    row = Rescreening.objects.select_for_update().filter(pk=rescreening_id).first()
    if row is None:
        raise NotVisible(rescreening=str(rescreening_id))
    if row.told_at is not None or row.second_by:
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
    row.second_by = actor.ref
    row.save(update_fields=["second_by"])
    families = row.changes.values("household_id").distinct().count()
    budgets.grant(
        job=JOB.id,
        openings=families * OPENINGS_TO_TELL,
        first=row.first_by,
        second=row.second_by,
        now=now,
    )
    return True


def _mark(row: Rescreening, actor: Asker, now: datetime) -> None:
    trail.record("screening.approved", actor=actor, about="rules", now=now, rules=row.rules_version)


# The job ---------------------------------------------------------------------------------------


def ask_to_open(*, job_name: str, actor: Asker, now: datetime) -> UUID:
    """Ask that a job may open the keys of all stored families, once."""
    _only_supervisors(actor)
    families = stored.how_many(asker=JOB)
    # A few may register before the second yes.
    return budgets.ask(job=job_name, openings=families + families // 10 + 10, actor=actor, now=now)


def agree_to_open(*, budget_id: UUID, actor: Asker, now: datetime) -> None:
    """The second yes to that. Raises `BudgetBySamePerson`."""
    _only_supervisors(actor)
    budgets.agree(budget_id=budget_id, actor=actor, now=now)


def run(*, on: date, now: datetime) -> int:
    """What two people agreed to: telling the changed first, else judging everybody again.

    Returns how many families were told or judged. Called each minute.
    """
    if Rescreening.objects.exclude(second_by="").filter(told_at=None).exists():
        return tell(now=now)
    if not budgets.is_approved(JOB.id):
        return 0
    try:
        made = list_changes(on=on, now=now)
    except NoBudget:
        # More families than two people agreed to: they are asked again.
        budgets.end(job=JOB.id, now=now)
        return 0
    return Rescreening.objects.get(pk=made).households


def tell(*, now: datetime, batch: int = BATCH) -> int:
    """Tell the changed of every list that was agreed to, batch after batch; returns how many."""
    told = 0
    for row in Rescreening.objects.exclude(second_by="").filter(told_at=None).order_by("made_at"):
        try:
            while families := _tell_next(row.pk, now=now, batch=batch):
                told += families
        except NoBudget:
            budgets.end(job=JOB.id, now=now)
    return told


@transaction.atomic
def _tell_next(list_id: UUID, *, now: datetime, batch: int) -> int:
    """The next families of one list: judged anew, told and marked together, or none of it."""
    row = (
        Rescreening.objects.select_for_update(skip_locked=True)
        .filter(pk=list_id, told_at=None)
        .first()
    )
    if row is None:
        return 0
    waiting = row.changes.filter(told_at=None).order_by("household_id")
    families = list(waiting.values_list("household_id", flat=True).distinct()[:batch])
    if not families or row.rules_version != programme.rule_set().version:
        _end(row, now=now)
        return 0
    _tell(row, families, now)
    _mark_told(row, families, now)
    return len(families)


def _mark_told(row: Rescreening, families: list[UUID], now: datetime) -> None:
    row.changes.filter(household__in=families).update(told_at=now)


def _tell(row: Rescreening, families: list[UUID], now: datetime) -> None:
    """Judge each changed family anew from what is stored today, and tell it once."""
    ways: dict[UUID, set[str]] = defaultdict(set)
    changes = row.changes.filter(household__in=families)
    for household, before, after in changes.values_list("household_id", "before", "after"):
        ways[household].add(direction(before, after))
    here = set(people.visible_to(JOB).filter(pk__in=families).values_list("pk", flat=True))
    sayings = []
    for household in sorted(here):
        services.screen_household(household_id=household, asker=JOB, on=row.on, now=now)
        facts = {"way": ways[household].pop() if len(ways[household]) == 1 else "BOTH"}
        to = people.recipient_of(household)
        sayings.append(Saying(to=to, about=str(household), occasion=str(row.pk), facts=facts))
    queue_many(sayings, kind="rules_changed", now=now)


def _end(row: Rescreening, *, now: datetime) -> None:
    """Everybody was told, or the rules changed in between and nobody else is."""
    row.told_at = now
    row.save(update_fields=["told_at"])
    budgets.end(job=JOB.id, now=now)
    left = row.changes.filter(told_at=None).values("household_id").distinct().count()
    trail.record(
        "screening.told", actor=JOB, about="rules", now=now, rules=row.rules_version, left_out=left
    )


def _only_supervisors(asker: Asker) -> None:
    if asker.kind is not AskerKind.STAFF or not asker.has_role(SUPERVISOR):
        raise NotVisible(asker=asker.ref)
