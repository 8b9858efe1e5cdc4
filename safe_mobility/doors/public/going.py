"""What the page "How it is going" shows, put together from one release and nothing else."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from safe_mobility.doors.common import charts, dates, figure_words, maps, populations
from safe_mobility.doors.common.charts import Bar, Trace, thousands
from safe_mobility.doors.common.figure_words import number, value_name
from safe_mobility.statistics import defining
from safe_mobility.statistics.queries.figures import Published
from safe_mobility.statistics.rules import calendar
from safe_mobility.statistics.rules.indicators import BLOCK
from safe_mobility.statistics.rules.package import Line

FUNNEL = ("registered", "booked", "interviewed", "referred", "approved", "arrived")
BESIDE = ("absent", "withdrawn", "not_here", "waiting")
SHORT = ("registered", "interviewed", "referred")
API = "/api/v1/figures"
NOTHING = SafeString("")


@dataclass(frozen=True, slots=True)
class Word:
    """An indicator beside its number, with what it means and what it does not."""

    code: str
    name: str
    people: str
    applications: str
    definition: str
    weakness: str
    csv: str


@dataclass(frozen=True, slots=True)
class Table:
    """Numbers as a table: the same that a chart or a map shows."""

    code: str
    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    csv: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart or a map with its sentence and its table."""

    sentence: str
    svg: SafeString
    table: Table
    key: SafeString = NOTHING
    source: str = ""


def words(held: Published, codes: Iterable[str]) -> list[Word]:
    language = get_language() or "es"
    found = []
    for code in codes:
        each, line = defining.catalogue()[code], held.line(code)
        found.append(
            Word(
                code=code,
                name=each.say("name", language),
                people=figure_words.people(line.people if line else None),
                applications=number(line.applications if line else None),
                definition=each.say("definition", language),
                weakness=each.say("weakness", language),
                csv=_csv(code, "total"),
            )
        )
    return found


def funnel(held: Published) -> Drawn:
    """How far families came, from registering to arriving."""
    language = get_language() or "es"
    names = {code: defining.catalogue()[code].say("name", language) for code in FUNNEL}
    values = {code: _people(held.line(code)) for code in FUNNEL}
    first, last = values["registered"], values["referred"]
    sentence = _("No number is large enough to be shown yet.")
    if first and last:
        sentence = _(
            "Of %(registered)s people who registered, %(referred)s were referred: "
            "%(share)s in a hundred."
        ) % {
            "registered": thousands(first),
            "referred": thousands(last),
            "share": round(100 * last / first),
        }
    drawn = [Bar(names[code], values[code], number(values[code])) for code in FUNNEL]
    return Drawn(
        sentence, charts.bars(drawn, title=sentence), _table(held, "registered", "total", FUNNEL)
    )


