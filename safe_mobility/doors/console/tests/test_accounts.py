"""Supervisors make accounts, give roles, let people in again and plan shifts."""

import itertools
import re
from typing import Any

import pytest
from django.test import Client

from safe_mobility.appointments import services as appointments
from safe_mobility.appointments.models import Place
from safe_mobility.appointments.tests import factories
from safe_mobility.doors.common import clock
from safe_mobility.doors.console.tests.desk import enrol, signed_in
from safe_mobility.oversight.models import Mark, Press
from safe_mobility.staff.models import Assignment, Recovery, StaffDay, User
from safe_mobility.staff.rules import Role
from safe_mobility.staff.services import factors
from safe_mobility.staff.tests.cast import asker, member

pytestmark = pytest.mark.django_db

STAFF = "/consola/personal"
_keys = itertools.count(10**16)
NEW = {
    "username": "maria.lopez",
    "display_name": "María López",
    "role": "RECEPTION",
    "language": "es",
}


@pytest.fixture(autouse=True)
def monday_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: factories.NOON)


@pytest.fixture
def sara() -> User:
    return member("sara", Role.SUPERVISOR)


@pytest.fixture
def saul() -> User:
    return member("saul", Role.SUPERVISOR)


def press(client: Client, path: str, key: str = "", **fields: Any) -> Any:
    return client.post(STAFF + path, {"press": key or str(next(_keys)), **fields})


def shown_password(page: Any) -> str:
    found = re.search(r'secret">([a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4})<', page.content.decode())
    return found.group(1) if found else ""


class TestNewAccount:
    def test_shows_a_password_once(self, sara: User) -> None:
        client = signed_in(sara)

        first = press(client, "/nueva", "one-key-pressed-twice", **NEW)
        again = press(client, "/nueva", "one-key-pressed-twice", **NEW)

        password = shown_password(first)
        user = User.objects.get(username="maria.lopez")
        assert user.check_password(password)
        assert password not in again.content.decode()
        assert not Press.objects.filter(result__contains=password).exists()

    def test_lets_the_person_in_through_two_pages(self, sara: User, client: Client) -> None:
        password = shown_password(press(signed_in(sara), "/nueva", **NEW))

        client.post("/consola/entrar", {"login": "Maria.Lopez", "password": password})
        assert client.get("/consola/").headers["Location"] == "/consola/mi-acceso/clave"
        words = "another four words here"
        chosen = client.post("/consola/mi-acceso/clave", {"new": words, "again": words})

        assert chosen.headers["Location"] == "/consola/mi-acceso/codigo"

    @pytest.mark.parametrize(
        "bad",
        [
            {"username": ""},
            {"username": "Á B"},
            {"username": "x" * 60},
            {"display_name": ""},
            {"role": "KING"},
            {"username": "sara"},
        ],
    )
    def test_keeps_the_form_and_says_why(self, sara: User, bad: dict[str, str]) -> None:
        page = press(signed_in(sara), "/nueva", **{**NEW, **bad})

        assert page.status_code == 200
        assert page.context["form"].errors

    def test_of_a_supervisor_waits_for_the_second(self, sara: User, saul: User) -> None:
        press(signed_in(sara), "/nueva", **{**NEW, "role": "SUPERVISOR"})
        user = User.objects.get(username="maria.lopez")
        role = Assignment.objects.get(user=user)
        path = f"/funcion/{role.pk}/confirmar"

        assert press(signed_in(sara), path).status_code == 409
        assert asker(user).roles == frozenset()
        assert press(signed_in(saul), path).status_code == 302
        assert asker(user).roles == {"SUPERVISOR"}


class TestRoles:
    def test_are_given_and_end(self, sara: User) -> None:
        dora = member("dora", Role.RECEPTION)
        client = signed_in(sara)

        press(client, f"/{dora.pk}", role="INTERVIEWER")
        role = Assignment.objects.get(user=dora, role="INTERVIEWER")
        press(client, f"/{dora.pk}/funcion/{role.pk}")

        role.refresh_from_db()
        assert role.until_on is not None

    def test_of_oneself_are_given_by_another(self, sara: User) -> None:
        page = press(signed_in(sara), f"/{sara.pk}", role="INTERVIEWER")

        assert page.status_code == 200
        assert not Assignment.objects.filter(user=sara, role="INTERVIEWER").exists()

    def test_an_account_closes_and_opens(self, sara: User) -> None:
        dora = member("dora", Role.RECEPTION)
        for active in (False, True):
            press(signed_in(sara), f"/{dora.pk}/cuenta")
            dora.refresh_from_db()
            assert dora.is_active is active

    def test_nobody_closes_their_own(self, sara: User) -> None:
        assert press(signed_in(sara), f"/{sara.pk}/cuenta").status_code == 409


