"""Text into a tagged PDF, set by a child process that can do little harm.

A reader of screens finds headings, tables and languages in it (PDF/UA-1); the maker of it checks
that. The same text gives the same bytes, so what was set once is kept.
"""

import subprocess
import sys
import threading
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from safe_mobility.doors.common.printing import child

SECONDS = 30
_AT_ONCE = threading.BoundedSemaphore(1)


class NotSet(Exception):
    """The child did not make a PDF; holds what it said."""


@lru_cache(maxsize=16)
def pdf(text: str) -> bytes:
    """The PDF of a text made of the parts below. Raises `NotSet`."""
    command = [sys.executable, "-I", str(Path(child.__file__))]
    try:
        with _AT_ONCE:
            done = subprocess.run(
                command,
                input=text.encode(),
                capture_output=True,
                timeout=SECONDS,
                check=False,
                env={},
            )
    except subprocess.TimeoutExpired:
        raise NotSet("too slow") from None
    if done.returncode != child.MADE or not done.stdout.startswith(b"%PDF"):
        raise NotSet(done.stderr.decode(errors="replace"))
    return done.stdout


def words(text: str) -> str:
    """Any text as a value: nothing in it is read as a command."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'#"{escaped}"'


def sheet(*, title: str, language: str, foot: str) -> str:
    """The head of a document: A4, numbered pages, a foot with where it comes from."""
    return (
        f"#set document(title: {words(title)[1:]}, date: none)\n"
        f'#set text(lang: "{language}", size: 9.5pt)\n'
        '#set page(paper: "a4", margin: (x: 2cm, y: 1.8cm), numbering: "1 / 1", '
        f"footer: context [#set text(size: 8pt)\n{words(foot)} #h(1fr) #counter(page).display()])\n"
        "#set par(justify: false)\n#set table(stroke: 0.4pt + luma(150), inset: 4pt)\n"
        "#show heading: set block(above: 1em, below: 0.6em)\n"
    )


def heading(text: str, *, level: int = 1) -> str:
    return f"#heading(level: {level})[{words(text)}]\n"


def paragraph(text: str) -> str:
    return f"#par[{words(text)}]\n"


def bullets(texts: Iterable[str]) -> str:
    return f"#list({', '.join(f'[{words(text)}]' for text in texts)})\n"


def small(text: str) -> str:
    return f"#par[#text(size: 8pt)[{words(text)}]]\n"


def table(
    head: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    wide: Sequence[int] = (),
    numbers: bool = True,
) -> str:
    """A table with a header that is repeated on every page; after the first column numbers."""
    cells = "".join(f"[{words(cell)}]," for row in rows for cell in row)
    top = ", ".join(f"[*{words(cell)}*]" for cell in head)
    columns = ", ".join(f"{part}fr" for part in wide or [1] * len(head))
    rest = "right" if numbers else "left"
    align = ", ".join(["left", *([rest] * (len(head) - 1))])
    return f"#table(columns: ({columns}), align: ({align}), table.header({top}), {cells})\n"
