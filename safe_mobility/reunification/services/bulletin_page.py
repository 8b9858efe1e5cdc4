"""From the bytes of a visa bulletin page to its tables, as a browser would see them."""

import codecs

from selectolax.lexbor import LexborHTMLParser, LexborNode

from safe_mobility.reunification.rules import bulletin
from safe_mobility.reunification.rules.bulletin import CutoffRow, Fault, Page, PageTable

LARGEST_PAGE = 8_000_000
WIDEST_SPAN = 40
_OTHER_FILES = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP or office file"),
    (b"\x1f\x8b", "a packed file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
)
_BEFORE = 6_000
"""How much text before a table is kept to tell which chart it is."""


def read_bulletin(raw: bytes, *, file_name: str = "") -> tuple[CutoffRow, ...]:
    """The rows of one month's page; raises `UnreadableBulletin` with what and where."""
    if len(raw) > LARGEST_PAGE:
        raise bulletin.UnreadableBulletin([Fault("", "larger than any bulletin page")])
    if what := _something_else(raw):
        raise bulletin.UnreadableBulletin([Fault("", f"{what}; save the page as HTML")])
    return bulletin.read_page(page_of(raw), file_name=file_name)


def page_of(raw: bytes) -> Page:
    """Title, running text and every table, with merged cells repeated in each place they cover."""
    tree = LexborHTMLParser(_decoded(raw))
    for noise in tree.css("script, style, noscript"):
        noise.decompose()
    title = tree.css_first("title")
    body = tree.body
    if body is None:
        return Page("", "", ())
    text, before = _running_text(body)
    tables = tuple(
        PageTable(number, before.get(table.mem_id, ""), _grid(table))
        for number, table in enumerate(tree.css("table"), start=1)
    )
    return Page(_plain(title.text()) if title else "", text, tables)


def _something_else(raw: bytes) -> str:
    """What the file is, when its first bytes say that it is no page."""
    start = raw[:2000].lstrip()
    for sign, what in _OTHER_FILES:
        if start.startswith(sign):
            return what
    if b"\x00" in start and not raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "not a text"
    archive = b"MIME-Version:" in start and b"multipart/related" in start
    return "a web archive (MHTML)" if archive else ""


def _decoded(raw: bytes) -> str:
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return raw.decode("utf-16", errors="replace")
    # Old pages say nothing of their encoding, or the wrong thing; theirs was Windows-1252.
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _running_text(body: LexborNode) -> tuple[str, dict[int, str]]:
    """The page's text in order, and for each table the end of what came before it."""
    parts: list[str] = []
    before: dict[int, str] = {}
    for node in body.traverse(include_text=True):
        if node.tag == "table":
            before[node.mem_id] = _end_of(parts)
        elif node.tag == "-text":
            parts.append(node.text(deep=False))
    return _plain(" ".join(parts)), before


def _end_of(parts: list[str]) -> str:
    """The last words, without joining the whole page anew for each of its tables."""
    taken, length = len(parts), 0
    while taken and length < 2 * _BEFORE:
        taken -= 1
        length += len(parts[taken])
    return _plain(" ".join(parts[taken:]))[-_BEFORE:]


def _grid(table: LexborNode) -> tuple[tuple[str, ...], ...]:
    rows: list[tuple[str, ...]] = []
    down: dict[int, tuple[int, str]] = {}
    for row in table.css("tr"):
        if _table_of(row) != table.mem_id:
            continue
        cells: list[str] = []
        for cell in (node for node in row.iter() if node.tag in {"td", "th"}):
            _take_from_above(cells, down)
            text = _plain(cell.text(separator=" "))
            across, deep = _span(cell, "colspan"), _span(cell, "rowspan")
            for _ in range(across):
                if deep > 1:
                    down[len(cells)] = (deep - 1, text)
                cells.append(text)
        _take_from_above(cells, down)
        rows.append(tuple(cells))
    return tuple(rows)


def _take_from_above(cells: list[str], down: dict[int, tuple[int, str]]) -> None:
    """Fill the places that a cell of an earlier row still covers."""
    while len(cells) in down:
        column = len(cells)
        left, text = down.pop(column)
        cells.append(text)
        if left > 1:
            down[column] = (left - 1, text)


def _table_of(node: LexborNode) -> int | None:
    parent = node.parent
    while parent is not None and parent.tag != "table":
        parent = parent.parent
    return parent.mem_id if parent else None


def _span(cell: LexborNode, name: str) -> int:
    written = (cell.attributes.get(name) or "1").strip()
    return max(1, min(int(written), WIDEST_SPAN)) if written.isdecimal() else 1


def _plain(text: str | None) -> str:
    return " ".join((text or "").replace("\u200b", "").split())
