"""Holding, confirming, changing and cancelling, one family at a time."""

from datetime import time, timedelta
from typing import Any

import pytest

from safe_mobility.appointments import queries, services
from safe_mobility.appointments.models import Appointment, Place
from safe_mobility.appointments.queries import rights
from safe_mobility.appointments.rules.slots import SlotTooSoon, TooManyHolds
from safe_mobility.appointments.rules.states import AppointmentState, PlaceState
from safe_mobility.appointments.services import booking, claiming
from safe_mobility.appointments.tests import factories
from safe_mobility.appointments.tests.factories import DORA, ELIAS, NINE, NOON, SARA, slot
from safe_mobility.notifications.models import Message
from safe_mobility.offices.models import Closure
from safe_mobility.oversight.models import Mark
from safe_mobility.people.models import Application, Household
from safe_mobility.people.rules.states import State
from safe_mobility.shared.refusal import NotVisible

pytestmark = pytest.mark.django_db

TEN = time(10)


def hold(family: Household, at: time = NINE, **other: object) -> Appointment:
    given = {"actor": factories.asker(family), "now": NOON} | other
    return services.hold(household_id=family.pk, slot=slot(at), **given)  # type: ignore[arg-type]


def state_of(place: Place) -> str:
    return Place.objects.get(pk=place.pk).state


class TestHold:
    def test_keeps_a_place_for_ten_minutes(self) -> None:
        factories.office_day()
        family = factories.household()

        held = hold(family)

        assert held.state == AppointmentState.HELD
        assert held.held_until == NOON + timedelta(minutes=10)
        assert state_of(held.place) == PlaceState.TAKEN
        assert factories.application_state(family) == State.SENT
        assert Mark.objects.filter(act="appointment.held", about=family.reference).count() == 1
        assert not Message.objects.exists()

    def test_refuses_the_place_that_is_gone(self) -> None:
        factories.office_day()
        hold(factories.household())

        with pytest.raises(claiming.SlotFull):
            hold(factories.household())

    def test_ends_an_earlier_hold_and_lets_its_place_rest(self) -> None:
        factories.office_day()
        family = factories.household()
        first = hold(family)

        second = hold(family, TEN)

        first.refresh_from_db()
        assert (first.state, second.state) == (AppointmentState.LAPSED, AppointmentState.HELD)
        assert state_of(first.place) == PlaceState.RESTING

    def test_refuses_the_fourth_time_a_day(self) -> None:
        factories.office_day(desks=4)
        family = factories.household()
        for at in (NINE, TEN, NINE):
            hold(family, at)

        with pytest.raises(TooManyHolds):
            hold(family, TEN)

        tomorrow = NOON + timedelta(hours=13)
        hold(family, TEN, now=tomorrow)

    def test_refuses_a_time_that_begins_too_soon(self) -> None:
        factories.office_day()

        with pytest.raises(SlotTooSoon):
            hold(factories.household(), now=factories.hour(NINE, minutes=-119))

    def test_prefers_a_place_without_interpreter_for_who_needs_none(self) -> None:
        factories.staff_day(None, role="INTERPRETER", languages=("quc",))
        factories.office_day(desks=2)

        spanish, quiche = factories.household(), factories.household(interpreter_language="quc")

        assert hold(spanish).place.interpreter_id is None
        assert hold(quiche).place.interpreter_id is not None

    def test_refuses_a_time_at_which_nobody_speaks_the_language(self) -> None:
        factories.office_day()

        with pytest.raises(claiming.SlotFull):
            hold(factories.household(interpreter_language="mam"))

    def test_takes_a_rested_place_before_any_timer_has_woken_it(self) -> None:
        factories.office_day()
        first = factories.household()
        hold(first)
        services.let_go(household_id=first.pk, actor=factories.asker(first), now=NOON)

        with pytest.raises(claiming.SlotFull):
            hold(factories.household(), now=NOON + timedelta(minutes=29))
        hold(factories.household(), now=NOON + timedelta(minutes=181))


