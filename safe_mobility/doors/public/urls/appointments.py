"""Addresses of choosing, keeping and giving up an appointment."""

from django.urls import URLPattern, path

from safe_mobility.doors.public.views import appointment_slip, appointments

urlpatterns: list[URLPattern] = [
    path("cita", appointments.choose, name="appointment"),
    path("cita/guardada", appointments.held, name="appointment_held"),
    path("cita/otra-fecha", appointments.wish, name="appointment_wish"),
    path("cita/otra-fecha/anotada", appointments.wished, name="appointment_wished"),
    path("cita/lista", appointment_slip.slip, name="appointment_slip"),
    path("cita/otra-vez", appointment_slip.choose_again, name="appointment_again"),
    path("cita/cancelar", appointment_slip.cancel, name="appointment_cancel"),
    path("cita/cancelada", appointment_slip.cancelled, name="appointment_cancelled"),
    path("cita/cita.ics", appointment_slip.calendar_file, name="appointment_calendar"),
]
