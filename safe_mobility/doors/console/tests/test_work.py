"""Offers and lists in the console, and what an employer sees of the people on them."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from safe_mobility.doors.common import clock
from safe_mobility.doors.console.tests.desk import signed_in
from safe_mobility.labour.models import Demand, MatchRun, Placement
from safe_mobility.labour.rules.stages import Stage
from safe_mobility.labour.services import placements
from safe_mobility.labour.tests import factories
from safe_mobility.labour.tests.factories import NOON
from safe_mobility.people.services import consenting
from safe_mobility.people.tests import factories as families
from safe_mobility.staff.rules import Role
from safe_mobility.staff.tests import cast
from safe_mobility.staff.tests.cast import member

pytestmark = pytest.mark.django_db
HEADER = "employer,occupation,country,place,places,from,until,wage_hour,interview_on"
GOOD = "Fresas SA,45-2092,US,Plant City,12,2024-03-01,2024-11-01,14.50,2024-01-15"


@pytest.fixture(autouse=True)
def _november(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)


def press(client: Client, path: str, **fields: object) -> int:
    return client.post(path, {"press": uuid4().hex, **fields}).status_code


def read(client: Client, content: bytes) -> str:
    table = SimpleUploadedFile("ofertas.csv", content, content_type="text/csv")
    fields = {"press": uuid4().hex, "table": table}
    return client.post("/consola/trabajo/tabla", fields).content.decode()


class TestATable:
    def test_enters_the_good_lines_and_says_what_is_wrong_with_others(self) -> None:
        sara = signed_in(member("sara", Role.SUPERVISOR))
        lines = [
            HEADER,
            GOOD,
            "Fresas SA,45-2092,US,Plant City,0,2024-03-01,2024-11-01,,",
            "Fresas SA,45-2092,US,Plant City,1000000,2024-03-01,2024-11-01,,",
            "Fresas SA,45-2092,US,Plant City,3,2024-11-01,2024-03-01,,",
            "Fresas SA,99-9999,XX,Plant City,tres,ayer,2024-03-01,,",
            "Fresas SA,45-2092,US,Plant City,3,2024-03-01,2024-11-01,9999999,",
            "Fresas SA,45-2092",
            "🍓,45-2092,US,Ñuñoa,3,2024-03-01,2024-11-01,,",
        ]

        page = read(sara, "\n".join(lines).encode())

        assert Demand.objects.count() == 2
        for said in ("demasiado pequeño", "demasiado grande", "El fin está antes", "No conocemos"):
            assert said in page
        read(sara, "\n".join(lines).encode())
        assert Demand.objects.count() == 2

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"\0\0\0",
            b"employer,sex\nA,F",
            b"place,employer\nA,B",
            b"x" * 1_100_000,
            ("employer," + HEADER + "\n" + GOOD).encode(),
        ],
    )
    def test_is_refused_as_a_whole_where_it_is_none(self, content: bytes) -> None:
        sara = signed_in(member("sara", Role.SUPERVISOR))

        read(sara, content)

        assert not Demand.objects.exists()

    def test_in_the_letters_of_an_old_programme_is_read(self) -> None:
        sara = signed_in(member("sara", Role.SUPERVISOR))

        read(sara, f"{HEADER}\n{GOOD}".replace("Plant City", "Cañón").encode("cp1252"))

        assert Demand.objects.get().place == "Cañón"


class TestTheLists:
    def test_are_made_by_one_and_confirmed_by_another(self) -> None:
        factories.candidate()
        asked = factories.demand()
        irene = signed_in(member("irene", Role.INTERVIEWER))
        sara = signed_in(member("sara", Role.SUPERVISOR))
        press(irene, "/consola/trabajo/listas")
        run = MatchRun.objects.get()
        assert press(irene, f"/consola/trabajo/listas/{run.pk}", act="confirm") == 404
        page = sara.get(f"/consola/trabajo/oferta/{asked.pk}").content.decode()
        assert "Nadie más que esté libre cabe en esta oferta." in page

        press(sara, f"/consola/trabajo/listas/{run.pk}", act="confirm")

        assert Placement.objects.get().stage == Stage.PROPOSED

    def test_show_another_offices_people_by_code_alone(self) -> None:
        row = factories.candidate()
        factories.demand()
        press(signed_in(member("irene", Role.INTERVIEWER)), "/consola/trabajo/listas")
        elias = signed_in(member("elias", Role.SUPERVISOR, offices=["SMA"]))

        page = elias.get(f"/consola/trabajo/oferta/{Demand.objects.get().pk}").content.decode()

        assert row.code in page
        assert f"/consola/trabajo/persona/{row.pk}" not in page
        assert row.household.reference not in page


class TestAnEmployer:
    def test_reads_a_name_only_after_a_yes_and_only_while_it_stands(self) -> None:
        rita = member("rita", agency="FRESAS")
        row = factories.candidate()
        asked = factories.demand(actor=cast.asker(rita))
        path = f"/consola/ofertas/{asked.pk}"
        press(signed_in(member("irene", Role.INTERVIEWER)), "/consola/trabajo/listas")
        sara = signed_in(member("sara", Role.SUPERVISOR))
        press(sara, f"/consola/trabajo/listas/{MatchRun.objects.get().pk}", act="confirm")
        employer, way = signed_in(rita), Placement.objects.get()
        before = employer.get(path).content.decode()
        assert row.code in before
        assert "Ana" not in before

        mine = families.asker(row.household)
        placements.agree(placement_id=way.pk, language="es", actor=mine, now=NOON)
        assert "Ana García López" in employer.get(path).content.decode()

        way.refresh_from_db()
        assert way.disclosure is not None
        consenting.stop_consent(
            household_id=row.household_id,
            consent_id=way.disclosure.consent_id,
            actor=mine,
            now=NOON,
        )
        assert "Ana" not in employer.get(path).content.decode()

    def test_writes_its_choice_and_the_office_records_it(self) -> None:
        rita = member("rita", agency="FRESAS")
        row = factories.candidate()
        asked = factories.demand(actor=cast.asker(rita))
        press(signed_in(member("irene", Role.INTERVIEWER)), "/consola/trabajo/listas")
        sara = signed_in(member("sara", Role.SUPERVISOR))
        press(sara, f"/consola/trabajo/listas/{MatchRun.objects.get().pk}", act="confirm")
        way = Placement.objects.get()
        mine = families.asker(row.household)
        placements.agree(placement_id=way.pk, language="es", actor=mine, now=NOON)
        employer, path = signed_in(rita), f"/consola/ofertas/{asked.pk}"

        assert press(employer, f"{path}/respuesta", person=row.code, said="YES") == 302

        assert "El empleador elige a esta persona." in employer.get(path).content.decode()
        assert row.code in sara.get("/consola/trabajo").content.decode()
        there = f"/consola/trabajo/camino/{way.pk}"
        assert "Lo escribió en su propia página" in sara.get(there).content.decode()
        assert press(sara, f"{there}/acto", act="choose") == 302
        assert "Empleadores que respondieron" not in sara.get("/consola/trabajo").content.decode()
        assert press(employer, f"{path}/respuesta", person=row.code, said="NO") == 409

    @pytest.mark.parametrize("said", ["", "MAYBE", "<script>"])
    def test_says_yes_or_no_and_nothing_else(self, said: str) -> None:
        rita = member("rita", agency="FRESAS")
        asked = factories.demand(actor=cast.asker(rita))

        answer = press(signed_in(rita), f"/consola/ofertas/{asked.pk}/respuesta", said=said)

        assert answer == 404

    def test_sees_no_offer_of_another(self) -> None:
        asked = factories.demand(actor=cast.asker(member("rita", agency="FRESAS")))
        other = signed_in(member("otto", agency="CAMPO"))

        assert other.get(f"/consola/ofertas/{asked.pk}").status_code == 404
        assert "Fresas" not in other.get("/consola/ofertas").content.decode()
        assert other.get("/consola/trabajo").status_code == 404
        assert other.get("/consola/trabajo/personas").status_code == 404


class TestAtTheDesk:
    def test_is_kept_only_when_it_was_read_back(self) -> None:
        home = families.sent()
        dora = signed_in(member("dora", Role.RECEPTION))
        path = f"/consola/trabajo/anotar/{home.reference}/1"
        told = {"words": "cortaba caña", "months": "12", "proof": "NONE"}
        assert press(dora, path, **told) == 200

        assert press(dora, path, **told, read_back="yes") == 302
        assert "Siembra y cosecha" in dora.get(path).content.decode()

    def test_is_of_the_own_office(self) -> None:
        home = families.sent()
        elias = signed_in(member("elias", Role.RECEPTION, offices=["SMA"]))

        assert elias.get(f"/consola/trabajo/anotar/{home.reference}/1").status_code == 404


class TestWhyNot:
    def test_is_said_of_whoever_is_asked_about(self) -> None:
        row, asked = factories.candidate(occupation="35-9021"), factories.demand()
        sara = signed_in(member("sara", Role.SUPERVISOR))
        path = f"/consola/trabajo/oferta/{asked.pk}"

        page = sara.get(path, {"persona": row.code}).content.decode()

        assert "no cabe" in page
        assert "no ha hecho un trabajo de este tipo" in page
        wrong = sara.get(path, {"persona": "<script>alert(1)</script>"}).content.decode()
        assert "Nadie con este código" in wrong
        assert "<script>alert" not in wrong
