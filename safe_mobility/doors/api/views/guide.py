"""The page from which somebody abroad can use the API: what to send, what comes back, try it.

Works without a script: the form sends the text back to this page, which asks the same function
as `POST /screenings` and shows what it says. Nothing is kept. Each example is a command for a
terminal, and a test runs every one of them as it stands on the page.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from safe_mobility.doors.api.v1 import catalogue, telling
from safe_mobility.doors.api.v1.asking import Faulty, read_text
from safe_mobility.doors.api.v1.rules import LARGEST_BODY
from safe_mobility.doors.common.access import ANYONE, access
from safe_mobility.programmes import queries as programmes

LANGUAGES = (("en", "English"), ("es", "Español"))
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
    ("programmes", _("Country programmes and their phases")),
    ("pathways", _("Every pathway: what it is, who decides, cost, steps, phases")),
    ("questions?lang=en", _("The catalogue of questions: ids, types, choices, why it is asked")),
    ("rules?on=2023-07-01", _("Every rule in force on a day, with dates, law, source, sentence")),
    ("changes", _("Every day on which a rule began or ended, newest first")),
    ("figures", _("The programme’s own figures: what each means, and when they were released")),
    ("figures/referred?by=department", _("One figure by one breakdown; format=csv too")),
    ("series", _("Series that other offices publish: visas, borders, refugees, asylum")),
    ("series/temporary-visas?place=GT&from=2023-06", _("Figures of one series; format=csv too")),
    ("commitments", _("What governments promised: owners, due dates, evidence, judgements")),
    ("cutoffs?category=F4&area=all_other", _("Visa bulletins: whose turn it was, by month")),
    ("openapi.json", _("The description in OpenAPI 3.1")),
)


@dataclass(frozen=True, slots=True)
class Example:
    """One thing to ask, and what to see in what comes back."""

    title: str | Promise
    see: str | Promise
    path: str
    sent: dict[str, Any] | None = None

    def command(self, host: str) -> str:
        """A line for a terminal. JSON holds no single quote here, so it stands between two."""
        if self.sent is None:
            return f"curl -s '{host}{self.path}'"
        text = json.dumps(self.sent, ensure_ascii=False)
        return f"curl -s '{host}{self.path}' -H 'Content-Type: application/json' -d '{text}'"


def examples() -> Iterator[Example]:
    yield Example(
        _("The rules of a day"),
        _("gt.nat, four nationalities; from 11 August 2023 gt.nat2, Guatemala alone."),
        "rules?on=2023-07-01",
    )
    yield Example(
        _("A couple in Guatemala"),
        _("h2a: principal a, because b does not want farm work; would_help names the offer."),
        "screenings",
        EXAMPLE,
    )
    yield Example(
        _("A family whose relatives belong to one of them"),
        _("family_iv: principal b, because the citizen is her brother, not his."),
        "screenings",
        {
            **EXAMPLE,
            "answers": {"gt.loc": "GT", "gt.nat": ["GT"], "fv.rel": ["none"]},
            "member_answers": {
                "b": {"fv.rel": ["sibling"], "fv.status": "USC", "fv.usc_age": True},
            },
        },
    )
    yield Example(
        _("The same person in another country, on another day"),
        _("office: NOT_TODAY, because no window of the office in Colombia was open that day."),
        "screenings",
        {
            "country": "CO",
            "on": "2023-06-29",
            "lang": "en",
            "household": {"members": [{"id": "a", "role": "applicant"}]},
            "answers": {"gt.loc": "CO", "co.nat": ["VE"], "co.date": True, "co.status": "regular"},
        },
    )
    yield Example(
        _("A petition with its date"),
        _("choice+date: fv.petition carries the priority date of the notice."),
        "screenings",
        {
            **EXAMPLE,
            "answers": {"fv.petition": {"choice": "approved", "on": "2015-03-01"}},
            "member_answers": {},
        },
    )
    yield Example(
        _("What cannot be used"),
        _("Status 422: all three fields are named, so that they can be mended at once."),
        "screenings",
        {
            **EXAMPLE,
            "answers": {"cm.age": "2023-02-30", "gt.nat": ["GT"], "co.nat": ["VE"], "no.such": 1},
        },
    )


# It changes nothing and keeps nothing, so that a form elsewhere may send here too.
@access(ANYONE)
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def guide(request: HttpRequest) -> HttpResponse:
    sent = request.POST.get("body", "") if request.method == "POST" else _written(EXAMPLE)
    status, reply = screened(sent)
    asked_for = request.GET.get("lang", "")
    language = asked_for if asked_for in dict(LANGUAGES) else "en"
    rule_set = programmes.rule_set()
    host = request.build_absolute_uri("/api/v1/")
    context = {
        "reads": READS,
        "sent": sent,
        "status": status,
        "reply": _written(reply),
        "examples": [(each, each.command(host)) for each in examples()],
        "questions": catalogue.questions(rule_set, language=language),
        "groups": [
            (each.code, rule_set.text(each.says("name"), language))
            for each in rule_set.pathways.values()
        ],
        "countries": [each.country for each in rule_set.programmes.values()],
        "others": [each for each in LANGUAGES if each[0] != language],
    }
    with translation.override(language):
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
