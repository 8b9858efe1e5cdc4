"""The outbox on a real PostgreSQL: once, only with its act, and never lost with a worker."""

import contextlib
import itertools
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models.functions import Now

from safe_mobility.notifications import services
from safe_mobility.notifications.models import Delivery, Message
from safe_mobility.notifications.rules.rendering import NoWording, Rendered
from safe_mobility.notifications.rules.retry import ATTEMPTS, Answer
from safe_mobility.notifications.rules.states import Channel, State, Step
from safe_mobility.notifications.services import Destination, Leased, Told
from safe_mobility.shared.recipient import Recipient, RecipientKind

NOON = datetime(2023, 11, 20, 18, 0, tzinfo=UTC)
STARTS = (NOON + timedelta(days=2)).isoformat()
WORDS = Rendered(sms="sms", subject="subject", body="body", page="page")
PHONE = Destination(Channel.SMS, "phone-1")
MAIL = Destination(Channel.EMAIL, "mail-1")
KEEPS = {Channel.SMS: True, Channel.EMAIL: False}


def family() -> Recipient:
    return Recipient(kind=RecipientKind.HOUSEHOLD, id=str(uuid4()), language="es")


def queue(kind: str = "booked", about: str = "a1", **more: object) -> None:
    facts = {"starts_at": STARTS, "office": "QTZ", "mode": "IN_PERSON"} if kind == "booked" else {}
    arguments = {"to": family(), "now": NOON, **facts, **more}
    services.queue(kind, about=about, **arguments)  # type: ignore[arg-type]


def take() -> Leased:
    (leased,) = services.lease(now=NOON, limit=1)
    return leased


def speak(leased: Leased, *answers: Answer, to: tuple[Destination, ...] = (PHONE,)) -> State:
    """One pass over the message, with what the outside says to each delivery."""
    planned = services.plan(leased, destinations=to, words=WORDS)
    for (delivery, where), answer in zip(planned, answers, strict=True):
        assert services.begin(leased, delivery=delivery)
        services.answered(
            delivery=delivery,
            told=Told(answer, provider_id=f"p-{delivery}"),
            keeps_key=KEEPS[where.channel],
            chance=0,
            now=NOON,
        )
    return services.settle(leased, now=NOON)


def lose_the_worker() -> None:
    Message.objects.filter(state=State.LEASED).update(leased_until=Now() - timedelta(seconds=1))


@pytest.mark.django_db
class TestQueue:
    def test_says_a_thing_once_however_often_it_is_queued(self) -> None:
        for _ in range(3):
            queue(about="a1")
        queue(about="a1", occasion="again")

        assert Message.objects.count() == 2

    def test_would_be_said_twice_without_the_constraint(self) -> None:
        queue()
        row = Message.objects.get()
        row.pk = uuid4()
        with pytest.raises(IntegrityError, match="said_once_on_an_occasion"), transaction.atomic():
            row.save(force_insert=True)

    @pytest.mark.parametrize("wrong", [{"recipient_id": ""}, {"recipient_kind": "SOMEBODY"}])
    def test_needs_one_recipient_by_constraint(self, wrong: dict[str, str]) -> None:
        queue()
        with (
            pytest.raises(IntegrityError, match="message_has_one_recipient"),
            transaction.atomic(),
        ):
            Message.objects.update(**wrong)

    def test_refuses_a_booking_without_its_hour_in_the_act_itself(self) -> None:
        with pytest.raises(NoWording):
            services.queue("booked", about="a1", to=family(), now=NOON)

    def test_knows_until_when_a_message_makes_sense(self) -> None:
        queue("code", about="c1")
        queue("booked", about="a1")
        queue("outcome", about="h1")

        ends = {row.kind: row.expires_at for row in Message.objects.all()}
        assert ends["code"] == NOON + timedelta(minutes=10)
        assert ends["booked"] == datetime.fromisoformat(STARTS)
        assert ends["outcome"] is None

    def test_is_called_off_with_the_time_it_was_about(self) -> None:
        queue("booked", about="a1")
        queue("booked", about="a2")

        assert services.call_off(about="a1", kinds=["booked"], now=NOON) == 1
        assert services.call_off(about="a2", kinds=["reminder"], now=NOON) == 0
        assert [row.about for row in Message.objects.filter(state=State.QUEUED)] == ["a2"]

    def test_is_forgotten_with_its_household(self) -> None:
        ana, celia = family(), family()
        queue(about="a1", to=ana)
        queue(about="a2", to=celia)
        speak(take(), Answer.TAKEN)

        services.forget(to=ana)

        assert [row.recipient_id for row in Message.objects.all()] == [celia.id]


