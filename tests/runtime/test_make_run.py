"""`make run` itself: from a fresh clone, at an awkward place, as root and as somebody else.

Everything here starts the real processes, so the tests share a site where they only look.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import quote

import psutil
import pytest

from config import clock_file, leftovers, postgres
from config.environment import BASE_DIR, read
from tests import cluster
from tests.running_site import RunningSite, free_port, scratch

pytestmark = pytest.mark.processes

PUBLIC, CONSOLE, FILES = 0, 1, 2
LEAVE_A_ROW = (
    "from django.db import connection as c; k = c.cursor();"
    " k.execute(\"INSERT INTO django_session VALUES ('kept', '', now())\")"
)
COUNT_ROWS = (
    "from django.db import connection as c; k = c.cursor();"
    " k.execute(\"SELECT current_user, count(*) FROM django_session WHERE session_key = 'kept'\");"
    " print(*k.fetchone())"
)


def _clone(target: Path) -> Path:
    """The committed and the new files, as a newcomer's clone would have them."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=BASE_DIR,
        capture_output=True,
        check=True,
    ).stdout
    shutil.rmtree(target, ignore_errors=True)
    for name in filter(None, listing.decode().split("\0")):
        source = BASE_DIR / name
        if source.is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target / name)
    # Making the environment is what `make test` has just done; here it is found, not remade.
    (target / ".venv").symlink_to(Path(sys.prefix))
    return target


def _site(name: str, *, prefix: tuple[str, ...] = (), **variables: str) -> RunningSite:
    folder = read().VAR_DIR / "tests" / name
    if folder.exists():
        scratch(folder / "clone" / "var")
    clone = _clone(folder / "clone")
    return RunningSite(
        var_dir=clone / "var",
        port=free_port(),
        clone=clone,
        command=(*prefix, "make", "--no-print-directory", "run"),
        variables=dict(variables),
    )


@pytest.fixture(scope="module")
def site() -> Iterator[RunningSite]:
    """A training site in a folder with a space, more than a hundred signs deep."""
    running = _site("a place with spaces " + "and a long name " * 7).start()
    yield running
    running.end()
    shutil.rmtree(running.clone.parent)


class TestMakeRun:
    def test_says_where_to_look(self, site: RunningSite) -> None:
        assert len(str(site.clone)) > 100
        assert f"{site.public_url}/es/" in site.log
        assert f"{site.console_url}/consola/" in site.log
        assert "Training site. Not an official site. Do not enter real data." in site.log

    @pytest.mark.parametrize("door", [PUBLIC, CONSOLE, FILES])
    @pytest.mark.parametrize("path", ["/healthz", "/readyz"])
    def test_every_door_says_how_it_is(self, site: RunningSite, door: int, path: str) -> None:
        assert site.get(path, door=door) == (200, "ok\n")

    @pytest.mark.parametrize("path", ["/es/", "/en/"])
    def test_shows_the_first_page(self, site: RunningSite, path: str) -> None:
        assert site.get(path)[0] == 200

    @pytest.mark.parametrize(
        ("path", "home"), [("/es/", PUBLIC), ("/api/v1/", PUBLIC), ("/consola/", CONSOLE)]
    )
    def test_no_door_answers_for_another(self, site: RunningSite, path: str, home: int) -> None:
        others = {PUBLIC, CONSOLE, FILES} - {home}
        assert {site.get(path, door=door)[0] for door in others} == {404}

    def test_listens_to_this_computer_only(self, site: RunningSite) -> None:
        ports = {site.port, site.port + 1, site.port + 2}
        listening = {
            connection.laddr.ip
            for process in site.processes()
            for connection in process.net_connections(kind="inet")
            if connection.status == psutil.CONN_LISTEN and connection.laddr.port in ports
        }
        assert listening == {"127.0.0.1"}

    def test_works_as_a_limited_role_also_from_manage(self, site: RunningSite) -> None:
        assert site.manage("shell", "--no-imports", "-c", COUNT_ROWS).split()[0] == "app"

    def test_lives_in_november_2023(self, site: RunningSite) -> None:
        code = "from safe_mobility.doors.common import clock; print(clock.now().isoformat())"
        now = site.manage("shell", "--no-imports", "-c", code).strip()

        assert datetime.fromisoformat(now) >= clock_file.TRAINING_BEGINS
        assert now.startswith("2023-11-20")

    def test_refuses_to_run_twice_in_one_folder(self, site: RunningSite) -> None:
        second = RunningSite(var_dir=site.var_dir, port=free_port(), clone=site.clone)
        with pytest.raises(AssertionError, match="already runs"):
            second.start()

    def test_refuses_a_port_that_is_taken(self, site: RunningSite, tmp_path: Path) -> None:
        second = RunningSite(var_dir=tmp_path, port=site.port, clone=site.clone)
        with pytest.raises(AssertionError, match=f"Port {site.port} cannot be used"):
            second.start()


