"""Figures of other offices and commitments in the console: two people for each."""

from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from safe_mobility.doors.console.tests.desk import signed_in
from safe_mobility.programmes.tests.shipped import MONDAY, load_shipped
from safe_mobility.staff.rules import Role
from safe_mobility.staff.tests.cast import member
from safe_mobility.statistics.models import Edition, Evidence, Figure
from safe_mobility.statistics.services import commitments

pytestmark = pytest.mark.django_db
SERIES, PROMISES = "/consola/cifras", "/consola/compromisos"
TABLE = b"month,nationality,admissions\n2022-10,Guatemala,3\n2022-11,Guatemala,many\n"


@pytest.fixture(autouse=True)
def _programme() -> None:
    load_shipped(training=True)


@pytest.fixture
def dora() -> Client:
    return signed_in(member("dora", Role.SUPERVISOR))


@pytest.fixture
def elias() -> Client:
    return signed_in(member("elias", Role.SUPERVISOR))


def send(client: Client, raw: bytes, *, press: str = "a", kind: str = "auto") -> Any:
    table = SimpleUploadedFile("admissions.csv", raw)
    return client.post(SERIES, {"press": press * 32, "kind": kind, "table": table})


def press(client: Client, address: str, key: str = "b", **fields: str) -> Any:
    return client.post(address, {"press": key * 32, **fields})


class TestAFile:
    def test_is_reported_and_stands_after_a_second_yes(self, dora: Client, elias: Client) -> None:
        page = dora.get(send(dora, TABLE)["Location"]).content.decode()
        edition = Edition.objects.get()
        assert "line 3: &#x27;many&#x27; is not a number" in page
        assert "Usted trajo este archivo" in page

        assert press(dora, f"{SERIES}/{edition.pk}/de-acuerdo").status_code == 409
        assert not Figure.objects.exists()
        assert press(elias, f"{SERIES}/{edition.pk}/de-acuerdo").status_code == 302

        assert Figure.objects.get().value == 3
        assert "en vigor" in elias.get(SERIES).content.decode()

    def test_that_is_pressed_twice_is_brought_once(self, dora: Client) -> None:
        assert send(dora, TABLE)["Location"] == send(dora, TABLE)["Location"]
        assert Edition.objects.count() == 1

    @pytest.mark.parametrize(
        ("raw", "kind", "why"),
        [
            (b"", "auto", "the file is empty"),
            (b"PK\x03\x04", "auto", "spreadsheet"),
            (TABLE, "encounters-southwest", "no heading for"),
            (b"moon,sun\n1,2\n", "auto", "no kind has its headings"),
        ],
    )
    def test_that_cannot_be_read_says_why(
        self, dora: Client, raw: bytes, kind: str, why: str
    ) -> None:
        page = send(dora, raw, kind=kind)

        assert page.status_code == 200
        assert why in page.content.decode()
        assert not Edition.objects.exists()

    def test_is_no_matter_of_reception(self) -> None:
        rita = signed_in(member("rita", Role.RECEPTION))

        assert rita.get(SERIES).status_code == 404


class TestACommitment:
    @pytest.fixture(autouse=True)
    def _loaded(self) -> None:
        commitments.load(settings.PROGRAMMES_DIR / "guatemala" / "commitments.yaml", now=MONDAY)

    def bring(self, client: Client, **changed: str) -> Any:
        fields = {
            "kind": "LINK",
            "title": "Four offices are open",
            "url": "https://example.org/offices",
            "dated_on_day": "5",
            "dated_on_month": "7",
            "dated_on_year": "2023",
        }
        return press(client, f"{PROMISES}/JS-OFFICES/evidencia", **{**fields, **changed})

    def test_is_judged_by_an_auditor_on_what_a_supervisor_brought(
        self, dora: Client, client: Client
    ) -> None:
        alma = signed_in(member("alma", Role.AUDITOR, offices=[""]))
        assert self.bring(dora).status_code == 302
        evidence = str(Evidence.objects.get().pk)

        said = press(
            alma,
            f"{PROMISES}/JS-OFFICES/juicio",
            "c",
            step="LIMITED",
            evidence=evidence,
            why="Four of eight offices are open.",
        )

        assert said.status_code == 302
        page = client.get("/en/compromisos").content.decode()
        assert "Four of eight offices are open." in page
        assert "https://example.org/offices" in page
        feed = client.get("/es/compromisos.atom").content.decode()
        assert feed.count("<entry>") == 2
        (one,) = [
            each
            for each in client.get("/api/v1/commitments").json()
            if each["code"] == "JS-OFFICES"
        ]
        assert one["step"] == "LIMITED"

    def test_is_not_judged_on_ones_own_evidence(self, dora: Client) -> None:
        self.bring(dora)
        evidence = str(Evidence.objects.get().pk)
        fields = {"step": "COMPLETE", "evidence": evidence, "why": "All of it."}

        page = press(dora, f"{PROMISES}/JS-OFFICES/juicio", "c", **fields)

        assert page.status_code == 200
        assert evidence not in dora.get(f"{PROMISES}/JS-OFFICES/juicio").content.decode()

    def test_needs_evidence_for_every_step_but_the_first(self, dora: Client) -> None:
        page = press(dora, f"{PROMISES}/JS-WORK/juicio", step="LIMITED", why="So I think.")

        assert "Este paso necesita una evidencia" in page.content.decode()

    @pytest.mark.parametrize(
        ("changed", "why"),
        [
            ({"url": "javascript:alert(1)"}, "Nadie puede abrir esa dirección"),
            ({"dated_on_year": "2031"}, "Ese día todavía no llega"),
        ],
    )
    def test_takes_no_evidence_that_shows_nothing(
        self, dora: Client, changed: dict[str, str], why: str
    ) -> None:
        assert why in self.bring(dora, **changed).content.decode()
        assert not Evidence.objects.exists()

    def test_begins_without_evidence_on_the_public_page(self, client: Client) -> None:
        page = client.get("/es/compromisos").content.decode()

        assert "12 de 12" in page
        assert "Sin evidencia" in page
