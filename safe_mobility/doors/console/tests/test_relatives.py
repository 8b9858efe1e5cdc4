"""Family abroad at the office: written down with the person, listed by month, pairs decided."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from safe_mobility.doors.common import clock
from safe_mobility.doors.console.tests.desk import signed_in
from safe_mobility.doors.console.tests.test_cases import press
from safe_mobility.oversight.models import Mark
from safe_mobility.people.models import Household
from safe_mobility.people.tests import factories
from safe_mobility.people.tests.factories import NOON
from safe_mobility.programmes.tests.shipped import hold_shipped
from safe_mobility.reunification.models import Clock, Petition, Relative, TraceMatch
from safe_mobility.reunification.rules.kin import Relation, Status
from safe_mobility.reunification.services.relatives import (
    RelativeChange,
    TieChange,
    name_relative,
)
from safe_mobility.reunification.tests import test_tracing as pairs
from safe_mobility.reunification.tests.test_tracing import ana, ixchel
from safe_mobility.staff.rules import Role
from safe_mobility.staff.tests import cast

__all__ = ["ana", "ixchel"]
pytestmark = pytest.mark.django_db
BACK: dict[str, Any] = {"speaker": "SELF", "read_back": ["YES"]}


@pytest.fixture(autouse=True)
def _monday(monkeypatch: pytest.MonkeyPatch) -> None:
    hold_shipped(monkeypatch)
    monkeypatch.setattr(clock, "now", lambda: NOON)


def officer(role: Role, *, office: str = "QTZ") -> Client:
    return signed_in(cast.member(f"{role.value.lower()}.{office.lower()}", role, offices=[office]))


def case(household: Household) -> str:
    return f"/consola/casos/{household.reference}"


class TestWritingDown:
    def test_keeps_what_was_read_back_and_shows_it_on_the_case(self, ana: Household) -> None:
        dora = officer(Role.RECEPTION)
        here = f"{case(ana)}/familia-afuera"
        facts = {"given_names": "Luis", "surnames": "Pop", "relation_1": "SPOUSE"}
        page = press(dora, f"{here}/nuevo", **facts, speaker="SELF")
        assert page.status_code == 200
        assert not Relative.objects.exists()
        assert press(dora, f"{here}/nuevo", **facts, **BACK)["Location"] == here
        press(dora, f"{here}/1/where", country="US", state="Miami", **BACK)
        press(dora, f"{here}/1/status", status="REFUGEE", since_year="2023", **BACK)
        press(dora, f"{here}/1/peticion/1", kind="I130", state="FILED", **BACK)
        press(dora, f"{here}/1/peticion/1/i130", state="REFUSED", **BACK)

        assert Petition.objects.get().state == "REFUSED"
        assert Mark.objects.filter(act="assisted.written").count() == 5
        page = dora.get(here).content.decode()
        assert "I-730" in page
        assert "Luis Pop" in dora.get(case(ana)).content.decode()

    def test_is_not_of_another_office(self, ana: Household) -> None:
        elias = officer(Role.SUPERVISOR, office="SMA")
        assert elias.get(f"{case(ana)}/familia-afuera").status_code == 404


class TestTheListOfDays:
    def test_names_the_month_and_opens_no_key(self, ana: Household) -> None:
        name_relative(
            household_id=ana.pk,
            change=RelativeChange(
                "Luis", "Pop", country="US", status=Status.REFUGEE, status_since=date(2022, 5, 20)
            ),
            ties={1: TieChange(Relation.SPOUSE, related_on=date(2012, 1, 1))},
            actor=factories.asker(ana),
            now=NOON,
        )
        page = officer(Role.RECEPTION).get("/consola/familia-afuera").content.decode()
        assert "mayo de 2024" in page
        assert ana.reference in page
        assert "Luis" not in page
        elsewhere = officer(Role.RECEPTION, office="SMA").get("/consola/familia-afuera")
        assert ana.reference not in elsewhere.content.decode()
        assert Clock.objects.count() == 1


class TestPairs:
    def test_are_shown_side_by_side_without_a_reference(
        self, ana: Household, ixchel: Household
    ) -> None:
        pairs.found(ana, ixchel)
        supervisor = officer(Role.SUPERVISOR)
        page = supervisor.get("/consola/familia-afuera/se-buscan").content.decode()
        assert "Tzunún Velásquez" in page
        assert "Sunún Belazques" in page
        assert ixchel.reference not in page
        match = TraceMatch.objects.get()
        press(supervisor, "/consola/familia-afuera/se-buscan", match=str(match.pk), likely="yes")
        match.refresh_from_db()
        assert match.state == "ASKED"

    def test_are_nobody_elses(self, ana: Household, ixchel: Household) -> None:
        pairs.found(ana, ixchel)
        address = "/consola/familia-afuera/se-buscan"
        assert officer(Role.RECEPTION).get(address).status_code == 404
        elsewhere = officer(Role.SUPERVISOR, office="SMA")
        assert "Tzunún" not in elsewhere.get(address).content.decode()
        match = TraceMatch.objects.get()
        assert press(elsewhere, address, match=str(match.pk), likely="yes").status_code == 404
