"""Addresses of the area `trust`."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
