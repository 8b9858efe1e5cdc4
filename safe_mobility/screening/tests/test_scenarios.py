from pathlib import Path

import pytest

from safe_mobility.programmes.files import load
from safe_mobility.programmes.rules.ruleset import RuleSet
from safe_mobility.screening.scenarios import Scenario, differences, read_scenarios

FOLDER = Path(__file__).parents[3] / "programmes"
SCENARIOS = read_scenarios(FOLDER)


@pytest.fixture(scope="module")
def shipped() -> RuleSet:
    return load(FOLDER, training=False).rule_set


class TestScenarios:
    @pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda each: f"{each.file}: {each.name}")
    def test_come_out_as_written(self, scenario: Scenario, shipped: RuleSet) -> None:
        assert differences(scenario, scenario.run(shipped)) == []

    def test_cover_every_pathway_six_times(self, shipped: RuleSet) -> None:
        judged = {code for each in shipped.programmes.values() for code in each.pathways}
        for code in sorted(judged):
            named = [s for s in SCENARIOS if code in s.expect.get("pathways", {})]
            assert len(named) >= 6, code
            assert {s.expect["pathways"][code] for s in named} >= {"PERSON", "NOT_TODAY"}, code

    def test_cover_the_office_with_every_verdict(self) -> None:
        named = [s.expect["office"] for s in SCENARIOS if "office" in s.expect]

        assert set(named) == {"OPEN", "PERSON", "NOT_TODAY"}
        assert len(named) >= 8
