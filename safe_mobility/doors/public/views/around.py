"""What others count, beside the programme: borders, visas, refugees, asylum; and no more."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from safe_mobility.doors.common.access import ANYONE, access
from safe_mobility.doors.common.answer_words import country_names
from safe_mobility.doors.public.around_charts import charts_of
from safe_mobility.doors.public.programme import words_of_page

COUNTRIES = ("GT", "SV", "HN", "NI", "CO", "CR", "EC")
"""Guatemala, its neighbours whom its office once took, and where there are other offices."""


@dataclass(frozen=True, slots=True)
class Choice:
    code: str
    name: str
    here: bool


@access(ANYONE)
@require_safe
def around(request: HttpRequest, country: str = COUNTRIES[0]) -> HttpResponse:
    """One nationality's series, each with its sentence, table, source, and before and after."""
    if country not in COUNTRIES:
        raise Http404
    names = dict(country_names(words_of_page().language))
    charts, without = charts_of(country, names[country])
    context = {
        "name": names[country],
        "choices": [Choice(code, names[code], code == country) for code in COUNTRIES],
        "charts": charts,
        "without": without,
    }
    return render(request, "public/figures/around.html", context)
