from uuid import UUID, uuid4

import pytest

from safe_mobility.cases.queries.duplicates import open_pairs
from safe_mobility.cases.services import duplicates
from safe_mobility.cases.tests import factories
from safe_mobility.cases.tests.factories import THURSDAY, Office
from safe_mobility.people.models import DuplicatePair, Household
from safe_mobility.people.queries import application
from safe_mobility.people.rules.states import State
from safe_mobility.people.tests import factories as families
from safe_mobility.shared.refusal import NotVisible


def pair(first: Household, second: Household) -> UUID:
    ids = [
        DuplicatePair.objects.create(
            id=uuid4(), first=first, second=second, ground=ground, found_at=THURSDAY
        ).pk
        for ground in ("PHONE", "PERSON")
    ]
    return ids[0]


@pytest.fixture
def two(here: Office) -> tuple[Office, UUID, UUID, UUID]:
    booked = factories.booked()
    later = families.household(now=THURSDAY)
    return here, booked, later.pk, pair(Household.objects.get(pk=booked), later)


class TestOpenPairs:
    def test_say_one_pair_once_with_all_its_grounds(
        self, two: tuple[Office, UUID, UUID, UUID]
    ) -> None:
        (seen,) = open_pairs(asker=two[0].dora)
        assert sorted(seen.grounds) == ["PERSON", "PHONE"]
        assert seen.both_here

    def test_do_not_name_the_file_of_another_office(self, here: Office) -> None:
        ours = families.household(now=THURSDAY)
        theirs = families.household(now=THURSDAY, office_code="SMA")
        pair(ours, theirs)
        (seen,) = open_pairs(asker=here.dora)
        assert (seen.second.reference, seen.second.office_code) == ("", "SMA")


class TestKeepOne:
    def test_withdraws_the_other_and_gives_its_hour_back(
        self, two: tuple[Office, UUID, UUID, UUID]
    ) -> None:
        here, booked, later, pair_id = two
        duplicates.keep_one(pair_id=pair_id, goes_on=later, actor=here.dora, now=THURSDAY)
        assert application(asker=here.dora, household_id=booked).state is State.WITHDRAWN
        assert application(asker=here.dora, household_id=later).state is State.SENT
        assert open_pairs(asker=here.dora) == []

    def test_keeps_only_one_of_the_two(self, two: tuple[Office, UUID, UUID, UUID]) -> None:
        here, _, _, pair_id = two
        with pytest.raises(NotVisible):
            duplicates.keep_one(pair_id=pair_id, goes_on=uuid4(), actor=here.dora, now=THURSDAY)

    def test_is_not_for_another_office(self, two: tuple[Office, UUID, UUID, UUID]) -> None:
        here, _, later, pair_id = two
        with pytest.raises(NotVisible):
            duplicates.keep_one(pair_id=pair_id, goes_on=later, actor=here.elias, now=THURSDAY)


class TestDifferentPeople:
    def test_lets_both_go_on(self, two: tuple[Office, UUID, UUID, UUID]) -> None:
        here, booked, _, pair_id = two
        duplicates.different_people(pair_id=pair_id, actor=here.dora, now=THURSDAY)
        assert application(asker=here.dora, household_id=booked).state is State.BOOKED
        assert open_pairs(asker=here.dora) == []
