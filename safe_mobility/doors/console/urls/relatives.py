"""Family abroad, and families that look for each other."""

from django.urls import URLPattern, path

from safe_mobility.doors.console.views import relatives, tracing

CASE = "casos/<str:reference>/familia-afuera"
urlpatterns: list[URLPattern] = [
    path("familia-afuera", relatives.clocks, name="clocks"),
    path("familia-afuera/se-buscan", tracing.pairs, name="tracing"),
    path(CASE, relatives.of_case, name="relatives"),
    path(f"{CASE}/nuevo", relatives.new, name="new_relative"),
    path(f"{CASE}/<int:number>/peticion/<int:member>", relatives.petition, name="new_petition"),
    path(
        f"{CASE}/<int:number>/peticion/<int:member>/<slug:kind>",
        relatives.petition,
        name="petition",
    ),
    path(f"{CASE}/<int:number>/<slug:part>", relatives.change, name="change_relative"),
]
