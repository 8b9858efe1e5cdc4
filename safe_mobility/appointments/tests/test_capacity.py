"""Places follow from hours, desks and people; what the office takes back it makes good."""

from datetime import date, datetime, time, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from safe_mobility.appointments import queries, services
from safe_mobility.appointments.models import Appointment, Place
from safe_mobility.appointments.rules.states import AppointmentState, PlaceState
from safe_mobility.appointments.services import closing
from safe_mobility.appointments.services.publishing import Published
from safe_mobility.appointments.tests import factories
from safe_mobility.appointments.tests.factories import DORA, ELIAS, NOON, SARA, TUESDAY
from safe_mobility.notifications.models import Message
from safe_mobility.offices.models import Closure, Desk
from safe_mobility.offices.services import NotYourOffice
from safe_mobility.people.rules.states import State
from safe_mobility.shared.constraints import constraint_of
from safe_mobility.staff.models import StaffDay

pytestmark = pytest.mark.django_db

TEN = time(10)
WEDNESDAY = TUESDAY + timedelta(days=1)


def publish(on: date = TUESDAY, *, now: datetime = NOON) -> Published:
    return services.publish_day(office_code="QTZ", on=on, actor=SARA, now=now)


def states(on: date = TUESDAY) -> list[str]:
    return list(Place.objects.filter(local_on=on).order_by("pk").values_list("state", flat=True))


class TestPublish:
    def test_computes_the_places_and_adds_none_when_repeated(self) -> None:
        factories.opening()
        for _ in range(2):
            factories.staff_day(factories.desk())

        first, second = publish(), publish()

        assert (first.opened, first.drafted) == (6, 0)
        assert (second.opened, second.drafted) == (0, 0)
        assert states() == ["OPEN"] * 6

    def test_only_drafts_what_is_not_confirmed_and_opens_it_later(self) -> None:
        factories.opening()
        day = factories.staff_day(factories.desk(), confirmed=False)

        assert publish().drafted == 3
        assert (
            queries.open_slots(
                asker=SARA,
                office_code="QTZ",
                mode=factories.slot().mode,
                first=TUESDAY,
                last=TUESDAY,
                now=NOON,
            )
            == []
        )
        StaffDay.objects.filter(pk=day.pk).update(confirmed_at=NOON)
        assert publish().opened == 3
        assert states() == ["OPEN"] * 3

    def test_makes_nothing_of_hours_that_have_passed(self) -> None:
        factories.opening()
        factories.staff_day(factories.desk())

        assert publish(now=factories.hour(TEN)).opened == 1

    def test_makes_nothing_on_a_closed_day(self) -> None:
        factories.opening()
        factories.staff_day(factories.desk())
        Closure.objects.create(office_code="QTZ", on=TUESDAY, reason="water", closed_at=NOON)

        assert publish().opened == 0

    def test_gives_an_open_place_the_interpreter_confirmed_since(self) -> None:
        factories.office_day()
        factories.staff_day(None, role="INTERPRETER", languages=("quc",))

        publish()

        assert {tuple(place.languages) for place in Place.objects.all()} == {("es", "quc")}

    def test_is_shown_beforehand(self) -> None:
        factories.opening()
        factories.staff_day(factories.desk())
        factories.staff_day(factories.desk(confirmed=False))

        plan = queries.day_plan(asker=SARA, office_code="QTZ", on=TUESDAY)
        assert plan == queries.PlannedDay(would_open=3, would_draft=3, languages=("es",))
        publish()
        plan = queries.day_plan(asker=SARA, office_code="QTZ", on=TUESDAY)
        assert plan == queries.PlannedDay(would_open=0, would_draft=3, languages=())

    @pytest.mark.parametrize("actor", [DORA, ELIAS])
    def test_is_for_the_supervisor_of_this_office(self, actor: object) -> None:
        with pytest.raises(NotYourOffice):
            services.publish_day(
                office_code="QTZ",
                on=TUESDAY,
                actor=actor,  # type: ignore[arg-type]
                now=NOON,
            )


