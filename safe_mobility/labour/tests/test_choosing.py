"""An employer writes whom it chooses; only the office's record moves anybody's way."""

import pytest
from django.db import IntegrityError

from safe_mobility.labour.models import Demand, Placement
from safe_mobility.labour.queries import employers, ways
from safe_mobility.labour.rules import stages
from safe_mobility.labour.rules.stages import EmployerSaid, Stage
from safe_mobility.labour.services import choosing, listing, placements
from safe_mobility.labour.tests import factories
from safe_mobility.labour.tests.factories import NOON
from safe_mobility.notifications.models import Message
from safe_mobility.oversight.models import Mark
from safe_mobility.people.tests import factories as families
from safe_mobility.shared.asker import Asker
from safe_mobility.shared.refusal import NotVisible
from safe_mobility.staff.rules import Role
from safe_mobility.staff.tests import cast

pytestmark = pytest.mark.django_db
YES, NO = EmployerSaid.YES, EmployerSaid.NO


@pytest.fixture
def sara() -> Asker:
    return cast.asker(cast.member("sara", Role.SUPERVISOR))


@pytest.fixture
def saul() -> Asker:
    return cast.asker(cast.member("saul", Role.SUPERVISOR))


@pytest.fixture
def rita() -> Asker:
    return cast.asker(cast.member("rita", agency="FRESAS"))


@pytest.fixture
def offer(rita: Asker) -> Demand:
    return factories.demand(actor=rita, places=1)


def listed(sara: Asker, saul: Asker, *, people: int = 1) -> list[Placement]:
    for _each in range(people):
        factories.candidate()
    made = listing.propose(actor=sara, now=NOON)
    listing.confirm(run_id=made.run_id, actor=saul, now=NOON)
    return list(Placement.objects.select_related("candidate__household").order_by("pk"))


def agree(way: Placement) -> None:
    mine = families.asker(way.candidate.household)
    placements.agree(placement_id=way.pk, language="es", actor=mine, now=NOON)


def say(offer: Demand, way: Placement, said: EmployerSaid, actor: Asker) -> None:
    choosing.employer_says(
        demand_id=offer.pk, code=way.candidate.code, said=said, actor=actor, now=NOON
    )


class TestTheEmployersWord:
    def test_moves_nobody_and_tells_nobody(
        self, sara: Asker, saul: Asker, rita: Asker, offer: Demand
    ) -> None:
        way = listed(sara, saul)[0]
        agree(way)
        told = Message.objects.count()

        say(offer, way, YES, rita)

        way.refresh_from_db()
        assert (way.stage, way.employer_said) == (Stage.AGREED, YES)
        assert Message.objects.count() == told
        mark = Mark.objects.get(act="way.employer_said")
        assert (mark.actor, mark.facts["said"]) == (rita.ref, "YES")
        assert [each.id for each in ways.to_record(asker=sara)] == [way.pk]

    def test_comes_into_force_when_the_office_records_it(
        self, sara: Asker, saul: Asker, rita: Asker, offer: Demand
    ) -> None:
        way = listed(sara, saul)[0]
        agree(way)
        say(offer, way, YES, rita)

        placements.choose(placement_id=way.pk, actor=sara, now=NOON)

        way.refresh_from_db()
        assert (way.stage, way.chosen_by) == (Stage.CHOSEN, sara.ref)
        assert not ways.to_record(asker=sara)
        with pytest.raises(stages.WayMove):
            say(offer, way, NO, rita)

    def test_is_not_turned_round_by_the_office(
        self, sara: Asker, saul: Asker, rita: Asker, offer: Demand
    ) -> None:
        way = listed(sara, saul)[0]
        agree(way)
        say(offer, way, NO, rita)

        with pytest.raises(stages.EmployerSaidNo):
            placements.choose(placement_id=way.pk, actor=sara, now=NOON)

        say(offer, way, YES, rita)
        placements.choose(placement_id=way.pk, actor=sara, now=NOON)

    def test_of_a_no_ends_the_way_in_its_own_word(
        self, sara: Asker, saul: Asker, rita: Asker, offer: Demand
    ) -> None:
        way = listed(sara, saul)[0]
        say(offer, way, NO, rita)
        assert [each.id for each in ways.to_record(asker=sara)] == [way.pk]

        placements.end(placement_id=way.pk, to=Stage.NOT_CHOSEN, actor=sara, now=NOON)

        way.refresh_from_db()
        assert way.stage == Stage.NOT_CHOSEN

    def test_can_be_said_by_code_and_shows_no_name_for_it(
        self, sara: Asker, saul: Asker, rita: Asker, offer: Demand
    ) -> None:
        way = listed(sara, saul)[0]

        say(offer, way, YES, rita)

        seen = employers.employer_list(asker=rita, demand_id=offer.pk, now=NOON)[0]
        assert (seen.said, seen.name, seen.contacts) == (YES, "", ())
        assert not ways.to_record(asker=sara), "the person is asked first"
        with pytest.raises(stages.WayMove):
            placements.choose(placement_id=way.pk, actor=sara, now=NOON)

    def test_is_for_as_many_as_there_are_places(
        self, sara: Asker, saul: Asker, rita: Asker, offer: Demand
    ) -> None:
        first, second = listed(sara, saul, people=2)
        say(offer, first, YES, rita)

        with pytest.raises(stages.NoPlaceLeft):
            say(offer, second, YES, rita)

        say(offer, first, NO, rita)
        say(offer, second, YES, rita)

    def test_is_that_of_the_employer_alone(
        self, sara: Asker, saul: Asker, rita: Asker, offer: Demand
    ) -> None:
        way = listed(sara, saul)[0]
        other = cast.asker(cast.member("otto", agency="CAMPO"))

        for who in (other, sara, families.asker(way.candidate.household)):
            with pytest.raises(NotVisible):
                say(offer, way, YES, who)

    def test_reaches_nobody_off_the_list(
        self, sara: Asker, saul: Asker, rita: Asker, offer: Demand
    ) -> None:
        listed(sara, saul)
        outside = factories.candidate()

        with pytest.raises(NotVisible):
            choosing.employer_says(
                demand_id=offer.pk, code=outside.code, said=YES, actor=rita, now=NOON
            )

    def test_has_its_time(self, sara: Asker, saul: Asker, offer: Demand) -> None:
        way = listed(sara, saul)[0]

        with pytest.raises(IntegrityError):
            Placement.objects.filter(pk=way.pk).update(employer_said="YES")

    def test_is_seen_by_the_persons_office_alone(
        self, sara: Asker, saul: Asker, rita: Asker, offer: Demand
    ) -> None:
        way = listed(sara, saul)[0]
        agree(way)
        say(offer, way, YES, rita)
        elias = cast.asker(cast.member("elias", Role.SUPERVISOR, offices=["SMA"]))

        assert not ways.to_record(asker=elias)
        assert not ways.to_record(asker=rita)
