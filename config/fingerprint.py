"""Short names for "what the tables look like" and "what the static files hold".

With them a second start knows that there is nothing to do without asking Django, and tests
know that a template of tables is still the right one.
"""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from config.environment import BASE_DIR


def of_tables() -> str:
    """Changes with every migration, of ours or of a library."""
    return _of([*_libraries(), *(BASE_DIR / "safe_mobility").glob("*/migrations/*.py")])


def of_static_files() -> str:
    return _of([*_libraries(), *(BASE_DIR / "safe_mobility").glob("**/static/**/*")])


def _libraries() -> list[Path]:
    return [BASE_DIR / "requirements.lock", BASE_DIR / "config" / "router.py"]


def _of(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(path for path in paths if path.is_file()):
        digest.update(str(path.relative_to(BASE_DIR)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]
