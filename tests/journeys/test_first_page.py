"""The first page opens for everybody."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.running_site import RunningSite

pytestmark = pytest.mark.journey


class TestTheFirstPage:
    def test_opens_and_is_accessible(
        self,
        site: RunningSite,
        page: Page,
        language: str,
        assert_accessible: Callable[[Page], None],
    ) -> None:
        page.goto(f"{site.public_url}/{language}/")

        expect(page.locator("h1")).to_be_visible()
        assert page.locator("html").get_attribute("lang") == language
        assert_accessible(page)
