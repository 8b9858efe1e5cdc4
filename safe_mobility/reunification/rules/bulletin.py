"""What one month's visa bulletin says about the family categories, from its tables.

The State Department's pages changed shape many times since 2001: one chart until September
2015 and two since; `1st` became `F1`; areas came and went; cells are merged; a letter O stands
where a zero was meant. A slip that leaves one meaning only is read; anything else refuses
the whole page and says where, because half a table would silently move families in line.
"""

import re
from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

CATEGORIES = ("F1", "F2A", "F2B", "F3", "F4")
FEWEST_COLUMNS = 4
"""The category, all other areas, and never fewer than two areas of their own."""
_LONGEST_CELL = 24
OLDEST_CUTOFF = date(1952, 12, 24)
"""The day on which the Immigration and Nationality Act of 1952 came into force."""

_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_MONTH_NAMES = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_NAMED_MONTH = rf"({'|'.join(_MONTH_NAMES)})[\s,]+((?:19|20)\d\d)"
_BULLETIN_OF = re.compile(
    rf"visa\s+bulletin\s*(?:for|of|[-\u2013\u2014:,|])?\s*(?:the\s+month\s+of\s+)?{_NAMED_MONTH}",
    re.IGNORECASE,
)
_NUMBERED = re.compile(rf"{_NAMED_MONTH}\W+number\s+\d+\W+volume", re.IGNORECASE)
_NUMBERS_FOR = re.compile(rf"immigrant\s+numbers\s+for\s+{_NAMED_MONTH}", re.IGNORECASE)
_IN_FILE_NAME = (
    # Not the day on which somebody saved it: that has a third number.
    re.compile(r"(?P<year>(?:19|20)\d\d)[-_. ]?(?P<month>0[1-9]|1[0-2])(?![-_. ]?\d)"),
    re.compile(rf"(?P<name>{'|'.join(_MONTH_NAMES)})[-_. ]?(?P<year>(?:19|20)\d\d)", re.IGNORECASE),
)
_CATEGORY = re.compile(
    r"(?:FAMILY(?:SPONSORED|BASED)?|FB|F)?"
    r"(?:(1)ST|(2)ND([AB])|(2[AB])|(3)RD|(4)TH|([134])|(FIRST)|(THIRD)|(FOURTH)|SECOND([AB]))$"
)
_IN_WORDS = {"FIRST": "1", "THIRD": "3", "FOURTH": "4", "A": "2A", "B": "2B"}
_EMPLOYMENT = re.compile(r"employment", re.IGNORECASE)
_DAY = re.compile(r"(\d{1,2})([A-Z]{3,9})(\d{4}|\d{2})$")
_MONTH_FIRST = re.compile(r"([A-Za-z]{3,9})\.?\s*(\d{1,2})(?:st|nd|rd|th)?\s*,?\s+(\d{4})$")
_ISO_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)$")
_FINAL = re.compile(r"final\s+action|cut-?off", re.IGNORECASE)
_FILING = re.compile(r"dates?\s+for\s+filing|filing\s+dates?", re.IGNORECASE)
_OF_FAMILIES = re.compile(r"\W{0,3}(?:dates?\W+)?(?:for\W+)?(?:the\W+)?family", re.IGNORECASE)
_AT_ONCE = 60
"""So many signs before a table a heading in small letters may end."""
_AREAS = {
    "CHINA": "china",
    "INDIA": "india",
    "MEXICO": "mexico",
    "PHILIPPINES": "philippines",
    "DOMINICANREPUBLIC": "dominican_republic",
}


class Chart(StrEnum):
    FINAL_ACTION = "final_action"
    FILING = "filing"


@dataclass(frozen=True, slots=True)
class PageTable:
    """One table of the page: its cells with merged ones repeated, and the text before it."""

    number: int
    before: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Page:
    title: str
    text: str
    tables: tuple[PageTable, ...]


@dataclass(frozen=True, slots=True)
class CutoffRow:
    """One cell. `cutoff` is a date, `C` (current: no line) or `U` (unavailable)."""

    bulletin_month: date
    chart: Chart
    category: str
    area: str
    cutoff: date | str

    @property
    def month(self) -> str:
        return f"{self.bulletin_month:%Y-%m}"

    @property
    def printed(self) -> str:
        return self.cutoff if isinstance(self.cutoff, str) else self.cutoff.isoformat()


@dataclass(frozen=True, slots=True)
class Fault:
    """What could not be read, and where on the page."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}" if self.where else self.what


class UnreadableBulletin(ValueError):
    """The page cannot be read wholly, so nothing of it is taken."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(str(fault) for fault in faults))
        self.faults = tuple(faults)


def read_page(page: Page, *, file_name: str = "") -> tuple[CutoffRow, ...]:
    """The rows of a page in its own order, or `UnreadableBulletin` with every fault found."""
    month = _month_of(page, file_name)
    found = [table for table in map(_family_part, page.tables) if _is_family(table)]
    if not found:
        raise UnreadableBulletin([Fault("", "no table of the family categories on this page")])
    charts = _charts(found)
    rows: list[CutoffRow] = []
    faults: list[Fault] = []
    for chart, table in charts:
        _read_table(table, chart, month, rows, faults)
    if faults:
        raise UnreadableBulletin(faults)
    return tuple(rows)


