from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from safe_mobility.cases import rules
from safe_mobility.cases.models import Decision, Referral
from safe_mobility.cases.queries import files
from safe_mobility.cases.rules import Outcome, Proposal, Reason, ReferralState
from safe_mobility.cases.services import decisions, referrals, reviewing
from safe_mobility.cases.services.decisions import Terms
from safe_mobility.cases.tests import factories
from safe_mobility.cases.tests.factories import NINE, Office
from safe_mobility.notifications.models import Message
from safe_mobility.people.models import Consent, Disclosure
from safe_mobility.people.queries import application, household_asker, visible_to
from safe_mobility.people.rules.states import State
from safe_mobility.people.services import stop_consent
from safe_mobility.people.tests import factories as families
from safe_mobility.shared.asker import Asker, AskerKind
from safe_mobility.shared.refusal import NotVisible, Refusal

LATER = NINE + timedelta(hours=2)
MORE = Proposal(Outcome.MORE_NEEDED, Reason.BIRTH_DATE, answer_by=date(2023, 12, 4))
REFUGE = Proposal(Outcome.REFERRED, Reason.MAY_FIT, pathway="usrap", words="Ánimo.")
TERMS = Terms("RSC", ("NAMES", "BIRTH_DATES", "FAMILY"))
PARTNER = Asker(kind=AskerKind.PARTNER, id="90", agency="RSC")


def proposed(here: Office, *, yes: bool) -> tuple[UUID, UUID]:
    household_id = factories.heard(here)
    referral_id = referrals.propose(
        household_id=household_id,
        proposal=REFUGE,
        terms=TERMS,
        said_yes_here=yes,
        actor=here.dora,
        now=NINE,
    )
    return household_id, referral_id


class TestGiveOutcome:
    def test_is_read_by_the_household_and_brings_its_application_on(self, here: Office) -> None:
        household_id = factories.heard(here)
        decisions.give_outcome(
            household_id=household_id,
            proposal=replace(MORE, words="La de Lucía."),
            actor=here.dora,
            now=NINE,
        )
        (read,) = files.outcomes(asker=household_asker(household_id), household_id=household_id)
        assert (read.reason, read.words, read.answer_by) == (
            Reason.BIRTH_DATE,
            "La de Lucía.",
            date(2023, 12, 4),
        )
        seen = application(asker=here.dora, household_id=household_id)
        assert seen.state is State.MORE_NEEDED
        assert Message.objects.filter(kind="outcome", facts__outcome="MORE_NEEDED").count() == 1

    def test_goes_back_to_where_it_was_when_what_was_missing_comes(self, here: Office) -> None:
        household_id = factories.heard(here)
        decisions.give_outcome(household_id=household_id, proposal=MORE, actor=here.dora, now=NINE)
        reviewing.more_received(household_id=household_id, actor=here.dario, now=LATER)
        assert application(asker=here.dora, household_id=household_id).state is State.INTERVIEWED

    def test_leaves_nothing_behind_when_the_application_is_elsewhere(self, here: Office) -> None:
        household_id = factories.booked()
        with pytest.raises(Refusal, match="wrong_step"):
            decisions.give_outcome(
                household_id=household_id, proposal=MORE, actor=here.dora, now=NINE
            )
        assert not Decision.objects.exists()

    def test_is_not_for_reception_nor_for_another_office(self, here: Office) -> None:
        household_id = factories.heard(here)
        rosa = replace(here.dora, roles=frozenset({"RECEPTION"}))
        for stranger in (rosa, here.elias, household_asker(household_id)):
            with pytest.raises(NotVisible):
                decisions.give_outcome(
                    household_id=household_id, proposal=MORE, actor=stranger, now=NINE
                )

    def test_never_refers_alone(self, here: Office) -> None:
        household_id = factories.heard(here)
        with pytest.raises(rules.OutcomeNotNow):
            decisions.give_outcome(
                household_id=household_id, proposal=REFUGE, actor=here.dora, now=NINE
            )


class TestPropose:
    def test_hands_over_nothing(self, here: Office) -> None:
        household_id, _ = proposed(here, yes=True)
        assert not Disclosure.objects.exists()
        assert not visible_to(PARTNER, now=LATER).exists()
        seen = application(asker=here.dora, household_id=household_id)
        assert seen.state is State.INTERVIEWED

    def test_asks_the_family_on_its_page_unless_it_said_yes_here(self, here: Office) -> None:
        proposed(here, yes=False)
        assert Message.objects.filter(kind="outcome", facts__outcome="REFERRED").count() == 1

    def test_is_one_at_a_time(self, here: Office) -> None:
        household_id, _ = proposed(here, yes=True)
        with pytest.raises(rules.DecisionOpen):
            decisions.propose_referral(
                household_id=household_id, proposal=REFUGE, terms=TERMS, actor=here.dario, now=NINE
            )

    @pytest.mark.parametrize(
        ("terms", "refusal"),
        [
            (Terms("IOM", ("NAMES",)), rules.PartnerUnknown),
            (Terms("RSC", ()), rules.FieldsNotAllowed),
            (Terms("RSC", ("RELIGION",)), rules.FieldsNotAllowed),
        ],
    )
    def test_names_the_pathways_partner_and_its_fields(
        self, here: Office, terms: Terms, refusal: type[Refusal]
    ) -> None:
        household_id = factories.heard(here)
        with pytest.raises(refusal):
            decisions.propose_referral(
                household_id=household_id, proposal=REFUGE, terms=terms, actor=here.dora, now=NINE
            )


