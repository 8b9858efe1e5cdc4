"""Certified and refused job orders with crops, housing and recruiters, as published.

An addendum or a recruiter hangs on a case by its number, not by a key: the files come in any
order, and an addendum of one year may speak of a case of another.
"""

import uuid
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import F, Q

from safe_mobility.labour.models.files import DisclosureFile, published
from safe_mobility.labour.rules.columns import FileKind
from safe_mobility.labour.rules.values import Unit

UNITS = [(unit.value, unit.value) for unit in Unit]


def _text(longest: int, purpose: str) -> "models.CharField[Any, Any]":
    return published(models.CharField(max_length=longest, default="", blank=True), purpose)


def _count(purpose: str) -> "models.IntegerField[Any, Any]":
    return published(models.IntegerField(null=True, blank=True), purpose)


def _day(purpose: str) -> "models.DateField[Any, Any]":
    return published(models.DateField(null=True, blank=True), purpose)


def _money(purpose: str) -> "models.DecimalField[Decimal | None, Decimal | None]":
    return published(
        models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True), purpose
    )


class Statement(models.Model):
    """What every row of a published file has."""

    id = published(
        models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False), "names the row"
    )
    case_number = published(
        models.CharField(max_length=24), "the Department's number of the application"
    )
    fingerprint = published(
        models.CharField(max_length=32), "a hash of what the row says, to see what a file changes"
    )
    said_by = published(
        models.ForeignKey(DisclosureFile, on_delete=models.PROTECT, related_name="+"),
        "the file that says so",
    )

    class Meta:
        abstract = True


class JobOrder(Statement):
    """One application of an employer, or the share of one member of a joint application.

    The row with an empty `part` speaks for the whole case and is never deleted. The places of
    the members are contained in it: sum over `part=""` alone.
    """

    part = _text(80, "which member of a joint application; empty for the case as a whole")
    visa = _text(4, "H-2A or H-2B")
    status = _text(80, "the decision as printed")
    is_certified = published(
        models.BooleanField(null=True), "whether workers were granted; empty where not said"
    )
    decided_on = _day("when it was decided")
    received_on = _day("when it was filed")
    fiscal_year = _count("the government's year of the decision, which begins in October")
    employer = _text(300, "who employs")
    trade_name = _text(300, "under what other name")
    employer_city = _text(120, "where the employer is")
    employer_state = _text(2, "in which state the employer is")
    title = _text(300, "the work, in the employer's words")
    occupation = _text(20, "the occupation's code")
    occupation_title = _text(300, "the occupation's name")
    crop = _text(300, "the main crop")
    asked = _count("workers asked for")
    certified = _count("workers granted")
    begins_on = _day("first day of work")
    ends_on = _day("last day of work")
    hours = published(
        models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True), "hours a week"
    )
    wage = _money("the pay as printed, in dollars")
    wage_to = _money("up to which pay")
    unit = published(
        models.CharField(max_length=10, choices=UNITS, default="", blank=True), "pay per what"
    )
    hourly = _money("the pay an hour, where unit and hours say it without a guess")
    city = _text(120, "where the work is")
    county = _text(120, "in which county")
    state = _text(2, "in which state")
    housing_places = _count("beds, where this file says it")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case_number", "part"], name="one_row_per_case_part"),
            models.CheckConstraint(
                condition=Q(begins_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("begins_on")),
                name="season_ends_after_it_begins",
            ),
        ]
        indexes = [
            models.Index(fields=["fiscal_year", "visa"], name="order_by_year"),
        ]


class OrderCrop(Statement):
    """A line of addendum A: a crop or task and what is paid for it."""

    crop = _text(300, "the crop or task")
    wage = _money("the pay as printed, in dollars")
    unit = published(
        models.CharField(max_length=10, choices=UNITS, default="", blank=True), "pay per what"
    )
    piece = _text(300, "which piece, and what else is said about the pay")

    class Meta:
        indexes = [models.Index(fields=["case_number"], name="crop_of_case")]


class OrderHousing(Statement):
    """A line of addendum B: one place where the workers sleep."""

    housing = _text(300, "what kind of housing")
    city = _text(120, "in which town")
    county = _text(120, "in which county")
    state = _text(2, "in which state")
    units = _count("houses or rooms")
    housing_places = _count("beds")

    class Meta:
        indexes = [models.Index(fields=["case_number"], name="housing_of_case")]


class OrderPlace(Statement):
    """A line of addendum B: one of several farms or places where the work is."""

    employer = _text(300, "the farm or business")
    city = _text(120, "in which town")
    county = _text(120, "in which county")
    state = _text(2, "in which state")
    asked = _count("workers asked for")
    begins_on = _day("first day of work there")
    ends_on = _day("last day of work there")

    class Meta:
        indexes = [models.Index(fields=["case_number"], name="place_of_case")]


class OrderRecruiter(Statement):
    """A line of appendix C: who may recruit abroad for this employer, by its own word."""

    recruiter = _text(300, "the recruiter")
    city = _text(120, "in which town")
    region = _text(120, "in which department or state")
    country = _text(60, "in which country")

    class Meta:
        indexes = [models.Index(fields=["case_number"], name="recruiter_of_case")]


MODEL_OF: dict[FileKind, type[Statement]] = {
    FileKind.ORDERS: JobOrder,
    FileKind.CROPS: OrderCrop,
    FileKind.HOUSING: OrderHousing,
    FileKind.RECRUITERS: OrderRecruiter,
    FileKind.PLACES: OrderPlace,
}
