"""Addresses without a language: the first page of all, and what a QR holds."""

from django.urls import URLPattern, path

from safe_mobility.doors.public.views import appointment_slip, home

app_name = "plain"
urlpatterns: list[URLPattern] = [
    path("", home.choose_language, name="root"),
    path("v/<str:code>", appointment_slip.check, name="check"),
    # A QR in capitals needs half the room.
    path("V/<str:code>", appointment_slip.check),
]
