"""What a proposed rule would do before it is a rule: whom it opens a pathway to or closes it for.

The proposal is a file of the programme with the same code as the one it would replace. Both
versions judge the same households in one pass each; only counts leave this module, and no
count that could point at one family.
"""

import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from random import Random
from uuid import UUID

from safe_mobility.oversight.services import budgets
from safe_mobility.people.rules import ages
from safe_mobility.programmes import files
from safe_mobility.programmes.rules.ruleset import RuleSet
from safe_mobility.screening import stored
from safe_mobility.screening.rescreening import direction
from safe_mobility.screening.rules import small_cells
from safe_mobility.screening.rules.columns import Stored, lay_out
from safe_mobility.screening.rules.generating import generated
from safe_mobility.screening.rules.judging_many import screen_many
from safe_mobility.screening.rules.result import Verdict
from safe_mobility.screening.stored import StoredHousehold
from safe_mobility.shared.asker import job

JOB = job("what if")
NOT_SAID = "-"


class NothingToReplace(Exception):
    """No file of the programme has the code or the table of the proposal."""


@dataclass(slots=True)
class Moves:
    """One pathway and direction: how many households, and who they are, roughly."""

    households: int = 0
    places: Counter[tuple[str, str]] = field(default_factory=Counter)
    ages: Counter[str] = field(default_factory=Counter)
    sexes: Counter[str] = field(default_factory=Counter)

    def tables(self) -> dict[str, dict[str, int] | None]:
        """By place, age band and sex; None where a table is too small to be shown."""
        return {
            "place": small_cells.shown(small_cells.by_place(self.places)),
            "age": small_cells.shown(self.ages),
            "sex": small_cells.shown(self.sexes),
        }


def proposed(folder: Path, proposal: Path, *, training: bool) -> RuleSet:
    """The programme's rules with this file in place of its own. Raises `Unreadable`."""
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / folder.name
        shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("scenarios", "spec.md"))
        shutil.copyfile(proposal, copy / _replaces(folder, proposal))
        return files.load(copy, training=training).rule_set


def _replaces(folder: Path, proposal: Path) -> Path:
    head = _head(proposal)
    for path in sorted(folder.rglob("*.yaml")):
        if head and "scenarios" not in path.parts and _head(path) == head:
            return path.relative_to(folder)
    raise NothingToReplace(head or proposal.name)


def _head(path: Path) -> str:
    """The line that names a file's subject: `code: h2a` or `table: h2_countries`."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return next((line.strip() for line in lines if line.startswith(("code:", "table:"))), "")


def compare(
    before: RuleSet, after: RuleSet, households: Sequence[StoredHousehold], *, on: date
) -> dict[tuple[str, str], Moves]:
    """By pathway and direction: the households whose verdict the proposal moves."""
    moves: dict[tuple[str, str], Moves] = {}
    for country in sorted({each.country for each in households}):
        group = [each for each in households if each.country == country]
        for place, code, one, other in _moved(before, after, group, country, on):
            key = (code, direction(one, other))
            _count(moves.setdefault(key, Moves()), group[place], on)
    return moves


def _moved(
    before: RuleSet, after: RuleSet, group: Sequence[StoredHousehold], country: str, on: date
) -> Iterator[tuple[int, str, str, str]]:
    judged = [
        screen_many(rules, lay_out(rules, [each.stored for each in group]), country=country, on=on)
        for rules in (before, after)
    ]
    for code, new in judged[1].items():
        old = judged[0].get(code)
        for place in range(len(group)):
            one = old.verdict(place) if old is not None else Verdict.NOT_TODAY
            if one != new.verdict(place):
                yield place, code, str(one), str(new.verdict(place))


def _count(moves: Moves, household: StoredHousehold, on: date) -> None:
    moves.households += 1
    moves.places[(household.municipality[:2], household.municipality)] += 1
    year = household.birth_year
    moves.ages[ages.band(year, year=on.year) if year is not None else NOT_SAID] += 1
    moves.sexes[household.sex or NOT_SAID] += 1


def stored_households(*, on: date, now: datetime) -> list[StoredHousehold]:
    """Everybody who is stored. Raises `NoBudget` unless two people agreed to opening every key."""
    households = list(stored.households(asker=JOB, purpose="what if", on=on))
    budgets.end(job=JOB.id, now=now)
    return households


def generated_households(
    rule_set: RuleSet, *, country: str, count: int, seed: int
) -> list[StoredHousehold]:
    """Made-up households, the same for the same seed, for rules that nobody is stored under."""
    chance = Random(seed)  # noqa: S311  # repeatable on purpose
    towns = sorted(rule_set.municipalities)
    return list(_generated(generated(rule_set, count=count, seed=seed), country, towns, chance))


def _generated(
    households: Iterable[Stored], country: str, towns: list[str], chance: Random
) -> Iterator[StoredHousehold]:
    for each in households:
        first = each.household.members[each.household.applicant]
        yield StoredHousehold(
            id=UUID(int=chance.getrandbits(128)),
            country=country,
            municipality=chance.choice(towns) if towns else "",
            birth_year=first.born_on.year if first.born_on else None,
            sex=first.sex or "",
            stored=each,
            verdicts={},
        )
