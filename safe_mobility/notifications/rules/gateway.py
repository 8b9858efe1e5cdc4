"""The shape of an SMS provider, as configuration: what it is asked and what it answers.

Every country has its own gateway and each spells the same three things its own way (to,
text, our key). What differs stands in a file that an operator writes; nothing here knows a
provider. `docs/operations.md` explains each field.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from string import Formatter
from typing import Any, Literal
from urllib.parse import parse_qsl, urlencode

Encoding = Literal["json", "form"]
BLANKS = frozenset({"to", "text", "key", "token"})


@dataclass(frozen=True, slots=True)
class Incoming:
    """How the provider brings a reply to us, and how it proves that it is the provider.

    The signature is an HMAC of the bytes of the body, after the timestamp and a dot where
    `timestamp_header` is named; then a copy older than `timestamp_seconds` is refused.
    """

    signature_header: str
    id: tuple[str, ...]
    sender: tuple[str, ...]
    text: tuple[str, ...]
    encoding: Encoding = "json"
    algorithm: Literal["sha256", "sha512"] = "sha256"
    signature_encoding: Literal["hex", "base64"] = "hex"
    signature_prefix: str = ""
    timestamp_header: str = ""
    timestamp_seconds: int = 300


@dataclass(frozen=True, slots=True)
class Gateway:
    """One provider. `keeps_key`: it recognises our key and does not send twice."""

    url: str
    fields: dict[str, str]
    incoming: Incoming
    headers: dict[str, str] = field(default_factory=dict)
    encoding: Encoding = "json"
    keeps_key: bool = False
    provider_id: tuple[str, ...] = ()
    refused: tuple[int, ...] = (400, 404, 410, 422)
    busy: tuple[int, ...] = (401, 402, 403, 408, 425, 429, 503)
    timeout_seconds: float = 10.0

    def __post_init__(self) -> None:
        for where in (*self.fields.values(), *self.headers.values(), self.url):
            unknown = {name for _, name, _, _ in Formatter().parse(where) if name} - BLANKS
            if unknown:
                raise ValueError(f"{where!r}: only {sorted(BLANKS)} can be filled in")
        given = " ".join(self.fields.values()) + self.url
        if "{to}" not in given or "{text}" not in given:
            raise ValueError("fields: {to} and {text} must stand somewhere")
        if self.keeps_key and "{key}" not in given + " ".join(self.headers.values()):
            raise ValueError("keeps_key: then {key} must stand in a field or a header")


@dataclass(frozen=True, slots=True)
class Request:
    url: str
    headers: dict[str, str]
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Received:
    """One reply as the provider brought it."""

    id: str
    sender: str = field(repr=False)
    text: str = field(repr=False)


class NotReadable(ValueError):
    """The body does not have the shape that the configuration says."""


def request(gateway: Gateway, *, to: str, text: str, key: str, token: str) -> Request:
    blanks = {"to": to, "text": text, "key": key, "token": token}
    said = {name: value.format(**blanks) for name, value in gateway.fields.items()}
    headers = {name: value.format(**blanks) for name, value in gateway.headers.items()}
    if gateway.encoding == "json":
        body, kind = json.dumps(said, ensure_ascii=False).encode(), "application/json"
    else:
        body, kind = urlencode(said).encode(), "application/x-www-form-urlencoded"
    return Request(gateway.url.format(**blanks), {"Content-Type": kind, **headers}, body)


def provider_id(gateway: Gateway, answer: bytes) -> str:
    """How the provider names the message; empty where it does not say."""
    if not gateway.provider_id:
        return ""
    try:
        found = _at(json.loads(answer), gateway.provider_id)
    except (ValueError, NotReadable):
        return ""
    return str(found)[:120]


def signature(incoming: Incoming, *, key: bytes, body: bytes, timestamp: str = "") -> str:
    """What the provider writes into its header for this body."""
    signed = timestamp.encode() + b"." + body if incoming.timestamp_header else body
    digest = hmac.digest(key, signed, getattr(hashlib, incoming.algorithm))
    encoded = (
        digest.hex()
        if incoming.signature_encoding == "hex"
        else base64.b64encode(digest).decode("ascii")
    )
    return incoming.signature_prefix + encoded


def is_genuine(
    incoming: Incoming, *, key: bytes, body: bytes, headers: Mapping[str, str], seconds: float
) -> bool:
    """Whether the provider wrote this body. `seconds` is real time since the epoch."""
    timestamp = headers.get(incoming.timestamp_header, "") if incoming.timestamp_header else ""
    if incoming.timestamp_header and not _fresh(timestamp, seconds, incoming.timestamp_seconds):
        return False
    expected = signature(incoming, key=key, body=body, timestamp=timestamp)
    given = headers.get(incoming.signature_header, "")
    return hmac.compare_digest(expected.encode(), given.encode("utf-8", "replace"))


def received(incoming: Incoming, body: bytes) -> Received:
    """The reply in a body that is genuine. Raises `NotReadable`."""
    try:
        text = body.decode("utf-8")
        tree: Any = json.loads(text) if incoming.encoding == "json" else dict(parse_qsl(text))
    except (ValueError, RecursionError) as error:
        raise NotReadable("body") from error
    parts = [_text(_at(tree, path)) for path in (incoming.id, incoming.sender, incoming.text)]
    if not parts[0] or len(parts[0]) > 120:
        raise NotReadable("id")
    return Received(id=parts[0], sender=parts[1], text=parts[2])


def _at(tree: Any, path: Sequence[str]) -> Any:
    for step in path:
        if isinstance(tree, dict) and step in tree:
            tree = tree[step]
        elif isinstance(tree, list) and step.isdigit() and int(step) < len(tree):
            tree = tree[int(step)]
        else:
            raise NotReadable(".".join(path))
    return tree


def _text(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise NotReadable("value")
    return str(value)


def _fresh(timestamp: str, seconds: float, limit: int) -> bool:
    return timestamp.isascii() and timestamp.isdigit() and abs(seconds - int(timestamp)) <= limit
