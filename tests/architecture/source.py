"""What of the project is committed, and what it says in Python."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from config.environment import BASE_DIR

CODE = ["safe_mobility", "config", "tests", "benchmarks"]


@cache
def python_files(*folders: str, migrations: bool = False) -> tuple[Path, ...]:
    """Every Python file below `folders`, by default without migrations."""
    return tuple(
        path
        for folder in folders or CODE
        for path in sorted((BASE_DIR / folder).rglob("*.py"))
        if migrations or "migrations" not in path.parts
    )


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), str(path))


def name(path: Path) -> str:
    return str(path.relative_to(BASE_DIR))


def calls(path: Path) -> Iterator[tuple[str, int]]:
    """Each dotted name that is read, as `datetime.now`, with its line."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield f"{node.value.id}.{node.attr}", node.lineno
