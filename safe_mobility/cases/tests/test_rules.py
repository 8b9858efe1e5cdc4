from dataclasses import replace
from datetime import date, timedelta
from itertools import chain, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safe_mobility.cases import rules
from safe_mobility.cases.rules import (
    NextAct,
    Outcome,
    Proposal,
    Reason,
    ReferralState,
    Section,
)
from safe_mobility.people.rules import states
from safe_mobility.people.rules.states import State
from safe_mobility.shared.refusal import Refusal

TODAY = date(2023, 11, 20)
outcomes = st.sampled_from(Outcome)
reasons = st.sampled_from(Reason)
days = st.dates(min_value=date(2023, 1, 1), max_value=date(2027, 1, 1))
proposals = st.builds(
    Proposal,
    outcome=outcomes,
    reason=reasons,
    pathway=st.sampled_from(["", "usrap", "h2a"]),
    answer_by=st.none() | days,
    look_again_on=st.none() | days,
    words=st.text(max_size=700),
)


class TestCheckProposal:
    @given(proposals)
    def test_lets_through_only_what_the_household_can_act_on(self, proposal: Proposal) -> None:
        try:
            clean = rules.check_proposal(proposal, today=TODAY)
        except (
            rules.ReasonDoesNotFit,
            rules.PathwayMissing,
            rules.WordsMissing,
            rules.TextTooLong,
            rules.DateMissing,
            rules.DateOutOfReach,
        ):
            return
        assert clean.reason in rules.REASONS[clean.outcome]
        assert (clean.outcome is Outcome.REFERRED) == bool(clean.pathway)
        assert (clean.outcome is Outcome.MORE_NEEDED) == (clean.answer_by is not None)
        assert (clean.outcome is Outcome.NOT_HERE) == (clean.look_again_on is not None)
        assert clean.reason is not Reason.OTHER or clean.words
        for day in (clean.answer_by, clean.look_again_on):
            assert day is None or day > TODAY

    @given(proposals)
    def test_finds_nothing_to_change_in_what_it_let_through(self, proposal: Proposal) -> None:
        try:
            clean = rules.check_proposal(proposal, today=TODAY)
        except Refusal:
            return
        assert rules.check_proposal(clean, today=TODAY) == clean

    def test_keeps_a_birth_date_that_is_missing_until_the_day_promised(self) -> None:
        asked = Proposal(
            outcome=Outcome.MORE_NEEDED,
            reason=Reason.BIRTH_DATE,
            answer_by=date(2023, 12, 4),
            words="  Falta la fecha de la niña.  ",
        )
        clean = rules.check_proposal(asked, today=TODAY)
        assert clean == replace(asked, words="Falta la fecha de la niña.")

    @pytest.mark.parametrize(
        ("proposal", "refusal"),
        [
            (Proposal(Outcome.CLOSED, Reason.BIRTH_DATE), rules.ReasonDoesNotFit),
            (Proposal(Outcome.CLOSED, Reason.OTHER, words=" "), rules.WordsMissing),
            (Proposal(Outcome.REFERRED, Reason.MAY_FIT), rules.PathwayMissing),
            (Proposal(Outcome.NOT_HERE, Reason.RESIDENCE), rules.DateMissing),
            (
                Proposal(Outcome.MORE_NEEDED, Reason.CONTACT, answer_by=TODAY),
                rules.DateOutOfReach,
            ),
            (
                Proposal(
                    Outcome.NOT_HERE,
                    Reason.RESIDENCE,
                    look_again_on=TODAY + rules.LOOK_AGAIN_WITHIN + timedelta(days=1),
                ),
                rules.DateOutOfReach,
            ),
            (Proposal(Outcome.CLOSED, Reason.NO_ANSWER, words="a" * 601), rules.TextTooLong),
        ],
    )
    def test_refuses(self, proposal: Proposal, refusal: type[Refusal]) -> None:
        with pytest.raises(refusal):
            rules.check_proposal(proposal, today=TODAY)


class TestReasons:
    def test_belong_to_one_outcome_each_but_for_other(self) -> None:
        listed = [reason for reason in chain(*rules.REASONS.values()) if reason != Reason.OTHER]
        assert sorted(listed) == sorted(set(Reason) - {Reason.OTHER})

    def test_let_no_referral_go_out_for_another_reason(self) -> None:
        assert Reason.OTHER not in rules.REASONS[Outcome.REFERRED]


class TestReferralMoves:
    @given(st.lists(st.sampled_from(ReferralState), max_size=9))
    def test_never_reach_a_partner_without_consent(self, path: list[ReferralState]) -> None:
        here, walked = ReferralState.PROPOSED, [ReferralState.PROPOSED]
        for to in path:
            try:
                rules.check_referral_move(here, to)
            except rules.ReferralMove:
                continue
            here = to
            walked.append(to)
        if ReferralState.SENT in walked:
            assert walked.index(ReferralState.CONSENTED) < walked.index(ReferralState.SENT)
        assert len(walked) == len(set(walked))

    def test_can_be_revoked_until_there_is_an_answer(self) -> None:
        can_stop = {s for s, to in rules.REFERRAL_MOVES.items() if ReferralState.REVOKED in to}
        assert can_stop == set(ReferralState) - rules.OVER