def category_of(label: str) -> str | None:
    """`F2A` for any of `2A`, `F2A`, `2A*`, `Family 2nd A`; None for what names no category."""
    bare = re.sub(r"[^0-9A-Z]", "", label.upper())
    match = _CATEGORY.match(bare)
    if match is None:
        return None
    named = "".join(part for part in match.groups() if part)
    return "F" + _IN_WORDS.get(named, named)


def area_of(heading: str) -> str | None:
    """The code of a column: `all_other`, a known area, or the page's own name for a new one."""
    bare = re.sub(r"[^A-Z]", "", heading.upper())
    if not bare:
        return None
    if re.match(r"ALLCHARG|ALLOTHER|ALLAREAS|WORLDWIDE|RESTOF(?:THE)?WORLD", bare):
        return "all_other"
    if bare.startswith("CHINA"):
        return "china"
    known = _AREAS.get(bare)
    return known or re.sub(r"[^a-z]+", "_", heading.lower()).strip("_")


def cutoff_of(text: str, *, bulletin: date) -> date | str | None:
    """A cell's meaning, or None where there is no meaning or more than one.

    Two digits of a year are the latest such year that the bulletin could know.
    """
    bare = re.sub(r"[\s.*,\-/]", "", text).upper()
    if bare in {"C", "CURRENT"}:
        return "C"
    if bare in {"U", "UNAVAILABLE", "UNAUTHORIZED"}:
        return "U"
    day = _printed_day(text.strip(" *."), bare, bulletin)
    last = date(bulletin.year, bulletin.month, monthrange(bulletin.year, bulletin.month)[1])
    return day if day is not None and OLDEST_CUTOFF <= day <= last else None


def _printed_day(text: str, bare: str, bulletin: date) -> date | None:
    """`01JAN05`, `1 January 2005`, `January 1, 2005` and `2005-01-01`; not `01/02/05`."""
    if match := _ISO_DAY.match(text):
        return _day(match[1], match[2], match[3])
    if match := _MONTH_FIRST.match(text):
        return _day(match[3], _month_number(match[1].upper()), match[2])
    match = _DAY.match(_mended(bare))
    if match is None:
        return None
    year = int(match[3])
    if len(match[3]) == 2:
        year += 2000 if 2000 + year <= bulletin.year else 1900
    return _day(year, _month_number(match[2]), match[1])


def _month_number(word: str) -> int:
    """0 for what is no month, and so no day either."""
    return _MONTHS.index(word[:3]) + 1 if word[:3] in _MONTHS and _is_month_name(word) else 0


