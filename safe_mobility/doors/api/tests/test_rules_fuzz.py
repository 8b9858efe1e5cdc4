"""Whatever a client sends, within the schema or beside it, the API answers as it says it does."""

import json
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
import schemathesis
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.generation.modes import GenerationMode

from safe_mobility.doors.api.v1.replying import Faults
from safe_mobility.doors.api.v1.rules import api
from safe_mobility.doors.api.v1.telling import ScreeningOut
from safe_mobility.programmes import queries
from safe_mobility.programmes.tests.shipped import load_shipped

SCHEMA = schemathesis.openapi.from_dict(api.get_openapi_schema(path_prefix="/api/v1/"))
OPERATIONS: list[Any] = [found.ok() for found in SCHEMA.get_all_operations()]  # type: ignore[union-attr]
DOCUMENTED = {
    operation.label: {int(status) for status in operation.definition.raw["responses"]}
    for operation in OPERATIONS
}


def send(case: Any) -> Any:
    """The case as the test client sends it: within the test's own transaction."""
    sent = case.as_transport_kwargs(base_url="http://localhost")
    known = {name: sent[name] for name in ("method", "url", "headers", "params") if name in sent}
    prepared = requests.Request(**known, data=sent.get("data"), json=sent.get("json")).prepare()
    split = urlsplit(str(prepared.url))
    body = prepared.body or b""
    return Client(raise_request_exception=False).generic(
        str(prepared.method),
        f"{split.path}?{split.query}",
        data=body,
        content_type=str(prepared.headers.get("Content-Type", "application/json")),
    )


@pytest.mark.django_db
class TestTheRules:
    @pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: str(each.label))
    def test_answer_as_they_say_they_do(self, operation: Any) -> None:
        load_shipped(training=False)
        queries.forget()
        modes = [operation.as_strategy(generation_mode=mode) for mode in GenerationMode]

        @given(st.one_of(modes))
        @settings(
            max_examples=60,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
            database=None,
            phases=[Phase.generate],
        )
        def answers(case: Any) -> None:
            reply = send(case)
            if reply.status_code == 405:
                assert case.method != operation.method.upper()
                return
            assert reply.status_code in DOCUMENTED[operation.label], reply.content[:300]
            if reply["Content-Type"].startswith("text/csv"):
                assert "format=csv" in str(reply.request["QUERY_STRING"])
                return
            said = json.loads(reply.content)
            if reply.status_code != 200:
                assert Faults.model_validate(said).errors
            elif operation.method == "post":
                ScreeningOut.model_validate(said)

        answers()
