"""The public process: the site in its languages, and the API."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("safe_mobility.doors.common.health_urls")),
    path("api/v1/", include("safe_mobility.doors.api.urls")),
    path("", include("safe_mobility.doors.public.urls.plain")),
    *i18n_patterns(path("", include("safe_mobility.doors.public.urls"))),
]

handler400 = "safe_mobility.doors.public.views.errors.unreadable"
handler403 = "safe_mobility.doors.public.views.errors.forbidden"
handler404 = "safe_mobility.doors.public.views.errors.not_found"
handler500 = "safe_mobility.doors.public.views.errors.broken"
