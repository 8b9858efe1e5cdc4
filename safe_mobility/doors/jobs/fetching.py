"""One page from a configured address, within limits of size, time, redirects and host.

Nothing that is fetched is trusted: it is bytes, to be read by a reader that refuses. An answer
that cannot be used is told apart from one that is not there yet and from a line that is down.
"""

import time
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import httpx2

LARGEST = 2_000_000
SECONDS = 20.0
"""For the whole page, from the first word to the last."""
REDIRECTS = 3
NOT_THERE = frozenset({404, 410})
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class Unusable(Exception):
    """The address answered with something that can never be the page. Says what."""


class Away(Exception):
    """Nothing came, or the server asks to come again: the same address may work later."""


@dataclass(frozen=True, slots=True)
class Fetched:
    body: bytes
    address: str


def is_allowed(address: str) -> bool:
    """Only https leaves this machine."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)


def fetch(address: str, *, seconds: float = SECONDS, largest: int = LARGEST) -> Fetched | None:
    """The page, or None where there is none yet. Raises `Unusable` or `Away`."""
    if not is_allowed(address):
        raise Unusable("the address is not https")
    until = time.monotonic() + seconds
    host = urlsplit(address).netloc
    try:
        with httpx2.Client(timeout=seconds, follow_redirects=False, trust_env=False) as client:
            for _ in range(REDIRECTS + 1):
                found = _one(client, address, until=until, largest=largest)
                if found is None or isinstance(found, Fetched):
                    return found
                address = urljoin(address, found)
                if urlsplit(address).netloc != host or not is_allowed(address):
                    raise Unusable("it leads to another host")
    except httpx2.HTTPError as error:
        raise Away(type(error).__name__) from error
    except (httpx2.InvalidURL, ValueError) as error:
        raise Unusable("it is no address") from error
    raise Unusable(f"it leads on more than {REDIRECTS} times")


def _one(
    client: httpx2.Client, address: str, *, until: float, largest: int
) -> Fetched | str | None:
    """The page, where it leads on to, or None."""
    headers = {"Accept": "text/html", "User-Agent": "movilidad-segura"}
    with client.stream("GET", address, headers=headers) as answer:
        if answer.status_code in NOT_THERE:
            return None
        if answer.is_redirect:
            return str(answer.headers.get("Location", ""))
        if answer.status_code >= 500 or answer.status_code in {408, 425, 429}:
            raise Away(f"status {answer.status_code}")
        if answer.status_code != 200:
            raise Unusable(f"it answers with status {answer.status_code}")
        body = bytearray()
        for piece in answer.iter_bytes():
            body += piece
            if len(body) > largest:
                raise Unusable(f"the page is larger than {largest:,} bytes")
            if time.monotonic() > until:
                raise Away("too slow")
        return Fetched(bytes(body), address)
