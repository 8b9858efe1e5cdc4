"""From the notice to the press of Send, and whatever somebody may type on the way."""

import itertools
import re
from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from safe_mobility.doors.public.tests.a_phone import (
    ANSWERS,
    HIDDEN,
    Phone,
    born,
    filled,
    registered,
    text,
)
from safe_mobility.doors.public.tests.asking_pages import offset_to_monday
from safe_mobility.notifications.models import Message
from safe_mobility.people import queries as people
from safe_mobility.people import services as people_acts
from safe_mobility.people.models import (
    Application,
    Household,
    HouseholdSession,
    Membership,
)
from safe_mobility.people.rules.states import State
from safe_mobility.people.tests import factories
from safe_mobility.programmes.tests.shipped import hold_shipped
from safe_mobility.shared.references import spell_reference

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _programme(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    hold_shipped(monkeypatch)
    settings.CLOCK_OFFSET = offset_to_monday()


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
        hidden = dict(HIDDEN.findall(shown.content.decode()))
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

    def test_is_asked_of_nobody_while_the_programme_stands_still(
        self, phone: Phone, settings: Any
    ) -> None:
        shown = phone.get("consentimiento")
        hidden = dict(HIDDEN.findall(shown.content.decode()))
        settings.CLOCK_OFFSET = 0
        assert '<form method="post"' not in phone.get("consentimiento").content.decode()
        phone.client.post("/es/consentimiento", {**hidden, "agree": "yes"})
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
        token = dict(HIDDEN.findall(shown))["csrfmiddlewaretoken"]
        response = phone.client.post(
            "/es/registro/sexo", {"csrfmiddlewaretoken": token, "sex": "F"}
        )
        assert response.status_code == 200
        assert Membership.objects.get().sex == ""

    def test_after_the_session_ended_waits_until_one_is_in_again(self, phone: Phone) -> None:
        row = registered(phone)
        pin = people_acts.first_pin(row.pk)
        shown = phone.get("registro/nombre")
        hidden = dict(HIDDEN.findall(shown.content.decode()))
        HouseholdSession.objects.all().delete()

        typed = {"given_names": "Ixchel", "surnames": "Ajú"}
        closed = phone.client.post("/es/registro/nombre", {**hidden, **typed})
        assert closed.status_code == 200
        assert Membership.objects.get().given_names is None
        carried = dict(HIDDEN.findall(closed.content.decode()))
        entered = phone.client.post(
            "/es/solicitud", {**carried, "reference": row.reference, "pin": pin}
        )
        assert "Ixchel" in entered.content.decode()
        again = dict(HIDDEN.findall(entered.content.decode()))
        phone.client.post("/es/registro/nombre", again)
        (seen,) = people.members(asker=factories.asker(row), household_id=row.pk, purpose="test")
        assert seen.name == "Ixchel Ajú"

    def test_after_the_session_ended_keeps_also_what_is_too_long(self, phone: Phone) -> None:
        registered(phone)
        hidden = dict(HIDDEN.findall(phone.get("registro/necesidades").content.decode()))
        HouseholdSession.objects.all().delete()
        words = "Mi madre no ve. " * 600
        closed = phone.client.post("/es/registro/necesidades", {**hidden, "words": words})
        assert words in closed.content.decode()
        assert "Sus respuestas están guardadas" in text(closed)

    def test_after_the_session_ended_does_not_claim_to_hold_a_photo(self, phone: Phone) -> None:
        registered(phone)
        hidden = dict(HIDDEN.findall(phone.get("papeles").content.decode()))
        HouseholdSession.objects.all().delete()
        photo = SimpleUploadedFile("dpi.jpg", b"\xff\xd8\xff", "image/jpeg")
        closed = phone.client.post("/es/papeles", {**hidden, "kind": "DPI", "photo": photo})
        assert "mande la foto otra vez" in text(closed)
        assert "están guardadas" not in text(closed)

    def test_cannot_send_what_was_typed_to_somebody_else(self, phone: Phone) -> None:
        row = registered(phone)
        phone.send("solicitud/salir", {}, page="solicitud/estado")
        evil = {"kept_path": "//evil.example/registro", "kept.given_names": "Ixchel"}
        data = {"reference": row.reference, "pin": people_acts.first_pin(row.pk), **evil}
        response = phone.send("solicitud", data)
        assert "evil.example" not in response.content.decode()
