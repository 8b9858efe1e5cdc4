from datetime import date

import pytest

from safe_mobility.programmes.rules.ruleset import RuleSet
from safe_mobility.programmes.tests.shipped import shipped
from safe_mobility.screening.rules import judging_many
from safe_mobility.screening.rules.columns import Stored, lay_out
from safe_mobility.screening.rules.generating import generated
from safe_mobility.screening.rules.judging import screen
from safe_mobility.screening.rules.judging_many import screen_many
from safe_mobility.screening.tests import made_up

DAYS = (
    date(2023, 6, 1),
    date(2023, 7, 15),
    date(2023, 8, 10),
    date(2023, 11, 20),
    date(2024, 12, 2),
    date(2025, 2, 1),
)


def differences(
    rule_set: RuleSet, stored: list[Stored], on: date, *, country: str = "GT"
) -> list[str]:
    """Where the judge of many and the judge of one do not say the same."""
    columns = lay_out(rule_set, stored)
    many = screen_many(rule_set, columns, country=country, on=on)
    found = []
    for number, each in enumerate(stored):
        alone = screen(
            rule_set,
            country=country,
            on=on,
            household=each.household,
            answers=each.answers,
            member_answers=each.member_answers,
        )
        for result in (alone.office, *alone.pathways):
            group = many[result.code]
            row = int(group.principal[number] - columns.first_member[number])
            principal = each.household.members[row].id
            said = (group.verdict(number), principal)
            if said != (result.verdict, result.principal):
                found.append(f"{on} {number} {result.code}: {said} {result.verdict}")
    return found


class TestScreenMany:
    @pytest.mark.parametrize("on", DAYS, ids=str)
    def test_says_of_each_household_what_is_said_of_it_alone(self, on: date) -> None:
        stored = generated(shipped(), count=400, seed=on.toordinal())

        assert differences(shipped(), stored, on) == []

    @pytest.mark.parametrize("country", ["CO", "CR", "EC"])
    @pytest.mark.parametrize("on", [date(2023, 10, 24), date(2024, 6, 6)], ids=str)
    def test_says_the_same_in_every_country(self, country: str, on: date) -> None:
        stored = generated(shipped(), count=150, seed=on.toordinal())

        assert differences(shipped(), stored, on, country=country) == []

    def test_says_the_same_under_rules_that_nobody_wrote(self) -> None:
        for seed in range(120):
            rules = made_up.built(seed)
            cases = [made_up.given(rules, 1000 * seed + n) for n in range(8)]
            stored = [Stored(c.household, c.answers, c.member_answers) for c in cases]

            assert differences(rules, stored, made_up.ON) == [], seed

    def test_would_be_caught_if_it_read_one_word_otherwise(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(judging_many, "NO", judging_many.UNKNOWN_YET)
        stored = generated(shipped(), count=50, seed=1)

        assert differences(shipped(), stored, date(2023, 11, 20))

    def test_takes_nobody_and_one(self) -> None:
        one = generated(shipped(), count=1, seed=3)

        assert differences(shipped(), one, date(2023, 11, 20)) == []
        empty = screen_many(shipped(), lay_out(shipped(), []), country="GT", on=DAYS[3])
        assert {group.verdicts.size for group in empty.values()} == {0}