def _day(year: int | str, month: int | str, day: int | str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _mended(bare: str) -> str:
    """Letters that were typed for digits, and digits for letters, put right by their place."""
    match = re.match(r"([0-9OIL]{1,2})([A-Z0]{3,9}?)([0-9OIL]{2}|[0-9OIL]{4})$", bare)
    if match is None:
        return bare
    digits = str.maketrans({"O": "0", "I": "1", "L": "1"})
    return match[1].translate(digits) + match[2].replace("0", "O") + match[3].translate(digits)


def _is_month_name(word: str) -> bool:
    return len(word) == 3 or any(
        name.upper().startswith(word) or word == "SEPT" for name in _MONTH_NAMES
    )


def _is_family(table: PageTable) -> bool:
    """The family table has a second preference split into A and B, and a column an area.

    Some pages list the same categories with the weeks they are expected to move.
    """
    labels = {category_of(row[0]) for row in table.rows if len(row) >= FEWEST_COLUMNS}
    return {"F2A", "F2B"} <= labels


def _family_part(table: PageTable) -> PageTable:
    """The table without what stands beside or under the family categories.

    Some pages print the employment categories below in the same table, some a label in a
    column of its own beside all rows, some a note across the whole width.
    """
    rows = list(table.rows)
    first = next((n for n, row in enumerate(rows) if row and category_of(row[0])), 0)
    under = (n for n, row in enumerate(rows) if n > first and row and _EMPLOYMENT.search(row[0]))
    rows = rows[: next(under, len(rows))]
    if any(len(row) > 1 and row[0] == rows[-1][0] and category_of(row[1]) for row in rows):
        rows = [row[1:] for row in rows]
    kept = (row for n, row in enumerate(rows) if n < first or not _is_note(row))
    return PageTable(table.number, table.before, tuple(kept))


def _is_note(row: Sequence[str]) -> bool:
    """One text across the whole row that is longer than any cell."""
    return len(row) > 1 and len(set(row)) == 1 and len(row[0]) > _LONGEST_CELL


def _charts(found: Sequence[PageTable]) -> list[tuple[Chart, PageTable]]:
    """Each chart once. A table that a page repeats word for word, for telephones, is one."""
    if len(found) == 1:
        return [(_chart_before(found[0]) or Chart.FINAL_ACTION, found[0])]
    charts: dict[Chart, PageTable] = {}
    for table in found:
        chart = _chart_before(table)
        if chart is None or charts.setdefault(chart, table).rows != table.rows:
            where = ", ".join(f"table {table.number}" for table in found)
            raise UnreadableBulletin(
                [Fault(where, "cannot tell final action dates from dates for filing")]
            )
    return list(charts.items())


def _chart_before(table: PageTable) -> Chart | None:
    """Which chart the nearest heading before the table, or in its first rows, announces.

    Headings are in capitals, or open with `A.` or `B.`, or speak of families right before the
    table; running text also speaks of both charts.
    """
    inside = " ".join(dict.fromkeys(cell for row in _above(table) for cell in row))
    text = f"{table.before} {inside}"
    marks = [(match, Chart.FINAL_ACTION) for match in _FINAL.finditer(text)]
    marks += [(match, Chart.FILING) for match in _FILING.finditer(text)]
    headings = [
        (match.start(), chart)
        for match, chart in marks
        if text[match.start() : match.start() + 5].isupper()
        or re.search(r"\b[AB]\.\W*\w*\W*$", text[: match.start()])
    ]
    if not headings:
        near = len(table.before) - _AT_ONCE
        headings = [
            (match.start(), chart)
            for match, chart in marks
            if match.end() >= near or _OF_FAMILIES.match(text, match.end())
        ]
    return max(headings)[1] if headings else None


def _above(table: PageTable) -> Sequence[tuple[str, ...]]:
    first = next((n for n, row in enumerate(table.rows) if row and category_of(row[0])), 0)
    return table.rows[:first]


def _read_table(
    table: PageTable, chart: Chart, month: date, rows: list[CutoffRow], faults: list[Fault]
) -> None:
    first = next(i for i, row in enumerate(table.rows) if row and category_of(row[0]))
    areas = _areas(table, first, faults)
    seen: list[str] = []
    for number, row in enumerate(table.rows[first:], start=first + 1):
        where = f"table {table.number}, row {number}"
        if not any(row):
            continue
        category = category_of(row[0])
        if category is None or category in seen:
            what = "is named twice" if category else "names no family category"
            faults.append(Fault(where, f"{row[0]!r} {what}"))
            continue
        seen.append(category)
        if len(row) != len(areas) + 1:
            faults.append(Fault(where, f"{len(row) - 1} dates under {len(areas)} areas"))
            continue
        for area, text in zip(areas, row[1:], strict=True):
            cutoff = cutoff_of(text, bulletin=month)
            if cutoff is None:
                faults.append(Fault(f"{where}, {category} {area}", f"{text!r} is no date, C or U"))
            else:
                rows.append(CutoffRow(month, chart, category, area, cutoff))
    faults += [
        Fault(f"table {table.number}", f"the row of {category} is missing")
        for category in CATEGORIES
        if category not in seen
    ]


def _areas(table: PageTable, first: int, faults: list[Fault]) -> list[str]:
    """The columns' areas, from the heading rows joined downwards."""
    width = len(table.rows[first])
    heads = [row for row in table.rows[:first] if len(row) == width and len(set(row)) > 1]
    if not heads:
        faults.append(Fault(f"table {table.number}", "no row of headings above the dates"))
        return ["?"] * (width - 1)
    areas: list[str] = []
    for column in range(1, width):
        words = list(dict.fromkeys(row[column] for row in heads if row[column]))
        area = area_of(" ".join(words))
        if area is None or area in areas:
            what = "no area" if area is None else f"the area {area} a second time"
            faults.append(Fault(f"table {table.number}, column {column + 1}", f"heading: {what}"))
        areas.append(area or "?")
    if "all_other" not in areas:
        faults.append(Fault(f"table {table.number}", "no column for all other areas"))
    return areas


def _month_of(page: Page, file_name: str) -> date:
    """The month the page says it is for; title, heading and file name must not disagree."""
    titled = set(_months(_BULLETIN_OF.finditer(page.title)))
    headed = set(_months(_NUMBERED.finditer(page.text)))
    said = (
        titled | headed
        or set(_months(_NUMBERS_FOR.finditer(page.text)))
        or set(_months(_BULLETIN_OF.finditer(page.text)))
    )
    if len(said) != 1:
        what = "no month" if not said else "the months " + ", ".join(f"{m:%Y-%m}" for m in said)
        raise UnreadableBulletin([Fault("title and heading", f"{what}; one is needed")])
    (month,) = said
    named = _month_in(file_name)
    if named is not None and named != month:
        raise UnreadableBulletin(
            [Fault("file name", f"says {named:%Y-%m}, the page is for {month:%Y-%m}")]
        )
    return month


def _months(matches: Iterable[re.Match[str]]) -> list[date]:
    return [date(int(m[2]), _MONTH_NAMES.index(m[1].lower()) + 1, 1) for m in matches]


def _month_in(file_name: str) -> date | None:
    for pattern in _IN_FILE_NAME:
        if match := pattern.search(file_name):
            parts = match.groupdict()
            month = parts.get("month")
            number = int(month) if month else _MONTH_NAMES.index(parts["name"].lower()) + 1
            return date(int(parts["year"]), number, 1)
    return None
