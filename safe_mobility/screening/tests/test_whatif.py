"""A proposal is counted before it is a rule, and no count points at one family."""

from collections.abc import Mapping
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from hypothesis import given
from hypothesis import strategies as st

from safe_mobility.oversight.services import budgets
from safe_mobility.programmes import files
from safe_mobility.programmes.tests.shipped import MONDAY, load_shipped
from safe_mobility.screening import whatif
from safe_mobility.screening.rules.small_cells import LEAST, by_place, shown
from safe_mobility.screening.tests.test_rescreening import family

FOLDER = Path(__file__).parents[3] / "programmes"
ON = date(2023, 11, 20)
counts = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 60))


class TestSmallCells:
    @given(counts)
    def test_nothing_hidden_can_be_worked_out(self, cells: Mapping[str, int]) -> None:
        seen = shown(cells)
        total = sum(cells.values())
        if seen is None:
            assert total < LEAST
            return
        hidden = [name for name, count in cells.items() if count and name not in seen]
        assert all(count >= LEAST for count in seen.values())
        if hidden:
            assert total - sum(seen.values()) >= LEAST
            assert len(hidden) >= 2 or not seen

    def test_a_single_small_cell_takes_a_companion_along(self) -> None:
        assert shown({"a": 3, "b": 20, "c": 30}) == {"c": 30}
        assert shown({"a": 3, "b": 4}) is None
        assert shown({"a": 12, "b": 20}) == {"a": 12, "b": 20}

    def test_small_municipalities_are_told_as_their_department(self) -> None:
        cells = {("09", "0901"): 12, ("09", "0902"): 3, ("12", ""): 15}

        assert by_place(cells) == {"09, 0901": 12, "09": 3, "12": 15}


@pytest.fixture
def proposal(tmp_path: Path) -> Path:
    """Farm work without the question about an offer."""
    text = (FOLDER / "pathways" / "h2a" / "pathway.yaml").read_text()
    path = tmp_path / "h2a.yaml"
    path.write_text(text.replace("holds_if: {in: ['yes', returning]}", "holds_if: {some: true}"))
    text = path.read_text()
    start = text.index("  - id: h2a.offer")
    end = text.index("  - id:", start + 5)
    path.write_text(text[:start] + text[end:])
    return path


class TestWhatIf:
    def test_counts_whom_a_proposal_opens_a_pathway_to(self, proposal: Path) -> None:
        before = files.load(FOLDER, training=False).rule_set
        after = whatif.proposed(FOLDER, proposal, training=False)
        made = whatif.generated_households(before, country="GT", count=3000, seed=1)
        moves = whatif.compare(before, after, made, on=ON)

        assert {code for code, _ in moves} == {"h2a"}
        assert {way for _, way in moves} == {"OPENED"}
        assert moves["h2a", "OPENED"].households > 0

    def test_the_same_rules_move_nobody(self) -> None:
        same = FOLDER / "pathways" / "h2a" / "pathway.yaml"
        before = files.load(FOLDER, training=False).rule_set
        after = whatif.proposed(FOLDER, same, training=False)
        made = whatif.generated_households(before, country="GT", count=300, seed=1)

        assert whatif.compare(before, after, made, on=ON) == {}

    def test_a_file_of_nothing_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "x.yaml"
        path.write_text("code: nothing\n")
        with pytest.raises(CommandError, match="no file to replace"):
            call_command("whatif", str(path), "--generated", "10")

    @pytest.mark.django_db
    def test_of_one_stored_family_no_count_is_told(self, proposal: Path) -> None:
        load_shipped(training=True)
        family(True)
        said = StringIO()
        with pytest.raises(CommandError, match="Two supervisors"):
            call_command("whatif", str(proposal), stdout=said)
        budgets.grant(job="what if", openings=1, first="STAFF:1", second="STAFF:2", now=MONDAY)
        call_command("whatif", str(proposal), stdout=said)

        assert "1 households" in said.getvalue()
        assert "0901" not in said.getvalue()
