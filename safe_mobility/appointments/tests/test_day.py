"""A day at the office: who arrives, is called, is heard, leaves or does not come."""

from datetime import datetime, time, timedelta

import pytest

from safe_mobility.appointments import queries, services
from safe_mobility.appointments.models import Appointment, Place, VisitPeriod
from safe_mobility.appointments.rules.queue import NotAbsentYet, Reason
from safe_mobility.appointments.rules.states import AppointmentState, CannotBecome
from safe_mobility.appointments.services import claiming, day
from safe_mobility.appointments.tests import factories
from safe_mobility.appointments.tests.factories import DORA, ELIAS, INES, NINE, SARA
from safe_mobility.notifications.models import Message
from safe_mobility.offices.rules import Mode
from safe_mobility.oversight.models import Mark
from safe_mobility.people.rules.states import State
from safe_mobility.shared import references
from safe_mobility.shared.asker import Asker, AskerKind
from safe_mobility.shared.refusal import NotVisible

pytestmark = pytest.mark.django_db

S = AppointmentState
TEN = time(10)
OPENS = factories.hour(NINE)
AUDITOR = Asker(AskerKind.STAFF, "9", offices=frozenset({"QTZ"}), roles=frozenset({"AUDITOR"}))


def act(name: str, appointment: Appointment, *, actor: Asker = INES, at: datetime = OPENS) -> None:
    getattr(services, name)(appointment_id=appointment.pk, actor=actor, now=at)


def call(appointment: Appointment, desk_id: int, *, at: datetime = OPENS) -> None:
    services.call(appointment_id=appointment.pk, desk_id=desk_id, actor=INES, now=at)


def state(appointment: Appointment) -> str:
    return Appointment.objects.get(pk=appointment.pk).state


def arrived(at: time = NINE, *, minutes: int = 0, **family: object) -> Appointment:
    """A family booked at this hour that came so many minutes after the office opened."""
    appointment = factories.booked(factories.household(**family), at)  # type: ignore[arg-type]
    act("arrive", appointment, actor=DORA, at=OPENS + timedelta(minutes=minutes))
    return appointment


def kinds_to(appointment: Appointment) -> set[str]:
    return set(Message.objects.filter(about=str(appointment.pk)).values_list("kind", flat=True))


class TestVisit:
    def test_goes_from_the_door_to_done(self) -> None:
        place, *_ = factories.office_day()
        appointment = arrived()

        call(appointment, place.desk_id, at=OPENS + timedelta(minutes=5))
        act("start_interview", appointment, at=OPENS + timedelta(minutes=6))
        act("finish", appointment, at=OPENS + timedelta(minutes=40))

        assert state(appointment) == S.DONE
        assert list(
            VisitPeriod.objects.order_by("pk").values_list("kind", "from_at", "until_at")
        ) == [
            ("WAITING", OPENS, OPENS + timedelta(minutes=5)),
            ("CALLED", OPENS + timedelta(minutes=5), OPENS + timedelta(minutes=6)),
            ("INTERVIEW", OPENS + timedelta(minutes=6), OPENS + timedelta(minutes=40)),
        ]
        acts = Mark.objects.filter(about=appointment.household.reference).values_list("act")
        assert {act_ for (act_,) in acts} >= {
            "appointment.arrived",
            "appointment.called",
            "appointment.interview_started",
            "appointment.done",
        }

    def test_is_hidden_from_another_office_and_from_other_roles(self) -> None:
        factories.office_day()
        appointment = factories.booked(factories.household())

        for stranger in (ELIAS, AUDITOR, factories.asker(appointment.household)):
            with pytest.raises(NotVisible):
                act("arrive", appointment, actor=stranger)
        assert queries.visit(asker=ELIAS, appointment_id=appointment.pk) is None


class TestArrive:
    def test_counts_once_however_often_it_is_pressed(self) -> None:
        factories.office_day()
        appointment = arrived()

        act("arrive", appointment, actor=DORA, at=OPENS + timedelta(minutes=7))

        appointment.refresh_from_db()
        assert appointment.arrived_at == OPENS

    def test_says_which_other_day_it_is(self) -> None:
        factories.office_day()
        appointment = factories.booked(factories.household())

        with pytest.raises(day.OtherDay) as refused:
            act("arrive", appointment, actor=DORA, at=factories.NOON)
        assert refused.value.facts["on"] == factories.TUESDAY

    def test_receives_a_family_whose_hour_was_taken_back(self) -> None:
        place, *_ = factories.office_day()
        appointment = factories.booked(factories.household())
        services.stand_desk_down(desk_id=place.desk_id, actor=SARA, now=factories.NOON)

        act("arrive", appointment, actor=DORA)

        assert state(appointment) == S.ARRIVED