class TestRecovery:
    def test_takes_two_and_shows_one_way_in(self, sara: User, saul: User) -> None:
        dora = member("dora", Role.RECEPTION)
        enrol(dora)
        hers = signed_in(dora)
        press(signed_in(sara), f"/{dora.pk}/ayuda", reason="phone stolen, I know her")
        asked = Recovery.objects.get()
        path = f"/ayuda/{asked.pk}/confirmar"

        assert press(signed_in(sara), path).status_code == 409
        assert factors.has_factor(user_id=dora.pk)
        page = press(signed_in(saul), path)

        assert User.objects.get(pk=dora.pk).check_password(shown_password(page))
        assert not factors.has_factor(user_id=dora.pk)
        assert hers.get("/consola/").status_code == 302

    def test_leaves_marks_without_the_reason(self, sara: User, saul: User) -> None:
        dora = member("dora", Role.RECEPTION)
        press(signed_in(sara), f"/{dora.pk}/ayuda", reason="phone stolen, I know her")
        press(signed_in(saul), f"/ayuda/{Recovery.objects.get().pk}/negar")

        acts = [mark.act for mark in Mark.objects.filter(act__startswith="staff.recovery")]
        assert acts == ["staff.recovery_asked", "staff.recovery_dropped"]
        assert not Mark.objects.filter(facts__icontains="stolen").exists()


class TestStrangers:
    def test_another_offices_supervisor_sees_no_account_here(self, sara: User) -> None:
        dora = member("dora", Role.RECEPTION)
        elias = signed_in(member("elias", Role.SUPERVISOR, offices=["SMA"]))

        for path in ("", "/cuenta", "/ayuda"):
            assert press(elias, f"/{dora.pk}{path}", role="AUDITOR").status_code == 404
        assert dora.display_name not in elias.get(STAFF).content.decode()

    @pytest.mark.parametrize("role", [Role.RECEPTION, Role.INTERVIEWER, Role.AUDITOR])
    def test_the_pages_are_not_there_for_other_roles(self, role: Role) -> None:
        client = signed_in(member("someone", role))

        for path in ("", "/nueva", "/turnos"):
            assert client.get(STAFF + path).status_code == 404


class TestShifts:
    SHIFT = {"role": "INTERVIEWER", "starts": "8:00", "ends": "12:00", "languages": ["es"]}
    ON = f"/turnos?on={factories.TUESDAY}"

    def plan(self, client: Client, user: User, **changes: Any) -> Any:
        desk = factories.desk()
        fields = {**self.SHIFT, "person": user.pk, "desk": desk.pk, **changes}
        return press(client, self.ON, **fields)

    def test_are_planned_confirmed_and_taken_back_with_their_places(self, sara: User) -> None:
        client, ines = signed_in(sara), member("ines", Role.INTERVIEWER)
        self.plan(client, ines)
        day = StaffDay.objects.get()
        press(client, f"/turnos/{day.pk}/confirm?on={factories.TUESDAY}")
        factories.opening()
        appointments.publish_day(
            office_code="QTZ", on=factories.TUESDAY, actor=asker(sara), now=factories.NOON
        )
        assert Place.objects.filter(state="OPEN").exists()

        press(client, f"/turnos/{day.pk}/back?on={factories.TUESDAY}")

        day.refresh_from_db()
        assert day.confirmed_at is None
        assert not Place.objects.filter(state="OPEN").exists()

    def test_without_a_desk_are_not_confirmed(self, sara: User) -> None:
        client = signed_in(sara)
        self.plan(client, member("ines", Role.INTERVIEWER), desk="")
        day = StaffDay.objects.get()

        assert press(client, f"/turnos/{day.pk}/confirm").status_code == 409
        press(client, f"/turnos/{day.pk}/drop")
        assert not StaffDay.objects.exists()

    @pytest.mark.parametrize(
        "bad",
        [{"starts": "25:00"}, {"ends": "7:00"}, {"languages": []}, {"person": "0"}],
    )
    def test_keep_the_form_and_say_why(self, sara: User, bad: dict[str, Any]) -> None:
        page = self.plan(signed_in(sara), member("ines", Role.INTERVIEWER), **bad)

        assert page.status_code == 200
        assert page.context["form"].errors

    @pytest.mark.parametrize("on", ["", "nada", "2023-13-45", "0001-01-01", "9999-12-31"])
    def test_open_today_for_an_address_that_names_no_day(self, sara: User, on: str) -> None:
        page = signed_in(sara).get(STAFF + "/turnos", {"on": on})

        assert page.context["on"].isoformat() == "2023-11-20"
