"""The public API of the rules: read-only, in OpenAPI, and nothing that is sent is kept."""

from typing import Literal

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_GET
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from safe_mobility.doors.api.v1 import (
    catalogue,
    commitments,
    cutoffs,
    figures,
    series,
    telling,
)
from safe_mobility.doors.api.v1.asking import Fault, Faulty, ScreeningIn, day, read, read_text
from safe_mobility.doors.api.v1.replying import Faults, Listing, faults, public, reply
from safe_mobility.doors.common import clock
from safe_mobility.doors.common.access import ANYONE, access
from safe_mobility.programmes import queries as programmes

LARGEST_BODY = 64 * 1024

api = NinjaAPI(
    title="Safe Mobility: the rules",
    version="1",
    description=(
        "Which legal pathways may be open to a household, on any date, with reasons. "
        "Verdicts are OPEN (may be open), PERSON (a person should look), NOT_TODAY. They are "
        "indications: UNHCR and IOM refer, and the named government decides."
    ),
    docs_url=None,
    openapi_url=None,
    urls_namespace="rules",
)


@api.exception_handler(ValidationError)
def _not_in_shape(request: HttpRequest, error: ValidationError) -> HttpResponse:
    found = []
    for each in error.errors:
        place = [str(part) for part in each["loc"] if part not in {"body", "query"}]
        if place and place[0] in {"payload", "asked"}:
            place = place[1:]
        found.append(Fault(".".join(place) or "body", str(each["type"])))
    if request.method == "POST":
        # A client mends everything at once only if it hears of everything at once.
        try:
            read_text(programmes.rule_set(), request.body)
        except Faulty as faulty:
            found = faulty.faults
    return faults(found)


@api.exception_handler(Faulty)
def _cannot_be_used(request: HttpRequest, error: Faulty) -> HttpResponse:
    return faults(error.faults)


@api.exception_handler(HttpError)
def _not_json(request: HttpRequest, error: HttpError) -> HttpResponse:
    return faults([Fault("body", "not_json")], status=error.status_code)


@api.get("/programmes", response=Listing, summary="Country programmes and their phases")
def programmes_list(request: HttpRequest) -> HttpResponse:
    return public(catalogue.programmes(programmes.rule_set()))


@api.get("/pathways", response=Listing, summary="Legal pathways: what, who decides, cost, steps")
def pathways_list(request: HttpRequest) -> HttpResponse:
    return public(catalogue.pathways(programmes.rule_set()))


@api.get(
    "/questions",
    response={200: Listing, 422: Faults},
    summary="The catalogue of questions: ids, types, choices, why we ask",
)
def questions_list(request: HttpRequest, lang: Literal["es", "en"] = "es") -> HttpResponse:
    return public(catalogue.questions(programmes.rule_set(), language=lang))


@api.get(
    "/rules",
    response={200: Listing, 422: Faults},
    summary="Every rule in force on a day: ?on=ISO date, without it today",
)
def rules_list(request: HttpRequest, on: str = "") -> HttpResponse:
    wanted = day(on) if on else clock.now().date()
    if wanted is None:
        return faults([Fault("on", "not_a_day")])
    return public(catalogue.rules(programmes.rule_set(), on=wanted))


@api.get("/changes", response=Listing, summary="Every change of a rule or phase, newest first")
def changes_list(request: HttpRequest) -> HttpResponse:
    return public(catalogue.changes(programmes.rule_set()))


@api.post(
    "/screenings",
    response={200: telling.ScreeningOut, 400: Faults, 413: Faults, 422: Faults},
    summary="Screen a household; nothing that is sent is kept",
    by_alias=True,
)
def screenings(request: HttpRequest, asked: ScreeningIn) -> HttpResponse:
    if len(request.body) > LARGEST_BODY:
        return faults([Fault("body", "too_large")], status=413)
    rule_set = programmes.rule_set()
    body = telling.screening(rule_set, read(rule_set, asked), language=asked.lang)
    response = reply(body)
    patch_cache_control(response, private=True, no_store=True)
    return response


api.add_router("", series.router)
api.add_router("", cutoffs.router)
api.add_router("", commitments.router)
api.add_router("", figures.router)


@access(ANYONE)
@require_GET
def openapi(request: HttpRequest) -> HttpResponse:
    """The description that clients and fuzzers are generated from."""
    return public(api.get_openapi_schema(path_prefix="/api/v1/"))
