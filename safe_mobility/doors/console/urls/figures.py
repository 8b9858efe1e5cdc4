"""Figures of other offices, and the joint commitments."""

from django.urls import URLPattern, path

from safe_mobility.doors.console.views import commitments, figures

urlpatterns: list[URLPattern] = [
    path("cifras", figures.editions, name="series"),
    path("cifras/<uuid:edition_id>", figures.edition, name="edition"),
    path("cifras/<uuid:edition_id>/de-acuerdo", figures.approve, name="approve_edition"),
    path("cifras/<uuid:edition_id>/descartar", figures.drop, name="drop_edition"),
    path("compromisos", commitments.commitments, name="commitments"),
    path("compromisos/<str:commitment>", commitments.commitment, name="commitment"),
    path("compromisos/<str:commitment>/evidencia", commitments.add_evidence, name="add_evidence"),
    path("compromisos/<str:commitment>/juicio", commitments.judge, name="judge_commitment"),
]
