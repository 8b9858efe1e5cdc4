"""Shapes that pages of other years have, each made up here: read to the last cell, or refused."""

from collections.abc import Sequence
from datetime import date

import pytest

from safe_mobility.reunification.rules import bulletin
from safe_mobility.reunification.rules.bulletin import Chart, CutoffRow, UnreadableBulletin
from safe_mobility.reunification.services.bulletin_page import read_bulletin

OLD = [
    ("1st", "01MAR99", "01MAR99", "22APR94", "08JUL88"),
    ("2A*", "22SEP96", "22SEP96", "22OCT94", "22SEP96"),
    ("2B", "22JUN93", "22JUN93", "U", "22JUN93"),
    ("3rd", "08MAY96", "C", "01JUL92", "01FEB88"),
    ("4th", "08NOV89", "22SEP88", "08NOV89", "01NOV79"),
]
HEAD = ("&nbsp;", "All Chargeability Areas Except Those Listed", "INDIA", "MEXICO", "PHILIPPINES")
WORK = [("1st", *"CCCC"), ("2<sup>nd</sup>", *"CCCC"), ("Other Workers", *"UUUU")]


def row(cells: tuple[str, ...], tag: str = "td") -> str:
    return "<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in cells) + "</tr>"


def table(rows: Sequence[tuple[str, ...]] | None = None, *, head: str = "", under: str = "") -> str:
    body = "".join(row(cells) for cells in rows or OLD)
    return f"<table>{head or row(HEAD, 'th')}{body}{under}</table>"


def page(body: str, *, title: str = "Visa Bulletin For March 2003", h1: str = "") -> bytes:
    return f"<html><head><title>{title}</title></head><body>{h1}{body}</body></html>".encode()


def cells(raw: bytes, *, file_name: str = "") -> dict[tuple[str, str, str], str]:
    rows: tuple[CutoffRow, ...] = read_bulletin(raw, file_name=file_name)
    return {(each.chart.value, each.category, each.area): each.printed for each in rows}


def refused(raw: bytes, *, file_name: str = "") -> str:
    with pytest.raises(UnreadableBulletin) as error:
        read_bulletin(raw, file_name=file_name)
    return str(error.value)


def whole(raw: bytes) -> bool:
    found = cells(raw)
    return (
        len(found) == 20
        and found["final_action", "F1", "mexico"] == "1994-04-22"
        and found["final_action", "F2B", "mexico"] == "U"
        and found["final_action", "F4", "philippines"] == "1979-11-01"
    )


class TestSingleChart:
    """2001 to September 2015."""

    def test_has_a_label_row_that_is_empty_and_tables_that_are(self) -> None:
        label = row(HEAD, "th") + row(("<b>Family</b>", *["&nbsp;"] * 4))

        assert whole(page("<table><tbody></tbody></table>" + table(head=label)))

    def test_stands_beside_the_charts_of_workers_and_of_the_lottery(self) -> None:
        lottery = (
            "<table><tr><td><table><tr><td>AFRICA: AF 6,000</td></tr></table></td></tr></table>"
        )

        assert whole(page(table() + table(WORK) + lottery))

    def test_shares_one_table_with_the_workers(self) -> None:
        under = row(("Employment-<br>Based", *["&nbsp;"] * 4)) + "".join(row(r) for r in WORK)

        assert whole(page(table(under=under)))

    def test_has_a_label_beside_all_rows(self) -> None:
        first, *others = OLD
        side = '<tr><td rowspan="5">Family-Sponsored</td>' + row(first)[4:]
        head = row(("Family-Sponsored", *HEAD), "th")

        assert whole(page(f"<table>{head}{side}{''.join(row(r) for r in others)}</table>"))

    def test_ends_with_a_note_across_its_width(self) -> None:
        note = (
            '<tr><td colspan="5">*NOTE: 2A numbers exempt from the per-country limit are available '
            "to applicants from all countries with dates earlier than 22OCT94.</td></tr>"
        )

        assert whole(page(table(under=note)))

    def test_lies_inside_a_table_that_makes_the_layout(self) -> None:
        menu = "<td>Visa Bulletin for April 2003<br>Archive</td>"

        assert whole(page(f"<table><tr>{menu}<td>{table()}</td></tr></table>"))

    def test_has_two_areas_of_its_own(self) -> None:
        rows = [(r[0], r[1], r[3], r[4]) for r in OLD]
        head = row((HEAD[0], HEAD[1], HEAD[3], HEAD[4]), "th")

        assert len(cells(page(table(rows, head=head)))) == 15

    def test_has_cells_that_are_merged_downwards(self) -> None:
        body = "".join(
            row(cells)[:-5] + ('<td rowspan="5">C</td></tr>' if n == 0 else "</tr>")
            for n, cells in enumerate(r[:-1] for r in OLD)
        )
        found = cells(page(f"<table>{row(HEAD, 'th')}{body}</table>"))

        assert {found["final_action", c, "philippines"] for c in bulletin.CATEGORIES} == {"C"}

    @pytest.mark.parametrize(
        "names",
        [
            ("F1", "F2A", "F2B", "F3", "F4"),
            ("F-1", "F-2A", "F-2B", "F-3", "F-4"),
            ("Family 1<sup>st</sup>", "2nd A", "2nd B", "3rd", "4th"),
            ("First", "Second A", "Second B", "Third", "Fourth"),
            ("FB1", "FB2A", "FB2B", "FB3", "FB4"),
        ],
    )
    def test_names_its_rows_in_many_ways(self, names: tuple[str, ...]) -> None:
        assert whole(page(table([(name, *r[1:]) for name, r in zip(names, OLD, strict=True)])))

    @pytest.mark.parametrize(
        ("heading", "area"),
        [
            ("All Charge- ability Areas Except Those Listed", "all_other"),
            ("ALL CHARGABILITY AREAS EXCEPT THOSE LISTED", "all_other"),
            ("Worldwide", "all_other"),
            ("CHINA- mainland born", "china"),
            ("PHILIPP- INES", "philippines"),
            ("Dominican Republic", "dominican_republic"),
            ("EL SALVADOR GUATEMALA HONDURAS", "el_salvador_guatemala_honduras"),
            ("Viet Nam", "viet_nam"),
            ("*", None),
        ],
    )
    def test_names_its_areas_in_many_ways(self, heading: str, area: str | None) -> None:
        assert bulletin.area_of(heading) == area


