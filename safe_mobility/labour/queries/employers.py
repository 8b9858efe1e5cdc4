"""What an employer reads of the people on the lists for its own demands.

The work always, the name only where the person agreed to this one employer and the sharing
ledger's line still stands. There is no other way from an employer to a person.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from safe_mobility.labour.models import Demand, Placement, WorkSpell
from safe_mobility.labour.queries.lists import demand
from safe_mobility.labour.queries.ways import joined
from safe_mobility.labour.rules import stages
from safe_mobility.labour.rules.stages import EmployerSaid, Stage
from safe_mobility.people import queries as people
from safe_mobility.shared.asker import Asker, AskerKind
from safe_mobility.shared.refusal import NotVisible


@dataclass(frozen=True, slots=True)
class OnList:
    """A person on an employer's list: the work always, the name only where it was agreed to."""

    code: str
    stage: Stage
    work: tuple[tuple[str, int], ...]
    languages: tuple[str, ...]
    earliest_on: date | None
    longest_months: int | None
    said: EmployerSaid | None
    """What the employer itself wrote down about this person."""
    may_say: bool
    name: str = field(default="", repr=False)
    contacts: tuple[str, ...] = field(default=(), repr=False)


def employer_list(*, asker: Asker, demand_id: UUID, now: datetime) -> list[OnList]:
    """The people on a demand's list in force, for the employer whose demand it is.

    The name is read through the sharing ledger: where the line has ended, or never was, there
    is none.
    """
    if asker.kind is not AskerKind.PARTNER:
        raise NotVisible(demand=str(demand_id))
    demand(asker=asker, demand_id=demand_id)
    rows = Placement.objects.filter(demand=demand_id).exclude(
        stage__in=stages.ENDED - {Stage.RETURNED}
    )
    named = dict(people.granted(asker, now=now).values_list("pk", "household"))
    found = []
    for row in joined(rows).order_by("candidate__code"):
        may_read = row.disclosure_id in named and Stage(row.stage) in stages.NAMED
        found.append(_on_list(row, asker=asker, now=now, named=may_read))
    return found


def _on_list(row: Placement, *, asker: Asker, now: datetime, named: bool) -> OnList:
    candidate = row.candidate
    spells = WorkSpell.objects.filter(candidate=candidate).exclude(occupation="")
    name, reach = _name(row, asker=asker, now=now) if named else ("", ())
    return OnList(
        code=candidate.code,
        stage=Stage(row.stage),
        work=tuple(sorted(spells.values_list("occupation", "months"))),
        languages=tuple(candidate.languages),
        earliest_on=candidate.earliest_on,
        longest_months=candidate.longest_months,
        said=EmployerSaid(row.employer_said) if row.employer_said else None,
        may_say=Stage(row.stage) in stages.EMPLOYER_MAY_SAY,
        name=name,
        contacts=reach,
    )


def _name(row: Placement, *, asker: Asker, now: datetime) -> tuple[str, tuple[str, ...]]:
    """The name and how to reach the person, as far as the ledger's line names these fields."""
    fields = set(row.disclosure.fields) if row.disclosure else set()
    household_id, number = row.candidate.household_id, row.candidate.member.number
    name = ""
    reach: tuple[str, ...] = ()
    if "NAMES" in fields:
        found = people.members(asker=asker, household_id=household_id, purpose="employer", now=now)
        name = next((each.name for each in found if each.number == number), "")
    if "CONTACT" in fields:
        known = people.contacts(asker=asker, household_id=household_id, now=now)
        reach = tuple(each.value for each in known if each.verified_at is not None)
    return name, reach


def called(recipient: str) -> str:
    """The employer that the sharing ledger names; empty where there is none. It is the name of
    an offer's employer, so it asks nobody."""
    kind, _colon, key = recipient.partition(":")
    rows = Demand.objects.filter(pk__startswith=key) if key and kind == "EMPLOYER" else None
    if rows is None:
        rows = Demand.objects.filter(agency=recipient) if recipient else Demand.objects.none()
    return rows.order_by("-entered_at").values_list("employer", flat=True).first() or ""
