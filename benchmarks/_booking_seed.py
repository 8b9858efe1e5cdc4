"""Run beside a training site (`manage.py shell`): families that are signed in, and free times."""

import json
from typing import Any

from django.conf import settings
from django.db import connection

from benchmarks import _office
from safe_mobility.doors.common.asking import new_visitor
from safe_mobility.people import services as people_acts

PLACES_A_SLOT = 8

# No number of a real household has a zero, so these are told apart.
LOAD = [
    """
    INSERT INTO people_household (id, reference, language, interpreter_language, country,
        municipality, department, office_code, size, channel, has_needs, contact_kind, answered,
        created_at, pin_changed_at)
    SELECT gen_random_uuid(), '0' || lpad(n::text, 11, '0'), 'es', '', 'GT', '0901', '09', 'QTZ',
           1 + n %% 6, 'WEB', n %% 9 = 0, 'PHONE', '{}', now(), now()
      FROM generate_series(%(first)s::int, %(last)s::int) AS n
    """,
    """
    INSERT INTO people_application (id, household_id, state, state_since, former_states, reason,
        opened_at)
    SELECT gen_random_uuid(), id, 'WAITING', created_at, '{}', '', created_at
      FROM people_household WHERE reference BETWEEN '0' || lpad(%(first)s::int::text, 11, '0')
                       AND '0' || lpad(%(last)s::int::text, 11, '0')
    """,
    """
    INSERT INTO oversight_mark (at, act, actor, about, office, facts)
    SELECT created_at, 'application.advanced', 'JOB:load', reference, 'QTZ', '{}'
      FROM people_household WHERE reference BETWEEN '0' || lpad(%(first)s::int::text, 11, '0')
                       AND '0' || lpad(%(last)s::int::text, 11, '0')
    """,
]


def seed(*, families: int) -> None:
    """Print what the benchmark needs to know, as one line of JSON."""
    office = _office.office([PLACES_A_SLOT] * -(-families // PLACES_A_SLOT))
    phones: list[tuple[str, str]] = []
    for household_id in _office.families(families):
        visitor = new_visitor()
        people_acts.open_session(household_id=household_id, token_id=visitor.token_id)
        phones.append((str(household_id), visitor.cookie))
    database = settings.DATABASES["default"]
    told: dict[str, Any] = {
        "phones": phones,
        "slots": [
            [one.on.isoformat(), f"{one.at:%H:%M}", one.starts_at.isoformat()]
            for one in office.slots
        ],
        "cookie": settings.VISITOR_COOKIE_NAME,
        "csrf": f"{settings.COOKIE_PREFIX}ms_public_csrf",
        "database": {key: database[key] for key in ("HOST", "PORT", "NAME", "USER")},
    }
    print(json.dumps(told))


def load(*, first: int = 1, last: int) -> None:
    """Households, applications and marks of a programme that has been open for long."""
    with connection.cursor() as cursor:
        for statement in LOAD:
            cursor.execute("SET statement_timeout = 0")
            cursor.execute(statement, {"first": first, "last": last})
