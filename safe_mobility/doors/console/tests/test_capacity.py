"""The office's capacity as a supervisor presses it: hours, desks, days, and a day closed."""

import itertools
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from safe_mobility.appointments.models import Appointment, Place
from safe_mobility.appointments.tests import factories
from safe_mobility.appointments.tests.factories import TUESDAY
from safe_mobility.doors.common import clock
from safe_mobility.doors.console.tests.desk import signed_in
from safe_mobility.offices.models import Closure, Desk, OpeningPeriod
from safe_mobility.staff.rules import Role
from safe_mobility.staff.tests.cast import member

pytestmark = pytest.mark.django_db

DAY = f"/consola/oficina?on={TUESDAY}"
_keys = itertools.count(10**16)


@pytest.fixture(autouse=True)
def monday_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    moment: datetime = factories.NOON
    monkeypatch.setattr(clock, "now", lambda: moment)


@pytest.fixture
def sara() -> Client:
    return signed_in(member("sara", Role.SUPERVISOR))


def press(client: Client, path: str, **fields: Any) -> Any:
    return client.post(path, {"press": str(next(_keys)), **fields})


def text(response: Any) -> str:
    return str(response.content.decode())


class TestDay:
    def test_opens_the_places_that_it_announces(self, sara: Client) -> None:
        factories.opening()
        factories.staff_day(factories.desk())

        assert "Se pueden abrir 3 lugares más." in text(sara.get(DAY))
        done = press(sara, f"/consola/oficina/abrir?on={TUESDAY}")

        assert done.status_code == 302
        assert Place.objects.filter(state="OPEN").count() == 3
        assert "libres: 3, ocupados: 0" in text(sara.get(DAY))

    def test_takes_the_free_places_of_an_hour_back(self, sara: Client) -> None:
        places = factories.office_day(desks=2)
        nine = [place.pk for place in places if place.local_time == factories.NINE]
        factories.booked(factories.household())

        press(sara, f"/consola/oficina/retirar?on={TUESDAY}", place=[str(pk) for pk in nine])

        assert sorted(Place.objects.filter(pk__in=nine).values_list("state", flat=True)) == [
            "TAKEN",
            "WITHDRAWN",
        ]

    def test_says_why_nobody_is_seen(self, sara: Client) -> None:
        Closure.objects.create(
            office_code="QTZ", on=TUESDAY, reason="Sin agua", closed_at=factories.NOON
        )
        assert "Sin agua" in text(sara.get(DAY))
        assert "Navidad" in text(sara.get("/consola/oficina?on=2023-12-25"))

    def test_takes_an_absurd_day_for_today(self, sara: Client) -> None:
        for absurd in ("", "2023-02-31", "mañana", "0000-00-00", "%00"):
            assert sara.get(f"/consola/oficina?on={absurd}").status_code == 200

    def test_asks_the_database_as_often_for_many_places_as_for_few(self, sara: Client) -> None:
        factories.office_day()
        sara.get(DAY)

        def queries() -> int:
            with CaptureQueriesContext(
                connection,
            ) as asked:
                sara.get(DAY)
            return len(asked)

        few = queries()
        factories.office_day(desks=5)
        assert queries() == few

    @pytest.mark.parametrize("role", [Role.RECEPTION, Role.INTERVIEWER, Role.INTERPRETER])
    def test_is_there_for_supervisors_only(self, role: Role) -> None:
        client = signed_in(member("other", role))

        for path in (DAY, "/consola/oficina/mesas", "/consola/oficina/horario"):
            assert client.get(path).status_code == 404
        assert press(client, f"/consola/oficina/abrir?on={TUESDAY}").status_code == 404


