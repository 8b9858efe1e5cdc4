"""The real processes of `make run`, on a folder and ports of their own."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from config import leftovers, postgres
from config.environment import BASE_DIR

START_SECONDS = 400
END_SECONDS = 30


@dataclass
class RunningSite:
    """`make run` in a scratch folder: where its doors are, and how to end it."""

    var_dir: Path
    port: int
    variables: dict[str, str] = field(default_factory=dict)
    clone: Path = BASE_DIR
    command: tuple[str, ...] = (sys.executable, "-m", "config.supervisor")
    process: subprocess.Popen[str] | None = None

    @property
    def public_url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def console_url(self) -> str:
        return f"http://localhost:{self.port + 1}"

    @property
    def files_url(self) -> str:
        return f"http://localhost:{self.port + 2}"

    @property
    def log(self) -> str:
        return (self.var_dir / "run.log").read_text(errors="replace")

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: of for name, of in os.environ.items() if not name.startswith("DJANGO_")}
        kept.pop("TRAINING", None)
        return kept | {"VAR_DIR": str(self.var_dir), "PORT": str(self.port)} | self.variables

    def start(self) -> "RunningSite":
        """Start it and wait until every door can write."""
        self.begin()
        assert self.process is not None
        deadline = time.monotonic() + START_SECONDS
        while "Ctrl-C ends it" not in self.log:
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.end()
                raise AssertionError(f"the site did not start:\n{self.log}")
            time.sleep(0.05)
        return self

    def begin(self) -> None:
        """Start it without waiting."""
        self.var_dir.mkdir(parents=True, exist_ok=True)
        with (self.var_dir / "run.log").open("w") as log:
            self.process = subprocess.Popen(
                list(self.command),
                cwd=self.clone,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                text=True,
                start_new_session=True,
            )

    def end(self, number: int = signal.SIGINT) -> int:
        """End it as Ctrl-C does; returns what it returned."""
        if self.process is None:
            return 0
        if self.process.poll() is None:
            os.killpg(self.process.pid, number)  # a terminal, too, tells the whole group
        return self.process.wait(timeout=END_SECONDS)

    def get(self, path: str, *, door: int = 0) -> tuple[int, str]:
        """Status and text of an address; `door` is 0 for public, 1 console, 2 files."""
        try:
            with urllib.request.urlopen(f"http://localhost:{self.port + door}{path}") as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode(errors="replace")

    def manage(self, *arguments: str, check: bool = True, text: str | None = None) -> str:
        """What `manage.py` prints when it is run beside this site."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=self.clone,
            env=self.environment,
            input=text,
            capture_output=True,
            text=True,
            check=False,
        )
        if check and done.returncode != 0:
            raise AssertionError(f"manage.py {' '.join(arguments)} failed:\n{done.stderr}")
        return done.stdout if check else done.stdout + done.stderr

    def processes(self) -> list[psutil.Process]:
        """All that runs now because this site runs, PostgreSQL included."""
        if self.process is None:
            return []
        found = psutil.Process(self.process.pid).children(recursive=True)
        data_dirs = self.var_dir.glob("*/postgres")
        servers = [one for folder in data_dirs if (one := postgres.postmaster(folder))]
        return [*found, *servers, *(child for one in servers for child in one.children())]

    def account(self, name: str) -> dict[str, Any]:
        """A training account: its password and what else was made for it."""
        accounts = json.loads((self.var_dir / "training" / "accounts.json").read_text())
        found: dict[str, Any] = accounts[name]
        return found

    def training_code(self, name: str) -> str:
        """The second factor of a training account, right now."""
        return self.manage("training_code", name).strip().split()[-1]


def free_port() -> int:
    """The first of three neighbouring ports that nobody uses."""
    for port in range(20000 + os.getpid() % 7000, 65000, 3):
        if all(_is_free(port + n) for n in range(3)):
            return port
    raise AssertionError("no free ports")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def scratch(var_dir: Path) -> Path:
    """An empty folder in place of whatever an interrupted test left there."""
    for mode in ("training", "preview", "production"):
        if (var_dir / mode).exists():
            leftovers.stop_run(var_dir / mode)
    shutil.rmtree(var_dir, ignore_errors=True)
    var_dir.mkdir(parents=True)
    return var_dir
