"""The board, the door and the desk, as staff press it."""

import itertools
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from safe_mobility.appointments.models import Appointment
from safe_mobility.appointments.tests import factories
from safe_mobility.doors.common import clock
from safe_mobility.doors.console.tests.desk import signed_in
from safe_mobility.oversight.models import Mark
from safe_mobility.shared.references import spell_reference
from safe_mobility.staff.models import User
from safe_mobility.staff.rules import Role
from safe_mobility.staff.tests.cast import member

pytestmark = pytest.mark.django_db

HOME = "/consola/"
TEN = time(10)
_keys = itertools.count(10**16)


@pytest.fixture(autouse=True)
def nine_o_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tuesday, nine in the morning at the office."""
    at(monkeypatch, 0)


def at(monkeypatch: pytest.MonkeyPatch, minutes: int) -> None:
    moment: datetime = factories.hour(factories.NINE) + timedelta(minutes=minutes)
    monkeypatch.setattr(clock, "now", lambda: moment)


@pytest.fixture
def dora() -> User:
    return member("dora", Role.RECEPTION)


@pytest.fixture
def ines() -> User:
    return member("ines", Role.INTERVIEWER)


def press(client: Client, visit: Appointment, act: str, **fields: Any) -> Any:
    return client.post(f"/consola/visita/{visit.pk}/{act}", {"press": str(next(_keys)), **fields})


def state(visit: Appointment) -> str:
    return str(Appointment.objects.get(pk=visit.pk).state)


def at_desk(user: User, desk_id: int) -> Client:
    client = signed_in(user)
    client.post("/consola/mi-mesa", {"desk": str(desk_id)})
    return client


def text(response: Any) -> str:
    return str(response.content.decode())


class TestBoard:
    def test_begins_with_the_day_for_who_works_on_it(self, dora: User) -> None:
        factories.office_day()
        visit = factories.booked(factories.household())

        page = signed_in(dora).get(HOME)

        assert page.status_code == 200
        assert spell_reference(visit.household.reference) in text(page)

    def test_leads_an_auditor_to_the_trail(self) -> None:
        page = signed_in(member("alma", Role.AUDITOR)).get(HOME)

        assert page.headers["Location"] == "/consola/huella"

    def test_suggests_one_family_with_its_reason(self, ines: User, dora: User) -> None:
        place, *_ = factories.office_day(desks=2)
        first, second = (
            factories.booked(factories.household(has_needs=needs)) for needs in (False, True)
        )
        for visit in (first, second):
            press(signed_in(dora), visit, "arrive")

        page = at_desk(ines, place.desk_id).get(HOME)

        assert page.context["suggested"].visit.id == second.pk
        assert "necesidades" in str(page.context["because"])

    def test_orders_the_waiting_as_they_would_be_called(self, dora: User) -> None:
        factories.office_day(desks=2)
        early = factories.booked(factories.household(), TEN)
        due = factories.booked(factories.household())
        for visit in (early, due):
            press(signed_in(dora), visit, "arrive")

        groups = {group.code: group for group in signed_in(dora).get(HOME).context["groups"]}

        assert [row.visit.id for row in groups["waiting"].rows] == [due.pk, early.pk]

    def test_offers_reception_no_call(self, dora: User) -> None:
        factories.office_day()
        visit = factories.booked(factories.household())
        press(signed_in(dora), visit, "arrive")

        assert f"/consola/visita/{visit.pk}/llamar" not in text(signed_in(dora).get(HOME))
        assert signed_in(dora).get(f"/consola/visita/{visit.pk}/llamar").status_code == 404

    def test_asks_the_database_no_more_for_many_families_than_for_one(self, dora: User) -> None:
        factories.office_day(desks=4)
        client = signed_in(dora)
        factories.booked(factories.household())
        with CaptureQueriesContext(connection) as for_one:
            client.get(HOME)
        for hour in (factories.NINE, TEN) * 3:
            factories.booked(factories.household(), hour)

        with CaptureQueriesContext(connection) as for_many:
            client.get(HOME)

        assert len(for_many) == len(for_one)


class TestArrival:
    def test_finds_by_number_and_by_slip_and_receives(self, dora: User) -> None:
        factories.office_day()
        visit = factories.booked(factories.household())
        client = signed_in(dora)
        number = spell_reference(visit.household.reference).lower()
        for typed in (number, visit.code, f"https://movilidad.example/v/{visit.code}"):
            page = client.get("/consola/llegada", {"q": typed})
            assert page.context["can_arrive"]

        assert press(client, visit, "arrive").status_code == 302
        assert state(visit) == "ARRIVED"

    def test_says_which_day_it_is(self, dora: User, monkeypatch: pytest.MonkeyPatch) -> None:
        factories.office_day()
        visit = factories.booked(factories.household())
        at(monkeypatch, -24 * 60)

        page = signed_in(dora).get("/consola/llegada", {"q": visit.code})

        assert not page.context["can_arrive"]
        assert "martes 21 de noviembre" in text(page)
        assert press(signed_in(dora), visit, "arrive").status_code == 409
        assert state(visit) == "CONFIRMED"

    def test_says_which_office_it_is_and_nothing_of_the_family(self) -> None:
        factories.office_day()
        visit = factories.booked(factories.household())
        elias = signed_in(member("elias", Role.RECEPTION, offices=["SMA"]))

        page = elias.get("/consola/llegada", {"q": visit.code})

        assert "Quetzaltenango" in text(page)
        assert spell_reference(visit.household.reference) not in text(page)
        assert press(elias, visit, "arrive").status_code == 404

    @pytest.mark.parametrize("typed", ["", "nada", "\x00\u202e🙂", "9" * 500, "QZ7K-4M92-XW3T"])
    def test_keeps_what_was_typed_and_says_what_to_do(self, dora: User, typed: str) -> None:
        page = signed_in(dora).get("/consola/llegada", {"q": typed})

        assert page.status_code == 200
        assert page.context["form"].errors

    def test_goes_on_to_the_next_slip(self, dora: User) -> None:
        factories.office_day()
        visit = factories.booked(factories.household())
        client = signed_in(dora)

        answer = press(client, visit, "arrive", door="1")

        assert answer.headers["Location"] == "/consola/llegada"
        assert spell_reference(visit.household.reference) in text(client.get("/consola/llegada"))
        assert "llegó" not in text(client.get("/consola/llegada")).partition("<h1>")[0]

    def test_leaves_a_mark_of_the_look(self, dora: User) -> None:
        factories.office_day()
        visit = factories.booked(factories.household())
        signed_in(dora).get("/consola/llegada", {"q": visit.code})

        mark = Mark.objects.get(act="appointment.looked_up")
        assert (mark.about, mark.office) == (visit.household.reference, "QTZ")


class TestDesk:
    def test_calls_hears_and_finishes(self, ines: User, dora: User) -> None:
        place, *_ = factories.office_day()
        visit = factories.booked(factories.household())
        press(signed_in(dora), visit, "arrive")
        client = at_desk(ines, place.desk_id)

        press(client, visit, "llamar", suggested="1")
        assert client.get(HOME).context["at_mine"].visit.id == visit.pk
        assert text(client.get(HOME)).count(f"{visit.pk}/start") == 1
        begun = press(client, visit, "start")
        assert begun.headers["Location"].endswith("/entrevista")
        press(client, visit, "finish")

        assert state(visit) == "DONE"

    def test_asks_why_for_another_family_than_the_suggested(self, ines: User, dora: User) -> None:
        place, *_ = factories.office_day(desks=2)
        first, second = (factories.booked(factories.household()) for _ in range(2))
        for visit in (first, second):
            press(signed_in(dora), visit, "arrive")
        client = at_desk(ines, place.desk_id)
        suggested = client.get(HOME).context["suggested"].visit.id
        other = second if suggested == first.pk else first
        desk = str(place.desk_id)

        assert press(client, other, "llamar", desk=desk).status_code == 200
        assert state(other) == "ARRIVED"
        press(client, other, "llamar", desk=desk, why="CANNOT_WAIT")

        assert state(other) == "CALLED"
        assert Mark.objects.get(act="appointment.called").facts["otherwise"] == "CANNOT_WAIT"

    def test_tells_the_second_officer_who_was_faster(self, ines: User, dora: User) -> None:
        places = factories.office_day(desks=2)
        mine, theirs = sorted({place.desk_id for place in places})[:2]
        visit = factories.booked(factories.household())
        press(signed_in(dora), visit, "arrive")
        first = at_desk(ines, mine)
        second = at_desk(member("isaac", Role.INTERVIEWER), theirs)

        press(first, visit, "llamar", suggested="1")
        late = press(second, visit, "llamar", suggested="1")

        assert late.status_code == 409
        assert late.context["refused"]
        assert Appointment.objects.get(pk=visit.pk).desk_id == mine

    def test_tells_it_too_where_a_desk_was_chosen_by_hand(self, ines: User, dora: User) -> None:
        """No reason is asked for a family that is at another desk by now."""
        places = factories.office_day(desks=2)
        mine, theirs = sorted({place.desk_id for place in places})[:2]
        called, waiting = (factories.booked(factories.household()) for _ in range(2))
        for visit in (called, waiting):
            press(signed_in(dora), visit, "arrive")
        first = at_desk(ines, mine)
        second = at_desk(member("isaac", Role.INTERVIEWER), theirs)
        press(first, called, "llamar", suggested="1")

        late = press(second, called, "llamar", desk=str(theirs))

        assert late.status_code == 409
        assert late.context["refused"]

    def test_does_an_act_once_however_often_it_is_pressed(self, ines: User, dora: User) -> None:
        factories.office_day()
        visit = factories.booked(factories.household())
        client = signed_in(dora)
        path = f"/consola/visita/{visit.pk}/arrive"

        answers = [client.post(path, {"press": "one-key-pressed-twice"}) for _ in range(2)]

        assert [answer.status_code for answer in answers] == [302, 302]
        assert Mark.objects.filter(act="appointment.arrived").count() == 1

    def test_three_unanswered_calls_mean_left(self, ines: User, dora: User) -> None:
        place, *_ = factories.office_day()
        visit = factories.booked(factories.household())
        press(signed_in(dora), visit, "arrive")
        client = at_desk(ines, place.desk_id)
        for _ in range(3):
            press(client, visit, "llamar", suggested="1")
            press(client, visit, "unanswered")

        assert state(visit) == "LEFT"

    def test_parks_and_brings_back(self, dora: User) -> None:
        factories.office_day()
        visit = factories.booked(factories.household())
        client = signed_in(dora)
        for act, then in (("arrive", "ARRIVED"), ("park", "PARKED"), ("unpark", "ARRIVED")):
            press(client, visit, act)
            assert state(visit) == then

    def test_sends_a_called_family_to_another_desk(self, ines: User, dora: User) -> None:
        places = factories.office_day(desks=2)
        here, there = sorted({place.desk_id for place in places})[:2]
        visit = factories.booked(factories.household())
        press(signed_in(dora), visit, "arrive")
        client = at_desk(ines, here)
        press(client, visit, "llamar", suggested="1")

        press(client, visit, "mesa", desk=str(there))

        assert Appointment.objects.get(pk=visit.pk).desk_id == there

    def test_offers_the_free_desks_first(self, ines: User, dora: User) -> None:
        places = factories.office_day(desks=3)
        here, busy, free = sorted({place.desk_id for place in places})[:3]
        for desk_id, name in ((here, "ines"), (busy, "isaac")):
            visit = factories.booked(factories.household())
            press(signed_in(dora), visit, "arrive")
            user = ines if name == "ines" else member(name, Role.INTERVIEWER)
            press(at_desk(user, desk_id), visit, "llamar", suggested="1")
        mine = Appointment.objects.get(desk_id=here, state="CALLED")

        page = at_desk(ines, here).get(f"/consola/visita/{mine.pk}/mesa")
        choices = page.context["form"].fields["desk"].choices

        assert [int(value) for value, _words in choices] == [free, busy]
        assert [words.endswith("ocupada") for _value, words in choices] == [False, True]


class TestEnd:
    def test_asks_before_a_family_is_absent_and_not_within_half_an_hour(
        self, dora: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        factories.office_day()
        visit = factories.booked(factories.household())
        client = signed_in(dora)
        page = f"/consola/visita/{visit.pk}/absent"

        assert press(client, visit, "absent").status_code == 409
        at(monkeypatch, 31)
        assert client.get(page).status_code == 200
        assert state(visit) == "CONFIRMED"
        press(client, visit, "absent")

        assert state(visit) == "ABSENT"

    def test_lets_a_family_say_that_it_has_to_go(self, dora: User) -> None:
        factories.office_day()
        visit = factories.booked(factories.household())
        client = signed_in(dora)
        press(client, visit, "arrive")
        press(client, visit, "leave")

        assert state(visit) == "LEFT"


class TestStrangers:
    @pytest.mark.parametrize(
        "act", ["arrive", "park", "unpark", "start", "unanswered", "finish", "leave", "absent"]
    )
    def test_another_office_learns_nothing(self, act: str) -> None:
        factories.office_day()
        visit = factories.booked(factories.household())
        roles = (Role.RECEPTION, Role.INTERVIEWER, Role.SUPERVISOR)
        elias = signed_in(member("elias", *roles, offices=["SMA"]))

        assert press(elias, visit, act).status_code == 404
        assert state(visit) == "CONFIRMED"
