"""The training day stands on every room at once: it is played once and looked at from all sides."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from django.conf import settings

from safe_mobility.appointments import queries as visits
from safe_mobility.cases.queries import files
from safe_mobility.cases.queries.duplicates import open_pairs
from safe_mobility.doors.jobs.training import capacity, cast, day
from safe_mobility.doors.jobs.training.families import make_up
from safe_mobility.notifications import queries as notifications
from safe_mobility.offices.rules import Mode
from safe_mobility.people import queries as people
from safe_mobility.programmes import queries as programme
from safe_mobility.programmes import services as programme_acts
from safe_mobility.reunification.queries import clocks, tracing
from safe_mobility.screening import rescreening
from safe_mobility.shared.asker import job
from safe_mobility.staff.services import training

NINE = datetime(2023, 11, 20, 15, 0, tzinfo=UTC)
OFFICES = ("QTZ", "SMA", "HUE", "IZA", "CHQ")


@pytest.mark.django_db
def test_the_training_day(tmp_path: Path) -> None:
    programme_acts.load(settings.PROGRAMMES_DIR, now=NINE, training=True)
    programme.forget()
    training.make_training_accounts(
        offices=OFFICES, path=tmp_path / "accounts.json", on=capacity.FIRST_DAY, now=NINE
    )
    day.play()

    assert day.played()
    _check_the_day_at_the_office()
    _check_what_families_find()
    _check_what_waits_for_officers()
    _check_what_families_told_of_relatives()
    _check_what_waits_on_the_desk_of_messages()
    _check_whose_result_changed()


def _check_what_waits_on_the_desk_of_messages() -> None:
    reception = capacity.reception_of("QTZ")
    within = people.visible_to(reception)
    assert [each.kind for each in notifications.desk(within=within)] == ["missed"]
    assert len(notifications.replies_to_read(within=within)) == 1
    assert len(people.wishes(asker=reception)) == 2


def _check_whose_result_changed() -> None:
    """A rule of the real programme changed after one family had answered: two supervisors let
    everybody be judged anew, find that family as a count, and have it told."""
    one, other = capacity.supervisor_of("QTZ"), capacity.supervisor_of("SMA")
    budget = rescreening.ask_to_open(job_name="rescreen", actor=one, now=NINE)
    rescreening.agree_to_open(budget_id=budget, actor=other, now=NINE)
    rescreening.run(on=day.MONDAY, now=NINE)
    (made,) = rescreening.lists(asker=one)
    assert [(each.pathway, each.direction) for each in made.moved] == [("canada_hum", "OPENED")]
    assert made.changed == 1

    rescreening.approve(rescreening_id=made.id, actor=one, now=NINE)
    rescreening.approve(rescreening_id=made.id, actor=other, now=NINE)
    rescreening.run(on=day.MONDAY, now=NINE)

    assert rescreening.lists(asker=one)[0].told == 1


def _check_the_day_at_the_office() -> None:
    supervisor = capacity.supervisor_of("QTZ")
    seen = visits.day(asker=supervisor, office_code="QTZ", on=day.MONDAY)
    states = Counter({state.value: len(rows) for state, rows in seen.rows.items() if rows})
    wanted = Counter(part.fate.value for part in cast.TODAY)
    wanted["CONFIRMED"] = wanted.pop("EXPECTED")
    assert states == wanted


def _check_what_families_find() -> None:
    """Every office has free times in the weeks to come."""
    for office in OFFICES:
        free = [
            each
            for mode in Mode
            for each in visits.open_slots(
                asker=job("tests"),
                office_code=office,
                mode=mode,
                first=day.MONDAY,
                last=day.LAST_DAY,
                now=NINE,
            )
        ]
        assert len({each.slot.on for each in free}) >= 14


def _check_what_families_told_of_relatives() -> None:
    supervisor = capacity.supervisor_of("QTZ")
    lines = clocks.running_out(asker=supervisor, until=day.MONDAY + timedelta(days=365))
    assert {line.act.value for line in lines} >= {"FILE_I730"}
    assert len(tracing.matches(asker=supervisor)) == 1


def _check_what_waits_for_officers() -> None:
    supervisor = capacity.supervisor_of("QTZ")
    assert [row.what for row in files.my_cases(asker=supervisor)] == ["CONFIRM", "CONFIRM"]
    assert len(open_pairs(asker=supervisor)) == 1
    assert files.overdue(asker=supervisor, today=day.MONDAY) == []
    states = Counter(str(each.state) for each in files.referrals(asker=supervisor))
    assert states == {"PROPOSED": 1, "CONSENTED": 2, "SENT": 2, "ACCEPTED": 1, "RETURNED": 1}
    booked = next(
        each
        for rows in visits.day(asker=supervisor, office_code="QTZ", on=day.MONDAY).rows.values()
        for each in rows
    )
    said = notifications.messages(visible=people.visible(supervisor, booked.household_id))
    assert {"registered", "booked"} <= {each.kind for each in said}


class TestMakeUp:
    def test_makes_the_same_family_of_the_same_chance(self) -> None:
        made = [
            make_up(cast.Part(cast.Fate.SENT).wanted, chance=Random(7), number=1, today=day.MONDAY)
            for _ in range(2)
        ]
        assert made[0] == made[1]

    def test_never_makes_a_child_that_is_of_age(self) -> None:
        chance = Random(3)
        for number in range(200):
            family = make_up(
                cast.Part(cast.Fate.SENT).wanted, chance=chance, number=number, today=day.MONDAY
            )
            for person in family.people:
                days_old = (day.MONDAY - person.born_on).days
                assert (days_old < 18 * 366) == (person.role == "CHILD")
                assert days_old >= 60


def test_nobody_registers_before_the_offices_open() -> None:
    for part in cast.CAST:
        assert day.MONDAY - timedelta(days=part.days_ago) > day.OPENED_ON
