"""Two people press in the same second. Each guarantee has its control: with the guard
switched off, the same run must do the harm."""

import multiprocessing
import random
import signal
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime, time, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection, connections, transaction

from safe_mobility.appointments import services
from safe_mobility.appointments.models import Appointment, Place
from safe_mobility.appointments.rules.states import LIVE, AppointmentState, PlaceState
from safe_mobility.appointments.services import claiming, day
from safe_mobility.appointments.tests import factories
from safe_mobility.appointments.tests.collisions import at_once, claim_switched_off, switched_off
from safe_mobility.appointments.tests.factories import DORA, INES, NINE, NOON, SARA
from safe_mobility.people.models import Household
from safe_mobility.shared.refusal import Refusal

pytestmark = pytest.mark.django_db(transaction=True)

CLAIMANTS = 8
HOURS = (NINE, time(10), time(11))


def hold(family: Household, at: time = NINE, *, now: datetime = NOON) -> Appointment:
    return services.hold(
        household_id=family.pk, slot=factories.slot(at), actor=factories.asker(family), now=now
    )


def confirm(family: Household, *, now: datetime = NOON) -> Appointment:
    return services.confirm(household_id=family.pk, actor=factories.asker(family), now=now)


def claims(count: int = CLAIMANTS) -> list[Callable[[], Any]]:
    return [partial(hold, factories.household()) for _ in range(count)]


def double_bookings() -> int:
    """Places that more than one family was promised."""
    promised = Counter(
        Appointment.objects.filter(
            state__in=[*LIVE, AppointmentState.HELD], place__state=PlaceState.TAKEN
        ).values_list("place_id", flat=True)
    )
    return sum(count > 1 for count in promised.values())


class TestLastPlace:
    def test_goes_to_one_family_and_refuses_seven(self) -> None:
        factories.office_day()

        outcomes = at_once(claims())

        yes = [one for one in outcomes if isinstance(one, Appointment)]
        no = [one for one in outcomes if isinstance(one, claiming.SlotFull)]
        assert (len(yes), len(no)) == (1, 7)
        assert double_bookings() == 0

    def test_goes_to_eight_families_with_claim_and_constraint_off(self) -> None:
        factories.office_day()
        families = claims()

        with switched_off("one_family_per_place"), claim_switched_off(lookers=CLAIMANTS):
            outcomes = at_once(families)

            assert all(isinstance(one, Appointment) for one in outcomes)
            assert double_bookings() == 1

    def test_stays_one_familys_by_the_constraint_alone(self) -> None:
        factories.office_day()
        families = claims()

        with claim_switched_off(lookers=CLAIMANTS):
            outcomes = at_once(families)

        assert sum(isinstance(one, Appointment) for one in outcomes) == 1
        assert double_bookings() == 0


class TestEightPlaces:
    def test_serve_eight_families_and_refuse_none(self) -> None:
        factories.office_day(desks=CLAIMANTS)

        outcomes = at_once(claims())

        assert [one for one in outcomes if isinstance(one, Refusal)] == []
        assert double_bookings() == 0

    def test_refuse_families_though_free_with_the_claim_off(self) -> None:
        """The control: the constraint alone keeps promises apart, and says no for nothing."""
        factories.office_day(desks=CLAIMANTS)
        families = claims()

        with claim_switched_off(lookers=CLAIMANTS):
            outcomes = at_once(families)

        assert any(isinstance(one, claiming.SlotFull) for one in outcomes)
        assert factories.open_places() > 0


