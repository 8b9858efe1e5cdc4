"""The way through the registration, each refusal, and a stranger who must learn nothing."""

import itertools
import re
from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from safe_mobility.doors.common import clock
from safe_mobility.notifications.models import Message
from safe_mobility.people import queries as people
from safe_mobility.people import services as people_acts
from safe_mobility.people.models import (
    Application,
    Contact,
    Household,
    HouseholdSession,
    Membership,
    OneTimeCode,
    SignInTries,
)
from safe_mobility.people.rules.states import State
from safe_mobility.people.tests import factories
from safe_mobility.programmes.tests.shipped import hold_shipped
from safe_mobility.shared.asker import job
from safe_mobility.shared.references import check_sign, spell_reference

pytestmark = pytest.mark.django_db


def born(day: str, month: str, year: str) -> dict[str, str]:
    return {"born_on_day": day, "born_on_month": month, "born_on_year": year}


VERSION = "2023-11-20"
ANSWERS: list[tuple[str, dict[str, Any]]] = [
    ("registro/nombre", {"given_names": "Ixchel", "surnames": "Tz'unun Ajú"}),
    ("registro/nacimiento", born("7", "3", "1990")),
    ("registro/sexo", {"sex": "F"}),
    ("registro/nacionalidad", {"first": "GT", "second": ""}),
    ("registro/documento", {"kind": "NONE", "document": ""}),
    ("registro/familia", {"more": "no"}),
    ("registro/departamento", {"department": "09"}),
    ("registro/municipio", {"municipality": "0901"}),
    ("registro/idioma", {"spoken": "quc", "language": "es"}),
    ("registro/contacto", {"kind": "PHONE", "value": "5555 1234"}),
    ("registro/necesidades", {"needs": ["BABY"], "words": "Gracias"}),
]


@pytest.fixture(autouse=True)
def _programme(monkeypatch: pytest.MonkeyPatch) -> None:
    hold_shipped(monkeypatch)


class Phone:
    """A browser that sends forms as a person does: the page first, then what stands in it."""

    def __init__(self, language: str = "es") -> None:
        self.client = Client(enforce_csrf_checks=True)
        self.language = language

    def get(self, path: str) -> Any:
        return self.client.get(f"/{self.language}/{path}", follow=True)

    def send(self, path: str, data: dict[str, Any], *, page: str = "", times: int = 1) -> Any:
        shown = self.get(page or path)
        hidden = dict(_HIDDEN.findall(shown.content.decode()))
        response: Any = None
        for _ in range(times):
            response = self.client.post(f"/{self.language}/{path}", {**hidden, **data}, follow=True)
        return response


_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


def text(response: Any) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def registered(phone: Phone) -> Household:
    phone.send("consentimiento", {"agree": "yes"})
    phone.send("registro/numero", {})
    return Household.objects.latest("created_at", "pk")


def filled(phone: Phone) -> Household:
    registered(phone)
    for path, data in ANSWERS:
        response = phone.send(path, data)
        assert response.status_code == 200, path
    return Household.objects.get()


@pytest.fixture
def phone() -> Phone:
    return Phone()


