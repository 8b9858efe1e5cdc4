"""Is this process alive, and can it write? For a supervisor, a proxy and a person at night."""

from django.db import DatabaseError, connections, transaction
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

# A real row in a real table, taken back: a server that only reads fails here.
WRITE = (
    "INSERT INTO django_session (session_key, session_data, expire_date)"
    " VALUES ('readyz', '', '2000-01-01 00:00:00+00')"
    " ON CONFLICT (session_key) DO UPDATE SET session_data = ''"
)
# The keys' own table is not ours to touch, but a number is only given to one who can write.
TAKE_A_NUMBER = "SELECT pg_current_xact_id()"
STATEMENTS = {"default": WRITE, "keys": TAKE_A_NUMBER}


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Both databases take a write; it is rolled back."""
    unready = [alias for alias, statement in STATEMENTS.items() if not _writes(alias, statement)]
    if unready:
        words = "cannot write: " + ", ".join(unready) + "\n"
        return HttpResponse(words, content_type="text/plain", status=503)
    return HttpResponse("ok\n", content_type="text/plain")


def _writes(alias: str, statement: str) -> bool:
    try:
        with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
            cursor.execute(statement)
            transaction.set_rollback(True, using=alias)
    except DatabaseError:
        return False
    return True