class TestALifeOfASite:
    def test_ends_wholly_and_finds_everything_again(self) -> None:
        site = _site("life of a site")
        _cut_off_in_the_middle_of_the_first_start(site)
        site.start()
        assert "beginning afresh" in site.log
        accounts = site.var_dir / "training" / "accounts.json"
        made = accounts.read_text() if accounts.exists() else ""
        site.manage("shell", "--no-imports", "-c", LEAVE_A_ROW)
        processes = site.processes()

        site.end(signal.SIGINT)  # Ctrl-C

        assert _alive(processes) == []
        assert not postgres.running(site.var_dir / "training" / "postgres")
        stood_at = _stood_at(site)

        site.start()
        assert _stood_at(site) >= stood_at
        assert site.manage("shell", "--no-imports", "-c", COUNT_ROWS).split() == ["app", "1"]
        assert (accounts.read_text() if accounts.exists() else "") == made

        # The server goes over to the next run; everything else is ended and started anew.
        abandoned = [one for one in site.processes() if one.name() != "postgres"]
        site.end(signal.SIGKILL)
        assert _alive(abandoned), "nothing was left to clear away"

        site.start()
        assert _alive(abandoned) == []
        assert site.manage("shell", "--no-imports", "-c", COUNT_ROWS).split() == ["app", "1"]
        site.end(signal.SIGTERM)
        assert not postgres.running(site.var_dir / "training" / "postgres")
        shutil.rmtree(site.clone.parent)


def _cut_off_in_the_middle_of_the_first_start(site: RunningSite) -> None:
    site.begin()
    clock = clock_file.path_in(site.var_dir / "training")
    deadline = time.monotonic() + 120
    while not clock.exists() and time.monotonic() < deadline:
        time.sleep(0.05)  # from here on rows are being written
    site.end(signal.SIGKILL)
    assert (site.var_dir / "training" / "unfinished").exists()


def _alive(processes: list[psutil.Process]) -> list[psutil.Process]:
    return [one for one in processes if leftovers.lives(one)]


def _stood_at(site: RunningSite) -> datetime:
    clock = clock_file.read(site.var_dir / "training")
    assert clock is not None
    return datetime.fromisoformat(clock.stood_at)


class TestAPreview:
    def test_of_an_ordinary_user_has_the_real_clock_and_its_own_state(self) -> None:
        site = _site("preview", prefix=_as_somebody_else(), TRAINING="0").start()
        try:
            assert site.get("/readyz") == (200, "ok\n")
            assert site.get("/es/")[0] == 200
            assert "Preview" in site.log
            assert not (site.var_dir / "training").exists()
            code = "from safe_mobility.doors.common import clock; print(clock.now().year)"
            year = site.manage("shell", "--no-imports", "-c", code).strip()
            assert int(year) >= 2026
        finally:
            site.end()
        assert not postgres.running(site.var_dir / "preview" / "postgres")
        shutil.rmtree(site.clone.parent)


