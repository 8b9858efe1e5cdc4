"""The page from which somebody abroad can use the API: what to send, what comes back, try it.

English only. Works without a script: the form sends the text back to this page, which asks
the same function as `POST /screenings` and shows what it says. Nothing is kept.
"""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from safe_mobility.doors.api.v1 import catalogue, telling
from safe_mobility.doors.api.v1.asking import Faulty, read_text
from safe_mobility.doors.api.v1.rules import LARGEST_BODY
from safe_mobility.doors.common.access import ANYONE, access
from safe_mobility.programmes import queries as programmes

EXAMPLE: dict[str, Any] = {
    "country": "GT",
    "on": "2023-11-20",
    "lang": "en",
    "household": {
        "members": [
            {"id": "a", "role": "applicant", "born_on": "1990-05-02"},
            {"id": "b", "role": "spouse", "born_on": "1991-03-09", "marital": "married"},
        ]
    },
    "answers": {"gt.loc": "GT", "gt.nat": ["GT"], "h2a.interest": True, "h2a.offer": "unknown"},
    "member_answers": {"b": {"h2a.interest": False}},
}
READS = (
    ("programmes", "Country programmes and their phases"),
    ("pathways", "Every pathway: what it is, who decides, cost, steps, phases"),
    ("questions?lang=en", "The catalogue of questions: ids, types, choices, why it is asked"),
    ("rules?on=2023-07-01", "Every rule in force on a day, with dates, law, source, sentence"),
    ("changes", "Every day on which a rule began or ended, newest first"),
    ("openapi.json", "The description in OpenAPI 3.1"),
)


# It changes nothing and keeps nothing, so that a form elsewhere may send here too.
@access(ANYONE)
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def guide(request: HttpRequest) -> HttpResponse:
    sent = request.POST.get("body", "") if request.method == "POST" else _written(EXAMPLE)
    status, reply = screened(sent)
    rule_set = programmes.rule_set()
    context = {
        "reads": READS,
        "sent": sent,
        "status": status,
        "reply": _written(reply),
        "curl": json.dumps(EXAMPLE, ensure_ascii=False),
        "questions": catalogue.questions(rule_set, language="en"),
        "countries": [each.country for each in rule_set.programmes.values()],
        "host": request.build_absolute_uri("/api/v1/"),
    }
    with translation.override("en"):
        return render(request, "api/guide.html", context)


def screened(sent: str) -> tuple[int, dict[str, Any]]:
    """What `POST /screenings` answers to this text: its status and its body."""
    if len(sent.encode()) > LARGEST_BODY:
        return 413, {"errors": [{"field": "body", "problem": "too_large"}]}
    rule_set = programmes.rule_set()
    try:
        body, asked = read_text(rule_set, sent)
    except Faulty as faulty:
        wrong = [{"field": each.field, "problem": each.problem} for each in faulty.faults]
        return 422, {"errors": wrong}
    return 200, telling.screening(rule_set, asked, language=body.lang)


def _written(body: Any) -> str:
    return json.dumps(body, ensure_ascii=False, indent=2)