class TestRefusals:
    @pytest.mark.parametrize(
        ("state", "refusal"),
        [
            (State.DRAFT, rights.NotSentYet),
            (State.INTERVIEWED, rights.NotNow),
            (State.NOT_HERE, rights.NotNow),
        ],
    )
    def test_follow_the_state_of_the_application(
        self, state: State, refusal: type[Exception]
    ) -> None:
        factories.office_day()

        with pytest.raises(refusal):
            hold(factories.household(state=state))

    def test_say_that_the_application_is_suspended(self) -> None:
        factories.office_day()
        family = factories.household()
        Application.objects.filter(household=family).update(suspended_on=NOON.date())

        with pytest.raises(rights.ProgrammeStopped):
            hold(family)

    def test_say_that_the_office_closed_that_day(self) -> None:
        factories.office_day()
        Closure.objects.create(
            office_code="QTZ", on=factories.TUESDAY, reason="water", closed_at=NOON
        )

        with pytest.raises(rights.OfficeShut):
            hold(factories.household())

    def test_show_a_stranger_nothing(self) -> None:
        factories.office_day()
        ana, celia = factories.household(), factories.household()

        for stranger in (factories.asker(celia), ELIAS):
            with pytest.raises(NotVisible):
                hold(ana, actor=stranger)
        assert hold(ana, actor=DORA).household == ana


class TestConfirm:
    def test_books_the_family_and_tells_it_once(self) -> None:
        factories.office_day()
        family = factories.household()

        appointment = factories.booked(family)

        assert appointment.state == AppointmentState.CONFIRMED
        assert factories.application_state(family) == State.BOOKED
        assert [message.kind for message in Message.objects.all()] == ["booked"]
        seen = queries.mine(asker=factories.asker(family))
        assert seen is not None
        assert (seen.local_on, seen.local_time, seen.people) == (factories.TUESDAY, NINE, 4)

    def test_refuses_after_the_ten_minutes(self) -> None:
        factories.office_day()
        family = factories.household()
        hold(family)

        with pytest.raises(booking.HoldLapsed):
            services.confirm(
                household_id=family.pk,
                actor=factories.asker(family),
                now=NOON + timedelta(minutes=10),
            )

    def test_refuses_where_nothing_is_held(self) -> None:
        family = factories.household()

        with pytest.raises(booking.NothingHeld):
            services.confirm(household_id=family.pk, actor=factories.asker(family), now=NOON)

    def test_asks_again_whether_the_office_is_open(self) -> None:
        factories.office_day()
        family = factories.household()
        hold(family)
        Closure.objects.create(
            office_code="QTZ", on=factories.TUESDAY, reason="water", closed_at=NOON
        )

        with pytest.raises(rights.OfficeShut):
            services.confirm(household_id=family.pk, actor=factories.asker(family), now=NOON)

    def test_moves_an_earlier_appointment_in_one_act(self) -> None:
        factories.office_day()
        family = factories.household()
        old = factories.booked(family)

        new = factories.booked(family, TEN)

        old.refresh_from_db()
        assert (old.state, old.moved_to) == (AppointmentState.MOVED, new)
        assert state_of(old.place) == PlaceState.RESTING
        assert {message.kind for message in Message.objects.all()} == {"booked", "changed"}
        assert Appointment.objects.live().get(household=family) == new

    def test_keeps_the_old_time_while_another_is_only_held(self) -> None:
        factories.office_day()
        family = factories.household()
        old = factories.booked(family)

        hold(family, TEN)

        mine = queries.mine(asker=factories.asker(family))
        assert mine is not None
        assert mine.id == old.pk

    def test_refuses_a_change_once_the_hour_has_come(self) -> None:
        factories.office_day()
        family = factories.household()
        factories.booked(family)
        at_nine = factories.hour(NINE)
        hold(family, time(11), now=at_nine)

        with pytest.raises(booking.HourHasCome):
            services.confirm(household_id=family.pk, actor=factories.asker(family), now=at_nine)


