"""Published job orders: the files that were read, and the recruiters they name."""

from django.urls import URLPattern, path

from safe_mobility.doors.console.views import orders

urlpatterns: list[URLPattern] = [
    path("ordenes", orders.files, name="job_orders"),
    path("ordenes/reclutadores", orders.recruiters, name="recruiters"),
    path("ordenes/<uuid:file_id>", orders.file, name="job_file"),
]
