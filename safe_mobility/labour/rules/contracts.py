"""A contract read against the certified order, field by field, and what it guarantees.

The certified order is a promise to the government; a contract may be better and may not be worse.
What one of the two does not say is told as not said, never taken for agreement.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from enum import StrEnum
from typing import Any

GUARANTEE = Decimal("0.75")
"""The three-fourths guarantee of 20 CFR 655.122(i): pay for at least this share of the hours."""


class Verdict(StrEnum):
    SAME = "SAME"
    BETTER = "BETTER"
    WORSE = "WORSE"
    DIFFERENT = "DIFFERENT"
    NOT_SAID = "NOT_SAID"
    NOT_CERTIFIED = "NOT_CERTIFIED"


@dataclass(frozen=True, slots=True)
class Terms:
    """What a contract, or a certified order, says; None where it says nothing."""

    wage_hour: Decimal | None = None
    hours_week: Decimal | None = None
    from_on: date | None = None
    until_on: date | None = None
    housing_free: bool | None = None
    transport_paid: bool | None = None
    three_fourths: bool | None = None


CONTRACT_FIELDS = tuple(Terms.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class Line:
    field: str
    contract: Any
    certified: Any
    verdict: Verdict


def compare(contract: Terms, certified: Terms) -> list[Line]:
    """Each field of both, with what the difference means for the worker."""
    return [_line(name, getattr(contract, name), getattr(certified, name)) for name in _ORDER]


def guaranteed(terms: Terms) -> Decimal | None:
    """The pay that three fourths of the hours of the whole season come to, if it can be told.

    Whole money, rounded down: nobody should count on more.
    """
    if terms.wage_hour is None or terms.hours_week is None:
        return None
    if terms.from_on is None or terms.until_on is None or terms.until_on < terms.from_on:
        return None
    weeks = Decimal((terms.until_on - terms.from_on).days + 1) / 7
    whole = terms.wage_hour * terms.hours_week * weeks * GUARANTEE
    return whole.quantize(Decimal(1), rounding=ROUND_FLOOR)


def worse(lines: list[Line]) -> list[Line]:
    """The lines for which the contract may not be signed before somebody asked."""
    return [line for line in lines if line.verdict in {Verdict.WORSE, Verdict.NOT_SAID}]


def plain(terms: Terms) -> dict[str, Any]:
    """The terms as values that a row of JSON keeps."""
    found = {name: getattr(terms, name) for name in CONTRACT_FIELDS}
    return {
        name: value if value is None or isinstance(value, bool) else str(value)
        for name, value in found.items()
    }


def from_plain(kept: Mapping[str, Any]) -> Terms:
    """The way back of `plain`."""
    read: dict[str, Any] = dict(kept)
    for name in ("wage_hour", "hours_week"):
        if read.get(name) is not None:
            read[name] = Decimal(read[name])
    for name in ("from_on", "until_on"):
        if read.get(name) is not None:
            read[name] = date.fromisoformat(read[name])
    return Terms(**{name: read.get(name) for name in CONTRACT_FIELDS})


_ORDER = CONTRACT_FIELDS
_MORE_IS_BETTER = frozenset({"wage_hour", "hours_week"})
_YES_IS_BETTER = frozenset({"housing_free", "transport_paid", "three_fourths"})


def _line(name: str, contract: Any, certified: Any) -> Line:
    return Line(name, contract, certified, _verdict(name, contract, certified))


def _verdict(name: str, contract: Any, certified: Any) -> Verdict:
    if certified is None:
        return Verdict.NOT_CERTIFIED
    if contract is None:
        return Verdict.NOT_SAID
    if contract == certified:
        return Verdict.SAME
    if name in _MORE_IS_BETTER | _YES_IS_BETTER:
        return Verdict.BETTER if contract > certified else Verdict.WORSE
    return Verdict.DIFFERENT
