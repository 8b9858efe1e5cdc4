"""Rules that changed: who would be judged otherwise, and the two yeses before anybody is told."""

from django.urls import URLPattern, path

from safe_mobility.doors.console.views import rules

urlpatterns: list[URLPattern] = [
    path("reglas", rules.changed, name="rules"),
    path("reglas/pedir", rules.ask, name="rules_ask"),
    path("reglas/<uuid:budget_id>/permitir", rules.let_open, name="rules_let_open"),
    path("reglas/<uuid:rescreening_id>/de-acuerdo", rules.agree, name="rules_agree"),
]
