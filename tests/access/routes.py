"""Every address of every door, with who may open it and what it names."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from safe_mobility.doors.common.access import Access, UndeclaredView, access_of

# Serve no page, only whether the process is alive.
NOT_PAGES = {"healthz", "readyz"}


@dataclass(frozen=True, slots=True)
class Route:
    path: str
    """As Django writes it: `consola/visita/<uuid:visit_id>/llamar`."""
    view: Callable[..., Any]
    converters: dict[str, Any]

    @property
    def door(self) -> str:
        return self.view.__module__.split(".")[2] if self._ours else ""

    @property
    def _ours(self) -> bool:
        return self.view.__module__.startswith("safe_mobility.doors.")

    @property
    def access(self) -> Access | None:
        try:
            return access_of(self.view)
        except UndeclaredView:
            return None

    @property
    def name(self) -> str:
        return f"{self.view.__module__.removeprefix('safe_mobility.doors.')}.{self.view.__name__}"

    def address(self, values: dict[str, Any]) -> str:
        """The address with every part filled in."""
        return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda part: str(values[part.group(1)]), self.path)


def all_routes() -> list[Route]:
    """Each route once; the public site's in one language, because all have the same views."""
    return [
        Route(path, pattern.callback, dict(pattern.pattern.converters))
        for path, pattern in _walk(get_resolver().url_patterns)
        if path not in NOT_PAGES and not path.startswith("static/")
    ]


def _walk(patterns: Any, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for each in patterns:
        path = prefix + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _walk(each.url_patterns, path)
        else:
            yield path, each
