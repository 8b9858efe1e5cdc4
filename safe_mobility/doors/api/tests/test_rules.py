import json
from typing import Any

import pytest
from django.test import Client

from safe_mobility.programmes import queries
from safe_mobility.programmes.tests.shipped import load_shipped

SCREENINGS = "/api/v1/screenings"
FARM_WORKER: dict[str, Any] = {
    "country": "GT",
    "on": "2023-11-20",
    "household": {"members": [{"id": "a", "role": "applicant", "born_on": "1990-05-02"}]},
    "answers": {
        "gt.loc": "GT",
        "gt.nat": ["GT"],
        "h2a.interest": True,
        "h2a.offer": "no",
        "h2a.pastviol": "no",
        "h2a.max": False,
    },
}


@pytest.fixture(autouse=True)
def rules(db: None) -> None:
    load_shipped(training=False)
    queries.forget()


def post(client: Client, body: Any) -> tuple[int, dict[str, Any]]:
    raw = body if isinstance(body, (str, bytes)) else json.dumps(body)
    reply = client.post(SCREENINGS, data=raw, content_type="application/json")
    return reply.status_code, json.loads(reply.content)


def changed(**changes: Any) -> dict[str, Any]:
    return {**FARM_WORKER, **changes}


def answered(**answers: Any) -> dict[str, Any]:
    names = {name.replace("__", "."): value for name, value in answers.items()}
    return changed(answers={**FARM_WORKER["answers"], **names})


def fields(reply: dict[str, Any]) -> set[str]:
    return {fault["field"] for fault in reply["errors"]}


class TestScreenings:
    def test_answers_with_verdicts_that_explain_themselves(self, client: Client) -> None:
        status, reply = post(client, FARM_WORKER)

        assert status == 200
        assert reply["office"]["verdict"] == "OPEN"
        farm = next(each for each in reply["pathways"] if each["code"] == "h2a")
        assert (farm["verdict"], farm["principal"], farm["unit"]) == ("NOT_TODAY", "a", ["a"])
        failing = [each for each in farm["reasons"] if each["outcome"] == "fails"]
        assert [each["criterion"] for each in failing] == ["h2a.offer"]
        assert failing[0]["source"] == "S86"
        assert failing[0]["members"] == ["a"]
        assert failing[0]["text"].startswith("La visa se pide solo")
        assert farm["would_help"][0]["kind"] == "document"

    def test_speaks_english_when_asked(self, client: Client) -> None:
        _, reply = post(client, changed(lang="en"))

        assert "The visa can only be asked for" in json.dumps(reply)

    def test_says_the_same_bytes_for_the_same_question(self, client: Client) -> None:
        shuffled = dict(reversed(list(FARM_WORKER["answers"].items())))
        first, second = (
            client.post(SCREENINGS, data=json.dumps(body), content_type="application/json").content
            for body in (FARM_WORKER, changed(answers=shuffled))
        )

        assert first == second

    def test_lets_a_member_speak_for_themselves(self, client: Client) -> None:
        body = answered(h2a__offer="yes") | {
            "household": {
                "members": [
                    {"id": "a", "role": "applicant", "born_on": "1990-05-02"},
                    {"id": "b", "role": "spouse", "born_on": "1991-05-02"},
                ]
            },
            "member_answers": {"a": {"h2a.offer": "no"}},
        }

        _, reply = post(client, body)

        farm = next(each for each in reply["pathways"] if each["code"] == "h2a")
        assert farm["principal"] == "b"
        assert [each["principal"] for each in farm["alternatives"]] == ["a"]

    @pytest.mark.parametrize(
        ("body", "wrong"),
        [
            (answered(h2a__offer="perhaps"), {"answers.h2a.offer"}),
            (answered(h2a__max="no"), {"answers.h2a.max"}),
            (answered(nobody__asks=True), {"answers.nobody.asks"}),
            (answered(gt__nat2=["SV"]), {"answers.gt.nat2"}),
            (answered(h2a__terms=True), {"answers.h2a.terms"}),
            (answered(cm__age="2024-01-01"), {"answers.cm.age"}),
            (changed(on="2023-02-31"), {"on"}),
            (changed(country="US"), {"country"}),
            (changed(country="usa"), {"country"}),
            (changed(surprise=1), {"surprise"}),
            (changed(member_answers={"z": {}}), {"member_answers.z"}),
            (changed(household={"members": []}), {"household.members"}),
            (
                changed(
                    household={
                        "members": [
                            {"id": "a", "born_on": "2031-01-01"},
                            {"id": "a", "role": "child"},
                            {"id": "c", "role": "cousin"},
                        ]
                    }
                ),
                {
                    "household.members.0.born_on",
                    "household.members.1.id",
                    "household.members.2.role",
                },
            ),
        ],
    )
    def test_names_every_field_that_is_wrong(
        self, client: Client, body: dict[str, Any], wrong: set[str]
    ) -> None:
        status, reply = post(client, body)

        assert status == 422
        assert fields(reply) == wrong

    @pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"\xff\x00", b'"text"', b"null"])
    def test_refuses_what_is_no_question_at_all(self, client: Client, raw: bytes) -> None:
        status, reply = post(client, raw)

        assert status in {400, 422}
        assert reply["errors"]

    def test_takes_every_alias_of_one_question(self, client: Client) -> None:
        same = answered(gt__nat2=["GT"], nationalities=["GT"])

        assert post(client, same)[0] == 200


class TestCatalogue:
    @pytest.mark.parametrize(
        "path", ["programmes", "pathways", "questions?lang=en", "rules?on=2023-07-01", "changes"]
    )
    def test_is_open_to_all(self, client: Client, path: str) -> None:
        reply = client.get(f"/api/v1/{path}")

        assert reply.status_code == 200
        assert reply["Access-Control-Allow-Origin"] == "*"
        assert json.loads(reply.content)

    def test_tells_the_rules_of_the_day_asked_about(self, client: Client) -> None:
        def nationality(on: str) -> set[str]:
            listed = json.loads(client.get(f"/api/v1/rules?on={on}").content)
            return {each["id"] for each in listed if each["id"] in {"gt.nat", "gt.nat2"}}

        assert nationality("2023-08-10") == {"gt.nat"}
        assert nationality("2023-08-11") == {"gt.nat2"}

    @pytest.mark.parametrize("path", ["rules?on=31/12/2023", "questions?lang=xx"])
    def test_refuses_what_it_does_not_know(self, client: Client, path: str) -> None:
        assert client.get(f"/api/v1/{path}").status_code == 422

    def test_describes_itself(self, client: Client) -> None:
        schema = json.loads(client.get("/api/v1/openapi.json").content)

        assert schema["openapi"].startswith("3.1")
        assert "/api/v1/screenings" in schema["paths"]
        reason = schema["components"]["schemas"]["ReasonOut"]["properties"]
        assert {"criterion", "outcome", "from", "until", "source"} <= reason.keys()
