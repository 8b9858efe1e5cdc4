"""Addresses of the area `appointments`."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
