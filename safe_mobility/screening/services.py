"""Keeps what a visitor answers, and hands it over to the household that registers.

Answers are never read for anything but the verdicts. Until somebody registers they are one row
that only the visitor's cookie opens; then they are sealed again under the household's key and
the first row is gone.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import F

from safe_mobility.oversight.rules.sealing import DataKey
from safe_mobility.oversight.services import keys, trail
from safe_mobility.people import queries as people
from safe_mobility.people import services as people_acts
from safe_mobility.people.services.registering import Registered
from safe_mobility.programmes import queries as programme
from safe_mobility.screening import queries
from safe_mobility.screening.apart import case_of, usable
from safe_mobility.screening.models import (
    Screening,
    ScreeningCount,
    ScreeningVerdict,
    VisitorAnswers,
)
from safe_mobility.screening.rules.answering import AnswersWrong, Plain, plain_answers, read_answers
from safe_mobility.screening.rules.asking_each import asked_of_each
from safe_mobility.screening.rules.household import Household, Member
from safe_mobility.screening.rules.judging import screen
from safe_mobility.screening.rules.result import Result
from safe_mobility.screening.sealing import Written, opened, seal
from safe_mobility.shared.asker import Asker
from safe_mobility.shared.refusal import Refusal

KEPT_FOR = timedelta(days=7)


class NotAnAnswer(Refusal):
    """What was sent does not answer the question that was put."""

    code = "screening.not_an_answer"


# Visitors ------------------------------------------------------------------------------------


@transaction.atomic
def save_answer(
    *,
    visitor_id: UUID,
    key: bytes,
    question: str,
    answer: Plain,
    country: str,
    language: str,
    on: date,
    now: datetime,
) -> None:
    """Keep one answer for a week. A second answer to the same question takes its place.

    `answer` is a plain value as in the API: true, false, "unknown", a code, a list of codes,
    an ISO date. Raises `NotAnAnswer` with the question and what is wrong.
    """
    try:
        read = read_answers(programme.rule_set(), {question: answer}, on=on)
    except AnswersWrong as error:
        wrong = error.wrong[0]
        raise NotAnAnswer(question=question, problem=wrong.problem) from None
    row = _own_row(visitor_id, key=key, country=country, language=language, now=now)
    written = opened(row.answers, key=DataKey(key), table=queries.VISITOR_TABLE, row=row.pk)
    kept = {**written.answers, **plain_answers(read)}
    # Whose rules judge may change with the answer, and the result is counted by country.
    row.country = country
    changed = replace(written, answers=kept, own=_without(written.own, set(read)))
    _write(row, changed, key=key, language=language, now=now)


@transaction.atomic
def save_each(
    *,
    visitor_id: UUID,
    key: bytes,
    question: str,
    each: Mapping[str, Plain],
    country: str,
    language: str,
    on: date,
    now: datetime,
) -> None:
    """Keep one answer for each person who would go along, the visitor among them.

    Raises `NotAnAnswer` like `save_answer`, and then nothing is kept.
    """
    rule_set = programme.rule_set()
    own: dict[str, dict[str, Plain]] = {}
    for member, answer in each.items():
        try:
            own[member] = plain_answers(read_answers(rule_set, {question: answer}, on=on))
        except AnswersWrong as error:
            problem = error.wrong[0].problem
            raise NotAnAnswer(question=question, problem=problem) from None
    row = _own_row(visitor_id, key=key, country=country, language=language, now=now)
    written = opened(row.answers, key=DataKey(key), table=queries.VISITOR_TABLE, row=row.pk)
    known = {member.id for member in written.members}
    merged = {
        member: answers for member, answers in _merged(written.own, own).items() if member in known
    }
    kept = {**written.answers, **_in_order_of_asking(own, _first_of(written.members))}
    changed = replace(written, answers=kept, own=merged)
    _write(row, changed, key=key, language=language, now=now)


def _told_of(own: Mapping[str, Mapping[str, Plain]]) -> set[str]:
    return {question for answers in own.values() for question in answers}


def _merged(
    own: Mapping[str, Mapping[str, Plain]], told: Mapping[str, Mapping[str, Plain]]
) -> dict[str, dict[str, Plain]]:
    return {
        member: {**own.get(member, {}), **told.get(member, {})} for member in sorted({*own, *told})
    }


def _first_of(members: tuple[Member, ...]) -> str:
    return next((member.id for member in members if member.role == "applicant"), "")


def _in_order_of_asking(own: Mapping[str, Mapping[str, Plain]], first: str) -> dict[str, Plain]:
    """One answer to each question told apart, to keep its place among all answers: the
    applicant's, or where the applicant has none, anybody's."""
    kept: dict[str, Plain] = {}
    for member in sorted(own, key=lambda member: member != first):
        for question, answer in own[member].items():
            kept.setdefault(question, answer)
    return kept


def _without(
    own: Mapping[str, Mapping[str, Plain]], questions: set[str]
) -> dict[str, dict[str, Plain]]:
    """What was told apart, but for these questions, which now have one answer for all."""
    left = {
        member: {name: value for name, value in answers.items() if name not in questions}
        for member, answers in own.items()
    }
    return {member: answers for member, answers in left.items() if answers}


@transaction.atomic
def save_members(
    *,
    visitor_id: UUID,
    key: bytes,
    members: tuple[Member, ...],
    country: str,
    language: str,
    on: date,
    now: datetime,
) -> None:
    """Keep who would go along: the visitor first, then everybody else, all without names.

    What a visitor alone had answered of each person stays the visitor's, and nobody else's.
    """
    row = _own_row(visitor_id, key=key, country=country, language=language, now=now)
    written = opened(row.answers, key=DataKey(key), table=queries.VISITOR_TABLE, row=row.pk)
    ids = {member.id for member in members}
    own = {member: answers for member, answers in written.own.items() if member in ids}
    gone = _told_of(written.own) - _told_of(own)
    answers = {name: answer for name, answer in written.answers.items() if name not in gone}
    if len(written.members) < 2 <= len(members):
        asked = asked_of_each(programme.rule_set(), country, on).names
        mine = {name: answer for name, answer in answers.items() if name in asked}
        first = _first_of(members)
        own = {**own, first: {**mine, **own.get(first, {})}} if mine else own
    changed = replace(written, answers=answers, members=members, own=own)
    _write(row, changed, key=key, language=language, now=now)


@transaction.atomic
def skip_voluntary(
    *, visitor_id: UUID, key: bytes, country: str, language: str, now: datetime
) -> None:
    """Leave out the questions that only prepare an interview, as a whole."""
    row = _own_row(visitor_id, key=key, country=country, language=language, now=now)
    written = opened(row.answers, key=DataKey(key), table=queries.VISITOR_TABLE, row=row.pk)
    _write(row, replace(written, skips=True), key=key, language=language, now=now)


def clear_answers(*, visitor_id: UUID) -> None:
    """Erase everything this visitor answered."""
    VisitorAnswers.objects.filter(pk=visitor_id).delete()


@transaction.atomic
def count_result(*, visitor_id: UUID, on: date, now: datetime) -> bool:
    """Count that this visitor saw a result; once, however often the page is opened."""
    row = (
        VisitorAnswers.objects.select_for_update()
        .filter(pk=visitor_id, counted_at=None, expires_at__gt=now)
        .first()
    )
    if row is None:
        return False
    VisitorAnswers.objects.filter(pk=row.pk).update(counted_at=now)
    ScreeningCount.objects.bulk_create(
        [ScreeningCount(on=on, country=row.country)], ignore_conflicts=True
    )
    counts = ScreeningCount.objects.filter(on=on, country=row.country)
    counts.update(screenings=F("screenings") + 1)
    return True


def erase_old_answers(*, now: datetime) -> int:
    """The week is over. Returns how many visitors' answers went."""
    gone, _ = VisitorAnswers.objects.filter(expires_at__lte=now).delete()
    return gone


