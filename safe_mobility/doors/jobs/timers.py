"""What happens by itself, each minute.

A timer is given the time and says how many rows it touched.
"""

from collections.abc import Callable

TIMERS: list[tuple[str, Callable[..., int]]] = []
