"""The pages of the console, for each role, on a phone and a desktop, with scripts and without."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import console_sign_in as entry
from tests.running_site import RunningSite

pytestmark = pytest.mark.journey

PAGES = {
    "reception": ["", "llegada", "llegada?q=QZ7K"],
    "supervisor": ["", "personal", "personal/nueva", "personal/turnos", "huella"],
    "auditor": ["huella"],
}


class TestTheConsole:
    @pytest.mark.parametrize("role", PAGES)
    def test_is_accessible_and_fits_the_screen(
        self,
        site: RunningSite,
        page: Page,
        role: str,
        assert_accessible: Callable[[Page], None],
    ) -> None:
        page.goto(f"{site.console_url}/consola/")
        assert_accessible(page)
        entry.sign_in(site, page, role, language="es")
        for path in PAGES[role]:
            page.goto(f"{site.console_url}/consola/{path}")
            expect(page.locator("h1")).to_be_visible()
            assert_accessible(page)

    def test_speaks_english_to_who_wants_it(self, site: RunningSite, page: Page) -> None:
        entry.sign_in(site, page, "interviewer1", language="en")

        expect(page.locator("html")).to_have_attribute("lang", "en")
        expect(page.locator(".bar")).to_contain_text("Today")
