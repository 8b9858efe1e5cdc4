"""What a household reads, and the phones of a training site."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from safe_mobility.doors.common import clock
from safe_mobility.doors.common.asking import new_visitor
from safe_mobility.doors.common.tests.post import POST, send_all
from safe_mobility.notifications import services
from safe_mobility.notifications.models import Message, Reply
from safe_mobility.people import queries as people
from safe_mobility.people import services as people_acts
from safe_mobility.people.models import Contact, Household, Wish
from safe_mobility.people.rules.contacts import ContactKind
from safe_mobility.people.rules.states import State
from safe_mobility.people.tests import factories
from safe_mobility.programmes.tests.shipped import hold_shipped

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _programme(monkeypatch: pytest.MonkeyPatch) -> None:
    hold_shipped(monkeypatch)


def family(phone: str = "+50255551234") -> Household:
    row = factories.household(state=State.WAITING)
    people_acts.save_contact(
        household_id=row.pk, kind=ContactKind.PHONE, value=phone, actor=factories.asker(row),
        now=clock.now(),
    )  # fmt: skip
    Contact.objects.filter(household=row).update(verified_at=clock.now())
    Message.objects.all().delete()
    return row


def say(row: Household, kind: str = "booked", **facts: Any) -> None:
    if kind == "booked":
        starts_at = (clock.now() + timedelta(days=2)).isoformat()
        facts = {"starts_at": starts_at, "office": "QTZ", "mode": "IN_PERSON"}
    to = people.recipient_of(row.pk)
    services.queue(kind, about=str(uuid4()), to=to, now=clock.now(), **facts)
    send_all()


def signed_in(row: Household) -> Client:
    visitor = new_visitor()
    people_acts.open_session(household_id=row.pk, token_id=str(visitor.row_id))
    client = Client()
    client.cookies["ms_public"] = visitor.cookie
    return client


class TestMessages:
    @pytest.mark.parametrize("language", ["es", "en"])
    def test_shows_the_same_words_as_the_phone(self, language: str) -> None:
        ana = family()
        say(ana)
        text = signed_in(ana).get(f"/{language}/solicitud/mensajes").content.decode()
        message = Message.objects.get()
        assert message.sms in text
        assert "Su cita está confirmada" in text

    def test_shows_nothing_of_another_family(self) -> None:
        ana, celia = family(), family("+50255559999")
        say(ana)
        text = signed_in(celia).get("/es/solicitud/mensajes").content.decode()
        assert "Su cita está confirmada" not in text
        assert "Todavía no hay mensajes." in text

    def test_sends_a_stranger_to_sign_in(self) -> None:
        answer = Client().get("/es/solicitud/mensajes")
        assert (answer.status_code, answer.headers["Location"]) == (302, "/es/solicitud")

    def test_never_shows_a_code(self) -> None:
        ana = family()
        people_acts.ask_code(reference=ana.reference, now=clock.now())
        send_all()
        code = people.code_for(asker=POST, message_about=Message.objects.get().about)
        text = signed_in(ana).get("/es/solicitud/mensajes").content.decode()
        assert code not in text.replace(" ", "")
        assert "Por seguridad no se guarda aquí." in text

    def test_confirms_to_its_family_that_a_text_is_ours(self) -> None:
        ana, celia = family(), family("+50255559999")
        say(ana)
        sms = Message.objects.get().sms
        for row, ours in ((ana, True), (celia, False)):
            text = signed_in(row).post("/es/estafas/mensaje", {"text": sms}).content.decode()
            assert ("Sí, nosotros le enviamos este mensaje." in text) is ours


class TestPhones:
    def test_show_what_would_have_arrived_with_its_code(self) -> None:
        ana = family()
        people_acts.ask_code(reference=ana.reference, now=clock.now())
        send_all()
        code = people.code_for(asker=POST, message_about=Message.objects.get().about)
        for path in ("/es/avisos", f"/es/avisos/{ana.pk}"):
            text = Client().get(path).content.decode()
            assert f"Movilidad Segura: su clave es {code[:3]} {code[3:]}." in text
            assert "+502 5555 1234" in text

    def test_can_reply_once_and_are_answered(self) -> None:
        ana = family()
        say(ana)
        data = {"press": "p" * 32, "text": "cámbio"}
        for _ in range(2):
            answer = Client().post(f"/es/avisos/{ana.pk}", data)
            assert answer.status_code == 302
        assert Wish.objects.get().household_id == ana.pk
        assert Reply.objects.count() == 1
        send_all()
        text = Client().get(f"/es/avisos/{ana.pk}").content.decode()
        assert "CAMBIO" in text
        assert "recibimos su mensaje" in text

    def test_of_a_family_without_one_show_its_page(self) -> None:
        celia = factories.household()
        Message.objects.all().delete()
        say(celia)
        text = Client().get("/es/avisos").content.decode()
        assert "Solo en su página" in text
        assert "Una familia sin teléfono" in Client().get(f"/es/avisos/{celia.pk}").content.decode()

    @pytest.mark.parametrize("path", ["/es/avisos", f"/es/avisos/{UUID(int=1)}"])
    def test_are_not_there_on_any_other_site(self, settings: Any, path: str) -> None:
        settings.TRAINING = False
        assert Client().get(path).status_code == 404
        assert Client().post(path, {"text": "CAMBIO", "press": "p" * 32}).status_code in {404, 405}

    def test_of_nobody_are_not_there(self) -> None:
        assert Client().get(f"/es/avisos/{UUID(int=1)}").status_code == 404
