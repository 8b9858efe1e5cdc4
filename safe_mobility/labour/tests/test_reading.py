import gzip
import tempfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safe_mobility.labour.rules import columns, values
from safe_mobility.labour.rules.columns import FileKind
from safe_mobility.labour.rules.orders import Record
from safe_mobility.labour.rules.values import Unit
from safe_mobility.labour.services.reading import Report, read_orders

REAL = Path(__file__).resolve().parents[4] / "shared/data/h2"
HEADER_2017 = (
    "CASE_NUMBER,VISA_CLASS,CASE_STATUS,EMPLOYER_NAME,NBR_WORKERS_CERTIFIED,BASIC_RATE_OF_PAY,"
    "BASIC_UNIT_OF_PAY,BASIC_NUMBER_OF_HOURS,REQUESTED_START_DATE_OF_NEED,WORKSITE_STATE"
)
HEADER_2023 = (
    "Case Number,Case Status,Employer Name,Total Workers H-2A Certified,Wage Offer,Per,"
    "Anticipated Number of Hours,Employment Begin Date,Worksite State,Moon Phase"
)
ROW = "H-300-17097-485527,H-2A,CERTIFICATION,Huerta & Hijos,15,11.59,Hour,40,2017-05-01,TX"


def read(tmp_path: Path, text: str | bytes, *, packed: bool = False) -> tuple[list[Record], Report]:
    path = tmp_path / "orders.csv"
    raw = text.encode() if isinstance(text, str) else text
    path.write_bytes(gzip.compress(raw) if packed else raw)
    report = Report(name=path.name)
    return list(read_orders(path, report)), report


class TestReadOrders:
    @pytest.mark.parametrize("packed", [False, True])
    def test_reads_an_order(self, tmp_path: Path, packed: bool) -> None:
        (order,), report = read(tmp_path, f"{HEADER_2017}\n{ROW}\n", packed=packed)

        assert (report.read, report.taken, report.layout and report.layout.unknown) == (1, 1, ())
        assert (order.employer, order.certified, order.state) == ("Huerta & Hijos", 15, "TX")
        assert (order.wage, order.unit, order.hourly) == (
            Decimal("11.59"),
            Unit.HOUR,
            Decimal("11.59"),
        )
        assert (order.begins_on, order.visa, order.is_certified) == (date(2017, 5, 1), "H-2A", True)

    def test_knows_the_names_of_another_year_and_says_what_it_does_not_know(
        self, tmp_path: Path
    ) -> None:
        row = "H-300-23001-000001,Determination Issued - Denied,Granja,7,2400,Month,40,1/15/2023,"
        (order,), report = read(tmp_path, f"{HEADER_2023}\n{row}TEXAS,full\n")

        assert report.layout is not None
        assert report.layout.unknown == ("Moon Phase",)
        assert (order.certified, order.state, order.is_certified) == (7, "TX", False)
        assert order.hourly == Decimal("13.85")
        assert order.begins_on == date(2023, 1, 15)

    def test_tells_dirty_values_apart_and_never_guesses(self, tmp_path: Path) -> None:
        rows = [
            ROW.replace("2017-05-01", "1900-01-01"),
            ROW.replace("11.59", "0"),
            ROW.replace("11.59", "9999999"),
            ROW.replace(",TX", ",Tejas"),
            ROW.replace("Hour", "Bale"),
        ]
        orders, report = read(tmp_path, "\n".join([HEADER_2017, *rows]))

        assert report.taken == 5
        assert [order.begins_on for order in orders[:1]] == [None]
        assert [order.wage for order in orders[1:3]] == [None, Decimal(9999999)]
        assert (orders[2].hourly, orders[3].state, orders[4].unit) == (None, None, None)
        assert set(report.doubts.counted) == {
            ("begins_on", "a spreadsheet's zero, not a date"),
            ("wage", "a wage of 0 is no wage"),
            ("hourly", "hour pay of no known job"),
            ("hourly", "a wage without its unit"),
            ("state", "not a state"),
            ("unit", "not a unit of pay"),
        }

    def test_refuses_a_row_that_is_no_order_and_names_its_line(self, tmp_path: Path) -> None:
        text = "\n".join([HEADER_2017, ROW, "total," * 9, ROW + ",more", ROW])
        orders, report = read(tmp_path, text)

        assert len(orders) == 2
        assert [(row.line, row.reason) for row in report.named] == [
            (3, "not a case number"),
            (4, "11 cells under 10 columns"),
        ]

    def test_refuses_a_file_whose_header_slipped(self, tmp_path: Path) -> None:
        orders, report = read(tmp_path, "NEW," + HEADER_2017 + "\n" + "\n".join([ROW] * 60))

        assert orders == []
        assert "the header does not fit the rows: 0 of the first 50" in report.stopped

    def test_refuses_a_file_of_something_else(self, tmp_path: Path) -> None:
        _, report = read(tmp_path, "month,nationality,issuances\n2017-03,Guatemala,4\n")

        assert "not a file we know" in report.stopped

    def test_reads_old_encodings_by_the_cell(self, tmp_path: Path) -> None:
        raw = f"{HEADER_2017}\n{ROW}\n".replace("Huerta", "Cañón").encode("cp1252")
        (order,), report = read(tmp_path, raw)

        assert order.employer == "Cañón & Hijos"
        assert report.windows_lines == 1

    def test_stops_where_a_quotation_mark_was_left_open(self, tmp_path: Path) -> None:
        rows = "\n".join([ROW, ROW.replace("Huerta", '"Huerta')] + [ROW] * 9000)
        orders, report = read(tmp_path, f"{HEADER_2017}\n{rows}\n")

        assert len(orders) == 1
        assert "line 3: field larger" in report.stopped

    @given(st.binary(max_size=300))
    def test_never_fails_whatever_the_bytes(self, raw: bytes) -> None:
        report = Report(name="fuzz")
        with tempfile.NamedTemporaryFile() as file:
            file.write(raw)
            file.flush()

            assert list(read_orders(Path(file.name), report)) == []


