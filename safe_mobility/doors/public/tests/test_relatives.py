"""Family abroad on a phone: from "my sister, in Houston" to what to do today."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from safe_mobility.doors.common import clock
from safe_mobility.doors.common.fields import PRESS_FIELD
from safe_mobility.doors.public.tests import phone
from safe_mobility.people.models import Household
from safe_mobility.people.tests import factories
from safe_mobility.people.tests.factories import NOON
from safe_mobility.programmes.tests.shipped import hold_shipped
from safe_mobility.reunification.models import Petition, Relative

pytestmark = pytest.mark.django_db
LIST = "/es/familia-afuera"


@pytest.fixture(autouse=True)
def _monday(monkeypatch: pytest.MonkeyPatch) -> None:
    hold_shipped(monkeypatch)
    monkeypatch.setattr(clock, "now", lambda: NOON)


@pytest.fixture
def ana() -> Household:
    return factories.sent()


@pytest.fixture
def ana_phone(ana: Household) -> Client:
    return phone.signed_in(ana)


_presses = iter(range(10_000))


def press(client: Client, address: str, **fields: Any) -> Any:
    return client.post(address, {PRESS_FIELD: f"a-press-of-a-test-{next(_presses)}", **fields})


def day(name: str, on: date) -> dict[str, Any]:
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


def add_sister(client: Client) -> None:
    response = press(
        client, f"{LIST}/nuevo", given_names="Marta", surnames="García", relation_1="SIBLING"
    )
    assert response["Location"] == f"{LIST}/1/lugar"
    response = press(client, f"{LIST}/1/lugar", country="US", state="Houston, Texas", contact="")
    assert response["Location"] == f"{LIST}/1/papeles"


class TestASisterInHouston:
    def test_who_is_a_citizen_opens_f4(self, ana_phone: Client) -> None:
        add_sister(ana_phone)
        response = press(
            ana_phone, f"{LIST}/1/papeles", status="CITIZEN", since_year="2012", of_age="YES"
        )
        assert response["Location"] == f"{LIST}/1"

        page = ana_phone.get(f"{LIST}/1").content.decode()
        assert "Hermano o hermana de ciudadano (F4)" in page
        assert "INA 203(a)(4)" in page
        assert "Presentar el formulario I-130" in page
        assert "Marta García" in ana_phone.get(LIST).content.decode()

    def test_who_is_resident_and_filed_is_seen_by_a_person(self, ana_phone: Client) -> None:
        """Resident since 2019, filed in 2021: what a good lawyer would say."""
        add_sister(ana_phone)
        press(ana_phone, f"{LIST}/1/papeles", status="RESIDENT", since_year="2019", of_age="YES")
        press(
            ana_phone,
            f"{LIST}/1/peticion/1",
            kind="I130",
            state="FILED",
            filed_on_year="2021",
        )

        page = ana_phone.get(f"{LIST}/1").content.decode()
        assert "solo puede pedir un ciudadano" in page
        assert "Si el familiar de allá se hace ciudadano, hay una categoría." in page
        assert "31 de diciembre de 2024" in page  # five years, from the end of 2019
        assert "2021" in page
        english = ana_phone.get("/en/familia-afuera/1").content.decode()
        assert "for this relation only a citizen can file" in english

    def test_says_what_is_wrong_and_keeps_what_was_written(self, ana_phone: Client) -> None:
        add_sister(ana_phone)
        press(ana_phone, f"{LIST}/1/papeles", status="CITIZEN", of_age="YES")
        facts = {"kind": "I130", "state": "FILED", **day("priority_on", date(2024, 1, 1))}
        page = press(ana_phone, f"{LIST}/1/peticion/1", **facts).content.decode()
        assert "Este día todavía no llega. Revise la fecha" in page
        assert 'value="2024"' in page

        facts |= day("priority_on", date(2015, 1, 1))
        assert press(ana_phone, f"{LIST}/1/peticion/1", **facts).status_code == 302
        page = press(ana_phone, f"{LIST}/1/peticion/1", **facts).content.decode()
        assert "Ya hay una petición de este tipo" in page
        assert Petition.objects.count() == 1

    def test_refuses_the_applicant(self, ana_phone: Client) -> None:
        page = press(
            ana_phone, f"{LIST}/nuevo", given_names="Ana", surnames="García López",
            relation_1="SIBLING",
        ).content.decode()  # fmt: skip
        assert "Esta es una de las personas que hacen la solicitud con usted" in page

    def test_asks_for_a_relation(self, ana_phone: Client) -> None:
        page = press(ana_phone, f"{LIST}/nuevo", given_names="Marta", surnames="García")
        assert "Elija qué es esta persona" in page.content.decode()

    def test_is_changed_and_taken_off(self, ana_phone: Client) -> None:
        add_sister(ana_phone)
        press(
            ana_phone, f"{LIST}/1/quien", given_names="Martha", surnames="García",
            relation_1="PARENT",
        )  # fmt: skip
        assert "Martha" in ana_phone.get(LIST).content.decode()
        assert "¿Quitar a Martha" in ana_phone.get(f"{LIST}/1/quitar").content.decode()
        press(ana_phone, f"{LIST}/1/quitar")
        assert not Relative.objects.exists()


class TestThePlaceInLine:
    def test_is_a_range_from_the_published_lists(self, ana_phone: Client) -> None:
        add_sister(ana_phone)
        press(ana_phone, f"{LIST}/1/papeles", status="CITIZEN", of_age="YES")
        facts = {"kind": "I130", "state": "APPROVED", **day("priority_on", date(2010, 3, 1))}
        press(ana_phone, f"{LIST}/1/peticion/1", **facts)
        page = ana_phone.get(f"{LIST}/1").content.decode()
        assert "Lista de noviembre de 2023" in page
        assert "Cuánto falta" in page


class TestTakingAlong:
    def test_holds_what_was_told_of_relatives(self, ana_phone: Client) -> None:
        add_sister(ana_phone)
        facts = {"kind": "I130", "state": "FILED", "receipt": "WAC2190012345"}
        press(ana_phone, f"{LIST}/1/peticion/1", **facts)
        held = ana_phone.get("/es/datos/descargar").json()
        assert held["family_abroad"][0]["given_names"] == "Marta"
        tie = held["family_abroad"][0]["ties"][0]
        assert tie["petitions"][0]["receipt"] == "WAC2190012345"
        assert held["looking_for_family"] is None
        assert "Marta" in ana_phone.get("/es/datos/papel").content.decode()


class TestAStranger:
    def test_learns_nothing(self, ana_phone: Client) -> None:
        add_sister(ana_phone)
        celia = phone.signed_in(factories.sent(given_names="Celia"))
        for address in (f"{LIST}/1", f"{LIST}/1/lugar", f"{LIST}/1/quitar"):
            assert celia.get(address).status_code == 404
        assert "Marta" not in celia.get(LIST).content.decode()
        assert Client().get(LIST)["Location"] == "/es/solicitud"