class TestTwoCharts:
    """From October 2015 on; the headings changed their letters more than once."""

    FILING = [(r[0], "01JAN02", "01JAN02", "01JAN02", "01JAN02") for r in OLD]

    @pytest.mark.parametrize(
        ("first", "second"),
        [
            (
                "A. FINAL ACTION DATES FOR FAMILY-SPONSORED PREFERENCE CASES",
                "B. DATES FOR FILING FAMILY-SPONSORED VISA APPLICATIONS",
            ),
            (
                "Final Action Dates for Family-Sponsored Preference Cases",
                "Dates for Filing Family-Sponsored Visa Applications",
            ),
            (
                "A. Application Final Action Dates for Family-Sponsored Preference Cases",
                "B. Filing Dates",
            ),
        ],
    )
    def test_are_told_apart_by_the_heading_before(self, first: str, second: str) -> None:
        between = "The final action dates are above; dates for filing help to hand in papers. "
        body = f"<p>{first}</p>{table()}<p>{between}</p><h3>{second}</h3>{table(self.FILING)}"

        found = cells(page(body))
        assert len(found) == 40
        assert found["final_action", "F1", "mexico"] == "1994-04-22"
        assert found["filing", "F1", "mexico"] == "2002-01-01"

    def test_or_by_a_heading_inside_the_table(self) -> None:
        def headed(words: str) -> str:
            return f'<tr><th colspan="5">{words}</th></tr>' + row(HEAD, "th")

        body = table(head=headed("FINAL ACTION DATES FOR FAMILY CASES")) + table(
            self.FILING, head=headed("DATES FOR FILING")
        )

        assert cells(page(body))["filing", "F3", "india"] == "2002-01-01"

    def test_may_be_repeated_word_for_word(self) -> None:
        one = f"<p>A. FINAL ACTION DATES FOR FAMILY</p>{table()}"
        other = f"<p>B. DATES FOR FILING FAMILY</p>{table(self.FILING)}"

        assert len(cells(page(one + other + one + other))) == 40

    def test_may_not_be_repeated_with_other_dates(self) -> None:
        one = f"<p>A. FINAL ACTION DATES FOR FAMILY</p>{table()}"

        assert "cannot tell" in refused(page(one + one.replace("22APR94", "22APR95")))

    def test_are_refused_without_headings(self) -> None:
        assert "cannot tell" in refused(page(table() + "<p>and</p>" + table(self.FILING)))

    def test_do_not_mind_leavings_of_an_editor(self) -> None:
        leavings = '<div style="left:-10000px"><table><tr><td>22MAR05</td></tr></table></div>' * 3

        assert whole(page(leavings + table() + leavings))