@pytest.mark.django_db(transaction=True)
class TestQueueInItsTransaction:
    def test_leaves_nothing_when_the_act_is_rolled_back(self) -> None:
        with pytest.raises(ActFailed):
            _queue_and_fail()

        assert not Message.objects.exists()

    def test_rings_only_for_what_cannot_wait_and_only_after_the_commit(self) -> None:
        heard = _listening(lambda: queue("code", about="c1"))
        assert heard == 1
        assert _listening(lambda: queue("booked", about="a1")) == 0

    def test_does_not_ring_for_an_act_that_was_rolled_back(self) -> None:
        def failing() -> None:
            with pytest.raises(ActFailed):
                _queue_and_fail()

        assert _listening(failing) == 0

    def test_two_at_once_are_one_message(self) -> None:
        _together(lambda: queue(about="same"), times=6)
        assert Message.objects.count() == 1


@pytest.mark.django_db
class TestLease:
    def test_takes_the_most_urgent_first(self) -> None:
        queue("no_change_news", about="h1", news_by="2023-12-01")
        queue("booked", about="a1")
        queue("code", about="c1")

        kinds = [leased.kind for leased in services.lease(now=NOON, limit=9)]
        assert kinds == ["code", "booked", "no_change_news"]

    def test_leaves_what_is_not_due_or_too_late_or_held(self) -> None:
        queue(about="later", due_at=NOON + timedelta(hours=1))
        queue("code", about="old")
        assert services.lease(now=NOON + timedelta(minutes=10), limit=9) == []

        assert len(services.lease(now=NOON + timedelta(hours=1), limit=9)) == 1
        assert services.lease(now=NOON + timedelta(hours=1), limit=9) == []

    def test_counts_each_lease_so_that_a_late_worker_holds_an_old_one(self) -> None:
        queue()
        late = take()
        lose_the_worker()
        services.recover(now=NOON, keeps_key=KEEPS)
        fresh = take()

        assert services.plan(late, destinations=[PHONE], words=WORDS) == []
        assert speak(fresh, Answer.TAKEN) is State.SENT
        assert services.settle(late, now=NOON) is State.SENT

    def test_needs_an_end_by_constraint(self) -> None:
        queue()
        with pytest.raises(IntegrityError, match="only_a_lease_runs_out"), transaction.atomic():
            Message.objects.update(state=State.LEASED)


@pytest.mark.django_db(transaction=True)
class TestLeaseAmongWorkers:
    def test_gives_each_message_to_one_worker(self) -> None:
        for number in range(40):
            queue(about=f"a{number}")
        got: list[str] = []
        _together(lambda: got.extend(x.about for x in services.lease(now=NOON, limit=10)), times=8)

        assert len(got) == len(set(got))
        assert Message.objects.filter(state=State.LEASED).count() == len(got) == 40

    def test_would_give_one_message_to_several_without_the_lock(self) -> None:
        for number in range(40):
            queue(about=f"a{number}")
        got: list[str] = []
        everybody_has_read = threading.Barrier(4)

        def careless() -> None:
            rows = list(Message.objects.takeable(now=NOON).order_by("urgency", "due_at")[:10])
            everybody_has_read.wait(timeout=10)
            Message.objects.filter(pk__in=[row.pk for row in rows]).update(
                state=State.LEASED, leased_until=Now() + services.LEASE
            )
            got.extend(row.about for row in rows)

        _together(careless, times=4)
        assert len(got) > len(set(got))


