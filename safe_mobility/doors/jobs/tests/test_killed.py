"""A worker killed while it speaks: nothing is lost, and nothing is said twice."""

import json
import signal
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connections

from safe_mobility.doors.jobs import sender
from safe_mobility.doors.jobs.providers import Sms
from safe_mobility.doors.jobs.tests.outside import SmsServer
from safe_mobility.doors.jobs.tests.test_sender import ana, pass_the_time, say, sms
from safe_mobility.notifications import services
from safe_mobility.notifications.models import Delivery, Message
from safe_mobility.notifications.rules.states import Channel, State, Step
from safe_mobility.people.models import Household

__all__ = ["ana", "sms"]  # fixtures
ROOT = Path(__file__).parents[4]


def kill_in_the_middle(sms: SmsServer, *, keeps_key: bool) -> None:
    """Start a worker, wait until the gateway has the message, and kill it before the answer."""
    sms.hold = threading.Event()
    names = {alias: str(connections[alias].settings_dict["NAME"]) for alias in ("default", "keys")}
    worker = subprocess.Popen(
        [
            sys.executable, "-m", "safe_mobility.doors.jobs.tests.worker",
            json.dumps(names), str(sms.port), "keeps" if keeps_key else "forgets",
        ],
        cwd=ROOT,
    )  # fmt: skip
    try:
        assert sms.reached.wait(timeout=30)
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait(timeout=10)
    sms.hold.set()
    sms.hold = None


def send_again(sms: SmsServer, *, keeps_key: bool) -> None:
    pass_the_time()
    shape = replace(sms.shape, keeps_key=keeps_key)
    sender.send_due(providers={Channel.SMS: Sms(shape, token="t0")})


@pytest.mark.django_db(transaction=True)
class TestWorkerKilledWhileSpeaking:
    def test_is_followed_by_one_that_repeats_with_the_same_key(
        self, ana: Household, sms: SmsServer
    ) -> None:
        message = say(ana)
        kill_in_the_middle(sms, keeps_key=True)
        message.refresh_from_db()
        assert message.state == State.LEASED
        assert Delivery.objects.get().step == Step.SENDING

        send_again(sms, keeps_key=True)

        message.refresh_from_db()
        assert message.state == State.SENT
        assert [asked["key"] for asked in sms.asked] == [str(Delivery.objects.get().pk)] * 2
        assert len(sms.phones) == 1

    def test_leaves_a_doubt_for_a_person_where_the_gateway_forgets_keys(
        self, ana: Household, sms: SmsServer
    ) -> None:
        message = say(ana)
        kill_in_the_middle(sms, keeps_key=False)
        send_again(sms, keeps_key=False)

        message.refresh_from_db()
        assert message.state == State.UNKNOWN
        assert len(sms.asked) == 1

    def test_would_be_lost_if_nobody_took_back_what_it_held(
        self, ana: Household, sms: SmsServer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(services, "recover", lambda **_: 0)
        say(ana)
        kill_in_the_middle(sms, keeps_key=True)
        for _ in range(3):
            send_again(sms, keeps_key=True)

        assert Message.objects.get().state == State.LEASED
        assert len(sms.asked) == 1
