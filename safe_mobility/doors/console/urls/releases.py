"""Figures: what goes out with two yeses, and what a supervisor sees of an office."""

from django.urls import URLPattern, path

from safe_mobility.doors.console.views import releases

urlpatterns: list[URLPattern] = [
    path("publicacion", releases.releases, name="releases"),
    path("publicacion/<uuid:release_id>/de-acuerdo", releases.agree, name="release_agree"),
    path("panorama", releases.overview, name="overview"),
]
