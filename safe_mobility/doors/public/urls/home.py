"""The first pages, help, and what the programme says about itself."""

from django.urls import URLPattern, path

from safe_mobility.doors.public.views import about, changes, home

urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("ayuda", home.help_now, name="help_now"),
    path("programa", about.about, name="about"),
    path("programa/<str:country>", about.about, name="about_country"),
    path("cambios", changes.changes, name="changes"),
    path("cambios.atom", changes.feed, name="changes_feed"),
    path("fuentes", about.sources, name="sources"),
]
