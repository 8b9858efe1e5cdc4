"""Addresses of the area `screening`."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