@pytest.mark.django_db
class TestSending:
    def test_a_household_without_a_channel_reads_its_page(self) -> None:
        queue()
        assert speak(take(), to=()) is State.SENT
        row = Message.objects.get()
        assert (row.page, row.sent_at) == ("page", NOON)

    def test_keeps_the_words_as_they_went_out(self) -> None:
        queue()
        speak(take(), Answer.TAKEN)
        row = Message.objects.get()
        assert (row.sms, row.subject, row.body, row.page) == ("sms", "subject", "body", "page")
        assert row.deliveries.get().provider_id.startswith("p-")

    def test_never_keeps_a_code(self) -> None:
        queue("code", about="c1")
        speak(take(), Answer.TAKEN)
        row = Message.objects.get()
        assert (row.sms, row.subject, row.body, row.page) == ("", "", "", "")

    def test_tries_again_after_a_pause_and_does_not_repeat_what_went_out(self) -> None:
        queue()
        assert speak(take(), Answer.TAKEN, Answer.BUSY, to=(PHONE, MAIL)) is State.QUEUED
        assert services.lease(now=NOON, limit=1) == []

        Message.objects.update(try_at=Now())
        leased = take()
        planned = services.plan(leased, destinations=[PHONE, MAIL], words=WORDS)
        assert [where for _, where in planned] == [MAIL]

    def test_is_dead_after_the_last_attempt(self) -> None:
        queue()
        for _ in range(ATTEMPTS):
            Message.objects.update(try_at=None)
            state = speak(take(), Answer.BUSY)
        assert state is State.DEAD

    def test_is_dead_at_once_for_a_number_that_does_not_exist(self) -> None:
        queue()
        assert speak(take(), Answer.REFUSED) is State.DEAD

    def test_after_silence_tries_again_only_where_the_provider_keeps_the_key(self) -> None:
        queue(about="by-sms")
        assert speak(take(), Answer.SILENT) is State.QUEUED
        Message.objects.update(state=State.SENT)
        queue(about="by-mail")
        assert speak(take(), Answer.SILENT, to=(MAIL,)) is State.UNKNOWN

    def test_does_not_write_to_a_contact_that_was_taken_away(self) -> None:
        queue()
        speak(take(), Answer.BUSY)
        Message.objects.update(try_at=None)

        other = Destination(Channel.SMS, "phone-2")
        planned = services.plan(take(), destinations=[other], words=WORDS)
        assert [where for _, where in planned] == [other]
        assert not Delivery.objects.filter(contact="phone-1").exists()

    def test_expires_what_waited_too_long(self) -> None:
        queue("you_are_next", about="v1")
        assert services.expire(now=NOON) == 0
        assert services.expire(now=NOON + timedelta(minutes=30)) == 1
        assert Message.objects.get().state == State.EXPIRED

    def test_hears_the_receipt_of_the_provider(self) -> None:
        queue()
        speak(take(), Answer.TAKEN)
        provider_id = Delivery.objects.get().provider_id

        assert services.delivered(provider_id=provider_id)
        assert Message.objects.get().state == State.DELIVERED
        assert not services.delivered(provider_id="")
        assert not services.delivered(provider_id="unknown")


@pytest.mark.django_db
class TestRecover:
    def test_leaves_a_worker_that_is_still_at_work(self) -> None:
        queue()
        take()
        assert services.recover(now=NOON, keeps_key=KEEPS) == 0

    def test_queues_again_what_was_lost_before_a_word_was_said(self) -> None:
        queue()
        take()
        lose_the_worker()

        assert services.recover(now=NOON, keeps_key=KEEPS) == 1
        assert Message.objects.get().state == State.QUEUED

    @pytest.mark.parametrize(("where", "state"), [(PHONE, State.QUEUED), (MAIL, State.UNKNOWN)])
    def test_after_a_word_was_said_repeats_only_what_the_provider_recognises(
        self, where: Destination, state: State
    ) -> None:
        queue()
        leased = take()
        ((delivery, _),) = services.plan(leased, destinations=[where], words=WORDS)
        services.begin(leased, delivery=delivery)
        lose_the_worker()

        services.recover(now=NOON, keeps_key=KEEPS)

        assert Message.objects.get().state == state
        assert Delivery.objects.get().fault == "worker_lost"

    def test_believes_a_late_worker_that_it_was_sent(self) -> None:
        queue()
        leased = take()
        ((delivery, _),) = services.plan(leased, destinations=[MAIL], words=WORDS)
        services.begin(leased, delivery=delivery)
        lose_the_worker()
        services.recover(now=NOON, keeps_key=KEEPS)

        services.answered(
            delivery=delivery, told=Told(Answer.TAKEN), keeps_key=False, chance=0, now=NOON
        )

        assert Message.objects.get().state == State.SENT
        assert Delivery.objects.get().step == Step.SENT


class ActFailed(Exception):
    """What went wrong in an act after it had queued its message."""


@transaction.atomic
def _queue_and_fail() -> None:
    queue("code", about="c1")
    raise ActFailed


def _together(act: Callable[[], None], *, times: int) -> None:
    """Run `act` in several threads that begin at the same moment, each on its own line."""
    start = threading.Barrier(times)
    faults: list[BaseException] = []

    def run() -> None:
        try:
            start.wait(timeout=10)
            act()
        except BaseException as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert faults == []


def _listening(act: Callable[[], None]) -> int:
    """How often the sender's bell rang while `act` was done elsewhere."""
    with connection.cursor() as cursor:
        cursor.execute(f"LISTEN {services.WAKE}")
    try:
        _together(act, times=1)
        with connection.cursor() as cursor:
            cursor.execute(f"NOTIFY {services.WAKE}, 'last'")
        # Bells come in the order of their commits: ours is behind all that rang before.
        with contextlib.closing(connection.connection.notifies(timeout=20)) as bells:
            rung = list(itertools.takewhile(lambda bell: bell.payload != "last", bells))
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"UNLISTEN {services.WAKE}")
    return len(rung)
