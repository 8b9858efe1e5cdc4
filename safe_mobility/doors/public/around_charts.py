"""The charts of the page "Around the programme": what each counts, finds, and does not say."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from safe_mobility.doors.common import charts, dates
from safe_mobility.doors.common.charts import Trace
from safe_mobility.statistics.queries import series as queries
from safe_mobility.statistics.rules import around
from safe_mobility.statistics.rules.around import Comparison
from safe_mobility.statistics.rules.series import SERIES, Publisher

FIRST_MONTH = date(2017, 1, 1)
FIRST_YEAR = date(2010, 1, 1)
MONTHLY = ("encounters-nationwide", "temporary-visas", "immigrant-visas", "refugee-admissions")
YEARLY = ("unhcr-population", "unhcr-applications", "unhcr-displaced")

ByTime = Mapping[tuple[str, str, str], Mapping[date, float]]


@dataclass(frozen=True, slots=True)
class ChartSeen:
    """One chart with all that stands beside it."""

    code: str
    title: str
    counts: str
    """What one is of what is counted, in plain words."""
    sentence: str
    svg: SafeString
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    comparison: "ComparisonSeen | None"
    publisher: Publisher
    csv: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ComparisonSeen:
    before: str
    before_span: str
    after: str
    after_span: str
    change: str


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A chart before it is drawn: which lines it has and what they are called."""

    code: str
    series: str
    title: str
    counts: str
    lines: Sequence[tuple[str, Mapping[date, float]]]
    note: str = ""


def charts_of(place: str, name: str) -> tuple[list[ChartSeen], list[str]]:
    """The charts that can be drawn for a nationality, and the names of those that cannot."""
    found = queries.by_time(place=place, series=(*MONTHLY, *YEARLY))
    covered = queries.covered(series=MONTHLY + YEARLY)
    seen: list[ChartSeen] = []
    without: list[str] = []
    for wanted in (*_monthly(found), *_yearly(found)):
        if any(values for _name, values in wanted.lines):
            draw = _by_month if wanted.series in MONTHLY else _by_year
            seen.append(draw(wanted, place, name, covered.get(wanted.series, frozenset())))
        else:
            without.append(wanted.title)
    return seen, without


def _monthly(found: ByTime) -> Iterable[_Wanted]:
    border = _sum(found, "encounters-nationwide", lambda other, _detail: other == "southwest")
    yield _Wanted(
        "encounters",
        "encounters-nationwide",
        _("Encounters at the southwest border of the United States"),
        _(
            "An encounter is an event, not a person: somebody who tries twice is counted twice. "
            "Until May 2023 many were expelled at once and tried again."
        ),
        [("", border)],
    )
    farm = _sum(found, "temporary-visas", lambda _other, detail: detail == "H2A")
    other = _sum(found, "temporary-visas", lambda _other, detail: detail == "H2B")
    yield _Wanted(
        "temporary",
        "temporary-visas",
        _("Visas for temporary work"),
        _("Visas that consulates gave: H-2A is farm work, H-2B other seasonal work."),
        [("H-2A", farm), ("H-2B", other)],
        _("The publisher says that months are not to be added up to its yearly totals."),
    )
    immediate = _visas(found, "IMMEDIATE")
    by_turn = _visas(found, "BY_TURN")
    yield _Wanted(
        "immigrant",
        "immigrant-visas",
        _("Immigrant visas of families"),
        _(
            "Visas to live in the United States: for spouses, children and parents of citizens "
            "without a limit (close family), and for other relatives in turn."
        ),
        [(_("close family"), immediate), (_("in turn"), by_turn)],
        _("The publisher says that months are not to be added up to its yearly totals."),
    )
    yield _Wanted(
        "refugees",
        "refugee-admissions",
        _("Refugees admitted to the United States"),
        _("People who arrived with the refugee programme, by their nationality."),
        [("", _sum(found, "refugee-admissions", lambda _other, _detail: True))],
    )


def _yearly(found: ByTime) -> Iterable[_Wanted]:
    yield _Wanted(
        "applications",
        "unhcr-applications",
        _("New asylum applications of its nationals, in all countries"),
        _("People who asked for asylum for the first time in that year, wherever they asked."),
        [("", _sum(found, "unhcr-applications", lambda _other, detail: detail == "N"))],
        _("Some countries count files and not people; these stand apart and are not in it."),
    )
    refugees = _sum(found, "unhcr-population", lambda _other, detail: detail == "REFUGEES")
    waiting = _sum(found, "unhcr-population", lambda _other, detail: detail == "ASYLUM_SEEKERS")
    yield _Wanted(
        "abroad",
        "unhcr-population",
        _("Its nationals abroad who are refugees or wait for an answer"),
        _("How many there were at the end of each year; for the last year, in the middle of it."),
        [(_("waiting"), waiting), (_("refugees"), refugees)],
        _("A number of people at one moment. Years are not to be added up."),
    )
    yield _Wanted(
        "displaced",
        "unhcr-displaced",
        _("People displaced inside the country"),
        _("How many there were at the end of each year."),
        [("", _sum(found, "unhcr-displaced", lambda _other, _detail: True))],
        _("A number of people at one moment. Years are not to be added up."),
    )


