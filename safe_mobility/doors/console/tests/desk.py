"""A browser of the console for tests: signs somebody in as a person would."""

from datetime import datetime, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from safe_mobility.staff import rules
from safe_mobility.staff.models import User
from safe_mobility.staff.services import factors

PASSWORD = "four words apart here"


def enrol(user: User) -> str:
    """Give this person a password and an authenticator; its secret."""
    user.set_password(PASSWORD)
    user.save()
    secret = factors.new_secret()
    factors.enrol_code(user=user, secret=secret)
    return secret


def code(secret: str, *, steps: int = 0) -> str:
    return rules.totp_code(secret, step=rules.totp_step(timezone.now()) + steps)


def signed_in(user: User) -> Client:
    """A client in which this person has shown both factors.

    The password's slow hash and the two pages are tried in their own tests; here the session
    is written as they leave it.
    """
    client = Client()
    client.force_login(user)
    note(client, second_factor=True)
    return client


def note(client: Client, *, second_factor: bool, at: datetime | None = None, **more: Any) -> None:
    """Write into the session what the sign-in notes there."""
    session = client.session
    seconds = (at or timezone.now()).timestamp()
    session["began_at"] = session["seen_at"] = seconds
    session["second_factor"] = second_factor
    session.update(more)
    session.save()


def ago(**of: float) -> datetime:
    return timezone.now() - timedelta(**of)
