"""What others count, why people leave, and what was promised."""

from django.urls import URLPattern, path

from safe_mobility.doors.public.views import around, commitments, roots

urlpatterns: list[URLPattern] = [
    path("alrededor", around.around, name="around"),
    path("alrededor/<str:country>", around.around, name="around_country"),
    path("causas", roots.root_causes, name="root_causes"),
    path("causas/<str:municipality>", roots.municipality, name="municipality"),
    path("compromisos", commitments.commitments, name="commitments"),
    path("compromisos.atom", commitments.feed, name="commitments_feed"),
]