class TestFindArrival:
    def test_reads_a_code_its_address_and_a_number(self) -> None:
        factories.office_day()
        appointment = factories.booked(factories.household())
        reference = appointment.household.reference
        for text in (
            appointment.code,
            f"HTTP://LOCALHOST:8000/V/{appointment.code}",
            f"https://example.org/v/{appointment.code}/",
            references.spell_reference(reference).lower(),
        ):
            found = queries.find_arrival(asker=DORA, text=text, office_code="QTZ", now=OPENS)

            assert found is not None
            assert found.visit is not None
            assert (found.visit.id, found.today, found.here) == (appointment.pk, True, True)

    def test_says_where_a_slip_of_another_office_belongs_but_not_whose_it_is(self) -> None:
        factories.office_day()
        appointment = factories.booked(factories.household())

        found = queries.find_arrival(
            asker=ELIAS, text=appointment.code, office_code="SMA", now=OPENS
        )

        assert found is not None
        assert found.visit is None
        assert (found.office_code, found.on, found.here) == ("QTZ", factories.TUESDAY, False)

    def test_finds_nothing_for_a_slip_of_the_pen(self) -> None:
        for text in ("", "QZ7K", "2222222222222", "?" * 5000):
            assert queries.find_arrival(asker=DORA, text=text, office_code="QTZ", now=OPENS) is None


class TestCall:
    def test_tells_the_second_officer_what_the_first_did(self) -> None:
        one, *_ = factories.office_day(desks=2)
        other = Place.objects.exclude(desk=one.desk).first()
        appointment = arrived()
        call(appointment, one.desk_id)

        assert other is not None
        with pytest.raises(day.AlreadyCalled) as refused:
            call(appointment, other.desk_id)
        assert refused.value.facts == {"desk": one.desk.name, "at": OPENS}

    def test_calls_no_second_family_to_the_same_desk(self) -> None:
        place, *_ = factories.office_day()
        first, second = arrived(), arrived(TEN)
        call(first, place.desk_id)

        with pytest.raises(claiming.DeskBusy):
            call(second, place.desk_id)

    def test_is_the_arrival_itself_by_phone(self) -> None:
        place, *_ = factories.office_day(mode=Mode.PHONE)
        appointment = factories.booked(factories.household(), mode=Mode.PHONE)

        call(appointment, place.desk_id)

        assert state(appointment) == S.CALLED

    def test_needs_the_family_at_the_office_otherwise(self) -> None:
        place, *_ = factories.office_day()
        appointment = factories.booked(factories.household())

        with pytest.raises(CannotBecome):
            call(appointment, place.desk_id)

    def test_lets_reception_receive_but_not_call(self) -> None:
        place, *_ = factories.office_day()
        appointment = arrived()

        with pytest.raises(NotVisible):
            services.call(
                appointment_id=appointment.pk, desk_id=place.desk_id, actor=DORA, now=OPENS
            )

    def test_sends_another_desk_on(self) -> None:
        one, *_ = factories.office_day(desks=2)
        other = Place.objects.exclude(desk=one.desk).first()
        assert other is not None
        appointment = arrived()
        call(appointment, one.desk_id)

        services.redirect(
            appointment_id=appointment.pk, desk_id=other.desk_id, actor=INES, now=OPENS
        )

        appointment.refresh_from_db()
        assert (appointment.desk_id, appointment.state) == (other.desk_id, S.CALLED)


class TestUnanswered:
    def test_three_times_means_that_the_family_left(self) -> None:
        place, *_ = factories.office_day()
        appointment = arrived()
        for calls in (1, 2, 3):
            call(appointment, place.desk_id)
            act("unanswered", appointment)
            assert state(appointment) == (S.LEFT if calls == 3 else S.ARRIVED)

        assert factories.application_state(appointment.household) == State.WAITING
        assert "left" in kinds_to(appointment)

    def test_parks_a_family_that_needs_time_and_keeps_its_turn(self) -> None:
        place, *_ = factories.office_day()
        appointment = arrived()
        call(appointment, place.desk_id)
        act("park", appointment, actor=DORA)
        act("unpark", appointment, actor=DORA, at=OPENS + timedelta(minutes=20))

        appointment.refresh_from_db()
        assert (appointment.state, appointment.arrived_at) == (S.ARRIVED, OPENS)


