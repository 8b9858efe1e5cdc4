"""Who may book where: by invitation in Huehuetenango, nobody where all stands still."""

from datetime import time, timedelta

import pytest

from safe_mobility.appointments import queries, services
from safe_mobility.appointments.queries import rights
from safe_mobility.appointments.rules.slots import Slot
from safe_mobility.appointments.tests import factories
from safe_mobility.appointments.tests.factories import NINE, NOON, TUESDAY, ZONE, slot
from safe_mobility.offices.rules import Mode
from safe_mobility.people import services as people_acts
from safe_mobility.people.models import Household, Invitation
from safe_mobility.shared.asker import Asker, AskerKind, job

pytestmark = pytest.mark.django_db

HUGO = Asker(AskerKind.STAFF, "7", offices=frozenset({"HUE"}), roles=frozenset({"SUPERVISOR"}))
NEXT_WEEK = NOON + timedelta(days=7)


@pytest.fixture(autouse=True)
def huehuetenango() -> None:
    factories.opening(office_code="HUE")
    for _ in range(2):
        factories.staff_day(factories.desk(office_code="HUE"))
    services.publish_day(office_code="HUE", on=TUESDAY, actor=HUGO, now=NOON)


def hold(family: Household, at: time = NINE) -> None:
    wanted = Slot("HUE", Mode.IN_PERSON, TUESDAY, at, ZONE)
    services.hold(household_id=family.pk, slot=wanted, actor=factories.asker(family), now=NOON)


def invite(family: Household) -> None:
    people_acts.invite(
        household_id=family.pk,
        office_code="HUE",
        expires_at=NEXT_WEEK,
        actor=job("tests"),
        now=NOON,
    )


class TestInvitation:
    def test_is_needed_and_the_page_knows_it_before_the_press(self) -> None:
        family = factories.household(office_code="HUE")

        with pytest.raises(rights.InvitationNeeded):
            hold(family)
        said = queries.obstacle_at(
            asker=factories.asker(family), office_code="HUE", zone=ZONE, now=NOON
        )
        assert isinstance(said, rights.InvitationNeeded)

    def test_opens_one_office_once(self) -> None:
        family = factories.household(office_code="HUE")
        invite(family)

        hold(family)
        services.confirm(household_id=family.pk, actor=factories.asker(family), now=NOON)

        assert Invitation.objects.get(household=family).used_at == NOON
        services.cancel(household_id=family.pk, actor=factories.asker(family), now=NOON)
        with pytest.raises(rights.InvitationNeeded):
            hold(family, time(10))

    def test_is_not_needed_again_for_a_change(self) -> None:
        family = factories.household(office_code="HUE")
        invite(family)
        hold(family)
        services.confirm(household_id=family.pk, actor=factories.asker(family), now=NOON)

        hold(family, time(10))
        moved = services.confirm(household_id=family.pk, actor=factories.asker(family), now=NOON)

        assert moved.place.local_time == time(10)

    def test_is_needed_also_by_who_has_an_appointment_at_an_open_office(self) -> None:
        factories.office_day(desks=2)
        family, invited = factories.household(), factories.household()
        invite(invited)
        for each in (family, invited):
            factories.booked(each)

        with pytest.raises(rights.InvitationNeeded):
            hold(family, time(10))
        hold(invited, time(10))

    def test_ends_on_its_date(self) -> None:
        family = factories.household(office_code="HUE")
        invite(family)

        said = queries.obstacle_at(
            asker=factories.asker(family), office_code="HUE", zone=ZONE, now=NEXT_WEEK
        )
        assert isinstance(said, rights.InvitationNeeded)


class TestElsewhere:
    def test_gives_the_household_to_the_office_that_sees_it(self) -> None:
        factories.office_day()
        family = factories.household(office_code="SMA")

        factories.booked(family)

        family.refresh_from_db()
        assert family.office_code == "QTZ"

    def test_refuses_an_office_that_is_not_there_on_that_day(self) -> None:
        family = factories.household()
        wanted = Slot("XXX", Mode.IN_PERSON, TUESDAY, NINE, ZONE)

        with pytest.raises(rights.OfficeUnknown):
            services.hold(
                household_id=family.pk, slot=wanted, actor=factories.asker(family), now=NOON
            )


class TestStopped:
    def test_lets_nobody_book_or_confirm(self) -> None:
        family = factories.household()

        with pytest.raises(rights.ProgrammeStopped) as refused:
            services.hold(
                household_id=family.pk,
                slot=slot(on=(NOON + timedelta(days=800)).date()),
                actor=factories.asker(family),
                now=NOON + timedelta(days=790),
            )
        assert "news_on" in refused.value.facts
