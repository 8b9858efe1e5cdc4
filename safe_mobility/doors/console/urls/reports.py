"""Reports by age: about strangers, and about our own people."""

from django.urls import URLPattern, path

from safe_mobility.doors.console.views import reports

urlpatterns: list[URLPattern] = [
    path("estafas", reports.scams, name="reports"),
    path("estafas/grupos", reports.clusters, name="fraud_clusters"),
    path("quejas", reports.complaints, name="complaints"),
    path("estafas/<uuid:report_id>", reports.report, name="report"),
    path("estafas/<uuid:report_id>/tomar", reports.take, name="take_report"),
    path("estafas/<uuid:report_id>/leida", reports.acknowledge, name="acknowledge_report"),
    path("estafas/<uuid:report_id>/responder", reports.answer, name="answer_report"),
    path("estafas/<uuid:report_id>/apartar", reports.keep_from, name="keep_report_from"),
]
