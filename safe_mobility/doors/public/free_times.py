"""What is free, as every family sees it that asks in the same second.

When an office opens new days, hundreds of families look at one page at once, and each would
read and draw the same list. It is read once a second for all of them. What is shown is never a
promise: the press claims a place or says that the time is gone, and then shows a list that was
read anew.
"""

import threading
import time
from collections.abc import Callable, Hashable
from typing import Any, Final, TypeVar

from django.conf import settings

AT_MOST: Final = 200
"""Lists kept at once: offices, ways, languages and first days; then all are forgotten."""

T = TypeVar("T")

_known: dict[Hashable, tuple[float, Any]] = {}
_lock = threading.Lock()


def shared(key: Hashable, read: Callable[[], T]) -> T:
    """What was read for this key less than `FREE_TIMES_SECONDS` ago, or what is read now.

    Only for what is the same for every family: nothing of a household may stand in it.
    """
    moment = time.monotonic()
    with _lock:
        until, found = _known.get(key, (0.0, None))
    if moment < until:
        return found  # type: ignore[no-any-return]  # the key says of which kind it is
    found = read()
    with _lock:
        if len(_known) >= AT_MOST:
            _known.clear()
        _known[key] = (moment + settings.FREE_TIMES_SECONDS, found)
    return found


def forget() -> None:
    """Read everything anew from now on."""
    with _lock:
        _known.clear()