def _as_somebody_else() -> tuple[str, ...]:
    """Under another number, if we are root; a namespace reaches the files of root as well."""
    if os.geteuid() != 0:
        return ()
    prefix = ("unshare", "-U", "--map-user=1", "--map-group=1", "--")
    if subprocess.run([*prefix, "true"], check=False).returncode != 0:
        pytest.skip("this kernel lets nobody take another number")
    return prefix


class TestProduction:
    def test_does_not_start_with_nothing_said(self) -> None:
        done = subprocess.run(
            [sys.executable, "-m", "config.supervisor"],
            cwd=BASE_DIR,
            env={**os.environ, "MODE": "production"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 1
        for name in ("DATABASE_URL", "MASTER_KEY_FILE", "PUBLIC_HOST", "LEGAL_REVIEW"):
            assert name in done.stderr


@pytest.fixture
def outside_databases() -> Iterator[dict[str, str]]:
    """Addresses on a server that the site did not start, with two limited roles."""
    postgres.start(cluster.data_dir(), settings=cluster.FAST)
    names = ["outside", "outside_keys"]
    with postgres.superuser(cluster.data_dir()) as session:
        for name in names:
            session.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        for role in ("outside_app", "outside_owner"):
            session.execute(f"DROP ROLE IF EXISTS {role}")
            session.execute(f"CREATE ROLE {role} LOGIN")
        for name in names:
            session.execute(f"CREATE DATABASE {name} OWNER outside_owner")
    host = quote(str(postgres.socket_dir(cluster.data_dir())), safe="")
    yield {
        variable: f"postgresql://{role}@/{name}?host={host}"
        for variable, role, name in [
            ("DATABASE_URL", "outside_app", "outside"),
            ("DATABASE_OWNER_URL", "outside_owner", "outside"),
            ("KEYS_DATABASE_URL", "outside_app", "outside_keys"),
            ("KEYS_OWNER_URL", "outside_owner", "outside_keys"),
        ]
    }
    with postgres.superuser(cluster.data_dir()) as session:
        for name in names:
            session.execute(f"DROP DATABASE {name} WITH (FORCE)")


class TestProductionOnAnOutsideServer:
    def test_runs_as_a_proxy_would_see_it(
        self, production: dict[str, str], outside_databases: dict[str, str]
    ) -> None:
        var_dir = scratch(read().VAR_DIR / "tests" / "production")
        variables = production | outside_databases
        site = RunningSite(var_dir=var_dir, port=free_port(), variables=variables).start()
        try:
            answer = _as_proxy(site, "/es/preguntas", host=production["PUBLIC_HOST"])
            assert not (var_dir / "production" / "postgres").exists()
            assert _as_proxy(site, "/readyz", host=production["PUBLIC_HOST"]).status == 200
            assert _as_proxy(site, "/es/", host="somewhere.example").status == 400
            assert _as_proxy(site, "/es/", host=production["PUBLIC_HOST"], tls=False).status == 301
        finally:
            site.end()
        cookies = answer.headers.get_all("Set-Cookie") or []
        assert cookies
        assert all(cookie.startswith("__Host-") and "Secure" in cookie for cookie in cookies)
        assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe-inline" not in policy


def _as_proxy(site: RunningSite, path: str, *, host: str, tls: bool = True) -> HTTPResponse:
    connection = HTTPConnection("127.0.0.1", site.port, timeout=30)
    headers = {"Host": host, "X-Forwarded-Proto": "https" if tls else "http"}
    connection.request("GET", path, headers=headers)
    return connection.getresponse()


class TestManage:
    def test_says_in_one_line_that_nothing_runs(self, tmp_path: Path) -> None:
        nowhere = RunningSite(var_dir=tmp_path, port=free_port())
        said = nowhere.manage("shell", "--no-imports", "-c", COUNT_ROWS, check=False)
        assert said.strip() == "The site is not running here: start it with `make run`."