class TestAbsent:
    def test_waits_half_an_hour(self) -> None:
        factories.office_day()
        appointment = factories.booked(factories.household())

        with pytest.raises(NotAbsentYet):
            act("mark_absent", appointment, actor=DORA, at=OPENS + timedelta(minutes=29))
        act("mark_absent", appointment, actor=DORA, at=OPENS + timedelta(minutes=30))

        assert state(appointment) == S.ABSENT
        assert factories.application_state(appointment.household) == State.WAITING
        assert "missed" in kinds_to(appointment)

    def test_never_follows_an_arrival(self) -> None:
        factories.office_day()
        appointment = arrived()

        with pytest.raises(CannotBecome):
            act("mark_absent", appointment, actor=DORA, at=OPENS + timedelta(hours=2))


class TestNextToCall:
    def test_gives_one_family_and_the_reason(self) -> None:
        place, *_ = factories.office_day(desks=2)
        arrived(TEN)
        first = arrived(minutes=1)

        seen = queries.next_to_call(
            asker=INES,
            office_code="QTZ",
            desk_id=place.desk_id,
            now=OPENS + timedelta(minutes=2),
        )

        assert seen is not None
        assert (seen.visit.id, seen.reason) == (first.pk, Reason.BOOKED_HOUR)

    def test_leaves_out_a_language_that_nobody_speaks_at_this_desk(self) -> None:
        factories.staff_day(None, role="INTERPRETER", languages=("quc",))
        helped, alone = factories.office_day(desks=2)[:2]
        quiche = arrived(interpreter_language="quc")

        def suggested(desk_id: int) -> queries.Suggestion | None:
            return queries.next_to_call(
                asker=INES, office_code="QTZ", desk_id=desk_id, now=OPENS + timedelta(minutes=1)
            )

        there = suggested(helped.desk_id)
        assert there is not None
        assert (there.visit.id, there.reason) == (quiche.pk, Reason.INTERPRETER_IS_HERE)
        assert suggested(alone.desk_id) is None

    def test_suggests_nothing_to_another_office(self) -> None:
        place, *_ = factories.office_day()
        arrived()

        assert (
            queries.next_to_call(asker=ELIAS, office_code="QTZ", desk_id=place.desk_id, now=OPENS)
            is None
        )

    def test_waits_by_phone_from_the_hour_on_without_an_arrival(self) -> None:
        place, *_ = factories.office_day(mode=Mode.PHONE)
        appointment = factories.booked(factories.household(), mode=Mode.PHONE)

        seen = queries.next_to_call(asker=INES, office_code="QTZ", desk_id=place.desk_id, now=OPENS)
        assert seen is not None
        assert seen.visit.id == appointment.pk


class TestNextButTwo:
    def test_is_told_once_when_two_are_left_before_it(self) -> None:
        place, *_ = factories.office_day(desks=4)
        families = [arrived(minutes=minutes) for minutes in range(4)]

        call(families[0], place.desk_id, at=OPENS + timedelta(minutes=5))
        act("unanswered", families[0], at=OPENS + timedelta(minutes=6))
        call(families[0], place.desk_id, at=OPENS + timedelta(minutes=7))

        told = [one for one in families if "you_are_next" in kinds_to(one)]
        assert told == [families[3]]
        assert Message.objects.filter(kind="you_are_next").count() == 1


class TestDay:
    def test_groups_the_rows_by_state(self) -> None:
        place, *_ = factories.office_day(desks=2)
        expected = factories.booked(factories.household(), TEN)
        waiting = arrived()
        called = arrived()
        call(called, place.desk_id)

        seen = queries.day(asker=DORA, office_code="QTZ", on=factories.TUESDAY)

        assert [row.id for row in seen.rows[S.CONFIRMED]] == [expected.pk]
        assert [row.id for row in seen.rows[S.ARRIVED]] == [waiting.pk]
        assert [row.desk_name for row in seen.rows[S.CALLED]] == [place.desk.name]
        assert seen.count(S.ABSENT) == 0

    def test_is_empty_for_another_office(self) -> None:
        factories.office_day()
        factories.booked(factories.household())

        seen = queries.day(asker=ELIAS, office_code="QTZ", on=factories.TUESDAY)

        assert not any(seen.rows.values())

    def test_asks_the_database_as_often_for_ten_families_as_for_one(
        self, django_assert_num_queries: object
    ) -> None:
        factories.office_day(desks=4)
        for _ in range(10):
            at = NINE if factories.open_places() else TEN
            factories.booked(factories.household(), at if factories.open_places(at) else time(11))

        with django_assert_num_queries(1):  # type: ignore[operator]
            queries.day(asker=DORA, office_code="QTZ", on=factories.TUESDAY)
