import threading
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection, connections, transaction
from django.db.utils import DatabaseError

from safe_mobility.oversight import queries
from safe_mobility.oversight.models import Mark, Press, WrappedKey
from safe_mobility.oversight.services import clock, keys, limits, presses, trail
from safe_mobility.shared.asker import Asker, AskerKind, job
from safe_mobility.shared.refusal import NotVisible

NOON = datetime(2023, 11, 20, 18, 0, tzinfo=UTC)
DORA = Asker(
    kind=AskerKind.STAFF, id="4", offices=frozenset({"QTZ"}), roles=frozenset({"SUPERVISOR"})
)
ELIAS = Asker(
    kind=AskerKind.STAFF, id="5", offices=frozenset({"SMA"}), roles=frozenset({"SUPERVISOR"})
)
AUDITOR = Asker(kind=AskerKind.STAFF, id="6", roles=frozenset({"AUDITOR"}))
KEY = "k" * 22


@pytest.mark.django_db
class TestTrail:
    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE oversight_mark SET act = 'nothing happened'",
            "DELETE FROM oversight_mark",
            "TRUNCATE oversight_mark",
        ],
    )
    def test_cannot_be_changed_by_the_application(self, statement: str) -> None:
        trail.record("case.read", actor=DORA, about="QZ7K4M92XW3T", now=NOON)

        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)

        assert Mark.objects.count() == 1

    def test_names_the_transaction_that_wrote_it(self) -> None:
        trail.record("case.read", actor=DORA, about="QZ7K4M92XW3T", now=NOON)

        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_xact_id()::text::bigint")
            (here,) = cursor.fetchone()

        assert Mark.objects.get().transaction == here

    def test_is_read_by_the_office_that_it_concerns(self) -> None:
        trail.record("case.read", actor=DORA, about="QZ7K4M92XW3T", now=NOON, office="QTZ")
        stranger = Asker(kind=AskerKind.HOUSEHOLD, id=str(uuid4()))

        assert len(queries.marks(asker=DORA)) == 1
        assert len(queries.marks(asker=AUDITOR, about="QZ7K4M92XW3T")) == 1
        assert queries.marks(asker=ELIAS) == []
        assert queries.marks(asker=stranger) == []


@pytest.mark.django_db
class TestKeys:
    def test_open_what_they_sealed(self) -> None:
        owner = uuid4()
        made = keys.create(owner=owner, kind=keys.OwnerKind.HOUSEHOLD)
        sealed = made.seal("Juana", table="t", column="c", row=owner)

        opened = keys.unwrap(asker=job("test"), owner=owner, purpose="test")

        assert opened.open(sealed, table="t", column="c", row=owner) == "Juana"
        assert made.secret not in bytes(WrappedKey.objects.get(owner=owner).wrapped)

    def test_are_gone_after_erasure(self) -> None:
        owner = uuid4()
        keys.create(owner=owner, kind=keys.OwnerKind.HOUSEHOLD)

        keys.destroy(owner=owner)

        with pytest.raises(NotVisible):
            keys.unwrap(asker=job("test"), owner=owner, purpose="test")
        assert keys.unwrap_many(asker=job("test"), owners=[owner], purpose="test") == {}

    def test_are_counted_for_a_member_of_staff(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(keys, "STAFF_UNWRAPS_PER_DAY", 2)
        owner = uuid4()
        keys.create(owner=owner, kind=keys.OwnerKind.HOUSEHOLD)
        for _ in range(2):
            keys.unwrap(asker=DORA, owner=owner, purpose="interview")

        with pytest.raises(keys.KeysLimit):
            keys.unwrap(asker=DORA, owner=owner, purpose="interview")
        keys.unwrap(asker=ELIAS, owner=owner, purpose="interview")


@pytest.mark.django_db
class TestLimits:
    def test_let_through_as_many_as_they_say(self) -> None:
        left = [limits.take("pin", key="a", limit=3, per=timedelta(days=1)) for _ in range(3)]

        assert left == [2, 1, 0]
        with pytest.raises(limits.TooMany):
            limits.take("pin", key="a", limit=3, per=timedelta(days=1))
        assert limits.take("pin", key="b", limit=3, per=timedelta(days=1)) == 2


@pytest.mark.django_db
class TestPress:
    def test_answers_a_repeat_with_the_first_result(self) -> None:
        first = presses.begin(asker_ref="HOUSEHOLD:a", key=KEY, body=b"slot=9")
        presses.finish(first, result="appointment 1")

        again = presses.begin(asker_ref="HOUSEHOLD:a", key=KEY, body=b"slot=9")

        assert (first.repeat, again.repeat, again.result) == (False, True, "appointment 1")

    def test_refuses_another_body_under_the_same_key(self) -> None:
        presses.begin(asker_ref="HOUSEHOLD:a", key=KEY, body=b"slot=9")

        with pytest.raises(presses.PressedDifferently):
            presses.begin(asker_ref="HOUSEHOLD:a", key=KEY, body=b"slot=10")

    def test_keeps_two_askers_apart(self) -> None:
        presses.begin(asker_ref="HOUSEHOLD:a", key=KEY, body=b"slot=9")

        assert not presses.begin(asker_ref="HOUSEHOLD:b", key=KEY, body=b"slot=9").repeat

    @pytest.mark.parametrize("key", ["", "short", "k" * 65, "ñ" * 20])
    def test_refuses_a_form_without_its_key(self, key: str) -> None:
        with pytest.raises(presses.NoPressKey):
            presses.begin(asker_ref="HOUSEHOLD:a", key=key, body=b"")


@pytest.mark.django_db(transaction=True)
class TestPressesThatCollide:
    def test_do_one_act(self) -> None:
        results: list[tuple[bool, str]] = []
        start = threading.Barrier(6)

        def press() -> None:
            start.wait()
            with transaction.atomic():
                pressed = presses.begin(asker_ref="HOUSEHOLD:a", key=KEY, body=b"slot=9")
                if not pressed.repeat:
                    presses.finish(pressed, result="made once")
            results.append((pressed.repeat, pressed.result))
            connections.close_all()

        threads = [threading.Thread(target=press) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert sorted(results) == [(False, "")] + [(True, "made once")] * 5
        assert Press.objects.count() == 1

    def test_leave_the_key_free_after_a_refusal(self) -> None:
        class Refused(Exception):
            pass

        def refused_act() -> None:
            with transaction.atomic():
                presses.begin(asker_ref="HOUSEHOLD:a", key=KEY, body=b"slot=9")
                raise Refused

        with pytest.raises(Refused):
            refused_act()

        assert not presses.begin(asker_ref="HOUSEHOLD:a", key=KEY, body=b"slot=9").repeat


@pytest.mark.django_db
class TestClock:
    def test_goes_on_from_the_later_of_clock_and_trail(self) -> None:
        clock.store(NOON)
        assert queries.newest_domain_time() == NOON

        trail.record("a", actor=DORA, about="x", now=NOON + timedelta(hours=1))
        assert queries.newest_domain_time() == NOON + timedelta(hours=1)

        clock.store(NOON - timedelta(days=1))
        assert queries.newest_domain_time() == NOON + timedelta(hours=1)