class TestSend:
    def test_writes_ledger_grant_state_and_message_at_once(self, here: Office) -> None:
        household_id, referral_id = proposed(here, yes=True)
        referrals.send(referral_id=referral_id, actor=here.dario, now=LATER)

        line = Disclosure.objects.get()
        assert (line.recipient, line.fields) == ("RSC", ["BIRTH_DATES", "FAMILY", "NAMES"])
        assert {line.proposed_by, line.approved_by} == {here.dora.ref, here.dario.ref}
        assert visible_to(PARTNER, now=LATER).filter(pk=household_id).exists()
        seen = application(asker=here.dora, household_id=household_id)
        assert (seen.state, seen.next_news_by) == (State.REFERRED, date(2023, 12, 20))
        assert Message.objects.filter(kind="referral_sent").count() == 1

    def test_takes_another_person(self, here: Office) -> None:
        _, referral_id = proposed(here, yes=True)
        with pytest.raises(rules.SamePerson):
            referrals.send(referral_id=referral_id, actor=here.dora, now=LATER)

    def test_is_refused_by_the_database_too_for_one_person(self, here: Office) -> None:
        proposed(here, yes=True)
        with pytest.raises(IntegrityError, match="cases_referral_by_two"), transaction.atomic():
            Referral.objects.update(sent_by_id=int(here.dora.id))

    def test_is_refused_by_the_database_without_a_ledger_line(self, here: Office) -> None:
        proposed(here, yes=True)
        with (
            pytest.raises(IntegrityError, match="cases_nothing_leaves_unrecorded"),
            transaction.atomic(),
        ):
            Referral.objects.update(state=ReferralState.SENT)

    def test_needs_a_yes_that_still_stands(self, here: Office) -> None:
        household_id, referral_id = proposed(here, yes=True)
        yes = Consent.objects.get(recipient="RSC")
        stop_consent(
            household_id=household_id,
            consent_id=yes.pk,
            actor=household_asker(household_id),
            now=LATER,
        )
        with pytest.raises(rules.ConsentMissing):
            referrals.send(referral_id=referral_id, actor=here.dario, now=LATER)
        assert not Disclosure.objects.exists()

    def test_waits_for_the_household(self, here: Office) -> None:
        household_id, referral_id = proposed(here, yes=False)
        with pytest.raises(rules.ReferralMove):
            referrals.send(referral_id=referral_id, actor=here.dario, now=LATER)
        referrals.record_consent(
            referral_id=referral_id, actor=household_asker(household_id), now=LATER
        )
        referrals.send(referral_id=referral_id, actor=here.dario, now=LATER)
        assert Consent.objects.get(recipient="RSC").given_by == f"HOUSEHOLD:{household_id}"

    def test_asks_no_stranger_for_consent(self, here: Office) -> None:
        _, referral_id = proposed(here, yes=False)
        celia = families.household(now=NINE)
        with pytest.raises(NotVisible):
            referrals.record_consent(
                referral_id=referral_id, actor=household_asker(celia.pk), now=LATER
            )


class TestDecline:
    def test_keeps_the_application_with_the_office(self, here: Office) -> None:
        household_id, referral_id = proposed(here, yes=False)
        referrals.decline(referral_id=referral_id, actor=household_asker(household_id), now=LATER)
        decisions.give_outcome(household_id=household_id, proposal=MORE, actor=here.dora, now=LATER)
        (first, dropped) = files.outcomes(asker=here.dora, household_id=household_id)
        assert first.outcome is Outcome.MORE_NEEDED
        assert dropped.dropped_at == LATER


class TestWhatThePartnerAnswers:
    def sent(self, here: Office) -> tuple[UUID, UUID]:
        household_id, referral_id = proposed(here, yes=True)
        referrals.send(referral_id=referral_id, actor=here.dario, now=LATER)
        return household_id, referral_id

    def state(self, here: Office, household_id: UUID) -> State:
        return application(asker=here.dora, household_id=household_id).state

    def test_brings_the_application_to_the_partner_and_to_its_decision(self, here: Office) -> None:
        household_id, referral_id = self.sent(here)
        referrals.accept(referral_id=referral_id, actor=here.dora, now=LATER)
        assert self.state(here, household_id) is State.WITH_PARTNER
        referrals.finish(
            referral_id=referral_id,
            result=rules.PartnerResult.ADMITTED,
            actor=here.dora,
            now=LATER,
        )
        assert self.state(here, household_id) is State.DECIDED

    def test_gives_the_family_back_and_ends_the_grant(self, here: Office) -> None:
        household_id, referral_id = self.sent(here)
        referrals.send_back(
            referral_id=referral_id,
            reason=rules.ReturnReason.INCOMPLETE,
            actor=here.dora,
            now=LATER,
        )
        assert self.state(here, household_id) is State.INTERVIEWED
        assert not visible_to(PARTNER, now=LATER + timedelta(seconds=1)).exists()

    def test_counts_no_more_when_the_family_stops_its_consent(self, here: Office) -> None:
        household_id, _ = self.sent(here)
        yes = Consent.objects.get(recipient="RSC")
        stop_consent(
            household_id=household_id,
            consent_id=yes.pk,
            actor=household_asker(household_id),
            now=LATER,
        )
        assert not visible_to(PARTNER, now=LATER + timedelta(seconds=1)).exists()
        assert referrals.revoke_stopped(now=LATER) == 1
        assert referrals.revoke_stopped(now=LATER) == 0
        assert self.state(here, household_id) is State.INTERVIEWED


class TestMyCases:
    def test_show_what_waits_for_whom(self, here: Office) -> None:
        proposed(here, yes=True)
        assert files.my_cases(asker=here.dora) == []
        assert [row.what for row in files.my_cases(asker=here.dario)] == ["CONFIRM"]
        assert files.my_cases(asker=here.elias) == []
