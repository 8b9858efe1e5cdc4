"""Reports on a real PostgreSQL: sealed, apart from every household, read by whoever may."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from safe_mobility.feedback import queries, services
from safe_mobility.feedback.models import Report, ReportNote
from safe_mobility.feedback.rules import Kind, NotTaken, State, Told, TraceKind, WrongStep
from safe_mobility.oversight.models import Mark, WrappedKey
from safe_mobility.programmes.tests.shipped import hold_shipped
from safe_mobility.shared.asker import ANYONE, Asker, AskerKind, job
from safe_mobility.shared.refusal import NotVisible

pytestmark = pytest.mark.django_db
NOON = datetime(2023, 11, 20, 18, 0, tzinfo=UTC)
CANARY = "canario-1831"


def staff(key: str, role: str, office: str = "QTZ") -> Asker:
    return Asker(kind=AskerKind.STAFF, id=key, offices=frozenset({office}), roles=frozenset({role}))


SARA, SAUL = staff("1", "SUPERVISOR"), staff("2", "SUPERVISOR")
ELIAS = staff("3", "SUPERVISOR", "SMA")
ALMA = staff("4", "AUDITOR", "")
DORA = staff("5", "RECEPTION")


@pytest.fixture(autouse=True)
def _programme(monkeypatch: pytest.MonkeyPatch) -> None:
    hold_shipped(monkeypatch)


def receive(kind: Kind = Kind.MONEY, *, place: str = "quetzaltenango", press: str = "") -> UUID:
    return services.receive(
        receipt=services.receipt_for(press or uuid4().hex),
        kind=kind,
        told=Told(who=CANARY, what=CANARY, place=place),
        language="es",
        now=NOON,
    )


class TestReceive:
    def test_seals_the_words_under_a_key_of_the_reports_own(self) -> None:
        report_id = receive()
        assert WrappedKey.objects.get(owner=report_id).kind == "REPORT"
        seen = queries.report(asker=ALMA, report_id=report_id, now=NOON)
        assert (seen.told.who, seen.told.amount) == (CANARY, "")

    def test_leaves_nothing_in_clear_in_any_table(self) -> None:
        receipt = services.receipt_for("press-1")
        receive(press="press-1")
        with connection.cursor() as cursor:
            for table in (
                "feedback_report",
                "oversight_mark",
                "feedback_reportnote",
                "feedback_reporttrace",
            ):
                cursor.execute(f"SELECT string_agg(t::text, ' ') FROM {table} t")
                (text,) = cursor.fetchone()
                assert CANARY not in (text or "")
                assert CANARY.encode().hex() not in (text or "")
                assert receipt not in (text or "")

    def test_of_one_press_is_one_report_however_late(self) -> None:
        assert receive(press="press-1") == receive(press="press-1")
        assert Report.objects.count() == 1

    def test_sends_it_to_the_office_that_serves_the_place(self) -> None:
        for place in ("Quetzaltenango", "en el parque", "San José"):
            receive(place=place)
        offices = [row.office_code for row in Report.objects.order_by("pk")]
        assert sorted(offices) == ["", "", "QTZ"]

    def test_about_our_people_goes_to_no_office(self) -> None:
        receive(Kind.STAFF)
        row = Report.objects.get()
        assert (row.office_code, row.municipality) == ("", "0901")
        assert Mark.objects.get(act="report.received").office == ""

    def test_a_receipt_hash_is_unique_by_constraint(self) -> None:
        receive()
        row = Report.objects.get()
        row.pk = uuid4()
        with pytest.raises(IntegrityError, match="receipt_hash"), transaction.atomic():
            row.save(force_insert=True)


class TestVisibility:
    def test_follows_office_role_and_kind(self) -> None:
        money, ours, nowhere = receive(), receive(Kind.STAFF), receive(place="")
        reach = {
            who.id: set(queries.visible_to(who).values_list("pk", flat=True))
            for who in (SARA, ELIAS, ALMA, DORA, ANYONE, job("x"))
        }
        assert reach["1"] == {money, nowhere}
        assert reach["3"] == {nowhere}
        assert reach["4"] == {money, ours, nowhere}
        assert reach["5"] == reach[""] == reach["x"] == set()

    def test_ends_for_whoever_it_may_be_about(self) -> None:
        report_id = receive()
        services.keep_from(report_id=report_id, staff_id="2", actor=SARA, now=NOON)
        with pytest.raises(NotVisible):
            queries.report(asker=SAUL, report_id=report_id, now=NOON)
        assert queries.report(asker=SARA, report_id=report_id, now=NOON).told.who == CANARY

    def test_would_stay_open_to_them_without_the_list(self) -> None:
        report_id = receive()
        assert queries.report(asker=SAUL, report_id=report_id, now=NOON).told.who == CANARY

    def test_cannot_be_used_to_shut_oneself_out(self) -> None:
        report_id = receive()
        with pytest.raises(NotVisible):
            services.keep_from(report_id=report_id, staff_id=SARA.id, actor=SARA, now=NOON)


class TestActs:
    def test_are_for_one_person_at_a_time(self) -> None:
        report_id = receive()
        services.take(report_id=report_id, actor=SARA, now=NOON)
        with pytest.raises(NotTaken):
            services.close(report_id=report_id, words="x", actor=SAUL, now=NOON)
        services.take(report_id=report_id, actor=SAUL, now=NOON)
        services.close(report_id=report_id, words="x", actor=SAUL, now=NOON)
        assert Report.objects.get().state == State.CLOSED

    def test_do_not_skip_a_step(self) -> None:
        report_id = receive()
        services.take(report_id=report_id, actor=SARA, now=NOON)
        services.ask(report_id=report_id, words="x", actor=SARA, now=NOON)
        with pytest.raises(WrongStep):
            services.ask(report_id=report_id, words="y", actor=SARA, now=NOON)

    def test_open_it_again_when_whoever_reported_writes(self) -> None:
        receipt = services.receipt_for("press-1")
        report_id = receive(press="press-1")
        services.take(report_id=report_id, actor=SARA, now=NOON)
        services.close(report_id=report_id, words="x", actor=SARA, now=NOON)
        services.add_words(receipt=receipt, words=CANARY, now=NOON)
        assert Report.objects.get().state == State.OPEN
        assert CANARY.encode() not in b"".join(
            bytes(n.words or b"") for n in ReportNote.objects.all()
        )

    def test_an_open_report_has_somebody_by_constraint(self) -> None:
        receive()
        with (
            pytest.raises(IntegrityError, match="open_report_has_somebody"),
            transaction.atomic(),
        ):
            Report.objects.update(state=State.OPEN)

    def test_leave_one_mark_each(self) -> None:
        report_id = receive()
        services.acknowledge(report_id=report_id, actor=SARA, now=NOON)
        services.take(report_id=report_id, actor=SARA, now=NOON)
        acts = list(Mark.objects.order_by("pk").values_list("act", "office"))
        assert acts[-3:] == [
            ("report.received", "QTZ"), ("report.acknowledged", "QTZ"), ("report.taken", "QTZ"),
        ]  # fmt: skip


class TestList:
    def test_begins_with_the_oldest_and_says_what_is_late(self) -> None:
        old = receive()
        Report.objects.update(received_at=NOON - timedelta(days=1))
        new = receive()
        later = NOON + timedelta(days=2, minutes=1)
        rows = queries.reports(asker=SARA, complaints=False, now=later)
        assert [row.id for row in rows] == [old, new]
        assert all(row.late for row in rows)
        services.take(report_id=old, actor=SARA, now=later)
        assert not queries.reports(asker=SARA, complaints=False, now=later)[0].late


class TestFollowed:
    def test_needs_the_code(self) -> None:
        receive()
        for text in ("", "7K3M", services.receipt_for("another press")):
            with pytest.raises(NotVisible):
                queries.followed(receipt=text)


class TestFraudClusters:
    def test_join_reports_that_name_one_number_for_whoever_may_read_them(self) -> None:
        told = (
            Told(who="Lic. Ana Roe", how="5555-1234", place="Quetzaltenango"),
            Told(employer="Mallory Berries", how="+502 5555 1234", place="Quetzaltenango"),
            Told(employer="MALLORY BERRIES LLC", place="San Marcos"),
            Told(who="otra persona", how="4444-0000"),
        )
        for number, words in enumerate(told):
            services.receive(
                receipt=services.receipt_for(f"cluster {number}"),
                kind=Kind.MONEY,
                told=words,
                language="es",
                now=NOON + timedelta(hours=number),
            )

        (whole,) = queries.fraud_clusters(asker=ALMA, now=NOON)
        (seen,) = queries.fraud_clusters(asker=SARA, now=NOON)

        assert (len(whole.reports), whole.shared) == (3, (TraceKind.EMPLOYER, TraceKind.PHONE))
        assert (len(seen.reports), seen.shared) == (2, (TraceKind.PHONE,))
        assert queries.fraud_clusters(asker=DORA, now=NOON) == []
        assert queries.cluster_of(asker=ALMA, report_id=seen.reports[0].id, now=NOON) == whole
