"""Addresses of what an office can do."""

from django.urls import URLPattern, path, register_converter
from django.urls.converters import StringConverter

from safe_mobility.doors.console.views import capacity


class DeskAct(StringConverter):
    regex = "confirm|back"


register_converter(DeskAct, "desk_act")

urlpatterns: list[URLPattern] = [
    path("oficina", capacity.day, name="capacity"),
    path("oficina/abrir", capacity.publish, name="publish"),
    path("oficina/retirar", capacity.withdraw, name="withdraw"),
    path("oficina/cerrar", capacity.close, name="close_day"),
    path("oficina/reabrir", capacity.reopen, name="reopen_day"),
    path("oficina/mesas", capacity.desks, name="desks"),
    path("oficina/mesas/<int:desk_id>/<desk_act:name>", capacity.change_desk, name="change_desk"),
    path("oficina/horario", capacity.hours, name="hours"),
    path("oficina/horario/<int:period_id>/terminar", capacity.end_hours, name="end_hours"),
]
