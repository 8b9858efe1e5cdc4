"""The signature of what is published: whoever has our public key can tell a copy from a forgery.

The private key is derived from the master key, as the other keys are, and stored nowhere.
"""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from safe_mobility.oversight.services import hashes


def _key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(hashes.derive("figures signature"))


def sign(text: str) -> str:
    return _key().sign(text.encode()).hex()


def public_key() -> Ed25519PublicKey:
    return _key().public_key()


def public_pem() -> str:
    return public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def is_signed(text: str, signature: str) -> bool:
    try:
        public_key().verify(bytes.fromhex(signature), text.encode())
    except (InvalidSignature, ValueError):
        return False
    return True
