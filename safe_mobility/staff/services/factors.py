"""Second factors: the secret of a code is sealed, a code serves once.

The rows belong to the sign-in library. They are looked up by name, because processes that
serve no console run without it.
"""

import base64
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models, transaction

from safe_mobility.oversight.rules.sealing import DataKey
from safe_mobility.oversight.services import hashes, trail
from safe_mobility.shared.asker import Asker
from safe_mobility.shared.refusal import NotVisible, Refusal
from safe_mobility.staff import rules
from safe_mobility.staff.models import User

_NO_ROW = UUID(int=0)
SECRET_BYTES = 20


KINDS = ("totp", "webauthn")


class LastFactor(Refusal):
    """Without a second factor nothing opens; add another one first."""

    code = "staff.last_factor"


@dataclass(frozen=True, slots=True)
class FactorSeen:
    id: int
    kind: str
    name: str
    created_at: datetime
    last_used_at: datetime | None


def seal_secret(secret: str) -> str:
    """What may stand in the database in place of a secret."""
    sealed = _key().seal(secret, table="mfa_authenticator", column="secret", row=_NO_ROW)
    return base64.urlsafe_b64encode(sealed).decode()


def open_secret(sealed: str) -> str:
    blob = base64.urlsafe_b64decode(sealed)
    return _key().open(blob, table="mfa_authenticator", column="secret", row=_NO_ROW)


def new_secret() -> str:
    """A new secret for an authenticator, as it is typed or scanned."""
    return base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()


def has_factor(*, user_id: int) -> bool:
    """Whether a second factor is enrolled: nothing of the console opens before."""
    return _rows().filter(user_id=user_id, type__in=KINDS).exists()


def enrol_code(*, user: User, secret: str) -> None:
    """Store a secret as the person's authenticator."""
    _rows().create(user=user, type="totp", data={"secret": seal_secret(secret)})


def remove_all(*, user_id: int) -> None:
    """Take away every second factor of a person."""
    _rows().filter(user_id=user_id).delete()


def spend_code(*, user_id: int, secret: str, code: str, real_now: datetime) -> bool:
    """Whether this is the person's code now, used for the first time.

    One UPDATE decides, so that of two who press at once with the same code one gets in; a
    code older than the newest one used is refused too.
    """
    step = rules.matching_step(secret, code, at=real_now)
    if step is None:
        return False
    fresh = User.objects.filter(pk=user_id, code_step__lt=step)
    return fresh.update(code_step=step) == 1


def of_person(*, user_id: int) -> list[FactorSeen]:
    """A person's own second factors, in the order they were made."""
    rows = _rows().filter(user_id=user_id, type__in=KINDS).order_by("created_at")
    return [
        FactorSeen(
            id=row.pk,
            kind=row.type,
            name=row.data.get("name", ""),
            created_at=row.created_at,
            last_used_at=row.last_used_at,
        )
        for row in rows
    ]


@transaction.atomic
def remove(*, factor_id: int, actor: Asker, now: datetime) -> None:
    """Take one of one's own factors away; never the last one (`LastFactor`)."""
    user = User.objects.select_for_update().get(pk=int(actor.id))
    mine = {each.id for each in of_person(user_id=user.pk)}
    if factor_id not in mine:
        raise NotVisible(factor=factor_id)
    if len(mine) == 1:
        raise LastFactor
    _rows().filter(pk=factor_id).delete()
    trail.record("staff.factor_removed", actor=actor, about=f"staff:{user.pk}", now=now)


def _rows() -> models.Manager[Any]:
    manager: models.Manager[Any] = apps.get_model("mfa", "Authenticator").objects
    return manager


def _key() -> DataKey:
    return DataKey(secret=hashes.derive("second factor secrets"))
