"""The SMS gateway of this site, as its file describes it; a mistake stops the start and names
the field."""

from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from pydantic import ConfigDict, TypeAdapter

from safe_mobility.notifications.rules.gateway import Gateway, Incoming

_STRICT = ConfigDict(extra="forbid")
TRAINING = Incoming(signature_header="X-Signature", id=("id",), sender=("from",), text=("text",))
"""What a training site understands, so that the way in can be tried without a provider."""


def read_gateway(path: Path) -> Gateway:
    shape: Gateway = TypeAdapter(Gateway, config=_STRICT).validate_json(path.read_bytes())
    return shape


def incoming() -> Incoming | None:
    """How replies come in; None where this site has no gateway."""
    if settings.SMS_GATEWAY_FILE:
        return read_gateway(settings.SMS_GATEWAY_FILE).incoming
    return TRAINING if settings.TRAINING else None


def signing_key() -> bytes:
    """What the provider and we both know. Read each time: a key can be changed while we run."""
    path = settings.SMS_SIGNING_KEY_FILE
    if path is None:
        raise ImproperlyConfigured("SMS_SIGNING_KEY_FILE is not set")
    return path.read_bytes().strip()
