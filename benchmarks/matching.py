"""Lists of seasonal work for 5,000 people and 800 offers, beside a greedy list in the same run.

People and offers are made up, always the same. Greedy takes the pair that counts most, again and
again: what an office does by hand with a good spreadsheet. It knows no floors.
"""

import time
from datetime import date, timedelta
from random import Random

import numpy as np

from benchmarks.report import Report
from safe_mobility.labour.rules import matching
from safe_mobility.labour.rules.candidates import Destination
from safe_mobility.labour.rules.explaining import Explained
from safe_mobility.labour.rules.fitting import Offer, Worker
from safe_mobility.labour.rules.matching import Matched
from safe_mobility.labour.rules.solving import Ints

PEOPLE, OFFERS, MUNICIPALITIES, DAYS = 5_000, 800, 120, 60
FIRST = date(2024, 3, 1)
# Occupation, weight among people, weight among offers: most people have worked the land.
WORK = (
    ("45-2092", 46, 30),
    ("45-2093", 8, 8),
    ("37-3011", 9, 24),
    ("47-2061", 10, 9),
    ("37-2012", 8, 9),
    ("35-2014", 6, 6),
    ("51-3022", 4, 5),
    ("45-4011", 5, 5),
    ("53-7062", 4, 4),
)
COUNTED_FROM = 20
"""Municipalities with fewer people who could be placed do not count as the worst one: in a group
of three, one person more or less is a third."""


def main(report: Report) -> None:
    people, offers, seats = made_up(Random(20231120))
    began = time.perf_counter()
    matched = matching.match(people, offers, seats=seats)
    seconds = time.perf_counter() - began
    began = time.perf_counter()
    given = greedy(matched)
    greedy_seconds = time.perf_counter() - began
    pairs = f"{len(matched.model.person):,} pairs, {len(matched.solved.looked_at):,} in the solver"
    report.figure("lists made, both solves", seconds, "s", beside=pairs)
    report.figure("a greedy list", greedy_seconds, "s")
    report.figure("gap to the best possible", 100 * matched.solved.gap, "%", aim="0")
    _compare(report, matched, given)
    began = time.perf_counter()
    explained = Explained(matched)
    told = sum(1 for _ in explained.standings()) + sum(1 for _ in explained.left_out(most=60))
    report.figure("explanations", told / (time.perf_counter() - began), "/s", beside=f"{told:,}")
    again = matching.match(people[::-1], offers[::-1], seats=seats)
    report.count("lists that differ when rows come in another order", _differing(matched, again))


def _compare(report: Report, matched: Matched, given: Ints) -> None:
    mine, theirs = points(matched, matched.solved.given), points(matched, given)
    report.figure("points of the lists", mine, "", ratio=mine / theirs, beside=f"greedy {theirs:,}")
    placed, by_greed = matched.proposed, int((given >= 0).sum())
    report.figure("people on a list", placed, "", ratio=placed / by_greed, beside=f"{by_greed:,}")
    report.figure("points that the equal chance cost", matched.price_of_floors, "")
    for kind in matching.KINDS:
        least = COUNTED_FROM if kind == "municipality" else 1
        ours = matching.worst_rate(matched.groups, kind=kind, least=least)
        groups = matching.groups_of(matched.model, given, matched.workers)
        greedys = matching.worst_rate(groups, kind=kind, least=least)
        name = f"worst {kind}: its rate beside everybody's"
        report.figure(name, ours, "", aim=">= 0.8", beside=f"greedy {greedys:.2f}")
    report.count("groups below their floor", sum(each.short > 0 for each in matched.groups))


def greedy(matched: Matched) -> Ints:
    """The pair that counts most, then the next that is still possible, and so on."""
    model = matched.model
    given = np.full(model.people, -1, dtype=np.int64)
    room, seats = model.length.copy(), model.seats.copy()
    for at in np.lexsort((np.arange(len(model.points)), -model.points)):
        person, offer = model.person[at], model.offer[at]
        day = model.day_of[offer]
        if given[person] >= 0 or not room[offer] or (day >= 0 and not seats[day]):
            continue
        given[person] = offer
        room[offer] -= 1
        if day >= 0:
            seats[day] -= 1
    return given


def points(matched: Matched, given: Ints) -> int:
    people = np.flatnonzero(given >= 0)
    return sum(matched.points(int(one), int(given[one])) for one in people)


def made_up(chance: Random) -> tuple[list[Worker], list[Offer], dict[str, int]]:
    codes = [code for code, _, _ in WORK]
    weights = [1 / (rank + 3) for rank in range(MUNICIPALITIES)]
    people = [
        Worker(
            key=f"W{number:05d}",
            municipality=f"M{chance.choices(range(MUNICIPALITIES), weights)[0]:03d}",
            sex=chance.choices(("F", "M"), (38, 62))[0],
            work=_work(chance, codes),
            proof=chance.random() < 0.3,
            languages=frozenset({"es", *(["en"] if chance.random() < 0.04 else [])}),
            earliest_on=FIRST + timedelta(days=chance.randint(-60, 60)),
            longest_months=chance.choices((3, 6, 9, 12), (10, 25, 40, 25))[0],
            destinations=frozenset({Destination.US}),
            avoids=frozenset(),
            waiting_days=chance.randint(0, 400),
        )
        for number in range(PEOPLE)
    ]
    offers = [_offer(number, chance, codes, people) for number in range(OFFERS)]
    days = sorted({each.interviews for each in offers if each.interviews})
    return people, offers, {day: chance.randint(20, 60) for day in days}


def _work(chance: Random, codes: list[str]) -> tuple[tuple[str, int], ...]:
    chosen = chance.choices(codes, [people for _, people, _ in WORK], k=1 + (chance.random() < 0.3))
    return tuple(sorted({code: chance.randint(1, 120) for code in chosen}.items()))


def _offer(number: int, chance: Random, codes: list[str], people: list[Worker]) -> Offer:
    starts = FIRST + timedelta(days=chance.randint(0, 120))
    places = chance.choices((1, 2, 4, 8), (40, 35, 20, 5))[0]
    wanted = [one.key for one in chance.sample(people, 2)] if chance.random() < 0.15 else []
    return Offer(
        key=f"O{number:04d}",
        occupation=chance.choices(codes, [offers for _, _, offers in WORK])[0],
        country=Destination.US,
        places=places,
        length=-(-places * 3 // 2),
        from_on=starts,
        until_on=starts + timedelta(days=chance.choice((90, 180, 240, 300))),
        languages=frozenset({"en"}) if chance.random() < 0.05 else frozenset(),
        months_wanted=chance.choice((0, 0, 3, 6, 12)),
        interviews=f"day {chance.randrange(DAYS)}" if chance.random() < 0.6 else "",
        wants=frozenset(wanted),
    )


def _differing(one: Matched, other: Matched) -> int:
    return sum(one.lists[key] != other.lists[key] for key in one.lists)
