import hashlib
import threading
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, connections

from safe_mobility.oversight.rules.sealing import BrokenSeal
from safe_mobility.people import queries as people
from safe_mobility.people.rules.consents import VERSIONS, ConsentKind
from safe_mobility.people.services.registering import Registered
from safe_mobility.programmes.rules.values import UNKNOWN
from safe_mobility.programmes.tests.shipped import MONDAY, load_shipped
from safe_mobility.screening import queries, services
from safe_mobility.screening.models import ScreeningVerdict, VisitorAnswers
from safe_mobility.screening.rules.answering import Plain
from safe_mobility.screening.rules.household import Member
from safe_mobility.screening.rules.result import Verdict
from safe_mobility.shared.asker import Asker, AskerKind
from safe_mobility.shared.refusal import NotVisible

NOVEMBER = date(2023, 11, 20)
ANA, CELIA = uuid4(), uuid4()
pytestmark = pytest.mark.django_db


def key_of(visitor: UUID) -> bytes:
    return hashlib.sha256(visitor.bytes).digest()


def save(question: str, answer: Plain, *, visitor: UUID = ANA, days: int = 0) -> None:
    services.save_answer(
        visitor_id=visitor,
        key=key_of(visitor),
        question=question,
        answer=answer,
        country="GT",
        language="es",
        on=NOVEMBER,
        now=MONDAY + timedelta(days=days),
    )


def read(visitor: UUID = ANA, days: int = 0) -> queries.AnswersSeen:
    return queries.answers(
        visitor_id=visitor,
        key=key_of(visitor),
        on=NOVEMBER,
        now=MONDAY + timedelta(days=days),
    )


def register(visitor: UUID = ANA) -> Registered:
    return services.register(
        visitor_id=visitor,
        key=key_of(visitor),
        language="es",
        country="GT",
        consent_version=VERSIONS[ConsentKind.PROCESSING],
        actor=Asker(kind=AskerKind.VISITOR, id=str(visitor)),
        on=NOVEMBER,
        now=MONDAY,
    )


@pytest.fixture(autouse=True)
def _loaded(db: None) -> None:
    load_shipped(training=True)


class TestSaveAnswer:
    def test_keeps_the_newest_answer_to_each_question(self) -> None:
        save("gt.loc", "GT")
        save("cm.age", "1990-05-02")
        save("gt.loc", "MX")
        save("h2a.interest", "unknown")

        assert read().answers == {
            "gt.loc": "MX",
            "cm.age": date(1990, 5, 2),
            "h2a.interest": UNKNOWN,
        }

    def test_takes_an_alias_for_its_question(self) -> None:
        save("gt.nat2", ["HN", "GT"])

        assert read().answers == {"nationalities": ("GT", "HN")}

    @pytest.mark.parametrize(
        ("question", "answer"),
        [
            ("gt.loc", "XX"),
            ("gt.loc", True),
            ("cm.age", "2023-02-31"),
            ("cm.age", "2023-11-21"),
            ("cm.age", "1890-01-01"),
            ("h2a.interest", "true"),
            ("h2a.offer", "perhaps"),
            ("nationalities", "GT"),
            ("nationalities", ["GT"] * 2 + ["ZZ"]),
            ("nobody.asked", True),
            ("us.publiccharge", True),
        ],
    )
    def test_refuses_what_is_no_answer_and_keeps_the_rest(
        self, question: str, answer: Plain
    ) -> None:
        save("gt.loc", "GT")

        with pytest.raises(services.NotAnAnswer) as refused:
            save(question, answer)

        assert refused.value.facts["question"] == question
        assert read().answers == {"gt.loc": "GT"}

    def test_is_gone_after_a_week_without_an_answer(self) -> None:
        save("gt.loc", "GT")
        save("cm.age", "1990-05-02", days=6)

        assert read(days=12).answers
        assert not read(days=13).answers
        assert services.erase_old_answers(now=MONDAY + timedelta(days=13)) == 1
        assert not VisitorAnswers.objects.exists()

    def test_begins_afresh_where_the_week_is_over(self) -> None:
        save("gt.loc", "GT")
        save("cm.age", "1990-05-02", days=8)

        assert read(days=8).answers == {"cm.age": date(1990, 5, 2)}

    def test_leaves_out_what_the_visitor_skips(self) -> None:
        save("gt.loc", "GT")
        services.skip_voluntary(
            visitor_id=ANA, key=key_of(ANA), country="GT", language="es", now=MONDAY
        )

        assert read().skips_voluntary
        assert read().answers == {"gt.loc": "GT"}

    def test_keeps_the_order_in_which_it_was_answered(self) -> None:
        for question in ("us.unhcr", "gt.loc", "cm.age", "gt.loc"):
            save(question, "unknown")

        assert list(read().answers) == ["us.unhcr", "gt.loc", "cm.age"]

    def test_keeps_who_would_go_along(self) -> None:
        family = (Member("a"), Member("m01", "child", date(2015, 5, 2), None, "single"))
        save("gt.loc", "GT")
        services.save_members(
            visitor_id=ANA,
            key=key_of(ANA),
            members=family,
            country="GT",
            language="es",
            on=NOVEMBER,
            now=MONDAY,
        )
        save("cm.age", "1990-05-02")

        assert read().members == family
        assert not read(CELIA).members

    def test_erases_all_at_once(self) -> None:
        save("gt.loc", "GT")
        save("gt.loc", "GT", visitor=CELIA)
        services.clear_answers(visitor_id=ANA)

        assert not read().answers
        assert read(CELIA).answers


