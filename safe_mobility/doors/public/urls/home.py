"""The first pages, help, and what the programme says about itself."""

from django.urls import URLPattern, path

from safe_mobility.doors.public.views import home

urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
]
