"""A web process is killed between the claim of a place and the commit of its booking."""

import http.client
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import connections

from config.environment import BASE_DIR
from safe_mobility.appointments.models import Appointment, Place
from safe_mobility.appointments.rules.states import PlaceState
from safe_mobility.appointments.tests import factories
from safe_mobility.doors.common.asking import new_visitor
from safe_mobility.people import services as people_acts
from safe_mobility.people.models import Household
from safe_mobility.programmes.tests.shipped import load_shipped
from tests import cluster
from tests.running_site import free_port

pytestmark = pytest.mark.django_db(transaction=True)

CSRF = "b" * 32
KEY = "one-press-of-one-button"


@dataclass
class Web:
    port: int
    process: subprocess.Popen[str]

    def press(self, cookie: str) -> tuple[int, str]:
        """Ask for the hour, always with the key of the same page."""
        body = {"donde": "QTZ.IN_PERSON", "hora": f"{factories.TUESDAY}T09:00", "press": KEY}
        names = (settings.VISITOR_COOKIE_NAME, settings.CSRF_COOKIE_NAME)
        headers = {
            "Cookie": f"{names[0]}={cookie}; {names[1]}={CSRF}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request(
            "POST", "/es/cita", urlencode(body | {"csrfmiddlewaretoken": CSRF}), headers
        )
        answer = connection.getresponse()
        return answer.status, answer.headers.get("Location", "")


@contextmanager
def web_process(*, guarded: bool = True) -> Iterator[Web]:
    names = {alias: str(connections[alias].settings_dict["NAME"]) for alias in connections}
    offset = (factories.NOON - datetime.now(UTC)).total_seconds()
    port = free_port()
    process = subprocess.Popen(
        [
            sys.executable, "-m", "tests.faults.web_process",
            json.dumps(names), str(port), "guarded" if guarded else "unguarded",
        ],
        cwd=BASE_DIR,
        env=os.environ | {"CLOCK_OFFSET": str(offset)},
        stdout=subprocess.PIPE,
        text=True,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield Web(port, process)
    finally:
        process.kill()
        process.communicate()


@contextmanager
def nobody_may_write_an_appointment() -> Iterator[None]:
    """Whoever claims a place now waits after the claim, before its appointment."""
    with cluster.superuser() as owner, owner.transaction():
        owner.execute("LOCK TABLE appointments_appointment IN EXCLUSIVE MODE")
        yield


def wait_until_somebody_waits() -> None:
    deadline = time.monotonic() + 20
    with cluster.superuser() as owner:
        while time.monotonic() < deadline:
            waiting = owner.execute(
                "SELECT count(*) FROM pg_locks"
                " WHERE NOT granted AND relation = 'appointments_appointment'::regclass"
                " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            ).fetchone()
            if waiting != (0,):
                return
            time.sleep(0.01)
    raise AssertionError("nobody waited")


def wait_until_it_is_noticed() -> None:
    """PostgreSQL ends the dead process's session when it next speaks to it."""
    deadline = time.monotonic() + 20
    with cluster.superuser() as owner:
        while time.monotonic() < deadline:
            open_ones = owner.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE state <> 'idle'"
                " AND datname = current_database() AND pid <> pg_backend_pid()"
            ).fetchone()
            if open_ones == (0,):
                return
            time.sleep(0.01)
    raise AssertionError("a session of the dead process is still at work")


def kill_between_claim_and_commit(cookie: str, *, guarded: bool = True) -> None:
    unanswered: list[BaseException] = []

    def press(web: Web) -> None:
        try:
            web.press(cookie)
        except (http.client.HTTPException, OSError) as error:
            unanswered.append(error)

    with web_process(guarded=guarded) as web:
        with nobody_may_write_an_appointment():
            presser = threading.Thread(target=press, args=[web])
            presser.start()
            wait_until_somebody_waits()
            web.process.kill()
            web.process.wait(timeout=20)
        presser.join(timeout=20)
    wait_until_it_is_noticed()
    assert unanswered, "the press was answered although its process was dead"


@pytest.fixture
def family() -> Household:
    load_shipped()
    factories.office_day()
    return factories.household()


@pytest.fixture
def cookie(family: Household) -> str:
    visitor = new_visitor()
    people_acts.open_session(household_id=family.pk, token_id=visitor.token_id)
    return visitor.cookie


def taken() -> int:
    return Place.objects.filter(state=PlaceState.TAKEN).count()


class TestWebProcessKilledBetweenClaimAndCommit:
    def test_leaves_the_place_free_and_the_press_may_be_repeated(self, cookie: str) -> None:
        kill_between_claim_and_commit(cookie)

        assert (taken(), Appointment.objects.count()) == (0, 0)
        with web_process() as web:
            assert web.press(cookie) == (302, "/es/cita/guardada")
            assert web.press(cookie) == (302, "/es/cita/guardada")
        assert (taken(), Appointment.objects.count()) == (1, 1)

    def test_would_lose_the_place_if_a_claim_were_committed_by_itself(self, cookie: str) -> None:
        kill_between_claim_and_commit(cookie, guarded=False)

        assert (taken(), Appointment.objects.count()) == (1, 0)
