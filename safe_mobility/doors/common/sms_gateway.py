"""The SMS gateway of this site, as its file describes it.

The file is read strictly: a mistake stops the start and names line and field. What each field
means stands in `docs/operations.md`.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from safe_mobility.notifications.rules.gateway import Gateway, Incoming
from safe_mobility.shared.strict_yaml import (
    MISSING,
    Boolean,
    Integer,
    ListOf,
    MapOf,
    Node,
    Place,
    Record,
    Report,
    Text,
    Word,
    read_text,
)

TRAINING = Incoming(signature_header="X-Signature", id=("id",), sender=("from",), text=("text",))
"""What a training site understands, so that the way in can be tried without a provider."""


@dataclass(frozen=True, slots=True)
class _MayBeEmpty:
    """Text that means something also when nothing stands there."""

    def read(self, node: Node, at: Place) -> Any:
        if node.text is None:
            at.wrong(node, f"should be text, not {node.kind}")
            return MISSING
        return node.text


_NAME = Text(r"[A-Za-z0-9_.\-]{1,80}", "a name of a field or header", 80)
_WAY = ListOf(_NAME, least=1, distinct=False)
_STATUS = ListOf(Integer(least=100, most=599))
_ENCODING = Word(("json", "form"))
_INCOMING = Record(
    must={"signature_header": _NAME, "id": _WAY, "sender": _WAY, "text": _WAY},
    may={
        "encoding": _ENCODING,
        "algorithm": Word(("sha256", "sha512")),
        "signature_encoding": Word(("hex", "base64")),
        "signature_prefix": _MayBeEmpty(),
        "timestamp_header": _MayBeEmpty(),
        "timestamp_seconds": Integer(least=1, most=86_400),
    },
)
_GATEWAY = Record(
    must={
        "url": Text(r"https?://\S+", "an address that begins with https://", 500),
        "fields": MapOf(_NAME, _MayBeEmpty()),
        "incoming": _INCOMING,
    },
    may={
        "headers": MapOf(_NAME, _MayBeEmpty()),
        "encoding": _ENCODING,
        "keeps_key": Boolean(),
        "provider_id": _WAY,
        "refused": _STATUS,
        "busy": _STATUS,
        "timeout_seconds": Integer(least=1, most=60),
    },
)


def read_gateway(path: Path) -> Gateway:
    """Raises `Unreadable` with every mistake in the file."""
    report = Report()
    given, _node = read_text(
        path.read_text(encoding="utf-8"), file=path.name, spec=_GATEWAY, report=report
    )
    report.stop_if_any()
    incoming = Incoming(**_tuples(given.pop("incoming")))
    try:
        return Gateway(**_tuples(given), incoming=incoming)
    except ValueError as error:
        report.add(path.name, 1, "", str(error))
        report.stop_if_any()
        raise


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


def _tuples(values: dict[str, Any]) -> dict[str, Any]:
    """Frozen values hold no lists."""
    return {n: tuple(v) if isinstance(v, list) else v for n, v in values.items()}