def weeks(held: Published) -> Drawn:
    """Registered and interviewed people, span by span."""
    spans = list(calendar.spans(held.release.first_on, held.release.cut_off))
    language = get_language() or "es"
    codes = ("registered", "interviewed")
    traces = [
        Trace(
            defining.catalogue()[code].say("name", language),
            [_people(held.line(code, BLOCK, span.code)) for span in spans],
        )
        for code in codes
    ]
    rows = tuple(
        (
            figure_words.span_name(span),
            *(number(_people(held.line(code, BLOCK, span.code))) for code in codes),
        )
        for span in spans
    )
    table = Table(
        "weeks",
        _("People by week"),
        (_("Week"), *(trace.name for trace in traces)),
        rows,
        _csv("registered", BLOCK),
    )
    sentence = _weeks_sentence(spans, traces[0].values)
    ticks = [(at, _short_month(span.first)) for at, span in enumerate(spans) if span.first.day == 1]
    every = max(1, -(-len(ticks) // 5))
    return Drawn(sentence, charts.line(traces, title=sentence, ticks=ticks[::every]), table)


def _weeks_sentence(spans: Sequence[calendar.Span], values: Sequence[float | None]) -> str:
    known = [(value, span) for value, span in zip(values, spans, strict=True) if value is not None]
    if not known:
        return _("No week has enough people to be shown yet.")
    most, span = max(known, key=lambda each: each[0])
    return _("Most people registered in the week %(week)s: %(people)s.") % {
        "week": figure_words.span_name(span),
        "people": thousands(most),
    }


def country_map(held: Published, code: str) -> Drawn:
    """Where the people of one indicator live: rate per 100,000 in colour, count beside it."""
    language = get_language() or "es"
    name = defining.catalogue()[code].say("name", language)
    living = populations.of_large_areas(settings.HOME_COUNTRY)
    rates = {
        line.value: 100_000 * line.people / living.people[line.value]
        for line in held.table(code, "department")
        if line.people is not None and line.value in living.people
    }
    borders = maps.steps_of(rates.values())
    areas, rows = [], []
    for value, where in figure_words.departments().items():
        line = held.line(code, "department", value)
        rate = rates.get(value)
        said = number(_people(line))
        areas.append(
            maps.Area(
                value,
                f"{where}: {said}",
                None if rate is None else maps.step_of(rate, borders),
            )
        )
        rows.append((where, said, "–" if rate is None else f"{rate:.1f}"))
    head = (_("Department"), name, _("per 100,000 inhabitants"))
    title = _("Map: %(name)s by department, per 100,000 inhabitants. The table has every number.")
    table = Table("map", _("By department"), head, tuple(rows), _csv(code, "department"))
    return Drawn(
        _map_sentence(held, code),
        maps.choropleth(settings.HOME_COUNTRY, areas, title=title % {"name": name}),
        table,
        maps.key(maps.step_words(borders), none=_("not shown")),
        _map_source(living.source),
    )


def _map_sentence(held: Published, code: str) -> str:
    shown = [each for each in held.table(code, "department") if each.people is not None]
    if not shown:
        return _("No department has enough people to be shown yet.")
    most = max(shown, key=lambda each: each.people or 0)
    return _("The department with most people is %(department)s: %(people)s.") % {
        "department": value_name("department", most.value),
        "people": thousands(most.people),
    }


def _map_source(people: str) -> str:
    drawn = maps.shapes(settings.HOME_COUNTRY)
    return "; ".join(filter(None, (drawn.source if drawn else "", people)))


def waiting(held: Published) -> Table:
    """How many wait now and how long those who were heard had waited, by office."""
    offices = [line.value for line in held.table("interviewed", "office")]
    rows = [_wait_row(held, _("All offices"), "total", "")]
    rows += [_wait_row(held, value_name("office", each), "office", each) for each in offices]
    head = (_("Office"), _("Wait now"), _("Half waited up to"), _("Nine in ten waited up to"))
    return Table("waits", _("Waiting"), head, tuple(rows), _csv("waited", "office"))


def _wait_row(held: Published, name: str, cut: str, value: str) -> tuple[str, ...]:
    now, waited = held.line("waiting", cut, value), held.line("waited", cut, value)
    days = (waited.median_days, waited.p90_days) if waited else (None, None)
    return (name, number(_people(now)), *map(_days, days))


def _days(value: int | None) -> str:
    return _("not shown") if value is None else _("%(number)s days") % {"number": value}


def by(held: Published, cut: str, codes: Sequence[str] = SHORT) -> Table:
    return _table(held, codes[0], cut, codes)


def _table(held: Published, first: str, cut: str, codes: Sequence[str]) -> Table:
    language = get_language() or "es"
    names = [defining.catalogue()[code].say("name", language) for code in codes]
    rows: list[tuple[str, ...]]
    if cut == "total":
        rows = [
            (name, number(_people(held.line(code))), number(_applications(held.line(code))))
            for code, name in zip(codes, names, strict=True)
        ]
        head: tuple[str, ...] = (_("Step"), _("People"), _("Applications"))
    else:
        values = [line.value for line in held.table(first, cut)]
        rows = [
            (value_name(cut, value), *(number(_people(held.line(c, cut, value))) for c in codes))
            for value in values
        ]
        head = (figure_words.cut_name(cut), *names)
    return Table(cut, figure_words.cut_name(cut), head, tuple(rows), _csv(first, cut))


def _people(line: Line | None) -> int | None:
    return line.people if line else None


def _applications(line: Line | None) -> int | None:
    return line.applications if line else None


def _csv(code: str, cut: str) -> str:
    return f"{API}/{code}?by={cut}&format=csv"


def _short_month(day: date) -> str:
    return dates.MONTHS.get(get_language() or "es", dates.MONTHS["es"])[day.month - 1][:3]
