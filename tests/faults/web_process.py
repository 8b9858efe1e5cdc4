"""The site in a process of its own, for tests that kill it: databases, port and guard as arguments.

With the guard off a claim is committed by itself, before the appointment it was made for.
"""

import json
import sys
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import django


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Silent(WSGIRequestHandler):
    def log_message(self, *_said: object) -> None:
        """Nobody reads it."""


def main(databases: dict[str, str], port: int, *, guarded: bool) -> None:
    django.setup()
    from django.core.wsgi import get_wsgi_application
    from django.db import connections

    for alias, name in databases.items():
        connections.databases[alias]["NAME"] = name
    if not guarded:
        commit_each_claim()
    with make_server("127.0.0.1", port, get_wsgi_application(), Server, Silent) as server:
        print("ready", flush=True)
        server.serve_forever()


def commit_each_claim() -> None:
    from typing import Any

    from django.db import connection

    from safe_mobility.appointments.models import Place
    from safe_mobility.appointments.models.places import PlaceQuerySet

    claim = PlaceQuerySet.claim

    def claim_and_commit(rows: PlaceQuerySet, *given: Any, **named: Any) -> Place | None:
        found = claim(rows, *given, **named)
        connection.connection.commit()
        return found

    PlaceQuerySet.claim = claim_and_commit  # type: ignore[assignment, method-assign]


if __name__ == "__main__":
    main(json.loads(sys.argv[1]), int(sys.argv[2]), guarded=sys.argv[3] == "guarded")
