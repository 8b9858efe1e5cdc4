"""Temporary work: check an offer, and the year's figures."""

from django.urls import URLPattern, path

from safe_mobility.doors.public.views import work

urlpatterns: list[URLPattern] = [
    path("trabajo", work.work, name="work"),
    path("trabajo/revisar", work.check, name="check_job"),
]