class TestApplicationAfter:
    @given(st.lists(st.sampled_from(ReferralState), max_size=5), st.randoms())
    def test_ignores_the_order_of_referrals(self, states: list[ReferralState], random) -> None:  # type: ignore[no-untyped-def]
        mixed = list(states)
        random.shuffle(mixed)
        assert rules.application_after(mixed) == rules.application_after(states)

    @given(st.lists(st.sampled_from(sorted(rules.OVER - {ReferralState.DONE})), min_size=1))
    def test_goes_back_to_the_interview_when_all_came_back(
        self, states: list[ReferralState]
    ) -> None:
        assert rules.application_after(states) == "INTERVIEWED"

    def test_stays_with_the_partner_while_one_of_two_came_back(self) -> None:
        both = [ReferralState.RETURNED, ReferralState.ACCEPTED]
        assert rules.application_after(both) == "WITH_PARTNER"

    def test_is_not_decided_while_another_partner_still_looks(self) -> None:
        assert rules.application_after([ReferralState.DONE, ReferralState.SENT]) == "REFERRED"

    def test_says_nothing_while_nothing_was_sent(self) -> None:
        assert rules.application_after([ReferralState.PROPOSED, ReferralState.CONSENTED]) is None


class TestWay:
    @given(*[st.sampled_from(["INTERVIEWED", "REFERRED", "WITH_PARTNER", "DECIDED"])] * 2)
    def test_takes_only_steps_that_an_application_may_take(self, here: str, wanted: str) -> None:
        taken = rules.way(here, wanted)
        assert ([here, *taken])[-1] == wanted
        for step, following in pairwise([here, *taken]):
            assert State(following) in states.TRANSITIONS[State(step)]

    def test_leads_through_the_partner_to_a_decision(self) -> None:
        assert rules.way("REFERRED", "DECIDED") == ("WITH_PARTNER", "DECIDED")

    def test_does_not_touch_an_application_that_was_closed(self) -> None:
        assert rules.way("WITHDRAWN", "INTERVIEWED") == ()


class TestCheckBase:
    def test_refuses_what_was_written_over_an_older_version(self) -> None:
        with pytest.raises(rules.SectionChanged) as refused:
            rules.check_base(based_on=1, newest=2, section=Section.NOTE)
        assert refused.value.facts == {"section": "NOTE", "based_on": 1, "newest": 2}

    def test_lets_the_newest_through(self) -> None:
        rules.check_base(based_on=2, newest=2, section=Section.NOTE)


class TestCheckComplete:
    @given(st.sets(st.sampled_from(Section)))
    def test_asks_for_identity_and_note(self, written: set[Section]) -> None:
        if written >= {Section.IDENTITY, Section.NOTE}:
            rules.check_complete(written)
        else:
            with pytest.raises(rules.NothingWritten):
                rules.check_complete(written)


class TestNextAct:
    @pytest.mark.parametrize(
        ("facts", "act"),
        [
            (rules.CaseFacts("SENT"), NextAct.BEGIN_REVIEW),
            (rules.CaseFacts("SENT", duplicate=True), NextAct.CHECK_DUPLICATE),
            (rules.CaseFacts("WAITING", by_invitation=True), NextAct.INVITE),
            (rules.CaseFacts("WAITING"), NextAct.WAIT_FOR_APPOINTMENT),
            (rules.CaseFacts("BOOKED", appointment="CONFIRMED"), NextAct.RECEIVE),
            (rules.CaseFacts("BOOKED", appointment="IN_INTERVIEW"), NextAct.OPEN_INTERVIEW),
            (rules.CaseFacts("BOOKED", "IN_INTERVIEW", True), NextAct.GO_ON_INTERVIEW),
            (rules.CaseFacts("INTERVIEWED"), NextAct.DECIDE),
            (
                rules.CaseFacts("INTERVIEWED", open_referral=ReferralState.PROPOSED),
                NextAct.ASK_CONSENT,
            ),
            (
                rules.CaseFacts("INTERVIEWED", open_referral=ReferralState.CONSENTED),
                NextAct.CONFIRM,
            ),
            (
                rules.CaseFacts(
                    "INTERVIEWED", open_referral=ReferralState.CONSENTED, proposed_by_me=True
                ),
                NextAct.WAIT_FOR_SECOND,
            ),
            (rules.CaseFacts("REFERRED"), NextAct.RECORD_ANSWER),
            (rules.CaseFacts("WITHDRAWN", duplicate=True), NextAct.NOTHING),
        ],
    )
    def test_is(self, facts: rules.CaseFacts, act: NextAct) -> None:
        assert rules.next_act(facts) is act
