"""Published job orders in the console: a file is handed in, read by the clock, reported."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from safe_mobility.doors.console.tests.desk import signed_in
from safe_mobility.labour.models import DisclosureFile, JobOrder
from safe_mobility.labour.services import handing_in
from safe_mobility.programmes.tests.shipped import MONDAY, load_shipped
from safe_mobility.staff.rules import Role
from safe_mobility.staff.tests.cast import member

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
ADDRESS = "/consola/trabajo/ordenes"
FILE = (
    b"CASE_NUMBER,CASE_STATUS,EMPLOYER_NAME,WAGE_OFFER,Moon Phase\n"
    b"H-300-23010-000001,Certification,Mallory Berries LLC,0,full\nno case,,x,1,new\n"
)


@pytest.fixture(autouse=True)
def _state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load_shipped(training=True)
    monkeypatch.setattr(settings, "STATE_DIR", tmp_path)


@pytest.fixture
def dora() -> Client:
    return signed_in(member("dora", Role.SUPERVISOR))


def send(client: Client, raw: bytes, *, press: str = "a") -> Any:
    table = SimpleUploadedFile("orders.csv", raw)
    return client.post(ADDRESS, {"press": press * 32, "table": table})


class TestAFile:
    def test_waits_is_read_by_the_clock_and_reported(self, dora: Client) -> None:
        address = send(dora, FILE)["Location"]
        assert "espera su lectura" in dora.get(address).content.decode()
        kept = handing_in.place_of(DisclosureFile.objects.get().pk)
        assert kept.stat().st_mode & 0o077 == 0 or kept.exists()

        assert handing_in.read_waiting(now=MONDAY + timedelta(minutes=1)) == 1

        page = dora.get(address).content.decode()
        assert "Moon Phase" in page
        assert "a wage of 0 is no wage" in page
        assert "not a case number" in page
        assert JobOrder.objects.get().employer == "Mallory Berries LLC"
        assert not kept.exists()
        assert handing_in.read_waiting(now=MONDAY) == 0

    def test_that_is_known_is_declined(self, dora: Client) -> None:
        send(dora, FILE)

        again = send(dora, FILE, press="b").content.decode()

        assert "El mismo archivo ya se entregó" in again
        assert DisclosureFile.objects.count() == 1
        assert len(list((Path(settings.STATE_DIR) / "orders").iterdir())) == 1

    def test_that_is_too_large_is_declined_and_leaves_nothing(
        self, dora: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(handing_in, "MOST_BYTES", 20)

        assert "más de 300 MB" in send(dora, FILE).content.decode()
        assert list((Path(settings.STATE_DIR) / "orders").iterdir()) == []

    @pytest.mark.parametrize("raw", [b"", b"PK\x03\x04 a sheet", b"moon,sun\n1,2\n"])
    def test_of_something_else_is_stopped_with_why(self, dora: Client, raw: bytes) -> None:
        address = send(dora, raw)["Location"]
        handing_in.read_waiting(now=MONDAY)

        assert "No se tomó nada de él." in dora.get(address).content.decode()

    def test_is_for_supervisors(self) -> None:
        ivan = signed_in(member("ivan", Role.INTERVIEWER))

        assert send(ivan, FILE).status_code == 404
        assert ivan.get(ADDRESS).status_code == 404
        assert ivan.get(f"{ADDRESS}/reclutadores").status_code == 200
