from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from safe_mobility.oversight.models import Mark
from safe_mobility.people import queries, services
from safe_mobility.people.models import Application, Consent, Disclosure
from safe_mobility.people.rules import states
from safe_mobility.people.rules.states import State
from safe_mobility.people.tests import factories
from safe_mobility.people.tests.factories import AUDITOR, DORA, ELIAS, NOON, VISITOR
from safe_mobility.shared.asker import ANYONE, Asker, AskerKind, job
from safe_mobility.shared.refusal import NotVisible

pytestmark = pytest.mark.django_db


class TestAdvance:
    def test_changes_the_state_and_leaves_one_mark(self) -> None:
        garcia = factories.household(state=State.SENT)
        before = Mark.objects.count()

        services.advance(household_id=garcia.pk, to=State.BOOKED, actor=DORA, now=NOON)

        assert queries.application(asker=DORA, household_id=garcia.pk).state is State.BOOKED
        mark = Mark.objects.latest("pk")
        assert Mark.objects.count() == before + 1
        assert (mark.act, mark.about) == ("application.advanced", garcia.reference)
        assert mark.facts == {"from": "SENT", "to": "BOOKED", "reason": ""}

    def test_refuses_a_step_the_table_does_not_hold_and_writes_nothing(self) -> None:
        garcia = factories.household(state=State.SENT)
        before = Mark.objects.count()

        with pytest.raises(states.WrongStep):
            services.advance(household_id=garcia.pk, to=State.LANDED, actor=DORA, now=NOON)

        assert Mark.objects.count() == before

    def test_promises_news_wherever_the_family_waits_for_us(self) -> None:
        garcia = factories.household(state=State.WAITING)
        seen = queries.application(asker=DORA, household_id=garcia.pk)
        assert seen.next_news_by is not None
        assert seen.next_news_by > NOON.date()

        services.advance(household_id=garcia.pk, to=State.BOOKED, actor=DORA, now=NOON)
        assert queries.application(asker=DORA, household_id=garcia.pk).next_news_by is None

    def test_never_shows_a_promise_in_the_past(self) -> None:
        garcia = factories.household(state=State.WAITING)
        seen = queries.application(asker=DORA, household_id=garcia.pk)
        for days in range(60):
            today = NOON.date() + timedelta(days=days)
            shown = seen.news_by(today=today)
            assert shown is not None
            assert shown > today

    def test_comes_back_to_where_more_was_needed(self) -> None:
        garcia = factories.household(state=State.INTERVIEWED)
        for to in (State.MORE_NEEDED, State.WITHDRAWN, State.MORE_NEEDED, State.INTERVIEWED):
            services.advance(household_id=garcia.pk, to=to, actor=DORA, now=NOON)
        assert Application.objects.get(household=garcia).former_states == []


class TestDatabase:
    def test_holds_one_live_application_per_household(self) -> None:
        garcia = factories.household(state=State.SENT)
        with pytest.raises(IntegrityError), transaction.atomic():
            Application.objects.create(
                household=garcia, state=State.SENT.value, state_since=NOON, opened_at=NOON
            )
        services.advance(household_id=garcia.pk, to=State.WITHDRAWN, actor=DORA, now=NOON)
        Application.objects.create(  # control: an ended one leaves room for the next
            household=garcia,
            state=State.SENT.value,
            state_since=NOON,
            opened_at=NOON + timedelta(hours=1),
        )

    @pytest.mark.parametrize("change", [{"state": "GONE"}, {"state": "DRAFT"}])
    def test_knows_the_states_and_that_only_a_draft_expires(self, change: dict[str, str]) -> None:
        garcia = factories.household(state=State.SENT)
        with pytest.raises(IntegrityError), transaction.atomic():
            Application.objects.filter(household=garcia).update(**change)

    def test_refuses_a_disclosure_under_a_yes_to_something_else(self) -> None:
        garcia, lopez = factories.household(), factories.household()
        yes = Consent.objects.create(
            household=garcia,
            kind="REFERRAL",
            recipient="RSC",
            purpose="usrap",
            version="1",
            language="es",
            given_at=NOON,
            given_by="HOUSEHOLD:x",
        )

        def disclose(**other: object) -> None:
            facts: dict[str, object] = {
                "household": garcia,
                "consent": yes,
                "recipient": "RSC",
                "purpose": "usrap",
                "fields": ["name"],
                "from_at": NOON,
                "proposed_by": "STAFF:1",
                "approved_by": "STAFF:2",
            }
            with transaction.atomic():
                Disclosure.objects.create(**(facts | other))
                with transaction.get_connection().cursor() as cursor:
                    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

        disclose()  # control: the right one passes
        wrongs: list[dict[str, object]] = [
            {"household": lopez},
            {"recipient": "GT_GOVERNMENT"},
            {"purpose": "h2a"},
            {"approved_by": "STAFF:1"},
            {"fields": []},
        ]
        for wrong in wrongs:
            with pytest.raises(IntegrityError):
                disclose(**wrong)


