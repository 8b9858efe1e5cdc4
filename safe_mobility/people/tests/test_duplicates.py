"""Two households that may be one family: found whenever they come, told to the earlier alone."""

import threading
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, connections, transaction

from safe_mobility.notifications.models import Message
from safe_mobility.people import queries, services
from safe_mobility.people.models import Application, DuplicatePair, Household, Membership
from safe_mobility.people.rules.states import State
from safe_mobility.people.tests import factories
from safe_mobility.people.tests.factories import DORA, NOON
from safe_mobility.shared.refusal import NotVisible


def draft(**facts: Any) -> Household:
    return factories.complete(factories.registered(), **facts)


def send(row: Household) -> None:
    services.send(household_id=row.pk, actor=factories.asker(row), now=NOON)


@pytest.mark.django_db
class TestDuplicates:
    @pytest.mark.parametrize(
        ("facts", "others", "ground"),
        [
            ({"phone": "5555 1234"}, {"phone": "5555 1234", "surnames": "Pérez Díaz"}, "PHONE"),
            ({"surnames": "Ajú Xol"}, {"surnames": "AJU  XOL"}, "PERSON"),
            (
                {"document": "2345678900101"},
                {"document": "2345 67890 0101", "surnames": "Pérez", "given_names": "Eva"},
                "DOCUMENT",
            ),
        ],
    )
    def test_are_told_to_the_earlier_family_alone(
        self, facts: dict[str, Any], others: dict[str, Any], ground: str
    ) -> None:
        first = factories.sent(**facts)
        second = factories.sent(**others)

        pairs = DuplicatePair.objects.filter(ground=ground)
        assert [(pair.first_id, pair.second_id) for pair in pairs] == [(first.pk, second.pk)]
        told = Message.objects.filter(kind="duplicate_found")
        assert {(message.recipient_id, message.about) for message in told} == {
            (str(first.pk), first.reference)
        }
        assert told.count() == 1
        state = queries.application(asker=factories.asker(second), household_id=second.pk).state
        assert state is State.SENT

    def test_that_merely_sound_alike_are_for_the_office_alone(self) -> None:
        factories.sent(surnames="Hernández", born_on=date(1990, 1, 1))
        factories.sent(surnames="Ernandes", born_on=date(1990, 2, 2))
        assert DuplicatePair.objects.get().ground == "SOUND"
        assert not Message.objects.filter(kind="duplicate_found").exists()

    def test_are_not_sought_in_drafts(self) -> None:
        draft(document="2345678900101", phone="5555 1234")
        factories.sent(document="2345678900101", phone="5555 1234")
        assert not DuplicatePair.objects.exists()

    def test_are_settled_by_a_person_of_either_office(self) -> None:
        factories.sent(phone="5555 1234", office_code="SMA")
        factories.sent(phone="5555 1234", surnames="Pérez")
        pair = DuplicatePair.objects.filter(ground="PHONE").get()

        with pytest.raises(NotVisible):
            services.settle(pair_id=pair.pk, same=False, actor=factories.AUDITOR, now=NOON)
        services.settle(pair_id=pair.pk, same=False, actor=DORA, now=NOON)
        with pytest.raises(services.AlreadySettled):
            services.settle(pair_id=pair.pk, same=True, actor=factories.ELIAS, now=NOON)
        pair.refresh_from_db()
        assert (pair.settled_as, pair.settled_by) == ("DIFFERENT", DORA.ref)


def at_once(*acts: Callable[[], None]) -> None:
    """Each act in the same moment, with a connection of its own; whatever fails is raised."""
    start = threading.Barrier(len(acts))
    failed: list[BaseException] = []

    def run(act: Callable[[], None]) -> None:
        try:
            start.wait(timeout=20)
            act()
        except Exception as error:
            failed.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert failed == []
    assert not any(thread.is_alive() for thread in threads)


def send_while_the_other_has_not_committed(first: Household, second: Household) -> None:
    """The first has looked and not yet committed when the second one sends."""
    looked, done = threading.Event(), threading.Event()

    def send_first() -> None:
        with transaction.atomic():
            send(first)
            looked.set()
            done.wait(timeout=0.5)

    def send_second() -> None:
        assert looked.wait(timeout=20)
        send(second)
        done.set()

    at_once(send_first, send_second)


@pytest.mark.django_db(transaction=True)
class TestTwoAtOnce:
    def test_share_one_document_between_them_and_both_see_the_ordinary_page(self) -> None:
        rows = [draft(document="2345678900101", surnames=name) for name in ("García", "Xol")]
        at_once(*(partial(send, row) for row in rows))
        assert Application.objects.filter(state="SENT").count() == 2
        assert Membership.objects.filter(document_hash__isnull=False).count() == 1
        assert DuplicatePair.objects.filter(ground="DOCUMENT").count() == 1

    @pytest.mark.parametrize(
        ("theirs", "ground"),
        [
            ({"surnames": "Xol", "given_names": "Eva", "phone": "5555 1234"}, "PHONE"),
            ({}, "PERSON"),
            ({"surnames": "Garsía López", "born_on": date(1990, 8, 9)}, "SOUND"),
        ],
    )
    def test_become_a_pair_whatever_they_have_in_common(
        self, theirs: dict[str, Any], ground: str
    ) -> None:
        first, second = draft(phone="5555 1234"), draft(**theirs)
        send_while_the_other_has_not_committed(first, second)
        pairs = DuplicatePair.objects.filter(ground=ground)
        assert [(pair.first_id, pair.second_id) for pair in pairs] == [(first.pk, second.pk)]

    def test_would_miss_each_other_without_the_wait(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The control: both look before either has committed."""
        monkeypatch.setattr("safe_mobility.people.services.duplicates.wait_for_the_same", list)
        first = draft(phone="5555 1234")
        second = draft(surnames="Xol", given_names="Eva", phone="5555 1234")
        send_while_the_other_has_not_committed(first, second)
        assert Application.objects.filter(state="SENT").count() == 2
        assert not DuplicatePair.objects.exists()

    def test_do_not_wait_for_each_other_in_a_ring(self) -> None:
        """Each of three has one value in common with each of the others."""
        rows = [
            draft(phone="5555 0001", surnames="Xol"),
            draft(phone="5555 0001", surnames="García"),
            draft(phone="5555 0002", surnames="Xol"),
        ]
        at_once(*(partial(send, row) for row in rows))
        assert {pair.ground for pair in DuplicatePair.objects.all()} == {
            "PHONE",
            "PERSON",
            "SOUND",
        }

    def test_would_both_hold_it_without_the_constraint(self) -> None:
        """The control: it is the database that decides, not the look before."""
        rows = [draft(document="2345678900101", surnames=name) for name in ("García", "Xol")]
        with pytest.raises(IntegrityError, match="one_sent_application_per_document"):
            Membership.objects.filter(household__in=rows).update(document_hash=b"same")
