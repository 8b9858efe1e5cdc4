"""Which processes a run has started, so that the next run can end what a kill -9 left behind."""

import json
import os
import signal
import time
from pathlib import Path

import psutil

from config import postgres

ENDING_SECONDS = 20


def remember(state_dir: Path, pids: list[int]) -> None:
    """Note these processes and this one, each with the moment it began: pids are used again."""
    known = {str(pid): _began(pid) for pid in pids}
    content = {"supervisor": {str(os.getpid()): _began(os.getpid())}, "children": known}
    fresh = _path(state_dir).with_suffix(".new")
    fresh.write_text(json.dumps(content))
    fresh.replace(_path(state_dir))


def forget(state_dir: Path) -> None:
    _path(state_dir).unlink(missing_ok=True)


def end_processes(state_dir: Path) -> None:
    """End what a former run started and never ended, with all that it started in turn."""
    processes = _processes(state_dir, "children")
    for process in list(processes):
        processes += process.children(recursive=True)
    _end(processes)
    forget(state_dir)


def stop_run(state_dir: Path) -> int:
    """Ask the run in `state_dir` to end, and wait until it has; 0 when nothing is left."""
    supervisors = _processes(state_dir, "supervisor")
    for process in supervisors:
        process.send_signal(signal.SIGTERM)
    alive = _wait(supervisors)
    if not supervisors:
        end_processes(state_dir)
        postgres.stop(state_dir / "postgres")
        print(f"Nothing runs from {state_dir} now.")
    return 1 if alive else 0


def _path(state_dir: Path) -> Path:
    return state_dir / "run.json"


def _began(pid: int) -> float:
    try:
        return float(psutil.Process(pid).create_time())
    except psutil.NoSuchProcess:
        return 0.0


def _processes(state_dir: Path, kind: str) -> list[psutil.Process]:
    try:
        known: dict[str, float] = json.loads(_path(state_dir).read_text())[kind]
    except (FileNotFoundError, ValueError, KeyError):
        return []
    return [
        psutil.Process(int(pid))
        for pid, began in known.items()
        if began and abs(_began(int(pid)) - began) < 1.0
    ]


def _end(processes: list[psutil.Process]) -> None:
    for process in processes:
        try:
            process.terminate()
        except psutil.NoSuchProcess:
            continue
    for process in _wait(processes):
        process.kill()


def _wait(processes: list[psutil.Process]) -> list[psutil.Process]:
    """Those that still live when the time is over; one that only waits to be reaped is dead."""
    deadline = time.monotonic() + ENDING_SECONDS
    while (alive := [one for one in processes if lives(one)]) and time.monotonic() < deadline:
        time.sleep(0.05)
    return alive


def lives(process: psutil.Process) -> bool:
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False
