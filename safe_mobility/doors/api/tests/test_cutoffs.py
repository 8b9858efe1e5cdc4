"""The cut-off dates as another program reads them."""

import json
from typing import Any

import pytest
from django.test import Client

from safe_mobility.programmes.tests.shipped import hold_shipped

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _programme(monkeypatch: pytest.MonkeyPatch) -> None:
    hold_shipped(monkeypatch)


def read(query: str = "", *, status: int = 200) -> dict[str, Any]:
    reply = Client().get(f"/api/v1/cutoffs{query}")
    assert reply.status_code == status
    body: dict[str, Any] = json.loads(reply.content)
    return body


class TestCutoffs:
    def test_are_all_there_without_a_question(self) -> None:
        body = read()

        assert len(body["cutoffs"]) == 6690
        assert body["newest"] == "2023-12"
        assert "State" in body["source"]

    def test_of_one_line(self) -> None:
        body = read("?category=F4&area=mexico&chart=final_action&from=2023-11&until=2023-12")

        assert body["cutoffs"] == [
            {
                "month": month,
                "chart": "final_action",
                "category": "F4",
                "area": "mexico",
                "cutoff": cutoff,
            }
            for month, cutoff in (("2023-11", "2000-09-15"), ("2023-12", "2000-09-15"))
        ]

    def test_of_a_column_that_came_and_went(self) -> None:
        months = {each["month"] for each in read("?area=dominican_republic")["cutoffs"]}

        assert len(months) == 8
        assert max(months) < "2012"

    @pytest.mark.parametrize(
        ("query", "field", "problem"),
        [
            ("?area=atlantis", "area", "no_such_area"),
            ("?area=<script>", "area", "string_pattern_mismatch"),
            ("?category=F9", "category", "literal_error"),
            ("?chart=both", "chart", "literal_error"),
            ("?from=2023-13", "from", "string_pattern_mismatch"),
            ("?from=2023-02&until=2023-01", "until", "before_from"),
        ],
    )
    def test_name_the_field_that_is_wrong(self, query: str, field: str, problem: str) -> None:
        body = read(query, status=422)

        assert body == {"errors": [{"field": field, "problem": problem}]}

    def test_may_be_kept_on_the_way(self) -> None:
        assert "max-age=300" in Client().get("/api/v1/cutoffs?category=F1")["Cache-Control"]

    def test_are_described(self) -> None:
        described = json.loads(Client().get("/api/v1/openapi.json").content)

        assert "/api/v1/cutoffs" in described["paths"]
