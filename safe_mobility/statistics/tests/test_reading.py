"""Published tables, as they come: other orders, other names, other signs, and wrong in parts."""

import gzip
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from safe_mobility.shared import tables
from safe_mobility.statistics.rules import cells, packing
from safe_mobility.statistics.rules.cells import CellRefused
from safe_mobility.statistics.rules.kinds import Context
from safe_mobility.statistics.rules.nations import Nations, state_code
from safe_mobility.statistics.rules.reading import Report
from safe_mobility.statistics.rules.series import Point
from safe_mobility.statistics.services import reading
from safe_mobility.statistics.services.series import SHIPPED

REAL = Path(__file__).resolve().parents[4] / "shared/data"
NAMES = [("GT", "Guatemala"), ("SV", "El Salvador"), ("MX", "Mexico"), ("GE", "Georgia")]
TOWNS = {"0205": "El Jícaro", "0206": "Sansare", "0207": "Sanarate", "0901": "Quetzaltenango"}
KNOWN = Context(Nations(NAMES), TOWNS)
PRM = "fiscal_year,month,region,nationality,admissions\n"
CBP = (
    "Fiscal Year,Month Grouping,Month (abbv),Component,Demographic,Citizenship Grouping,"
    "Title of Authority,Encounter Type,Encounter Count\n"
)
WRAPS = "country,year,state,city,refugees\n"


def read(kind: str, text: str | bytes) -> tuple[list[Point], Report]:
    raw = text.encode() if isinstance(text, str) else text
    wanted = reading.kinds_named(kind)
    found = reading.read_bytes(raw, Report(name="x"), wanted=wanted, known=KNOWN)
    return list(found.points), found.report


class TestCells:
    @given(st.integers(0, 10**9))
    def test_read_a_count_whatever_sets_its_thousands_apart(self, count: int) -> None:
        for sign in (",", " ", "\u00a0", "'"):
            assert cells.count(f"{count:,}".replace(",", sign)) == count
        assert cells.count(f"{count}.0") == count

    @pytest.mark.parametrize(
        "text", ["1.234", "1.234.567", "12.5", "-3", "3 people", "1,23", "1e400"]
    )
    def test_refuse_what_can_be_read_in_two_ways_or_is_no_count(self, text: str) -> None:
        with pytest.raises(CellRefused):
            cells.count(text)

    @pytest.mark.parametrize("text", ["", " ", "N/A", "-"])
    def test_tell_what_is_not_given_from_zero(self, text: str) -> None:
        assert cells.count(text) is None
        assert cells.count("0") == 0

    @pytest.mark.parametrize("text", ["*", "D", "<5"])
    def test_tell_what_is_hidden_from_what_is_not_given(self, text: str) -> None:
        with pytest.raises(cells.NotShown):
            cells.count(text)

    def test_refuse_a_rate_with_a_comma_that_may_be_a_fraction(self) -> None:
        with pytest.raises(CellRefused):
            cells.rate("1,234")
        assert cells.rate("1,234.5") == 1234.5

    @pytest.mark.parametrize(
        "text", ["2023-06", "2023-06-01", "2023-06-01 00:00:00", "06/2023", "June 2023", "Jun-2023"]
    )
    def test_read_a_month(self, text: str) -> None:
        assert cells.month(text) == date(2023, 6, 1)

    @pytest.mark.parametrize("text", ["03/04/2023", "2023-06-15", "2023", "13/2023", "Foo 2023"])
    def test_refuse_a_day_that_may_be_a_month(self, text: str) -> None:
        with pytest.raises(CellRefused):
            cells.month(text)

    @pytest.mark.parametrize(
        "text", ["2025", "2025.0", "FY2025", "FY 25", "2025 (FYTD)", "2025 FYTD", "2025*"]
    )
    def test_read_the_words_for_a_fiscal_year(self, text: str) -> None:
        assert cells.year(text) == 2025

    @given(st.integers(1990, 2090), st.sampled_from(list(cells.MONTHS)))
    def test_put_a_month_into_its_fiscal_year(self, fiscal_year: int, name: str) -> None:
        on = cells.month_of_fiscal_year(fiscal_year, name)

        assert cells.fiscal_year_of(on) == fiscal_year
        assert on.month == cells.MONTHS[name]


