"""The console process."""

from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

from safe_mobility.doors.common.access import ANYONE, access

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("safe_mobility.doors.common.health_urls")),
    path("consola/", include("safe_mobility.doors.console.urls")),
    path("consola/", include("safe_mobility.doors.console.urls.entry")),
]
# Whoever types the bare address means the console.
to_console = path("", access(ANYONE)(RedirectView.as_view(url="/consola/")))
urlpatterns.append(to_console)

handler400 = "safe_mobility.doors.console.views.errors.unreadable"
handler403 = "safe_mobility.doors.console.views.errors.not_found"
handler404 = "safe_mobility.doors.console.views.errors.not_found"
handler429 = "safe_mobility.doors.console.views.errors.too_many"
handler500 = "safe_mobility.doors.console.views.errors.broken"
