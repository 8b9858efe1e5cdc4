"""From the first page to what may be open: a family on a phone, and an officer at a desk.

The way is walked on phone and desktop, with scripts and without, in both languages. The pages
have the same markup with scripts and without, so the accessibility engine looks at them where
scripts run.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, OpenPage

pytestmark = pytest.mark.journey

Check = Callable[[Page], None]
LAST_PAGES = re.compile(r"/revisar$")


@dataclass
class Family:
    """Somebody who answers in a browser. What is not named here is answered "I don't know"."""

    page: Page
    language: str
    judge: Check
    known: dict[str, str]
    scripts: bool

    def check(self, page: Page) -> None:
        if self.scripts:
            self.judge(page)

    def open(self, slug: str) -> None:
        self.page.goto(f"/{self.language}/{slug}")

    @property
    def question(self) -> str:
        found = re.search(r"/preguntas/([^?]+)", self.page.url)
        return found[1] if found else ""

    def answer_everything(self) -> None:
        for _ in range(60):
            if LAST_PAGES.search(self.page.url):
                return
            self.check(self.page)
            self.answer()
        raise AssertionError(f"the questions never ended: {self.page.url}")

    def answer(self) -> None:
        asked = self.question
        if asked == "familia":
            self.page.locator("main form button.button").last.click()
        elif asked == "cm.age":
            self.write_day("2", "5", "1990")
            self.page.locator("main form button").first.click()
        elif self.page.locator("button[name=dont_know]").count():
            self.page.locator("button[name=dont_know]").click()
        else:
            wanted = self.known.get(asked, "unknown")
            self.page.locator(f"input[name=answer][value='{wanted}']").check()
            self.page.locator("main form button").first.click()

    def write_day(self, day: str, month: str, year: str, *, field: str = "answer") -> None:
        self.page.fill(f"[name={field}_day]", day)
        self.page.select_option(f"[name={field}_month]", month)
        self.page.fill(f"[name={field}_year]", year)


@pytest.fixture
def family(page: Page, language: str, javascript: bool, assert_accessible: Check) -> Family:
    """The quick way: from Guatemala, no family abroad, no work wanted."""
    known = {"nationalities": "GT", "gt.loc": "GT", "fv.rel": "none"}
    return Family(page, language, assert_accessible, known, javascript)


@pytest.fixture(params=["es", "en"])
def phone(request: pytest.FixtureRequest, open_page: OpenPage, assert_accessible: Check) -> Family:
    """A cheap phone: in Spanish with scripts, in English without."""
    scripts = request.param == "es"
    page = open_page(width=PHONE, javascript=scripts, language=request.param)
    known = {"nationalities": "GT", "gt.loc": "GT"}
    return Family(page, request.param, assert_accessible, known, scripts)


class TestFromQuestionsToResult:
    def test_shows_what_may_be_open(self, family: Family) -> None:
        family.open("")
        family.check(family.page)
        family.page.locator("main a.button").first.click()
        family.answer_everything()
        family.check(family.page)

        family.page.locator("main a.button").first.click()

        family.check(family.page)
        expect(family.page.locator("section.verdict").first).to_be_visible()
        expect(family.page.locator("main a.button", has_text=re.compile("Regist"))).to_be_visible()


class TestOnAPhone:
    def test_each_page_beside_the_way_can_be_used(
        self, open_page: OpenPage, language: str, assert_accessible: Check
    ) -> None:
        page = open_page(width=PHONE, javascript=True, language=language)
        for slug in (
            "ayuda",
            "programa",
            "fuentes",
            "caminos",
            "camino/usrap",
            "borrar",
            "not-there",
        ):
            page.goto(f"/{language}/{slug}")
            assert_accessible(page)
            expect(page.locator("h1")).to_have_count(1)

    def test_an_answer_that_is_missing_is_told_and_found(self, phone: Family) -> None:
        phone.open("preguntas/gt.loc")

        phone.page.locator("main form button").first.click()

        phone.check(phone.page)
        assert phone.page.title().startswith("Error: ")
        summary = phone.page.locator(".errors")
        expect(summary).to_be_focused()
        summary.locator("a").click()
        assert phone.page.url.endswith("#id_answer_0")

    def test_a_day_that_does_not_exist_keeps_what_was_written(self, phone: Family) -> None:
        phone.open("preguntas/cm.age")
        phone.write_day("31", "2", "1990")

        phone.page.locator("main form button").first.click()

        phone.check(phone.page)
        expect(phone.page.locator("[name=answer_day]")).to_have_value("31")
        expect(phone.page.locator("[name=answer_month]")).to_have_value("2")

    def test_a_family_names_who_would_go_along(self, phone: Family) -> None:
        phone.open("preguntas/gt.loc")
        phone.answer()
        phone.open("preguntas/familia")
        phone.page.locator("main form a.button").click()
        phone.check(phone.page)
        phone.page.locator("main form button").click()
        phone.check(phone.page)
        phone.page.locator("input[name=role][value=child]").check()
        phone.write_day("3", "2", "2015", field="born_on")
        phone.page.locator("main form button").click()

        phone.check(phone.page)
        expect(phone.page.locator("dl.facts div")).to_have_count(1)

        phone.page.locator("main form button.link").click()
        expect(phone.page.locator("dl.facts div")).to_have_count(0)

    def test_an_answer_is_changed_from_the_list(self, phone: Family) -> None:
        phone.open("preguntas/gt.loc")
        phone.answer()
        phone.open("revisar")
        phone.page.locator("dl.facts a.change").first.click()
        phone.page.locator("input[value=OTHER]").check()
        phone.page.locator("main form button").first.click()
        phone.check(phone.page)
        phone.page.select_option("select", "CO")

        phone.page.locator("main form button").first.click()

        assert phone.page.url.endswith("/revisar")
        expect(phone.page.locator("dl.facts dd").first).to_contain_text("Colombia")

    def test_going_back_after_sending_loses_nothing(self, phone: Family) -> None:
        phone.open("preguntas/gt.loc")
        with phone.page.expect_navigation():
            phone.answer()
        phone.page.go_back()
        phone.page.locator("input[value=GT]").check()
        with phone.page.expect_navigation():
            phone.page.locator("main form button").first.click()

        phone.open("revisar")
        expect(phone.page.locator("dl.facts dd").first).to_contain_text("Guatemala")

    def test_another_language_keeps_page_and_answers(self, phone: Family) -> None:
        phone.open("preguntas/gt.loc")
        phone.answer()
        phone.open("revisar")

        phone.page.locator(".bar a[hreflang]").click()

        other = {"es": "en", "en": "es"}[phone.language]
        assert phone.page.url.endswith(f"/{other}/revisar")
        expect(phone.page.locator("dl.facts dd").first).to_contain_text("Guatemala")

    def test_everything_is_erased_at_once(self, phone: Family) -> None:
        phone.open("preguntas/gt.loc")
        phone.answer()
        phone.open("borrar")
        phone.page.locator("main form button").click()
        phone.check(phone.page)

        phone.open("resultado")

        assert "/preguntas/" in phone.page.url


class TestWithScripts:
    def test_leave_now_takes_the_place_of_the_page(self, open_page: OpenPage) -> None:
        page = open_page(width=PHONE, javascript=True, language="es")
        page.route("https://www.google.com/**", lambda route: route.fulfill(body="<h1>Elsewhere"))
        page.goto("/es/")
        page.goto("/es/ayuda")

        page.locator("#salir").click()
        page.wait_for_url("https://www.google.com/")

        page.go_back()
        assert page.url.endswith("/es/")
