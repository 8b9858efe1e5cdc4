"""Figures in the console: two people let them out; an overview of one's own office."""

import re

import pytest
from django.test import Client

from safe_mobility.doors.console.tests.desk import signed_in
from safe_mobility.people.models import Household
from safe_mobility.people.tests import factories
from safe_mobility.programmes.tests.shipped import load_shipped
from safe_mobility.staff.rules import Role
from safe_mobility.staff.tests.cast import member
from safe_mobility.statistics import defining
from safe_mobility.statistics.models import Release, ReleasedCell
from safe_mobility.statistics.tests.released import CUT_OFF, FIRST_ON, OUT_AT

pytestmark = pytest.mark.django_db
PAGE, OVERVIEW = "/consola/publicacion", "/consola/panorama"


@pytest.fixture(autouse=True)
def _programme() -> None:
    load_shipped(training=True)


@pytest.fixture
def draft() -> Release:
    row = Release.objects.create(
        cut_off=CUT_OFF,
        first_on=FIRST_ON,
        definitions=defining.catalogue().version,
        made_at=OUT_AT,
        checked={"cells": 100, "hidden": 30, "attacked": 60, "least_span": 12.0},
    )
    ReleasedCell.objects.create(
        release=row, indicator="registered", cut="total", people=1234, applications=500
    )
    return row


def agree(client: Client, draft: Release, key: str) -> int:
    return client.post(f"{PAGE}/{draft.pk}/de-acuerdo", {"press": key * 32}).status_code


class TestReleases:
    def test_go_out_after_the_second_yes_only(self, draft: Release) -> None:
        dora = signed_in(member("dora", Role.SUPERVISOR))
        elias = signed_in(member("elias", Role.AUDITOR))

        assert "1,234" in dora.get(PAGE).content.decode()
        assert agree(dora, draft, "a") == 302
        assert agree(dora, draft, "b") == 409
        assert not Release.objects.exclude(published_at=None).exists()
        assert agree(elias, draft, "c") == 302
        assert Release.objects.get().published_at is not None
        assert Release.objects.get().signature

    def test_are_not_for_reception(self, draft: Release) -> None:
        rita = signed_in(member("rita", Role.RECEPTION))
        assert rita.get(PAGE).status_code in (403, 404)
        assert agree(rita, draft, "a") in (403, 404)
        assert rita.get(OVERVIEW).status_code in (403, 404)


class TestOverview:
    def test_shows_the_own_office_and_names_what_was_forgotten(self) -> None:
        ana = factories.sent()
        celia = factories.sent(given_names="Celia", surnames="Xitumul", office_code="SMA")
        dora = signed_in(member("dora", Role.SUPERVISOR))

        page = dora.get(OVERVIEW).content.decode()
        assert celia.reference not in page.replace("-", "")
        assert ana.reference[:4] in page

    def test_draws_a_map_only_where_it_shows_more_than_the_table(self) -> None:
        dora = signed_in(member("dora", Role.SUPERVISOR))
        factories.sent()
        one_town = dora.get(OVERVIEW).content.decode()
        assert '<svg class="map' not in one_town
        assert '<th scope="row">Quetzaltenango</th>' in one_town

        for name, code in (("Berta", "0902"), ("Carla", "0903"), ("Delia", "0904")):
            family = factories.sent(given_names=name)
            Household.objects.filter(reference=family.reference).update(municipality=code)
        factories.sent(given_names="Elena")
        page = dora.get(OVERVIEW).content.decode()

        hidden = page.partition('<g class="none">')[2].partition("</g>")[0]
        assert hidden.count("<path") == 336
        lightest = page.partition('<g class="q0">')[2].partition("</g>")[0]
        assert lightest.count("<path") == 3, "the town itself has two families"
        # Close enough to tell the four apart: not the whole country.
        found = re.search(r'<svg class="map[^"]*" viewBox="\S+ \S+ (\d+) (\d+)"', page)
        assert found
        assert int(found[1]) < 400