class TestCells:
    @pytest.mark.parametrize(
        "text",
        [
            *("22APR94", "22 APR 94", "22-Apr-1994", "22 April 1994", "22.APR.94", "22 apr. 1994"),
            *("April 22, 1994", "Apr. 22 1994", "April 22nd, 1994", "1994-04-22", "22APR94*"),
            "<p>22<br>APR<br>94</p>",
        ],
    )
    def test_are_read_in_every_way_that_has_one_meaning(self, text: str) -> None:
        assert whole(page(table([(OLD[0][0], *OLD[0][1:3], text, OLD[0][4]), *OLD[1:]])))

    @pytest.mark.parametrize(
        "text",
        [
            *("01/02/94", "1994", "APR94", "22APR", "31APR94", "22XPR94", "22APR4", "N/A", "-"),
            *("", "22APR94 15MAY95", "22APR03", "22APR2094", "1994-22-04", "Current*U", "VISA"),
            "22APRIL-94-95",
        ],
    )
    def test_are_refused_where_there_is_none_or_two(self, text: str) -> None:
        said = refused(page(table([(OLD[0][0], *OLD[0][1:3], text, OLD[0][4]), *OLD[1:]])))

        assert "row 2, F1 mexico" in said

    @pytest.mark.parametrize("text", ["Unavailable", "UNAVAILABLE", "U", "u*", "Unauthorized"])
    def test_say_that_nothing_is_available(self, text: str) -> None:
        assert bulletin.cutoff_of(text, bulletin=date(2024, 6, 1)) == "U"

    def test_take_two_digits_for_the_century_that_a_bulletin_can_know(self) -> None:
        for month, text, meaning in (
            (date(2001, 12, 1), "01NOV79", date(1979, 11, 1)),
            (date(2001, 12, 1), "01NOV01", date(2001, 11, 1)),
            (date(2025, 8, 1), "01JAN24", date(2024, 1, 1)),
            (date(2025, 8, 1), "01JAN26", None),
        ):
            assert bulletin.cutoff_of(text, bulletin=month) == meaning


class TestMonth:
    @pytest.mark.parametrize(
        ("title", "h1"),
        [
            ("Visa Bulletin for March 2003", ""),
            ("Visa Bulletin", "<p>MARCH 2003<br>Number 54<br>Volume VIII</p>"),
            ("Visa Bulletin", "<h1>Visa Bulletin - March 2003</h1>"),
            ("", "<p>VISA BULLETIN<br>Number 54</p><p>IMMIGRANT NUMBERS FOR MARCH 2003</p>"),
            ("Visa Bulletin For MARCH, 2003 - travel.state.gov", ""),
        ],
    )
    def test_is_found_in_title_or_heading(self, title: str, h1: str) -> None:
        assert whole(page(table(), title=title, h1=h1))

    @pytest.mark.parametrize(
        ("title", "h1", "what"),
        [
            ("Visa Bulletin", "", "no month"),
            ("Fees for March 2003", "", "no month"),
            ("Visa Bulletin for March", "", "no month"),
            ("Visa Bulletin", "Visa Bulletin for May 2003, Visa Bulletin for June 2003", "months"),
            ("Visa Bulletin for March 2003", "April 2003 Number 55 Volume VIII", "the months"),
        ],
    )
    def test_is_never_guessed(self, title: str, h1: str, what: str) -> None:
        assert what in refused(page(table(), title=title, h1=f"<p>{h1}</p>"))

    def test_of_the_file_name_may_not_be_another(self) -> None:
        raw = page(table())

        assert "says 2003-04" in refused(raw, file_name="visa-bulletin-for-april-2003.html")
        assert "says 2003-04" in refused(raw, file_name="2003_04.htm")
        for name in ("2003-03.html", "saved on 2026-11-24.html", "visabulletin_March2003.html"):
            assert len(cells(raw, file_name=name)) == 20


class TestOtherFiles:
    @pytest.mark.parametrize(
        ("raw", "what"),
        [
            (b"%PDF-1.7 ...", "a PDF"),
            (b"PK\x03\x04....", "a ZIP"),
            (b"\x1f\x8b\x08....", "a packed file"),
            (b"\x89PNG\r\n", "a picture"),
            (
                b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related",
                "MHTML",
            ),
            (b"MZ\x00\x00\x01", "not a text"),
            (b"month,chart\n2003-03,final_action\n", "no month"),
            (b"", "no month"),
            ("<title>Boletín de visas</title>".encode("latin-1"), "no month"),
        ],
    )
    def test_are_named_for_what_they_are(self, raw: bytes, what: str) -> None:
        assert what in refused(raw)

    @pytest.mark.parametrize("coding", ["utf-8", "latin-1", "cp1252", "utf-16"])
    def test_a_page_is_read_in_the_coding_it_was_saved_in(self, coding: str) -> None:
        text = page(table(), h1="<p>\u00a7 203(a) of the INA \u00e9</p>").decode()

        assert whole(text.encode(coding))

    def test_half_a_page_is_refused(self) -> None:
        raw = page(table())

        for share in (0.5, 0.7, 0.9):
            assert refused(raw[: int(len(raw) * share)])

    def test_one_chart_is_told_as_such(self) -> None:
        assert {chart for chart, _c, _a in cells(page(table()))} == {Chart.FINAL_ACTION.value}
