"""To whom a form of the console was shown, signed into the form itself.

A form may arrive when nobody is signed in any more. That the words in it belong to a certain
person is then known only from the form: the frame signs who was shown it, together with the key
of its press. Nobody else can make such a sign, so a page from elsewhere can neither leave words
in a person's name nor read them.
"""

from django.core import signing
from django.http import HttpRequest

from safe_mobility.doors.common.fields import PRESS_FIELD
from safe_mobility.shared.asker import Asker

WHOSE_FIELD = "whose"
_LASTS = 24 * 60 * 60
"""Seconds; a session lasts twelve hours, and a page may stay open for a while after it."""


def sign(asker: Asker, *, press: str) -> str:
    return _signer(press).sign(asker.ref)


def read(request: HttpRequest) -> str | None:
    """The `ref` of the asker to whom this form was shown, or None where the form does not say."""
    press, signed = (request.POST.get(name, "") for name in (PRESS_FIELD, WHOSE_FIELD))
    try:
        return _signer(press).unsign(signed, max_age=_LASTS)
    except signing.BadSignature:
        return None


def _signer(press: str) -> signing.TimestampSigner:
    return signing.TimestampSigner(salt=f"whose form {press}")
