"""From the bytes a stranger sent to a picture of ours, without decoding them in this process."""

import struct
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path

from safe_mobility.people.decoding import child
from safe_mobility.people.rules import papers
from safe_mobility.people.rules.papers import PhotoMissing, PhotoTooLarge, PhotoUnreadable

SECONDS = 30
_AT_ONCE = threading.BoundedSemaphore(2)
_SIZE = struct.Struct(">II")


@dataclass(frozen=True, slots=True)
class Photo:
    jpeg: bytes = field(repr=False)
    width: int
    height: int


def reencode(content: bytes) -> Photo:
    """The same picture as a fresh JPEG without metadata, no side above 2400 points.

    Call it before the act's transaction: a slow photo must not hold a lock. Raises what the
    family can mend: `PhotoMissing`, `PhotoTooLarge`, `NotAPhoto`, `PhotoUnreadable`.
    """
    if not content:
        raise PhotoMissing
    if len(content) > papers.MOST_BYTES:
        raise PhotoTooLarge(most=papers.MOST_BYTES)
    kind = papers.format_of(content[:16])
    command = [
        sys.executable,
        "-I",
        str(Path(child.__file__)),
        kind,
        str(papers.MOST_PIXELS),
        str(papers.LONGEST_SIDE),
    ]
    try:
        with _AT_ONCE:
            done = subprocess.run(
                command, input=content, capture_output=True, timeout=SECONDS, check=False, env={}
            )
    except subprocess.TimeoutExpired:
        raise PhotoUnreadable from None
    if done.returncode == child.TOO_MANY_PIXELS:
        raise PhotoTooLarge(most_pixels=papers.MOST_PIXELS)
    if done.returncode != child.READ or len(done.stdout) <= _SIZE.size:
        raise PhotoUnreadable
    width, height = _SIZE.unpack(done.stdout[: _SIZE.size])
    return Photo(jpeg=done.stdout[_SIZE.size :], width=width, height=height)
