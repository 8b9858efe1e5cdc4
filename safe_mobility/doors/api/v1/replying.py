"""How every answer of the API is written: JSON or CSV, and each fault by its field."""

import json
from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.utils.cache import patch_cache_control
from ninja import Schema

from safe_mobility.doors.api.v1.asking import Fault


class FaultOut(Schema):
    field: str
    problem: str


class Faults(Schema):
    """Every field that is wrong, each with a word for its problem."""

    errors: list[FaultOut]


Listing = list[dict[str, Any]]


def reply(body: Any, *, status: int = 200) -> HttpResponse:
    """JSON whose bytes depend on nothing but what is said."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    response = HttpResponse(text, content_type="application/json; charset=utf-8", status=status)
    response["Access-Control-Allow-Origin"] = "*"
    return response


def public(body: Any) -> HttpResponse:
    """What is the same for everybody, and may be kept for five minutes on the way."""
    return _kept(reply(body))


def table(text: str, *, name: str) -> HttpResponse:
    """CSV to be saved under a name."""
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response["Access-Control-Allow-Origin"] = "*"
    return _kept(response)


def faults(found: Iterable[Fault], *, status: int = 422) -> HttpResponse:
    wrong = [{"field": fault.field, "problem": fault.problem} for fault in found]
    return reply({"errors": wrong}, status=status)


def _kept(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, public=True, max_age=300)
    return response
