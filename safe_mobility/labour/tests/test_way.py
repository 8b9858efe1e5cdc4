"""From "I want to work a season" to the season and back, and every way it can end."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from safe_mobility.feedback.models import Report
from safe_mobility.labour.models import Candidate, MatchRun, Placement, WayTask
from safe_mobility.labour.rules import candidates as candidate_rules
from safe_mobility.labour.rules import stages
from safe_mobility.labour.rules.candidates import Spell, Trouble
from safe_mobility.labour.rules.demands import DemandState
from safe_mobility.labour.rules.stages import Stage, Task
from safe_mobility.labour.services import candidates, demands, listing, placements
from safe_mobility.labour.tests import factories
from safe_mobility.labour.tests.factories import NOON, TODAY
from safe_mobility.notifications.models import Message
from safe_mobility.oversight.models import Mark
from safe_mobility.people.models import Consent, Disclosure
from safe_mobility.people.rules.consents import NoLiveConsent
from safe_mobility.people.rules.drafts import Role as Belongs
from safe_mobility.people.rules.states import State
from safe_mobility.people.services import PersonChange, consenting, save_person
from safe_mobility.people.tests import factories as families
from safe_mobility.programmes.tests.shipped import hold_shipped
from safe_mobility.shared.asker import Asker, job
from safe_mobility.shared.refusal import NotVisible
from safe_mobility.staff.rules import Role
from safe_mobility.staff.tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def sara() -> Asker:
    return cast.asker(cast.member("sara", Role.SUPERVISOR))


@pytest.fixture
def saul() -> Asker:
    return cast.asker(cast.member("saul", Role.SUPERVISOR))


@pytest.fixture
def elias() -> Asker:
    return cast.asker(cast.member("elias", Role.SUPERVISOR, offices=["SMA"]))


def listed(sara: Asker, saul: Asker) -> Placement:
    """One person on a confirmed list."""
    made = listing.propose(actor=sara, now=NOON)
    listing.confirm(run_id=made.run_id, actor=saul, now=NOON)
    return Placement.objects.select_related("candidate__household").get()


def agreed(sara: Asker, saul: Asker) -> Placement:
    way = listed(sara, saul)
    mine = families.asker(way.candidate.household)
    placements.agree(placement_id=way.pk, language="es", actor=mine, now=NOON)
    return Placement.objects.select_related("candidate__household").get()


def chosen(sara: Asker, saul: Asker) -> Placement:
    way = agreed(sara, saul)
    placements.choose(placement_id=way.pk, actor=sara, now=NOON)
    return Placement.objects.select_related("candidate__household").get()


def finish(way: Placement, task: Task, actor: Asker, **facts: Any) -> None:
    on = None if not stages.STEPS[task].needs_day else TODAY
    placements.finish_task(
        placement_id=way.pk, task=task, actor=actor, now=NOON, done_on=on, **facts
    )


class TestTheWish:
    def test_keeps_the_words_sealed(self) -> None:
        row = factories.candidate()

        spell = row.spells.get()
        assert "café" not in bytes(spell.words).decode("latin-1")
        assert row.expires_on == TODAY + timedelta(days=90)

    def test_is_for_people_of_age(self) -> None:
        home = families.sent()
        mine = families.asker(home)
        number = save_person(
            household_id=home.pk,
            change=PersonChange(
                given_names="Eva",
                surnames="García",
                born_on=date(2007, 1, 1),
                role=Belongs.CHILD,
            ),
            actor=mine,
            now=NOON,
        )

        with pytest.raises(candidate_rules.UnderAge):
            candidates.add_work(
                household_id=home.pk,
                number=number,
                spell=Spell("café", 3),
                actor=mine,
                now=NOON,
            )

    def test_needs_an_application_that_was_sent(self) -> None:
        home = families.household(state=State.DRAFT)

        with pytest.raises(candidates.ApplicationNotOpen):
            candidates.add_work(
                household_id=home.pk,
                number=1,
                spell=Spell("café", 3),
                actor=families.asker(home),
                now=NOON,
            )

    def test_is_nobody_elses(self) -> None:
        row, celia = factories.candidate(), families.sent(given_names="Celia")

        with pytest.raises(NotVisible):
            candidates.renew(
                household_id=row.household_id, number=1, actor=families.asker(celia), now=NOON
            )

    def test_is_asked_for_before_it_ends_and_renewed_by_a_reply(self) -> None:
        row = factories.candidate()
        late = NOON + timedelta(days=80)

        assert candidates.remind(now=late) == 1
        assert candidates.remind(now=late + timedelta(days=1)) == 0
        assert Message.objects.filter(kind="work_renew").count() == 1
        assert candidates.renew_by_reply(household_id=row.household_id, actor=job("sms"), now=late)

        row.refresh_from_db()
        assert row.expires_on == TODAY + timedelta(days=170)

    def test_goes_with_an_erased_household(self) -> None:
        row = factories.candidate()
        row.household.municipality, row.household.pin_hash = "", None
        row.household.erased_at = NOON
        row.household.save()

        candidates.forget_erased(now=NOON)

        assert not Candidate.objects.exists()


class TestWhoIsNotLookedAt:
    def proposed(self, sara: Asker, *, days: int = 0) -> int:
        return listing.propose(actor=sara, now=NOON + timedelta(days=days)).matched.proposed

    def test_whose_wish_ran_out(self, sara: Asker) -> None:
        factories.candidate()
        factories.demand()

        assert self.proposed(sara, days=91) == 0

    def test_the_control(self, sara: Asker) -> None:
        factories.candidate()
        factories.demand()

        assert self.proposed(sara, days=90) == 1

    def test_who_did_not_agree_that_the_work_is_shown(self, sara: Asker) -> None:
        factories.candidate(shows=False)
        factories.demand()

        assert self.proposed(sara) == 0

    def test_with_whom_somebody_has_to_talk_first(self, sara: Asker) -> None:
        row = factories.candidate(trouble=Trouble.SENT_BACK)
        factories.demand()
        assert self.proposed(sara) == 0
        listing.drop(run_id=MatchRun.objects.get().pk, actor=sara, now=NOON)

        candidates.note_talk(candidate_id=row.pk, actor=sara, now=NOON)

        assert self.proposed(sara) == 1


class TestTheLists:
    def test_wait_for_a_second_person(self, sara: Asker, saul: Asker) -> None:
        factories.candidate()
        factories.demand()
        made = listing.propose(actor=sara, now=NOON)

        with pytest.raises(stages.SameTwo):
            listing.confirm(run_id=made.run_id, actor=sara, now=NOON)
        assert not Placement.objects.exists()
        assert not Message.objects.filter(kind="work_offer").exists()
        with pytest.raises(listing.RunOpen):
            listing.propose(actor=saul, now=NOON)

        assert listing.confirm(run_id=made.run_id, actor=saul, now=NOON) == 1
        assert Message.objects.filter(kind="work_offer").count() == 1

    def test_cannot_be_confirmed_by_one_in_the_database_either(self, sara: Asker) -> None:
        """The guard behind the rule."""
        factories.candidate()
        factories.demand()
        made = listing.propose(actor=sara, now=NOON)

        with pytest.raises(IntegrityError), transaction.atomic():
            MatchRun.objects.filter(pk=made.run_id).update(
                confirmed_by=int(sara.id), confirmed_at=NOON
            )

    def test_are_not_confirmed_once_somebody_took_the_wish_back(
        self, sara: Asker, saul: Asker
    ) -> None:
        row = factories.candidate()
        factories.demand()
        made = listing.propose(actor=sara, now=NOON)
        candidates.end(
            household_id=row.household_id,
            number=1,
            actor=families.asker(row.household),
            now=NOON,
        )

        with pytest.raises(listing.ListsOutdated):
            listing.confirm(run_id=made.run_id, actor=saul, now=NOON)

    def test_keep_a_reason_for_each(self, sara: Asker) -> None:
        for months in (3, 50, 50, 50):
            factories.candidate(months=months)
        factories.demand(places=2)

        made = listing.propose(actor=sara, now=NOON)

        run = MatchRun.objects.get(pk=made.run_id)
        assert run.proposals.count() == 3
        out = run.left_out.get()
        assert out.limit == "LIST_FULL"
        assert out.theirs > out.mine
        assert out.leaves in {each.candidate.code for each in run.proposals.all()}

    def test_are_made_by_officers_only(self) -> None:
        with pytest.raises(NotVisible):
            listing.propose(actor=families.DORA, now=NOON)


class TestTheName:
    def test_is_shown_only_after_the_persons_yes(self, sara: Asker, saul: Asker) -> None:
        employer = cast.asker(cast.member("rita", agency="FRESAS"))
        factories.candidate()
        factories.demand(actor=employer)
        way = listed(sara, saul)
        assert not Disclosure.objects.exists()

        mine = families.asker(way.candidate.household)
        placements.agree(placement_id=way.pk, language="es", actor=mine, now=NOON)

        line = Disclosure.objects.get()
        assert line.recipient == "FRESAS"
        assert line.proposed_by == saul.ref

    def test_is_hidden_again_when_the_consent_is_stopped(self, sara: Asker, saul: Asker) -> None:
        factories.candidate()
        factories.demand()
        way = agreed(sara, saul)
        consent = Consent.objects.get(purpose=placements.MEET)

        consenting.stop_consent(
            household_id=way.candidate.household_id,
            consent_id=consent.pk,
            actor=families.asker(way.candidate.household),
            now=NOON,
        )
        assert Disclosure.objects.get().ended_at == NOON
        placements.end_without_consent(now=NOON)

        way.refresh_from_db()
        assert way.stage == Stage.DECLINED

    def test_cannot_stand_on_a_way_without_a_disclosure(self, sara: Asker, saul: Asker) -> None:
        """The guard behind the act."""
        factories.candidate()
        factories.demand()
        way = listed(sara, saul)

        with pytest.raises(IntegrityError), transaction.atomic():
            Placement.objects.filter(pk=way.pk).update(stage=Stage.AGREED)

    def test_is_nothing_that_another_family_can_agree_to(
        self, sara: Asker, saul: Asker, elias: Asker
    ) -> None:
        factories.candidate()
        factories.demand()
        way = listed(sara, saul)
        celia = families.asker(families.sent(given_names="Celia"))

        for stranger in (celia, elias, families.DORA):
            with pytest.raises(NotVisible):
                placements.agree(placement_id=way.pk, language="es", actor=stranger, now=NOON)


class TestTheWay:
    def test_goes_from_the_list_to_the_season_and_back(
        self, sara: Asker, saul: Asker, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        hold_shipped(monkeypatch)
        factories.candidate()
        factories.demand()
        way = chosen(sara, saul)
        mine = families.asker(way.candidate.household)
        placements.agree_to_ministry(
            household_id=way.candidate.household_id, language="es", actor=mine, now=NOON
        )
        placements.propose_hand_off(placement_id=way.pk, actor=sara, now=NOON)
        with pytest.raises(stages.SameTwo):
            placements.hand_off(placement_id=way.pk, actor=sara, now=NOON)
        placements.hand_off(placement_id=way.pk, actor=saul, now=NOON)
        finish(way, Task.INTERVIEW, sara)
        placements.keep_contract(placement_id=way.pk, terms={}, actor=sara, now=NOON)
        for task in (Task.DS160, Task.VISA_FEE, Task.MEDICAL, Task.VISA, Task.TRAVEL):
            finish(way, task, sara)
        way.refresh_from_db()
        assert way.stage == Stage.TRAVELLING
        assert WayTask.objects.get(task=Task.VISA_FEE).valid_until == TODAY + timedelta(days=365)
        finish(way, Task.ARRIVAL, sara)
        finish(
            way,
            Task.MID_SEASON,
            sara,
            answers={"fee_paid": True, "papers_kept": False, "wage_less": False},
            said="Pagó por el puesto.",
        )
        finish(way, Task.RETURN, sara)
        finish(way, Task.REHIRE, sara)

        way.refresh_from_db()
        assert way.stage == Stage.RETURNED
        assert Report.objects.get().pk == way.report
        assert Disclosure.objects.filter(recipient="MINTRAB", approved_by=saul.ref).exists()
        moved = Mark.objects.filter(act="way.moved").count()
        assert moved == len(["AGREED", "CHOSEN", "TRAVELLING", "WORKING", "RETURNED"])

    def test_hands_nothing_to_the_ministry_without_the_familys_own_yes(
        self, sara: Asker, saul: Asker
    ) -> None:
        factories.candidate()
        factories.demand()
        way = chosen(sara, saul)

        with pytest.raises(NoLiveConsent):
            placements.propose_hand_off(placement_id=way.pk, actor=sara, now=NOON)
        assert not Disclosure.objects.filter(recipient="MINTRAB").exists()

    def test_opens_no_report_when_nothing_was_wrong(self) -> None:
        fine = dict.fromkeys(stages.MID_SEASON_QUESTIONS, False)

        assert not stages.opens_report(fine)
        assert stages.opens_report({**fine, "papers_kept": True})

    def test_gives_the_last_place_once(self, sara: Asker, saul: Asker) -> None:
        for _ in range(2):
            factories.candidate()
        factories.demand(places=1)
        made = listing.propose(actor=sara, now=NOON)
        listing.confirm(run_id=made.run_id, actor=saul, now=NOON)
        for way in Placement.objects.select_related("candidate__household"):
            mine = families.asker(way.candidate.household)
            placements.agree(placement_id=way.pk, language="es", actor=mine, now=NOON)
        first, second = Placement.objects.all()
        placements.choose(placement_id=first.pk, actor=sara, now=NOON)

        with pytest.raises(stages.NoPlaceLeft):
            placements.choose(placement_id=second.pk, actor=sara, now=NOON)

    def test_lapses_without_an_answer(self, sara: Asker, saul: Asker) -> None:
        factories.candidate()
        factories.demand()
        listed(sara, saul)

        assert placements.lapse_unanswered(now=NOON + timedelta(days=7)) == 0
        assert placements.lapse_unanswered(now=NOON + timedelta(days=8)) == 1
        assert Placement.objects.get().stage == Stage.NO_ANSWER

    @pytest.mark.parametrize(
        ("to", "ending"),
        [
            (DemandState.WITHDRAWN, Stage.OFFER_WITHDRAWN),
            (DemandState.INELIGIBLE, Stage.JOB_INELIGIBLE),
            (DemandState.SUSPENDED, Stage.SUSPENDED),
        ],
    )
    def test_ends_with_the_offers_own_word(
        self, sara: Asker, saul: Asker, to: DemandState, ending: Stage
    ) -> None:
        factories.candidate()
        asked = factories.demand()
        agreed(sara, saul)

        demands.move(demand_id=asked.pk, to=to, actor=sara, now=NOON)

        assert Placement.objects.get().stage == ending
        assert Disclosure.objects.get().ended_at == NOON

    @pytest.mark.parametrize("to", stages.OFFICE_ENDS)
    def test_ends_as_the_office_records_and_tells_the_person(
        self, sara: Asker, saul: Asker, to: Stage
    ) -> None:
        factories.candidate()
        factories.demand()
        way = agreed(sara, saul) if to is not Stage.NO_VISA else chosen(sara, saul)
        before = Message.objects.filter(kind="work_news").count()

        placements.end(placement_id=way.pk, to=to, actor=sara, now=NOON)

        assert Placement.objects.get().stage == to
        assert Message.objects.filter(kind="work_news").count() == before + 1
        assert listing.propose(actor=sara, now=NOON).matched.proposed >= 0


class TestTheTable:
    @given(st.sampled_from(Stage), st.sampled_from(Stage))
    def test_is_the_only_way(self, here: Stage, there: Stage) -> None:
        if there in stages.MOVES[here]:
            stages.check_move(here, there)
        else:
            with pytest.raises(stages.WayMove):
                stages.check_move(here, there)

    def test_leads_from_every_stage_to_an_end(self) -> None:
        for stage in Stage:
            reached, waiting = {stage}, [stage]
            while waiting:
                new = stages.MOVES[waiting.pop()] - reached
                reached |= new
                waiting += new
            assert reached & stages.ENDED

    @given(
        st.dates(date(2024, 1, 1), date(2024, 12, 31)), st.integers(0, 300), st.sampled_from(Task)
    )
    def test_gives_no_task_a_day_that_has_passed(
        self, opened: date, length: int, task: Task
    ) -> None:
        start = date(2024, 6, 1)
        due = stages.due_on(
            task, opened=opened, from_on=start, until_on=start + timedelta(days=length)
        )

        assert due >= opened

    def test_leads_through_all_tasks_of_a_country(self) -> None:
        for country in ("US", "CA"):
            done: set[Task] = set()
            while ready := stages.ready(country, done):
                done |= set(ready)
            assert done == set(stages.tasks_for(country))


class TestTwoAtOnce:
    @pytest.mark.django_db(transaction=True)
    def test_one_wish_for_one_person(self) -> None:
        row = factories.candidate()
        with pytest.raises(IntegrityError), transaction.atomic():
            Candidate.objects.create(
                household=row.household,
                member=row.member,
                code="ZZZZZ",
                told_at=NOON,
                renewed_at=NOON,
                expires_on=TODAY,
            )
        connection.close()
