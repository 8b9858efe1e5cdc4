"""Is this job real? A man on a phone, with scripts and without, in both languages, and an officer.

The certified orders that come with the product are taken in by the first minute of the site;
the journey waits for them as a visitor would: by asking again.
"""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, OpenPage

pytestmark = pytest.mark.journey
Check = Callable[[Page], None]
TRIES = 40
WORDS = {
    "es": {
        "like": "Hay trabajos así. Usted no dijo quién es el empleador.",
        "fits": "Conocemos un trabajo certificado que coincide con lo que le dijeron.",
        "pay": "Alguien pidió dinero: no pague.",
        "report": "Cuéntenos lo que sabe",
    },
    "en": {
        "like": "Jobs like this exist. You did not say who employs.",
        "fits": "We know a certified job that fits what you were told.",
        "pay": "Somebody asked for money: do not pay.",
        "report": "Tell us what you know",
    },
}


def ask(page: Page, language: str, **told: str) -> None:
    page.goto(f"/{language}/trabajo/revisar")
    for name, value in told.items():
        field = page.locator(f"[name={name}]").first
        if field.get_attribute("type") == "radio":
            page.locator(f"[name={name}][value={value}]").check()
        elif field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    page.locator("main form button").first.click()


def ask_until_read(page: Page, language: str, **told: str) -> None:
    """The orders are read in the site's first minute."""
    for _ in range(TRIES):
        ask(page, language, **told)
        if page.locator("section.card").count():
            return
        page.wait_for_timeout(1_000)


class TestAJobOffer:
    def test_of_strawberries_for_money_is_answered_and_reported(
        self, page: Page, language: str, javascript: bool, assert_accessible: Check
    ) -> None:
        words = WORDS[language]
        work = {"es": "fresas", "en": "strawberries"}[language]
        ask_until_read(page, language, work=work, pay="5,000", currency="GTQ", per="MONTH",
                       fee="yes", recruiter="Rigo Achila")  # fmt: skip

        expect(page.locator("h1")).to_have_text(words["like"])
        expect(page.locator(".note.stop").first).to_contain_text(words["pay"])
        if javascript:
            assert_accessible(page)

        page.locator(".note.stop form button").click()

        expect(page.locator("h1")).to_have_text(words["report"])
        expect(page.locator("[name=who]")).to_have_value("Rigo Achila")
        assert re.search(r"/estafas/avisar/trabajo$", page.url)

    def test_that_names_a_known_employer_fits(self, open_page: OpenPage) -> None:
        page = open_page(width=PHONE, javascript=False)
        ask_until_read(page, "es", employer="g&g farm and ranch", place="Palacios, Texas",
                       work="ganado", pay="11.59", currency="USD", per="HOUR")  # fmt: skip

        expect(page.locator("h1")).to_have_text(WORDS["es"]["fits"])
        expect(page.locator("section.card h3").first).to_have_text("G & G Farm & Ranch, Inc.")

    def test_has_figures_behind_it(self, open_page: OpenPage, assert_accessible: Check) -> None:
        page = open_page(width=PHONE)
        page.goto("/en/trabajo/cifras")

        expect(page.locator("h1")).to_have_text("Temporary work in figures")
        assert_accessible(page)