class TestClose:
    PATH = f"/consola/oficina/cerrar?on={TUESDAY}"

    def test_lists_the_booked_first_and_shows_the_message(self, sara: Client) -> None:
        factories.office_day()
        factories.office_day(on=TUESDAY + timedelta(days=1))
        family = factories.household()
        factories.booked(family)

        page = text(sara.get(self.PATH))

        assert "1 familia tiene cita" in page
        assert "mié 22 nov 9:00" in page
        assert page.index("1 familia tiene cita") < page.index("Lo que van a leer")
        assert "la oficina cierra" in page
        assert "the office closes" in page

    def test_closes_the_day_and_comes_back_to_it(self, sara: Client) -> None:
        factories.office_day()
        appointment = factories.booked(factories.household())

        done = press(sara, self.PATH, reason="Sin agua")

        assert done["Location"] == DAY
        appointment.refresh_from_db()
        assert appointment.answer_by is not None
        assert "Sin agua" in text(sara.get(DAY))

    def test_wants_a_reason(self, sara: Client) -> None:
        factories.office_day()

        assert 'class="errors"' in text(press(sara, self.PATH, reason=" "))
        assert not Closure.objects.exists()

    def test_opens_the_day_again(self, sara: Client) -> None:
        press(sara, self.PATH, reason="Sin agua")
        press(sara, f"/consola/oficina/reabrir?on={TUESDAY}")

        assert not Closure.objects.exists()

    def test_refuses_yesterday_in_words(self, sara: Client) -> None:
        page = press(sara, "/consola/oficina/cerrar?on=2023-11-19", reason="Sin agua")

        assert "Ese día ya pasó" in text(page)


class TestDesks:
    PATH = "/consola/oficina/mesas"

    def test_are_added_confirmed_and_taken_back(self, sara: Client) -> None:
        press(sara, self.PATH, name="Mesa 7", mode="IN_PERSON", link="")
        desk = Desk.objects.get(name="Mesa 7")
        press(sara, f"{self.PATH}/{desk.pk}/confirm")
        assert Desk.objects.get(pk=desk.pk).is_confirmed
        press(sara, f"{self.PATH}/{desk.pk}/back")
        assert not Desk.objects.get(pk=desk.pk).is_confirmed

    def test_of_the_same_name_are_refused_and_the_form_stays_filled(self, sara: Client) -> None:
        fields = {"name": "Mesa 7", "mode": "IN_PERSON", "link": ""}
        press(sara, self.PATH, **fields)

        page = text(press(sara, self.PATH, **fields))

        assert "ya tiene ese nombre" in page
        assert 'value="Mesa 7"' in page

    def test_by_video_need_their_link(self, sara: Client) -> None:
        page = press(sara, self.PATH, name="Sala 1", mode="VIDEO", link="")

        assert "necesita su enlace" in text(page)

    def test_of_another_office_are_not_there(self, sara: Client) -> None:
        elsewhere = factories.desk(office_code="SMA", confirmed=False)

        assert press(sara, f"{self.PATH}/{elsewhere.pk}/confirm").status_code == 404


class TestHours:
    PATH = "/consola/oficina/horario"
    FIELDS = {
        "weekday": "1",
        "opens": "8:00",
        "closes": "12:00",
        "slot_minutes": "45",
        "from_on_day": "20",
        "from_on_month": "11",
        "from_on_year": "2023",
    }

    def test_are_added_and_ended(self, sara: Client) -> None:
        press(sara, self.PATH, **self.FIELDS)
        row = OpeningPeriod.objects.get()
        assert "martes" in text(sara.get(self.PATH)).lower()

        press(sara, f"{self.PATH}/{row.pk}/terminar")

        row.refresh_from_db()
        assert row.until_on == factories.NOON.date()

    @pytest.mark.parametrize(
        ("changed", "said"),
        [
            ({"closes": "7:00"}, "El final está antes del comienzo"),
            ({"opens": "25:00"}, "Escriba la hora"),
            ({"slot_minutes": "5"}, "10"),
            ({"weekday": "9"}, "Elija"),
            ({"from_on_day": "31"}, "no existe"),
        ],
    )
    def test_refuse_what_no_clock_could_follow(
        self, sara: Client, changed: dict[str, str], said: str
    ) -> None:
        page = text(press(sara, self.PATH, **(self.FIELDS | changed)))

        assert said in page
        assert not OpeningPeriod.objects.exists()

    def test_refuse_to_open_twice_at_once(self, sara: Client) -> None:
        press(sara, self.PATH, **self.FIELDS)

        page = press(sara, self.PATH, **self.FIELDS)

        assert "ya abre de 8:00 a 12:00" in text(page)


class TestPressing:
    def test_twice_is_one_act(self, sara: Client) -> None:
        fields = {"press": "a" * 22, "name": "Mesa 7", "mode": "IN_PERSON", "link": ""}

        first, second = (sara.post(TestDesks.PATH, fields) for _ in range(2))

        assert (first.status_code, second.status_code) == (302, 302)
        assert Desk.objects.count() == 1
        assert not Appointment.objects.exists()
