"""Certified orders as published: public data, the same for whoever asks."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from safe_mobility.labour.models import JobOrder, OrderCrop, OrderHousing, OrderRecruiter
from safe_mobility.labour.rules.values import Unit


@dataclass(frozen=True, slots=True)
class CropSeen:
    crop: str
    wage: Decimal | None
    unit: Unit | None
    piece: str


@dataclass(frozen=True, slots=True)
class HousingSeen:
    housing: str
    city: str
    state: str
    places: int | None


@dataclass(frozen=True, slots=True)
class RecruiterSeen:
    name: str
    city: str
    country: str


@dataclass(frozen=True, slots=True)
class OrderSeen:
    """One order. None is "the file does not say", never zero."""

    id: UUID
    case_number: str
    visa: str
    status: str
    is_certified: bool | None
    decided_on: date | None
    employer: str
    trade_name: str
    title: str
    occupation: str
    occupation_title: str
    crop: str
    asked: int | None
    certified: int | None
    begins_on: date | None
    ends_on: date | None
    hours: Decimal | None
    wage: Decimal | None
    wage_to: Decimal | None
    unit: Unit | None
    hourly: Decimal | None
    city: str
    county: str
    state: str
    housing_places: int | None


@dataclass(frozen=True, slots=True)
class WholeOrder:
    """An order with its addenda, as far as files that hold them were read."""

    order: OrderSeen
    crops: tuple[CropSeen, ...]
    housing: tuple[HousingSeen, ...]
    recruiters: tuple[RecruiterSeen, ...]


def job_order(*, case_number: str) -> WholeOrder | None:
    """The order of a case as a whole; None where no file that was read names it."""
    case = case_number.strip().upper()
    row = JobOrder.objects.filter(case_number=case, part="").first()
    if row is None:
        return None
    return WholeOrder(
        order=seen(row), crops=_crops(case), housing=_housing(case), recruiters=_recruiters(case)
    )


def seen(row: JobOrder) -> OrderSeen:
    return OrderSeen(
        id=row.pk,
        case_number=row.case_number,
        visa=row.visa,
        status=row.status,
        is_certified=row.is_certified,
        decided_on=row.decided_on,
        employer=row.employer,
        trade_name=row.trade_name,
        title=row.title,
        occupation=row.occupation,
        occupation_title=row.occupation_title,
        crop=row.crop,
        asked=row.asked,
        certified=row.certified,
        begins_on=row.begins_on,
        ends_on=row.ends_on,
        hours=row.hours,
        wage=row.wage,
        wage_to=row.wage_to,
        unit=Unit(row.unit) if row.unit else None,
        hourly=row.hourly,
        city=row.city,
        county=row.county,
        state=row.state,
        housing_places=row.housing_places,
    )


def _crops(case: str) -> tuple[CropSeen, ...]:
    rows = OrderCrop.objects.filter(case_number=case).order_by("crop", "wage", "pk")
    return tuple(
        CropSeen(row.crop, row.wage, Unit(row.unit) if row.unit else None, row.piece)
        for row in rows
    )


def _housing(case: str) -> tuple[HousingSeen, ...]:
    rows = OrderHousing.objects.filter(case_number=case).order_by("city", "pk")
    return tuple(HousingSeen(row.housing, row.city, row.state, row.housing_places) for row in rows)


def _recruiters(case: str) -> tuple[RecruiterSeen, ...]:
    rows = OrderRecruiter.objects.filter(case_number=case).order_by("recruiter", "pk")
    return tuple(RecruiterSeen(row.recruiter, row.city, row.country) for row in rows)
