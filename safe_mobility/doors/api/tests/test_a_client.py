"""A client written from the list of criteria alone, by somebody who never saw our questions.

It knows the ids, answer types and choices of `pathway-criteria.json` and the words of the
agreement: which value stands for which type, and how a reply looks.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from safe_mobility.programmes.tests.shipped import hold_shipped

CRITERIA = Path(__file__).parents[5] / "shared" / "domain" / "pathway-criteria.json"
needs_the_list = pytest.mark.skipif(
    not CRITERIA.exists(), reason="the list is not beside this clone"
)
LISTED: list[dict[str, Any]] = (
    json.loads(CRITERIA.read_text())["criteria"] if CRITERIA.exists() else []
)
BY_ID = {each["id"]: each for each in LISTED}
ALIASES = ("gt.nat", "gt.nat2", "co.nat", "cr.nat", "cr.nat2", "ec.nat")
BOOLEANS = ("boolean", "email", "phone", "file[]", "consent", "country-rule", "external", "text")
NOT_YES_OR_NO: tuple[Any, ...] = (None, 1, "yes", [], ["yes"], {"choice": "yes"})
DAYS = {
    "before it was announced": "2023-05-31",
    "the first day": "2023-06-12",
    "in the first weeks": "2023-07-01",
    "after the gates changed": "2023-08-11",
    "in the second year": "2024-06-06",
    "after the end": "2025-06-01",
}
COUNTRIES = ("GT", "CO", "CR", "EC")
WHEN_LITTLE_IS_OPEN = "2026-01-01"
"""Whether an answer is taken depends on no day; on this one the reply is short."""
PERSON = {"id": "a", "role": "applicant", "born_on": "1990-05-02"}


@pytest.fixture(autouse=True)
def _rules(monkeypatch: pytest.MonkeyPatch) -> None:
    hold_shipped(monkeypatch)


def good(criterion: dict[str, Any]) -> Iterator[Any]:
    """Every kind of value that the agreement gives a criterion of this type."""
    yield "unknown"
    kind, choices = criterion["answer_type"], criterion.get("choices", [])
    if criterion["id"] == "us.family":
        yield ["a"]
    elif kind.startswith(BOOLEANS) or kind == "computed from dated table":
        yield from (True, False)
    elif kind == "date":
        yield "1990-05-02"
    elif kind == "country":
        yield "GT"
    elif kind == "choice":
        yield from choices
    elif kind == "choice+date":
        yield from ({"choice": code, "on": None} for code in choices)
        yield {"choice": choices[0], "on": "2001-02-28"}
    elif kind != "none":
        yield from ([], *([code] for code in choices or ["GT"] if code != "unknown"))


def bad(criterion: dict[str, Any]) -> tuple[Any, ...]:
    kind = criterion["answer_type"]
    if criterion["id"] == "us.family":
        return (True, "a")
    if kind.startswith(BOOLEANS) or kind == "computed from dated table":
        return NOT_YES_OR_NO
    if kind == "date":
        return (
            True,
            "1990-02-30",
            "02/05/1990",
            "1990-5-2",
            "2999-01-01",
            ["1990-05-02"],
            19900502,
        )
    if kind == "country":
        return (True, "Guatemala", "XX", "gt", ["GT"])
    if kind == "choice":
        return (True, "perhaps", "", [criterion["choices"][0]], {"choice": "yes"})
    if kind == "choice+date":
        day = {"choice": criterion["choices"][0], "on": "2001-02-30"}
        return (True, {"choice": "perhaps"}, day, {"on": "2001-02-28", "by": "me"}, {"choice": 1})
    if kind == "none":
        return (True, False, "yes", ["unknown"], {"choice": "yes"})
    return (True, "GT", [True], [1], ["not a code"], [["GT"]])


def body(**changes: Any) -> dict[str, Any]:
    return {
        "country": "GT",
        "on": "2023-11-20",
        "household": {"members": [PERSON]},
        "answers": {},
        **changes,
    }


def sent(client: Client, asked: dict[str, Any]) -> tuple[int, Any]:
    reply = client.post("/api/v1/screenings", json.dumps(asked), content_type="application/json")
    return reply.status_code, json.loads(reply.content)


def faults(said: Any) -> set[str]:
    return {each["field"] for each in said["errors"]}


@needs_the_list
class TestEveryCriterion:
    @pytest.mark.parametrize("name", BY_ID)
    def test_takes_every_value_of_its_type(self, client: Client, name: str) -> None:
        for value in good(BY_ID[name]):
            asked = body(
                on=WHEN_LITTLE_IS_OPEN,
                answers={name: value},
                member_answers={"a": {name: value}},
            )
            status, said = sent(client, asked)
            assert status == 200, (name, value, said)

    @pytest.mark.parametrize("name", BY_ID)
    def test_refuses_every_other_value_by_its_name(self, client: Client, name: str) -> None:
        for value in bad(BY_ID[name]):
            status, said = sent(client, body(answers={name: value}))
            assert status == 422, (name, value, said)
            assert all(each.startswith(f"answers.{name}") for each in faults(said)), said

    def test_together_are_one_household(self, client: Client) -> None:
        every = {name: list(good(each))[-1] for name, each in BY_ID.items()}
        for name in ("cm.age", "fv.priority_date"):
            every[name] = "2001-02-28"
        every |= {name: ["GT"] for name in ALIASES}

        assert sent(client, body(answers=every))[0] == 200


class TestNames:
    @pytest.mark.parametrize("one", ALIASES)
    def test_of_nationality_are_one_question(self, client: Client, one: str) -> None:
        replies = {json.dumps(sent(client, body(answers={one: ["GT"]}))[1])}
        replies.add(json.dumps(sent(client, body(answers={key: ["GT"] for key in ALIASES}))[1]))
        assert len(replies) == 1

        for other in ALIASES:
            if other != one:
                status, said = sent(client, body(answers={one: ["GT"], other: ["SV"]}))
                assert (status, len(said["errors"])) == (422, 1)
                assert faults(said) <= {f"answers.{one}", f"answers.{other}"}

    def test_that_nobody_gave_are_all_refused_at_once(self, client: Client) -> None:
        wrong = {"no.such": True, "cm.age": "2023-02-30", "gt.loc": 4, "h2a.offer": "yes"}
        status, said = sent(client, body(answers=wrong, member_answers={"a": wrong, "z": {}}))

        assert status == 422
        assert faults(said) == {
            *(f"answers.{name}" for name in ("no.such", "cm.age", "gt.loc")),
            *(f"member_answers.a.{name}" for name in ("no.such", "cm.age", "gt.loc")),
            "member_answers.z",
        }

    def test_of_one_day_under_two_names_must_agree(self, client: Client) -> None:
        petition = {"choice": "approved", "on": "2015-03-01"}
        for names in (("fv.petition", "fv.priority_date"), ("fv.priority_date", "fv.petition")):
            both = {"fv.petition": petition, "fv.priority_date": "2016-03-01"}
            status, said = sent(client, body(answers={name: both[name] for name in names}))

            assert (status, faults(said)) == (422, {"answers.fv.petition.on"})


class TestReply:
    @pytest.mark.parametrize("on", DAYS.values(), ids=DAYS)
    @pytest.mark.parametrize("country", COUNTRIES)
    def test_is_whole_in_every_country_on_every_day(
        self, client: Client, country: str, on: str
    ) -> None:
        members = [
            PERSON,
            {"id": "b", "role": "spouse", "born_on": "1992-01-01"},
            {"id": "c", "role": "child", "born_on": "2001-01-01"},
        ]
        asked = body(
            country=country,
            on=on,
            household={"members": members},
            answers={"gt.nat": [country if country == "GT" else "VE"], "gt.loc": country},
            member_answers={"b": {"h2a.interest": True}},
        )
        status, said = sent(client, asked)

        assert status == 200
        assert said["on"] == on
        assert said["rules_version"]
        assert all(each.keys() >= {"text", "url"} for each in said["help"])
        for each in (said["office"], *said["pathways"]):
            assert each["verdict"] in {"OPEN", "PERSON", "NOT_TODAY"}
            assert each["next"].keys() == {"text", "url"}
            assert "look_again_on" in each
            assert isinstance(each["would_help"], list)
            self._reasons(each["reasons"], {"a", "b", "c"})
        for each in said["pathways"]:
            assert each["principal"] in {"a", "b", "c"}
            assert set(each["unit"]) <= {"a", "b", "c"}
            for other in each["alternatives"]:
                assert other.keys() == {"principal", "unit", "verdict"}
                assert other["principal"] != each["principal"]
        shut = {each["verdict"] for each in (said["office"], *said["pathways"])} == {"NOT_TODAY"}
        assert not shut or said["help"]

    @staticmethod
    def _reasons(reasons: list[dict[str, Any]], ids: set[str]) -> None:
        assert reasons
        for each in reasons:
            assert each.keys() >= {"criterion", "members", "text", "until", "source", "differs"}
            assert each["outcome"] in {"holds", "fails", "unknown", "flag"}
            assert set(each["members"]) <= ids
            assert each["text"]
            assert each["from"] is None or len(each["from"]) == len("2023-07-01")

    @pytest.mark.parametrize(
        ("country", "on", "nationality", "verdict"),
        [
            ("GT", "2023-06-11", "GT", "NOT_TODAY"),
            ("GT", "2023-06-12", "HN", "OPEN"),
            ("GT", "2023-08-10", "HN", "OPEN"),
            ("GT", "2023-08-11", "HN", "NOT_TODAY"),
            ("GT", "2023-08-11", "GT", "OPEN"),
            ("GT", "2025-01-21", "GT", "OPEN"),
            ("GT", "2025-01-22", "GT", "NOT_TODAY"),
            ("CO", "2023-06-27", "VE", "NOT_TODAY"),
            ("CO", "2023-06-28", "VE", "OPEN"),
            ("CO", "2023-06-29", "VE", "NOT_TODAY"),
            ("CO", "2023-10-10", "CO", "NOT_TODAY"),
            ("CR", "2023-08-11", "NI", "NOT_TODAY"),
            ("CR", "2023-08-12", "NI", "OPEN"),
            ("CR", "2024-06-05", "EC", "NOT_TODAY"),
            ("CR", "2024-06-06", "EC", "OPEN"),
            ("EC", "2023-11-19", "CU", "NOT_TODAY"),
            ("EC", "2023-11-20", "CU", "OPEN"),
            ("EC", "2025-02-03", "CU", "NOT_TODAY"),
        ],
    )
    def test_says_of_the_office_what_stood_in_the_notices(
        self, client: Client, country: str, on: str, nationality: str, verdict: str
    ) -> None:
        answers: dict[str, Any] = {
            "gt.nat": [nationality],
            "gt.loc": country,
            "cm.dup": False,
            "cm.email": True,
            "cm.phone": True,
            "cm.consent": True,
            "co.date": True,
            "co.loc": True,
            "co.status": "regular",
            "cr.date": True,
            "cr.asylum": "applicant",
            "ec.date": True,
            "ec.reg": "asylum_applicant",
        }
        status, said = sent(client, body(country=country, on=on, answers=answers))

        assert status == 200
        reasons = [(each["criterion"], each["outcome"]) for each in said["office"]["reasons"]]
        assert said["office"]["verdict"] == verdict, reasons

    @needs_the_list
    def test_is_the_same_byte_for_byte(self, client: Client) -> None:
        names = list(BY_ID)[:40]
        answers = {name: next(good(BY_ID[name])) for name in names}
        turned = {name: answers[name] for name in reversed(names)}
        replies = {
            client.post(
                "/api/v1/screenings", json.dumps(each), content_type="application/json"
            ).content
            for each in (body(answers=answers), body(answers=turned), body(answers=answers))
        }

        assert len(replies) == 1

    def test_says_where_an_answer_and_a_record_differ(self, client: Client) -> None:
        _, said = sent(client, body(answers={"cm.age": "1991-01-01"}))
        age = next(each for each in said["office"]["reasons"] if each["criterion"] == "cm.age")

        assert age["differs"] is True
