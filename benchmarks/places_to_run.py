"""Sites and servers that benchmarks start for themselves, and end again."""

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from config.environment import BASE_DIR, read
from tests.running_site import RunningSite, free_port, scratch


@contextmanager
def training_site(**variables: str) -> Iterator[RunningSite]:
    """The training site, begun afresh in `var/bench`."""
    var_dir = scratch(read().VAR_DIR / "bench")
    site = RunningSite(var_dir=var_dir, port=free_port(), variables=variables).start()
    try:
        yield site
    finally:
        site.end()
        scratch(var_dir)


def beside(site: RunningSite, call: str, *, reads: bool = False) -> Any:
    """Call a function of `_booking_seed` in a process beside the site; read what it prints."""
    printed = site.manage("shell", "-c", f"from benchmarks import _booking_seed as s; s.{call}")
    return json.loads(printed.strip().splitlines()[-1]) if reads else None


@contextmanager
def hello_server() -> Iterator[str]:
    """The address of `benchmarks.hello` under the same server with the same settings."""
    port = free_port()
    workers = read().WORKERS
    server = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "gunicorn",
            "benchmarks.hello:application",
            "--config=config/gunicorn.py",
            f"--bind=127.0.0.1:{port}",
            f"--workers={workers}",
        ],
        cwd=BASE_DIR,
        env=dict(os.environ),
        start_new_session=True,
    )
    url = f"http://localhost:{port}/"
    try:
        _wait(url)
        yield url
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait(url: str) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    raise TimeoutError(url)
