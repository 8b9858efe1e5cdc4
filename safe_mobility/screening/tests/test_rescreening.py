"""New rules: the list is right, two people agree, and only the changed are told, once."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from safe_mobility.notifications.models import Message
from safe_mobility.oversight.models import KeyBudget, Mark
from safe_mobility.oversight.services import budgets, keys
from safe_mobility.people.services import erasing
from safe_mobility.programmes import queries as programme
from safe_mobility.programmes.rules.ruleset import RuleSet
from safe_mobility.programmes.tests.shipped import MONDAY, load_shipped, shipped
from safe_mobility.screening import rescreening, whatif
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


def list_made(*, on: date = ON, now: datetime = LATER) -> UUID:
    """A list, after two supervisors agreed to opening every key."""
    budgets.grant(job="rescreen", openings=1000, first="STAFF:1", second="STAFF:2", now=now)
    return rescreening.list_changes(on=on, now=now)


def budget_asked() -> UUID:
    """A run that somebody asked for, and to which nobody has agreed."""
    budgets.end(job="rescreen", now=LATER)
    return budgets.ask(job="rescreen", openings=10, actor=job("test"), now=LATER)


def both_agree(made: UUID) -> None:
    for supervisor in (DORA, ELIAS):
        rescreening.approve(rescreening_id=made, actor=supervisor, now=LATER)


def told() -> list[str]:
    rows = Message.objects.filter(kind="rules_changed").order_by("recipient_id")
    return list(rows.values_list("recipient_id", flat=True))


class TestTheList:
    def test_is_empty_while_the_rules_are_the_same(self) -> None:
        family(True)
        seen = rescreening.seen(Rescreening.objects.get(pk=list_made()))

        assert (seen.households, seen.changed) == (1, 0)

    def test_names_what_would_change_and_in_which_direction(self, new_rules: Any) -> None:
        family(True)
        family(False)
        new_rules()
        made = list_made()
        (seen,) = rescreening.lists(asker=DORA)

        assert seen.id == made
        assert (seen.households, seen.changed) == (2, 1)
        assert {(each.pathway, each.direction) for each in seen.moved} == {("h2a", "CLOSED")}

    def test_made_twice_is_one_list(self, new_rules: Any) -> None:
        family(True)
        new_rules()
        list_made()
        list_made()

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
        made = list_made()

        assert not rescreening.approve(rescreening_id=made, actor=DORA, now=LATER)
        assert told() == []
        assert rescreening.approve(rescreening_id=made, actor=ELIAS, now=LATER)
        assert told() == []
        assert rescreening.run(on=ON, now=LATER) == 1

        assert told() == [str(wants)]
        newest = Screening.objects.filter(household=wants).latest("at")
        verdict = ScreeningVerdict.objects.get(screening=newest, pathway="h2a")
        assert verdict.verdict == "NOT_TODAY"
        assert Screening.objects.filter(household=wants_not).count() == 1

    def test_of_one_person_are_one(self, new_rules: Any) -> None:
        family(True)
        new_rules()
        made = list_made()
        rescreening.approve(rescreening_id=made, actor=DORA, now=LATER)

        with pytest.raises(rescreening.SamePersonTwice):
            rescreening.approve(rescreening_id=made, actor=DORA, now=LATER)
        assert told() == []

    def test_of_one_person_are_refused_by_the_database_too(self) -> None:
        made = list_made()
        with pytest.raises(IntegrityError), transaction.atomic():
            Rescreening.objects.filter(pk=made).update(first_by="STAFF:1", second_by="STAFF:1")
        with pytest.raises(IntegrityError), transaction.atomic():
            Rescreening.objects.filter(pk=made).update(told_at=LATER)

    def test_never_tell_twice(self, new_rules: Any) -> None:
        family(True)
        new_rules()
        made = list_made()
        both_agree(made)
        for _ in range(2):
            rescreening.run(on=ON, now=LATER)

        with pytest.raises(rescreening.ToldAlready):
            rescreening.approve(rescreening_id=made, actor=DORA, now=LATER)
        assert list_made() == made
        assert len(told()) == 1

    def test_of_an_old_list_are_refused(self, new_rules: Any) -> None:
        family(True)
        made = list_made()
        new_rules()

        with pytest.raises(rescreening.ListIsOld):
            rescreening.approve(rescreening_id=made, actor=DORA, now=LATER)

    def test_leave_out_a_family_that_was_erased_in_between(self, new_rules: Any) -> None:
        gone, stays = family(True), family(True)
        new_rules()
        made = list_made()
        erasing.erase(household_id=gone, actor=job("test"), now=LATER)
        both_agree(made)
        rescreening.run(on=ON, now=LATER)

        assert told() == [str(stays)]


class TestInBatches:
    """Telling is cut off anywhere, and goes on: nobody is told twice, nobody is missed."""

    @pytest.fixture
    def made(self, new_rules: Any) -> UUID:
        for _ in range(5):
            family(True)
        new_rules()
        made = list_made()
        both_agree(made)
        return made

    def test_goes_on_after_it_was_killed_between_two(
        self, made: UUID, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self._killed_after(2, monkeypatch)
        with pytest.raises(SystemExit):
            rescreening.tell(now=LATER, batch=2)
        assert len(told()) == 4
        assert Rescreening.objects.get(pk=made).told_at is None

        monkeypatch.undo()
        monkeypatch.setattr(programme, "rule_set", lambda: without_farm_work())
        assert rescreening.tell(now=LATER, batch=2) == 1
        assert len(told()) == len(set(told())) == 5
        assert rescreening.tell(now=LATER) == 0
        assert Rescreening.objects.get(pk=made).told_at == LATER

    def test_takes_a_batch_back_whole_when_it_is_killed_inside(
        self, made: UUID, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def killed(*args: Any, **kwargs: Any) -> None:
            raise SystemExit

        monkeypatch.setattr(rescreening, "queue_many", killed)
        screened = Screening.objects.count()
        with pytest.raises(SystemExit):
            rescreening.tell(now=LATER, batch=2)

        assert told() == []
        assert Screening.objects.count() == screened

    def test_would_be_caught_if_a_batch_left_no_mark(
        self, made: UUID, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The control: a run that forgets whom it told judges the same families for ever."""
        self._killed_after(3, monkeypatch)
        monkeypatch.setattr(rescreening, "_mark_told", lambda *_args: None)
        with pytest.raises(SystemExit):
            rescreening.tell(now=LATER, batch=2)

        assert len(told()) == 2

    def test_stops_where_the_rules_change_again(
        self, made: UUID, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self._killed_after(1, monkeypatch)
        with pytest.raises(SystemExit):
            rescreening.tell(now=LATER, batch=2)
        monkeypatch.undo()

        assert rescreening.tell(now=LATER, batch=2) == 0
        assert len(told()) == 2
        assert Mark.objects.get(act="screening.told").facts["left_out"] == 3

    @staticmethod
    def _killed_after(batches: int, monkeypatch: pytest.MonkeyPatch) -> None:
        """The process dies when it is about to begin the next batch."""
        honest, done = rescreening._tell_next, [0]

        def mortal(*args: Any, **kwargs: Any) -> int:
            if done[0] == batches:
                raise SystemExit
            done[0] += 1
            return honest(*args, **kwargs)

        monkeypatch.setattr(rescreening, "_tell_next", mortal)


class TestBudget:
    """No job opens every key unless two people agreed to that run."""

    def test_is_needed(self) -> None:
        family(True)
        with pytest.raises(budgets.NoBudget):
            rescreening.list_changes(on=ON, now=LATER)
        with pytest.raises(budgets.NoBudget):
            whatif.stored_households(on=ON, now=LATER)
        assert rescreening.run(on=ON, now=LATER) == 0

    def test_is_agreed_to_by_two(self) -> None:
        family(True)
        asked = rescreening.ask_to_open(job_name="rescreen", actor=DORA, now=LATER)
        with pytest.raises(budgets.BudgetBySamePerson):
            rescreening.agree_to_open(budget_id=asked, actor=DORA, now=LATER)
        with pytest.raises(budgets.BudgetAskedAlready):
            rescreening.ask_to_open(job_name="rescreen", actor=ELIAS, now=LATER)
        assert rescreening.run(on=ON, now=LATER) == 0

        rescreening.agree_to_open(budget_id=asked, actor=ELIAS, now=LATER)
        assert rescreening.run(on=ON, now=LATER) == 1
        assert Rescreening.objects.count() == 1
        assert rescreening.run(on=ON, now=LATER) == 0  # it was for one run

    def test_is_for_supervisors_and_for_bulk_jobs(self) -> None:
        reception = replace(DORA, roles=frozenset({"RECEPTION"}))
        with pytest.raises(NotVisible):
            rescreening.ask_to_open(job_name="rescreen", actor=reception, now=LATER)
        with pytest.raises(ValueError, match="in bulk"):
            rescreening.ask_to_open(job_name="everything", actor=DORA, now=LATER)

    def test_is_never_overspent(self) -> None:
        owners = [family(True) for _ in range(3)]
        budgets.grant(job="rescreen", openings=2, first="STAFF:1", second="STAFF:2", now=LATER)

        with pytest.raises(budgets.NoBudget):
            keys.unwrap_many(asker=job("rescreen"), owners=owners, purpose="rescreen")
        keys.unwrap_many(asker=job("rescreen"), owners=owners[:2], purpose="rescreen")
        with pytest.raises(budgets.NoBudget):
            keys.unwrap(asker=job("rescreen"), owner=owners[0], purpose="rescreen")

    @pytest.mark.parametrize(
        "wrong",
        [
            {"approved_by": "STAFF:1"},
            {"opened": 11, "approved_by": "STAFF:2"},
            {"opened": 1},
        ],
    )
    def test_is_guarded_by_the_database_too(self, wrong: dict[str, Any]) -> None:
        rescreening.ask_to_open(job_name="rescreen", actor=DORA, now=LATER)
        with pytest.raises(IntegrityError), transaction.atomic():
            KeyBudget.objects.update(**wrong)
