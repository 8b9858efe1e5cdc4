"""Two families that look for each other: found, decided, both asked alike, and silent otherwise."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from safe_mobility.notifications.models import Message
from safe_mobility.oversight.models import Mark
from safe_mobility.people import queries as people
from safe_mobility.people import services as people_acts
from safe_mobility.people.models import Disclosure, Household
from safe_mobility.people.tests import factories
from safe_mobility.people.tests.factories import ELIAS, NOON
from safe_mobility.reunification.models import TraceKey, TraceMatch, TraceProfile, TraceRequest
from safe_mobility.reunification.queries import tracing as queries
from safe_mobility.reunification.rules.finding import MatchMoved, MatchState, NotTracing
from safe_mobility.reunification.rules.kin import Relation
from safe_mobility.reunification.rules.tracing import Described
from safe_mobility.reunification.services import matching, tracing
from safe_mobility.reunification.services.tracing import ProfileTold, SoughtTold
from safe_mobility.shared.asker import Asker, AskerKind
from safe_mobility.shared.constraints import constraint_of
from safe_mobility.shared.refusal import NotVisible

pytestmark = pytest.mark.django_db
SUPERVISOR = Asker(
    kind=AskerKind.STAFF, id="7", offices=frozenset({"QTZ"}), roles=frozenset({"SUPERVISOR"})
)
LATER = NOON + timedelta(days=3)
ALL = frozenset(Relation)


@pytest.fixture
def ana() -> Household:
    """Looks for her sister Ixchel Tzunún, whom she last saw as a child."""
    return factories.sent(given_names="Ana", surnames="Tzunún Velásquez")


@pytest.fixture
def ixchel() -> Household:
    """Registered at another office, with her name as a clerk heard it."""
    return factories.sent(
        given_names="Ishchel", surnames="Sunún Belazques", born_on=date(1991, 5, 4),
        office_code="SMA",
    )  # fmt: skip


def join(household: Household, *, at: datetime = NOON, **told: Any) -> None:
    facts = {"born_in": "09:Tejutla", "mother": "Rosa Velásquez", "open_to": ALL, **told}
    tracing.join(
        household_id=household.pk,
        told=ProfileTold(**facts),
        language="es",
        actor=factories.asker(household),
        now=at,
    )


def seek(household: Household, **facts: Any) -> int:
    who = {
        "given_names": "Ixchel",
        "surnames": "Tzunún Velásquez",
        "birth_year": 1991,
        "place": "09:Tejutla",
        "mother": "Rosa Velásquez",
        **facts,
    }
    return tracing.seek(
        household_id=household.pk,
        told=SoughtTold(Relation.SIBLING, Described(**who), last_news="Tejutla, 2001"),
        actor=factories.asker(household),
        now=NOON,
    )


def found(ana: Household, ixchel: Household, **open_to: Any) -> TraceMatch:
    join(ana)
    join(ixchel, **open_to)
    seek(ana)
    matching.look_for_pairs(now=NOON)
    return TraceMatch.objects.get()


def decided(ana: Household, ixchel: Household, *, likely: bool = True, **told: Any) -> TraceMatch:
    match = found(ana, ixchel, **told)
    matching.decide(match_id=match.pk, likely=likely, actor=SUPERVISOR, now=NOON)
    match.refresh_from_db()
    return match


class TestLooking:
    def test_finds_a_name_as_a_clerk_heard_it(self, ana: Household, ixchel: Household) -> None:
        match = found(ana, ixchel)
        assert match.state == MatchState.FOUND
        assert match.tenths > 100

    def test_keeps_no_name_in_clear_and_no_key_without_the_master_key(
        self, ana: Household, ixchel: Household
    ) -> None:
        found(ana, ixchel)
        row = TraceRequest.objects.get()
        assert b"Ixchel" not in bytes(row.given_names or b"")
        assert {len(bytes(key.hash)) for key in TraceKey.objects.all()} == {32}

    def test_looks_only_among_families_that_agreed(self, ana: Household, ixchel: Household) -> None:
        """The control is the test above: the same two, both agreed, are a pair."""
        join(ana)
        seek(ana)
        matching.look_for_pairs(now=NOON)
        assert not TraceMatch.objects.exists()

    def test_needs_a_consent(self, ana: Household) -> None:
        with pytest.raises(NotTracing):
            seek(ana)

    def test_notes_a_namesake_as_too_weak_and_opens_it_once(self, ana: Household) -> None:
        namesake = factories.sent(
            given_names="Ixchel", surnames="Tzunún López", born_on=date(1960, 1, 1)
        )
        join(ana)
        join(namesake, born_in="12:San Pedro", mother="Juana Pop")
        seek(ana)
        assert matching.look_for_pairs(now=NOON) == 1
        assert TraceMatch.objects.get().state == MatchState.WEAK
        assert matching.look_for_pairs(now=NOON) == 0
        join(namesake, born_in="09:Tejutla", mother="")
        assert matching.look_for_pairs(now=NOON) == 1


class TestDeciding:
    def test_is_a_supervisors_of_the_seekers_office(
        self, ana: Household, ixchel: Household
    ) -> None:
        match = found(ana, ixchel)
        for stranger in (ELIAS, factories.DORA, factories.asker(ana), factories.AUDITOR):
            with pytest.raises(NotVisible):
                matching.decide(match_id=match.pk, likely=True, actor=stranger, now=NOON)
        seen = queries.matches(asker=SUPERVISOR)
        assert [pair.id for pair in seen] == [match.pk]
        assert seen[0].grounds
        with pytest.raises(NotVisible):
            queries.matches(asker=factories.DORA)
        assert queries.matches(asker=ELIAS) == []

    def test_is_done_once_and_leaves_a_mark(self, ana: Household, ixchel: Household) -> None:
        match = decided(ana, ixchel)
        with pytest.raises(MatchMoved):
            matching.decide(match_id=match.pk, likely=False, actor=SUPERVISOR, now=NOON)
        mark = Mark.objects.get(act="tracing.decided")
        assert mark.facts == {"likely": True}
        assert ixchel.reference not in mark.about

    def test_comes_before_anybody_is_asked(self, ana: Household, ixchel: Household) -> None:
        found(ana, ixchel)
        with pytest.raises(IntegrityError) as caught, transaction.atomic():
            TraceMatch.objects.update(state="ASKED")
        assert constraint_of(caught.value) == "a_person_decides_before_anybody_is_asked"

    def test_tells_nobody_in_the_database_before_both_agreed(
        self, ana: Household, ixchel: Household
    ) -> None:
        decided(ana, ixchel)
        with pytest.raises(IntegrityError) as caught, transaction.atomic():
            TraceMatch.objects.update(told_seeker=b"x")
        assert constraint_of(caught.value) == "nobody_is_told_before_both_agreed"


class TestAnswering:
    def test_waits_until_both_have_answered_since_the_decision(
        self, ana: Household, ixchel: Household
    ) -> None:
        decided(ana, ixchel)
        assert matching.settle(now=LATER) == 0
        join(ana, at=LATER)
        assert matching.settle(now=LATER) == 0
        join(ixchel, at=LATER)
        assert matching.settle(now=LATER) == 1
        assert TraceMatch.objects.get().state == MatchState.AGREED

    def test_tells_both_at_once_and_writes_the_ledger_of_both(
        self, ana: Household, ixchel: Household
    ) -> None:
        decided(ana, ixchel)
        join(ana, at=LATER)
        join(ixchel, at=LATER)
        matching.settle(now=LATER)

        assert Disclosure.objects.filter(recipient="TRACED_FAMILY").count() == 2
        told = Message.objects.filter(kind=matching.FOUND)
        assert {message.recipient_id for message in told} == {str(ana.pk), str(ixchel.pk)}
        assert _seen(ana).found == ("Ishchel Sunún Belazques",)
        assert _seen(ixchel).found == ("Ana Tzunún Velásquez",)

    @pytest.mark.parametrize(
        "no",
        [{"open_to": frozenset({Relation.PARENT})}, {"not_by": "Ana Sunún"}, {"open_to": set()}],
    )
    def test_a_no_ends_in_silence(
        self, ana: Household, ixchel: Household, no: dict[str, Any]
    ) -> None:
        decided(ana, ixchel)
        join(ana, at=LATER)
        join(ixchel, at=LATER, **no)
        matching.settle(now=LATER)
        assert TraceMatch.objects.get().state == MatchState.REFUSED
        assert _seen(ana).found == ()
        assert not Message.objects.filter(kind=matching.FOUND).exists()

    def test_a_no_may_become_a_yes(self, ana: Household, ixchel: Household) -> None:
        decided(ana, ixchel)
        join(ana, at=LATER)
        join(ixchel, at=LATER, open_to=frozenset())
        matching.settle(now=LATER)
        again = LATER + timedelta(days=30)
        join(ana, at=again)
        join(ixchel, at=again)
        matching.settle(now=again)
        assert TraceMatch.objects.get().state == MatchState.AGREED


def _seen(household: Household) -> queries.TracingSeen:
    seen = queries.tracing(asker=factories.asker(household), household_id=household.pk)
    assert seen is not None
    return seen


def nothing(ana: Household, ixchel: Household) -> None:
    join(ana)
    join(ixchel)
    seek(ana)


def waiting(ana: Household, ixchel: Household) -> None:
    found(ana, ixchel)


def asked(ana: Household, ixchel: Household) -> None:
    decided(ana, ixchel)


def dismissed(ana: Household, ixchel: Household) -> None:
    decided(ana, ixchel, likely=False)


def refused(ana: Household, ixchel: Household) -> None:
    decided(ana, ixchel, open_to=frozenset())
    join(ana, at=LATER)
    join(ixchel, at=LATER, open_to=frozenset())
    matching.settle(now=LATER)


class TestTheMonthsQuestion:
    @pytest.mark.parametrize("case", [nothing, waiting, asked, dismissed, refused])
    def test_goes_to_everybody_alike_whatever_became_of_a_pair(
        self, ana: Household, ixchel: Household, case: Callable[..., None]
    ) -> None:
        case(ana, ixchel)
        december = datetime(2023, 12, 1, 15, tzinfo=UTC)
        assert tracing.ask_everybody(now=december) == 2
        tracing.ask_everybody(now=december + timedelta(hours=5))
        assert tracing.ask_everybody(now=december + timedelta(days=9)) == 0
        sent = Message.objects.filter(kind=tracing.QUESTION)
        assert sent.count() == 2
        assert {(m.due_at, m.queued_at, str(m.facts)) for m in sent} == {(december, december, "{}")}


class TestLeaving:
    def test_ends_everything_at_once(self, ana: Household, ixchel: Household) -> None:
        decided(ana, ixchel)
        tracing.leave(household_id=ixchel.pk, actor=factories.asker(ixchel), now=LATER)
        assert not TraceMatch.objects.exists()
        assert not TraceProfile.objects.filter(household=ixchel).exists()
        assert queries.tracing(asker=factories.asker(ixchel), household_id=ixchel.pk) is None

    def test_by_stopping_the_consent_elsewhere_ends_it_too(
        self, ana: Household, ixchel: Household
    ) -> None:
        match = decided(ana, ixchel)
        me = factories.asker(ixchel)
        consent = next(
            each
            for each in people.consents(asker=me, household_id=ixchel.pk)
            if each.kind == "TRACING"
        )
        people_acts.stop_consent(household_id=ixchel.pk, consent_id=consent.id, actor=me, now=LATER)
        assert queries.matches(asker=SUPERVISOR, state=MatchState.ASKED) == []
        assert queries.tracing(asker=me, household_id=ixchel.pk) is None
        with pytest.raises(NotVisible):
            matching.held_match(match_id=match.pk, actor=SUPERVISOR)
        assert tracing.sweep(now=LATER) == 1
        assert not TraceMatch.objects.exists()

    def test_one_request_ends_alone(self, ana: Household) -> None:
        join(ana)
        number = seek(ana)
        tracing.stop_seeking(
            household_id=ana.pk, number=number, actor=factories.asker(ana), now=NOON
        )
        assert _seen(ana).sought == ()
        assert not TraceKey.objects.filter(request__isnull=False).exists()

    def test_a_stranger_reads_and_stops_nothing(self, ana: Household, ixchel: Household) -> None:
        join(ana)
        seek(ana)
        with pytest.raises(NotVisible):
            queries.tracing(asker=factories.asker(ixchel), household_id=ana.pk)
        with pytest.raises(NotVisible):
            tracing.leave(household_id=ana.pk, actor=factories.asker(ixchel), now=NOON)
