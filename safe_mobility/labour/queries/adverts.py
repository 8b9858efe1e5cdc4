"""Is this job real? The orders and recruiters nearest to what somebody was told.

The orders of all files stand in the memory of each process, made anew when a file was read.
Nothing that is asked here is kept.
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Max, Min

from safe_mobility.labour.models import DisclosureFile, JobOrder, OrderRecruiter
from safe_mobility.labour.queries.orders import OrderSeen, RecruiterSeen, seen
from safe_mobility.labour.rules import advert_text, known_orders, names, values
from safe_mobility.labour.rules.adverts import (
    LONGEST,
    Advert,
    Finding,
    Verdict,
    verdict_of,
    verdict_of_number,
)
from safe_mobility.labour.rules.name_index import NameIndex
from safe_mobility.labour.rules.order_index import LIKE_NAME, SAME_NAME, OrderIndex


@dataclass(frozen=True, slots=True)
class NearOrder:
    order: OrderSeen
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class NearRecruiter:
    """`same`: the name agrees; else it is only like it."""

    recruiter: RecruiterSeen
    cases: int
    same: bool


@dataclass(frozen=True, slots=True)
class Covers:
    """Which orders the answer rests on: how many, decided from when to when."""

    orders: int
    first: date | None
    last: date | None
    recruiters: int


@dataclass(frozen=True, slots=True)
class Checked:
    advert: Advert
    verdict: Verdict
    near: tuple[NearOrder, ...]
    recruiters: tuple[NearRecruiter, ...]
    unknown_number: str
    """A number of a job order that was given and that no file holds."""
    read: tuple[str, ...]
    cut: bool
    covers: Covers


@dataclass(frozen=True, slots=True)
class _Kept:
    version: tuple[UUID, ...]
    keys: tuple[UUID, ...]
    positions: Mapping[UUID, int]
    orders: OrderIndex
    recruiters: tuple[tuple[RecruiterSeen, int], ...]
    recruiter_names: NameIndex
    covers: Covers


_lock = threading.Lock()
_kept: list[_Kept] = []


def check_advert(*, advert: Advert, text: str = "", today: date) -> Checked:
    """What is known of an offer. `text` is the advert's own words, read where nothing was typed."""
    kept = _current()
    told = advert_text.read_text(text, typed=advert, known=kept.orders.names)
    said = told.advert
    number = values.case_within(f"{said.number} {text[:LONGEST]}")
    found = _by_number(kept, said, number, this_year=today.year)
    verdict, near = found or _by_what_was_said(kept, said, this_year=today.year)
    return Checked(
        advert=said,
        verdict=verdict,
        near=near,
        unknown_number=number if number and found is None else "",
        recruiters=_recruiters(said, kept),
        read=told.read,
        cut=told.cut,
        covers=kept.covers,
    )


def _by_what_was_said(
    kept: _Kept, said: Advert, *, this_year: int
) -> tuple[Verdict, tuple[NearOrder, ...]]:
    near = kept.orders.nearest(said, this_year=this_year)
    verdict = verdict_of(said, near)
    shown = () if verdict in {Verdict.NONE, Verdict.TOO_LITTLE} and said.employer else near
    rows = JobOrder.objects.in_bulk([kept.keys[each.at] for each in shown])
    orders = (
        NearOrder(seen(rows[kept.keys[each.at]]), each.findings)
        for each in shown
        if kept.keys[each.at] in rows
    )
    return verdict, tuple(orders)


def _by_number(
    kept: _Kept, said: Advert, number: str, *, this_year: int
) -> tuple[Verdict, tuple[NearOrder, ...]] | None:
    """The order of a number that was given; None where the number is not known."""
    row = JobOrder.objects.filter(case_number=number, part="").first() if number else None
    if row is None:
        return None
    at = kept.positions.get(row.pk)
    if at is None:
        return Verdict.NUMBER_REFUSED, (NearOrder(seen(row), ()),)
    near = kept.orders.compare(said, at, this_year=this_year)
    return verdict_of_number(near), (NearOrder(seen(row), near.findings),)


def covers() -> Covers:
    return _current().covers


def _recruiters(said: Advert, kept: _Kept) -> tuple[NearRecruiter, ...]:
    found = kept.recruiter_names.nearest(said.recruiter, least=LIKE_NAME) if said.recruiter else []
    return tuple(
        NearRecruiter(*kept.recruiters[at], same=score >= SAME_NAME) for at, score in found[:3]
    )


def _current() -> _Kept:
    """The index of the files that are read by now. One thread makes it, the others wait."""
    files = DisclosureFile.objects.filter(state=DisclosureFile.State.READ)
    version = tuple(files.order_by("pk").values_list("pk", flat=True))
    for kept in _kept:
        if kept.version == version:
            return kept
    with _lock:
        for kept in _kept:
            if kept.version == version:
                return kept
        made = _make(version)
        _kept[:] = [made]
    return made


def _make(version: tuple[UUID, ...]) -> _Kept:
    certified = JobOrder.objects.filter(is_certified=True).order_by("pk")
    keys, known = [], []
    rows = certified.values_list("pk", *known_orders.FIELDS, named=True)
    for row in rows.iterator(chunk_size=5_000):
        keys.append(row.pk)
        known.append(known_orders.known_of(row))
    span = certified.aggregate(first=Min("decided_on"), last=Max("decided_on"))
    recruiters = _all_recruiters()
    return _Kept(
        version=version,
        keys=tuple(keys),
        positions={key: at for at, key in enumerate(keys)},
        orders=OrderIndex(known),
        recruiters=recruiters,
        recruiter_names=NameIndex([names.key(one.name) for one, _ in recruiters]),
        covers=Covers(len(known), span["first"], span["last"], len(recruiters)),
    )


def _all_recruiters() -> tuple[tuple[RecruiterSeen, int], ...]:
    """Each recruiter once, under the way it is written most often."""
    rows = OrderRecruiter.objects.values_list("recruiter", "city", "country").annotate(
        cases=Count("case_number", distinct=True)
    )
    told: dict[tuple[str, str], tuple[RecruiterSeen, int]] = {}
    for name, city, country, cases in sorted(rows, key=lambda row: (-row[3], row)):
        key = (names.key(name), country)
        one, before = told.get(key, (RecruiterSeen(name, city.title(), country.title()), 0))
        told[key] = (one, before + cases)
    return tuple(told.values())