def _own_row(
    visitor_id: UUID, *, key: bytes, country: str, language: str, now: datetime
) -> VisitorAnswers:
    """The visitor's row, locked: two answers sent at once must both be kept."""
    rows = VisitorAnswers.objects.select_for_update()
    row = rows.filter(pk=visitor_id).first()
    if row is not None and row.expires_at > now:
        return row
    empty = seal(Written(), key=DataKey(key), table=queries.VISITOR_TABLE, row=visitor_id)
    fresh = VisitorAnswers(
        id=visitor_id,
        answers=empty,
        language=language,
        country=country,
        expires_at=now + KEPT_FOR,
    )
    if row is not None:
        fresh.save(force_update=True)
        return fresh
    try:
        with transaction.atomic():
            fresh.save(force_insert=True)
    except IntegrityError:
        return rows.get(pk=visitor_id)
    return fresh


def _write(
    row: VisitorAnswers, written: Written, *, key: bytes, language: str, now: datetime
) -> None:
    VisitorAnswers.objects.filter(pk=row.pk).update(
        answers=seal(written, key=DataKey(key), table=queries.VISITOR_TABLE, row=row.pk),
        language=language,
        country=row.country,
        expires_at=now + KEPT_FOR,
    )


# Registering and screening a household -------------------------------------------------------


