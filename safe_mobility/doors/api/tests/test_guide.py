"""A developer abroad can use the API from its page alone."""

import json
import re
import shutil
import subprocess
from html import unescape
from typing import Any

import pytest
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from safe_mobility.doors.api.views.guide import EXAMPLE, READS, examples
from safe_mobility.programmes import queries
from safe_mobility.programmes.tests.shipped import load_shipped
from safe_mobility.statistics.tests.released import released


@pytest.fixture(autouse=True)
def rules(db: None) -> None:
    load_shipped(training=False)
    queries.forget()


def shown(page: str) -> dict[str, object]:
    (code,) = re.findall(r'<code class="reply">(.*?)</code>', page, flags=re.DOTALL)
    found: dict[str, object] = json.loads(unescape(code))
    return found


class TestGuide:
    def test_every_address_it_names_answers(self, client: Client) -> None:
        released()

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

    def test_speaks_spanish_when_asked(self, client: Client) -> None:
        page = client.get("/api/v1/?lang=es").content.decode()

        assert '<html lang="es">' in page
        assert "Las reglas como API" in page
        assert "¿Qué familia tiene usted en Estados Unidos?" in page

    def test_sets_no_cookie(self, client: Client) -> None:
        assert not client.get("/api/v1/").cookies


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl on this machine")
class TestExamples:
    """Every command runs as it stands on the page, and says what is written beneath it."""

    def test_run_in_a_terminal(self, live_server: LiveServer, client: Client) -> None:
        page = client.get("/api/v1/", headers={"host": live_server.url.removeprefix("http://")})
        found = re.findall(r'<code class="command">(.*?)</code>', page.content.decode())
        rules, couple, relatives, elsewhere, petition, wrong = (
            json.loads(self._run(unescape(command))) for command in found
        )

        assert len(found) == len(list(examples()))
        assert {"gt.nat"} == {each["id"] for each in rules if each["id"] in {"gt.nat", "gt.nat2"}}
        assert self._of(couple, "h2a")["principal"] == "a"
        assert {step["question"] for step in self._of(couple, "h2a")["would_help"]} >= {"h2a.offer"}
        assert self._of(relatives, "family_iv")["principal"] == "b"
        assert elsewhere["office"]["verdict"] == "NOT_TODAY"
        assert petition["rules_version"]
        assert {each["field"] for each in wrong["errors"]} == {
            "answers.cm.age",
            "answers.co.nat",
            "answers.no.such",
        }

    @staticmethod
    def _run(command: str) -> str:
        shell = ["bash", "-euc", command]
        return subprocess.run(shell, capture_output=True, check=True, timeout=30).stdout.decode()

    @staticmethod
    def _of(said: Any, code: str) -> dict[str, Any]:
        found: dict[str, Any] = next(each for each in said["pathways"] if each["code"] == code)
        return found
