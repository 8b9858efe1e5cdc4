"""What others count, as a page: every number with its source, and nothing it does not say."""

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
