"""Choosing, keeping, changing and cancelling a time as a family does on its phone."""

import itertools
import re
from datetime import datetime, time, timedelta
from typing import Any

import icalendar
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from safe_mobility.appointments import services
from safe_mobility.appointments.models import Appointment
from safe_mobility.appointments.tests import factories
from safe_mobility.appointments.tests.conftest import _programme
from safe_mobility.appointments.tests.factories import NINE, NOON, SARA, TUESDAY
from safe_mobility.doors.common import clock
from safe_mobility.doors.public import free_times
from safe_mobility.doors.public.tests.phone import signed_in
from safe_mobility.offices.rules import Mode
from safe_mobility.people.models import Household, Wish
from safe_mobility.people.rules.states import State

pytestmark = pytest.mark.django_db
programme = _programme
"""The programme as shipped for training, for every test here."""

TIMES = "/es/cita?donde=QTZ.IN_PERSON"
NINE_O_CLOCK = {"donde": "QTZ.IN_PERSON", "hora": "2023-11-21T09:00"}
_keys = itertools.count(10**16)


@pytest.fixture(autouse=True)
def monday_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, NOON)


def at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: moment)


@pytest.fixture(autouse=True)
def nothing_read_before() -> None:
    free_times.forget()


@pytest.fixture
def family() -> Household:
    return factories.household()


@pytest.fixture
def phone(family: Household) -> Client:
    return signed_in(family)


def press(client: Client, path: str, **fields: Any) -> Any:
    return client.post(path, {"press": str(next(_keys)), **fields})


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode().replace("\N{NO-BREAK SPACE}", " "))


class TestWay:
    def test_takes_a_family_from_the_first_page_to_the_slip(self, phone: Client) -> None:
        factories.office_day()

        assert "Martes 21 de noviembre" in text(phone.get("/es/cita"))
        held = press(phone, "/es/cita", **NINE_O_CLOCK)
        assert held["Location"] == "/es/cita/guardada"
        page = text(phone.get("/es/cita/guardada"))
        assert "<strong>12:10</strong>" in page
        assert "Toda la familia, 4 personas" in page
        confirmed = press(phone, "/es/cita/guardada")
        assert confirmed["Location"] == "/es/cita/lista"
        slip = text(phone.get("/es/cita/lista"))
        assert "Su cita está confirmada" in slip
        assert "9:00 de la mañana" in slip
        assert "Para 4 personas" in slip
        assert '<svg class="qr"' in slip

    def test_finds_a_kept_time_again_after_going_elsewhere(self, phone: Client) -> None:
        factories.office_day()
        factories.office_day(mode=Mode.PHONE)
        press(phone, "/es/cita", **NINE_O_CLOCK)

        page = text(phone.get("/es/cita"))
        assert "Le guardamos el martes 21 de noviembre, 9:00 de la mañana, hasta" in page
        assert 'href="/es/cita/guardada"' in page
        press(phone, "/es/cita/guardada")
        assert "Le guardamos" not in text(phone.get("/es/cita"))

    def test_speaks_english_too(self, phone: Client) -> None:
        factories.office_day()
        press(phone, "/en/cita", **NINE_O_CLOCK)

        assert "We keep this time for you until" in text(phone.get("/en/cita/guardada"))
        press(phone, "/en/cita/guardada")
        assert "Tuesday 21 November, 9:00" in text(phone.get("/en/cita/lista"))

    def test_asks_where_and_how_when_there_is_a_choice(self, phone: Client) -> None:
        factories.office_day()
        factories.office_day(mode=Mode.PHONE)

        page = text(phone.get("/es/cita"))
        assert "Quetzaltenango, en persona" in page
        assert "Quetzaltenango, por teléfono" in page
        assert "9:00" in text(phone.get("/es/cita?donde=QTZ.PHONE"))

    def test_leaves_out_a_time_that_is_not_free(self, phone: Client) -> None:
        factories.office_day()
        factories.booked(factories.household())

        page = text(phone.get(TIMES))
        assert "T09:00" not in page
        assert "T10:00" in page

    def test_shows_one_list_to_all_who_ask_at_once_and_a_fresh_one_after_a_refusal(
        self, phone: Client, settings: Any
    ) -> None:
        factories.office_day()
        settings.FREE_TIMES_SECONDS = 60.0
        assert "T09:00" in text(phone.get(TIMES))
        factories.booked(factories.household())

        with CaptureQueriesContext(connection) as asked:
            assert "T09:00" in text(phone.get(TIMES))
        assert not [one for one in asked.captured_queries if "COUNT(" in one["sql"]]

        refused = text(press(phone, "/es/cita", **NINE_O_CLOCK))
        assert "T09:00" not in refused.partition("<form")[2]
        assert "T10:00" in refused

    def test_keeps_the_lists_of_two_interpreters_apart(self, phone: Client, settings: Any) -> None:
        factories.office_day()
        settings.FREE_TIMES_SECONDS = 60.0
        assert "T09:00" in text(phone.get(TIMES))

        page = text(signed_in(factories.household(interpreter_language="quc")).get(TIMES))
        assert "T09:00" not in page

    def test_shows_five_days_and_the_way_to_later_ones(self, phone: Client) -> None:
        for step in (0, 1, 2, 3, 7, 8):
            factories.office_day(on=TUESDAY + timedelta(days=step))

        first = text(phone.get(TIMES))
        assert "28 de noviembre" in first
        assert "29 de noviembre" not in first
        assert "desde=2023-11-29" in first
        later = text(phone.get(f"{TIMES}&desde=2023-11-29"))
        assert "29 de noviembre" in later
        assert "Volver a los primeros días" in later

    def test_is_closed_to_who_is_not_signed_in(self) -> None:
        for path in ("", "/guardada", "/lista", "/cancelar", "/otra-fecha", "/cita.ics"):
            response = Client().get(f"/es/cita{path}")
            assert response["Location"] == "/es/solicitud"


