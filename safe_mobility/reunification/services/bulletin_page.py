"""From the bytes of a visa bulletin page to its tables, as a browser would see them."""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from safe_mobility.reunification.rules import bulletin
from safe_mobility.reunification.rules.bulletin import CutoffRow, Fault, Page, PageTable

LARGEST_PAGE = 8_000_000
WIDEST_SPAN = 40
_BEFORE = 6_000
"""How much text before a table is kept to tell which chart it is."""


def read_bulletin(raw: bytes, *, file_name: str = "") -> tuple[CutoffRow, ...]:
    """The rows of one month's page; raises `UnreadableBulletin` with what and where."""
    if len(raw) > LARGEST_PAGE:
        raise bulletin.UnreadableBulletin([Fault("", "larger than any bulletin page")])
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


def _decoded(raw: bytes) -> str:
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
            before[node.mem_id] = _plain(" ".join(parts))[-_BEFORE:]
        elif node.tag == "-text":
            parts.append(node.text(deep=False))
    return _plain(" ".join(parts)), before


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
    return re.sub(r"\s+", " ", (text or "").replace("\u200b", "")).strip()
