"""What the clock does: holds end, places wake, families are reminded, the books are closed."""

from datetime import time, timedelta

import pytest

from safe_mobility.appointments import services
from safe_mobility.appointments.models import Place
from safe_mobility.appointments.rules.states import PlaceState
from safe_mobility.appointments.tests import factories
from safe_mobility.appointments.tests.factories import DORA, NINE, NOON, TUESDAY
from safe_mobility.notifications.models import Message
from safe_mobility.people.rules.states import State

pytestmark = pytest.mark.django_db

TEN = time(10)
WEDNESDAY = TUESDAY + timedelta(days=1)


def states() -> list[str]:
    return list(Place.objects.order_by("pk").values_list("state", flat=True))


class TestTimers:
    def test_lapse_what_nobody_confirmed(self) -> None:
        factories.office_day()
        family = factories.household()
        services.hold(
            household_id=family.pk,
            slot=factories.slot(),
            actor=factories.asker(family),
            now=NOON,
        )

        assert services.lapse_overdue(now=NOON + timedelta(minutes=9)) == 0
        assert services.lapse_overdue(now=NOON + timedelta(minutes=10)) == 1
        assert services.lapse_overdue(now=NOON + timedelta(minutes=10)) == 0
        assert PlaceState.RESTING in states()

    def test_wake_what_has_rested(self) -> None:
        factories.office_day()
        family = factories.household()
        factories.booked(family)
        services.cancel(household_id=family.pk, actor=factories.asker(family), now=NOON)

        assert services.wake_rested(now=NOON + timedelta(minutes=29)) == 0
        assert services.wake_rested(now=NOON + timedelta(minutes=180)) == 1
        assert factories.open_places() == 1

    def test_remind_two_working_days_before_and_once(self) -> None:
        friday = TUESDAY + timedelta(days=3)
        for on in (TUESDAY, WEDNESDAY, TUESDAY + timedelta(days=2)):
            factories.opening(on=on)
        factories.office_day(on=friday)
        early = factories.booked(factories.household(), on=friday)
        wednesday_at_eight = factories.hour(time(8), on=WEDNESDAY)

        assert services.send_reminders(now=wednesday_at_eight - timedelta(minutes=1)) == 0
        late = factories.household()
        services.hold(
            household_id=late.pk,
            slot=factories.slot(TEN, on=friday),
            actor=factories.asker(late),
            now=wednesday_at_eight,
        )
        services.confirm(household_id=late.pk, actor=factories.asker(late), now=wednesday_at_eight)
        assert services.send_reminders(now=wednesday_at_eight) == 1
        assert services.send_reminders(now=wednesday_at_eight + timedelta(minutes=1)) == 0
        reminded = Message.objects.get(kind="reminder")
        assert reminded.about == str(early.pk)

    def test_close_the_books_by_the_next_morning(self) -> None:
        factories.office_day()
        absent, left = factories.household(), factories.household()
        never_came = factories.booked(absent)
        came = factories.booked(left, TEN)
        services.arrive(appointment_id=came.pk, actor=DORA, now=factories.hour(NINE))
        services.park(appointment_id=came.pk, actor=DORA, now=factories.hour(TEN))

        assert services.end_the_day(now=factories.hour(time(20))) == 0
        assert services.end_the_day(now=factories.hour(time(7), on=WEDNESDAY)) == 2

        never_came.refresh_from_db()
        came.refresh_from_db()
        assert (never_came.state, came.state) == ("ABSENT", "LEFT")
        assert factories.application_state(absent) == State.WAITING