class TestPerHour:
    @given(st.decimals(min_value=5, max_value=60, places=2), st.integers(20, 60))
    def test_comes_back_from_any_unit(self, hourly: Decimal, hours: int) -> None:
        week = hourly * hours
        paid = {
            Unit.HOUR: hourly,
            Unit.WEEK: week,
            Unit.TWO_WEEKS: week * 2,
            Unit.MONTH: week * 52 / 12,
            Unit.YEAR: week * 52,
        }

        for unit, wage in paid.items():
            assert values.per_hour(wage, unit, Decimal(hours)).value == hourly
        assert values.per_hour(hourly, Unit.PIECE, Decimal(hours)).value is None

    def test_needs_the_weekly_hours(self) -> None:
        assert values.per_hour(Decimal(2000), Unit.MONTH, None).value is None


class TestLayout:
    @pytest.mark.parametrize(
        ("header", "kind"),
        [
            ("CASE_NUMBER,CROP_AGRICULTURAL_ACTIVITY,WAGE_OFFER,PER", FileKind.CROPS),
            ("CASE_NUMBER,TYPE_OF_HOUSING,TOTAL_UNITS,TOTAL_OCCUPANCY", FileKind.HOUSING),
            ("CASE_NUMBER,RECRUITER_EMPLOYER_NAME", FileKind.RECRUITERS),
            (HEADER_2023 + ",TYPE_OF_HOUSING,TOTAL_OCCUPANCY", FileKind.ORDERS),
        ],
    )
    def test_tells_the_four_kinds_apart(self, header: str, kind: FileKind) -> None:
        assert columns.layout_of(header.split(",")).kind is kind


@pytest.mark.skipif(not REAL.exists(), reason="the published files are not beside the project")
class TestRealFiles:
    @pytest.mark.parametrize(
        ("name", "rows"),
        [
            ("h2a_disclosure_fy2017", 12_930),
            ("h2b_disclosure_fy2018", 9_490),
            ("h2a_addendum_a_crops_fy2021", 43_291),
            ("h2a_addendum_b_housing_fy2021", 19_212),
            ("h2b_appendix_c_recruiters_region_fy2022q2", 1_786),
        ],
    )
    def test_are_read_to_their_end(self, name: str, rows: int) -> None:
        report = Report(name=name)
        taken = sum(1 for _ in read_orders(REAL / f"{name}.csv.gz", report))

        assert (taken, report.read, report.stopped) == (rows, rows, "")
        assert report.layout is not None
        assert report.layout.unknown == ()
