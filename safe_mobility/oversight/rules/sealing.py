"""How a value is sealed: what the bytes hold and what they are bound to.

A sealed value is `version | key id | nonce | AES-256-GCM`. It is bound to its table, column
and row, so that bytes moved to another row, or a row copied into another household, do not
open. The key id names the master key that wrapped the data key, so that a rotation can
find what is still under an old one.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION = 1
KEY_BYTES = 32
NONCE_BYTES = 12
_HEAD = 2
"""One byte for the version, one for the key id."""


class BrokenSeal(Exception):
    """The bytes were changed, belong elsewhere, or were sealed under another key: a bug or an
    attack, never something a person did wrong."""


@dataclass(frozen=True, slots=True)
class DataKey:
    """The key of one owner: a household, a relative, a report.

    Holds the secret in memory for the length of one act; its `repr` shows nothing.
    """

    secret: bytes = field(repr=False)
    key_id: int = 1

    def seal(self, value: str | bytes, *, table: str, column: str, row: UUID) -> bytes:
        """`value` sealed for exactly this table, column and row."""
        plain = value.encode() if isinstance(value, str) else value
        head = bytes([VERSION, self.key_id])
        nonce = secrets.token_bytes(NONCE_BYTES)
        bound = head + _place(table, column, row)
        return head + nonce + AESGCM(self.secret).encrypt(nonce, plain, bound)

    def open_bytes(
        self, sealed: bytes | memoryview, *, table: str, column: str, row: UUID
    ) -> bytes:
        """The bytes that were sealed; raises `BrokenSeal` when they are not for this place."""
        blob = bytes(sealed)
        head, nonce = blob[:_HEAD], blob[_HEAD : _HEAD + NONCE_BYTES]
        if len(head) < _HEAD or head[0] != VERSION:
            raise BrokenSeal(f"unknown version of a sealed value in {table}.{column}")
        try:
            return AESGCM(self.secret).decrypt(
                nonce, blob[_HEAD + NONCE_BYTES :], head + _place(table, column, row)
            )
        except InvalidTag:
            raise BrokenSeal(f"a sealed value in {table}.{column} does not open") from None

    def open(self, sealed: bytes | memoryview, *, table: str, column: str, row: UUID) -> str:
        """The text that was sealed; an empty field opens as empty text."""
        if not sealed:
            return ""
        return self.open_bytes(sealed, table=table, column=column, row=row).decode()


def new_data_key(*, key_id: int) -> DataKey:
    return DataKey(secret=secrets.token_bytes(KEY_BYTES), key_id=key_id)


def wrap(data_key: DataKey, *, master: bytes, owner: UUID) -> bytes:
    """The data key as it may be stored: sealed under the master key, bound to its owner."""
    return DataKey(secret=_wrapping_key(master), key_id=data_key.key_id).seal(
        data_key.secret, table="wrapped_key", column="secret", row=owner
    )


def unwrap(wrapped: bytes | memoryview, *, master: bytes, owner: UUID) -> DataKey:
    key_id = bytes(wrapped)[1]
    secret = DataKey(secret=_wrapping_key(master), key_id=key_id).open_bytes(
        wrapped, table="wrapped_key", column="secret", row=owner
    )
    return DataKey(secret=secret, key_id=key_id)


def derive(master: bytes, purpose: str, *parts: str) -> bytes:
    """32 bytes that only the holder of `master` can make, apart for each purpose and parts."""
    message = b"\x1f".join(part.encode("utf-8", "surrogatepass") for part in (purpose, *parts))
    return hmac.new(_purpose_key(master, purpose), message, hashlib.sha256).digest()


def _wrapping_key(master: bytes) -> bytes:
    return _purpose_key(master, "wrap data keys")


def _purpose_key(master: bytes, purpose: str) -> bytes:
    return hmac.new(master, b"purpose\x1f" + purpose.encode(), hashlib.sha256).digest()


def _place(table: str, column: str, row: UUID) -> bytes:
    return f"{table}\x1f{column}\x1f".encode() + row.bytes
