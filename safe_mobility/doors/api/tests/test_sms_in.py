"""Replies by SMS: signed, once, and a stranger learns nothing."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client

from safe_mobility.doors.common import clock, sms_gateway
from safe_mobility.notifications import queries as notifications
from safe_mobility.notifications import services
from safe_mobility.notifications.models import Message, Reply
from safe_mobility.notifications.rules import gateway
from safe_mobility.notifications.rules.rendering import Rendered
from safe_mobility.notifications.rules.retry import Answer
from safe_mobility.notifications.rules.states import Channel
from safe_mobility.notifications.services import Destination, Told
from safe_mobility.people import queries as people
from safe_mobility.people import services as people_acts
from safe_mobility.people.models import Contact, Household, Wish
from safe_mobility.people.rules.contacts import ContactKind
from safe_mobility.people.rules.states import State
from safe_mobility.people.tests import factories

PHONE = "+50255551234"
pytestmark = pytest.mark.django_db


def family(phone: str = PHONE, *, checked: bool = True) -> Household:
    row = factories.household(state=State.WAITING)
    people_acts.save_contact(
        household_id=row.pk, kind=ContactKind.PHONE, value=phone, actor=factories.asker(row),
        now=clock.now(),
    )  # fmt: skip
    if checked:
        Contact.objects.filter(household=row).update(verified_at=clock.now())
    Message.objects.all().delete()
    return row


def bring(
    text: str,
    *,
    phone: str = PHONE,
    message_id: str = "",
    sign: bool = True,
    raw: bytes | None = None,
) -> HttpResponse:
    body = raw
    if body is None:
        body = json.dumps({"id": message_id or str(uuid4()), "from": phone, "text": text}).encode()
    key = sms_gateway.signing_key() if sign else b"another key"
    shape = sms_gateway.TRAINING
    answer = Client(enforce_csrf_checks=True).post(
        "/api/v1/sms/in",
        data=body,
        content_type="application/json",
        headers={shape.signature_header: gateway.signature(shape, key=key, body=body)},
    )
    assert isinstance(answer, HttpResponse)
    return answer


def everything() -> tuple[int, int]:
    return Wish.objects.count(), Message.objects.count()


class TestSmsIn:
    @pytest.mark.parametrize(
        ("text", "wish"), [("CAMBIO", "CHANGE"), (" cámbio ", "CHANGE"), ("Cita", "TIME")]
    )
    def test_puts_the_wish_on_the_list_and_answers(self, text: str, wish: str) -> None:
        ana = family()
        assert bring(text).status_code == 204

        assert Wish.objects.get().household_id == ana.pk
        assert Wish.objects.get().kind == wish
        answer = Message.objects.get()
        assert (answer.kind, answer.recipient_id) == ("wish_received", str(ana.pk))

    def test_brought_twice_is_one(self) -> None:
        family()
        for _ in range(3):
            assert bring("CAMBIO", message_id="sms-1").status_code == 204
        assert Reply.objects.count() == 1
        assert everything() == (1, 1)

    @pytest.mark.parametrize(
        "phone", ["+50255559999", "+1", "nobody", "", "50255551234' OR 1=1", "+502" + "5" * 400]
    )
    def test_tells_a_stranger_nothing(self, phone: str) -> None:
        family()
        known, stranger = bring("CAMBIO"), bring("CAMBIO", phone=phone)
        assert (known.status_code, known.content) == (stranger.status_code, stranger.content)
        assert Reply.objects.filter(household=None, words=None, wish="").count() == 1
        assert everything() == (1, 1)

    def test_does_not_believe_a_phone_that_nobody_checked(self) -> None:
        family(checked=False)
        bring("CAMBIO")
        assert everything() == (0, 0)

    def test_reads_a_number_without_its_plus(self) -> None:
        family()
        bring("CITA", phone=PHONE.removeprefix("+"))
        assert everything() == (1, 1)

    def test_of_a_shared_phone_is_from_the_family_we_wrote_to_last(self) -> None:
        first, second = family(), family()
        bring("CAMBIO", message_id="nobody-was-written-to")
        assert everything() == (0, 0)

        for row in (first, second):
            _write_to(row)
        bring("CAMBIO")
        assert Wish.objects.get().household_id == second.pk

    def test_keeps_other_words_sealed_for_a_person(self) -> None:
        ana = family()
        bring("mi hijo está enfermo")
        reply = Reply.objects.get()
        assert reply.words is not None
        assert "enfermo" not in str(bytes(reply.words))
        (seen,) = notifications.replies_to_read(within=people.visible_to(factories.DORA))
        assert seen.household_id == ana.pk
        assert Message.objects.get().facts == {"wish": "OTHER"}

    @pytest.mark.parametrize(
        "text", ["", "\x00", "😀" * 400, "a" * 5000, "\u202eOIBMAC", "null", "{}"]
    )
    def test_takes_any_text(self, text: str) -> None:
        family()
        assert bring(text).status_code == 204

    def test_refuses_another_signature_and_does_nothing(self) -> None:
        family()
        assert bring("CAMBIO", sign=False).status_code == 403
        assert Reply.objects.count() == 0
        assert everything() == (0, 0)

    def test_refuses_none_at_all(self) -> None:
        assert Client().post("/api/v1/sms/in", data=b"{}", content_type="a/b").status_code == 403

    @pytest.mark.parametrize("raw", [b"", b"{}", b"[1]", b"\xff\xfe", b'{"id": null}'])
    def test_says_when_it_cannot_read(self, raw: bytes) -> None:
        assert bring("", raw=raw).status_code == 400

    def test_reads_no_more_than_an_sms_needs(self) -> None:
        assert bring("", raw=b"x" * 17_000).status_code == 413

    def test_is_only_for_posts(self) -> None:
        assert Client().get("/api/v1/sms/in").status_code == 405

    def test_is_not_there_without_a_gateway(self, settings: Any) -> None:
        settings.TRAINING = False
        assert bring("CAMBIO").status_code == 404


def _write_to(row: Household) -> None:
    services.queue(
        "no_change_news",
        about=row.reference,
        to=people.recipient_of(row.pk),
        now=clock.now(),
        news_by=(clock.now() + timedelta(days=30)).date().isoformat(),
    )
    (leased,) = services.lease(now=clock.now(), limit=1)
    words = Rendered(sms="s", subject="s", body="b", page="p")
    where = Destination(Channel.SMS, str(Contact.objects.get(household=row).pk))
    ((delivery, _),) = services.plan(leased, destinations=[where], words=words)
    services.begin(leased, delivery=delivery)
    services.answered(
        delivery=delivery, told=Told(Answer.TAKEN), keeps_key=True, chance=0, now=clock.now()
    )
    services.settle(leased, now=clock.now())