class TestConsent:
    def test_gives_number_pin_and_call_word(self, phone: Phone) -> None:
        page = text(phone.send("consentimiento", {"agree": "yes"}))

        row = Household.objects.get()
        pin = people_acts.first_pin(row.pk)
        assert spell_reference(row.reference) in page
        assert f"{pin[:3]} {pin[3:]}" in page
        call_word = people.call_word(asker=factories.asker(row), household_id=row.pk)
        assert call_word in page

    def test_pressed_twice_makes_one_household_and_shows_the_same_pin(self, phone: Phone) -> None:
        shown = phone.get("consentimiento")
        hidden = dict(_HIDDEN.findall(shown.content.decode()))
        cookie = phone.client.cookies[settings.VISITOR_COOKIE_NAME].value
        pages = []
        for _ in range(2):
            # The first answer got lost on the way, and its new cookie with it.
            phone.client.cookies[settings.VISITOR_COOKIE_NAME] = cookie
            data = {**hidden, "agree": "yes"}
            response = phone.client.post("/es/consentimiento", data, follow=True)
            pages.append(re.findall(r"\d{3} \d{3}", text(response)))
        assert Household.objects.count() == 1
        assert pages[0] == pages[1] != []

    def test_takes_no_for_an_answer(self, phone: Phone) -> None:
        response = phone.send("consentimiento", {"agree": "no"})
        assert response.redirect_chain[-1][0] == "/es/consentimiento/no"
        assert not Household.objects.exists()

    def test_asks_again_when_nothing_was_chosen(self, phone: Phone) -> None:
        response = phone.send("consentimiento", {})
        assert 'role="alert"' in response.content.decode()
        assert not Household.objects.exists()

    def test_shows_the_pin_until_it_was_noted_and_never_after(self, phone: Phone) -> None:
        phone.send("consentimiento", {"agree": "yes"})
        pin = people_acts.first_pin(Household.objects.get().pk)
        assert pin[:3] in text(phone.get("registro"))

        phone.send("registro/numero", {})
        assert phone.get("registro/numero").redirect_chain
        assert f"{pin[:3]} {pin[3:]}" not in text(phone.get("registro/numero"))

    def test_changes_the_cookie_so_that_an_older_one_opens_nothing(self, phone: Phone) -> None:
        phone.get("consentimiento")
        before = phone.client.cookies[settings.VISITOR_COOKIE_NAME].value
        registered(phone)
        stranger = Client()
        stranger.cookies[settings.VISITOR_COOKIE_NAME] = before
        assert stranger.get("/es/solicitud/estado").status_code == 302


class TestRegistration:
    @pytest.mark.parametrize("language", ["es", "en"])
    def test_goes_from_the_notice_to_done(self, language: str) -> None:
        phone = Phone(language)
        row = filled(phone)
        check = text(phone.get("registro/revisar"))
        assert "Ixchel Tz’unun Ajú" in check
        assert "Quetzaltenango" in check

        done = phone.send("enviar", {})
        assert spell_reference(row.reference) in text(done)
        seen = people.application(asker=factories.asker(row), household_id=row.pk)
        assert seen.state is State.SENT
        row.refresh_from_db()
        assert (row.office_code, row.interpreter_language, row.has_needs) == ("QTZ", "quc", True)

    def test_leads_from_each_answer_to_the_next_question(self, phone: Phone) -> None:
        registered(phone)
        for (path, data), (after, _data) in itertools.pairwise(ANSWERS):
            response = phone.send(path, data)
            went_to = response.redirect_chain[-1][0]
            assert went_to in {f"/es/{after}", "/es/solicitud/contacto/clave"}, path

    def test_goes_on_where_it_stopped_on_any_phone(self, phone: Phone) -> None:
        row = registered(phone)
        phone.send(*ANSWERS[0])
        another = Phone()
        response = another.send(
            "solicitud", {"reference": row.reference, "pin": people_acts.first_pin(row.pk)}
        )
        assert response.redirect_chain[-1][0] == "/es/registro/nacimiento"

    def test_is_sent_once_however_often_one_presses(self, phone: Phone) -> None:
        filled(phone)
        response = phone.send("enviar", {}, times=3)
        assert response.redirect_chain[-1][0] == "/es/listo"
        assert Message.objects.filter(kind="registered").count() == 1

    def test_answers_the_same_when_one_goes_back_after_sending(self, phone: Phone) -> None:
        filled(phone)
        phone.send("enviar", {})
        assert phone.get("enviar").redirect_chain[-1][0] == "/es/listo"
        assert phone.get("registro").redirect_chain[-1][0] == "/es/solicitud/estado"

    def test_names_what_is_missing_instead_of_sending(self, phone: Phone) -> None:
        registered(phone)
        response = phone.send("enviar", {})
        assert response.redirect_chain[-1][0] == "/es/registro/nombre/1"
        assert Application.objects.get().state == "DRAFT"

    def test_adds_people_one_after_the_other_and_takes_one_out(self, phone: Phone) -> None:
        registered(phone)
        phone.send(*ANSWERS[0])
        response = phone.send("registro/familia", {"more": "yes"})
        assert response.redirect_chain[-1][0] == "/es/registro/nombre/2"
        child = {"given_names": "Eva", "surnames": "Ajú", "role": "CHILD"}
        response = phone.send("registro/nombre/2", child, times=2)
        assert response.redirect_chain[-1][0] == "/es/registro/nacimiento/2"
        assert Membership.objects.count() == 2
        assert "Eva" in text(phone.get("registro/sexo/2"))

        phone.send("registro/quitar/2", {}, page="solicitud/familia")
        assert Membership.objects.count() == 1
        assert phone.get("registro/sexo/2").status_code == 404

    @pytest.mark.parametrize(
        "path",
        [
            "registro/nada",
            "registro/sexo/9",
            "registro/nombre/9",
            "registro/idioma/2",
            "registro/parentesco",
        ],
    )
    def test_has_no_page_for_what_is_not_asked(self, phone: Phone, path: str) -> None:
        registered(phone)
        assert phone.get(path).status_code == 404

    def test_leads_a_child_alone_to_child_protection(self, phone: Phone) -> None:
        registered(phone)
        response = phone.send("registro/nacimiento", born("1", "1", "2010"))
        assert response.redirect_chain[-1][0] == "/es/registro/menor"
        assert "18" in text(response)
        assert Membership.objects.get().born_on is None


