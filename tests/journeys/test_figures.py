"""How it is going: a journalist on a phone finds a number and what it means, in one minute."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import console_sign_in as entry
from tests.journeys.conftest import DESKTOP, OpenPage
from tests.running_site import RunningSite

pytestmark = pytest.mark.journey

HOW = {
    "es": "Cómo va el programa, en cifras",
    "en": "How the programme is going, in figures",
}
REFERRED = {"es": "Remitidas", "en": "Referred"}
TABLE = {"es": "Ver como tabla", "en": "See as a table"}


class TestTheFigures:
    def test_are_found_from_the_first_page_and_say_what_they_mean(
        self,
        open_page: OpenPage,
        width: int,
        language: str,
        assert_accessible: Callable[[Page], None],
    ) -> None:
        page = open_page(width=width, language=language, javascript=False)

        page.goto(f"/{language}/")
        page.get_by_role("link", name=HOW[language]).first.click()
        expect(page.get_by_text(REFERRED[language]).first).to_be_visible()
        expect(page.get_by_text("Huehuetenango").first).to_be_attached()
        page.get_by_text(TABLE[language]).first.click()
        expect(page.locator("table").first).to_be_visible()
        assert_accessible(page)
        for path in ("cifras/significado", "cifras/publicaciones", "piloto"):
            page.goto(f"/{language}/{path}")
            expect(page.locator("h1")).to_be_visible()
            assert_accessible(page)

    def test_are_let_out_and_watched_in_the_console(
        self,
        site: RunningSite,
        open_page: OpenPage,
        assert_accessible: Callable[[Page], None],
    ) -> None:
        page = open_page(width=DESKTOP, javascript=False)
        entry.sign_in(site, page, "supervisor", language="es")
        for path in ("panorama", "publicacion"):
            page.goto(f"{site.console_url}/consola/{path}")
            expect(page.locator("h1")).to_be_visible()
            assert_accessible(page)
