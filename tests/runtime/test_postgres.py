"""The embedded server: found, killed, found dead, started again; never the wrong one."""

import os
import shutil
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from config import postgres
from config.environment import read
from tests.cluster import FAST

KILL = signal.SIGKILL


@pytest.fixture
def folder(request: pytest.FixtureRequest) -> Iterator[Path]:
    """A scratch folder that other accounts can reach, with a space and a long name."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    made = read().VAR_DIR / "tests" / f"a folder {worker}" / ("long" * 30)
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir(parents=True)
    yield made
    postgres.stop(made / "postgres")
    shutil.rmtree(made.parent)


def _pid(data_dir: Path) -> int:
    return int((data_dir / "postmaster.pid").read_text().splitlines()[0])


class TestStart:
    def test_makes_a_server_that_answers_and_outlives_a_kill(self, folder: Path) -> None:
        data_dir = folder / "postgres"
        assert postgres.start(data_dir, settings=FAST)
        postgres.ensure_roles_and_databases(data_dir, ["somewhere"])
        with postgres.superuser(data_dir, "somewhere") as session:
            session.execute("CREATE TABLE kept AS SELECT 1 AS one")
            session.execute("CHECKPOINT")

        os.kill(_pid(data_dir), KILL)
        while postgres.running(data_dir):  # the signal is on its way
            time.sleep(0.01)
        assert postgres.start(data_dir, settings=FAST), "a killed server was taken for a live one"

        with postgres.superuser(data_dir, "somewhere") as session:
            assert session.execute("SELECT one FROM kept").fetchone() == (1,)

    def test_twice_at_once_makes_one_server(self, folder: Path) -> None:
        data_dir = folder / "postgres"
        started: list[bool] = []
        both = [
            threading.Thread(target=lambda: started.append(postgres.start(data_dir, settings=FAST)))
            for _ in range(2)
        ]
        for one in both:
            one.start()
        for one in both:
            one.join()

        assert sorted(started) == [False, True]

    def test_takes_no_stranger_for_its_server(self, folder: Path) -> None:
        data_dir = folder / "postgres"
        data_dir.mkdir()
        (data_dir / "postmaster.pid").write_text(f"{os.getpid()}\n")

        assert not postgres.running(data_dir)
        shutil.rmtree(data_dir)

    def test_leaves_the_modes_of_the_folders_above_alone(self, folder: Path) -> None:
        folder.chmod(0o711)

        postgres.start(folder / "postgres", settings=FAST)

        assert folder.stat().st_mode & 0o777 == 0o711
        assert (folder / "postgres").stat().st_mode & 0o777 == 0o700


class TestStop:
    def test_ends_the_server_and_its_socket(self, folder: Path) -> None:
        data_dir = folder / "postgres"
        postgres.start(data_dir, settings=FAST)

        postgres.stop(data_dir)

        assert not postgres.running(data_dir)
        assert not list(postgres.socket_dir(data_dir).glob(".s.PGSQL*"))

    def test_of_nothing_is_nothing(self, folder: Path) -> None:
        postgres.stop(folder / "postgres")


class TestSocketDir:
    def test_stays_below_the_limit_of_the_system(self) -> None:
        deep = Path("/") / ("a" * 200) / "postgres"

        assert len(str(postgres.socket_dir(deep))) < postgres.LONGEST_SOCKET_FOLDER
        assert postgres.socket_dir(deep) != postgres.socket_dir(deep.parent)
