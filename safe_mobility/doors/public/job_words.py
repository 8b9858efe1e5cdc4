"""What is said of an offer beside the orders we know: plain, and never an accusation."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from safe_mobility.doors.common.dates import MONTHS, plain_date
from safe_mobility.doors.public.work_charts import GROUPS
from safe_mobility.labour.queries import Checked, NearOrder, OrderSeen
from safe_mobility.labour.rules.adverts import (
    Advert,
    Currency,
    Field,
    Finding,
    Per,
    Sign,
    Verdict,
    hourly_range,
)
from safe_mobility.labour.rules.values import STATES, Unit
from safe_mobility.labour.rules.work_groups import group_of


@dataclass(frozen=True, slots=True)
class Row:
    """One field of one order: what was said, what the list says, and how they stand.

    `short` is the sign in a word, empty for what was not said; `words` tells more.
    """

    name: str
    said: str
    known: str
    state: str
    short: str
    words: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One of the nearest orders, in words."""

    employer: str
    about: str
    is_over: bool
    rows: tuple[Row, ...]


def headline(verdict: Verdict) -> str:
    return {
        Verdict.FITS: _("We know a certified job that fits what you were told."),
        Verdict.DIFFERS: _("We know this employer, but not a job like this one."),
        Verdict.NAME_ONLY: _("We know certified jobs of this employer."),
        Verdict.SIMILAR_NAME: _("We know an employer with a name like this one."),
        Verdict.LIKE: _("Jobs like this exist. You did not say who employs."),
        Verdict.NUMBER_FITS: _("We know this job order, and it fits what you were told."),
        Verdict.NUMBER_DIFFERS: _("We know this job order, and something is different in it."),
        Verdict.NUMBER_REFUSED: _("We know this job order: it was not certified."),
        Verdict.NONE: _("We know of no job like this one."),
        Verdict.TOO_LITTLE: _("We could not read what it is about."),
    }[verdict]


def meaning(verdict: Verdict) -> str:
    """What the headline means and what it does not, and what to ask next."""
    return {
        Verdict.FITS: _(
            "That does not yet mean that whoever spoke to you is from this employer. "
            "Ask for the number of the job order and for the contract, in writing."
        ),
        Verdict.DIFFERS: _(
            "It may be a newer job, or a mistake. It may also be somebody who uses a name that "
            "is not theirs. Ask for the number of the job order before you decide anything."
        ),
        Verdict.NAME_ONLY: _(
            "Tell us also the place, the work and the pay, and we can compare them."
        ),
        Verdict.SIMILAR_NAME: _(
            "Compare the two names letter by letter: some people use a name that looks like a "
            "known one. Ask for the number of the job order."
        ),
        Verdict.LIKE: _(
            "Ask for the name of the employer and the number of the job order: without them "
            "nobody can say whether the offer is real."
        ),
        Verdict.NUMBER_FITS: _(
            "That does not yet mean that whoever spoke to you is from this employer: anybody can "
            "copy a number. Ask for the contract, in writing."
        ),
        Verdict.NUMBER_DIFFERS: _(
            "Somebody may have copied a number that is not theirs, or made a mistake. Ask why it "
            "is different before you decide anything."
        ),
        Verdict.NUMBER_REFUSED: _(
            "Under an order that was not certified nobody can receive a visa. It may have been "
            "asked for again: ask for the new number."
        ),
        Verdict.NONE: _(
            "That does not mean that it is false: our list does not hold every job. Ask for the "
            "number of the job order; every true job of this kind has one."
        ),
        Verdict.TOO_LITTLE: _(
            "Write the employer, the state or the crop in other words, and try again."
        ),
    }[verdict]


def shown(near: NearOrder, said: Advert, *, today: date) -> Shown:
    order = near.order
    rows = (_row(finding, said, order) for finding in near.findings)
    return Shown(
        employer=order.employer or _("An employer whose name may be a person's own: not shown"),
        about=_about(order),
        is_over=bool(order.ends_on and order.ends_on < today),
        rows=tuple(row for row in rows if row is not None),
    )


def _about(order: OrderSeen) -> str:
    parts = [_("Job order %(number)s") % {"number": order.case_number}]
    if order.decided_on:
        words = _("certified on %(day)s") if order.is_certified else _("decided on %(day)s")
        parts.append(words % {"day": plain_date(order.decided_on)})
    if order.certified:
        places = ngettext("%(n)d worker", "%(n)d workers", order.certified)
        parts.append(places % {"n": order.certified})
    return " · ".join(parts)


def _row(finding: Finding, said: Advert, order: OrderSeen) -> Row | None:
    """None for a field of which neither side says anything."""
    name, told, known = _PARTS[finding.field](said, order)
    # The employer's name stands above; it is a row where the number led to another one.
    is_another = finding.field is Field.EMPLOYER and finding.sign is Sign.DIFFERS
    if (finding.field is Field.EMPLOYER and not is_another) or not (told or known):
        return None
    state, short = {
        Sign.AGREES: ("ok", _("Agrees")),
        Sign.NEAR: ("care", _("Close")),
        Sign.DIFFERS: ("care", _("Different")),
        Sign.NOT_COMPARED: ("", _("Not compared")),
    }[finding.sign]
    words = _note(finding, said, order) if told else ""
    return Row(name, told, known, state, short if told else "", words)