class TestPlace:
    """What the database itself refuses."""

    def refused(self, **changes: object) -> str:
        place = Place.objects.order_by("pk").first()
        assert place is not None
        place.pk = None
        place.state = PlaceState.OPEN
        for name, value in changes.items():
            setattr(place, name, value)
        with pytest.raises(IntegrityError) as error, transaction.atomic():
            place.save(force_insert=True)
        return constraint_of(error.value)

    def test_has_no_interviewer_in_two_places_at_once(self) -> None:
        factories.office_day()
        elsewhere = factories.desk()

        assert self.refused(desk=elsewhere) == "place_interviewer_once"

    def test_has_no_two_interviewers_at_one_desk_at_once(self) -> None:
        factories.office_day()
        other = factories.staff_day(factories.desk())

        assert self.refused(staff_day=other, interviewer_id=other.user_id) == "place_desk_once"

    def test_has_no_interpreter_in_two_places_at_once(self) -> None:
        interpreter = factories.staff_day(None, role="INTERPRETER", languages=("quc",))
        factories.office_day()
        desk = factories.desk()
        other = factories.staff_day(desk)

        assert interpreter.user_id == Place.objects.all()[0].interpreter_id
        broken = self.refused(staff_day=other, interviewer_id=other.user_id, desk=desk)
        assert broken == "place_interpreter_once"

    def test_overlaps_also_where_only_a_minute_is_shared(self) -> None:
        factories.office_day()
        place = Place.objects.earliest("starts_at")

        broken = self.refused(
            starts_at=place.ends_at - timedelta(minutes=1),
            ends_at=place.ends_at,
            desk=factories.desk(),
        )
        assert broken == "place_interviewer_once"

    def test_may_overlap_one_that_is_withdrawn(self) -> None:
        place, *_ = factories.office_day()
        Place.objects.update(state=PlaceState.WITHDRAWN)

        place.pk, place.state = None, PlaceState.OPEN
        place.save(force_insert=True)

    def test_is_open_only_with_a_confirmed_desk(self) -> None:
        place, *_ = factories.office_day()

        assert self.refused(desk_confirmed=False) == "place_open_only_when_confirmed"
        with pytest.raises(IntegrityError) as error, transaction.atomic():
            Desk.objects.filter(pk=place.desk_id).update(confirmed_at=None)
        assert constraint_of(error.value) == "place_open_only_when_confirmed"

    def test_is_open_only_with_a_confirmed_interviewer(self) -> None:
        place, *_ = factories.office_day()

        with pytest.raises(IntegrityError) as error, transaction.atomic():
            StaffDay.objects.filter(pk=place.staff_day_id).update(confirmed_at=None)
        assert constraint_of(error.value) == "place_open_only_when_confirmed"

    def test_cannot_claim_a_confirmation_that_is_not_there(self) -> None:
        factories.office_day()
        unsure = factories.staff_day(factories.desk(), confirmed=False)

        broken = self.refused(staff_day=unsure, interviewer_id=unsure.user_id, desk=unsure.desk)
        assert broken == "place_follows_staff_day"

    def test_would_be_open_without_anybody_if_the_key_did_not_follow(self) -> None:
        """The control: a place that stood on the plain keys alone would know nothing."""
        place, *_ = factories.office_day()
        Place.objects.filter(pk=place.pk).update(state=PlaceState.TAKEN)
        Place.objects.exclude(pk=place.pk).update(state=PlaceState.WITHDRAWN)
        StaffDay.objects.filter(pk=place.staff_day_id).update(confirmed_at=None)

        place.refresh_from_db()
        assert not place.staff_day_confirmed
        with pytest.raises(IntegrityError), transaction.atomic():
            Place.objects.filter(pk=place.pk).update(state=PlaceState.OPEN)
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM appointments_place WHERE state = 'OPEN'")
            assert cursor.fetchone() == (0,)


class TestWithdraw:
    def test_takes_free_places_and_leaves_taken_ones(self) -> None:
        places = factories.office_day()
        family = factories.household()
        appointment = factories.booked(family)

        gone = services.withdraw_places(
            office_code="QTZ", place_ids=[place.pk for place in places], actor=SARA, now=NOON
        )

        assert gone == 2
        appointment.place.refresh_from_db()
        assert appointment.place.state == PlaceState.TAKEN

    def test_reaches_no_other_office(self) -> None:
        place, *_ = factories.office_day()

        with pytest.raises(NotYourOffice):
            services.withdraw_places(office_code="QTZ", place_ids=[place.pk], actor=ELIAS, now=NOON)
        assert (
            services.withdraw_places(office_code="SMA", place_ids=[place.pk], actor=ELIAS, now=NOON)
            == 0
        )


