"""Whoever is asked about: why this person is, or is not, on this offer's list."""

from datetime import timedelta

import pytest

from safe_mobility.labour.models import Candidate, Demand, LeftOut, Placement
from safe_mobility.labour.queries import lists, reasons
from safe_mobility.labour.queries.reasons import Reason
from safe_mobility.labour.rules.candidates import Trouble
from safe_mobility.labour.rules.explaining import Limit
from safe_mobility.labour.rules.fitting import Bound
from safe_mobility.labour.rules.stages import Stage
from safe_mobility.labour.services import listing
from safe_mobility.labour.tests import factories
from safe_mobility.labour.tests.factories import NOON, TODAY
from safe_mobility.people.tests import factories as families
from safe_mobility.shared.asker import Asker
from safe_mobility.staff.rules import Role
from safe_mobility.staff.tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def sara() -> Asker:
    return cast.asker(cast.member("sara", Role.SUPERVISOR))


@pytest.fixture
def saul() -> Asker:
    return cast.asker(cast.member("saul", Role.SUPERVISOR))


def why(asker: Asker, asked: Demand, person: str) -> Reason:
    found = reasons.reasons(
        asker=asker,
        seen=lists.demand(asker=asker, demand_id=asked.pk),
        run=lists.newest_run(asker=asker),
        person=person,
        today=TODAY,
    )
    assert len(found) == 1
    return found[0]


def make(sara: Asker, saul: Asker | None = None) -> None:
    made = listing.propose(actor=sara, now=NOON + timedelta(minutes=1))
    if saul is not None:
        listing.confirm(run_id=made.run_id, actor=saul, now=NOON + timedelta(minutes=2))


class TestWhoeverIsAskedAbout:
    def test_beyond_those_that_the_lists_keep_gets_the_same_reason(self, sara: Asker) -> None:
        asked = factories.demand(places=1)
        for months in (60, 48, 36):
            factories.candidate(months=months)
        make(sara)
        out = LeftOut.objects.select_related("candidate").get()
        kept = why(sara, asked, out.candidate.code).trade
        out.delete()

        reckoned = why(sara, asked, out.candidate.code).trade

        assert kept is not None
        assert kept.limit is Limit.LIST_FULL
        assert reckoned == kept

    def test_on_the_list_reads_place_and_points(self, sara: Asker) -> None:
        asked, row = factories.demand(), factories.candidate()
        make(sara)

        standing = why(sara, asked, row.code.lower()).standing

        assert standing is not None
        assert standing.rank == 1

    def test_on_a_list_in_force_reads_how_far(self, sara: Asker, saul: Asker) -> None:
        asked, row = factories.demand(), factories.candidate()
        make(sara, saul)

        assert why(sara, asked, row.code).stage is Stage.PROPOSED

    def test_reads_the_bounds_of_the_pair(self, sara: Asker) -> None:
        asked, row = factories.demand(), factories.candidate(occupation="35-9021")

        assert why(sara, asked, row.code).bounds == (Bound.OCCUPATION,)

    def test_who_told_it_later_waits_for_the_next_lists(self, sara: Asker) -> None:
        asked = factories.demand()
        factories.candidate()
        make(sara)
        late = factories.candidate(now=NOON + timedelta(hours=2))

        assert why(sara, asked, late.code).later

    def test_before_any_lists_is_told_so(self, sara: Asker) -> None:
        asked, row = factories.demand(), factories.candidate()

        assert why(sara, asked, row.code).unmade

    def test_with_room_left_can_be_on_the_next(self, sara: Asker, saul: Asker) -> None:
        asked = factories.demand(places=1)
        for months in (60, 48, 36):
            factories.candidate(months=months)
        make(sara, saul)
        out = Candidate.objects.get(pk=LeftOut.objects.get().candidate_id)
        assert why(sara, asked, out.code).trade is not None
        Placement.objects.all().delete()

        assert why(sara, asked, out.code).room

    def test_is_found_by_the_number_of_a_family_of_this_office(self, sara: Asker) -> None:
        asked, row = factories.demand(), factories.candidate()

        assert why(sara, asked, row.household.reference).code == row.code


class TestAnotherOffice:
    def test_does_not_read_what_is_the_persons_own(self, sara: Asker) -> None:
        asked, row = factories.demand(), factories.candidate(trouble=Trouble.SENT_BACK)
        elias = cast.asker(cast.member("elias", Role.SUPERVISOR, offices=["SMA"]))

        assert why(sara, asked, row.code).bounds == (Bound.NEEDS_TALK,)
        there = why(elias, asked, row.code)
        assert (there.held_back, there.bounds, there.here) == (True, (), False)

    def test_finds_nobody_by_a_number(self, sara: Asker) -> None:
        asked, row = factories.demand(), factories.candidate()
        elias = cast.asker(cast.member("elias", Role.SUPERVISOR, offices=["SMA"]))
        seen = lists.demand(asker=elias, demand_id=asked.pk)

        for who, person in (
            (elias, row.household.reference),
            (families.asker(row.household), row.code),
            (sara, "ZZZZZ"),
            (sara, "<script>"),
        ):
            assert not reasons.reasons(asker=who, seen=seen, run=None, person=person, today=TODAY)
