"""How many bookings a second go through the whole site, beside bare psycopg doing the same rows.

A booking is two presses over HTTP: hold, then confirm, with everything on (session, CSRF, pressing
twice, rules, trail, outbox). The peer sends the same reads and writes, a statement a row, from
four processes, to the same database in the same minutes. Then again with 100,000 households.
Each round begins when the messages of the one before are sent: the sender works beside the
bookings that it tells of, not beside somebody else's.
"""

import http.client
import os
import secrets
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, LiteralString
from urllib.parse import urlencode

import psycopg

from benchmarks import _bare_booking
from benchmarks._bare_booking import Phone
from benchmarks.places_to_run import beside, training_site
from benchmarks.report import Report
from tests.running_site import RunningSite

ROUNDS = 3
BOOKINGS = int(os.environ.get("BENCH_BOOKINGS", "240"))
"""Through the site, each round; the peer does four times as many."""
CLIENTS = 8
HOUSEHOLDS = int(os.environ.get("BENCH_HOUSEHOLDS", "100000"))
CSRF = "b" * 32


class NotBooked(Exception):
    """The site answered something else than "held" and "confirmed"."""


@dataclass
class Seed:
    """Families that have not booked yet, each with a time that has a place for it."""

    told: dict[str, Any]
    used: int = 0

    def take(self, count: int) -> list[Phone]:
        first, self.used = self.used, self.used + count
        slots = self.told["slots"]
        return [
            Phone(household, cookie, tuple(slots[(first + n) // 8]))
            for n, (household, cookie) in enumerate(self.told["phones"][first : self.used])
        ]


def main(report: Report) -> None:
    with training_site() as site:
        needed = (ROUNDS * 2 * 5 + 1) * BOOKINGS
        seed = Seed(beside(site, f"seed(families={needed})", reads=True))
        # A process that has just begun reads rules and words first; nobody books with that.
        _through_the_site(site, seed, seed.take(BOOKINGS))
        empty_site, empty_bare = _rounds(site, seed)
        report.figure("bare psycopg, same rows (the limit)", empty_bare, "/s")
        report.figure(
            "bookings through the site",
            empty_site,
            "/s",
            ratio=empty_site / empty_bare,
            aim=">= 0.15",
            beside="bare psycopg; 0.25 is hoped for",
        )
        beside(site, f"load(last={HOUSEHOLDS})")
        full_site, full_bare = _rounds(site, seed)
        report.figure(
            f"with {HOUSEHOLDS:,} households",
            full_site,
            "/s",
            ratio=full_site / empty_site,
            aim=">= 0.8",
            beside="the same site empty",
        )
        report.figure(
            "the same, beside bare",
            full_site,
            "/s",
            ratio=full_site / full_bare,
            aim=">= 0.15",
            beside="bare psycopg with as many",
        )
        report.count("places promised twice", _promised_twice(seed.told["database"]))


def _rounds(site: RunningSite, seed: Seed) -> tuple[float, float]:
    """The middle rate of the site and of the peer, taken in turns."""
    of_site, of_bare = [], []
    for _ in range(ROUNDS):
        _until_all_is_said(seed.told["database"])
        of_site.append(_through_the_site(site, seed, seed.take(BOOKINGS)))
        _until_all_is_said(seed.told["database"])
        of_bare.append(_bare_booking.rate(seed.told["database"], seed.take(BOOKINGS * 4)))
    return sorted(of_site)[ROUNDS // 2], sorted(of_bare)[ROUNDS // 2]


def _through_the_site(site: RunningSite, seed: Seed, phones: list[Phone]) -> float:
    todo = iter(phones)
    lock, faults = threading.Lock(), []

    def client() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", site.port)
        try:
            for phone in _shared(todo, lock):
                _book(connection, seed.told, phone, host=f"localhost:{site.port}")
        except Exception as fault:
            faults.append(fault)

    threads = [threading.Thread(target=client) for _ in range(CLIENTS)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
    return len(phones) / (time.perf_counter() - began)


def _shared(todo: Iterator[Phone], lock: threading.Lock) -> Iterator[Phone]:
    while True:
        with lock:
            phone = next(todo, None)
        if phone is None:
            return
        yield phone


def _book(
    connection: http.client.HTTPConnection, told: dict[str, Any], phone: Phone, *, host: str
) -> None:
    on, at, _ = phone.slot
    headers = {
        "Host": host,
        "Cookie": f"{told['cookie']}={phone.cookie}; {told['csrf']}={CSRF}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    asked = [
        ("/es/cita", {"donde": "QTZ.IN_PERSON", "hora": f"{on}T{at}"}, "/es/cita/guardada"),
        ("/es/cita/guardada", {}, "/es/cita/lista"),
    ]
    for path, fields, leads_to in asked:
        body = fields | {"press": secrets.token_urlsafe(16), "csrfmiddlewaretoken": CSRF}
        connection.request("POST", path, urlencode(body), headers)
        answer = connection.getresponse()
        page = answer.read()
        if answer.status != 302 or answer.headers["Location"] != leads_to:
            raise NotBooked(f"{path}: {answer.status}\n{page[:2000].decode(errors='replace')}")


def _promised_twice(database: dict[str, str]) -> int:
    return _counted(
        database,
        "SELECT count(*) FROM (SELECT 1 FROM appointments_appointment"
        " WHERE state IN ('HELD', 'CONFIRMED') GROUP BY place_id HAVING count(*) > 1) AS twice",
    )


def _until_all_is_said(database: dict[str, str]) -> None:
    # What the peer queued is due by today's clock, and the training site's is years behind.
    waits = (
        "SELECT count(*) FROM notifications_message WHERE kind = 'booked'"
        " AND state IN ('QUEUED', 'LEASED') AND due_at < now() - interval '1 year'"
    )
    deadline = time.monotonic() + 120
    while _counted(database, waits):
        if time.monotonic() > deadline:
            raise TimeoutError("the sender did not catch up")
        time.sleep(0.2)


def _counted(database: dict[str, str], statement: LiteralString) -> int:
    address = psycopg.conninfo.make_conninfo(
        host=database["HOST"], dbname=database["NAME"], user=database["USER"]
    )
    with psycopg.connect(address) as connection:
        row = connection.execute(statement).fetchone()
    return int(row[0]) if row else 0
