"""A certified order made ready to be compared: kinds of work and months as bits, names plain."""

from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Protocol

from safe_mobility.labour.rules import names, work_words
from safe_mobility.labour.rules.adverts import Known, season_bits
from safe_mobility.labour.rules.values import Unit

FIELDS = (
    "title",
    "crop",
    "occupation_title",
    "occupation",
    "begins_on",
    "ends_on",
    "hourly",
    "wage_to",
    "unit",
    "hours",
    "state",
    "employer_state",
    "city",
    "county",
    "employer",
    "trade_name",
)
ALL_YEAR = 0xFFF
_kinds = lru_cache(maxsize=8_192)(work_words.kinds)
_plain = lru_cache(maxsize=8_192)(names.plain)


class OrderLike(Protocol):
    """A row of the database or a record of a file."""

    @property
    def title(self) -> str | None: ...
    @property
    def crop(self) -> str | None: ...
    @property
    def occupation_title(self) -> str | None: ...
    @property
    def occupation(self) -> str | None: ...
    @property
    def begins_on(self) -> date | None: ...
    @property
    def ends_on(self) -> date | None: ...
    @property
    def hourly(self) -> Decimal | None: ...
    @property
    def wage_to(self) -> Decimal | None: ...
    @property
    def unit(self) -> str | None: ...
    @property
    def hours(self) -> Decimal | None: ...
    @property
    def state(self) -> str | None: ...
    @property
    def employer_state(self) -> str | None: ...
    @property
    def city(self) -> str | None: ...
    @property
    def county(self) -> str | None: ...
    @property
    def employer(self) -> str | None: ...
    @property
    def trade_name(self) -> str | None: ...


def known_of(order: OrderLike) -> Known:
    begins, ends = order.begins_on, order.ends_on
    by_the_hour = order.unit == Unit.HOUR
    return Known(
        kinds=_kinds(f"{order.title or ''} {order.crop or ''} {order.occupation_title or ''}"),
        occupation_kinds=work_words.of_occupation(order.occupation or ""),
        months=_months(begins, ends) if begins and ends else 0,
        first_year=begins.year if begins else None,
        last_year=ends.year if ends else None,
        hourly=float(order.hourly) if order.hourly else None,
        hourly_to=float(order.wage_to) if order.wage_to and by_the_hour else None,
        hours=float(order.hours) if order.hours else None,
        weeks=((ends - begins).days + 1) / 7 if begins and ends else None,
        state=order.state or "",
        employer_state=order.employer_state or "",
        city=_plain(order.city or ""),
        county=_plain(order.county or ""),
        employer=order.employer or "",
        trade_name=order.trade_name or "",
    )


def _months(begins: date, ends: date) -> int:
    longer = (ends.year - begins.year) * 12 + ends.month - begins.month
    return ALL_YEAR if longer >= 11 else season_bits(begins.month, ends.month)
