"""The place in line, as somebody looks it up on a borrowed phone."""

import csv
import io
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from safe_mobility.doors.common import line_chart, line_words
from safe_mobility.doors.public.forms import line as forms
from safe_mobility.doors.public.views import line as views
from safe_mobility.programmes.tests.shipped import MONDAY, hold_shipped, shipped
from safe_mobility.reunification.rules.line import Forecast

pytestmark = pytest.mark.django_db
SISTER = {
    "category": "F4",
    "country": "GT",
    "priority_on_day": "1",
    "priority_on_month": "6",
    "priority_on_year": "2008",
}


@pytest.fixture(autouse=True)
def _programme(monkeypatch: pytest.MonkeyPatch) -> None:
    hold_shipped(monkeypatch)
    monkeypatch.setattr(views, "today", MONDAY.date)


def asked(language: str = "en", **given: str) -> str:
    answer = Client().post(f"/{language}/fila", SISTER | given)
    assert answer.status_code == 200
    return answer.content.decode()


class TestPlace:
    @pytest.mark.parametrize("language", ["es", "en"])
    def test_asks_three_things(self, language: str) -> None:
        text = Client().get(f"/{language}/fila").content.decode()

        for name in ("category", "country", "priority_on_day"):
            assert f'name="{name}"' in text
        assert "I-797" in text

    @pytest.mark.parametrize(
        ("language", "words"), [("es", ("Entre ", "años")), ("en", ("Between ", "years"))]
    )
    def test_answers_with_a_range_and_no_day(self, language: str, words: tuple[str, ...]) -> None:
        text = asked(language)

        for word in words:
            assert word in text
        assert "2007" in text
        assert "<svg" in text
        assert "<table" in text

    def test_says_that_it_is_their_turn(self) -> None:
        text = asked(priority_on_year="2005")

        assert "Your date has its turn" in text
        assert "How long still" not in text

    def test_says_when_papers_may_be_handed_in_first(self) -> None:
        text = asked(priority_on_month="2")

        assert "Papers can be handed in; the visa still waits" in text

    def test_says_only_at_least_where_the_past_does_not_reach(self) -> None:
        text = asked(priority_on_year="2022")

        assert "At least " in text
        assert "8 of 10 petitions before yours" not in text

    def test_has_another_line_for_mexico(self) -> None:
        text = asked(country="MX")

        assert "Mexico" in text
        assert "2000" in text

    def test_keeps_nothing(self) -> None:
        """No row is written, no cookie leads back, and nothing stands in the address."""
        client = Client()
        with CaptureQueriesContext(connection) as queries:
            answer = client.post("/en/fila", SISTER)

        changing = ("INSERT", "UPDATE", "DELETE")
        assert not [q for q in queries.captured_queries if q["sql"].startswith(changing)]
        assert answer.status_code == 200
        assert not [
            name for name in answer.cookies if "csrf" not in name and "language" not in name
        ]
        assert "no-store" in answer["Cache-Control"]

    @pytest.mark.parametrize(
        ("given", "words"),
        [
            ({"priority_on_year": "2030"}, "has not come yet"),
            ({"priority_on_year": "1952"}, "No petition is older than December 1952"),
            ({"priority_on_day": "31"}, "That day does not exist"),
            ({"priority_on_day": "x"}, "as numbers"),
            ({"priority_on_day": "", "priority_on_month": "", "priority_on_year": ""}, "Below it"),
            ({"country": "XX"}, "Choose one of the answers"),
            ({"category": "F9"}, "Choose one of the answers"),
            ({"category": ""}, "This is still empty"),
        ],
    )
    def test_says_what_to_mend(self, given: dict[str, str], words: str) -> None:
        text = asked(**given)

        assert words in text
        assert "Error:" in text

    def test_tells_who_does_not_know_how_to_find_out(self) -> None:
        text = asked(category="UNKNOWN", priority_on_year="", country="HN")

        assert "Look at letter I-797" in text

    def test_tells_close_relatives_of_citizens_that_there_is_no_line(self) -> None:
        text = asked(category="IR", priority_on_day="", priority_on_month="", priority_on_year="")

        assert "There is no line for you" in text

    def test_says_that_its_list_is_old(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(views, "today", lambda: date(2026, 11, 24))

        assert "This is the newest list we have, of December 2023." in asked()

    def test_has_no_list_before_the_first_one(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(views, "today", lambda: date(2009, 5, 1))

        assert "We have no list for this" in asked(priority_on_year="1999")

    @pytest.mark.parametrize("path", ["/en/camino/family_iv", "/en/ayuda"])
    def test_is_linked(self, path: str) -> None:
        assert "/en/fila" in Client().get(path).content.decode()

    def test_takes_a_line_from_the_link(self) -> None:
        text = Client().get("/en/fila?category=F3").content.decode()

        assert 'value="F3" checked' in text
        assert "checked" not in Client().get("/en/fila?category=<script>").content.decode()


class TestTable:
    def test_is_every_cell_as_the_command_prints_it(self) -> None:
        text = Client().get("/es/fila/tabla.csv").content.decode()
        rows = list(csv.DictReader(io.StringIO(text)))

        assert tuple(rows[0]) == views.COLUMNS
        assert len(rows) == 6690
        assert {
            "bulletin_month": "2023-12",
            "chart": "final_action",
            "category": "F4",
            "area": "mexico",
            "cutoff": "2000-09-15",
        } in rows


class TestWords:
    @given(st.floats(0.1, 120))
    def test_round_a_range_outwards(self, months: float) -> None:
        with translation.override("en"):
            least, most = line_words.at_least(months), line_words.at_most(months)

        assert as_months(least) <= max(1, months)
        assert as_months(most) >= months

    def test_are_a_sentence_in_both_languages(self) -> None:
        said = {}
        for language in ("es", "en"):
            with translation.override(language):
                said[language] = line_words.waiting(Forecast(8.4, 29.3, 62.0))

        assert said == {
            "es": "Entre 8 meses y 5 años y medio más.",
            "en": "Between 8 months and 5 years and a half more.",
        }

    def test_say_so_where_there_is_no_figure(self) -> None:
        with translation.override("en"):
            assert "nobody can say" in line_words.waiting(None)
            assert "nobody can say" in line_words.waiting(Forecast(None, None, None))
            assert "At least 2 years." in line_words.waiting(Forecast(24.0, 60.0, None))
            assert line_words.half_of_them(Forecast(24.0, None, None)) == ""

    def test_have_a_choice_for_each_line(self) -> None:
        codes = [code for code, _label in line_words.WHO_ASKED]

        assert set(codes) == {"F1", "F2A", "F2B", "F3", "F4", "IR", "UNKNOWN"}
        assert forms.NEEDS_NO_DATE == ("IR", "UNKNOWN")


def as_months(words: str) -> float:
    number, unit, *rest = words.split()
    return int(number) * (12 if unit.startswith("year") else 1) + (6 if "half" in rest else 0)


class TestChart:
    def test_says_its_finding_and_stays_in_its_frame(self) -> None:
        series = shipped().cutoffs.series("final_action", "F4", "all_other")
        drawn = str(line_chart.moving(series, title="<found>", yours=None, yours_words="x"))

        assert 'role="img" aria-label="&lt;found&gt;"' in drawn
        assert "style" not in drawn
        assert len(drawn) < 4000

    @given(
        st.lists(
            st.one_of(st.dates(date(1960, 1, 1), date(2023, 1, 1)), st.sampled_from("CU")),
            max_size=40,
        ),
        st.one_of(st.none(), st.dates(date(1953, 1, 1), date(2023, 1, 1))),
    )
    def test_can_be_drawn_of_any_line(self, cutoffs: list[Any], yours: date | None) -> None:
        series = [(date(2010 + n // 12, n % 12 + 1, 1), cutoff) for n, cutoff in enumerate(cutoffs)]
        drawn = str(line_chart.moving(series, title="t", yours=yours, yours_words="mine"))

        known = [cutoff for cutoff in cutoffs if cutoff != "U"]
        assert bool(drawn) is (len(known) > 1)
