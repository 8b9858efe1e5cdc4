"""The place in line of a petition, and the table behind it."""

from django.urls import URLPattern, path

from safe_mobility.doors.public.views import line

urlpatterns: list[URLPattern] = [
    path("fila", line.place, name="line"),
    path("fila/tabla.csv", line.table, name="line_table"),
]