class TestVisibleTo:
    def test_shows_a_household_to_itself_and_to_its_office_alone(self) -> None:
        garcia, lopez = factories.household(), factories.household()
        ana, celia = factories.asker(garcia), factories.asker(lopez)
        grant_none = Asker(kind=AskerKind.PARTNER, id="9", agency="RSC")

        for asker in (ana, DORA, job("sender")):
            assert queries.household(asker=asker, reference=garcia.reference).id == garcia.pk
        for asker in (celia, ELIAS, AUDITOR, ANYONE, VISITOR, grant_none):
            with pytest.raises(NotVisible):
                queries.household(asker=asker, reference=garcia.reference, now=NOON)
            with pytest.raises(NotVisible):
                queries.household_by_id(asker=asker, household_id=garcia.pk)
            with pytest.raises(NotVisible):
                queries.application(asker=asker, household_id=garcia.pk)
            with pytest.raises(NotVisible):
                queries.members(asker=asker, household_id=garcia.pk, purpose="test")
            with pytest.raises(NotVisible):
                queries.contacts(asker=asker, household_id=garcia.pk)
            with pytest.raises(NotVisible):
                queries.call_word(asker=asker, household_id=garcia.pk)
            with pytest.raises(NotVisible):
                queries.visible(asker, garcia.pk)
            assert queries.consents(asker=asker, household_id=garcia.pk) == []
            assert queries.papers(asker=asker, household_id=garcia.pk) == []

    def test_answers_the_same_for_what_does_not_exist(self) -> None:
        garcia, lopez = factories.household(), factories.household()
        celia = factories.asker(lopez)

        with pytest.raises(NotVisible) as stranger:
            queries.household_by_id(asker=celia, household_id=garcia.pk)
        with pytest.raises(NotVisible) as nobody:
            queries.household_by_id(asker=celia, household_id=uuid4())
        assert stranger.value.code == nobody.value.code

    def test_shows_a_partner_what_a_live_grant_covers_until_it_ends(self) -> None:
        garcia = factories.household()
        partner = Asker(kind=AskerKind.PARTNER, id="9", agency="RSC")
        yes = Consent.objects.create(
            household=garcia,
            kind="REFERRAL",
            recipient="RSC",
            purpose="usrap",
            version="1",
            language="es",
            given_at=NOON,
            given_by="HOUSEHOLD:x",
        )
        grant = Disclosure.objects.create(
            household=garcia,
            consent=yes,
            recipient="RSC",
            purpose="usrap",
            fields=["name"],
            from_at=NOON,
            until_at=NOON + timedelta(days=30),
            proposed_by="STAFF:1",
            approved_by="STAFF:2",
        )

        def seen(at: timedelta) -> bool:
            return queries.visible_to(partner, now=NOON + at).filter(pk=garcia.pk).exists()

        assert seen(timedelta(days=1))
        assert not seen(timedelta(days=-1))
        assert not seen(timedelta(days=30))
        Disclosure.objects.filter(pk=grant.pk).update(ended_at=NOON + timedelta(hours=1))
        assert not seen(timedelta(days=1))
