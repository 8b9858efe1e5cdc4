"""Headers of other years, as the Department printed them: each is understood to the last column."""

import gzip
import os
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from safe_mobility.labour.rules import columns
from safe_mobility.labour.rules.columns import FileKind
from safe_mobility.labour.rules.orders import Record
from safe_mobility.labour.services.reading import LONGEST_LINE, Report, read_orders

ROOT = Path(__file__).parents[3]
OLD_HEAD = (
    "CASE_NO,DECISION_DATE,NPC_SUBMITTED_DATE,CASE_STATUS,ALIEN_WORK_CITY,ALIEN_WORK_STATE,"
    "CERTIFICATION_BEGIN_DATE,CERTIFICATION_END_DATE,EMPLOYER_NAME,EMPLOYER_ADDRESS1,"
    "EMPLOYER_ADDRESS2,EMPLOYER_CITY,EMPLOYER_STATE,EMPLOYER_POSTAL_CODE,"
)
OLD_TAIL = "AGENT_ATTORNEY_NAME,AGENT_ATTORNEY_CITY,AGENT_ATTORNEY_STATE,JOB_TITLE,"
NEW = (
    "CASE_NUMBER,CASE_STATUS,RECEIVED_DATE,DECISION_DATE,EMPLOYER_NAME,TRADE_NAME_DBA,"
    "EMPLOYER_ADDRESS_1,EMPLOYER_ADDRESS_2,EMPLOYER_CITY,EMPLOYER_STATE,EMPLOYER_POSTAL_CODE,"
    "EMPLOYER_COUNTRY,EMPLOYER_PROVINCE,EMPLOYER_PHONE,EMPLOYER_PHONE_EXT,NAICS_CODE,"
    "EMPLOYER_POC_LAST_NAME,EMPLOYER_POC_EMAIL,TYPE_OF_REPRESENTATION,ATTORNEY_AGENT_LAST_NAME,"
    "LAWFIRM_NAME_BUSINESS_NAME,STATE_OF_HIGHEST_COURT,NAME_OF_HIGHEST_STATE_COURT,SOC_CODE,"
    "SOC_TITLE,JOB_TITLE,EDUCATION_LEVEL,WORK_EXPERIENCE_MONTHS,TRAINING_MONTHS,"
    "SUPERVISE_OTHER_EMP,SUPERVISE_HOW_MANY,SPECIAL_REQUIREMENTS,PREPARER_LAST_NAME,PER,"
    "NATURE_OF_TEMPORARY_NEED,WORKSITE_CITY,WORKSITE_STATE,WORKSITE_POSTAL_CODE,WORKSITE_COUNTY,"
    "EMPLOYMENT_BEGIN_DATE,EMPLOYMENT_END_DATE,PHONE_TO_APPLY,EMAIL_TO_APPLY,WEBSITE_TO_APPLY,"
)
HEADERS = {
    "H-2A 2008": OLD_HEAD
    + OLD_TAIL
    + "NBR_WORKERS_CERTIFIED,BASIC_RATE_OF_PAY,BASIC_UNIT_OF_PAY,ORGANIZATION_FLAG",
    "H-2A 2011": OLD_HEAD
    + OLD_TAIL
    + "VISA_CLASS,CASE_RECEIVED_DATE,REQUESTED_START_DATE_OF_NEED,REQUESTED_END_DATE_OF_NEED,"
    "NBR_WORKERS_REQUESTED,NBR_WORKERS_CERTIFIED,BASIC_NUMBER_OF_HOURS,BASIC_RATE_OF_PAY,"
    "BASIC_UNIT_OF_PAY,ORGANIZATION_FLAG,PRIMARY_CROP",
    "H-2A 2014": OLD_HEAD.replace("ALIEN_WORK", "WORKSITE_LOCATION")
    + OLD_TAIL
    + "NBR_WORKERS_CERTIFIED,BASIC_RATE_OF_PAY,BASIC_UNIT_OF_PAY,NAICS_CODE,SOC_CODE_ID,SOC_TITLE",
    "H-2A 2019": OLD_HEAD.replace("CASE_NO", "CASE_NUMBER").replace("ALIEN_WORK", "WORKSITE")
    + OLD_TAIL
    + "PRMARY/SUB,NBR_WORKERS_REQUESTED,NBR_WORKERS_CERTIFIED,BASIC_RATE_OF_PAY,JOB_START_DATE,"
    "JOB_END_DATE,BASIC_UNIT_OF_PAY,OVERTIME_RATE_FROM,SWA_NAME,JOB_IDNUMBER",
    "H-2A 2022": NEW
    + "TYPE_OF_EMPLOYER_APPLICATION,H2A_LABOR_CONTRACTOR,EMERGENCY_FILING,TOTAL_WORKERS_NEEDED,"
    "TOTAL_WORKERS_H2A_REQUESTED,TOTAL_WORKERS_H2A_CERTIFIED,REQUESTED_BEGIN_DATE,"
    "REQUESTED_END_DATE,790A_ADDENDUM_B_ATTACHED,WORK_CONTRACTS_ATTACHED,EMPLOYER_MSPA_ATTACHED,"
    "SURETY_BOND_ATTACHED,HOUSING_TRANSPORTATION,APPENDIX_A_ATTACHED,"
    "JOINT_EMPLOYER_APPENDIX_A_ATTACHED,JOB_ORDER_NUMBER,ON_CALL_REQUIREMENT,"
    "ANTICIPATED_NUMBER_OF_HOURS,SUNDAY_HOURS,MONDAY_HOURS,HOURLY_SCHEDULE_BEGIN,"
    "HOURLY_SCHEDULE_END,WAGE_OFFER,PIECE_RATE_OFFER,PIECE_RATE_UNIT,FREQUENCY_OF_PAY,"
    "OTHER_FREQUENCY_OF_PAY,DEDUCTIONS_FROM_PAY,CERTIFICATION_REQUIREMENTS,DRIVER_REQUIREMENTS,"
    "CRIMINAL_BACKGROUND_CHECK,DRUG_SCREEN,LIFTING_REQUIREMENTS,LIFTING_AMOUNT,"
    "EXPOSURE_TO_TEMPERATURES,EXTENSIVE_PUSHING_PULLING,EXTENSIVE_SITTING_WALKING,"
    "FREQUENT_STOOPING_BENDING_OVER,REPETITIVE_MOVEMENTS,ADDENDUM_B_WORKSITE_ATTACHED,"
    "TOTAL_WORKSITES_RECORDS,HOUSING_ADDRESS_LOCATION,HOUSING_CITY,HOUSING_STATE,"
    "HOUSING_POSTAL_CODE,HOUSING_COUNTY,TYPE_OF_HOUSING,TOTAL_UNITS,TOTAL_OCCUPANCY,"
    "HOUSING_COMPLIANCE_LOCAL,ADDENDUM_B_HOUSING_ATTACHED,TOTAL_HOUSING_RECORDS,MEALS_PROVIDED,"
    "MEALS_CHARGE,MEAL_REIMBURSEMENT_MINIMUM,ADDENDUM_C_ATTACHED,TOTAL_ADDENDUM_A_RECORDS,"
    "AG_ASSN_OR_AGENCY_STATUS",
    "H-2B 2008": OLD_HEAD
    + OLD_TAIL
    + "NBR_WORKERS_REQUESTED,NBR_WORKERS_CERTIFIED,PREVAILING_WAGE,PW_UNIT_OF_PAY,"
    "BASIC_RATE_OF_PAY,BASIC_UNIT_OF_PAY,DOT_OCCUPATIONAL_CODE,DOT_NAME",
    "H-2B 2022": NEW
    + "TYPE_OF_EMPLOYER,CAP_EXEMPT,EMERGENCY_FILING_PWD_ATTACHED,TOTAL_WORKERS_REQUESTED,"
    "TOTAL_WORKERS_CERTIFIED,BASIC_WAGE_RATE_FROM,BASIC_WAGE_RATE_TO,OVERTIME_RATE_FROM,"
    "OVERTIME_AVAILABLE,ADDITIONAL_WAGE_CONDITIONS,ON_THE_JOB_TRAINING_AVAILABLE,"
    "EMP_PROVIDED_TOOLS_EQUIPMENT,BOARD_LODGING_OTHER_FACILITIES,DAILY_TRANSPORTATION,"
    "APPENDIX_D_COMPLETED,FOREIGN_LABOR_RECRUITER,EMPLOYER_APPENDIX_B_ATTACHED,"
    "EMP_CLIENT_APPENDIX_B_ATTACHED,OTHER_WORKSITE_LOCATION,MSA_NAME_OES_AREA_TITLE,SWA_STATE,"
    "JOB_ORDER_SUBMIT_DATE,ANTICIPATED_NUMBER_OF_HOURS",
}
OTHERS = {
    FileKind.CROPS: "Case Number,Crop or Agricultural Activity,Wage Offer,Per,Piece Rate Units",
    FileKind.HOUSING: "CASE_NUMBER,TYPE_OF_HOUSING,PHYSICAL_LOCATION_ADDRESS1,TOTAL_OCCUPANCY",
    FileKind.RECRUITERS: "CASE_NO,RECRUITER_NAME,RECRUITER_CITY,RECRUITER_COUNTRY",
    FileKind.PLACES: "CASE_NUMBER,NAME_OF_AGRICULTURAL_BUSINESS,PLACE_OF_EMPLOYMENT_CITY,"
    "PLACE_OF_EMPLOYMENT_STATE,PLACE_OF_EMPLOYMENT_POSTAL_CODE,TOTAL_WORKERS",
}
HEAD = "CASE_NO,CASE_STATUS,EMPLOYER_NAME,CERTIFICATION_BEGIN_DATE,BASIC_RATE_OF_PAY,PER"
ROW = "C-07123-12345,Certified - Full,Roe Farms,45383,9.5,bale"


