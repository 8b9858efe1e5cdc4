import lzma
import tarfile
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safe_mobility.programmes import bulletin_file
from safe_mobility.programmes.tests.shipped import FOLDER as PROGRAMMES
from safe_mobility.reunification.rules import bulletin
from safe_mobility.reunification.rules.bulletin import Chart, CutoffRow, UnreadableBulletin
from safe_mobility.reunification.rules.cells import cells_of
from safe_mobility.reunification.services.bulletin_page import read_bulletin

MAY_2015 = date(2015, 5, 1)
REAL_PAGES = (
    Path(__file__).resolve().parents[4]
    / "shared/data/visa_bulletin/visa_bulletin_html_2010_2023.tar.xz"
)
ROWS = """
<tr><td>F1</td><td>01JAN08</td><td>C</td><td>22NOV94</td></tr>
<tr><td>F2A</td><td>15APR14</td><td>15APR14</td><td>01MAR14</td></tr>
<tr><td>F2B</td><td>15JAN09</td><td>15JAN09</td><td>U</td></tr>
<tr><td>F3</td><td>22MAY04</td><td>22MAY04</td><td>08JUN94</td></tr>
<tr><td>F4</td><td>08FEB03</td><td>08FEB03</td><td>22MAR97</td></tr>
"""
HEAD = """<tr><td>Family-<br>Sponsored</td><td>All Charge-ability Areas Except Those Listed</td>
<td>INDIA</td><td>MEXICO</td></tr>"""


def page(
    *, rows: str = ROWS, head: str = HEAD, month: str = "May 2015", between: str = ""
) -> bytes:
    table = f"<table>{head}{rows}</table>"
    return (
        f"<html><head><title>Visa Bulletin For {month}</title></head><body>"
        f"<p>Visa Bulletin for {month} Number 80 Volume IX</p>{table}{between}</body></html>"
    ).encode()


def faults(raw: bytes, *, file_name: str = "") -> str:
    with pytest.raises(UnreadableBulletin) as refused:
        read_bulletin(raw, file_name=file_name)
    return str(refused.value)


class TestBulletin:
    def test_reads_every_cell_of_a_single_chart(self) -> None:
        rows = read_bulletin(page())

        assert len(rows) == 15
        assert {row.chart for row in rows} == {Chart.FINAL_ACTION}
        cells = {(row.category, row.area): row.printed for row in rows}
        assert cells["F1", "india"] == "C"
        assert cells["F2B", "mexico"] == "U"
        assert cells["F4", "all_other"] == "2003-02-08"

    def test_reads_the_old_names_of_rows_and_broken_headings(self) -> None:
        old = ROWS.replace("F1", "1st").replace("F2A", "2A*").replace("F2B", "2B")
        old = old.replace("F3", "3rd").replace("F4", "4th")
        head = HEAD.replace("INDIA", "PHILIPP-<br>INES")

        rows = read_bulletin(page(rows=old, head=head))

        assert {row.category for row in rows} == set(bulletin.CATEGORIES)
        assert {row.area for row in rows} == {"all_other", "philippines", "mexico"}

    def test_tells_two_charts_apart_by_their_headings(self) -> None:
        second = (
            "<p>The final action dates above. B. DATES FOR FILING FAMILY-SPONSORED VISA "
            f"APPLICATIONS</p><table>{HEAD}{ROWS}</table>"
        )
        raw = page(between=second).replace(
            b"<table>", b"<p>A. APPLICATION FINAL ACTION DATES FOR FAMILY</p><table>", 1
        )

        rows = read_bulletin(raw)

        assert [row.chart for row in rows] == [Chart.FINAL_ACTION] * 15 + [Chart.FILING] * 15

    def test_spreads_merged_cells_over_what_they_cover(self) -> None:
        merged = ROWS.replace(
            "<td>15APR14</td><td>15APR14</td><td>01MAR14</td>", '<td colspan="3">C</td>'
        )

        rows = read_bulletin(page(rows=merged))

        assert [row.printed for row in rows if row.category == "F2A"] == ["C", "C", "C"]

    def test_names_what_is_wrong_and_where(self) -> None:
        said = faults(page(rows=ROWS.replace("22NOV94", "22NOX94").replace("08JUN94", "31JUN94")))

        assert "row 2, F1 mexico: '22NOX94'" in said
        assert "F3 mexico: '31JUN94'" in said

    @pytest.mark.parametrize(
        ("rows", "what"),
        [
            (ROWS.replace("<tr><td>F4", "<tr><td>F3"), "named twice"),
            (ROWS[: ROWS.index("<tr><td>F4")], "row of F4 is missing"),
            (ROWS.replace("<td>22MAR97</td>", ""), "2 dates under 3 areas"),
            (ROWS.replace("22MAR97", "22MAR2016"), "no date, C or U"),
            (ROWS.replace("22MAR97", ""), "no date, C or U"),
        ],
    )
    def test_refuses_a_page_that_it_cannot_read_wholly(self, rows: str, what: str) -> None:
        assert what in faults(page(rows=rows))

    def test_refuses_a_page_of_something_else(self) -> None:
        assert "no table of the family categories" in faults(
            b"<title>Visa Bulletin for May 2015</title><table><tr><td>F1</td></tr></table>"
        )
        assert "no month" in faults(b"<title>Fees</title><p>Visa fees</p>")

    def test_refuses_another_month_under_a_known_name(self) -> None:
        assert "says 2013-12, the page is for 2015-05" in faults(page(), file_name="2013-12.html")
        assert "says 2014-06" in faults(page(), file_name="visa-bulletin-for-june-2014.html")
        assert read_bulletin(page(), file_name="bulletin_2015-05_final.html")

    def test_refuses_a_title_that_disagrees_with_the_heading(self) -> None:
        raw = page().replace(b"<p>Visa Bulletin for May 2015", b"<p>Visa Bulletin for June 2015")

        assert "the months" in faults(raw)

    def test_refuses_two_charts_that_nothing_names(self) -> None:
        assert "cannot tell" in faults(page(between=f"<table>{HEAD}{ROWS}</table>"))

    @given(st.binary(max_size=400))
    def test_never_fails_but_with_a_reason(self, raw: bytes) -> None:
        assert faults(raw)