class TestHeadings:
    def test_may_stand_in_any_order_and_be_written_otherwise(self) -> None:
        text = "Admissions;NATIONALITY;Month\n1 234;Guatemala;Oct 2023\n"
        points, report = read("refugee-admissions", text.encode("utf-8-sig"))

        assert points == [Point("refugee-admissions", date(2023, 10, 1), "GT", "", "", 1234)]
        assert report.missing == ("fiscal_year", "region")

    def test_that_nobody_knows_are_told(self) -> None:
        _points, report = read("arrivals", PRM.strip() + ",Moon\n2023,2022-10,X,Guatemala,3,full\n")

        assert report.unknown == ("Moon",)
        assert report.taken == 1

    def test_that_nobody_knows_and_that_split_the_figures_end_the_reading(self) -> None:
        row = "2023,2022-10,X,Guatemala,3"
        points, report = read("arrivals", f"{PRM.strip()},Sex\n{row},F\n{row},M\n")

        assert points == []
        assert "Sex" in report.stopped

    def test_of_a_later_edition_with_more_columns_are_known(self) -> None:
        head = (
            "Fiscal Year,Month (abbv),Component,Land Border Region,Area of Responsibility,"
            "AOR (Abbv),Demographic,Citizenship,Title of Authority,Encounter Count\n"
        )
        row = "2024,OCT,Border Patrol,{},{},{},FMUA,GUATEMALA,Title 8,5\n"
        rows = row.format("Southwest Land Border", "El Paso Sector", "EPT")
        rows += row.format("Northern Land Border", "Blaine Sector", "BLW")
        points, report = read("encounters", head + rows)

        assert (report.kind, report.unknown) == ("encounters-nationwide", ())
        assert {point.other: point.value for point in points} == {"southwest": 5, "northern": 5}

    def test_of_unhcr_s_own_download_are_known(self) -> None:
        head = (
            "Year,Country of origin,Country of origin (ISO),Country of asylum,"
            "Country of asylum (ISO),Authority,Application type,Stage of procedure,"
            "Cases / Persons,Applied\n"
        )
        points, report = read("unhcr", head + "2022,Guatemala,GTM,Mexico,MEX,G,N,FI,P,7\n")

        assert (report.kind, [point.value for point in points]) == ("unhcr-applications", [7])

    def test_below_a_title_are_found(self) -> None:
        _points, report = read("arrivals", f"Refugee report\n\n{PRM}2023,2022-10,X,Guatemala,3\n")

        assert (report.headings_on, report.taken) == (3, 1)

    def test_that_say_the_same_are_refused(self) -> None:
        _points, report = read("refugee-admissions", "month,nationality,citizenship,admissions\n")

        assert "two headings mean the same" in report.stopped

    def test_of_another_kind_are_refused(self) -> None:
        _points, report = read("encounters-southwest", PRM + "2023,2022-10,X,Guatemala,3\n")

        assert "no heading for" in report.stopped

    def test_that_slipped_by_a_column_are_refused(self) -> None:
        rows = "2023,2022-10,X,Guatemala,3\n" * 3
        slipped = "month,region,nationality,admissions,fiscal_year\n"
        points, report = read("refugee-admissions", slipped + rows)

        assert points == []
        assert "do not fit the lines below" in report.stopped

    def test_that_two_kinds_share_are_told_apart_by_what_stands_below(self) -> None:
        head = "country,visa_type,count,date\n"
        farm = read("auto", f"{head}Guatemala,H2A,5,2023-06-01\n")[1]
        family = read("auto", f"{head}Guatemala,IR1,5,2023-06-01\n")[1]

        assert (farm.kind, family.kind) == ("temporary-visas", "immigrant-visas")
        assert (
            "for a time" in read("immigrant-visas", f"{head}Guatemala,H2A,5,2023-06\n")[1].stopped
        )


