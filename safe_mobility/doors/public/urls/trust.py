"""Scams: report one, follow a report, check a message or a call."""

from django.urls import URLPattern, path

from safe_mobility.doors.public.views import trust

urlpatterns: list[URLPattern] = [
    path("estafas", trust.trust, name="trust"),
    path("estafas/avisar", trust.report, name="report"),
    path("estafas/avisar/trabajo", trust.report_job, name="report_job"),
    path("estafas/comprobante", trust.follow, name="follow_report"),
    path("estafas/comprobante/agregar", trust.add_words, name="add_to_report"),
    path("estafas/mensaje", trust.check_message, name="check_message"),
    path("estafas/llamada", trust.check_call, name="check_call"),
]
