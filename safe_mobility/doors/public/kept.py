"""Pages that are the same for everybody are made once and kept, compressed, in the process.

The first page of a programme is opened most when news breaks. What it says depends on the
language, the day and the rules in force, and on nothing about who opens it, so it is kept
under these. A page that has a form or a cookie of its own must never be kept.
"""

import gzip
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language

from safe_mobility.doors.public.programme import today
from safe_mobility.programmes import queries as programmes

MOST_PAGES = 200

_kept: dict[tuple[str, ...], tuple[bytes, bytes]] = {}


def kept(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Keep the page of a view marked ANYONE. What has a query in its address is made anew."""

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.META.get("QUERY_STRING"):
            return view(request, *args, **kwargs)
        try:
            version, day = programmes.rule_set().version, today().isoformat()
        except programmes.NoRulesLoaded:
            return view(request, *args, **kwargs)
        name = (request.path, get_language() or "", day, version)
        found = _kept.get(name)
        if found is None:
            response = view(request, *args, **kwargs)
            if response.status_code != 200:
                return response
            found = _keep(name, response.content)
        return _served(request, *found)

    return page


def _keep(name: tuple[str, ...], body: bytes) -> tuple[bytes, bytes]:
    if len(_kept) >= MOST_PAGES:
        _kept.clear()
    _kept[name] = body, gzip.compress(body, compresslevel=9, mtime=0)
    return _kept[name]


def _served(request: HttpRequest, body: bytes, small: bytes) -> HttpResponse:
    compressed = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(small if compressed else body)
    if compressed:
        response["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response
