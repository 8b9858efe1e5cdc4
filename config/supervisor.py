"""`make run`: PostgreSQL, three web processes and the background process under one roof.

Whatever this run started ends with it, on Ctrl-C, on a signal and on a failure; what a run
that was killed left behind is ended by the next one. Only one run at a time works in one
state folder.
"""

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import FrameType

from config import addresses, clock_file, greeting, leftovers, postgres, prepared
from config.environment import BASE_DIR, Environment, EnvironmentFaults, read

ENDING_SECONDS = 15
READY_SECONDS = 90
CLOCK_SECONDS = 5
OWNER_ADDRESSES = ("DATABASE_OWNER_URL", "KEYS_OWNER_URL")
RESTARTS = 5  # of one process within a minute; more is a fault that restarting does not mend


class Ended(Exception):
    """Somebody asked this run to end."""


class CannotRun(Exception):
    """Why the site does not start, in one sentence for the person at the keyboard."""


@dataclass
class Child:
    """One long-running process of the site."""

    name: str
    command: list[str]
    settings: str
    port: int | None = None
    host_name: str = "localhost"
    process: subprocess.Popen[bytes] | None = None
    restarts: list[float] = field(default_factory=list)

    def start(self, environment: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            self.command,
            cwd=BASE_DIR,
            env={**environment, "DJANGO_SETTINGS_MODULE": self.settings},
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C reaches the supervisor alone, which ends us in order
        )

    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None


def main(arguments: list[str]) -> int:
    try:
        environment = read()
        if "stop" in arguments:
            return leftovers.stop_run(environment.state_dir)
        with ExitStack() as stack:
            _end_on_signals()
            run(environment, stack, afresh="afresh" in arguments)
    except Ended:
        print("Ended.", flush=True)
        return 0
    except (CannotRun, EnvironmentFaults, postgres.PostgresUnavailable) as error:
        print(error, file=sys.stderr, flush=True)
        return 1
    return 0


def run(environment: Environment, stack: ExitStack, *, afresh: bool) -> None:
    """Start everything in order and watch over it until asked to end."""
    state_dir = environment.state_dir
    state_dir.mkdir(parents=True, exist_ok=True)
    stack.enter_context(_only_run(state_dir))
    leftovers.end_processes(state_dir)
    _check_ports(environment)
    if afresh or _cut_off(environment):
        _wipe(environment)
    if environment.embedded:
        stack.enter_context(_embedded(environment))
    with _first_start_whole(environment):
        variables = prepare(environment)
    children = _children(environment)
    stack.callback(_end, children)
    for child in children:
        child.start(variables)
    leftovers.remember(state_dir, [child.process.pid for child in children if child.process])
    if environment.training:
        stack.enter_context(_clock_kept(environment, variables))
    _wait_until_ready(children, environment)
    print(greeting.text(environment), flush=True)
    _watch(children, environment, variables)


def prepare(environment: Environment) -> dict[str, str]:
    """Tables, static files, clock and programmes; returns the variables for every process."""
    variables = dict(os.environ) | {"DJANGO_SETTINGS_MODULE": "config.settings.jobs"}
    wanted = prepared.missing(environment)
    if wanted:
        # Without an address for *owner* the tables are the operator's (docs/operations.md).
        role = "owner" if "tables" in wanted else "app"
        _step(wanted, variables | {"DATABASE_ROLE": role})
        prepared.note(environment)
    for name in OWNER_ADDRESSES:  # what serves people must not know how to change tables
        variables.pop(name, None)
    _step(["rows"], variables)
    if environment.training:
        clock = clock_file.read(environment.state_dir)
        variables["CLOCK_OFFSET"] = str(clock.offset if clock else 0.0)
    return variables


def _step(parts: list[str], variables: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "config.prepare", *parts],
        cwd=BASE_DIR,
        env=variables,
        check=False,
        start_new_session=True,
    )
    if done.returncode != 0:
        raise CannotRun(f"Preparing {' and '.join(parts)} failed; the lines above say why.")


def _children(environment: Environment) -> list[Child]:
    python = sys.executable
    doors = [
        # The files process waits for the disk and for its decoders, not for the processor.
        ("public", environment.PORT, environment.WORKERS, environment.PUBLIC_HOST),
        ("console", environment.PORT + 1, environment.WORKERS, environment.CONSOLE_HOST),
        ("files", environment.PORT + 2, 1, environment.FILES_HOST),
    ]
    web = [
        Child(
            name=door,
            command=[python, "-m", "gunicorn", *_gunicorn(environment.HOST, port, workers)],
            settings=f"config.settings.{door}",
            port=port,
            host_name=host_name or "localhost",
        )
        for door, port, workers, host_name in doors
    ]
    jobs = Child(
        name="jobs", command=[python, "manage.py", "run_jobs"], settings="config.settings.jobs"
    )
    return [*web, jobs]


def _gunicorn(host: str, port: int, workers: int) -> list[str]:
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    return [
        "config.wsgi:application",
        "--config=config/gunicorn.py",
        f"--bind={address}",
        f"--workers={workers}",
    ]


