"""Who stands behind a request, as the door's middleware found out.

A visitor is a browser that holds one random token in a cookie. The token itself is stored
nowhere: the row that belongs to it is found by a keyed hash, and what the row holds is
sealed with a key that only the token gives. Whoever has the database alone reads nothing.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from uuid import UUID

from django.http import HttpRequest

from safe_mobility.shared.asker import ANYONE, Asker

TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class Visitor:
    """The holder of one cookie. Its token never stands in a log, a row or a page."""

    token: bytes = field(repr=False)

    @property
    def row_id(self) -> UUID:
        """Names the visitor's rows; from it nobody gets back to the token or the key."""
        return UUID(bytes=self._derive(b"row")[:16])

    @property
    def token_id(self) -> str:
        """The same as text: how a session of a household is found again."""
        return str(self.row_id)

    @property
    def key(self) -> bytes:
        """Seals and opens the visitor's answers."""
        return self._derive(b"seal")

    @property
    def cookie(self) -> str:
        return base64.urlsafe_b64encode(self.token).decode().rstrip("=")

    def _derive(self, purpose: bytes) -> bytes:
        return hmac.digest(self.token, b"visitor " + purpose, hashlib.sha256)


def new_visitor() -> Visitor:
    return Visitor(token=secrets.token_bytes(TOKEN_BYTES))


def read_visitor(cookie: str) -> Visitor | None:
    """The visitor of a cookie, or None where it is not one of ours."""
    try:
        token = base64.urlsafe_b64decode(cookie + "=" * (-len(cookie) % 4))
    except (ValueError, binascii.Error):
        return None
    visitor = Visitor(token=token)
    return visitor if len(token) == TOKEN_BYTES and visitor.cookie == cookie else None


def asker(request: HttpRequest) -> Asker:
    """Who asks. Where no middleware said so, it is anyone."""
    found = getattr(request, "asker", ANYONE)
    # A door may look only when asked; from here on it is a plain value.
    return Asker(found.kind, found.id, found.agency, found.offices, found.roles)


def visitor(request: HttpRequest) -> Visitor:
    """The visitor of a page marked VISITOR or HOUSEHOLD."""
    found = getattr(request, "visitor", None)
    if not isinstance(found, Visitor):
        raise TypeError("this view is not marked @access(VISITOR) or @access(HOUSEHOLD)")
    return found


def renew_visitor(request: HttpRequest) -> Visitor:
    """Give this browser a new token, as at every sign-in and sign-out.

    A token that somebody planted or saw before must not open what is entered after.
    The middleware sends the new cookie with the response.
    """
    request.visitor = new_visitor()  # type: ignore[attr-defined]
    return visitor(request)