class TestCancel:
    def test_lets_the_application_wait_and_the_place_rest(self) -> None:
        factories.office_day()
        family = factories.household()
        appointment = factories.booked(family)

        services.cancel(household_id=family.pk, actor=factories.asker(family), now=NOON)

        appointment.refresh_from_db()
        rest = Place.objects.get(pk=appointment.place_id).rests_until
        assert (appointment.state, appointment.ended_by) == ("CANCELLED", "HOUSEHOLD")
        assert factories.application_state(family) == State.WAITING
        assert rest is not None
        assert timedelta(minutes=30) <= rest - NOON <= timedelta(minutes=180)
        assert "cancelled" in {message.kind for message in Message.objects.all()}

    def test_says_that_the_office_did_it_when_staff_did(self) -> None:
        factories.office_day()
        family = factories.household()
        factories.booked(family)

        cancelled = services.cancel(household_id=family.pk, actor=SARA, now=NOON)

        assert cancelled.ended_by == "OFFICE"

    def test_refuses_where_nothing_is_booked(self) -> None:
        family = factories.household()

        with pytest.raises(booking.NothingBooked):
            services.cancel(household_id=family.pk, actor=factories.asker(family), now=NOON)

    def test_goes_before_a_household_closes_its_application(self) -> None:
        factories.office_day()
        booked, holding, neither = (factories.household() for _ in range(3))
        factories.booked(booked)
        hold(holding, TEN)

        done = [
            services.cancel_if_any(household_id=row.pk, actor=factories.asker(row), now=NOON)
            for row in (booked, holding, neither)
        ]

        assert done == [True, False, False]
        assert not Appointment.objects.live().exists()
        assert not Appointment.objects.held().exists()


class TestOpenSlots:
    def test_leaves_out_what_is_not_free(self) -> None:
        factories.office_day()
        family = factories.household()
        hold(family)

        seen = queries.open_slots(
            asker=factories.asker(family),
            office_code="QTZ",
            mode=slot().mode,
            first=factories.TUESDAY,
            last=factories.TUESDAY,
            now=NOON,
        )

        assert [one.slot.at for one in seen] == [TEN, time(11)]

    def test_reads_the_first_days_alone_when_a_page_shows_no_more(self) -> None:
        wednesday = factories.TUESDAY + timedelta(days=1)
        factories.office_day()
        factories.office_day(on=wednesday)
        family = factories.household()
        asked: dict[str, Any] = {
            "asker": factories.asker(family),
            "office_code": "QTZ",
            "mode": slot().mode,
            "first": factories.TUESDAY,
            "last": wednesday,
            "now": NOON,
        }

        assert {one.slot.on for one in queries.open_slots(**asked, days=1)} == {factories.TUESDAY}
        assert queries.open_slots(**asked, days=2) == queries.open_slots(**asked)

    def test_finds_the_nearest_other_times(self) -> None:
        factories.office_day(desks=2)
        family = factories.household()
        appointment = factories.booked(family, TEN)

        seen = queries.alternatives(
            asker=factories.asker(family), appointment_id=appointment.pk, now=NOON, most=2
        )

        assert [one.slot.at for one in seen] == [TEN, time(11)]


class TestCode:
    def test_says_valid_today_and_how_many_and_nothing_else(self) -> None:
        factories.office_day()
        appointment = factories.booked(factories.household(size=4))

        before = queries.by_code(code=appointment.code, now=NOON)
        on_the_day = queries.by_code(code=appointment.code, now=factories.hour(NINE))

        assert before == queries.CodeSeen(on=factories.TUESDAY, today=False, people=4)
        assert on_the_day == queries.CodeSeen(on=factories.TUESDAY, today=True, people=4)

    def test_tells_unknown_cancelled_and_past_codes_never_apart(self) -> None:
        factories.office_day()
        family = factories.household()
        appointment = factories.booked(family)
        later = factories.hour(NINE) + timedelta(days=1)

        assert queries.by_code(code=appointment.code, now=later) is None
        services.cancel(household_id=family.pk, actor=factories.asker(family), now=NOON)
        assert queries.by_code(code=appointment.code, now=NOON) is None
        assert queries.by_code(code="2222222222222", now=NOON) is None