class TestRows:
    def test_are_encounters_of_a_calendar_month(self) -> None:
        row = "2025 (FYTD),FYTD,OCT,U.S. Border Patrol,FMUA,GUATEMALA,Title 8,Apprehensions,12\n"
        points, _report = read("encounters", CBP + row)

        assert points == [
            Point("encounters-southwest", date(2024, 10, 1), "GT", "title-8", "fmua", 12)
        ]

    def test_with_a_month_outside_their_fiscal_year_are_refused(self) -> None:
        good = "2023,2022-11,X,Guatemala,3\n"
        _points, report = read("arrivals", f"{PRM}{good}2023,2022-09,X,Guatemala,3\n")

        assert report.named == [(3, "2022-09 is not in the fiscal year 2023")]

    def test_that_say_otherwise_of_the_same_are_both_refused(self) -> None:
        row = "2023,2022-10,X,Guatemala"
        points, report = read("arrivals", f"{PRM}{row},3\n{row},4\n2023,2022-11,X,Mexico,1\n")

        assert [point.place for point in points] == ["MX"]
        assert [line for line, _reason in report.named] == [2, 3]
        assert report.read == report.taken + sum(report.refused.values())

    def test_of_totals_are_not_counted_twice(self) -> None:
        rows = "2023,2022-10,X,Guatemala,3\n2023,2022-10,X,Total,3\n2023,2022-11,X,Mexico,1\n"
        points, report = read("arrivals", PRM + rows)

        assert sum(point.value for point in points) == 4
        assert "totals" in report.named[0][1]

    def test_with_state_and_country_swapped_are_found_and_not_mended(self) -> None:
        rows = (
            "Guatemala,2015,Texas,Austin,4\nTexas,2015,Guatemala,Austin,4\n"
            "Mexico,2015,Ohio,Dayton,1\nOhio,2015,Texas,Dayton,1\n"
            "Georgia,2015,Texas,Dallas,2\nEl Salvador,2015,Georgia,Atlanta,2\n"
        )
        points, report = read("arrivals", WRAPS + rows)

        assert report.named == [
            (3, "state and country are swapped"),
            (5, "country is 'Ohio', a state of the United States"),
        ]
        assert [(point.place, point.other) for point in points] == [
            ("GT", "TX"),
            ("MX", "OH"),
            ("GE", "TX"),
            ("SV", "GA"),
        ]
        assert sum(report.doubts.values()) == 1

    def test_of_unknown_names_are_kept_as_written_and_told(self) -> None:
        points, report = read("arrivals", PRM + "2023,2022-10,X,Ruritania,3\n")

        assert points[0].place == "x-ruritania"
        assert report.as_written == {"Ruritania": 1}

    def test_in_windows_letters_are_read(self) -> None:
        text = "admin2Pcode,Name,Pobreza\nGT0205,El Jícaro,0.4\n".encode("cp1252")
        points, report = read("geo", text)

        assert points[0].value == 0.4
        assert report.windows_cells == 1

    def test_of_two_towns_with_each_others_number_are_taken_by_name(self) -> None:
        text = "admin2Pcode,Name,Pobreza,IDP\nGT0206,Sanarate,0.1,\nGT0207,Sansare,0.2,\n"
        points, report = read("geo", f"{text}GT0205,Another,0.3,\nGT0901,QUETZALTENANGO,0.5,\n")

        found = {point.place: point.value for point in points}
        assert found == {"0207": 0.1, "0206": 0.2, "0901": 0.5}
        assert sum(report.doubts.values()) == 2
        assert report.named == [(4, "0205 is El Jícaro, not 'Another'")]
        assert report.always_empty == ("IDP",)

    def test_of_people_and_of_cases_never_meet(self) -> None:
        head = "year,coo_iso,coa_iso,app_type,app_pc,applied\n"
        rows = "2020.0,GTM,MEX,N,P,5.0\n2020.0,GTM,MEX,N,C,2.0\n2021,GTM,MEX,N,?,2\n"
        points, report = read("unhcr", head + rows)

        assert {point.series: point.value for point in points} == {
            "unhcr-applications": 5,
            "unhcr-application-cases": 2,
        }
        assert "neither persons" in report.named[0][1]


class TestFiles:
    def test_that_are_packed_are_read(self) -> None:
        packed = gzip.compress((PRM + "2023,2022-10,X,Guatemala,3\n").encode())

        assert read("arrivals", packed)[1].taken == 1

    def test_of_two_bytes_a_sign_are_read(self) -> None:
        assert (
            read("arrivals", (PRM + "2023,2022-10,X,Guatemala,3\n").encode("utf-16"))[1].taken == 1
        )

    @pytest.mark.parametrize(
        ("raw", "why"),
        [
            (b"", "empty"),
            (b"PK\x03\x04rest", "spreadsheet"),
            (b"<!doctype html>", "web page"),
            (b'{"type": "Topology"}', "JSON"),
            (gzip.compress(b"abc", mtime=0)[:-6], "cannot be read"),
            (b'month,nationality,admissions\n"2023' + b"x" * 600_000, "quotation mark"),
        ],
    )
    def test_that_are_no_table_are_refused_with_their_nature(self, raw: bytes, why: str) -> None:
        points, report = read("refugee-admissions", raw)

        assert points == []
        assert why in report.stopped

    def test_that_unpack_without_end_are_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(tables, "MOST_BYTES", 5_000)
        bomb = gzip.compress(PRM.encode() + b"2023,2022-10,X,Guatemala,3\n" * 1_000)

        assert "larger than" in read("arrivals", bomb)[1].stopped

    @given(st.binary(max_size=300))
    def test_of_any_bytes_never_break_the_reader(self, raw: bytes) -> None:
        _points, report = read("auto", raw)

        assert report.stopped


