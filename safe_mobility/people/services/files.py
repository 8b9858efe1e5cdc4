"""Sealed photos on disk. A file is there, fsynced, before its row is, and its name is the row's
key: whatever has no row is an orphan that the sweep may remove.
"""

import os
from pathlib import Path
from uuid import UUID

from django.conf import settings


def write(paper_id: UUID, sealed: bytes) -> None:
    """Write one sealed file so that it survives a power cut right after this returns."""
    place = _place(paper_id)
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = place.with_suffix(".half")
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(sealed)
        file.flush()
        os.fsync(file.fileno())
    half.rename(place)
    _fsync_folder(place.parent)


def read(paper_id: UUID) -> bytes:
    return _place(paper_id).read_bytes()


def remove(paper_id: UUID) -> None:
    _place(paper_id).unlink(missing_ok=True)


def _place(paper_id: UUID) -> Path:
    # Two levels, so that no folder ever holds more files than a person can list.
    name = paper_id.hex
    return Path(settings.FILES_DIR) / "papers" / name[:2] / f"{name}.sealed"


def _fsync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
