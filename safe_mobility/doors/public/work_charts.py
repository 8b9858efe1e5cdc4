"""Charts of the year's picture: each with its sentence, its table, and what it does not say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from safe_mobility.doors.common import charts
from safe_mobility.doors.common.charts import Bar, Trace, thousands
from safe_mobility.doors.common.dates import MONTHS
from safe_mobility.labour.queries import Picture
from safe_mobility.labour.rules.values import STATES
from safe_mobility.labour.rules.work_groups import Group
from safe_mobility.statistics.queries import series

SHOWN = 10
VISAS = (("H-2A", "H2A"), ("H-2B", "H2B"))
GUATEMALA, SERIES = "GT", "temporary-visas"
GROUPS: Mapping[Group, "str | Promise"] = {
    Group.FARM: gettext_lazy("Farm work"),
    Group.FOREST: gettext_lazy("Forests"),
    Group.SEAFOOD: gettext_lazy("Seafood"),
    Group.GARDENS: gettext_lazy("Gardens and lawns"),
    Group.CLEANING: gettext_lazy("Cleaning and hotels"),
    Group.KITCHEN: gettext_lazy("Kitchens and restaurants"),
    Group.FAIRS: gettext_lazy("Fairs and amusements"),
    Group.CONSTRUCTION: gettext_lazy("Construction"),
    Group.FACTORY: gettext_lazy("Factories and packing"),
    Group.TRANSPORT: gettext_lazy("Transport and loading"),
    Group.OTHER: gettext_lazy("Other work"),
    Group.NOT_SAID: gettext_lazy("Not said"),
}


@dataclass(frozen=True, slots=True)
class ChartSeen:
    code: str
    title: str
    sentence: str
    svg: SafeString
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


def charts_of(picture: Picture) -> list[ChartSeen]:
    by_group = [(str(GROUPS[group]), places) for group, places in picture.by_group]
    by_state = [(STATES.get(code, code) or _("Not said"), n) for code, n in picture.by_state]
    seen = [_places("work", _("By work"), by_group, picture)] if len(by_group) > 2 else []
    seen.append(_places("states", _("By state"), by_state, picture))
    seen.append(_months(picture))
    return seen


def visas(*, until: date) -> ChartSeen | None:
    """Visas issued to Guatemalans by month; None where none are known."""
    found = series.by_time(place=GUATEMALA, series=(SERIES,))
    lines: dict[str, dict[date, float]] = {}
    for name, detail in VISAS:
        lines[name] = {}
        for (_series, _other, of), values in found.items():
            if of == detail:
                lines[name] |= {day: n for day, n in values.items() if day <= until}
    days = sorted({day for values in lines.values() for day in values})
    if not days:
        return None
    months = _all_months(days[0], days[-1])
    traces = [
        Trace(name, [values.get(month) for month in months]) for name, values in lines.items()
    ]
    ticks = [(at, f"{month.year}") for at, month in enumerate(months) if month.month == 1]
    sentence = _visas_sentence(lines, days[-1])
    return ChartSeen(
        code="visas",
        title=_("Visas issued to Guatemalans"),
        sentence=sentence,
        svg=charts.line(traces, title=sentence, ticks=ticks[::2]),
        head=(_("Month"), *lines),
        rows=tuple(
            (f"{month:%Y-%m}", *(thousands(values.get(month)) for values in lines.values()))
            for month in months
        ),
        note=_(
            "A gap is a month that was not published. The State Department says that its months "
            "must not be added up to a year. One person may receive a visa in several years."
        ),
    )


def _places(code: str, title: str, rows: Sequence[tuple[str, int]], picture: Picture) -> ChartSeen:
    name, most = rows[0]
    share = round(100 * most / max(1, picture.certified))
    sentence = _("%(name)s: %(n)s of %(all)s places, %(share)d of 100.") % {
        "name": name,
        "n": thousands(most),
        "all": thousands(picture.certified),
        "share": share,
    }
    bars = [Bar(label, places, thousands(places)) for label, places in rows[:SHOWN]]
    return ChartSeen(
        code=code,
        title=title,
        sentence=sentence,
        svg=charts.bars(bars, title=sentence),
        head=(title, _("Places")),
        rows=tuple((label, thousands(places)) for label, places in rows),
    )


def _months(picture: Picture) -> ChartSeen:
    names = MONTHS.get(get_language() or "es", MONTHS["es"])
    places = dict(picture.by_month)
    values = [places.get(month, 0) for month in range(1, 13)]
    first = max(range(12), key=values.__getitem__)
    sentence = _("Most work begins in %(month)s: %(n)s places.") % {
        "month": names[first],
        "n": thousands(values[first]),
    }
    ticks = [(at, names[at][:3]) for at in (0, 2, 4, 6, 8, 10)]
    rows = [(names[at], thousands(value)) for at, value in enumerate(values)]
    rows += [(_("Not said"), thousands(places[0]))] if places.get(0) else []
    return ChartSeen(
        code="months",
        title=_("By the month in which the work begins"),
        sentence=sentence,
        svg=charts.line([Trace("", values)], title=sentence, ticks=ticks),
        head=(_("Month"), _("Places")),
        rows=tuple(rows),
    )


def _visas_sentence(lines: Mapping[str, Mapping[date, float]], last: date) -> str:
    """The latest month beside the same month a year before: no sum."""
    names = MONTHS.get(get_language() or "es", MONTHS["es"])
    before = last.replace(year=last.year - 1)
    told = {f"{name}": (values.get(last), values.get(before)) for name, values in lines.items()}
    return _(
        "In %(month)s %(year)d: %(a)s visas for farm work and %(b)s for other work. A year "
        "before: %(c)s and %(d)s."
    ) % {
        "month": names[last.month - 1],
        "year": last.year,
        "a": thousands(told["H-2A"][0]) or "–",
        "b": thousands(told["H-2B"][0]) or "–",
        "c": thousands(told["H-2A"][1]) or "–",
        "d": thousands(told["H-2B"][1]) or "–",
    }


def _all_months(first: date, last: date) -> list[date]:
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    months = (first.month - 1 + at for at in range(count))
    return [date(first.year + at // 12, at % 12 + 1, 1) for at in months]
