"""The trail."""

from django.urls import URLPattern, path

from safe_mobility.doors.console.views import trail

urlpatterns: list[URLPattern] = [path("huella", trail.trail, name="trail")]
