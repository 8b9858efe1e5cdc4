"""Addresses of family abroad. Numbers are those of the signed-in family's own list."""

from django.urls import URLPattern, path

from safe_mobility.doors.public.views import relative_door, relative_papers, relatives, tracing

urlpatterns: list[URLPattern] = [
    path("familiar", relative_door.code, name="relative_code"),
    path("familiar/acuerdo", relative_door.agree, name="relative_agree"),
    path("familiar/entrar", relative_door.sign_in, name="relative_sign_in"),
    path("familiar/mio", relative_door.own, name="relative_own"),
    path("familiar/anotado", relative_door.noted, name="relative_noted"),
    path("familiar/salir", relative_door.sign_out, name="relative_sign_out"),
    path("familiar/parar", relative_door.stop, name="relative_stop"),
    path("buscar-familia", tracing.look_for_family, name="look_for_family"),
    path("buscar-familia/nuevo", tracing.look_for, name="look_for"),
    path("buscar-familia/<int:number>/quitar", tracing.stop_looking, name="stop_looking"),
    path("buscar-familia/salir", tracing.leave_tracing, name="leave_tracing"),
    path("familia-afuera", relatives.listed, name="relatives"),
    path("familia-afuera/nuevo", relatives.new, name="new_relative"),
    path("familia-afuera/<int:number>", relatives.one, name="relative"),
    path("familia-afuera/<int:number>/quien", relatives.who, name="relative_who"),
    path("familia-afuera/<int:number>/quitar", relatives.remove, name="remove_relative"),
    path(
        "familia-afuera/<int:number>/peticion/<int:member>",
        relatives.new_petition,
        name="new_petition",
    ),
    path(
        "familia-afuera/<int:number>/peticion/<int:member>/<slug:kind>",
        relatives.petition,
        name="petition",
    ),
    path(
        "familia-afuera/<int:number>/peticion/<int:member>/<slug:kind>/quitar",
        relatives.remove_petition,
        name="remove_petition",
    ),
    path("familia-afuera/<int:number>/hecho/<int:member>", relatives.done, name="relative_done"),
    path("familia-afuera/<int:number>/invitar", relative_door.invite, name="invite_relative"),
    path("familia-afuera/<int:number>/hoja", relative_papers.leaflet, name="relative_leaflet"),
    path("familia-afuera/<int:number>/carta", relative_papers.letter, name="relative_letter"),
    path("familia-afuera/<int:number>/<slug:step>", relatives.step, name="relative_step"),
]
