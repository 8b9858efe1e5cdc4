"""Series as other programs read them: whole, or refused with the field that is wrong."""

import csv
import io
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from safe_mobility.shared.asker import Asker, AskerKind
from safe_mobility.statistics.services import series

NOW = datetime(2023, 11, 20, 15, tzinfo=UTC)
TABLE = "month,nationality,admissions\n2022-10,Guatemala,3\n2022-11,Guatemala,4\n2022-11,Mexico,1\n"


def bring(table: str) -> None:
    one, other = (
        Asker(AskerKind.STAFF, number, roles=frozenset({"SUPERVISOR"})) for number in "12"
    )
    edition = series.propose(raw=table.encode(), file_name="a.csv", kind="auto", actor=one, now=NOW)
    series.approve(edition_id=edition, actor=other, now=NOW)


@pytest.fixture(autouse=True)
def _brought(db: None) -> None:
    bring(TABLE)


def read(client: Client, path: str) -> tuple[int, dict[str, Any]]:
    reply = client.get(f"/api/v1/{path}")
    return reply.status_code, json.loads(reply.content)


class TestTheCatalogue:
    def test_names_what_there_is_with_source_and_licence(self, client: Client) -> None:
        reply = client.get("/api/v1/series")
        (only,) = json.loads(reply.content)

        assert (only["code"], only["unit"], only["span"]) == (
            "refugee-admissions",
            "PEOPLE",
            "MONTH",
        )
        assert (only["first"], only["last"], only["figures"]) == ("2022-10-01", "2022-11-01", 3)
        assert only["licence"] == "U.S. public domain"


class TestFigures:
    def test_come_by_pages_that_go_on(self, client: Client) -> None:
        _status, page = read(client, "series/refugee-admissions?limit=2")
        _status, rest = read(client, f"series/refugee-admissions?limit=2&after={page['next']}")

        figures = [*page["figures"], *rest["figures"]]
        assert sorted(each["value"] for each in figures) == [1, 3, 4]
        assert rest["next"] is None

    def test_are_those_of_a_place_and_of_days(self, client: Client) -> None:
        path = "series/refugee-admissions?place=GT&from=2022-11&until=2022-11"
        _status, page = read(client, path)

        assert [each["value"] for each in page["figures"]] == [4]

    def test_tell_what_was_said_before_when_asked(self, client: Client) -> None:
        bring("month,nationality,admissions\n2022-10,Guatemala,5\n")
        path = "series/refugee-admissions?place=GT&until=2022-10"

        _status, now = read(client, path)
        _status, ever = read(client, f"{path}&superseded=true")

        assert [each["value"] for each in now["figures"]] == [5]
        assert [(each["value"], bool(each["ended_by"])) for each in ever["figures"]] == [
            (3, True),
            (5, False),
        ]

    def test_are_a_table_for_a_spreadsheet(self, client: Client) -> None:
        reply = client.get("/api/v1/series/refugee-admissions?place=GT&format=csv")
        rows = list(csv.DictReader(io.StringIO(reply.content.decode())))

        assert [(row["on"], row["value"], row["unit"]) for row in rows] == [
            ("2022-10-01", "3", "PEOPLE"),
            ("2022-11-01", "4", "PEOPLE"),
        ]
        assert 'filename="refugee-admissions-GT.csv"' in reply["Content-Disposition"]

    @pytest.mark.parametrize(
        ("query", "field", "problem"),
        [
            ("from=2023-06&until=2023-05", "until", "before_from"),
            ("from=2023-13", "from", "not_a_day"),
            ("limit=1000000", "limit", "less_than_equal"),
            ("limit=0", "limit", "greater_than_equal"),
            ("format=xlsx", "format", "literal_error"),
            ("place=G'T", "place", "string_pattern_mismatch"),
        ],
    )
    def test_are_refused_by_the_field_that_is_wrong(
        self, client: Client, query: str, field: str, problem: str
    ) -> None:
        status, reply = read(client, f"series/refugee-admissions?{query}")

        assert status == 422
        (fault,) = reply["errors"]
        assert (fault["field"].split(".")[-1], fault["problem"]) == (field, problem)

    def test_of_a_series_that_there_is_not(self, client: Client) -> None:
        assert read(client, "series/ufos")[0] == 404

    def test_are_never_half_a_table(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("safe_mobility.doors.api.v1.series.MOST_ROWS", 2)
        status, reply = read(client, "series/refugee-admissions?format=csv")

        assert status == 422
        assert "more_than_2_rows" in json.dumps(reply)
