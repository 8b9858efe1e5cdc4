"""The office's day."""

from django.urls import path

from safe_mobility.doors.console.views import day

urlpatterns = [
    path("", day.home, name="home"),
]