class TestCutoff:
    @given(st.dates(min_value=date(1952, 12, 24), max_value=date(2015, 5, 31)))
    def test_is_read_back_from_the_way_it_is_printed(self, day: date) -> None:
        long = f"{day:%d %B %Y}"

        assert bulletin.cutoff_of(long, bulletin=MAY_2015) == day
        if day.year > 1915 + 40:
            assert bulletin.cutoff_of(f"{day:%d%b%y}", bulletin=MAY_2015) == day

    @pytest.mark.parametrize(
        ("text", "meaning"),
        [
            ("O1JAN15", date(2015, 1, 1)),
            ("15JUNO2", date(2002, 6, 15)),
            ("22 0CT 91", date(1991, 10, 22)),
            ("l5MAR01", date(2001, 3, 15)),
            ("2OCT91", date(1991, 10, 2)),
            ("01JAN16", date(1916, 1, 1)),
            ("Current", "C"),
            ("U*", "U"),
        ],
    )
    def test_mends_a_slip_that_leaves_one_meaning(self, text: str, meaning: object) -> None:
        read = bulletin.cutoff_of(text, bulletin=MAY_2015)

        assert read == (None if meaning == date(1916, 1, 1) else meaning)

    @given(st.text(max_size=12))
    def test_never_guesses(self, text: str) -> None:
        read = bulletin.cutoff_of(text, bulletin=MAY_2015)

        assert read in {None, "C", "U"} or isinstance(read, date)


@lru_cache
def read_pages() -> dict[str, tuple[CutoffRow, ...]]:
    return {name: read_bulletin(raw, file_name=name) for name, raw in real_pages()}


def real_pages() -> Iterator[tuple[str, bytes]]:
    with lzma.open(REAL_PAGES) as packed, tarfile.open(fileobj=packed) as archive:
        for member in archive:
            if stream := archive.extractfile(member) if member.isfile() else None:
                yield Path(member.name).name, stream.read()


@pytest.mark.skipif(not REAL_PAGES.exists(), reason="the saved pages are not beside the project")
class TestRealPages:
    def test_are_all_read(self) -> None:
        pages = read_pages()

        assert len(pages) == 167
        assert sum(len(rows) for rows in pages.values()) == 6690
        december = {
            (row.chart, row.category, row.area): row.printed for row in pages["2023-12.html"]
        }
        assert december[Chart.FINAL_ACTION, "F4", "mexico"] == "2000-09-15"
        assert december[Chart.FILING, "F2A", "all_other"] == "2023-09-01"

    def test_make_the_table_that_is_shipped_cell_for_cell(self) -> None:
        read = read_pages().values()

        table = bulletin_file.written((rows[0].bulletin_month, cells_of(rows)) for rows in read)

        assert table == (PROGRAMMES / bulletin_file.NAME).read_text(encoding="utf-8")
