"""A small client that asks for one address as fast as it is answered.

It speaks only what it needs of HTTP, so that on a small machine the client takes little
from the server it measures. Where `wrk` is installed it is used instead.
"""

import re
import shutil
import socket
import subprocess
import threading
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)


class WrongAnswer(Exception):
    """The server answered something else than 200; a rate of refusals says nothing."""


@dataclass(frozen=True)
class Address:
    url: str
    cookie: str = ""

    @property
    def request(self) -> bytes:
        split = urlsplit(self.url)
        path = split.path + (f"?{split.query}" if split.query else "")
        lines = [f"GET {path} HTTP/1.1", f"Host: {split.netloc}", "Accept-Encoding: gzip"]
        lines += [f"Cookie: {self.cookie}"] if self.cookie else []
        return ("\r\n".join(lines) + "\r\n\r\n").encode()

    @property
    def place(self) -> tuple[str, int]:
        split = urlsplit(self.url)
        return "127.0.0.1", split.port or 80


def requests_per_second(address: Address, *, clients: int = 8, seconds: float = 2.0) -> float:
    """How many answers a second `clients` that never pause receive."""
    if shutil.which("wrk"):
        return _by_wrk(address, clients=clients, seconds=seconds)
    return _by_ourselves(address, clients=clients, seconds=seconds)


def _by_wrk(address: Address, *, clients: int, seconds: float) -> float:
    header = ["-H", f"Cookie: {address.cookie}"] if address.cookie else []
    done = subprocess.run(
        [
            "wrk",
            "-t1",
            f"-c{clients}",
            f"-d{max(1, round(seconds))}s",
            "-H",
            "Accept-Encoding: gzip",
            *header,
            address.url,
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    if "Non-2xx" in done.stdout:
        raise WrongAnswer(done.stdout)
    found = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
    if found is None:
        raise WrongAnswer(done.stdout)
    return float(found.group(1))


def _by_ourselves(address: Address, *, clients: int, seconds: float) -> float:
    counts: list[int] = []
    faults: list[Exception] = []
    until = time.perf_counter() + seconds

    def ask() -> None:
        try:
            counts.append(_ask_until(address, until))
        except Exception as fault:
            faults.append(fault)

    threads = [threading.Thread(target=ask) for _ in range(clients)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
    return sum(counts) / (time.perf_counter() - began)


def _ask_until(address: Address, until: float) -> int:
    done, request = 0, address.request
    while time.perf_counter() < until:
        with socket.create_connection(address.place) as connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            while time.perf_counter() < until:
                connection.sendall(request)
                closes = _answer(connection)
                done += 1
                if closes:
                    break
    return done


def _answer(connection: socket.socket) -> bool:
    """Read one answer to its end; True when the server will close the connection."""
    received = b""
    while b"\r\n\r\n" not in received:
        part = connection.recv(65536)
        if not part:
            raise WrongAnswer("closed in the middle of an answer")
        received += part
    head, _, body = received.partition(b"\r\n\r\n")
    if b" 200 " not in head[:16]:
        raise WrongAnswer(head[:200].decode(errors="replace"))
    length = LENGTH.search(head)
    if length is None:
        raise WrongAnswer("an answer without a length")
    missing = int(length.group(1)) - len(body)
    while missing > 0:
        missing -= len(connection.recv(65536))
    return b"connection: close" in head.lower()
