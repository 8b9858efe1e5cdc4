"""Registering somebody who sits at the desk: their words, another's hands.

Whoever writes for a person writes down whose words these are, who spoke and that it was read
back aloud. The facts themselves are kept by `people` as if the family had typed them; the trail
alone says how they came.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import transaction

from safe_mobility.oversight.services import trail
from safe_mobility.people import queries as people
from safe_mobility.people import services as people_acts
from safe_mobility.people.services import Registered
from safe_mobility.screening import services as screening_acts
from safe_mobility.screening.rules.answering import Plain
from safe_mobility.shared.asker import Asker
from safe_mobility.shared.refusal import Refusal


class Speaker(StrEnum):
    """Who said the words that were written down."""

    SELF = "SELF"
    RELATIVE = "RELATIVE"
    INTERPRETER = "INTERPRETER"


class NotReadBack(Refusal):
    """Nothing is kept of what somebody else wrote before it was read back aloud."""

    code = "cases.not_read_back"


@transaction.atomic
def begin(
    *,
    language: str,
    country: str,
    consent_version: str,
    office_code: str,
    speaker: Speaker,
    spoken: str,
    actor: Asker,
    now: datetime,
) -> Registered:
    """Begin a draft after the notice was read aloud and the person said yes."""
    done = people_acts.register(
        language=language,
        country=country,
        consent_version=consent_version,
        channel="ASSISTED",
        office_code=office_code,
        actor=actor,
        now=now,
    )
    trail.record(
        "assisted.begun",
        actor=actor,
        about=done.reference,
        now=now,
        office=office_code,
        speaker=str(speaker),
        spoken=spoken,
    )
    return done


@transaction.atomic
def write_down(
    *,
    household_id: UUID,
    part: str,
    speaker: Speaker,
    read_back: bool,
    acts: list[tuple[Callable[..., Any], dict[str, Any]]],
    actor: Asker,
    now: datetime,
) -> None:
    """Keep one part of what was said, with who said it. Raises what the acts of `people` raise,
    and `NotReadBack`."""
    seen = people.household_by_id(asker=actor, household_id=household_id)
    if not read_back:
        raise NotReadBack(part=part)
    for act, facts in acts:
        act(household_id=household_id, actor=actor, now=now, **facts)
    trail.record(
        "assisted.written",
        actor=actor,
        about=seen.reference,
        now=now,
        office=seen.office_code,
        part=part,
        speaker=str(speaker),
        read_back=True,
    )


def answer_each(
    *,
    household_id: UUID,
    each: Mapping[UUID, Mapping[str, Plain]],
    on: date,
    actor: Asker,
    now: datetime,
) -> None:
    """Keep what was answered for each person apart, and judge it by the rules of the day."""
    screening_acts.screen_household(
        household_id=household_id, asker=actor, on=on, now=now, each=each
    )


def answer_questions(
    *, household_id: UUID, answers: Mapping[str, Plain], on: date, actor: Asker, now: datetime
) -> None:
    """Keep what the person answered, and judge it by the rules of the day."""
    screening_acts.screen_household(
        household_id=household_id, asker=actor, on=on, now=now, answers=answers
    )
