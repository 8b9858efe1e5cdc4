"""Reads of answers and verdicts. A visitor reads with the key of their own cookie; of a
registered household only who may see that household reads anything."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from safe_mobility.oversight.rules.sealing import DataKey
from safe_mobility.oversight.services import keys
from safe_mobility.people import queries as people
from safe_mobility.programmes import queries as programme
from safe_mobility.programmes.rules.values import Value
from safe_mobility.screening.apart import CaseSeen, Own, case_of, told_of_visitor, usable
from safe_mobility.screening.models import Screening, ScreeningCount, VisitorAnswers
from safe_mobility.screening.rules.household import VISITOR, Household, Member
from safe_mobility.screening.rules.judging import screen
from safe_mobility.screening.rules.result import Result, Verdict
from safe_mobility.screening.sealing import Written, opened
from safe_mobility.shared.asker import Asker

VISITOR_TABLE = VisitorAnswers._meta.db_table
SCREENING_TABLE = Screening._meta.db_table


@dataclass(frozen=True, slots=True)
class AnswersSeen:
    """What a visitor answered so far. `answers` are ready for the rules, in the order given."""

    answers: Mapping[str, Value] = field(default_factory=dict, repr=False)
    skips_voluntary: bool = False
    expires_at: datetime | None = None
    members: tuple[Member, ...] = field(default=(), repr=False)
    own: Own = field(default_factory=dict, repr=False)
    """By member: what was answered for that member alone."""

    @property
    def any(self) -> bool:
        return bool(self.answers)


@dataclass(frozen=True, slots=True)
class VerdictSeen:
    code: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class ScreeningSeen:
    id: UUID
    on: date
    at: datetime
    rules_version: str
    verdicts: tuple[VerdictSeen, ...]

    def verdict(self, code: str) -> Verdict | None:
        return next((each.verdict for each in self.verdicts if each.code == code), None)


# Visitors ------------------------------------------------------------------------------------


def answers(*, visitor_id: UUID, key: bytes, on: date, now: datetime) -> AnswersSeen:
    """A visitor's answers, empty where there are none or their week is over.

    An answer that the rules no longer know is left out, not guessed at.
    """
    row = VisitorAnswers.objects.filter(pk=visitor_id, expires_at__gt=now).first()
    if row is None:
        return AnswersSeen()
    written = opened(row.answers, key=DataKey(key), table=VISITOR_TABLE, row=row.pk)
    rules = programme.rule_set()
    read, own = usable(rules, written.answers, on=on), told_of_visitor(rules, written, on=on)
    return AnswersSeen(read, written.skips, row.expires_at, written.members, own)


def visitor_result(*, answers: Mapping[str, Value], country: str, on: date) -> Result:
    """What may be open to somebody who looks without a name."""
    return screen(programme.rule_set(), country=country, on=on, household=VISITOR, answers=answers)


def anonymous_screenings(*, country: str, first: date, last: date) -> dict[date, int]:
    """How many visitors saw their result, by day."""
    rows = ScreeningCount.objects.filter(country=country, on__range=(first, last))
    return dict(rows.order_by("on").values_list("on", "screenings"))


# Registered households -----------------------------------------------------------------------


def verdicts(*, asker: Asker, household_id: UUID) -> tuple[VerdictSeen, ...]:
    """The verdicts of the newest screening; empty where there is none or none to be seen."""
    seen = latest(asker=asker, household_id=household_id)
    return seen.verdicts if seen is not None else ()


def latest(*, asker: Asker, household_id: UUID) -> ScreeningSeen | None:
    row = _newest(asker, household_id)
    if row is None:
        return None
    found = row.verdicts.order_by("pathway").values_list("pathway", "verdict")
    return ScreeningSeen(
        id=row.pk,
        on=row.on,
        at=row.at,
        rules_version=row.rules_version,
        verdicts=tuple(VerdictSeen(code, Verdict(verdict)) for code, verdict in found),
    )


def household_answers(*, asker: Asker, household_id: UUID, on: date) -> dict[str, Value]:
    """What the household answered, opened for this asker. Raises `NotVisible` for a stranger."""
    written = household_written(asker=asker, household_id=household_id)
    return usable(programme.rule_set(), written.answers, on=on)


def told_before(*, asker: Asker, household_id: UUID, on: date) -> AnswersSeen:
    """What the family answered without a name and brought along when it registered: answers and
    who would go, for pages that would otherwise ask the same again.
    """
    written = _written(_newest(asker, household_id), _key(asker, household_id))
    return AnswersSeen(
        usable(programme.rule_set(), written.answers, on=on), members=written.members
    )


def household_result(*, asker: Asker, household_id: UUID, on: date) -> Result:
    """The household judged by the rules of a day, from its answers and its people."""
    (result,) = household_results(asker=asker, household_id=household_id, days=(on,))
    return result


def household_results(
    *, asker: Asker, household_id: UUID, days: tuple[date, ...]
) -> tuple[Result, ...]:
    """The same household, as it is today, judged by the rules of each of these days."""
    seen = people.household_by_id(asker=asker, household_id=household_id)
    case = household_case(asker=asker, household_id=household_id, on=max(days))
    return tuple(
        screen(
            programme.rule_set(),
            country=seen.country,
            on=day,
            household=case.household,
            answers=case.answers,
            member_answers=case.member_answers,
        )
        for day in days
    )


def household_case(*, asker: Asker, household_id: UUID, on: date) -> CaseSeen:
    """The household's people and answers, as the rules take them."""
    written = household_written(asker=asker, household_id=household_id)
    household, recorded = records(asker=asker, household_id=household_id)
    return case_of(programme.rule_set(), written, household, recorded, on=on)


def household_written(*, asker: Asker, household_id: UUID) -> Written:
    """What is stored of a household's answers, opened for this asker."""
    return _written(_newest(asker, household_id), _key(asker, household_id))


def records(*, asker: Asker, household_id: UUID) -> tuple[Household, dict[str, dict[str, Value]]]:
    """The household's people as the rules take them, and what their records answer."""
    found = people.members(asker=asker, household_id=household_id, purpose="screening")
    members = tuple(
        Member(
            id=str(member.id),
            role=member.role.value.lower(),
            born_on=member.born_on,
            sex=member.sex or None,
        )
        for member in found
    )
    nationalities: dict[str, dict[str, Value]] = {
        str(member.id): {"nationalities": tuple(sorted(member.nationalities))}
        for member in found
        if member.nationalities
    }
    return (Household(members) if members else VISITOR), nationalities


def _newest(asker: Asker, household_id: UUID) -> Screening | None:
    rows = Screening.objects.filter(household=household_id, household__in=people.visible_to(asker))
    return rows.order_by("-at").first()


def _key(asker: Asker, household_id: UUID) -> DataKey:
    people.household_by_id(asker=asker, household_id=household_id)
    return keys.unwrap(asker=asker, owner=household_id, purpose="screening")


def _written(row: Screening | None, key: DataKey) -> Written:
    if row is None or row.answers is None:
        return Written()
    return opened(row.answers, key=key, table=SCREENING_TABLE, row=row.pk)
