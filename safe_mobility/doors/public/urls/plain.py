"""Addresses without a language: the first page of all, and what a QR holds."""

from django.urls import URLPattern, path

from safe_mobility.doors.public.views import appointment_slip, figures, home

app_name = "plain"
urlpatterns: list[URLPattern] = [
    path("", home.choose_language, name="root"),
    path("v/<str:code>", appointment_slip.check, name="check"),
    path("cifras/clave.pem", figures.key, name="figures_key"),
    path("cifras/<str:cut_off>/<str:name>", figures.release_file, name="release_file"),
    # A QR in capitals needs half the room.
    path("V/<str:code>", appointment_slip.check),
]