# --- the state folder, PostgreSQL and the clock ------------------------------------------------


@contextmanager
def _only_run(state_dir: Path) -> Iterator[None]:
    with (state_dir / "run.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotRun(
                f"The site already runs from {state_dir}; `make stop` ends it."
            ) from None
        try:
            yield
        finally:
            leftovers.forget(state_dir)


def _unfinished(environment: Environment) -> Path:
    return environment.state_dir / "unfinished"


def _cut_off(environment: Environment) -> bool:
    """True when the very first start of a training site did not come to its end.

    Nobody has worked there yet, so beginning again loses nothing and half a day helps nobody.
    """
    if not (environment.training and environment.embedded and _unfinished(environment).exists()):
        return False
    print("The first start was cut off; beginning afresh.", flush=True)
    return True


@contextmanager
def _first_start_whole(environment: Environment) -> Iterator[None]:
    """Leave a mark for as long as the first start has not made everything."""
    if not prepared.ever(environment):
        _unfinished(environment).touch()
    yield
    _unfinished(environment).unlink(missing_ok=True)


def _wipe(environment: Environment) -> None:
    if not environment.training or not environment.embedded:
        raise CannotRun("Only a training site on its own database can begin afresh.")
    postgres.stop(environment.state_dir / "postgres")
    for path in environment.state_dir.iterdir():
        if path.name in {"run.lock", "postgres.lock"}:
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


@contextmanager
def _embedded(environment: Environment) -> Iterator[None]:
    data_dir = environment.state_dir / "postgres"
    try:
        postgres.start(data_dir)
        postgres.ensure_roles_and_databases(data_dir, [addresses.DATABASE, addresses.KEYS_DATABASE])
        yield
    finally:
        # Also a server that a killed run left behind: holding the lock, it is ours to end.
        postgres.stop(data_dir)


@contextmanager
def _clock_kept(environment: Environment, variables: dict[str, str]) -> Iterator[None]:
    try:
        yield
    finally:
        _keep_clock(environment, variables)


def _keep_clock(environment: Environment, variables: dict[str, str]) -> None:
    offset = float(variables["CLOCK_OFFSET"])
    now = datetime.now(UTC) + timedelta(seconds=offset)
    clock_file.write(environment.state_dir, now=now, offset=offset)


# --- starting, watching, ending ----------------------------------------------------------------


def _check_ports(environment: Environment) -> None:
    family = socket.AF_INET6 if ":" in environment.HOST else socket.AF_INET
    for port in range(environment.PORT, environment.PORT + 3):
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((environment.HOST, port))
            except OSError as error:
                raise CannotRun(
                    f"Port {port} cannot be used ({error.strerror}); "
                    "`make run PORT=8100` takes 8100 to 8102."
                ) from None


def _wait_until_ready(children: list[Child], environment: Environment) -> None:
    deadline = time.monotonic() + READY_SECONDS
    for child in children:
        while child.port is not None and not _ready(environment.HOST, child):
            if not child.running():
                raise CannotRun(f"The {child.name} process ended at its start (see above).")
            if time.monotonic() > deadline:
                raise CannotRun(f"The {child.name} process does not answer.")
            time.sleep(0.05)


def _ready(host: str, child: Child) -> bool:
    near = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "::1": "[::1]"}.get(host, host)  # noqa: S104
    # As the proxy would ask, so that a host name that the door does not know is found now.
    headers = {"Host": child.host_name, "X-Forwarded-Proto": "https"}
    request = urllib.request.Request(f"http://{near}:{child.port}/readyz", headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _watch(children: list[Child], environment: Environment, variables: dict[str, str]) -> None:
    kept_at = 0.0
    while True:
        for child in children:
            if not child.running():
                _restart(child, variables)
                pids = [one.process.pid for one in children if one.process]
                leftovers.remember(environment.state_dir, pids)
        if environment.training and time.monotonic() - kept_at > CLOCK_SECONDS:
            _keep_clock(environment, variables)
            kept_at = time.monotonic()
        time.sleep(0.5)


def _restart(child: Child, variables: dict[str, str]) -> None:
    now = time.monotonic()
    child.restarts = [at for at in child.restarts if now - at < 60] + [now]
    if len(child.restarts) > RESTARTS:
        raise CannotRun(f"The {child.name} process ends again and again (see above).")
    print(f"The {child.name} process ended; starting it again.", file=sys.stderr, flush=True)
    child.start(variables)


def _end(children: list[Child]) -> None:
    """Ask all to end, at once; whoever does not within the time is killed with its workers."""
    for child in children:
        if child.running() and child.process:
            child.process.terminate()
    deadline = time.monotonic() + ENDING_SECONDS
    for child in children:
        if child.process is None:
            continue
        try:
            child.process.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(child.process.pid, signal.SIGKILL)
            child.process.wait()


def _end_on_signals() -> None:
    ours = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def end(_number: int, _frame: FrameType | None) -> None:
        for number in ours:  # a second Ctrl-C must not cut short the orderly end
            signal.signal(number, signal.SIG_IGN)
        raise Ended

    for number in ours:
        signal.signal(number, end)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