class TestCloseDay:
    def close(self) -> closing.Released:
        return services.close_day(
            office_code="QTZ", on=TUESDAY, reason="No water", actor=SARA, now=NOON
        )

    def test_keeps_each_familys_turn_and_tells_it_by_when_to_answer(self) -> None:
        factories.office_day(desks=2)
        family, holding = factories.household(), factories.household()
        appointment = factories.booked(family)
        services.hold(
            household_id=holding.pk,
            slot=factories.slot(TEN),
            actor=factories.asker(holding),
            now=NOON,
        )

        released = self.close()

        appointment.refresh_from_db()
        assert (released.told, released.withdrawn) == (1, 4)
        assert appointment.state == AppointmentState.CONFIRMED
        assert appointment.answer_by == released.answer_by
        assert set(states()) == {PlaceState.WITHDRAWN}
        assert factories.application_state(family) == State.BOOKED
        assert not Appointment.objects.held().exists()
        kinds = Message.objects.filter(about=str(appointment.pk)).values_list("kind", flat=True)
        assert set(kinds) == {"booked", "closed_day"}

    def test_tells_nobody_twice(self) -> None:
        factories.office_day()
        factories.booked(factories.household())

        self.close()

        assert self.close().told == 0
        assert Message.objects.filter(kind="closed_day").count() == 1

    def test_lists_the_booked_first_with_the_nearest_other_times(self) -> None:
        factories.office_day()
        factories.opening(on=WEDNESDAY)
        factories.office_day(on=WEDNESDAY)
        family = factories.household()
        factories.booked(family, TEN)

        (seen,) = queries.booked_on(asker=SARA, office_code="QTZ", on=TUESDAY, now=NOON)

        assert (seen.reference, seen.at) == (family.reference, TEN)
        assert {one.slot.on for one in seen.instead} == {WEDNESDAY}
        assert len(seen.instead) == 3
        assert queries.booked_on(asker=ELIAS, office_code="QTZ", on=TUESDAY, now=NOON) == []

    def test_lets_the_family_choose_again_in_one_press(self) -> None:
        factories.office_day()
        factories.opening(on=WEDNESDAY)
        factories.office_day(on=WEDNESDAY)
        family = factories.household()
        lost = factories.booked(family)
        self.close()

        chosen = services.choose_again(
            household_id=family.pk,
            slot=factories.slot(on=WEDNESDAY),
            actor=factories.asker(family),
            now=NOON,
        )

        lost.refresh_from_db()
        assert (lost.state, lost.moved_to) == (AppointmentState.MOVED, chosen)
        assert lost.place.state == PlaceState.WITHDRAWN
        assert chosen.state == AppointmentState.CONFIRMED

    def test_lets_an_unanswered_turn_go_after_the_date_and_not_before(self) -> None:
        factories.office_day()
        family = factories.household()
        appointment = factories.booked(family)
        by = self.close().answer_by
        assert by is not None

        assert services.end_unanswered_closures(now=by - timedelta(minutes=1)) == 0
        assert services.end_unanswered_closures(now=by) == 1

        appointment.refresh_from_db()
        assert (appointment.state, appointment.ended_by) == ("CANCELLED", "OFFICE")
        assert factories.application_state(family) == State.WAITING

    def test_refuses_a_day_that_is_over(self) -> None:
        with pytest.raises(closing.DayIsOver):
            services.close_day(
                office_code="QTZ", on=date(2023, 11, 19), reason="", actor=SARA, now=NOON
            )


class TestStandDown:
    def test_withdraws_the_persons_places_and_offers_their_families_others(self) -> None:
        place, *_ = factories.office_day(desks=2)
        first, second = factories.household(), factories.household()
        appointments = [factories.booked(first), factories.booked(second)]

        released = services.stand_down(staff_day_id=place.staff_day_id, actor=SARA, now=NOON)

        assert (released.told, released.withdrawn) == (1, 2)
        assert not StaffDay.objects.get(pk=place.staff_day_id).is_confirmed
        answers = [Appointment.objects.get(pk=one.pk).answer_by for one in appointments]
        assert sum(answer is not None for answer in answers) == 1

    def test_asks_only_those_who_need_the_interpreter(self) -> None:
        interpreter = factories.staff_day(None, role="INTERPRETER", languages=("quc",))
        factories.office_day()
        quiche, spanish = factories.household(interpreter_language="quc"), factories.household()
        needs = factories.booked(quiche)
        needs_none = factories.booked(spanish, TEN)

        released = services.stand_down(staff_day_id=interpreter.pk, actor=SARA, now=NOON)

        needs.refresh_from_db()
        needs_none.refresh_from_db()
        assert released.told == 1
        assert needs.answer_by is not None
        assert needs_none.answer_by is None
        assert states() == ["TAKEN", "TAKEN", "OPEN"]