def _sum(found: ByTime, series: str, wanted: Callable[[str, str], bool]) -> Mapping[date, float]:
    sums: dict[date, float] = defaultdict(float)
    for (code, other, detail), values in found.items():
        if code == series and wanted(other, detail):
            for on, value in values.items():
                sums[on] += value
    return sums


def _visas(found: ByTime, group: str) -> Mapping[date, float]:
    return _sum(found, "immigrant-visas", lambda _other, detail: around.visa_group(detail) == group)


def _by_month(wanted: _Wanted, place: str, name: str, covered: frozenset[date]) -> ChartSeen:
    first = max(min(covered), FIRST_MONTH)
    months = around.months_between(first, max(covered))
    lines = [
        (line, around.laid_out(values, months=months, published=covered))
        for line, values in wanted.lines
    ]
    whole = {on: sum(values.get(on, 0) for _line, values in wanted.lines) for on in covered}
    who = name if len(lines) == 1 else _("%(name)s, both together") % {"name": name}
    sentence = _sentence(who, months, [whole.get(month) for month in months], month_of)
    opened = around.place_of(around.OPENED_ON, months)
    svg = charts.line(
        [Trace(line, values) for line, values in lines],
        title=f"{wanted.title}. {sentence}",
        ticks=_years_among(months),
        mark=(opened, dates.plain_date(around.OPENED_ON)) if opened is not None else None,
    )
    return _chart(wanted, place, sentence, svg, months, lines, month_of, compared(whole, covered))


def _years_among(months: Sequence[date]) -> list[tuple[int, str]]:
    """Each January, or each second one where there are many."""
    found = [(at, year_of(month)) for at, month in enumerate(months) if month.month == 1]
    return found[:: 2 if len(found) > 5 else 1]


def _by_year(wanted: _Wanted, place: str, name: str, covered: frozenset[date]) -> ChartSeen:
    years = [each for each in sorted(covered) if each >= FIRST_YEAR]
    lines = [
        (line, around.laid_out(values, months=years, published=covered))
        for line, values in wanted.lines
    ]
    whole = [sum(values.get(year, 0) for _line, values in wanted.lines) for year in years]
    who = name if len(lines) == 1 else _("%(name)s, both together") % {"name": name}
    sentence = _sentence(who, years, whole, year_of)
    opened = next((at for at, year in enumerate(years) if year.year == 2023), None)
    svg = charts.line(
        [Trace(line, values) for line, values in lines],
        title=f"{wanted.title}. {sentence}",
        ticks=[(at, year_of(year)) for at, year in enumerate(years) if year.year % 5 == 0],
        mark=(opened, "2023") if opened is not None else None,
    )
    return _chart(wanted, place, sentence, svg, years, lines, year_of, None)


def _chart(
    wanted: _Wanted,
    place: str,
    sentence: str,
    svg: SafeString,
    times: Sequence[date],
    lines: Sequence[tuple[str, list[float | None]]],
    named: Callable[[date], str],
    comparison: ComparisonSeen | None,
) -> ChartSeen:
    span = _("Month") if wanted.series in MONTHLY else _("Year")
    rows = tuple(
        (named(time), *(charts.thousands(values[at]) for _line, values in lines))
        for at, time in reversed(list(enumerate(times)))
    )
    return ChartSeen(
        code=wanted.code,
        title=wanted.title,
        counts=wanted.counts,
        sentence=sentence,
        svg=svg,
        head=(span, *(line or _("Number") for line, _values in lines)),
        rows=rows,
        comparison=comparison,
        publisher=SERIES[wanted.series].publisher,
        csv=f"/api/v1/series/{wanted.series}?place={place}&format=csv",
        note=wanted.note,
    )


def _sentence(
    name: str,
    times: Sequence[date],
    values: Sequence[float | None],
    named: Callable[[date], str],
) -> str:
    known = [(value, time) for value, time in zip(values, times, strict=True) if value is not None]
    if not known:
        return ""
    most, when = max(known)
    last, at_last = known[-1]
    return _("%(name)s: %(last)s in %(at_last)s; the most was %(most)s in %(when)s.") % {
        "name": name,
        "last": charts.thousands(last),
        "at_last": named(at_last),
        "most": charts.thousands(most),
        "when": named(when),
    }


def compared(values: Mapping[date, float], covered: frozenset[date]) -> ComparisonSeen | None:
    """Before and after in words; None where the publisher covers too little."""
    found = around.compare(values, published=covered)
    if found is None:
        return None
    return ComparisonSeen(
        before=charts.thousands(found.before),
        before_span=_span(found.before_first, found.before_last),
        after=charts.thousands(found.after),
        after_span=_span(found.after_first, found.after_last),
        change=_change(found),
    )


def _change(found: Comparison) -> str:
    if found.change is None:
        return ""
    share = f"{abs(found.change):.0%}".replace("%", " %")
    if round(found.change, 2) == 0:
        return _("about the same")
    return (_("%(share)s more") if found.change > 0 else _("%(share)s fewer")) % {"share": share}


def _span(first: date, last: date) -> str:
    if first == last:
        return month_of(first)
    return _("%(first)s to %(last)s") % {"first": month_of(first), "last": month_of(last)}


def month_of(month: date) -> str:
    return dates.month_date(month)


def year_of(year: date) -> str:
    return str(year.year)
