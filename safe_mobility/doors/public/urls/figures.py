"""The programme's own figures."""

from django.urls import URLPattern, path

from safe_mobility.doors.public.views import figures

urlpatterns: list[URLPattern] = [
    path("cifras", figures.how_it_goes, name="figures"),
    path("cifras/significado", figures.meanings, name="figure_meanings"),
    path("cifras/publicaciones", figures.all_releases, name="releases"),
    path("cifras.atom", figures.feed, name="releases_feed"),
]
