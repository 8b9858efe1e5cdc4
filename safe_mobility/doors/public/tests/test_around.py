"""What others count, as a page: every number with its source, and nothing it does not say."""

import gzip
import re
from datetime import UTC, datetime

import pytest
from django.test import Client

from safe_mobility.programmes.tests.shipped import hold_shipped
from safe_mobility.statistics.services import series

pytestmark = pytest.mark.django_db


@pytest.fixture
def shipped(monkeypatch: pytest.MonkeyPatch) -> None:
    hold_shipped(monkeypatch)
    series.load_shipped(now=datetime(2023, 11, 20, 15, tzinfo=UTC))


class TestAround:
    def test_shows_each_series_with_table_source_and_data(
        self, client: Client, shipped: None
    ) -> None:
        page = client.get("/en/alrededor").content.decode()

        assert page.count("<figure") == page.count("Source:") == 7
        assert "What this does not show" in page
        assert "12 June 2023" in page
        for address in re.findall(r'href="(/api/v1/series/[^"]+)"', page):
            assert client.get(address.replace("&amp;", "&")).status_code == 200

    def test_compares_the_same_months_of_two_years(self, client: Client, shipped: None) -> None:
        page = client.get("/es/alrededor/SV").content.decode()

        assert "julio de 2022 a mayo de 2023" in page
        assert "julio de 2023 a mayo de 2024" in page

    def test_says_what_is_not_published_for_a_country(self, client: Client, shipped: None) -> None:
        page = client.get("/en/alrededor/CR").content.decode()

        assert "Not published apart for this country: Encounters at the southwest border" in page

    def test_of_an_unknown_country_is_no_page(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        hold_shipped(monkeypatch)

        assert client.get("/es/alrededor/US").status_code == 404
        assert client.get("/es/alrededor").status_code == 200


class TestRootCauses:
    def test_shows_a_span_of_places_on_map_and_in_table(
        self, client: Client, shipped: None
    ) -> None:
        page = client.get("/en/causas").content.decode()

        assert page.count("<path d=") >= 340
        assert page.count('href="/en/causas/') >= 340
        assert "the 68 with the greatest need" in page

    @pytest.mark.parametrize("weights", ["", "?food=5&school=0&water=3"])
    def test_costs_no_more_than_a_page_with_a_map_may(
        self, client: Client, shipped: None, weights: str
    ) -> None:
        for language in ("es", "en"):
            page = client.get(f"/{language}/causas{weights}").content
            assert len(gzip.compress(page)) < 25 * 1024

    def test_follows_the_weights_in_the_address_and_shows_them(
        self, client: Client, shipped: None
    ) -> None:
        equal = client.get("/en/causas?format=csv").content
        moved = client.get("/en/causas?food=5&school=0&format=csv").content
        page = client.get("/en/causas?food=5&school=0").content.decode()

        assert equal != moved
        assert moved == client.get("/es/causas?school=0&food=5&format=csv").content
        assert '<option value="5" selected>' in page
        assert page.count('<option value="3" selected>') == 5
        assert "Back to equal weights" in page

    @pytest.mark.parametrize(
        "query",
        [
            "food=9",
            "food=much",
            "&".join(
                f"{name}=0"
                for name in (
                    *("poverty", "food", "violence", "water"),
                    *("disasters", "school", "services"),
                )
            ),
        ],
    )
    def test_refuses_weights_that_are_none(self, client: Client, shipped: None, query: str) -> None:
        assert client.get(f"/en/causas?{query}").status_code == 422

    def test_of_one_municipality_stand_beside_the_middle_of_all(
        self, client: Client, shipped: None
    ) -> None:
        page = client.get("/en/causas/0206").content.decode()

        assert "Sansare" in page
        assert "its name decides" in page
        assert "People in poverty" in page
        assert "No figures of the programme have been published yet." in page
        assert "Maya" not in page
        assert client.get("/en/causas/9999").status_code == 404

    def test_are_no_page_where_nothing_was_brought(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        hold_shipped(monkeypatch)

        assert client.get("/en/causas").status_code == 404