class TestWhoReads:
    def test_nothing_in_the_row_can_be_read(self) -> None:
        save("us.harm_past", True)
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM screening_visitoranswers")
            text = repr([bytes(v) if isinstance(v, memoryview) else v for v in cursor.fetchone()])

        assert "harm" not in text

    def test_another_cookie_opens_nothing(self) -> None:
        save("gt.loc", "GT")

        assert not read(CELIA).answers
        with pytest.raises(BrokenSeal):
            queries.answers(visitor_id=ANA, key=key_of(CELIA), on=NOVEMBER, now=MONDAY)


@pytest.mark.django_db(transaction=True)
class TestCollisions:
    def test_two_answers_sent_at_once_are_both_kept(self) -> None:
        for answer in ("GT", "MX", "HN"):
            services.clear_answers(visitor_id=ANA)
            at_once(("gt.loc", answer), ("h2a.interest", True))

            assert read().answers == {"gt.loc": answer, "h2a.interest": True}

    def test_control_without_the_lock_one_of_them_is_lost(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        save("cm.age", "1990-05-02")
        both_have_read = threading.Barrier(2, timeout=10)
        write = services._write

        def write_together(*args: Any, **kwargs: Any) -> None:
            both_have_read.wait()
            write(*args, **kwargs)

        unlocked = VisitorAnswers.objects.all
        monkeypatch.setattr(VisitorAnswers.objects, "select_for_update", unlocked)
        monkeypatch.setattr(services, "_write", write_together)

        at_once(("gt.loc", "GT"), ("h2a.interest", True))

        assert len(read().answers) == 2, "the control saw no harm: the test above proves nothing"


def at_once(*sent: tuple[str, Plain]) -> None:
    gate = threading.Barrier(len(sent))

    def send(question: str, answer: Plain) -> None:
        gate.wait()
        try:
            save(question, answer)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send, args=each) for each in sent]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


class TestCount:
    def test_counts_a_visitor_once(self) -> None:
        save("gt.loc", "GT")
        save("gt.loc", "GT", visitor=CELIA)

        counted = [
            services.count_result(visitor_id=visitor, on=NOVEMBER, now=MONDAY)
            for visitor in (ANA, ANA, CELIA, uuid4())
        ]

        assert counted == [True, False, True, False]
        days = queries.anonymous_screenings(country="GT", first=NOVEMBER, last=NOVEMBER)
        assert days == {NOVEMBER: 2}


class TestRegister:
    def test_takes_the_answers_along_and_leaves_no_visitor_behind(self) -> None:
        save("gt.loc", "GT")
        save("nationalities", ["GT"])
        save("cm.age", "1990-05-02")
        save("h2a.interest", True)

        household = register().household_id
        ana = people.household_asker(household)

        assert not VisitorAnswers.objects.exists()
        seen = queries.latest(asker=ana, household_id=household)
        assert seen is not None
        assert seen.verdict("office_gt") is Verdict.OPEN
        assert ScreeningVerdict.objects.filter(pathway="h2a").count() == 1
        kept = queries.household_answers(asker=ana, household_id=household, on=NOVEMBER)
        assert kept["h2a.interest"] is True

    def test_works_without_any_answer(self) -> None:
        household = register().household_id
        ana = people.household_asker(household)

        assert queries.latest(asker=ana, household_id=household) is None
        assert queries.household_answers(asker=ana, household_id=household, on=NOVEMBER) == {}
        assert queries.household_result(asker=ana, household_id=household, on=NOVEMBER).pathways

    def test_later_answers_are_added_to_the_earlier_ones(self) -> None:
        save("gt.loc", "GT")
        household = register().household_id
        ana = people.household_asker(household)

        services.screen_household(
            household_id=household,
            asker=ana,
            on=NOVEMBER,
            now=MONDAY + timedelta(hours=1),
            answers={"nationalities": ["HN"], "cm.age": "1990-05-02"},
        )

        seen = queries.latest(asker=ana, household_id=household)
        assert seen is not None
        assert seen.verdict("office_gt") is Verdict.NOT_TODAY
        kept = queries.household_answers(asker=ana, household_id=household, on=NOVEMBER)
        assert kept["gt.loc"] == "GT"

    def test_a_stranger_learns_nothing(self) -> None:
        save("gt.loc", "GT")
        household = register().household_id
        save("gt.loc", "GT", visitor=CELIA)
        celia = people.household_asker(register(CELIA).household_id)
        elias = Asker(kind=AskerKind.STAFF, id="2", offices=frozenset({"CHQ"}))

        for stranger in (celia, elias):
            assert queries.verdicts(asker=stranger, household_id=household) == ()
            with pytest.raises(NotVisible):
                queries.household_answers(asker=stranger, household_id=household, on=NOVEMBER)
            with pytest.raises(NotVisible):
                services.screen_household(
                    household_id=household, asker=stranger, on=NOVEMBER, now=MONDAY
                )
