"""The first pages, help, and what the programme says about itself."""

from django.urls import URLPattern, path

from safe_mobility.doors.public.views import about, home

urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("ayuda", home.help_now, name="help_now"),
    path("programa", about.about, name="about"),
    path("fuentes", about.sources, name="sources"),
]