@transaction.atomic
def register(
    *,
    visitor_id: UUID,
    key: bytes,
    language: str,
    country: str,
    consent_version: str,
    actor: Asker,
    on: date,
    now: datetime,
) -> Registered:
    """Begin a household right after consent and give it what the visitor had answered."""
    registered = people_acts.register(
        language=language,
        country=country,
        consent_version=consent_version,
        channel="WEB",
        actor=actor,
        now=now,
    )
    attach(household_id=registered.household_id, visitor_id=visitor_id, key=key, on=on, now=now)
    return registered


@transaction.atomic
def attach(*, household_id: UUID, visitor_id: UUID, key: bytes, on: date, now: datetime) -> bool:
    """Move a visitor's answers to a household, sealed under the household's own key.

    Says whether there was anything to move. The visitor's row is gone afterwards.
    """
    row = (
        VisitorAnswers.objects.select_for_update().filter(pk=visitor_id, expires_at__gt=now).first()
    )
    if row is None:
        return False
    written = opened(row.answers, key=DataKey(key), table=queries.VISITOR_TABLE, row=row.pk)
    asker = people.household_asker(household_id)
    screen_household(
        household_id=household_id,
        asker=asker,
        on=on,
        now=now,
        answers=written.answers,
        brought=written,
    )
    row.delete()
    return True


@transaction.atomic
def screen_household(
    *,
    household_id: UUID,
    asker: Asker,
    on: date,
    now: datetime,
    answers: Mapping[str, Plain] | None = None,
    each: Mapping[UUID, Mapping[str, Plain]] | None = None,
    brought: Written | None = None,
) -> Result:
    """Judge a registered household by the rules of a day and keep the verdicts.

    With `answers`, these are added to what the household answered before and kept too; `each`
    are answers of persons on record, which count for that person alone.
    `brought` is what a visitor had said: whom they meant to bring, so that the registration need
    not ask for them again, and what was told of each of them apart.
    """
    seen = people.household_by_id(asker=asker, household_id=household_id)
    data_key = keys.unwrap(asker=asker, owner=household_id, purpose="screening")
    rule_set = programme.rule_set()
    before = queries.household_written(asker=asker, household_id=household_id)
    household, recorded = queries.records(asker=asker, household_id=household_id)
    added = plain_answers(usable(rule_set, answers or {}, on=on))
    told = {
        str(member): plain_answers(usable(rule_set, answered, on=on))
        for member, answered in (each or {}).items()
    }
    if len(household.members) == 1 and len((brought or before).members) < 2:
        asked = asked_of_each(rule_set, seen.country, on).names
        mine = {name: answer for name, answer in added.items() if name in asked}
        told = _merged({household.members[0].id: mine} if mine else {}, told)
    known = replace(before, answers=plain_answers(usable(rule_set, before.answers, on=on)))
    written = _written_with(known, added, told, household, brought=brought)
    case = case_of(rule_set, written, household, recorded, on=on)
    result = screen(
        rule_set,
        country=seen.country,
        on=on,
        household=household,
        answers=case.answers,
        member_answers=case.member_answers,
    )
    _keep(result, written, household_id, data_key, now=now)
    trail.record(
        "screening.done",
        actor=asker,
        about=seen.reference,
        now=now,
        office=seen.office_code,
        rules=result.rules_version,
    )
    return result


def _written_with(
    before: Written,
    added: Mapping[str, Plain],
    told: Mapping[str, Mapping[str, Plain]],
    household: Household,
    *,
    brought: Written | None,
) -> Written:
    """What was known, with what is added for all and told of each; the newest word counts."""
    own = brought.own if brought else _without(before.own, set(added))
    in_order = _in_order_of_asking(told, household.members[household.applicant].id)
    return Written(
        {**before.answers, **added, **in_order},
        members=(brought or before).members,
        own=_merged(own, told),
    )


def _keep(
    result: Result, written: Written, household_id: UUID, key: DataKey, *, now: datetime
) -> None:
    row_id = uuid4()
    row = Screening(
        id=row_id,
        household_id=household_id,
        answers=seal(written, key=key, table=queries.SCREENING_TABLE, row=row_id),
        on=result.on,
        rules_version=result.rules_version,
        at=now,
    )
    row.save(force_insert=True)
    ScreeningVerdict.objects.bulk_create(
        [
            ScreeningVerdict(screening=row, pathway=each.code, verdict=each.verdict.value)
            for each in (result.office, *result.pathways)
        ]
    )
