"""All certified orders in memory, so that an advert is answered in milliseconds.

Columns of numbers choose the few dozen orders worth a closer look; those are compared field by
field by the rules of `adverts`.
"""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from safe_mobility.labour.rules import names, work_words
from safe_mobility.labour.rules.adverts import (
    Advert,
    Field,
    Finding,
    Known,
    Near,
    Sign,
    hourly_range,
    pay_sign,
    season_sign,
    widened,
    work_sign,
)
from safe_mobility.labour.rules.name_index import NameIndex, likeness, same_but_shorter
from safe_mobility.labour.rules.places import Place

SAME_NAME = 0.88
LIKE_NAME = 0.74
SAME_TOWN = 86
LOOKED_AT = 40
SHOWN = 3
LONGEST_TOWN = 12
WEIGHTS = {Field.PLACE: 1.0, Field.WORK: 0.8, Field.SEASON: 0.6, Field.PAY: 0.5}
OF_NAME = 4.0


class OrderIndex:
    """The orders of `known`, ready to be asked."""

    def __init__(self, known: Sequence[Known]) -> None:
        self.known = known
        self._orders_of: dict[str, list[int]] = defaultdict(list)
        for at, order in enumerate(known):
            for key in {names.key(order.employer), names.key(order.trade_name)} - {""}:
                self._orders_of[key].append(at)
        self.names = NameIndex(list(self._orders_of))
        self._kinds = np.array([o.kinds | o.occupation_kinds for o in known], dtype=np.int64)
        self._months = np.array([widened(o.months) for o in known], dtype=np.int16)
        self._hourly = np.array([o.hourly or 0.0 for o in known], dtype=np.float32)
        states = sorted({o.state for o in known} | {""})
        self._state_number = {state: number for number, state in enumerate(states)}
        self._states = np.array([self._state_number[o.state] for o in known], dtype=np.int16)

        cities = sorted({o.city for o in known} - {""})
        self._city_number = {city: number for number, city in enumerate(cities)}
        self._cities = np.array([self._city_number.get(o.city, -1) for o in known], dtype=np.int32)

    def nearest(self, advert: Advert, *, this_year: int) -> tuple[Near, ...]:
        """The orders nearest to what was said, the best first; at most `SHOWN`.

        Where an employer was named only orders of that name, or of one like it, are near.
        """
        if advert.is_empty or not self.known:
            return ()
        alike = self._alike(advert)
        if advert.employer:
            worth = self._best(advert, np.array(sorted(alike), dtype=np.int64))
        else:
            worth = self._best(advert, np.arange(len(self.known)))
        told = [
            self._compare(advert, at, alike=alike.get(at, 0.0), this_year=this_year) for at in worth
        ]
        told.sort(key=lambda near: (-near.score, near.at))
        return tuple((told if advert.employer else self._of_different(told))[:SHOWN])

    def _of_different(self, told: list[Near]) -> list[Near]:
        """The best order of each employer; those whose name we do not have stand alone."""
        seen: set[str] = set()
        first = []
        for near in told:
            employer = names.key(self.known[near.at].employer)
            if employer and employer in seen:
                continue
            seen.add(employer)
            first.append(near)
        return first

    def compare(self, advert: Advert, at: int, *, this_year: int) -> Near:
        """One order beside what was said, whatever its employer is called."""
        known = self.known[at]
        said = names.key(advert.employer)
        keys = [names.key(name) for name in (known.employer, known.trade_name) if said and name]
        alike = (SAME_NAME if same_but_shorter(said, key) else likeness(said, key) for key in keys)
        return self._compare(advert, at, alike=max(alike, default=0.0), this_year=this_year)

    def _alike(self, advert: Advert) -> dict[int, float]:
        found: dict[int, float] = {}
        if advert.employer:
            for number, score in self.names.nearest(advert.employer, least=LIKE_NAME):
                for at in self._orders_of[self.names.keys[number]]:
                    found[at] = max(score, found.get(at, 0.0))
        # Where the name itself is known, one that only looks like it is no answer.
        same = {at: score for at, score in found.items() if score >= SAME_NAME}
        return same or found

    def _best(self, advert: Advert, rows: NDArray[np.int64]) -> list[int]:
        """The rows that agree in most, by a rough count over whole columns."""
        if len(rows) <= LOOKED_AT:
            return [int(at) for at in rows]
        rough = np.zeros(len(rows), dtype=np.float32)
        special = advert.kinds & ~work_words.GENERAL or advert.kinds
        if special:
            rough += WEIGHTS[Field.WORK] * ((self._kinds[rows] & special) != 0)
        if states := advert.says_where.states:
            numbers = [self._state_number.get(state, -1) for state in states]
            rough += WEIGHTS[Field.PLACE] * np.isin(self._states[rows], numbers)
        if months := advert.months:
            rough += WEIGHTS[Field.SEASON] * ((~self._months[rows] & months) == 0)
        if (pay := hourly_range(advert, hours=None, weeks=None)) is not None:
            hourly = self._hourly[rows]
            rough += WEIGHTS[Field.PAY] * ((hourly >= pay[0] * 0.7) & (hourly <= pay[1] * 1.1))
        if town := advert.says_where.town:
            rough += self._in_town(town, rows)
        best = np.argpartition(-rough, LOOKED_AT - 1)[:LOOKED_AT]
        return [int(rows[at]) for at in best]

    def _in_town(self, town: str, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """A bonus for orders in a town that stands word for word in the place said."""
        words = town.split()[:LONGEST_TOWN]
        ends = range(1, len(words) + 1)
        spans = {" ".join(words[at:end]) for end in ends for at in range(end)}
        numbers = [number for span in spans if (number := self._city_number.get(span)) is not None]
        return np.where(np.isin(self._cities[rows], numbers), np.float32(0.5), np.float32(0))

    def _compare(self, advert: Advert, at: int, *, alike: float, this_year: int) -> Near:
        known = self.known[at]
        findings = [Finding(Field.EMPLOYER, *_name_sign(advert, alike))]
        findings.append(Finding(Field.PLACE, *place_sign(advert.says_where, known)))
        sign = work_sign(advert.kinds, known.kinds | known.occupation_kinds)
        findings.append(Finding(Field.WORK, *sign))
        findings.append(Finding(Field.SEASON, *season_sign(advert, known)))
        findings.append(Finding(Field.PAY, *pay_sign(advert, known, this_year=this_year)))
        rest = sum(WEIGHTS[f.field] * _worth(f.sign) for f in findings if f.field in WEIGHTS)
        return Near(at=at, score=round(OF_NAME * alike + rest, 6), findings=tuple(findings))


def place_sign(said: Place, known: Known) -> tuple[Sign, str]:
    if said.countries and not said.states:
        return Sign.DIFFERS, "other_country"
    if said.states and known.state and known.state not in said.states:
        at_seat = known.employer_state in said.states
        return (Sign.NEAR, "seat") if at_seat else (Sign.DIFFERS, "")
    if said.town and _is_town(said.town, known):
        return Sign.AGREES, ""
    if said.states and known.state:
        return (Sign.NEAR, "same_state") if said.town else (Sign.AGREES, "")
    return Sign.NOT_COMPARED, ""


def _is_town(town: str, known: Known) -> bool:
    return any(
        fuzz.ratio(town, name) >= SAME_TOWN or f" {name} " in f" {town} "
        for name in (known.city, known.county)
        if name
    )


def _name_sign(advert: Advert, alike: float) -> tuple[Sign, str]:
    if not advert.employer:
        return Sign.NOT_COMPARED, ""
    if alike >= SAME_NAME:
        return Sign.AGREES, ""
    return (Sign.NEAR, "similar_name") if alike >= LIKE_NAME else (Sign.DIFFERS, "")


def _worth(sign: Sign) -> float:
    return {Sign.AGREES: 1.0, Sign.NEAR: 0.4, Sign.NOT_COMPARED: -0.3, Sign.DIFFERS: -1.0}[sign]