class TestBadInput:
    @pytest.mark.parametrize(
        ("path", "data"),
        [
            ("registro/nombre", {"given_names": "", "surnames": ""}),
            ("registro/nombre", {"given_names": "😀", "surnames": "\x00"}),
            ("registro/nombre", {"given_names": "12345", "surnames": "<script>"}),
            ("registro/nombre", {"given_names": "a" * 5000, "surnames": "b" * 5000}),
            ("registro/nombre", {"given_names": "\u202e", "surnames": "\u200b"}),
            ("registro/nacimiento", {}),
            (
                "registro/nacimiento",
                born("31", "2", "1990"),
            ),
            (
                "registro/nacimiento",
                born("1", "1", "2090"),
            ),
            (
                "registro/nacimiento",
                born("x", "😀", "\x00"),
            ),
            ("registro/sexo", {"sex": "ROBOT"}),
            ("registro/nacionalidad", {"first": "ZZ"}),
            ("registro/documento", {"kind": "DPI", "document": "😀😀😀"}),
            ("registro/documento", {"kind": "DPI", "document": ""}),
            ("registro/familia", {"more": "perhaps"}),
            ("registro/departamento", {"department": "99"}),
            ("registro/municipio", {"municipality": "9999"}),
            ("registro/idioma", {"spoken": "xx", "language": "yy"}),
            ("registro/contacto", {"kind": "PHONE", "value": "12"}),
            ("registro/contacto", {"kind": "EMAIL", "value": "ana@"}),
            ("registro/contacto", {"kind": "PHONE", "value": ""}),
            ("registro/necesidades", {"needs": ["MAGIC"]}),
            ("registro/necesidades", {"words": "a" * 3000}),
        ],
    )
    def test_is_answered_with_a_sentence_and_what_was_typed_stays(
        self, phone: Phone, path: str, data: dict[str, Any]
    ) -> None:
        registered(phone)
        before = Membership.objects.values().get()
        response = phone.send(path, data)
        page = response.content.decode()

        assert response.status_code == 200
        assert not response.redirect_chain
        assert 'role="alert"' in page
        assert "Error: " in page
        assert Membership.objects.values().get() == before
        for value in data.values():
            if isinstance(value, str) and value.isascii() and 2 < len(value) < 100:
                assert value in unescape(page) or value in {"ROBOT", "perhaps", "9999"}

    def test_without_a_press_key_is_not_an_act(self, phone: Phone) -> None:
        registered(phone)
        shown = phone.get("registro/sexo").content.decode()
        token = dict(_HIDDEN.findall(shown))["csrfmiddlewaretoken"]
        response = phone.client.post(
            "/es/registro/sexo", {"csrfmiddlewaretoken": token, "sex": "F"}
        )
        assert response.status_code == 200
        assert Membership.objects.get().sex == ""

    def test_after_the_session_ended_waits_until_one_is_in_again(self, phone: Phone) -> None:
        row = registered(phone)
        pin = people_acts.first_pin(row.pk)
        shown = phone.get("registro/nombre")
        hidden = dict(_HIDDEN.findall(shown.content.decode()))
        HouseholdSession.objects.all().delete()

        typed = {"given_names": "Ixchel", "surnames": "Ajú"}
        closed = phone.client.post("/es/registro/nombre", {**hidden, **typed})
        assert closed.status_code == 200
        assert Membership.objects.get().given_names is None
        carried = dict(_HIDDEN.findall(closed.content.decode()))
        entered = phone.client.post(
            "/es/solicitud", {**carried, "reference": row.reference, "pin": pin}
        )
        assert "Ixchel" in entered.content.decode()
        again = dict(_HIDDEN.findall(entered.content.decode()))
        phone.client.post("/es/registro/nombre", again)
        (seen,) = people.members(asker=factories.asker(row), household_id=row.pk, purpose="test")
        assert seen.name == "Ixchel Ajú"

    def test_cannot_send_what_was_typed_to_somebody_else(self, phone: Phone) -> None:
        row = registered(phone)
        phone.send("solicitud/salir", {}, page="solicitud/estado")
        evil = {"kept_path": "//evil.example/registro", "kept.given_names": "Ixchel"}
        data = {"reference": row.reference, "pin": people_acts.first_pin(row.pk), **evil}
        response = phone.send("solicitud", data)
        assert "evil.example" not in response.content.decode()


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
        _enter(phone, row)
        page = phone.get("solicitud/estado")
        assert page.status_code == 200
        assert 'class="now"' in page.content.decode()
        assert spell_reference(row.reference) in text(page)

    def test_changes_the_contact_and_checks_it(self, phone: Phone) -> None:
        row = factories.household(now=clock.now())
        _enter(phone, row)
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
        _enter(phone, row)
        weak = phone.send("solicitud/pin", {"new_pin": "111111"})
        assert 'role="alert"' in weak.content.decode()
        phone.send("solicitud/pin", {"new_pin": "582 914"})
        other = Phone()
        entered = other.send("solicitud", {"reference": row.reference, "pin": "582914"})
        assert entered.redirect_chain[-1][0] == "/es/solicitud/estado"

    def test_closes_and_opens_again(self, phone: Phone) -> None:
        row = factories.household(state=State.IN_REVIEW, now=clock.now())
        _enter(phone, row)
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
        _enter(phone, row)
        phone.send("datos/compartir", {"agree": "yes"})
        asker = factories.asker(row)
        assert len(people.consents(asker=asker, household_id=row.pk)) == 2
        phone.send("datos/permiso", {}, page="datos")
        stopped = people.consents(asker=asker, household_id=row.pk)[-1]
        assert stopped.stopped_at is not None

    def test_says_no_by_pressing_no(self, phone: Phone) -> None:
        row = factories.household(now=clock.now())
        _enter(phone, row)
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
        _enter(phone, factories.household(now=clock.now()))
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
    def test_refuses_a_pdf_and_what_is_too_large_kindly(self, phone: Phone) -> None:
        row = factories.household(now=clock.now())
        _enter(phone, row)
        pdf = SimpleUploadedFile("dpi.pdf", b"%PDF-1.7 and so on", content_type="image/jpeg")
        large = SimpleUploadedFile("dpi.jpg", b"\xff\xd8\xff" + bytes(6 * 1024 * 1024))
        for file in (pdf, large):
            response = phone.send("papeles", {"kind": "IDENTITY", "photo": file})
            assert response.status_code == 200
            assert 'role="alert"' in response.content.decode()
        missing = phone.send("papeles", {"kind": "IDENTITY"})
        assert 'role="alert"' in missing.content.decode()


def _enter(phone: Phone, row: Household) -> None:
    pin = people_acts.first_pin(row.pk)
    response = phone.send("solicitud", {"reference": row.reference, "pin": pin})
    assert response.redirect_chain
