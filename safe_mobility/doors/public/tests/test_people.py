"""Signing in, following an application and one's own data; a stranger must learn nothing."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from safe_mobility.appointments.services import hold
from safe_mobility.appointments.tests import factories as appointments
from safe_mobility.doors.common import clock
from safe_mobility.doors.public.tests.a_phone import (
    Phone,
    enter,
    filled,
    registered,
    text,
)
from safe_mobility.doors.public.tests.asking_pages import offset_to_monday
from safe_mobility.people import queries as people
from safe_mobility.people import services as people_acts
from safe_mobility.people.models import (
    Application,
    Contact,
    OneTimeCode,
    SignInTries,
)
from safe_mobility.people.rules.states import State
from safe_mobility.people.tests import factories
from safe_mobility.people.tests.test_papers import HEIC
from safe_mobility.programmes.tests.shipped import hold_shipped
from safe_mobility.shared.asker import job
from safe_mobility.shared.references import check_sign, spell_reference

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _programme(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    hold_shipped(monkeypatch)
    settings.CLOCK_OFFSET = offset_to_monday()


@pytest.fixture
def phone() -> Phone:
    return Phone()


class TestSignIn:
    def test_says_the_same_whether_the_number_exists_or_not(self, phone: Phone) -> None:
        row = registered(Phone())
        pages = []
        for reference in (row.reference, "QZ7K4M92XW3" + check_sign("QZ7K4M92XW3")):
            mine = Phone()
            refused = mine.send("solicitud", {"reference": reference, "pin": "390275"})
            asked = mine.send("solicitud/clave", {"reference": reference}, page="solicitud")
            wrong = mine.send(
                "solicitud/entrar", {"reference": reference, "code": "390275"}, page="solicitud"
            )
            pages.append(
                [
                    (page.status_code, text(page).replace(reference, "NUMBER"))
                    for page in (refused, asked, wrong)
                ]
            )
        assert pages[0] == pages[1]

    def test_never_puts_the_number_into_an_address(self, phone: Phone) -> None:
        row = registered(phone)
        other = Phone()
        for path, data in (
            ("solicitud", {"reference": row.reference, "pin": "390275"}),
            ("solicitud", {"reference": row.reference, "pin": people_acts.first_pin(row.pk)}),
        ):
            response = other.send(path, data)
            for address, _status in response.redirect_chain:
                assert row.reference not in address

    def test_with_a_code_from_the_phone(self, phone: Phone) -> None:
        row = filled(phone)
        other = Phone()
        other.send("solicitud/clave", {"reference": row.reference}, page="solicitud")
        code = OneTimeCode.objects.filter(purpose="SIGN_IN").get()
        digits = people.code_for(asker=job("sender"), message_about=str(code.pk))
        response = other.send(
            "solicitud/entrar", {"reference": row.reference, "code": digits}, page="solicitud"
        )
        assert response.redirect_chain[-1][0] == "/es/registro/revisar"

    def test_locks_and_says_so_in_words(self, phone: Phone) -> None:
        row = registered(phone)
        other = Phone()
        for _ in range(6):
            response = other.send("solicitud", {"reference": row.reference, "pin": "390275"})
        assert "15" in text(response)
        assert SignInTries.objects.get().locks == 1

    def test_keeps_the_typed_number_and_never_the_pin(self, phone: Phone) -> None:
        response = phone.send("solicitud", {"reference": "QZ7K-4M92-XW3A", "pin": "390275"})
        assert "QZ7K-4M92-XW3A" in response.content.decode()
        assert "390275" not in response.content.decode()


class TestFollowing:
    @pytest.mark.parametrize(
        "state",
        [
            State.SENT,
            State.IN_REVIEW,
            State.WAITING,
            State.INVITED,
            State.BOOKED,
            State.INTERVIEWED,
            State.REFERRED,
        ],
    )
    def test_says_where_the_application_stands(self, phone: Phone, state: State) -> None:
        row = factories.household(state=state, now=clock.now())
        enter(phone, row)
        page = phone.get("solicitud/estado")
        assert page.status_code == 200
        assert 'class="now"' in page.content.decode()
        assert spell_reference(row.reference) in text(page)

    def test_leads_back_to_a_time_that_is_kept(self, phone: Phone) -> None:
        appointments.office_day()
        row = factories.household(now=clock.now())
        enter(phone, row)
        assert "Si quiere, busque ya una hora" in text(phone.get("solicitud/estado"))
        hold(
            household_id=row.pk,
            slot=appointments.slot(),
            actor=appointments.asker(row),
            now=clock.now(),
        )

        page = phone.get("solicitud/estado")

        assert "Le guardamos el martes" in text(page)
        assert 'href="/es/cita/guardada"' in page.content.decode()
        assert "No tiene que hacer nada hoy" not in text(page)

    def test_changes_the_contact_and_checks_it(self, phone: Phone) -> None:
        row = factories.household(now=clock.now())
        enter(phone, row)
        response = phone.send("solicitud/contacto", {"kind": "EMAIL", "value": "Ana@Example.org"})
        assert response.redirect_chain[-1][0] == "/es/solicitud/contacto/clave"
        code = OneTimeCode.objects.filter(purpose="CONTACT").get()
        wrong = phone.send("solicitud/contacto/clave", {"code": "000000"})
        assert 'role="alert"' in wrong.content.decode()
        digits = people.code_for(asker=job("sender"), message_about=str(code.pk))
        phone.send("solicitud/contacto/clave", {"code": digits})
        assert Contact.objects.get().login

    def test_changes_the_pin(self, phone: Phone) -> None:
        row = factories.household(now=clock.now())
        enter(phone, row)
        weak = phone.send("solicitud/pin", {"new_pin": "111111"})
        assert 'role="alert"' in weak.content.decode()
        phone.send("solicitud/pin", {"new_pin": "582 914"})
        other = Phone()
        entered = other.send("solicitud", {"reference": row.reference, "pin": "582914"})
        assert entered.redirect_chain[-1][0] == "/es/solicitud/estado"

    def test_closes_and_opens_again(self, phone: Phone) -> None:
        row = factories.household(state=State.IN_REVIEW, now=clock.now())
        enter(phone, row)
        phone.send("datos/cerrar", {})
        assert Application.objects.get().state == "WITHDRAWN"
        phone.send("solicitud/abrir", {}, page="solicitud/estado")
        assert Application.objects.get().state == "IN_REVIEW"

    def test_erases_a_draft_when_asked(self, phone: Phone) -> None:
        row = registered(phone)
        response = phone.send("datos/cerrar", {})
        assert response.redirect_chain[-1][0] == "/es/datos/borrado"
        row.refresh_from_db()
        assert row.erased_at is not None


class TestOwnData:
    def test_is_one_file_with_everything_and_no_key_of_ours(self, phone: Phone) -> None:
        row = filled(phone)
        phone.send("enviar", {})
        response = phone.client.get("/es/datos/descargar")
        held = response.json()
        assert response["Content-Disposition"].startswith("attachment")
        assert held["household"]["reference"] == row.reference
        assert held["people"][0]["given_names"] == "Ixchel"
        assert held["contacts"][0]["value"] == "+50255551234"
        assert held["needs"]["needs"] == ["BABY"]
        assert str(row.pk) not in response.content.decode()
        assert "Ixchel" in text(phone.get("datos/papel"))

    def test_is_explained_to_whoever_is_not_signed_in(self, phone: Phone) -> None:
        assert phone.get("datos").status_code == 200

    def test_lets_the_later_permission_be_given_and_stopped(self, phone: Phone) -> None:
        row = factories.household(now=clock.now())
        enter(phone, row)
        phone.send("datos/compartir", {"agree": "yes"})
        asker = factories.asker(row)
        assert len(people.consents(asker=asker, household_id=row.pk)) == 2
        phone.send("datos/permiso", {}, page="datos")
        stopped = people.consents(asker=asker, household_id=row.pk)[-1]
        assert stopped.stopped_at is not None

    def test_says_no_by_pressing_no(self, phone: Phone) -> None:
        row = factories.household(now=clock.now())
        enter(phone, row)
        phone.send("datos/compartir", {"agree": "no"})
        assert len(people.consents(asker=factories.asker(row), household_id=row.pk)) == 1


class TestStranger:
    @pytest.mark.parametrize(
        "path",
        [
            "registro",
            "registro/numero",
            "registro/nombre",
            "registro/revisar",
            "enviar",
            "listo",
            "papeles",
            "solicitud/estado",
            "solicitud/contacto",
            "solicitud/familia",
            "solicitud/pin",
            "datos/descargar",
            "datos/papel",
            "datos/cerrar",
        ],
    )
    def test_is_sent_to_the_door(self, path: str) -> None:
        response = Client().get(f"/es/{path}")
        assert (response.status_code, response["Location"]) == (302, "/es/solicitud")

    def test_sees_their_own_and_nothing_of_another(self, phone: Phone) -> None:
        ana = factories.sent(given_names="Zyxcanaria")
        enter(phone, factories.household(now=clock.now()))
        for path in ("solicitud/estado", "solicitud/familia", "datos/papel", "papeles"):
            page = phone.get(path).content.decode()
            assert "Zyxcanaria" not in page
            assert ana.reference not in page


class TestCanaries:
    def test_are_in_no_log_line_and_no_address(
        self, phone: Phone, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(0)
        row = filled(phone)
        phone.send("registro/nombre", {"given_names": "Zyxcanaria1", "surnames": "Zyx"})
        phone.send("registro/contacto", {"kind": "EMAIL", "value": "zyx@canaria.example"})
        phone.send("registro/contacto", {"kind": "PHONE", "value": "Zyxcanaria"})
        Phone().send("solicitud", {"reference": row.reference, "pin": "777123"})
        phone.send("enviar", {})

        said = "\n".join(record.getMessage() + str(record.args) for record in caplog.records)
        pin = people_acts.first_pin(row.pk)
        for canary in ("Zyx", "canaria", "Ixchel", "55551234", "777123", pin, "Gracias"):
            assert canary not in said
        assert row.reference not in said


class TestPapers:
    def test_takes_a_photo_of_a_newer_phone(
        self, phone: Phone, settings: Any, tmp_path: Path
    ) -> None:
        settings.FILES_DIR = tmp_path
        row = factories.household(now=clock.now())
        enter(phone, row)
        photo = SimpleUploadedFile("IMG_0042.HEIC", HEIC, content_type="image/heic")
        page = phone.send("papeles", {"kind": "IDENTITY", "photo": photo})
        assert page.redirect_chain[-1][0] == "/es/papeles"
        (kept,) = people.papers(asker=factories.asker(row), household_id=row.pk)
        token = people_acts.paper_pass(paper_id=kept.id, asker=factories.asker(row))
        taken = people_acts.use_paper_pass(token=token, now=clock.now())
        assert taken.jpeg.startswith(b"\xff\xd8\xff")

    def test_refuses_a_pdf_and_what_is_too_large_kindly(self, phone: Phone) -> None:
        row = factories.household(now=clock.now())
        enter(phone, row)
        pdf = SimpleUploadedFile("dpi.pdf", b"%PDF-1.7 and so on", content_type="image/jpeg")
        large = SimpleUploadedFile("dpi.jpg", b"\xff\xd8\xff" + bytes(6 * 1024 * 1024))
        for file in (pdf, large):
            response = phone.send("papeles", {"kind": "IDENTITY", "photo": file})
            assert response.status_code == 200
            assert 'role="alert"' in response.content.decode()
        missing = phone.send("papeles", {"kind": "IDENTITY"})
        assert 'role="alert"' in missing.content.decode()