class TestPress:
    def test_twice_keeps_one_place(self, phone: Client) -> None:
        factories.office_day(desks=2)
        fields = {"press": "a" * 22, **NINE_O_CLOCK}

        first, second = (phone.post("/es/cita", fields) for _ in range(2))

        assert (first["Location"], second["Location"]) == ("/es/cita/guardada",) * 2
        assert Appointment.objects.count() == 1

    def test_on_a_time_that_is_gone_says_so_and_shows_the_others(self, phone: Client) -> None:
        factories.office_day()
        factories.booked(factories.household())

        page = text(press(phone, "/es/cita", **NINE_O_CLOCK))

        assert "Alguien acaba de tomar esa hora." in page
        assert "T10:00" in page

    @pytest.mark.parametrize(
        "fields",
        [
            {"donde": "QTZ.IN_PERSON"},
            {"donde": "QTZ.IN_PERSON", "hora": ""},
            {"donde": "QTZ.IN_PERSON", "hora": "2023-02-31T25:00"},
            {"donde": "QTZ.IN_PERSON", "hora": "\x00"},
            {"donde": "QTZ.IN_PERSON", "hora": "9" * 500},
            {"donde": "QTZ.IN_PERSON", "hora": "😀"},
            {"donde": "QTZ.IN_PERSON", "hora": "2023-11-21T09:00+05:00"},
            {"donde": "XXX.IN_PERSON", "hora": "2023-11-21T09:00"},
            {"donde": "QTZ.BY_PIGEON", "hora": "2023-11-21T09:00"},
            {"donde": "\u202eQTZ", "hora": "2023-11-21T09:00"},
            {},
        ],
    )
    def test_with_nonsense_holds_nothing_and_breaks_nothing(
        self, phone: Client, fields: dict[str, str]
    ) -> None:
        factories.office_day()

        assert press(phone, "/es/cita", **fields).status_code in {200, 302}
        assert not Appointment.objects.exists()

    def test_after_ten_minutes_says_that_the_time_is_gone(
        self, phone: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        factories.office_day()
        press(phone, "/es/cita", **NINE_O_CLOCK)
        at(monkeypatch, NOON + timedelta(minutes=11))

        page = text(press(phone, "/es/cita/guardada"))

        assert "Pasaron los 10 minutos" in page
        assert 'href="/es/cita"' in page

    def test_goes_on_where_the_family_went_back(self, phone: Client) -> None:
        """The back button after confirming: the page of the hold leads to the slip."""
        factories.office_day()
        press(phone, "/es/cita", **NINE_O_CLOCK)
        press(phone, "/es/cita/guardada")

        assert phone.get("/es/cita/guardada")["Location"] == "/es/cita/lista"


class TestChange:
    def test_keeps_the_old_time_until_the_new_one_is_confirmed(
        self, phone: Client, family: Household
    ) -> None:
        factories.office_day()
        factories.booked(family)

        assert "Se queda hasta que confirme otra" in text(phone.get(TIMES))
        press(phone, "/es/cita", donde="QTZ.IN_PERSON", hora="2023-11-21T10:00")
        assert "Sí, cambiar mi cita" in text(phone.get("/es/cita/guardada"))
        press(phone, "/es/cita/guardada")

        assert "10:00 de la mañana" in text(phone.get("/es/cita/lista"))
        assert Appointment.objects.live().count() == 1

    def test_cancels_in_two_presses(self, phone: Client, family: Household) -> None:
        factories.office_day()
        factories.booked(family)

        assert "¿Cancelar esta cita?" in text(phone.get("/es/cita/cancelar"))
        done = press(phone, "/es/cita/cancelar")

        assert done["Location"] == "/es/cita/cancelada"
        assert "Su cita está cancelada" in text(phone.get("/es/cita/cancelada"))
        assert factories.application_state(family) == State.WAITING

    def test_of_another_family_is_out_of_reach(self, phone: Client) -> None:
        factories.office_day()
        factories.booked(factories.household())

        assert press(phone, "/es/cita/cancelar").status_code == 302
        assert Appointment.objects.live().count() == 1

    def test_records_the_wish_for_another_date(self, phone: Client, family: Household) -> None:
        done = press(phone, "/es/cita/otra-fecha")

        assert done["Location"] == "/es/cita/otra-fecha/anotada"
        assert "está en la lista" in text(phone.get(done["Location"]))
        assert Wish.objects.get(household=family).kind == "TIME"


class TestClosedDay:
    def test_offers_the_nearest_times_and_takes_one_in_one_press(
        self, phone: Client, family: Household
    ) -> None:
        factories.office_day()
        factories.office_day(on=TUESDAY + timedelta(days=1))
        factories.booked(family)
        services.close_day(office_code="QTZ", on=TUESDAY, reason="agua", actor=SARA, now=NOON)

        page = text(phone.get("/es/cita/lista"))
        assert "Su turno está guardado." in page
        done = press(phone, "/es/cita/otra-vez", donde="QTZ.IN_PERSON", hora="2023-11-22T09:00")

        assert done["Location"] == "/es/cita/lista"
        assert "Miércoles 22 de noviembre, 9:00" in text(phone.get("/es/cita/lista"))


class TestWhoCannot:
    def test_reads_that_the_application_has_to_be_sent_first(self) -> None:
        factories.office_day()
        page = text(signed_in(factories.household(state=State.DRAFT)).get("/es/cita"))

        assert "Envíela primero" in page
        assert 'href="/es/enviar"' in page

    def test_reads_how_the_office_invites(self) -> None:
        page = text(signed_in(factories.household(office_code="HUE")).get("/es/cita"))

        assert "En Huehuetenango hay más familias que lugares" in page
        assert "Ver las horas de otras oficinas" not in page

    def test_may_look_at_other_offices_meanwhile(self) -> None:
        factories.office_day()
        phone = signed_in(factories.household(office_code="HUE"))

        assert "Ver las horas de otras oficinas" in text(phone.get("/es/cita"))
        assert "9:00" in text(phone.get("/es/cita?todas=1"))

    def test_reads_that_the_programme_has_stopped(
        self, phone: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        at(monkeypatch, NOON + timedelta(days=900))

        assert "El programa está detenido" in text(phone.get("/es/cita"))

    def test_reads_that_no_time_is_free_and_can_ask(self, phone: Client) -> None:
        page = text(phone.get("/es/cita"))

        assert "Ahora no hay horas libres" in page
        assert "/es/cita/otra-fecha" in page


class TestSlip:
    def test_shows_the_desk_that_calls(
        self, phone: Client, family: Household, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        place, *_ = factories.office_day()
        visit = factories.booked(family)
        opens = factories.hour(NINE)
        services.arrive(appointment_id=visit.pk, actor=factories.DORA, now=opens)
        services.call(
            appointment_id=visit.pk, desk_id=place.desk_id, actor=factories.INES, now=opens
        )
        at(monkeypatch, opens)

        page = text(phone.get("/es/cita/lista"))
        assert f"Vaya a {place.desk.name}" in page
        assert "Cancelar la cita" not in page

    def test_gives_the_link_of_a_video_appointment_to_the_family(
        self, phone: Client, family: Household
    ) -> None:
        factories.office_day(mode=Mode.VIDEO)
        factories.booked(family, mode=Mode.VIDEO)

        assert "https://video.example/room" in text(phone.get("/es/cita/lista"))

    def test_goes_into_the_calendar_without_a_name_or_a_pathway(
        self, phone: Client, family: Household
    ) -> None:
        factories.office_day()
        factories.booked(family)

        file = phone.get("/es/cita/cita.ics")

        (event,) = icalendar.Calendar.from_ical(file.content).walk("VEVENT")
        assert event.decoded("dtstart") == factories.hour(NINE)
        assert family.reference not in file.content.decode()

    def test_costs_as_many_queries_in_a_full_office(self, phone: Client, family: Household) -> None:
        factories.office_day()
        factories.booked(family)

        def queries(path: str) -> int:
            with CaptureQueriesContext(connection) as asked:
                phone.get(path)
            return len(asked)

        few = {path: queries(path) for path in ("/es/cita/lista", TIMES)}
        for _ in range(6):
            factories.office_day(desks=1)
            factories.booked(factories.household(), time(10))
        assert {path: queries(path) for path in few} == few


class TestCode:
    def test_says_valid_for_today_and_how_many_to_anybody(
        self, family: Household, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        factories.office_day()
        code = factories.booked(family).code
        at(monkeypatch, factories.hour(NINE))

        for path in (f"/v/{code}", f"/V/{code}"):
            page = text(Client().get(path))
            assert "Válido" in page
            assert "Para hoy" in page
            assert "4 personas" in page
            assert family.reference not in page
            assert "Quetzaltenango" not in page

    def test_says_no_in_one_way(self) -> None:
        answers = {
            Client().get(f"/v/{code}").content
            for code in ("2222222222222", "QZ7K4M92XW3TA", "x", "a" * 300)
        }

        assert len(answers) == 1
        assert Client().get("/v/x").status_code == 404
