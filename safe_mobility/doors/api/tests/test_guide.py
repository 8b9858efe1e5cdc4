"""A developer abroad can use the API from its page alone."""

import json
import re
from html import unescape

import pytest
from django.test import Client

from safe_mobility.doors.api.views.guide import EXAMPLE, READS
from safe_mobility.programmes import queries
from safe_mobility.programmes.tests.shipped import load_shipped


@pytest.fixture(autouse=True)
def rules(db: None) -> None:
    load_shipped(training=False)
    queries.forget()


def shown(page: str) -> dict[str, object]:
    code = re.findall(r"<pre[^>]*><code>(.*?)</code></pre>", page, flags=re.DOTALL)[-1]
    found: dict[str, object] = json.loads(unescape(code))
    return found


class TestGuide:
    def test_every_address_it_names_answers(self, client: Client) -> None:
        for path, _ in READS:
            assert client.get(f"/api/v1/{path}").status_code == 200, path

    def test_shows_what_the_api_answers_to_its_example(self, client: Client) -> None:
        page = client.get("/api/v1/").content.decode()
        reply = client.post("/api/v1/screenings", EXAMPLE, content_type="application/json")

        assert shown(page) == json.loads(reply.content)

    def test_tries_what_somebody_writes(self) -> None:
        client = Client(enforce_csrf_checks=True)
        for country in ("GT", "CO", "CR", "EC"):
            body = json.dumps({**EXAMPLE, "country": country})
            page = client.post("/api/v1/", {"body": body}).content.decode()

            assert shown(page)["country"] == country

    @pytest.mark.parametrize("body", ["", "{", "[]", '{"country": "XX"}', '{"a": "<b>"}'])
    def test_says_what_is_wrong_with_the_rest(self, client: Client, body: str) -> None:
        page = client.post("/api/v1/", {"body": body}).content.decode()

        assert "status 422" in page
        assert shown(page)["errors"]

    def test_names_every_question(self, client: Client) -> None:
        page = client.get("/api/v1/").content.decode()

        for name in queries.rule_set().questions:
            assert f"<code>{name}</code>" in page

    def test_sets_no_cookie(self, client: Client) -> None:
        assert not client.get("/api/v1/").cookies
