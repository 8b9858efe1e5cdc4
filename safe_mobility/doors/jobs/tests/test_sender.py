"""The sender against a mail server and an SMS gateway that really listen."""

import logging
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db.models.functions import Now

from safe_mobility.doors.common import clock
from safe_mobility.doors.jobs import sender
from safe_mobility.doors.jobs.providers import Mail, Provider, Sms, TrainingPage
from safe_mobility.doors.jobs.tests.outside import MailServer, SmsServer, mail_server, sms_server
from safe_mobility.notifications import services
from safe_mobility.notifications.models import Delivery, Message
from safe_mobility.notifications.rules.states import Channel, State
from safe_mobility.people import queries as people
from safe_mobility.people import services as people_acts
from safe_mobility.people.models import Contact, Household, OneTimeCode
from safe_mobility.people.rules.contacts import ContactKind
from safe_mobility.people.tests import factories
from safe_mobility.programmes.tests.shipped import load_shipped

ANA_PHONE = "+50255551234"
ANA_MAIL = "ana.canaria@example.org"


@pytest.fixture
def sms() -> Iterator[SmsServer]:
    with sms_server() as server:
        yield server


@pytest.fixture
def mail(settings: Any) -> Iterator[MailServer]:
    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_TIMEOUT = 5
        yield server


@pytest.fixture
def outside(sms: SmsServer, mail: MailServer) -> dict[Channel, Provider]:
    return {Channel.SMS: Sms(sms.shape, token="t0"), Channel.EMAIL: Mail()}


@pytest.fixture
def ana() -> Household:
    """A family with a checked phone and a checked e-mail, and nothing waiting to be said."""
    load_shipped()
    row = factories.household()
    for kind, value in ((ContactKind.PHONE, ANA_PHONE), (ContactKind.EMAIL, ANA_MAIL)):
        people_acts.save_contact(
            household_id=row.pk, kind=kind, value=value, actor=factories.asker(row),
            now=clock.now(),
        )  # fmt: skip
    Contact.objects.update(verified_at=clock.now())
    Message.objects.all().delete()
    return row


def say(household: Household, kind: str = "booked", about: str = "a1", **facts: Any) -> Message:
    if kind == "booked":
        starts_at = (clock.now() + timedelta(days=2)).isoformat()
        facts = {"starts_at": starts_at, "office": "QTZ", "mode": "IN_PERSON", **facts}
    services.queue(
        kind, about=about, to=people.recipient_of(household.pk), now=clock.now(), **facts
    )
    return Message.objects.get(kind=kind, about=about)


def pass_the_time() -> None:
    """The pauses are over and lost leases have run out."""
    Message.objects.filter(state=State.QUEUED).update(try_at=Now())
    Message.objects.filter(state=State.LEASED).update(leased_until=Now() - timedelta(seconds=1))


