"""Looking for family on a phone, and what the one who looks must not be able to tell."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from safe_mobility.doors.common import clock
from safe_mobility.doors.public.tests import phone
from safe_mobility.doors.public.tests.test_relatives import day, press
from safe_mobility.people.models import Household
from safe_mobility.people.tests.factories import NOON
from safe_mobility.programmes.tests.shipped import hold_shipped
from safe_mobility.reunification.models import TraceMatch
from safe_mobility.reunification.services import matching, tracing
from safe_mobility.reunification.tests import test_tracing as pairs
from safe_mobility.reunification.tests.test_tracing import LATER, ana, ixchel

__all__ = ["ana", "ixchel"]
pytestmark = pytest.mark.django_db
SEARCH = "/es/buscar-familia"
PAGES = (SEARCH, f"{SEARCH}/nuevo", "/es/solicitud/mensajes", "/es/solicitud/estado", "/es/datos")
SECRETS = re.compile(rb'(?:name="(?:csrfmiddlewaretoken|press)" value="[^"]*")')
DECEMBER = NOON.replace(month=12, day=1)


@pytest.fixture(autouse=True)
def _monday(monkeypatch: pytest.MonkeyPatch) -> None:
    hold_shipped(monkeypatch)
    monkeypatch.setattr(clock, "now", lambda: NOON)


class TestAFamilyThatLooks:
    def test_agrees_looks_and_stops(self, ana: Household) -> None:
        client = phone.signed_in(ana)
        page = client.get(SEARCH).content.decode()
        assert "Un no queda en silencio" in page
        answer: dict[str, Any] = {"open_to": ["SIBLING"], "department": "09", "town": "Tejutla"}
        assert press(client, SEARCH, **answer)["Location"] == SEARCH
        facts = {"relation": "SIBLING", "given_names": "Ixchel", "surnames": "Tzunún"}
        response = press(client, f"{SEARCH}/nuevo", **facts, born_year="1991")
        assert response["Location"] == SEARCH
        page = client.get(SEARCH).content.decode()
        assert "Ixchel Tzunún" in page
        assert 'value="SIBLING" checked' in page
        press(client, f"{SEARCH}/1/quitar")
        assert "Ixchel" not in client.get(SEARCH).content.decode()
        press(client, f"{SEARCH}/salir")
        assert "Sí, busquen" in client.get(SEARCH).content.decode()

    def test_is_told_to_agree_first(self, ana: Household) -> None:
        client = phone.signed_in(ana)
        facts = {"relation": "SIBLING", "given_names": "Ixchel", "surnames": "Tzunún"}
        page = press(client, f"{SEARCH}/nuevo", **facts, **day("born", NOON.date()))
        assert "Usted no ha dado su acuerdo" in page.content.decode()

    def test_reads_the_name_once_both_agreed(self, ana: Household, ixchel: Household) -> None:
        pairs.decided(ana, ixchel)
        pairs.join(ana, at=LATER)
        pairs.join(ixchel, at=LATER)
        matching.settle(now=LATER)
        page = phone.signed_in(ana).get(SEARCH).content.decode()
        assert "Ishchel Sunún Belazques" in page
        held = phone.signed_in(ana).get("/es/datos").content.decode()
        assert "un familiar con quien las dos partes" in held
        assert "TRACED_FAMILY" not in held


def agreed(ana: Household, ixchel: Household) -> None:
    """The control: this one must be seen."""
    pairs.decided(ana, ixchel)
    pairs.join(ana, at=LATER)
    pairs.join(ixchel, at=LATER)
    matching.settle(now=LATER)


def refused(ana: Household, ixchel: Household) -> None:
    pairs.refused(ana, ixchel)
    assert TraceMatch.objects.get().state == "REFUSED"


def read(household: Household) -> list[tuple[bytes, int]]:
    """Every page of a family as bytes without what changes at each look, and what it took."""
    client = phone.signed_in(household)
    tracing.ask_everybody(now=DECEMBER)
    found = []
    for address in PAGES:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            body = client.get(address).content
        found.append((SECRETS.sub(b"", body), len(queries)))
    return found


Case = Callable[[Household, Household], None]
SILENT: list[Case] = [pairs.waiting, pairs.asked, pairs.dismissed, refused]


class TestWhatNobodyCanTell:
    @pytest.mark.parametrize("side", ["seeker", "found"])
    @pytest.mark.parametrize("case", SILENT)
    def test_no_page_differs_by_a_byte_or_a_query(
        self,
        ana: Household,
        ixchel: Household,
        case: Case,
        side: str,
    ) -> None:
        pairs.nothing(ana, ixchel)
        pairs.join(ana, at=LATER)
        who = ana if side == "seeker" else ixchel
        open_to = frozenset() if case is refused else pairs.ALL
        pairs.join(ixchel, at=LATER, open_to=open_to)
        without = read(who)
        self._begin_again(ana, ixchel)

        case(ana, ixchel)
        pairs.join(ana, at=LATER)
        pairs.join(ixchel, at=LATER, open_to=open_to)
        assert read(who) == without

    def test_would_be_seen_if_it_did(self, ana: Household, ixchel: Household) -> None:
        pairs.nothing(ana, ixchel)
        pairs.join(ana, at=LATER)
        pairs.join(ixchel, at=LATER)
        without = read(ana)
        self._begin_again(ana, ixchel)
        agreed(ana, ixchel)
        assert read(ana) != without

    @staticmethod
    def _begin_again(*households: Household) -> None:
        """As if nothing had been told, but with the same numbers and consents."""
        for household in households:
            tracing._forget([household.pk])
