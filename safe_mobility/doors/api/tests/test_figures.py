"""Figures for other programs: what was released, and clear refusals for everything else."""

import csv
import io
from datetime import date
from typing import Any

import pytest
from django.test import Client

from safe_mobility.programmes.tests.shipped import load_shipped
from safe_mobility.statistics.tests.released import released

pytestmark = pytest.mark.django_db
FIGURES = "/api/v1/figures"


@pytest.fixture(autouse=True)
def _programme() -> None:
    load_shipped(training=True)


def get(path: str, **headers: str) -> Any:
    return Client().get(f"{FIGURES}{path}", headers=headers)


class TestTheCatalogue:
    def test_says_what_each_figure_means_and_how_it_may_be_broken_down(self) -> None:
        released()
        body = get("").json()

        referred = next(each for each in body["indicators"] if each["code"] == "referred")
        assert "does not mean approved" in referred["definition"]["en"]
        assert "department" in referred["by"]
        assert body["releases"] == ["2023-10-31"]


class TestAFigure:
    def test_comes_with_definition_version_marks_and_licence(self) -> None:
        released()
        body = get("/referred?by=department").json()

        assert (body["indicator"], body["version"], body["licence"]) == ("referred", 1, "CC-BY-4.0")
        shown = [row for row in body["rows"] if row["shown"]]
        hidden = [row for row in body["rows"] if not row["shown"]]
        assert len(shown) + len(hidden) == 23
        assert all(row["people"] is None and row["applications"] is None for row in hidden)
        assert {row["until"] for row in shown} == {"2023-10-31"}

    def test_is_csv_where_asked_for_in_either_way(self) -> None:
        released()
        one = get("/registered?by=sex&format=csv")
        other = get("/registered?by=sex", accept="text/csv")

        assert one.content == other.content
        rows = list(csv.DictReader(io.StringIO(one.content.decode())))
        assert {row["by"] for row in rows} == {"sex"}
        assert rows[0]["shown"] == "true"

    def test_between_two_releases_is_their_difference(self) -> None:
        released(cut_off=date(2023, 9, 30), people=2000)
        released(people=3000)
        body = get("/registered?by=total&from=2023-10-01&until=2023-10-31").json()

        assert body["rows"][0]["people"] == 1000

    def test_by_week_is_cut_by_the_days_asked_for(self) -> None:
        released()
        rows = get("/registered?by=block&from=2023-10-01&until=2023-10-21").json()["rows"]
        assert [row["from"] for row in rows] == ["2023-10-01", "2023-10-08", "2023-10-15"]

    @pytest.mark.parametrize(
        ("path", "field", "problem", "status"),
        [
            ("/nothing", "code", "no_such_indicator", 404),
            ("/referred?by=village", "by", "no_such_breakdown", 422),
            ("/waiting?by=sex", "by", "no_such_breakdown", 422),
            ("/referred?by=sex,office", "by", "crossed_breakdowns_are_not_published", 422),
            ("/referred?from=2023-10-31&until=2023-06-30", "from", "after_until", 422),
            ("/referred?from=0001-01-01&until=2023-10-31", "from", "not_a_day", 422),
            ("/referred?by=block&from=1901-01-01&until=2099-12-31", "until", "too_many_rows", 422),
            ("/referred?until=2023-10-30", "until", "not_a_cut_off", 422),
            ("/referred?from=2023-07-04", "from", "not_after_a_cut_off", 422),
            ("/waiting?from=2023-10-31", "from", "stock_has_no_from", 422),
            ("/referred?until=31-10-2023", "until", "string_pattern_mismatch", 422),
        ],
    )
    def test_refuses_and_names_the_field(
        self, path: str, field: str, problem: str, status: int
    ) -> None:
        released()
        reply = get(path)

        assert reply.status_code == status
        assert {"field": field, "problem": problem} in reply.json()["errors"]

    def test_says_so_where_nothing_is_out(self) -> None:
        reply = get("/referred")
        assert reply.status_code == 404
        assert reply.json()["errors"] == [{"field": "code", "problem": "nothing_published"}]