@pytest.mark.django_db
class TestSend:
    def test_reaches_phone_and_mailbox_with_the_same_news(
        self, ana: Household, outside: dict[Channel, Provider], sms: SmsServer, mail: MailServer
    ) -> None:
        message = say(ana)

        assert sender.send_due(providers=outside) == 1

        message.refresh_from_db()
        (rang,) = sms.phones.values()
        (letter,) = mail.letters
        assert message.state == State.SENT
        assert rang["to"] == ANA_PHONE
        assert rang["text"] == message.sms
        assert "Quetzaltenango" in rang["text"]
        assert letter["To"] == ANA_MAIL
        assert letter["Subject"] == message.subject
        assert letter.get_content().replace("\r\n", "\n").strip() == message.body.strip()
        keys = {str(d.pk) for d in Delivery.objects.all()}
        assert rang["key"] in keys
        assert letter["Message-ID"].strip("<>").split("@")[0] in keys

    def test_writes_only_to_checked_contacts(
        self, ana: Household, outside: dict[Channel, Provider], sms: SmsServer, mail: MailServer
    ) -> None:
        Contact.objects.filter(kind=ContactKind.PHONE).update(verified_at=None)
        say(ana)
        sender.send_due(providers=outside)
        assert (len(sms.asked), len(mail.letters)) == (0, 1)

    def test_sends_a_check_only_to_the_contact_it_is_for(
        self, ana: Household, outside: dict[Channel, Provider], sms: SmsServer, mail: MailServer
    ) -> None:
        people_acts.save_contact(
            household_id=ana.pk, kind=ContactKind.PHONE, value="+50255559999",
            actor=factories.asker(ana), now=clock.now(),
        )  # fmt: skip
        sender.send_due(providers=outside)

        (rang,) = sms.phones.values()
        assert rang["to"] == "+50255559999"
        assert mail.letters == []
        code = people.code_for(
            asker=sender.SENDER, message_about=Message.objects.get(kind="contact_check").about
        )
        assert f"{code[:3]} {code[3:]}" in rang["text"]

    def test_never_keeps_a_code(
        self, ana: Household, outside: dict[Channel, Provider], sms: SmsServer
    ) -> None:
        people_acts.ask_code(reference=ana.reference, now=clock.now())
        sender.send_due(providers=outside)

        message = Message.objects.get(kind="code")
        code = people.code_for(asker=sender.SENDER, message_about=message.about)
        assert code in sms.asked[0]["text"].replace(" ", "")
        kept = f"{message.facts}{message.sms}{message.subject}{message.body}{message.page}"
        assert code not in kept.replace(" ", "")

    def test_does_not_send_a_code_that_was_used(
        self, ana: Household, outside: dict[Channel, Provider], sms: SmsServer
    ) -> None:
        people_acts.ask_code(reference=ana.reference, now=clock.now())
        message = Message.objects.get(kind="code")
        OneTimeCode.objects.update(used_at=clock.now())
        sender.send_due(providers=outside)
        message.refresh_from_db()
        assert (message.state, sms.asked) == (State.EXPIRED, [])

    def test_leaves_a_household_without_a_channel_its_page(
        self, outside: dict[Channel, Provider], sms: SmsServer, mail: MailServer
    ) -> None:
        load_shipped()
        celia = factories.household()
        message = say(celia)
        sender.send_due(providers=outside)
        message.refresh_from_db()
        assert message.state == State.SENT
        assert message.page
        assert (sms.asked, mail.letters) == ([], [])

    def test_takes_the_training_page_for_the_world(self, ana: Household) -> None:
        message = say(ana)
        training = {Channel.SMS: TrainingPage(), Channel.EMAIL: TrainingPage()}
        sender.send_due(providers=training)
        message.refresh_from_db()
        assert message.state == State.SENT
        assert Delivery.objects.count() == 2


