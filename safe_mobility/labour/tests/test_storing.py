from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from safe_mobility.labour import queries
from safe_mobility.labour.models import DisclosureFile, JobOrder, OrderCrop, PastStatement
from safe_mobility.labour.services import merging, storing
from safe_mobility.labour.services.storing import Stored
from safe_mobility.oversight.models import Mark
from safe_mobility.shared.asker import job

NOON = datetime(2023, 11, 20, 18, tzinfo=UTC)
HEADER = (
    "CASE_NUMBER,PRIMARY/SUB,CASE_STATUS,DECISION_DATE,EMPLOYER_NAME,NBR_WORKERS_CERTIFIED,"
    "WAGE_OFFER,PER,EMPLOYMENT_BEGIN_DATE,EMPLOYMENT_END_DATE,WORKSITE_CITY,WORKSITE_STATE"
)
MALLORY = "H-300-23010-000001"
BERRIES = (
    f"{MALLORY},PRI,Certification,2023-02-01,Mallory Berries LLC,40,17.25,Hour,2023-04-01,"
    "2023-10-31,Watsonville,CA"
)
COOP = (
    "H-300-23011-000002,PRI,Certification,2023-02-03,Growers Assn,90,14.00,Hour,2023-05-01,"
    "2023-11-01,Vass,NC"
)
MEMBER = COOP.replace("PRI", "SUB").replace("Growers Assn,90", "Ana Roe Farm,8")
pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def store(tmp_path: Path, *rows: str, header: str = HEADER, name: str = "file.csv") -> Stored:
    path = tmp_path / name
    path.write_text("\n".join([header, *rows]) + "\n")
    return storing.store(path=path, name=name, actor=job("test"), now=NOON)


class TestStore:
    def test_keeps_orders_and_the_members_of_a_joint_one(self, tmp_path: Path) -> None:
        done = store(tmp_path, MEMBER, BERRIES, COOP)

        assert done.merged
        assert (done.merged.cases, done.merged.new) == (2, 2)
        assert done.file.as_of == date(2023, 2, 3)
        whole = queries.job_order(case_number="h-300-23011-000002 ")
        assert whole
        assert (whole.order.employer, whole.order.certified) == ("Growers Assn", 90)
        assert JobOrder.objects.filter(part="").count() == 2
        assert JobOrder.objects.exclude(part="").get().employer == "Ana Roe Farm"
        assert Mark.objects.filter(act="orders.file_read").count() == 1

    def test_changes_nothing_when_a_file_is_read_again(self, tmp_path: Path) -> None:
        store(tmp_path, BERRIES, COOP, MEMBER)
        before = list(JobOrder.objects.order_by("pk").values())

        again = store(tmp_path, BERRIES, COOP, MEMBER)
        other_bytes = store(tmp_path, COOP, MEMBER, BERRIES, name="same_rows.csv")

        assert again.known
        assert other_bytes.merged
        assert other_bytes.merged.unchanged == 2
        assert list(JobOrder.objects.order_by("pk").values()) == before
        assert not PastStatement.objects.exists()

    def test_lets_a_newer_file_speak_and_keeps_what_was_said(self, tmp_path: Path) -> None:
        store(tmp_path, BERRIES, COOP, MEMBER)
        key = JobOrder.objects.get(case_number=MALLORY).pk
        newer = BERRIES.replace("2023-02-01", "2023-08-01").replace(",40,", ",55,")

        done = store(tmp_path, newer, name="newer.csv")

        row = JobOrder.objects.get(case_number=MALLORY)
        assert done.merged
        assert (done.merged.changed, done.merged.new) == (1, 0)
        assert (row.pk, row.certified) == (key, 55)
        past = PastStatement.objects.get()
        assert (past.case_number, past.values["certified"]) == (MALLORY, 40)
        assert past.replaced_by == done.file
        assert JobOrder.objects.count() == 3

    def test_does_not_let_an_older_file_speak(self, tmp_path: Path) -> None:
        store(tmp_path, BERRIES.replace("2023-02-01", "2023-08-01"))

        older = store(tmp_path, BERRIES.replace(",40,", ",12,"), name="older.csv")

        assert older.merged
        assert older.merged.older == 1
        assert JobOrder.objects.get().certified == 40

    def test_the_control_without_the_day_of_a_file_the_older_one_wins(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        blind = merging.COMPARE.replace("known.as_of >", "%s::date IS NULL AND known.as_of >", 1)
        monkeypatch.setattr(
            merging, "COMPARE", blind.replace("coalesce(%s::date, '-infinity')", "'-infinity'")
        )
        store(tmp_path, BERRIES.replace("2023-02-01", "2023-08-01"))

        store(tmp_path, BERRIES.replace(",40,", ",12,"), name="older.csv")

        assert JobOrder.objects.get().certified == 12

    def test_drops_members_that_a_newer_file_no_longer_lists(self, tmp_path: Path) -> None:
        store(tmp_path, COOP, MEMBER)

        store(tmp_path, COOP.replace("02-03", "03-03"), name="newer.csv")

        assert JobOrder.objects.get().part == ""
        assert {past.values["employer"] for past in PastStatement.objects.all()} == {
            "Growers Assn",
            "Ana Roe Farm",
        }

    def test_keeps_an_addendum_by_its_case(self, tmp_path: Path) -> None:
        header = "CASE_NUMBER,CROP_AGRICULTURAL_ACTIVITY,WAGE_OFFER,PER,PIECE_RATE_UNITS"
        store(tmp_path, BERRIES)

        store(tmp_path, f"{MALLORY},Strawberries,2.1,Piece Rate,tray", header=header, name="a.csv")
        store(tmp_path, f"{MALLORY},Strawberries,2.4,Piece Rate,tray", header=header, name="b.csv")

        whole = queries.job_order(case_number=MALLORY)
        assert whole
        assert [str(crop.wage) for crop in whole.crops] == ["2.4000"]
        assert OrderCrop.objects.count() == 1
        assert PastStatement.objects.get().values["wage"] == 2.1

    def test_takes_nothing_of_a_file_that_cannot_be_read_to_its_end(self, tmp_path: Path) -> None:
        broken = '"' + "x" * 600_000
        done = store(tmp_path, BERRIES, broken)

        assert "quotation mark" in done.report.stopped
        assert not JobOrder.objects.exists()
        assert DisclosureFile.objects.get().state == DisclosureFile.State.STOPPED
        assert Mark.objects.get(act="orders.file_stopped").facts["why"] == done.report.stopped
