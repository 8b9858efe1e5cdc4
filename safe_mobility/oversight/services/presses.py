"""Pressing twice is one act.

Every form that changes something carries a random key. The row of a press is written first
in the act's transaction: a second press waits for the first to commit and then finds its
result, and a refusal rolls the row back, so the same form may be sent again.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from safe_mobility.oversight.models import Press
from safe_mobility.shared.refusal import Refusal

KEY_SIGNS = (16, 64)
_INSERT = """
INSERT INTO oversight_press (asker, key, body_hash, result, pressed_at)
VALUES (%s, %s, %s, '', %s) ON CONFLICT (asker, key) DO NOTHING RETURNING id
"""


class PressedDifferently(Refusal):
    """The key was used for another body: the page is an old one that was changed since."""

    code = "oversight.pressed_differently"


class NoPressKey(Refusal):
    """The form came without its key: cut off on the way, or not ours."""

    code = "oversight.no_press_key"


@dataclass(frozen=True, slots=True)
class Pressed:
    """What became of a press. `repeat` is true when the act was done before; then `result`
    is what it returned."""

    id: int
    repeat: bool
    result: str


def begin(*, asker_ref: str, key: str, body: bytes) -> Pressed:
    """Claim the key for this act. Call it inside the act's transaction, before anything else.

    Raises `PressedDifferently` for another body under the same key, `NoPressKey` without one.
    """
    if not KEY_SIGNS[0] <= len(key) <= KEY_SIGNS[1] or not key.isascii():
        raise NoPressKey
    body_hash = hashlib.sha256(body).digest()
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [asker_ref, key, body_hash, timezone.now()])
        row = cursor.fetchone()
    if row is not None:
        return Pressed(id=row[0], repeat=False, result="")
    before = Press.objects.get(asker=asker_ref, key=key)
    if not hmac.compare_digest(bytes(before.body_hash), body_hash):
        raise PressedDifferently
    return Pressed(id=before.pk, repeat=True, result=before.result)


def finish(pressed: Pressed, *, result: str) -> None:
    """Keep the reference that a repeat will be answered with."""
    if result:
        Press.objects.filter(pk=pressed.id).update(result=result)


def sweep() -> int:
    """Remove presses older than seven days, the life of a draft; returns how many went."""
    removed, _ = Press.objects.filter(pressed_at__lt=timezone.now() - timedelta(days=7)).delete()
    return removed
