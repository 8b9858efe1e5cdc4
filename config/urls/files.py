"""The files process."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("safe_mobility.doors.common.health_urls")),
    path("", include("safe_mobility.doors.files.urls")),
]