class TestHeaders:
    @pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS.keys())
    def test_of_an_order_file_is_understood_to_the_last_column(self, header: str) -> None:
        layout = columns.layout_of(header.split(","))

        assert layout.kind is FileKind.ORDERS
        assert layout.unknown == ()
        wanted = {"employer", "title", "certified", "begins_on", "ends_on", "wage", "unit", "state"}
        wanted -= {"begins_on", "ends_on"} if "JOB_START" in header else set()
        assert wanted <= layout.places.keys()

    @pytest.mark.parametrize(("kind", "header"), OTHERS.items())
    def test_of_an_addendum_is_understood(self, kind: FileKind, header: str) -> None:
        layout = columns.layout_of(header.split(","))

        assert (layout.kind, layout.unknown) == (kind, ())

    def test_does_not_take_the_days_of_an_advertisement_for_those_of_the_work(self) -> None:
        header = "CASE_NO,CASE_STATUS,EMPLOYER_NAME,JOB_START_DATE,JOB_END_DATE"

        assert "begins_on" not in columns.layout_of(header.split(",")).places


def read(path: Path, raw: bytes) -> tuple[list[Record], Report]:
    path.write_bytes(raw)
    report = Report(name=path.name)
    return list(read_orders(path, report)), report


class TestFiles:
    def test_may_begin_with_a_title(self, tmp_path: Path) -> None:
        raw = f"OFLC disclosure data\r\n\r\n{HEAD}\r\n{ROW}\r\nx,y\r\n".encode()
        (order,), report = read(tmp_path / "a.csv", raw)

        assert (order.employer, report.layout and report.layout.above) == ("Roe Farms", 2)
        assert [row.line for row in report.named] == [5]

    @pytest.mark.parametrize("mark", ["\t", ";", "|"])
    def test_may_part_their_cells_otherwise(self, tmp_path: Path, mark: str) -> None:
        (order,), _ = read(tmp_path / "a.tsv", f"{HEAD}\n{ROW}\n".replace(",", mark).encode())

        assert order.employer == "Roe Farms"

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
    def test_may_carry_a_mark_of_their_encoding(self, tmp_path: Path, encoding: str) -> None:
        (order,), _ = read(tmp_path / "a.csv", f"{HEAD}\n{ROW}\n".encode(encoding))

        assert order.case_number == "C-07123-12345"

    def test_may_mix_encodings_in_one_line(self, tmp_path: Path) -> None:
        raw = f"{HEAD}\n{ROW}\n".replace("Roe", "Peña Ca\0s").encode().replace(b"Ca", b"Ca\xf1a")
        (order,), report = read(tmp_path / "a.csv", raw)

        assert (order.employer, report.windows_lines) == ("Peña Cañas Farms", 1)

    def test_know_the_days_of_a_spreadsheet_and_no_bale(self, tmp_path: Path) -> None:
        (order,), report = read(tmp_path / "a.csv", f"{HEAD}\n{ROW}\n".encode())

        assert (order.begins_on, order.wage) == (date(2024, 4, 1), Decimal("9.5"))
        assert (order.unit, order.hourly) == (None, None)
        assert ("unit", "not a unit of pay") in report.doubts.counted

    def test_of_a_spreadsheet_are_refused_with_what_to_do(self, tmp_path: Path) -> None:
        _, report = read(tmp_path / "a.xlsx", b"PK\x03\x04" + bytes(100))

        assert "save it as CSV" in report.stopped

    def test_cut_off_while_packed_are_refused(self, tmp_path: Path) -> None:
        _, report = read(tmp_path / "a.gz", gzip.compress(f"{HEAD}\n{ROW}\n".encode())[:-9])

        assert "cannot be read" in report.stopped

    def test_of_one_endless_line_are_refused(self, tmp_path: Path) -> None:
        orders, report = read(tmp_path / "a.csv", f"{HEAD}\n".encode() + b"x" * LONGEST_LINE)

        assert orders == []
        assert "line without an end" in report.stopped