def _note(finding: Finding, said: Advert, order: OrderSeen) -> str:
    notes = {
        "other_crop": _("It is also farm work, with another crop."),
        "partly": _("Part of these months lie outside the season."),
        "other_year": _("The months fit, in another year."),
        "less": _("That is less than was certified. Paying less is not allowed."),
        "more": _("That is much more than was certified."),
        "unit_not_said": _("Say whether it is dollars or quetzales, and for how long."),
        "piece": _("Pay by the piece or the season cannot be compared by the hour."),
        "same_state": _("The same state, another town."),
        "seat": _("The employer is there; the work is not."),
        "other_country": _("Our list is only of the United States."),
    }
    words = [notes[finding.note]] if finding.note in notes else []
    if finding.field is Field.PAY and said.per is not Per.HOUR:
        words[:0] = _by_the_hour(said, order)
    return " ".join(words)


def _by_the_hour(said: Advert, order: OrderSeen) -> list[str]:
    """What another unit or currency comes to, as a range."""
    hours = float(order.hours) if order.hours else None
    told = hourly_range(said, hours=hours, weeks=None)
    if told is None:
        return []
    low, high = (_money(round(amount, 1), Currency.USD) for amount in told)
    if low == high:
        return [_("It comes to about %(amount)s an hour.") % {"amount": low}]
    return [_("It comes to about %(low)s to %(high)s an hour.") % {"low": low, "high": high}]


def _employer(said: Advert, order: OrderSeen) -> tuple[str, str, str]:
    return _("Employer"), said.employer, order.employer


def _place(said: Advert, order: OrderSeen) -> tuple[str, str, str]:
    known = ", ".join(filter(None, (order.city.title(), STATES.get(order.state, order.state))))
    return _("Place"), said.place, known


def _work(said: Advert, order: OrderSeen) -> tuple[str, str, str]:
    crop = order.crop if order.crop.casefold() not in order.title.casefold() else ""
    printed = " · ".join(filter(None, (order.title, crop)))
    return _("Work"), said.work, f"{GROUPS[group_of(order.occupation)]}: {printed}"


def _season(said: Advert, order: OrderSeen) -> tuple[str, str, str]:
    days = [plain_date(day) for day in (order.begins_on, order.ends_on) if day]
    return _("Season"), _season_told(said), " – ".join(days)


def _pay(said: Advert, order: OrderSeen) -> tuple[str, str, str]:
    known = ""
    if order.wage is not None:
        known = _money(order.wage, Currency.USD)
        if order.wage_to and order.wage_to > order.wage:
            known += f" – {_money(order.wage_to, Currency.USD)}"
        known += f" {_unit(order.unit)}" if order.unit else ""
    if known and order.hours:
        known += " · " + _("%(n)s hours a week") % {"n": f"{order.hours.normalize():f}"}
    return _("Pay"), _pay_told(said), known


_PARTS: dict[Field, Callable[[Advert, OrderSeen], tuple[str, str, str]]] = {
    Field.EMPLOYER: _employer,
    Field.PLACE: _place,
    Field.WORK: _work,
    Field.SEASON: _season,
    Field.PAY: _pay,
}


def _money(amount: float | Decimal, currency: Currency | None) -> str:
    sign = {Currency.USD: "$", Currency.GTQ: "Q"}.get(currency, "") if currency else ""
    return f"{sign}{amount:,.2f}".removesuffix(".00")


def _per(per: Per) -> str:
    return {
        Per.HOUR: _("an hour"),
        Per.DAY: _("a day"),
        Per.WEEK: _("a week"),
        Per.TWO_WEEKS: _("for two weeks"),
        Per.MONTH: _("a month"),
        Per.SEASON: _("for the whole season"),
        Per.PIECE: _("a box, a bucket, a row"),
    }[per]


def _unit(unit: Unit) -> str:
    return _("a year") if unit is Unit.YEAR else _per(Per(unit.value))


def read_words(checked: Checked) -> str:
    """Which fields were read out of the text, so that a slip of ours can be seen."""
    names = {
        "employer": checked.advert.employer,
        "place": checked.advert.place,
        "work": checked.advert.work,
        "first_month": _season_told(checked.advert),
        "pay": _pay_told(checked.advert),
    }
    return " · ".join(text for name in checked.read if (text := names.get(name, "")))


def _season_told(said: Advert) -> str:
    names = MONTHS.get(get_language() or "es", MONTHS["es"])
    months = dict.fromkeys(names[m - 1] for m in (said.first_month, said.last_month) if m)
    return f"{' – '.join(months)} {said.year or ''}".strip()


def _pay_told(said: Advert) -> str:
    if said.pay is None:
        return ""
    return _money(said.pay, said.currency) + (f" {_per(said.per)}" if said.per else "")
