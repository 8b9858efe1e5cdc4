"""A relative abroad with a code from the family: their own yes, their own words, their own stop."""

import re
from typing import Any

import pytest
from django.test import Client

from safe_mobility.doors.common import clock
from safe_mobility.doors.public.tests import phone
from safe_mobility.doors.public.tests.test_relatives import LIST, add_sister, press
from safe_mobility.oversight.models import Mark, WrappedKey
from safe_mobility.people.models import Household
from safe_mobility.people.tests import factories
from safe_mobility.people.tests.factories import NOON
from safe_mobility.programmes.tests.shipped import hold_shipped
from safe_mobility.reunification.models import Relative, RelativeSubject

pytestmark = pytest.mark.django_db
DOOR = "/es/familiar"
FACTS: dict[str, Any] = {"country": "US", "state": "Miami", "status": "CITIZEN"}


@pytest.fixture(autouse=True)
def _monday(monkeypatch: pytest.MonkeyPatch) -> None:
    hold_shipped(monkeypatch)
    monkeypatch.setattr(clock, "now", lambda: NOON)


@pytest.fixture
def ana() -> Household:
    return factories.sent()


@pytest.fixture
def ana_phone(ana: Household) -> Client:
    client = phone.signed_in(ana)
    add_sister(client)
    return client


def code_from(client: Client) -> str:
    press(client, f"{LIST}/1/invitar")
    page = client.get(f"{LIST}/1/invitar").content.decode()
    found = re.search(r'class="code">([^<]+)<', page)
    assert found is not None
    return found.group(1)


def agreed(code: str) -> Client:
    marta = Client()
    page = press(marta, DOOR, code=code).content.decode()
    assert "¿Está de acuerdo?" in page
    response = press(marta, f"{DOOR}/acuerdo", code=code, version="2023-11-20")
    assert response["Location"] == f"{DOOR}/mio"
    return marta


class TestARelative:
    def test_agrees_tells_and_shares(self, ana_phone: Client) -> None:
        marta = agreed(code_from(ana_phone))
        page = marta.get(f"{DOOR}/mio").content.decode()
        assert "Ana" not in page
        press(marta, f"{DOOR}/mio", **FACTS, since_year="2012", shares="yes")

        page = ana_phone.get(f"{LIST}/1").content.decode()
        assert "Miami" in page
        assert "Dicho por esta persona" in page
        assert "ya dio su acuerdo" in ana_phone.get(f"{LIST}/1/invitar").content.decode()

    def test_keeps_their_words_from_the_family(self, ana_phone: Client) -> None:
        marta = agreed(code_from(ana_phone))
        press(marta, f"{DOOR}/mio", **FACTS, shares="no")
        assert "Miami" not in ana_phone.get(f"{LIST}/1").content.decode()
        assert b"Miami" not in bytes(RelativeSubject.objects.get().told or b"")
        assert not Mark.objects.filter(about__contains="relative:", office="QTZ").exists()

    # Trying a PIN is committed for good.
    @pytest.mark.django_db(transaction=True)
    def test_comes_back_with_number_and_pin(self, ana_phone: Client) -> None:
        marta = agreed(code_from(ana_phone))
        codes = re.findall(r'class="code">([^<]+)<', marta.get(f"{DOOR}/mio").content.decode())
        press(marta, f"{DOOR}/anotado")
        assert codes[1] not in marta.get(f"{DOOR}/mio").content.decode()
        press(marta, f"{DOOR}/salir")
        assert marta.get(f"{DOOR}/mio")["Location"] == f"{DOOR}/entrar"

        wrong = press(marta, f"{DOOR}/entrar", reference=codes[0], pin="135790")
        assert wrong.status_code == 200
        right = press(marta, f"{DOOR}/entrar", reference=codes[0], pin=codes[1])
        assert right["Location"] == f"{DOOR}/mio"

    def test_stops_and_leaves_nothing_behind(
        self, ana_phone: Client, django_capture_on_commit_callbacks: Any
    ) -> None:
        marta = agreed(code_from(ana_phone))
        press(marta, f"{DOOR}/mio", **FACTS, shares="yes")
        key = RelativeSubject.objects.get().pk
        with django_capture_on_commit_callbacks(execute=True):
            press(marta, f"{DOOR}/parar")
        assert not RelativeSubject.objects.exists()
        assert not WrappedKey.objects.using("keys").filter(owner=key).exists()
        assert Relative.objects.get().own_word_at is None

    def test_outlives_the_familys_list(self, ana_phone: Client) -> None:
        marta = agreed(code_from(ana_phone))
        press(ana_phone, f"{LIST}/1/quitar")
        assert press(marta, f"{DOOR}/mio", **FACTS, shares="yes").status_code == 302
        assert not Relative.objects.exists()


class TestACode:
    def test_opens_once_and_only_the_newest(self, ana_phone: Client) -> None:
        old = code_from(ana_phone)
        new = code_from(ana_phone)
        assert old != new
        assert "no abre nada" in press(Client(), DOOR, code=old).content.decode()
        agreed(new)
        assert "no abre nada" in press(Client(), DOOR, code=new).content.decode()
        page = press(ana_phone, f"{LIST}/1/invitar").content.decode()
        assert "ya dio su acuerdo" in page

    def test_is_not_found_by_patience(self, ana_phone: Client) -> None:
        client = Client()
        client.get(DOOR)
        for _ in range(10):
            press(client, DOOR, code="QZ7K4M92XW3T")
        page = press(client, DOOR, code=code_from(ana_phone))
        assert "¿Está de acuerdo?" not in page.content.decode()

    def test_is_nobody_elses_to_make(self, ana_phone: Client, ana: Household) -> None:
        celia = phone.signed_in(factories.sent(given_names="Celia"))
        assert press(celia, f"{LIST}/1/invitar").status_code == 404
