"""Naming relatives and petitions: what is kept, what is refused, and the database's own guards."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from safe_mobility.notifications.models import Message
from safe_mobility.oversight.models import Mark
from safe_mobility.people import services as people_acts
from safe_mobility.people.models import Household, Membership
from safe_mobility.people.rules.drafts import Role
from safe_mobility.people.services import PersonChange
from safe_mobility.people.tests import factories
from safe_mobility.people.tests.factories import DORA, ELIAS, NOON
from safe_mobility.programmes.tests.shipped import hold_shipped
from safe_mobility.reunification.models import Clock, Petition, Relative, Tie
from safe_mobility.reunification.queries.relatives import relative, relatives
from safe_mobility.reunification.rules.categories import Category
from safe_mobility.reunification.rules.kin import (
    ApprovedBeforeFiled,
    CircularParents,
    IsAMember,
    PetitionKind,
    PetitionState,
    PriorityInFuture,
    PriorityTooOld,
    Relation,
    Said,
    SamePair,
    Status,
)
from safe_mobility.reunification.services import clocks, petitions
from safe_mobility.reunification.services import relatives as acts
from safe_mobility.reunification.services.acting import NamedTwice
from safe_mobility.reunification.services.petitions import PetitionTold
from safe_mobility.reunification.services.relatives import RelativeChange, TieChange
from safe_mobility.shared.constraints import constraint_of
from safe_mobility.shared.refusal import NotVisible

TODAY = date(2023, 11, 20)
SISTER = RelativeChange(
    given_names="Marta",
    surnames="García López",
    country="US",
    state="Houston, Texas",
    status=Status.CITIZEN,
    status_since=date(2010, 5, 1),
    of_age=Said.YES,
)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _programme(monkeypatch: pytest.MonkeyPatch) -> None:
    hold_shipped(monkeypatch)


@pytest.fixture
def ana() -> Household:
    return factories.sent()


def _name(household: Household, change: RelativeChange = SISTER, **ties: TieChange) -> int:
    return acts.name_relative(
        household_id=household.pk,
        change=change,
        ties={1: ties.get("me", TieChange(Relation.SIBLING))},
        actor=factories.asker(household),
        now=NOON,
    )


def _add(household: Household, number: int, **told: Any) -> Any:
    facts: dict[str, Any] = {"kind": PetitionKind.I130, "state": PetitionState.FILED, **told}
    return petitions.add_petition(
        household_id=household.pk,
        number=number,
        member=1,
        told=PetitionTold(**facts),
        actor=factories.asker(household),
        now=NOON,
    )


class TestNameRelative:
    def test_keeps_who_it_is_sealed_and_where_in_clear(self, ana: Household) -> None:
        _name(ana)

        row = Relative.objects.get()
        assert b"Marta" not in bytes(row.given_names)
        assert (row.country, row.status) == ("US", "CITIZEN")
        seen = relative(asker=factories.asker(ana), household_id=ana.pk, number=1, on=TODAY)
        assert seen.name == "Marta García López"
        assert seen.ties[0].standing.visa is Category.F4

    def test_leaves_a_mark_without_a_name(self, ana: Household) -> None:
        _name(ana)

        mark = Mark.objects.get(act="relative.named")
        assert mark.about == ana.reference
        assert mark.facts == {"relative": 1}

    def test_shows_a_stranger_nothing(self, ana: Household) -> None:
        _name(ana)
        celia = factories.sent(given_names="Celia")

        for stranger in (factories.asker(celia), ELIAS):
            with pytest.raises(NotVisible):
                relatives(asker=stranger, household_id=ana.pk, on=TODAY)
        with pytest.raises(NotVisible):
            acts.remove_relative(
                household_id=ana.pk, number=1, actor=factories.asker(celia), now=NOON
            )
        assert len(relatives(asker=DORA, household_id=ana.pk, on=TODAY)) == 1

    def test_refuses_one_of_those_who_apply(self, ana: Household) -> None:
        same = RelativeChange(given_names="ANA", surnames="Garcia Lopez")
        with pytest.raises(IsAMember):
            _name(ana, same)
        with pytest.raises(IsAMember):
            _name(ana, RelativeChange("Ana", "García López", born_on=date(1990, 3, 7)))

    def test_lets_a_mother_bear_the_same_name(self, ana: Household) -> None:
        mother = RelativeChange("Ana", "García López", born_on=date(1965, 1, 1))
        assert _name(ana, mother, me=TieChange(Relation.PARENT)) == 1

    def test_the_database_refuses_it_too(self, ana: Household) -> None:
        """The control: the rule switched off, the trigger still stands."""
        _name(ana)
        me = Membership.objects.get(household=ana)
        with pytest.raises(IntegrityError) as caught, transaction.atomic():
            Relative.objects.update(person_hash=me.person_hash)
        assert constraint_of(caught.value) == "a_relative_is_not_a_member"

    def test_refuses_the_same_person_twice(self, ana: Household) -> None:
        sister = RelativeChange("Marta", "García", born_on=date(1980, 1, 1))
        _name(ana, sister)
        with pytest.raises(NamedTwice):
            _name(ana, sister)

    def test_refuses_a_circle_of_parents(self, ana: Household) -> None:
        """Ana's daughter cannot be the mother of Ana's mother."""
        child = _child_of(ana)
        grandmother = RelativeChange("Rosa", "López")
        with pytest.raises(CircularParents):
            acts.name_relative(
                household_id=ana.pk,
                change=grandmother,
                ties={1: TieChange(Relation.PARENT), child: TieChange(Relation.CHILD)},
                actor=factories.asker(ana),
                now=NOON,
            )

    def test_the_database_refuses_the_circle_too(self, ana: Household) -> None:
        child = Membership.objects.get(household=ana, number=_child_of(ana))
        _name(ana, RelativeChange("Rosa", "López"), me=TieChange(Relation.PARENT))
        with pytest.raises(IntegrityError) as caught, transaction.atomic():
            Tie.objects.create(
                id=uuid4(),
                relative=Relative.objects.get(),
                member=child,
                relation="CHILD",
                marital="UNKNOWN",
            )
        assert constraint_of(caught.value) == "nobody_is_their_own_parent"


def _child_of(household: Household) -> int:
    return people_acts.save_person(
        household_id=household.pk,
        change=PersonChange(given_names="Luz", surnames="García", role=Role.CHILD),
        actor=factories.asker(household),
        now=NOON,
    )


class TestPetitions:
    def test_are_kept_with_the_receipt_sealed(self, ana: Household) -> None:
        number = _name(ana)
        _add(ana, number, priority_on=date(2021, 4, 1), receipt="wac 21 900 12345")

        assert b"WAC" not in bytes(Petition.objects.get().receipt or b"")
        seen = relative(asker=factories.asker(ana), household_id=ana.pk, number=1, on=TODAY)
        assert seen.ties[0].petitions[0].receipt == "WAC2190012345"

    def test_are_one_of_a_kind_for_a_pair(self, ana: Household) -> None:
        number = _name(ana)
        _add(ana, number)
        with pytest.raises(SamePair):
            _add(ana, number)
        assert Petition.objects.count() == 1
        with pytest.raises(IntegrityError) as caught, transaction.atomic():
            Petition.objects.create(
                id=uuid4(), tie=Tie.objects.get(), kind="I130", state="FILED", told_on=TODAY
            )
        assert constraint_of(caught.value) == "one_petition_of_a_kind_per_pair"

    def test_lie_neither_ahead_nor_before_the_law(self, ana: Household) -> None:
        number = _name(ana)
        with pytest.raises(PriorityInFuture):
            _add(ana, number, priority_on=TODAY + timedelta(days=1))
        with pytest.raises(PriorityTooOld):
            _add(ana, number, priority_on=date(1951, 12, 31))
        with pytest.raises(ApprovedBeforeFiled):
            _add(ana, number, filed_on=date(2021, 1, 2), approved_on=date(2021, 1, 1))
        _add(ana, number, priority_on=date(1952, 1, 1))

    @pytest.mark.parametrize("day", [TODAY + timedelta(days=1), date(1951, 12, 31)])
    def test_of_such_days_are_refused_by_the_database_too(self, ana: Household, day: date) -> None:
        _add(ana, _name(ana))
        with pytest.raises(IntegrityError) as caught, transaction.atomic():
            Petition.objects.update(priority_on=day)
        assert constraint_of(caught.value) == "petition_priority_on_is_of_this_law"

    def test_with_a_bad_receipt_say_so(self, ana: Household) -> None:
        with pytest.raises(petitions.ReceiptUnreadable):
            _add(ana, _name(ana), receipt="12345")


REFUGEE = RelativeChange(
    given_names="Luis",
    surnames="Tzunún",
    country="US",
    status=Status.REFUGEE,
    status_since=date(2022, 5, 20),
)


class TestClocks:
    def test_run_to_the_last_safe_day_and_hide_it(self, ana: Household) -> None:
        wed = TieChange(Relation.SPOUSE, related_on=date(2012, 1, 1))
        _name(ana, REFUGEE, me=wed)

        clock = Clock.objects.get()
        assert (clock.act, clock.month) == ("FILE_I730", date(2024, 5, 1))
        seen = relative(asker=factories.asker(ana), household_id=ana.pk, number=1, on=TODAY)
        assert seen.ties[0].tasks[0].until_on == date(2024, 5, 20)

    def test_remind_once_of_each_term_and_say_nothing_of_what(self, ana: Household) -> None:
        _name(ana, REFUGEE, me=TieChange(Relation.SPOUSE, related_on=date(2012, 1, 1)))
        said = Message.objects.filter(kind=clocks.KIND)

        clocks.remind(now=NOON)
        clocks.remind(now=NOON)
        assert said.count() == 1
        clocks.remind(now=NOON + timedelta(days=110))
        assert said.count() == 2
        assert all(message.facts == {} for message in said)

    def test_do_not_remind_of_what_is_done_or_taken_back(self, ana: Household) -> None:
        wed = TieChange(Relation.SPOUSE, related_on=date(2012, 1, 1))
        number = _name(ana, REFUGEE, me=wed)
        me = factories.asker(ana)
        clocks.remind(now=NOON)
        clocks.say_done(
            household_id=ana.pk, number=number, member=1, act="FILE_I730", actor=me, now=NOON
        )
        assert Message.objects.get(kind=clocks.KIND).state == "EXPIRED"
        clocks.remind(now=NOON + timedelta(days=110))
        assert Message.objects.filter(kind=clocks.KIND).count() == 1

    def test_are_set_again_when_a_month_begins(self, ana: Household) -> None:
        """A petition whose turn comes with a new list gets its year without anybody's act."""
        number = _name(ana, replace(SISTER, status_since=date(2005, 1, 1)))
        approved = {"state": PetitionState.APPROVED, "approved_on": date(2023, 9, 1)}
        _add(ana, number, priority_on=date(2007, 1, 1), **approved)
        assert {clock.act for clock in Clock.objects.all()} == {"SEEK_VISA"}
        Clock.objects.all().delete()
        assert clocks.wind_again(now=NOON + timedelta(days=3)) == 0
        assert clocks.wind_again(now=NOON + timedelta(days=15)) == 1
        assert Clock.objects.count() == 1
        assert clocks.wind_again(now=NOON + timedelta(days=16)) == 0

    def test_stop_with_a_petition(self, ana: Household) -> None:
        wed = TieChange(Relation.SPOUSE, related_on=date(2012, 1, 1))
        number = _name(ana, REFUGEE, me=wed)
        _add(ana, number, kind=PetitionKind.I730, filed_on=date(2023, 1, 1))
        assert not Clock.objects.exists()

    def test_go_with_an_erased_household(self, ana: Household) -> None:
        _name(ana)
        people_acts.erase(household_id=ana.pk, actor=DORA, now=NOON)
        assert clocks.forget_erased(now=NOON) == 1
        assert not Relative.objects.exists()
