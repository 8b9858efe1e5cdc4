"""New rules: the list is right, two people agree, and only the changed are told, once."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from safe_mobility.notifications.models import Message
from safe_mobility.people.services import erasing
from safe_mobility.programmes import queries as programme
from safe_mobility.programmes.rules.ruleset import RuleSet
from safe_mobility.programmes.tests.shipped import MONDAY, load_shipped, shipped
from safe_mobility.screening import rescreening
from safe_mobility.screening.models import Rescreening, Screening, ScreeningVerdict
from safe_mobility.screening.tests.test_services import register, save
from safe_mobility.shared.asker import Asker, AskerKind, job
from safe_mobility.shared.refusal import NotVisible

ON = date(2023, 11, 20)
LATER = MONDAY + timedelta(hours=2)
DORA = Asker(AskerKind.STAFF, "1", offices=frozenset({"QTZ"}), roles=frozenset({"SUPERVISOR"}))
ELIAS = replace(DORA, id="2", offices=frozenset({"HUE"}))
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _loaded(db: None) -> None:
    load_shipped(training=True)


def family(interest: bool) -> UUID:
    """A family that wants farm work, or does not."""
    visitor = uuid4()
    for question, answer in (
        ("gt.loc", "GT"),
        ("nationalities", ["GT"]),
        ("cm.age", "1990-05-02"),
        ("h2a.interest", interest),
        ("h2a.offer", "yes"),
        ("h2a.pastviol", "no"),
        ("h2a.max", False),
    ):
        save(question, answer, visitor=visitor)
    return register(visitor).household_id


def without_farm_work() -> RuleSet:
    """Rules under which nobody has an offer for farm work any more."""
    rules = shipped(training=True)
    criteria = tuple(
        replace(each, holds_if=replace(each.holds_if, argument="never"))  # type: ignore[type-var]
        if each.id == "h2a.offer"
        else each
        for each in rules.criteria
    )
    return replace(rules, version="f" * 64, criteria=criteria)


@pytest.fixture
def new_rules(monkeypatch: pytest.MonkeyPatch) -> Any:
    def begin() -> None:
        rules = without_farm_work()
        monkeypatch.setattr(programme, "rule_set", lambda: rules)

    return begin


def told() -> list[str]:
    rows = Message.objects.filter(kind="rules_changed").order_by("recipient_id")
    return list(rows.values_list("recipient_id", flat=True))


class TestTheList:
    def test_is_empty_while_the_rules_are_the_same(self) -> None:
        family(True)
        seen = rescreening.seen(
            Rescreening.objects.get(pk=rescreening.list_changes(on=ON, now=LATER))
        )

        assert (seen.households, seen.changed) == (1, 0)

    def test_names_what_would_change_and_in_which_direction(self, new_rules: Any) -> None:
        family(True)
        family(False)
        new_rules()
        made = rescreening.list_changes(on=ON, now=LATER)
        (seen,) = rescreening.lists(asker=DORA)

        assert seen.id == made
        assert (seen.households, seen.changed) == (2, 1)
        assert {(each.pathway, each.direction) for each in seen.moved} == {("h2a", "CLOSED")}

    def test_made_twice_is_one_list(self, new_rules: Any) -> None:
        family(True)
        new_rules()
        rescreening.list_changes(on=ON, now=LATER)
        rescreening.list_changes(on=ON, now=LATER)

        assert Rescreening.objects.count() == 1
        assert rescreening.lists(asker=DORA)[0].changed == 1

    def test_is_for_supervisors(self) -> None:
        for stranger in (job("x"), replace(DORA, roles=frozenset({"RECEPTION"}))):
            with pytest.raises(NotVisible):
                rescreening.lists(asker=stranger)


class TestTwoYeses:
    def test_tell_the_changed_and_nobody_else(self, new_rules: Any) -> None:
        wants, wants_not = family(True), family(False)
        new_rules()
        made = rescreening.list_changes(on=ON, now=LATER)

        assert not rescreening.approve(rescreening_id=made, actor=DORA, now=LATER)
        assert told() == []
        assert rescreening.approve(rescreening_id=made, actor=ELIAS, now=LATER)

        assert told() == [str(wants)]
        newest = Screening.objects.filter(household=wants).latest("at")
        verdict = ScreeningVerdict.objects.get(screening=newest, pathway="h2a")
        assert verdict.verdict == "NOT_TODAY"
        assert Screening.objects.filter(household=wants_not).count() == 1

    def test_of_one_person_are_one(self, new_rules: Any) -> None:
        family(True)
        new_rules()
        made = rescreening.list_changes(on=ON, now=LATER)
        rescreening.approve(rescreening_id=made, actor=DORA, now=LATER)

        with pytest.raises(rescreening.SamePersonTwice):
            rescreening.approve(rescreening_id=made, actor=DORA, now=LATER)
        assert told() == []

    def test_of_one_person_are_refused_by_the_database_too(self) -> None:
        made = rescreening.list_changes(on=ON, now=LATER)
        with pytest.raises(IntegrityError), transaction.atomic():
            Rescreening.objects.filter(pk=made).update(first_by="STAFF:1", second_by="STAFF:1")
        with pytest.raises(IntegrityError), transaction.atomic():
            Rescreening.objects.filter(pk=made).update(told_at=LATER)

    def test_never_tell_twice(self, new_rules: Any) -> None:
        family(True)
        new_rules()
        made = rescreening.list_changes(on=ON, now=LATER)
        for supervisor in (DORA, ELIAS):
            rescreening.approve(rescreening_id=made, actor=supervisor, now=LATER)

        with pytest.raises(rescreening.ToldAlready):
            rescreening.approve(rescreening_id=made, actor=DORA, now=LATER)
        assert rescreening.list_changes(on=ON, now=LATER) == made
        assert len(told()) == 1

    def test_of_an_old_list_are_refused(self, new_rules: Any) -> None:
        family(True)
        made = rescreening.list_changes(on=ON, now=LATER)
        new_rules()

        with pytest.raises(rescreening.ListIsOld):
            rescreening.approve(rescreening_id=made, actor=DORA, now=LATER)

    def test_leave_out_a_family_that_was_erased_in_between(self, new_rules: Any) -> None:
        gone, stays = family(True), family(True)
        new_rules()
        made = rescreening.list_changes(on=ON, now=LATER)
        erasing.erase(household_id=gone, actor=job("test"), now=LATER)
        for supervisor in (DORA, ELIAS):
            rescreening.approve(rescreening_id=made, actor=supervisor, now=LATER)

        assert told() == [str(stays)]
