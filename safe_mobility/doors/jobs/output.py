"""Where a command that reads files writes what it found: a file, or the screen for `-`."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

SCREEN = "-"


@contextmanager
def opened(name: str) -> Iterator[TextIO]:
    if name == SCREEN:
        yield sys.stdout
        sys.stdout.flush()
        return
    with Path(name).open("w", encoding="utf-8", newline="") as out:
        yield out
