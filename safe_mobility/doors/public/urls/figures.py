"""The programme's own figures."""

from django.urls import URLPattern, path

from safe_mobility.doors.public.views import figures, pilot

urlpatterns: list[URLPattern] = [
    path("cifras", figures.how_it_goes, name="figures"),
    path("cifras/significado", figures.meanings, name="figure_meanings"),
    path("cifras/publicaciones", figures.all_releases, name="releases"),
    path("piloto", pilot.pilot, name="pilot"),
    path("piloto.pdf", pilot.pilot_pdf, name="pilot_pdf"),
    path("cifras.atom", figures.feed, name="releases_feed"),
]
