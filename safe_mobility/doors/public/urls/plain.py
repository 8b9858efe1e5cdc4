"""Addresses without a language: the first page of all, and what a QR holds."""

from django.urls import URLPattern, path

from safe_mobility.doors.public.views import home

app_name = "plain"
urlpatterns: list[URLPattern] = [
    path("", home.choose_language, name="root"),
]
