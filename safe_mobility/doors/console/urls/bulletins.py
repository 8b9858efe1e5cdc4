"""Pages of the visa bulletin: brought, compared, agreed on by two."""

from django.urls import URLPattern, path

from safe_mobility.doors.console.views import bulletins

urlpatterns: list[URLPattern] = [
    path("boletines", bulletins.bulletins, name="bulletins"),
    path("boletines/<uuid:bulletin_id>", bulletins.bulletin, name="bulletin"),
    path("boletines/<uuid:bulletin_id>/de-acuerdo", bulletins.agree, name="bulletin_agree"),
    path("boletines/<uuid:bulletin_id>/otra-vez", bulletins.again, name="bulletin_again"),
    path("boletines/<uuid:bulletin_id>/apartar", bulletins.set_aside, name="bulletin_aside"),
    path("boletines/<uuid:bulletin_id>/pagina", bulletins.itself, name="bulletin_itself"),
]