class TestTheCommand:
    def test_knows_what_people_call_a_kind(self) -> None:
        for name, meant in reading.OTHER_NAMES.items():
            assert reading.kinds_named(name) == reading.kinds_named(meant)
        assert reading.kinds_named("UNHCR_population")[0].code == "unhcr-population"

    def test_names_the_kinds_when_there_is_no_such_kind(self) -> None:
        with pytest.raises(CommandError, match=r"no kind 'ufos'.*refugee-admissions"):
            call_command("read_series", "ufos", "x.csv")

    def test_says_that_a_file_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match="1 of 1 files"):
            call_command(
                "read_series", "auto", str(tmp_path / "none.csv"), report=str(tmp_path / "r")
            )
        assert "No such file" in (tmp_path / "r").read_text()

    def test_writes_the_figures_it_took(self, tmp_path: Path) -> None:
        (tmp_path / "a.csv").write_text(PRM + "2023,2022-10,X,Guatemala,3\n")
        out = tmp_path / "rows.csv"
        call_command(
            "read_series",
            "auto",
            str(tmp_path / "a.csv"),
            report=str(tmp_path / "r"),
            rows=str(out),
        )

        assert out.read_text().splitlines()[1:] == [
            "refugee-admissions,MONTH,2022-10-01,GT,,,3,PEOPLE"
        ]


@pytest.mark.skipif(not REAL.is_dir(), reason="the published files are not here")
class TestThePublishedFiles:
    @pytest.mark.parametrize(
        ("name", "kind", "rows", "agree"),
        [
            ("arrivals/prm_cumulative_by_region.csv", "refugee-admissions-by-region", 51, 3),
            (
                "arrivals/prm_refugee_admissions_monthly_nationality_fy2001_fy2023.csv.gz",
                "refugee-admissions",
                9_160,
                1,
            ),
            ("encounters/cbp_sbo_encounters_fy22_fy25may.csv.gz", "encounters-southwest", 1_850, 0),
            ("h2/niv_monthly_issuances_region_and_H2.csv.gz", "temporary-visas", 24_777, 0),
            ("visa_bulletin/immigrant_visa_monthly_region.csv", "immigrant-visas", 12_500, 0),
            ("geo/unhcr_a2sit_gt_municipal_indicators.csv", "municipal-indicators", 340, 0),
            ("geo/census_depto_summary_gt.csv", "census-departments", 22, 1),
            ("unhcr/unhcr_population_northcentralamerica.csv.gz", "unhcr-population", 6_196, 0),
        ],
    )
    def test_are_read_whole_and_agree_with_what_was_published(
        self, name: str, kind: str, rows: int, agree: int
    ) -> None:
        report = reading.read_file(REAL / name, wanted=reading.kinds_named("auto")).report

        assert (report.kind, report.taken, sum(report.refused.values())) == (kind, rows, 0)
        compared = [total.agrees for total in report.totals if total.published is not None]
        assert compared == [True] * agree


@pytest.mark.skipif(not REAL.is_dir(), reason="the published files are not here")
class TestWhatIsShipped:
    @pytest.mark.parametrize(
        ("name", "kind"),
        [
            ("encounters/cbp_sbo_encounters_fy22_fy25may.csv.gz", "encounters-southwest"),
            ("arrivals/prm_cumulative_by_region.csv", "refugee-admissions-by-region"),
            ("h2/niv_monthly_issuances_region_and_H2.csv.gz", "temporary-visas"),
            ("unhcr/unhcr_solutions_northcentralamerica.csv.gz", "unhcr-solutions"),
            ("geo/unhcr_a2sit_gt_municipal_indicators.csv", "municipal-indicators"),
        ],
    )
    def test_is_what_the_reader_takes_from_the_published_file(self, name: str, kind: str) -> None:
        found = reading.read_file(REAL / name, wanted=reading.kinds_named("auto"))
        text = packing.text_of(packing.kept(found.points))

        assert text == packing.unpacked((SHIPPED / f"{kind}.csv.gz").read_bytes())


class TestStates:
    @given(st.sampled_from(sorted({"Texas": "TX", "new york": "NY", "PR": "PR"}.items())))
    def test_are_known_by_name_and_letters(self, pair: tuple[str, str]) -> None:
        assert state_code(pair[0]) == pair[1]
