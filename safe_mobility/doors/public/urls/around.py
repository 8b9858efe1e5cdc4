"""What others count, why people leave, and what was promised."""

from django.urls import URLPattern, path

from safe_mobility.doors.public.views import around, commitments

urlpatterns: list[URLPattern] = [
    path("alrededor", around.around, name="around"),
    path("alrededor/<str:country>", around.around, name="around_country"),
    path("compromisos", commitments.commitments, name="commitments"),
    path("compromisos.atom", commitments.feed, name="commitments_feed"),
]
