"""Temporary work: check an offer, and the year's figures."""

from django.urls import URLPattern, path

from safe_mobility.doors.public.views import work

urlpatterns: list[URLPattern] = [
    path("trabajo", work.work, name="work"),
    path("trabajo/revisar", work.check, name="check_job"),
    path("trabajo/cifras", work.figures, name="work_figures"),
    path("trabajo/cifras.csv", work.table, name="work_table"),
]
