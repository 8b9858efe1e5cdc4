"""Published job orders: the files that were read, and the recruiters they name."""

from django.urls import URLPattern, path

from safe_mobility.doors.console.views import orders

urlpatterns: list[URLPattern] = [
    path("trabajo/ordenes", orders.files, name="job_orders"),
    path("trabajo/ordenes/reclutadores", orders.recruiters, name="recruiters"),
    path("trabajo/ordenes/<uuid:file_id>", orders.file, name="job_file"),
]