class TestLastLook:
    def test_waits_for_a_place_that_another_gives_back(self) -> None:
        """The other's claim is rolled back: the place was free all the time."""
        factories.office_day()
        family = factories.household()
        with transaction.atomic():
            claiming.claim(factories.slot(), now=NOON, language="")

            outcome: list[Any] = []

            def later() -> None:
                outcome.extend(at_once([partial(hold, family)]))

            waiting = threading.Thread(target=later)
            waiting.start()
            _until_somebody_waits()
            transaction.set_rollback(True)
        waiting.join(timeout=20)

        assert isinstance(outcome[0], Appointment)

    def test_says_busy_and_never_full_when_it_cannot_know(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(claiming, "LAST_LOOK_WAITS", "200ms")
        factories.office_day()
        family = factories.household()
        with transaction.atomic():
            claiming.claim(factories.slot(), now=NOON, language="")

            (outcome,) = at_once([partial(hold, family)])

        assert isinstance(outcome, claiming.SlotBusy)

    def test_would_say_full_of_a_free_place_without_waiting(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The control: one look that steps over locked rows takes a claim for a booking."""
        monkeypatch.setattr(claiming, "_claim_waiting", lambda *_, **__: None)
        factories.office_day()
        family = factories.household()
        with transaction.atomic():
            claiming.claim(factories.slot(), now=NOON, language="")
            (outcome,) = at_once([partial(hold, family)])
            transaction.set_rollback(True)

        assert isinstance(outcome, claiming.SlotFull)
        assert factories.open_places() == 1


class TestCrash:
    def test_between_claim_and_commit_leaves_the_place_free(self) -> None:
        """The process dies as a machine dies: nothing of its act is left, nobody waits for it."""
        factories.office_day()
        dying, living = factories.household(), factories.household()
        connections.close_all()
        claimed = multiprocessing.get_context("fork").Event()

        def claim_and_hang() -> None:
            with transaction.atomic():
                hold(dying)
                claimed.set()
                signal.pause()

        process = multiprocessing.get_context("fork").Process(target=claim_and_hang)
        process.start()
        assert claimed.wait(timeout=20)
        process.kill()
        process.join(timeout=20)

        assert hold(living).household == living
        assert Appointment.objects.count() == 1


class TestOneFamily:
    def test_that_presses_eight_times_holds_one_place(self) -> None:
        factories.office_day(desks=CLAIMANTS)
        family = factories.household()

        at_once([partial(hold, family) for _ in range(CLAIMANTS)])

        assert Appointment.objects.held().count() == 1
        assert Place.objects.filter(state=PlaceState.TAKEN).count() == 1

    def test_that_confirms_eight_times_has_one_appointment(self) -> None:
        factories.office_day()
        family = factories.household()
        hold(family)

        outcomes = at_once([partial(confirm, family) for _ in range(CLAIMANTS)])

        assert sum(isinstance(one, Appointment) for one in outcomes) == 1
        assert Appointment.objects.live().count() == 1

    @pytest.mark.parametrize("guard", ["one_held_per_household", "one_live_per_household"])
    def test_is_guarded_by_the_database_too(self, guard: str) -> None:
        factories.office_day(desks=2)
        family = factories.household()
        state = AppointmentState.HELD if "held" in guard else AppointmentState.CONFIRMED

        def write(place: Place) -> Appointment:
            with claiming.guarded(), transaction.atomic():
                return Appointment.objects.create(
                    household=family,
                    place=place,
                    state=state,
                    code=f"{place.pk:013d}",
                    held_at=NOON,
                    held_until=NOON,
                )

        places = list(Place.objects.filter(local_time=NINE))
        outcomes = at_once([partial(write, place) for place in places])
        assert sum(isinstance(one, Appointment) for one in outcomes) == 1

        Appointment.objects.all().delete()
        with switched_off(guard):
            outcomes = at_once([partial(write, place) for place in places])
            assert all(isinstance(one, Appointment) for one in outcomes)


class TestTwoOfficers:
    def arrived(self) -> Appointment:
        appointment = factories.booked(factories.household())
        services.arrive(appointment_id=appointment.pk, actor=DORA, now=factories.hour(NINE))
        return appointment

    def calls(self, appointment: Appointment, desks: list[int]) -> list[Callable[[], Any]]:
        return [
            partial(
                services.call,
                appointment_id=appointment.pk,
                desk_id=desk,
                actor=INES,
                now=factories.hour(NINE),
            )
            for desk in desks
        ]

    def test_never_call_one_family_to_two_desks(self) -> None:
        places = factories.office_day(desks=2)
        appointment = self.arrived()

        outcomes = at_once(self.calls(appointment, sorted({p.desk_id for p in places})))

        assert [type(one) for one in outcomes if one] == [day.AlreadyCalled]
        appointment.refresh_from_db()
        assert appointment.calls == 1

    def test_never_call_two_families_to_one_desk(self) -> None:
        place, *_ = factories.office_day(desks=2)
        first, second = self.arrived(), self.arrived()

        acts = self.calls(first, [place.desk_id]) + self.calls(second, [place.desk_id])
        outcomes = at_once(acts)

        assert [type(one) for one in outcomes if one] == [claiming.DeskBusy]

    def test_call_two_families_to_one_desk_with_the_constraint_off(self) -> None:
        place, *_ = factories.office_day(desks=2)
        first, second = self.arrived(), self.arrived()

        with switched_off("one_family_per_desk"):
            acts = self.calls(first, [place.desk_id]) + self.calls(second, [place.desk_id])
            assert at_once(acts) == [None, None]
            assert Appointment.objects.filter(desk=place.desk_id, state="CALLED").count() == 2


class TestClosing:
    def test_leaves_no_family_on_a_closed_day_without_a_word(self) -> None:
        """Families hold and confirm while the supervisor closes the day."""
        factories.office_day(desks=4)
        families = [factories.household() for _ in range(CLAIMANTS)]

        def book(family: Household) -> Appointment:
            hold(family)
            return confirm(family)

        close = partial(
            services.close_day,
            office_code="QTZ",
            on=factories.TUESDAY,
            reason="No water",
            actor=SARA,
            now=NOON,
        )
        at_once([*(partial(book, family) for family in families), close])
        close()

        assert not Place.objects.filter(state=PlaceState.OPEN).exists()
        assert not Appointment.objects.held().exists()
        assert not Appointment.objects.live().filter(answer_by=None).exists()


class Storm:
    """Many families hold, confirm, change and cancel at random, eight at a time."""

    def __init__(self, *, families: int, rounds: int, seed: int) -> None:
        self.families = [factories.household() for _ in range(families)]
        self.rounds = rounds
        self.seed = seed

    def rage(self) -> None:
        share = len(self.families) // CLAIMANTS
        at_once(
            [
                partial(self._one_client, number, self.families[number * share :][:share])
                for number in range(CLAIMANTS)
            ]
        )

    def _one_client(self, number: int, families: list[Household]) -> None:
        chance = random.Random(f"{self.seed}-{number}")
        for turn in range(self.rounds):
            # A rested place may be taken again within the storm.
            now = NOON + timedelta(minutes=4 * turn)
            with suppress(Refusal):
                self._act(chance.choice(families), chance, now)

    def _act(self, family: Household, chance: random.Random, now: datetime) -> None:
        match chance.choice(["book", "book", "hold", "change", "cancel", "let_go"]):
            case "cancel":
                services.cancel(household_id=family.pk, actor=factories.asker(family), now=now)
            case "let_go":
                services.let_go(household_id=family.pk, actor=factories.asker(family), now=now)
            case "hold":
                hold(family, chance.choice(HOURS), now=now)
            case _:
                hold(family, chance.choice(HOURS), now=now)
                confirm(family, now=now)


def harm() -> dict[str, int]:
    """What must never be seen after a storm."""
    claimed = Counter(
        Appointment.objects.filter(state__in=[*LIVE, AppointmentState.HELD]).values_list(
            "place_id", flat=True
        )
    )
    taken = set(Place.objects.filter(state=PlaceState.TAKEN).values_list("pk", flat=True))
    live = Counter(Appointment.objects.live().values_list("household_id", flat=True))
    return {
        "places promised twice": sum(count > 1 for count in claimed.values()),
        "promised places that are not taken": len(set(claimed) - taken),
        "taken places that nobody has": len(taken - set(claimed)),
        "families with two appointments": sum(count > 1 for count in live.values()),
    }


class TestStorm:
    @pytest.fixture(autouse=True)
    def _office(self) -> Iterator[None]:
        factories.office_day(desks=2)
        yield
        connection.close()

    def test_leaves_every_place_with_one_family_at_most(self) -> None:
        Storm(families=24, rounds=12, seed=1).rage()

        assert set(harm().values()) == {0}, harm()
        assert Appointment.objects.live().exists()

    def test_leaves_places_promised_twice_with_claim_and_constraint_off(self) -> None:
        """Two families must meet within microseconds: one storm may miss it, eight do not."""

        def harmed(seed: int) -> bool:
            Storm(families=24, rounds=12, seed=seed).rage()
            return harm()["places promised twice"] > 0

        with switched_off("one_family_per_place"), claim_switched_off():
            assert any(harmed(seed) for seed in range(1, 9))


def _until_somebody_waits() -> None:
    """Return once another session waits for a lock of ours, whatever others do beside us."""
    deadline = datetime.now() + timedelta(seconds=20)
    while datetime.now() < deadline:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_locks"
                " WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
            )
            if cursor.fetchone() != (0,):
                return
    raise AssertionError("nobody waited")
