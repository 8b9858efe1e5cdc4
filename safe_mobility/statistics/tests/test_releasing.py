"""Two people let figures out; afterwards nobody changes them, and anybody can check them."""

import hashlib
import json
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.db import InternalError, ProgrammingError, transaction

from safe_mobility.programmes.tests.shipped import load_shipped
from safe_mobility.shared.asker import ANYONE, Asker, AskerKind
from safe_mobility.shared.refusal import NotVisible
from safe_mobility.statistics import signing
from safe_mobility.statistics.models import Release, ReleasedCell
from safe_mobility.statistics.queries import figures
from safe_mobility.statistics.queries.figures import Figure, Wrong
from safe_mobility.statistics.rules import attacker, hiding
from safe_mobility.statistics.rules.indicators import PLACES
from safe_mobility.statistics.rules.partition import ONE_WAY
from safe_mobility.statistics.rules.tables import LEAST
from safe_mobility.statistics.services import deciding, drafting, making_up, partitioning, releasing
from safe_mobility.statistics.services.making_up import Past
from safe_mobility.statistics.services.series import SamePersonTwice

pytestmark = pytest.mark.django_db
SEPTEMBER, OCTOBER = date(2023, 9, 30), date(2023, 10, 31)
NOW = datetime(2023, 11, 13, 18, 0, tzinfo=UTC)


def staff(number: int, role: str = "SUPERVISOR") -> Asker:
    return Asker(
        kind=AskerKind.STAFF, id=str(number), offices=frozenset({"QTZ"}), roles=frozenset({role})
    )


DORA, ELIAS, RECEPTION = staff(4), staff(5, "AUDITOR"), staff(6, "RECEPTION")


@pytest.fixture
def _past() -> None:
    load_shipped(training=True)
    making_up.make_up(Past(900, date(2023, 6, 12), date(2023, 11, 10)))


def out(cut_off: date) -> UUID:
    release = drafting.draft(cut_off=cut_off, now=NOW)
    releasing.approve(release_id=release, actor=DORA, now=NOW)
    releasing.approve(release_id=release, actor=ELIAS, now=NOW)
    return release


@pytest.mark.usefixtures("_past")
class TestApprove:
    def test_needs_two_people_who_may(self) -> None:
        release = drafting.draft(cut_off=OCTOBER, now=NOW)

        with pytest.raises(NotVisible):
            releasing.approve(release_id=release, actor=RECEPTION, now=NOW)
        assert not releasing.approve(release_id=release, actor=DORA, now=NOW)
        with pytest.raises(SamePersonTwice):
            releasing.approve(release_id=release, actor=DORA, now=NOW)
        assert figures.newest(asker=ANYONE) is None
        assert releasing.approve(release_id=release, actor=ELIAS, now=NOW)
        with pytest.raises(releasing.OutBefore):
            releasing.approve(release_id=release, actor=DORA, now=NOW)

    def test_publishes_what_the_hash_and_the_signature_fit(self) -> None:
        out(OCTOBER)
        held = figures.newest(asker=ANYONE)

        assert held is not None
        described = json.loads(held.manifest)
        digest = hashlib.sha256(held.text().encode()).hexdigest()
        assert described["resources"][0]["hash"] == f"sha256:{digest}"
        assert figures.is_authentic(held)
        assert not signing.is_signed(held.manifest + " ", held.release.signature)

    def test_the_database_refuses_every_change_afterwards(self) -> None:
        release = out(OCTOBER)
        acts = (
            lambda: Release.objects.filter(pk=release).update(first_by="STAFF:9"),
            lambda: Release.objects.filter(pk=release).delete(),
            lambda: ReleasedCell.objects.filter(release=release).update(people=11),
            lambda: ReleasedCell.objects.filter(release=release).delete(),
            lambda: ReleasedCell.objects.create(release_id=release, indicator="x", cut="y"),
        )
        for act in acts:
            with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
                act()
        with pytest.raises(drafting.OutAlready):
            drafting.draft(cut_off=OCTOBER, now=NOW)


@pytest.mark.usefixtures("_past")
class TestTwoReleases:
    def test_are_undone_where_only_small_numbers_are_hidden(self) -> None:
        """The control: the plain rule alone gives numbers away in these very tables."""
        drafting.draft(cut_off=OCTOBER, now=NOW)
        work = deciding.prepare(partitioning.first_day(), OCTOBER)
        found = 0
        for group in (PLACES, *ONE_WAY):
            tables = deciding.tables_of(work, group)
            seen = tables.showing(hiding.only_small(tables))
            found += len(attacker.narrow(seen, attacker.attack(seen)))
        assert found > 20

    def test_leave_room_and_answer_what_came_between_them(self) -> None:
        out(SEPTEMBER)
        second = Release.objects.get(pk=out(OCTOBER))
        assert second.checked["least_span"] >= LEAST
        assert second.checked["releases_before"] == 1

        def asked(since: date | None, until: date | None) -> Figure | Wrong:
            return figures.figure(
                code="registered",
                by="total",
                from_on=since,
                until_on=until,
                is_stock=False,
                asker=ANYONE,
            )

        whole, first = asked(None, None), asked(None, SEPTEMBER)
        october = asked(SEPTEMBER + timedelta(days=1), OCTOBER)
        assert isinstance(whole, Figure)
        assert isinstance(first, Figure)
        assert isinstance(october, Figure)
        assert whole.rows[0].people == (first.rows[0].people or 0) + (october.rows[0].people or 0)
        assert asked(date(2023, 10, 5), OCTOBER) == Wrong("from", "not_after_a_cut_off")
        assert asked(None, date(2023, 10, 5)) == Wrong("until", "not_a_cut_off")
