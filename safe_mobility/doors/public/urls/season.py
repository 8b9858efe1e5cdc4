"""Seasonal work: what a person told, and where it stands."""

from django.urls import URLPattern, path

from safe_mobility.doors.public.views import season

urlpatterns: list[URLPattern] = [
    path("solicitud/trabajo", season.season, name="season"),
    path("solicitud/trabajo/<int:number>", season.person, name="season_person"),
    path("solicitud/trabajo/<int:number>/experiencia", season.add, name="season_add"),
    path(
        "solicitud/trabajo/<int:number>/oficio/<uuid:spell_id>",
        season.occupation,
        name="season_occupation",
    ),
    path("solicitud/trabajo/<int:number>/cuando", season.when, name="season_when"),
    path("solicitud/trabajo/<int:number>/mas", season.more, name="season_more"),
]
