"""The office's answer to a household."""

from django.urls import URLPattern, path

from safe_mobility.doors.public.views import outcome

urlpatterns: list[URLPattern] = [
    path("solicitud/respuesta", outcome.outcome, name="outcome"),
]
