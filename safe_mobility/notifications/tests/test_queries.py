"""What a household reads, what a stranger learns, and every office's name in 160 signs."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from safe_mobility.notifications import queries, services
from safe_mobility.notifications.models import Message
from safe_mobility.notifications.rules import gsm, rendering
from safe_mobility.notifications.rules.checking import Finding
from safe_mobility.notifications.rules.kinds import KINDS
from safe_mobility.notifications.rules.retry import Answer
from safe_mobility.notifications.rules.states import Channel, State
from safe_mobility.notifications.tests.test_outbox import MAIL, PHONE, speak, take
from safe_mobility.programmes import queries as programmes
from safe_mobility.programmes.tests.shipped import hold_shipped
from safe_mobility.shared.asker import ANYONE
from safe_mobility.shared.recipient import Recipient, RecipientKind
from safe_mobility.shared.visible import Visible

NOON = datetime(2023, 11, 20, 18, 0, tzinfo=UTC)
FACTS = {
    "starts_at": datetime(2023, 11, 22, 22, 30, tzinfo=UTC).isoformat(),
    "news_by": "2023-12-31",
    "answer_by": "2023-12-31",
    "code": "482915",
    "office": "QTZ",
    "mode": "IN_PERSON",
    "pathway": "h2a",
}


@pytest.fixture(autouse=True)
def _programme(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    hold_shipped(monkeypatch)


def visible_to(recipient: Recipient) -> Visible:
    return Visible(asker=ANYONE, recipient=recipient)


def family() -> Recipient:
    return Recipient(kind=RecipientKind.HOUSEHOLD, id=str(uuid4()), language="es")


def say(to: Recipient, kind: str = "booked", **facts: Any) -> None:
    given = {name: FACTS[name] for name in ("starts_at", "office", "mode")} | facts
    services.queue(kind, about=str(uuid4()), to=to, now=NOON, **given)


class TestRender:
    @pytest.mark.parametrize("language", rendering.LANGUAGES)
    def test_says_every_kind_for_every_office_in_one_sms(self, language: str) -> None:
        for kind in KINDS:
            for code in programmes.office_codes():
                said = queries.render(kind, language=language, facts={**FACTS, "office": code})
                assert gsm.fits(said.sms), said.sms

    def test_keeps_the_name_of_every_office_that_was_open(self) -> None:
        for code in ("QTZ", "SMA", "HUE", "IZA", "CHQ"):
            said = queries.render("booked", language="es", facts={**FACTS, "office": code})
            assert programmes.place_name(code, "es") in said.sms

    def test_names_the_pathway_on_the_page_alone(self) -> None:
        said = queries.render("referral_sent", language="es", facts=FACTS)
        name = programmes.text_of("pathway.h2a.name", "es")
        assert name in said.page
        assert name not in said.sms + said.subject + said.body


class TestMessages:
    def test_are_those_of_the_recipient_and_of_nobody_else(self) -> None:
        ana, celia = family(), family()
        say(ana)
        say(celia)
        for _ in range(2):
            speak(take(), Answer.TAKEN)

        (seen,) = queries.messages(visible=visible_to(ana))
        assert Message.objects.get(pk=seen.id).recipient_id == ana.id

    def test_are_not_shown_before_they_go_out(self) -> None:
        ana = family()
        say(ana)
        assert queries.messages(visible=visible_to(ana)) == []

    def test_are_shown_also_when_no_phone_could_be_reached(self) -> None:
        ana = family()
        say(ana)
        speak(take(), Answer.REFUSED)
        (seen,) = queries.messages(visible=visible_to(ana))
        assert (seen.state, seen.text) == (State.DEAD, "page")

    def test_never_show_a_code(self) -> None:
        ana = family()
        services.queue("code", about="c1", to=ana, now=NOON)
        speak(take(), Answer.TAKEN)
        (seen,) = queries.messages(visible=visible_to(ana))
        assert seen.text == seen.sms == "Le enviamos una clave. Por seguridad no se guarda aquí."
        assert seen.title == "Su clave para entrar"

    def test_say_by_which_channel_they_went(self) -> None:
        ana = family()
        say(ana)
        speak(take(), Answer.TAKEN, Answer.TAKEN, to=(PHONE, MAIL))
        say(ana)
        speak(take(), to=())
        channels = {seen.channel for seen in queries.messages(visible=visible_to(ana))}
        assert channels == {Channel.SMS, Channel.PAGE}


class TestWasSaid:
    def test_knows_what_went_to_this_phone(self) -> None:
        ana, celia = family(), family()
        say(ana)
        speak(take(), Answer.TAKEN)
        assert queries.was_said(visible=visible_to(ana), text="  SMS ")
        assert not queries.was_said(visible=visible_to(ana), text="")
        assert not queries.was_said(visible=visible_to(celia), text="sms")


class TestCheckMessage:
    def test_knows_our_form_with_the_offices_we_have(self) -> None:
        said = queries.render("booked", language="es", facts=FACTS)
        assert queries.check_message(said.sms).finding is Finding.LOOKS_LIKE_OURS
        elsewhere = said.sms.replace("Quetzaltenango", "Casa de Juan")
        assert queries.check_message(elsewhere).finding is Finding.NOT_KNOWN
