"""Each row of the facts is a rule, a worked example or a named gap, and the page says so today."""

import re

import pytest

from safe_mobility.programmes.rules.ruleset import JUDGING
from safe_mobility.programmes.tests.shipped import FOLDER, shipped
from safe_mobility.screening import coverage
from safe_mobility.screening.scenarios import read_scenarios

DOCS = FOLDER.parent / "docs"
FACTS = FOLDER.parents[1] / "shared" / "domain" / "programme-facts.md"
READ = coverage.read(DOCS / "coverage.yaml")
SCENARIOS = frozenset(each.name for each in read_scenarios(FOLDER))


class TestCoverage:
    def test_names_only_what_there_is(self) -> None:
        assert coverage.unknown(READ, shipped(), SCENARIOS) == []
        lost = coverage.Coverage((coverage.Covered("a", "b", "c", ("no.such",), ""),), ())
        assert coverage.unknown(lost, shipped(), SCENARIOS) == ["no.such"]

    def test_leaves_no_row_without_an_answer(self) -> None:
        assert coverage.silent(READ) == []

    def test_names_every_rule_that_judges_a_pathway(self) -> None:
        named = {name for row in READ.rows for name in row.by}
        judging = {
            each.id
            for each in shipped().criteria
            if each.effect in JUDGING and each.group != "common"
        }
        # Said of work in general, and of the answers that one work pathway lends the other.
        beside = {"h2a.interest", "h2b.interest", "h2a.age", "h2b.age", "h2a.pastviol"}

        assert judging - named - beside <= {"h2b.pastviol", "fv.follow_to_join"}

    def test_stands_on_the_page_as_it_is_today(self) -> None:
        page = (DOCS / "coverage.md").read_text(encoding="utf-8")

        assert page == coverage.written(READ, SCENARIOS), "run manage.py coverage"

    @pytest.mark.skipif(not FACTS.exists(), reason="the fact sheet is not beside this clone")
    def test_answers_every_row_of_the_fact_sheet(self) -> None:
        text = FACTS.read_text(encoding="utf-8")
        part = text[text.index("\n## 2. ") : text.index("\n## 4. ")]
        rows = [
            line
            for line in part.splitlines()
            if line.strip() and not line.startswith(("#", "|---", "| Office |", "---"))
        ]
        open_rows = [line[:90] for line in rows if not any(r.fact in line for r in READ.rows)]
        lost = [each.fact for each in READ.rows if each.fact not in part]

        assert re.search(r"USRAP", part)
        assert (open_rows, lost) == ([], [])
