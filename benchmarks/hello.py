"""The limit for a page: a program that answers two words, served as our site is."""

from collections.abc import Callable, Iterable
from typing import Any

BODY = b"hello\n"


def application(_environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(BODY)))])
    return [BODY]
