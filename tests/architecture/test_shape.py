"""The shape of the house: names, sizes, and who may read the clock and the environment.

import-linter watches who imports whom (pyproject.toml); this watches what it cannot see.
"""

import ast
from pathlib import Path

import pytest

from config.environment import BASE_DIR
from tests.architecture import source

ROOMS = sorted(path.parent for path in (BASE_DIR / "safe_mobility").glob("*/__init__.py"))
DOORS = sorted(path.parent for path in (BASE_DIR / "safe_mobility/doors").glob("*/__init__.py"))
NAMES_THAT_SAY_NOTHING = {
    "data.py",
    "handler.py",
    "handlers.py",
    "helpers.py",
    "manager.py",
    "managers.py",
    "misc.py",
    "process.py",
    "signals.py",
    "util.py",
    "utils.py",
}
# The house aims at 400 and 25 lines; a machine only stops what is far beyond.
LONGEST_FILE = 500
LONGEST_FUNCTION = 60
DOMAIN_CLOCK = "safe_mobility/doors/common/clock.py"
WALL_CLOCKS = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time"}


class TestFiles:
    @pytest.mark.parametrize("folder", [*ROOMS, *DOORS], ids=lambda path: str(path.name))
    def test_the_init_of_a_room_or_a_door_is_empty(self, folder: Path) -> None:
        assert (folder / "__init__.py").read_text().strip() == ""

    def test_have_names_that_say_something(self) -> None:
        vague = [
            source.name(path)
            for path in source.python_files()
            if path.name in NAMES_THAT_SAY_NOTHING
        ]
        assert vague == []

    def test_can_be_read_in_one_sitting(self) -> None:
        long = [
            f"{source.name(path)}: {lines} lines"
            for path in source.python_files()
            if (lines := path.read_text().count("\n")) > LONGEST_FILE
        ]
        assert long == []

    def test_have_functions_that_can_be_seen_whole(self) -> None:
        long = [
            f"{source.name(path)}:{node.lineno} {node.name}: {lines} lines"
            for path in source.python_files()
            for node in ast.walk(source.tree(path))
            if isinstance(node, ast.FunctionDef)
            and (lines := (node.end_lineno or node.lineno) - node.lineno + 1) > LONGEST_FUNCTION
        ]
        assert long == []

    def test_promise_nothing_for_later(self) -> None:
        marks = ("TO" + "DO", "FIX" + "ME", "X" * 3)
        later = [
            f"{source.name(path)}: {mark}"
            for path in source.python_files(migrations=True)
            for mark in marks
            if mark in path.read_text().split()
        ]
        assert later == []


class TestTime:
    def test_is_read_in_one_place_only(self) -> None:
        """Rooms are given `now`; real time (sessions, codes, leases) is `timezone.now`."""
        readers = [
            f"{source.name(path)}:{line} {call}"
            for path in source.python_files("safe_mobility")
            if "tests" not in path.parts and source.name(path) != DOMAIN_CLOCK
            for call, line in source.calls(path)
            if call in WALL_CLOCKS
        ]
        assert readers == []

    def test_is_unknown_to_rules(self) -> None:
        readers = [
            source.name(path)
            for path in source.python_files("safe_mobility")
            if path.name == "rules.py" or path.parent.name == "rules"
            for call, _ in source.calls(path)
            if call in WALL_CLOCKS | {"timezone.now"}
        ]
        assert readers == []


class TestTheEnvironment:
    def test_is_read_in_one_place_only(self) -> None:
        readers = {
            source.name(path)
            for path in source.python_files("safe_mobility")
            if "tests" not in path.parts
            for call, _ in source.calls(path)
            if call in {"os.environ", "os.getenv"}
        }
        assert readers == set()


class TestSignals:
    def test_carry_nothing(self) -> None:
        """An act says in its own lines what follows from it."""
        receivers = [
            source.name(path)
            for path in source.python_files("safe_mobility")
            for node in ast.walk(source.tree(path))
            if isinstance(node, ast.ImportFrom)
            and (node.module or "").startswith(("django.db.models.signals", "django.dispatch"))
        ]
        assert receivers == []
