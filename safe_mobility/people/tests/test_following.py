"""What a family may do after sending, what it is offered, and the promises kept by themselves."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from safe_mobility.notifications.models import Message
from safe_mobility.oversight.models import WrappedKey
from safe_mobility.people import queries, services
from safe_mobility.people.models import (
    Application,
    CallWord,
    Contact,
    Disclosure,
    Household,
    HouseholdSession,
    Invitation,
    Membership,
    Wish,
)
from safe_mobility.people.rules.consents import ConsentKind, ConsentNeeded, NoLiveConsent
from safe_mobility.people.rules.states import State, TooLateToReopen, WrongStep
from safe_mobility.people.services import timers
from safe_mobility.people.tests import factories
from safe_mobility.people.tests.factories import DORA, ELIAS, NOON
from safe_mobility.programmes.tests.shipped import hold_shipped
from safe_mobility.shared.asker import Asker, AskerKind, job
from safe_mobility.shared.refusal import NotVisible

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
ERNESTO = Asker(
    kind=AskerKind.STAFF, id="7", offices=frozenset({"QTZ"}), roles=frozenset({"SUPERVISOR"})
)


def state_of(row: Household) -> State:
    return queries.application(asker=job("tests"), household_id=row.pk).state


class TestWithdraw:
    def test_can_be_taken_back_until_the_day_that_was_shown(self) -> None:
        row = factories.household(state=State.IN_REVIEW)
        mine = factories.asker(row)
        services.withdraw(household_id=row.pk, actor=mine, now=NOON)
        seen = queries.application(asker=mine, household_id=row.pk)
        assert (seen.state, seen.reopen_until) == (State.WITHDRAWN, date(2024, 2, 18))

        services.reopen(household_id=row.pk, actor=mine, now=NOON + 90 * DAY)
        assert state_of(row) is State.IN_REVIEW
        kinds = Message.objects.values_list("kind", flat=True)
        assert {"withdrawn", "reopened"} <= set(kinds)

    def test_is_final_a_day_later(self) -> None:
        row = factories.household(state=State.SENT)
        mine = factories.asker(row)
        services.withdraw(household_id=row.pk, actor=mine, now=NOON)
        with pytest.raises(TooLateToReopen):
            services.reopen(household_id=row.pk, actor=mine, now=NOON + 91 * DAY)

    def test_ends_an_invitation_and_comes_back_as_waiting(self) -> None:
        row = factories.household(state=State.SENT)
        mine = factories.asker(row)
        services.invite(
            household_id=row.pk, office_code="QTZ", expires_at=NOON + DAY, actor=DORA, now=NOON
        )
        services.withdraw(household_id=row.pk, actor=mine, now=NOON)
        services.reopen(household_id=row.pk, actor=mine, now=NOON)
        assert state_of(row) is State.WAITING
        assert not queries.may_book(row.pk, "QTZ", NOON)

    def test_erases_a_draft_at_once(self) -> None:
        row = factories.complete(factories.registered(), phone="5555 1234")
        services.withdraw(household_id=row.pk, actor=factories.asker(row), now=NOON)
        assert not Contact.objects.exists()
        assert Household.objects.get(pk=row.pk).erased_at == NOON

    def test_of_nothing_withdrawn_cannot_be_taken_back(self) -> None:
        row = factories.household(state=State.SENT)
        with pytest.raises(WrongStep):
            services.reopen(household_id=row.pk, actor=factories.asker(row), now=NOON)


class TestInvitation:
    def invite(self, row: Household, *, actor: Asker = DORA) -> None:
        services.invite(
            household_id=row.pk, office_code="QTZ", expires_at=NOON + DAY, actor=actor, now=NOON
        )

    def test_lets_one_household_book_once_at_one_office(self) -> None:
        row, other = factories.household(), factories.household()
        assert not queries.may_book(row.pk, "QTZ", NOON)
        self.invite(row)

        assert state_of(row) is State.INVITED
        assert queries.may_book(row.pk, "QTZ", NOON)
        assert not queries.may_book(row.pk, "SMA", NOON)
        assert not queries.may_book(other.pk, "QTZ", NOON)
        assert not queries.may_book(row.pk, "QTZ", NOON + DAY)

        mine = factories.asker(row)
        services.use_invitation(household_id=row.pk, office_code="QTZ", actor=mine, now=NOON)
        assert not queries.may_book(row.pk, "QTZ", NOON)
        with pytest.raises(services.NoInvitation):
            services.use_invitation(household_id=row.pk, office_code="QTZ", actor=mine, now=NOON)

    def test_is_given_once_and_by_the_household_s_own_office(self) -> None:
        row = factories.household()
        with pytest.raises(NotVisible):
            self.invite(row, actor=ELIAS)
        self.invite(row)
        with pytest.raises(services.AlreadyInvited):
            self.invite(row)

    def test_that_runs_out_leaves_the_family_waiting(self) -> None:
        row = factories.household()
        self.invite(row)
        assert timers.expire_invitations(now=NOON) == 0
        assert timers.expire_invitations(now=NOON + DAY) == 1
        assert timers.expire_invitations(now=NOON + DAY) == 0
        assert state_of(row) is State.WAITING
        assert Invitation.objects.get().lapsed_at == NOON + DAY


class TestWish:
    def test_is_on_the_list_once_until_the_office_saw_to_it(self) -> None:
        row = factories.household()
        for _ in range(2):
            services.record_wish(household_id=row.pk, wish="CHANGE", actor=job("sms"), now=NOON)
        wish = Wish.objects.get()
        assert Message.objects.filter(kind="wish_received").count() == 1

        with pytest.raises(NotVisible):
            services.handle_wish(wish_id=wish.pk, actor=ELIAS, now=NOON)
        services.handle_wish(wish_id=wish.pk, actor=DORA, now=NOON)
        services.record_wish(household_id=row.pk, wish="CHANGE", actor=job("sms"), now=NOON)
        assert Wish.objects.count() == 2


class TestConsent:
    def test_to_share_is_separate_and_can_be_stopped(self) -> None:
        row = factories.household()
        mine = factories.asker(row)
        keys = [
            services.give_consent(
                household_id=row.pk,
                kind=ConsentKind.SHARE_GT_GOVERNMENT,
                actor=mine,
                now=NOON,
                language="es",
            )
            for _ in range(2)
        ]
        assert keys[0] == keys[1]
        services.stop_consent(household_id=row.pk, consent_id=keys[0], actor=mine, now=NOON + DAY)
        (_general, share) = queries.consents(asker=mine, household_id=row.pk)
        assert (share.recipient, share.stopped_at) == ("GT_GOVERNMENT", NOON + DAY)

    def test_in_general_stands_while_an_application_is_open(self) -> None:
        row = factories.household()
        mine = factories.asker(row)
        (general,) = queries.consents(asker=mine, household_id=row.pk)
        with pytest.raises(ConsentNeeded):
            services.stop_consent(household_id=row.pk, consent_id=general.id, actor=mine, now=NOON)
        services.withdraw(household_id=row.pk, actor=mine, now=NOON)
        services.stop_consent(household_id=row.pk, consent_id=general.id, actor=mine, now=NOON)

    def test_of_a_stranger_is_not_there(self) -> None:
        row, other = factories.household(), factories.household()
        (general,) = queries.consents(asker=factories.asker(row), household_id=row.pk)
        for household_id, actor in ((row.pk, other), (other.pk, other)):
            with pytest.raises(NotVisible):
                services.stop_consent(
                    household_id=household_id,
                    consent_id=general.id,
                    actor=factories.asker(actor),
                    now=NOON,
                )


class TestDisclosure:
    def disclose(self, row: Household, consent_id: object, *, purpose: str = "usrap") -> object:
        return services.disclose(
            household_id=row.pk,
            consent_id=consent_id,  # type: ignore[arg-type]
            recipient="RSC",
            purpose=purpose,
            fields=["name", "contact"],
            proposed_by=DORA.ref,
            actor=ERNESTO,
            now=NOON,
        )

    def yes(self, row: Household) -> object:
        return services.give_consent(
            household_id=row.pk,
            kind=ConsentKind.REFERRAL,
            recipient="RSC",
            purpose="usrap",
            actor=factories.asker(row),
            now=NOON,
            language="es",
        )

    def test_needs_a_live_yes_to_this_recipient_and_purpose(self) -> None:
        row = factories.household()
        with pytest.raises(NoLiveConsent):
            self.disclose(row, uuid4())
        yes = self.yes(row)
        with pytest.raises(NoLiveConsent):
            self.disclose(row, yes, purpose="h2a")
        self.disclose(row, yes)

    def test_ends_for_the_partner_when_the_yes_is_stopped(self) -> None:
        row = factories.household()
        yes = self.yes(row)
        self.disclose(row, yes)
        partner = Asker(kind=AskerKind.PARTNER, id="9", agency="RSC")
        seen = queries.household_by_id(asker=partner, household_id=row.pk, now=NOON)
        assert seen.reference == row.reference

        services.stop_consent(
            household_id=row.pk,
            consent_id=yes,  # type: ignore[arg-type]
            actor=factories.asker(row),
            now=NOON,
        )
        with pytest.raises(NotVisible):
            queries.household_by_id(asker=partner, household_id=row.pk, now=NOON)
        with pytest.raises(NoLiveConsent):
            self.disclose(row, yes)

    def test_can_be_ended_alone(self) -> None:
        row = factories.household()
        self.disclose(row, self.yes(row))
        line = Disclosure.objects.get()
        with pytest.raises(NotVisible):
            services.end_disclosure(disclosure_id=line.pk, actor=ELIAS, now=NOON)
        services.end_disclosure(disclosure_id=line.pk, actor=DORA, now=NOON)
        line.refresh_from_db()
        assert line.ended_at == NOON


class TestNoChangeNews:
    def test_keeps_the_promise_a_day_early_and_makes_the_next_one(self) -> None:
        row = factories.household(state=State.WAITING)
        promised = Application.objects.get().next_news_by
        assert promised == date(2023, 12, 4)

        assert timers.send_no_change_news(now=NOON + 12 * DAY) == 0
        assert timers.send_no_change_news(now=NOON + 13 * DAY) == 1
        assert timers.send_no_change_news(now=NOON + 13 * DAY) == 0
        assert Application.objects.get().next_news_by == date(2023, 12, 17)
        message = Message.objects.get(kind="no_change_news")
        facts = {"state": "WAITING", "news_by": "2023-12-17"}
        assert (message.about, message.facts) == (row.reference, facts)

    def test_is_said_once_after_a_site_that_stood_still_and_never_dated_in_the_past(self) -> None:
        factories.household(state=State.WAITING)
        late = NOON + 100 * DAY
        assert timers.send_no_change_news(now=late) == 1
        assert timers.send_no_change_news(now=late) == 0
        after = Application.objects.get().next_news_by
        assert after is not None
        assert after > late.date()

    @pytest.mark.parametrize("state", [State.DRAFT, State.BOOKED, State.INVITED])
    def test_is_for_those_who_wait_for_us(self, state: State) -> None:
        factories.household(state=state)
        assert timers.send_no_change_news(now=NOON + 100 * DAY) == 0


class TestOldDrafts:
    def test_are_erased_after_seven_days_with_the_key_last(
        self, django_capture_on_commit_callbacks: object
    ) -> None:
        row = factories.complete(factories.registered(), phone="5555 1234")
        services.open_session(household_id=row.pk, token_id="phone")
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
            assert timers.erase_old_drafts(now=NOON + 6 * DAY) == 0
            assert timers.erase_old_drafts(now=NOON + 7 * DAY) == 1
            assert timers.erase_old_drafts(now=NOON + 7 * DAY) == 0

        row.refresh_from_db()
        member = Membership.objects.get()
        assert (row.municipality, row.department, row.pin_hash) == ("", "09", None)
        assert (member.given_names, member.birth_year, member.age_band) == (None, None, "25-39")
        for model in (Application, CallWord, Contact, HouseholdSession, Message):
            assert not model.objects.exists()
        assert not WrappedKey.objects.filter(owner=row.pk).exists()
        with pytest.raises(NotVisible):
            queries.household_by_id(asker=factories.asker(row), household_id=row.pk)

    def test_that_were_sent_in_time_stay(self) -> None:
        factories.sent()
        assert timers.erase_old_drafts(now=NOON + 8 * DAY) == 0


class TestFollowProgramme:
    @pytest.fixture(autouse=True)
    def _rules(self, monkeypatch: pytest.MonkeyPatch) -> None:
        hold_shipped(monkeypatch)

    def test_tells_each_family_once_and_again_before_the_promised_day(self) -> None:
        row = factories.household(state=State.BOOKED)
        factories.registered()
        assert services.follow_programme(now=NOON) == 0

        stopped = datetime(2025, 3, 1, 18, 0, tzinfo=UTC)
        assert services.follow_programme(now=stopped) == 1
        assert services.follow_programme(now=stopped) == 0
        first = Application.objects.get(household=row)
        assert first.suspended_on is not None
        assert first.next_news_by is not None
        assert first.next_news_by > stopped.date()

        before = datetime.combine(first.next_news_by, NOON.time(), tzinfo=UTC) - DAY
        assert services.follow_programme(now=before) == 1
        assert Message.objects.filter(kind="suspended", about=row.reference).count() == 2
        assert not queries.states_allow_booking(row.pk)

    def test_takes_the_flag_away_when_the_programme_runs_again(self) -> None:
        row = factories.household(state=State.BOOKED)
        services.follow_programme(now=datetime(2025, 3, 1, 18, 0, tzinfo=UTC))
        assert services.follow_programme(now=NOON) == 1
        seen = queries.application(asker=factories.asker(row), household_id=row.pk)
        assert (seen.suspended_on, seen.next_news_by) == (None, None)
