"""The minute: every timer, whatever the others do, and in one process at a time."""

import json
import logging
import os
import signal
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection, connections

from safe_mobility.doors.jobs import ticking
from safe_mobility.doors.jobs.timers import TIMERS
from safe_mobility.labour.services import shipping
from safe_mobility.oversight import queries as oversight
from safe_mobility.programmes.tests.shipped import load_shipped

ROOT = Path(__file__).parents[4]
NOON = datetime(2023, 11, 20, 18, 0, tzinfo=UTC)


@pytest.mark.django_db(transaction=True)
class TestTick:
    def test_runs_each_timer_with_the_time_it_was_given(self) -> None:
        given: list[datetime] = []

        def timer(*, now: datetime) -> int:
            given.append(now)
            return 3

        assert ticking.tick(timers=[("a", timer), ("b", timer)], now=NOON) == {"a": 3, "b": 3}
        assert given == [NOON, NOON]

    def test_goes_on_after_one_that_fails_and_says_nothing_personal(
        self, caplog: pytest.LogCaptureFixture
    ) -> None:
        def broken(*, now: datetime) -> int:
            raise ValueError("ana@example.org")

        done = ticking.tick(timers=[("broken", broken), ("fine", lambda now: 1)], now=NOON)
        assert done == {"broken": 0, "fine": 1}
        assert "timer broken: ValueError at" in caplog.text
        assert "ana@" not in caplog.text

    def test_is_left_to_the_process_that_holds_the_minute(self) -> None:
        inside, leave = threading.Event(), threading.Event()

        def slow(*, now: datetime) -> int:
            inside.set()
            leave.wait(timeout=30)
            return 1

        def elsewhere() -> None:
            ticking.tick(timers=[("slow", slow)], now=NOON)
            connection.close()

        thread = threading.Thread(target=elsewhere)
        thread.start()
        assert inside.wait(timeout=30)
        assert ticking.tick(timers=[("second", lambda now: 1)], now=NOON) == {}
        leave.set()
        thread.join(timeout=30)
        assert ticking.tick(timers=[("second", lambda now: 1)], now=NOON) == {"second": 1}

    def test_keeps_the_clock_and_sweeps(
        self, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        load_shipped()
        monkeypatch.setattr(shipping, "FILES", shipping.FILES[-1:])  # the smallest is enough
        caplog.set_level(logging.ERROR)
        ticking.tick(timers=TIMERS, now=NOON)
        assert oversight.newest_domain_time() == NOON
        assert caplog.text == ""


@pytest.mark.django_db(transaction=True)
class TestRunJobs:
    def test_ends_cleanly_when_told(self) -> None:
        """The real command, on the tests' own databases."""
        script = (
            "import django, sys, json; django.setup()\n"
            "from safe_mobility.labour.services import shipping; shipping.FILES = ()\n"
            "from django.db import connections\n"
            "for alias, name in json.loads(sys.argv[1]).items():\n"
            "    connections[alias].settings_dict['NAME'] = name\n"
            "from safe_mobility.doors.jobs import ticking\n"
            "inner = ticking.tick\n"
            "def tick(**given):\n"
            "    done = inner(**given); print('ticked', len(done), flush=True); return done\n"
            "ticking.tick = tick\n"
            "from django.core.management import call_command\n"
            "call_command('run_jobs'); print('ended')\n"
        )
        names = {a: str(connections[a].settings_dict["NAME"]) for a in ("default", "keys")}
        process = subprocess.Popen(
            [sys.executable, "-c", script, json.dumps(names)],
            cwd=ROOT, stdout=subprocess.PIPE, text=True, env=os.environ,
        )  # fmt: skip
        assert process.stdout is not None
        try:
            assert process.stdout.readline() == f"ticked {len(TIMERS)}\n"
            process.send_signal(signal.SIGTERM)
            rest, _ = process.communicate(timeout=30)
        finally:
            process.kill()
        assert (rest, process.returncode) == ("ended\n", 0)
