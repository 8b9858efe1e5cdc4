"""Every address of the public site that has a language before it, area by area.

One slug serves all languages, so a link survives a change of language.
"""

from django.urls import URLPattern

from safe_mobility.doors.public.urls import (
    appointments,
    around,
    figures,
    home,
    line,
    messages,
    outcome,
    people,
    relatives,
    screening,
    season,
    trust,
    work,
)

app_name = "public"
urlpatterns: list[URLPattern] = [
    *home.urlpatterns,
    *screening.urlpatterns,
    *people.urlpatterns,
    *relatives.urlpatterns,
    *outcome.urlpatterns,
    *appointments.urlpatterns,
    *trust.urlpatterns,
    *line.urlpatterns,
    *messages.urlpatterns,
    *around.urlpatterns,
    *figures.urlpatterns,
    *work.urlpatterns,
    *season.urlpatterns,
]