@pytest.mark.django_db
class TestSendOnABadDay:
    def test_tries_again_with_the_same_key_and_rings_once(
        self, ana: Household, outside: dict[Channel, Provider], sms: SmsServer, mail: MailServer
    ) -> None:
        sms.answers = [503, 0, 502, 200]
        message = say(ana)
        for _ in range(4):
            sender.send_due(providers=outside)
            pass_the_time()

        message.refresh_from_db()
        assert message.state == State.SENT
        assert len(sms.asked) == 4
        assert len(sms.phones) == 1
        assert len(mail.letters) == 1

    def test_would_ring_twice_if_each_try_had_a_key_of_its_own(
        self, ana: Household, sms: SmsServer
    ) -> None:
        class Careless(Sms):
            def send(self, **said: Any) -> services.Told:
                return super().send(**{**said, "key": f"{said['key']}-{time.monotonic_ns()}"})

        careless = {Channel.SMS: Careless(sms.shape, token="t0")}
        sms.answers = [0, 200]
        say(ana)
        for _ in range(2):
            sender.send_due(providers=careless)
            pass_the_time()
        assert len(sms.phones) == 2

    def test_ends_on_the_desk_when_the_number_does_not_exist(
        self, ana: Household, sms: SmsServer
    ) -> None:
        sms.answers = [422]
        message = say(ana)
        sender.send_due(providers={Channel.SMS: Sms(sms.shape, token="t0")})
        message.refresh_from_db()
        assert message.state == State.DEAD
        assert Delivery.objects.get().fault == "sms_status_422"

    def test_waits_for_a_gateway_that_is_away(self, ana: Household, sms: SmsServer) -> None:
        away = Sms(replace(sms.shape, url="http://127.0.0.1:9/"), token="t0")
        message = say(ana)
        sender.send_due(providers={Channel.SMS: away})
        message.refresh_from_db()
        assert message.state == State.QUEUED
        assert Delivery.objects.get().fault == "sms_ConnectError"

    def test_is_in_doubt_when_a_mail_server_hangs_up_after_the_text(
        self, ana: Household, mail: MailServer
    ) -> None:
        mail.answer = ""
        message = say(ana)
        sender.send_due(providers={Channel.EMAIL: Mail()})
        pass_the_time()
        sender.send_due(providers={Channel.EMAIL: Mail()})
        message.refresh_from_db()
        assert (message.state, len(mail.letters)) == (State.UNKNOWN, 1)

    @pytest.mark.parametrize(
        ("answer", "state"), [("550 nobody", State.DEAD), ("451 later", State.QUEUED)]
    )
    def test_hears_the_difference_between_never_and_not_now(
        self, ana: Household, mail: MailServer, answer: str, state: State
    ) -> None:
        mail.recipient = answer
        message = say(ana)
        sender.send_due(providers={Channel.EMAIL: Mail()})
        message.refresh_from_db()
        assert (message.state, mail.letters) == (state, [])

    def test_sets_one_message_aside_that_cannot_be_said_and_goes_on(
        self, ana: Household, outside: dict[Channel, Provider], sms: SmsServer
    ) -> None:
        broken, fine = say(ana, about="broken"), say(ana, about="fine")
        Message.objects.filter(pk=broken.pk).update(facts={"starts_at": "no day at all"})

        for _ in range(services.FAILED_LEASES):
            sender.send_due(providers=outside)
            pass_the_time()

        broken.refresh_from_db()
        fine.refresh_from_db()
        assert (broken.state, fine.state) == (State.DEAD, State.SENT)

    def test_says_nothing_personal_in_any_log(
        self, ana: Household, outside: dict[Channel, Provider], sms: SmsServer,
        mail: MailServer, caplog: pytest.LogCaptureFixture,
    ) -> None:  # fmt: skip
        caplog.set_level(logging.DEBUG)
        shape = replace(sms.shape, url=f"{sms.shape.url}?to={{to}}&text={{text}}")
        outside[Channel.SMS] = Sms(shape, token="t0")
        sms.answers = [503, 422]
        mail.recipient = f"550 {ANA_MAIL} unknown"
        people_acts.ask_code(reference=ana.reference, now=clock.now())
        broken = say(ana, about="broken")
        Message.objects.filter(pk=broken.pk).update(facts={"starts_at": ANA_MAIL})
        for _ in range(3):
            sender.send_due(providers=outside)
            pass_the_time()

        code = people.code_for(
            asker=sender.SENDER, message_about=Message.objects.get(kind="code").about
        )
        said = caplog.text + str(list(Delivery.objects.values()))
        assert "ValueError" in caplog.text
        for canary in (ANA_PHONE, ANA_PHONE[4:], ANA_MAIL, code, f"{code[:3]} {code[3:]}"):
            assert canary not in said


@pytest.mark.django_db(transaction=True)
class TestRun:
    def test_wakes_for_the_bell_and_ends_when_told(self, ana: Household, sms: SmsServer) -> None:
        ended = threading.Event()
        thread = threading.Thread(
            target=sender.run,
            kwargs={"providers": {Channel.SMS: Sms(sms.shape, token="t0")}, "ended": ended},
        )
        thread.start()
        try:
            people_acts.ask_code(reference=ana.reference, now=clock.now())
            assert sms.reached.wait(timeout=30)
        finally:
            ended.set()
            thread.join(timeout=30)
        assert not thread.is_alive()

    def test_sends_each_message_once_however_many_work(
        self, ana: Household, sms: SmsServer
    ) -> None:
        for number in range(30):
            say(ana, about=f"a{number}")
        ended = threading.Event()
        threads = [
            threading.Thread(
                target=sender.run,
                kwargs={"providers": {Channel.SMS: Sms(sms.shape, token="t0")}, "ended": ended},
            )
            for _ in range(4)
        ]
        for thread in threads:
            thread.start()
        deadline = time.monotonic() + 60
        while Message.objects.exclude(state=State.SENT).exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        ended.set()
        for thread in threads:
            thread.join(timeout=30)

        assert (len(sms.asked), len(sms.phones)) == (30, 30)
