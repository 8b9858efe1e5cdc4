"""The peer of a booking: bare psycopg that sends the same reads and rows, a statement a row."""

import json
import multiprocessing
import secrets
import time
import uuid
from dataclasses import dataclass
from typing import Any

import psycopg

PROCESSES = 4


@dataclass(frozen=True)
class Phone:
    """A family that is signed in: its key, its cookie, and a time with a place for it."""

    household: str
    cookie: str
    slot: tuple[str, str, str]


class NoPlace(Exception):
    """The benchmark gave out more families than places."""


# The reads and rows of one booking, as the site's own log of statements shows them.
SESSION = """
    SELECT s.id, s.household_id, s.opened_at, s.expires_at FROM people_householdsession s
    JOIN people_household h ON h.id = s.household_id
    WHERE s.household_id = %(household)s AND h.erased_at IS NULL
"""
PRESS = """
    INSERT INTO oversight_press (asker, key, body_hash, result, pressed_at) VALUES (%(asker)s,
    %(key)s, %(hash)s, '', now()) ON CONFLICT (asker, key) DO NOTHING RETURNING id
"""
LOCKED = """
    SELECT * FROM people_application a JOIN people_household h ON h.id = a.household_id WHERE
    a.household_id = %(household)s ORDER BY a.opened_at DESC LIMIT 1 FOR NO KEY UPDATE OF h, a
"""
MINE = """
    SELECT * FROM appointments_appointment a JOIN appointments_place p ON p.id = a.place_id
    WHERE a.household_id = %(household)s
"""
MINE_LOCKED = f"{MINE} FOR NO KEY UPDATE OF p, a"
SHUT = """
    SELECT 1 FROM offices_closure WHERE office_code = 'QTZ' AND "on" = %(on)s LIMIT 1
"""
CLAIM = """
UPDATE appointments_place SET state = 'TAKEN' WHERE id = (
    SELECT id FROM appointments_place
     WHERE office_code = 'QTZ' AND mode = 'IN_PERSON' AND starts_at = %(starts_at)s
       AND state = 'OPEN' ORDER BY id LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED
) RETURNING id
"""
HOLD = """
    INSERT INTO appointments_appointment (id, household_id, place_id, state, code, held_at,
    held_until, called_by, calls, ended_by) VALUES (%(id)s, %(household)s, %(place)s, 'HELD',
    %(code)s, now(), now(), '', 0, '')
"""
MARK = """
    INSERT INTO oversight_mark (at, act, actor, about, office, facts) VALUES (now(), %(act)s,
    %(asker)s, %(code)s, 'QTZ', %(facts)s)
"""
CONFIRM = """
    UPDATE appointments_appointment SET state = 'CONFIRMED', confirmed_at = now() WHERE id =
    %(id)s
"""
BOOKED = """
    UPDATE people_application SET state = 'BOOKED', state_since = now() WHERE household_id =
    %(household)s
"""
MESSAGE = """
    INSERT INTO notifications_message (id, kind, about, occasion, recipient_kind, recipient_id,
    language, facts, urgency, state, queued_at, due_at, lease, sms, subject, body, page) VALUES
    (%(message)s, 'booked', %(id_text)s, '', 'HOUSEHOLD', %(household_text)s, 'es', %(words)s,
    3, 'QUEUED', now(), now(), 0, '', '', '', '')
"""


def book(connection: psycopg.Connection[Any], phone: Phone) -> None:
    appointment = uuid.uuid4()
    facts = {
        "household": uuid.UUID(phone.household),
        "household_text": phone.household,
        "asker": f"HOUSEHOLD:{phone.household}",
        "hash": secrets.token_bytes(32),
        "on": phone.slot[0],
        "starts_at": phone.slot[2],
        "id": appointment,
        "id_text": str(appointment),
        "message": uuid.uuid4(),
        "code": secrets.token_hex(6),
        "facts": json.dumps({"place": 1, "appointment": str(appointment)}),
        # Due by today's clock, that is never on a training site: the sender leaves them alone.
        "words": json.dumps({"starts_at": phone.slot[2], "office": "QTZ", "mode": "IN_PERSON"}),
    }

    def run(*statements: str, **more: Any) -> psycopg.Cursor[Any]:
        for statement in statements:
            cursor = connection.execute(statement, facts | more)
        return cursor

    run(SESSION)
    with connection.transaction():
        run(PRESS, LOCKED, MINE, SHUT, key=secrets.token_urlsafe(16))
        place = run(CLAIM).fetchone()
        if place is None:
            raise NoPlace(phone.slot)
        run(HOLD, place=place[0])
        run(MARK, act="appointment.held")
    run(SESSION)
    with connection.transaction():
        run(PRESS, LOCKED, MINE_LOCKED, SHUT, CONFIRM, key=secrets.token_urlsafe(16))
        run(BOOKED)
        run(MARK, act="application.advanced")
        run(MARK, MESSAGE, act="appointment.confirmed")


def rate(database: dict[str, str], phones: list[Phone]) -> float:
    """The peer: four processes that share the families."""
    fork = multiprocessing.get_context("fork")
    share = -(-len(phones) // PROCESSES)
    ready, done = fork.Barrier(PROCESSES + 1), fork.SimpleQueue()
    workers = [
        fork.Process(target=_client, args=(database, phones[n * share :][:share], ready, done))
        for n in range(PROCESSES)
    ]
    for worker in workers:
        worker.start()
    ready.wait(timeout=30)
    began = time.perf_counter()
    counts = [done.get() for _ in workers]
    spent = time.perf_counter() - began
    for worker in workers:
        worker.join()
    return float(sum(counts)) / spent


def _client(database: dict[str, str], phones: list[Phone], ready: Any, done: Any) -> None:
    address = psycopg.conninfo.make_conninfo(
        host=database["HOST"],
        port=database["PORT"] or None,
        dbname=database["NAME"],
        user=database["USER"],
    )
    with psycopg.connect(address, autocommit=True) as connection:
        ready.wait(timeout=30)
        for phone in phones:
            book(connection, phone)
    done.put(len(phones))
