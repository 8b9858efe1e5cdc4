"""The office's day."""

from django.urls import URLPattern, path, register_converter
from django.urls.converters import StringConverter

from safe_mobility.doors.console.views import day


def _one_of(*names: str) -> type[StringConverter]:
    """A part of an address that is one of a few words; any other word is no address."""
    return type("OneOf", (StringConverter,), {"regex": "|".join(names)})


register_converter(_one_of("arrive", "park", "unpark"), "receive_act")
register_converter(_one_of("start", "unanswered", "finish"), "hear_act")
register_converter(_one_of("leave", "absent"), "end_act")

urlpatterns: list[URLPattern] = [
    path("", day.home, name="home"),
    path("mi-mesa", day.sit_at, name="desk"),
    path("llegada", day.arrival, name="arrival"),
    path("visita/<uuid:visit_id>/llamar", day.call, name="call"),
    path("visita/<uuid:visit_id>/mesa", day.send_on, name="redirect"),
    path("visita/<uuid:visit_id>/<receive_act:name>", day.receive, name="receive"),
    path("visita/<uuid:visit_id>/<hear_act:name>", day.hear, name="hear"),
    path("visita/<uuid:visit_id>/<end_act:name>", day.end, name="end"),
]
