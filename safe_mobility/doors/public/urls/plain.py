"""Addresses without a language: the first page of all, and what a QR holds."""

from django.urls import URLPattern, path

from safe_mobility.doors.public.views import home

urlpatterns: list[URLPattern] = [
    path("", home.choose_language, name="choose_language"),
]
