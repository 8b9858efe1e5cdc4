"""Number and PIN, codes and sessions. The tries must hold whatever a stranger does."""

import threading
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from safe_mobility.notifications.models import Message
from safe_mobility.oversight.services.limits import TooMany
from safe_mobility.people import queries, services
from safe_mobility.people.models import HouseholdSession, OneTimeCode, SignInTries
from safe_mobility.people.queries import reaching
from safe_mobility.people.rules import pins
from safe_mobility.people.rules.pins import PinLocked, WeakPin, WrongCode, WrongPin
from safe_mobility.people.services import letting_in
from safe_mobility.people.tests import factories
from safe_mobility.people.tests.factories import NOON
from safe_mobility.shared import references
from safe_mobility.shared.asker import job
from safe_mobility.shared.refusal import NotVisible

WRONG = "390275"


def sign_in(reference: str, pin: str, token_id: str = "phone") -> object:
    return services.sign_in(reference=reference, pin=pin, token_id=token_id, now=NOON)


@pytest.mark.django_db
class TestSignIn:
    def test_lets_the_household_in_on_this_phone_alone(self) -> None:
        made = factories.registered()

        assert (
            sign_in(made.reference.lower(), f"{made.pin[:3]} {made.pin[3:]}") == made.household_id
        )
        asker = queries.session_household(token_id="phone")
        assert asker == queries.household_asker(made.household_id)
        assert queries.session_household(token_id="another phone") is None

    def test_gives_a_pin_that_can_be_shown_again_and_is_stored_nowhere(self) -> None:
        made = factories.registered()
        assert services.first_pin(made.household_id) == made.pin
        assert made.pin not in repr(made)

    def test_refuses_twenty_wrong_pins_and_locks_at_the_limit(self) -> None:
        made = factories.registered()
        refusals = []
        for _ in range(20):
            with pytest.raises((WrongPin, PinLocked)) as refusal:
                sign_in(made.reference, WRONG)
            refusals.append(refusal.type)

        assert refusals == [WrongPin] * pins.TRIES + [PinLocked] * (20 - pins.TRIES)
        with pytest.raises(PinLocked):
            sign_in(made.reference, made.pin)  # not even the right one, until the lock ends
        assert HouseholdSession.objects.count() == 0

    def test_would_fall_without_the_count(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The control: with the guard off, the twenty-first guess gets in."""
        monkeypatch.setattr(letting_in, "count_try", lambda **_: 1)
        made = factories.registered()
        for _ in range(20):
            with pytest.raises(WrongPin):
                sign_in(made.reference, WRONG)
        assert sign_in(made.reference, made.pin) == made.household_id

    def test_answers_alike_for_a_number_that_does_not_exist(self) -> None:
        made = factories.registered()
        nobody = "2" * 11 + references.check_sign("2" * 11)
        answers: dict[str, list[type]] = {}
        for number in (made.reference, nobody):
            answers[number] = []
            for _ in range(pins.TRIES + 2):
                with pytest.raises((WrongPin, PinLocked)) as refusal:
                    sign_in(number, WRONG)
                answers[number].append(refusal.type)
        assert answers[made.reference] == answers[nobody]

    def test_forgets_wrong_tries_after_the_right_one(self) -> None:
        made = factories.registered()
        for _ in range(pins.TRIES - 1):
            with pytest.raises(WrongPin):
                sign_in(made.reference, WRONG)
        sign_in(made.reference, made.pin)
        row = SignInTries.objects.get(kind="PIN")
        assert (row.wrong, row.locks, row.locked_until) == (0, 0, None)

    def test_lets_in_again_when_the_lock_is_over(self) -> None:
        made = factories.registered()
        for _ in range(pins.TRIES):
            with pytest.raises(WrongPin):
                sign_in(made.reference, WRONG)
        SignInTries.objects.update(locked_until=timezone.now())
        assert sign_in(made.reference, made.pin) == made.household_id

    @pytest.mark.parametrize("typed", ["", "😀", "12", "\x00" * 12, "x" * 5000, "QZ7K-4M92-XW3A"])
    def test_counts_nothing_for_what_is_no_number(self, typed: str) -> None:
        with pytest.raises(WrongPin):
            sign_in(typed, WRONG)
        assert SignInTries.objects.count() == 0

    def test_keeps_no_number_and_no_pin_in_what_it_counts(self) -> None:
        made = factories.registered()
        with pytest.raises(WrongPin):
            sign_in(made.reference, WRONG)
        row = SignInTries.objects.values().get()
        assert made.reference not in str(row)
        assert WRONG not in str(row)


@pytest.mark.django_db(transaction=True)
class TestManyAtOnce:
    def test_get_no_more_tries_than_one_after_another(self) -> None:
        made = factories.registered()
        refused: list[type] = []

        def guess() -> None:
            try:
                sign_in(made.reference, WRONG)
            except (WrongPin, PinLocked) as refusal:
                refused.append(type(refusal))
            finally:
                connections.close_all()

        threads = [threading.Thread(target=guess) for _ in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert refused.count(WrongPin) == pins.TRIES
        assert refused.count(PinLocked) == 12 - pins.TRIES


@pytest.mark.django_db
class TestSession:
    def test_ends_after_an_idle_hour_and_for_good_after_twelve(self) -> None:
        made = factories.registered()
        services.open_session(household_id=made.household_id, token_id="phone")
        idle = timezone.now() + letting_in.IDLE + timedelta(seconds=1)
        assert queries.session_household(token_id="phone", now=idle) is None

        HouseholdSession.objects.update(opened_at=timezone.now() - timedelta(hours=11, minutes=50))
        HouseholdSession.objects.update(expires_at=timezone.now() + timedelta(minutes=1))
        services.keep_session(token_id="phone")
        row = HouseholdSession.objects.get()
        assert row.expires_at <= row.opened_at + letting_in.LONGEST

    def test_ends_at_once_when_signed_out(self) -> None:
        made = factories.registered()
        services.open_session(household_id=made.household_id, token_id="phone")
        services.sign_out(token_id="phone")
        assert queries.session_household(token_id="phone") is None

    def test_keeps_no_token(self) -> None:
        made = factories.registered()
        services.open_session(household_id=made.household_id, token_id="phone-token")
        assert "phone-token" not in str(HouseholdSession.objects.values().get())


@pytest.mark.django_db
class TestChangePin:
    def test_signs_every_other_phone_out(self) -> None:
        made = factories.registered()
        mine = queries.household_asker(made.household_id)
        for phone in ("here", "lost"):
            services.open_session(household_id=made.household_id, token_id=phone)

        services.change_pin(
            household_id=made.household_id, pin="582 914", actor=mine, now=NOON, token_id="here"
        )

        assert queries.session_household(token_id="here") == mine
        assert queries.session_household(token_id="lost") is None
        with pytest.raises(WrongPin):
            sign_in(made.reference, made.pin)
        assert sign_in(made.reference, "582914") == made.household_id

    def test_refuses_one_that_is_guessed_first(self) -> None:
        made = factories.registered()
        with pytest.raises(WeakPin):
            services.change_pin(
                household_id=made.household_id,
                pin="123456",
                actor=queries.household_asker(made.household_id),
                now=NOON,
            )

    def test_of_another_household_is_not_visible(self) -> None:
        made, other = factories.registered(), factories.registered()
        with pytest.raises(NotVisible):
            services.change_pin(
                household_id=made.household_id,
                pin="582914",
                actor=queries.household_asker(other.household_id),
                now=NOON,
            )


@pytest.mark.django_db
class TestOneTimeCode:
    @pytest.fixture
    def reference(self) -> str:
        return factories.complete(factories.registered(), phone="5555 1234").reference

    def ask(self, reference: str) -> str:
        services.ask_code(reference=reference, now=NOON)
        return reaching.digits_of(OneTimeCode.objects.filter(purpose="SIGN_IN").latest("asked_at"))

    def sign_in(self, reference: str, code: str) -> object:
        return services.sign_in_with_code(
            reference=reference, code=code, token_id="phone", now=NOON
        )

    def test_lets_in_once(self, reference: str) -> None:
        code = self.ask(reference)

        self.sign_in(reference, code)
        assert queries.session_household(token_id="phone") is not None
        with pytest.raises(WrongCode):
            self.sign_in(reference, code)

    def test_runs_out_after_ten_real_minutes(self, reference: str) -> None:
        code = self.ask(reference)
        OneTimeCode.objects.update(expires_at=timezone.now())
        with pytest.raises(WrongCode):
            self.sign_in(reference, code)

    def test_is_no_use_once_a_newer_one_was_asked_for(self, reference: str) -> None:
        old = self.ask(reference)
        new = self.ask(reference)
        if old != new:
            with pytest.raises(WrongCode):
                self.sign_in(reference, old)
        self.sign_in(reference, new)

    def test_says_how_many_tries_are_left_and_then_locks(self, reference: str) -> None:
        code = self.ask(reference)
        wrong = "390275" if code != "390275" else "390276"
        left = []
        for _ in range(pins.TRIES):
            with pytest.raises(WrongCode) as refusal:
                self.sign_in(reference, wrong)
            left.append(refusal.value.facts["left"])
        assert left == [4, 3, 2, 1, 0]
        with pytest.raises(PinLocked):
            self.sign_in(reference, code)
        self.sign_in(reference, self.ask(reference))  # a new code has tries of its own

    def test_still_lets_in_whom_a_stranger_locked_out_of_the_pin(self, reference: str) -> None:
        for _ in range(pins.TRIES + 1):
            with pytest.raises((WrongPin, PinLocked)):
                sign_in(reference, WRONG)
        self.sign_in(reference, self.ask(reference))

    def test_is_not_stored_and_not_in_the_outbox(self, reference: str) -> None:
        code = self.ask(reference)
        message = Message.objects.get(kind="code")
        row = OneTimeCode.objects.get(purpose="SIGN_IN")
        assert code not in str(message.facts)
        assert not [value for value in vars(row).values() if value == code]
        assert queries.code_for(asker=job("sender"), message_about=message.about) == code
        with pytest.raises(NotVisible):
            queries.code_for(asker=factories.DORA, message_about=message.about)

    def test_is_sent_nowhere_for_a_number_without_contact_or_none_at_all(self) -> None:
        silent = factories.registered()
        services.ask_code(reference=silent.reference, now=NOON)
        services.ask_code(reference="QZ7K-4M92-XW3T", now=NOON)
        services.ask_code(reference="nonsense", now=NOON)
        assert not Message.objects.filter(kind="code").exists()

    def test_cannot_be_asked_for_without_end(self, reference: str) -> None:
        for _ in range(pins.CODES_PER_HOUR):
            services.ask_code(reference=reference, now=NOON)
        with pytest.raises(TooMany):
            services.ask_code(reference=reference, now=NOON)
