"""Secret bytes and hashes that only the holder of the master key can make.

A keyed hash finds equal values without keeping the value: a phone number or a name is never
stored in clear and never written into a database log. Derived bytes are made again at will
and stored nowhere (one-time codes, PIN hashes).
"""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from safe_mobility.oversight.rules import sealing


def keyed_hash(purpose: str, value: str) -> bytes:
    """32 bytes by which equal values are found without keeping the value.

    The purpose goes in, so that hashes of two columns never match each other.
    """
    return sealing.derive(master_key(), f"hash {purpose}", value)


def derive(purpose: str, *parts: str) -> bytes:
    """32 secret bytes for a purpose, made again at will and stored nowhere."""
    return sealing.derive(master_key(), f"derive {purpose}", *parts)


def master_key() -> bytes:
    return _master_key(str(settings.MASTER_KEY_FILE))


@lru_cache(maxsize=4)
def _master_key(path: str) -> bytes:
    text = Path(path).read_text(encoding="ascii").strip()
    key = bytes.fromhex(text)
    if len(key) != sealing.KEY_BYTES:
        raise ValueError("the master key is not 64 hexadecimal signs")
    return key
