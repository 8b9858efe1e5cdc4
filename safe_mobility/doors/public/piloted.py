"""The pilot on one page: promised, done week by week and per office, learned. For any dates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from safe_mobility.doors.common import charts, figure_words
from safe_mobility.doors.common.charts import Bar, thousands
from safe_mobility.doors.common.figure_words import number
from safe_mobility.doors.public import going
from safe_mobility.doors.public.going import Table
from safe_mobility.statistics import defining
from safe_mobility.statistics.piloting import Pilot, Promise
from safe_mobility.statistics.queries.figures import Published
from safe_mobility.statistics.rules import calendar
from safe_mobility.statistics.rules.indicators import BLOCK

STEPS = ("registered", "interviewed", "referred", "answered", "arrived")


@dataclass(frozen=True, slots=True)
class Promised:
    says: str
    done: str
    source: str


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that page and paper show, in words."""

    from_on: date
    until_on: date
    counted_until: date | None
    promised: tuple[Promised, ...]
    chart: SafeString
    sentence: str
    weeks: Table | None
    offices: Table | None
    learned: tuple[tuple[str, str], ...]
    is_over: bool


def report(pilot: Pilot, held: Published | None, *, on: date) -> Report:
    language = get_language() or "es"
    totals = [_total(held, code) for code in STEPS]
    names = [_name(code) for code in STEPS]
    drawn = [Bar(n, v, number(v)) for n, v in zip(names, totals, strict=True)]
    sentence = _sentence(totals)
    return Report(
        from_on=pilot.from_on,
        until_on=pilot.until_on,
        counted_until=held.release.cut_off if held else None,
        promised=tuple(_promised(each, held, language) for each in pilot.promised),
        chart=charts.bars(drawn, title=sentence) if held else SafeString(""),
        sentence=sentence,
        weeks=_weeks(held, pilot) if held else None,
        offices=_offices(held) if held else None,
        learned=tuple((each.says[language], ", ".join(each.source)) for each in pilot.learned),
        is_over=on > pilot.until_on,
    )


def _name(code: str) -> str:
    return defining.catalogue()[code].say("name", get_language() or "es")


def _total(held: Published | None, code: str) -> int | None:
    line = held.line(code) if held else None
    return line.people if line else None


def _sentence(totals: Sequence[int | None]) -> str:
    registered, interviewed, referred = totals[:3]
    if not registered or not interviewed or not referred:
        return _("No number is large enough to be shown yet.")
    return _(
        "%(registered)s people registered, %(interviewed)s were interviewed and %(referred)s "
        "referred. Referred does not mean approved or arrived."
    ) % {
        "registered": thousands(registered),
        "interviewed": thousands(interviewed),
        "referred": thousands(referred),
    }


def _promised(promise: Promise, held: Published | None, language: str) -> Promised:
    name = _name(promise.done)
    if promise.by and held:
        parts = [
            (figure_words.value_name("pathway", code), held.line(promise.done, "pathway", code))
            for code in promise.by
        ]
        done = "; ".join(f"{what}: {number(line.people if line else None)}" for what, line in parts)
        done = f"{name}. {done}"
    else:
        done = f"{name}: {figure_words.people(_total(held, promise.done))}"
    return Promised(promise.says[language], done, ", ".join(promise.source))


def _weeks(held: Published, pilot: Pilot) -> Table:
    codes = ("registered", "interviewed", "referred")
    last = min(held.release.cut_off, pilot.until_on)
    spans = [
        s for s in calendar.spans(held.release.first_on, held.release.cut_off) if s.first <= last
    ]

    def said(code: str, span: calendar.Span) -> str:
        line = held.line(code, BLOCK, span.code)
        return number(line.people if line else None)

    rows = tuple(
        (figure_words.span_name(span), *(said(code, span) for code in codes)) for span in spans
    )
    head = (_("Week"), *map(_name, codes))
    return Table(
        "weeks", _("Week by week"), head, rows, f"{going.API}/registered?by=block&format=csv"
    )


def _offices(held: Published) -> Table:
    codes = ("registered", "interviewed", "referred")
    rows = []
    for each in held.table("registered", "office"):
        lines = [held.line(code, "office", each.value) for code in codes]
        waited = held.line("waited", "office", each.value)
        days = waited.median_days if waited else None
        rows.append(
            (
                figure_words.value_name("office", each.value),
                *(number(line.people if line else None) for line in lines),
                _("not shown") if days is None else _("%(number)s days") % {"number": days},
            )
        )
    head = (_("Office"), *map(_name, codes), _("Half waited up to"))
    csv = f"{going.API}/registered?by=office&format=csv"
    return Table("offices", _("By office"), head, tuple(rows), csv)
