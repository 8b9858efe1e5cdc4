"""The links of the console: each leads somewhere, and the page one is on is marked rightly."""

import pytest
from django.test import Client
from django.utils import timezone

from safe_mobility.doors.console import nav
from safe_mobility.doors.console.series_labels import FILES
from safe_mobility.doors.console.tests.desk import signed_in
from safe_mobility.shared.asker import Asker, AskerKind
from safe_mobility.staff.models import User
from safe_mobility.staff.rules import Role
from safe_mobility.staff.services import accounts
from safe_mobility.staff.tests.cast import member
from safe_mobility.statistics.services.reading import KINDS

pytestmark = pytest.mark.django_db

SARA = Asker(kind=AskerKind.STAFF, id="1", roles=frozenset({"SUPERVISOR"}))


def at(path: str) -> list[str]:
    return [link.url for link in nav.links(SARA, path=path) if link.here]


def partner(agency: str) -> Client:
    accounts.ensure_agency(code=agency, name=agency.title(), is_partner=True)
    user = User(username=agency.lower(), display_name=agency, agency_id=agency)
    user.created_at = timezone.now()
    user.save()
    return signed_in(user)


class TestHere:
    def test_is_the_link_whose_page_it_is(self) -> None:
        assert at("/consola/") == ["/consola/"]
        assert at("/consola/casos/QZ7K4M92XW3T") == ["/consola/casos"]
        assert at("/consola/visita/9b05/llamar") == ["/consola/"]

    def test_is_cases_for_what_cases_lead_to(self) -> None:
        assert at("/consola/remisiones") == ["/consola/casos"]
        assert at("/consola/duplicados") == ["/consola/casos"]

    def test_is_none_on_the_pages_of_ones_own_account(self) -> None:
        assert at("/consola/mi-acceso") == []


class TestPartner:
    def test_who_is_an_employer_begins_with_its_offers(self) -> None:
        assert partner("STRAWBERRIES").get("/consola/").url == "/consola/ofertas"  # type: ignore[attr-defined]

    def test_that_registers_workers_brings_offers_too(self) -> None:
        assert partner("MINTRAB").get("/consola/").url == "/consola/ofertas"  # type: ignore[attr-defined]

    def test_that_takes_other_referrals_is_told_how_they_come(self) -> None:
        page = partner("RSC").get("/consola/")

        assert page.status_code == 200
        assert "como carta" in page.content.decode()
        assert "/consola/ofertas" not in page.content.decode()


class TestLinks:
    @pytest.mark.parametrize(("role", "seen"), [(Role.RECEPTION, False), (Role.SUPERVISOR, True)])
    def test_to_referrals_stand_only_where_they_open(self, role: Role, seen: bool) -> None:
        client = signed_in(member("dora", role))
        page = client.get("/consola/casos").content.decode()

        assert ("/consola/remisiones" in page) is seen
        assert (client.get("/consola/remisiones").status_code == 200) is seen


def test_every_kind_of_file_has_words() -> None:
    assert set(KINDS) == set(FILES)
