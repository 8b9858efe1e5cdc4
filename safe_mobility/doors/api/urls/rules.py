from django.urls import URLPattern, URLResolver, path

from safe_mobility.doors.api.v1.rules import api, openapi
from safe_mobility.doors.common.access import ANYONE, access

_patterns, _app, _namespace = api.urls
for _pattern in _patterns:
    # The views are made by the library; who may open them is said here.
    assert _pattern.callback is not None  # noqa: S101
    access(ANYONE)(_pattern.callback)

urlpatterns: list[URLPattern | URLResolver] = [
    path("openapi.json", openapi, name="openapi"),
    path("", (_patterns, _app, _namespace)),
]