@pytest.mark.skipif(sys.platform != "linux", reason="asks the kernel for the most memory")
class TestMemory:
    def test_is_small_whatever_the_size_of_the_file(self, tmp_path: Path) -> None:
        """75 MB that unpack from a small file, in a process of their own: below 300 MB with
        all of Python and Django in it, and below 40 MB over one that reads a single row."""
        row = ROW.replace("Roe", "{number:05}" + "R" * 25_000)
        (tmp_path / "one.csv").write_text(f"{HEAD}\n{ROW}\n")
        with gzip.open(tmp_path / "long.gz", "wt", compresslevel=1) as out:
            out.write(f"{HEAD}\n")
            # No two cells alike: what is remembered of cells must not grow either.
            out.writelines(row.format(number=number) + "\n" for number in range(3_000))

        one, long = (_peak(tmp_path / name) for name in ("one.csv", "long.gz"))

        assert long < 300_000_000
        assert long - one < 40_000_000


def _peak(path: Path) -> int:
    """The most memory that the command took, in bytes."""
    command = [sys.executable, "-c", PEAK, str(path)]
    done = subprocess.run(
        command, cwd=ROOT, env=dict(os.environ), capture_output=True, text=True, check=True
    )
    return int(done.stdout.split()[-1]) * 1024


# Not `ru_maxrss`: that remembers the process from which this one was begun.
PEAK = """
import sys
from django.core.management import execute_from_command_line
execute_from_command_line(["manage.py", "read_job_orders", sys.argv[1]])
status = open("/proc/self/status").read()
print(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")))
"""
