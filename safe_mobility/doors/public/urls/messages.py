"""Addresses of the area `messages`."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
