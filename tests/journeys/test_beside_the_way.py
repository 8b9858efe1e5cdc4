"""What a family does beside the straight way: another time, no appointment, no application; and
how an office registers somebody who sits in front of it.

Each pair of screen, script and language is walked once, and each page on the way is looked at.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import console_sign_in as entry
from tests.journeys.a_family import Family
from tests.journeys.conftest import DESKTOP, PHONE, OpenPage
from tests.running_site import RunningSite

pytestmark = pytest.mark.journey

Check = Callable[[Page], None]
WALKS = [
    pytest.param(PHONE, False, "es", id="phone, no script, Spanish"),
    pytest.param(DESKTOP, True, "en", id="desktop, script, English"),
]


class Going(Family):
    """A family that has an appointment and changes its mind."""

    def change_time(self) -> None:
        self.open_times()
        free = self.page.locator('main form input[name="hora"]:not(:checked)')
        free.last.check(force=True)
        self.press()
        self.press()
        assert self.page.url.endswith("/cita/lista"), self.page.url

    def cancel(self) -> None:
        self.open("cita/cancelar")
        self.press()
        assert self.page.url.endswith("/cita/cancelada"), self.page.url

    def close(self) -> None:
        self.open("datos/cerrar")
        self.press()

    def open_again(self) -> None:
        self.open("solicitud/estado")
        self.press("main form[action$='/solicitud/abrir'] button")


class TestAFamilyThatChangesItsMind:
    @pytest.mark.parametrize(("width", "javascript", "language"), WALKS)
    def test_changes_cancels_closes_and_opens_again(
        self,
        open_page: OpenPage,
        assert_accessible: Check,
        width: int,
        javascript: bool,
        language: str,
    ) -> None:
        page = open_page(width=width, javascript=javascript, language=language)
        family = Going(page, language)
        family.agree()
        family.register()
        family.send()
        family.book_first()
        before = page.locator("main .slip").inner_text()

        family.change_time()
        assert_accessible(page)
        assert page.locator("main .slip").inner_text() != before
        family.cancel()
        assert_accessible(page)
        family.open("solicitud/estado")
        expect(page.locator(".path .now")).to_be_visible()
        assert_accessible(page)

        family.close()
        assert_accessible(page)
        closed = {"es": "Cerrada por la familia", "en": "Closed by the family"}[language]
        expect(page.locator("main")).to_contain_text({"es": "cerró", "en": "closed"}[language])
        family.open_again()
        assert_accessible(page)
        expect(page.locator("main")).not_to_contain_text(closed)


class Helper:
    """An officer who writes down what the person in front of them says."""

    def __init__(self, site: RunningSite, page: Page, language: str) -> None:
        self.site, self.page = site, page
        entry.sign_in(site, page, "reception", language=language)

    def open(self, path: str) -> None:
        self.page.goto(f"{self.site.console_url}/consola/{path}")
        expect(self.page.locator("h1").first).to_be_visible()

    def press(self, selector: str = "main form button.button:not(.quiet)") -> None:
        with self.page.expect_navigation():
            self.page.locator(selector).first.click()
        assert self.page.locator(".errors").count() == 0, self.page.locator(".errors").inner_text()

    def begin(self, messages_in: str) -> None:
        self.open("asistida")
        self.page.select_option("main form [name=language]", messages_in)
        self.page.select_option("main form [name=spoken]", "mam")
        self.page.check("main form [name=speaker][value=INTERPRETER]")
        self.page.check("main form [name=agreed]")
        self.press()

    def write_down(self, part: str, **said: str) -> None:
        draft = self.page.url.partition("/asistida/")[2].partition("/")[0]
        self.open(f"asistida/{draft}/{part}")
        for name, value in said.items():
            self._answer(name, value)
        self.page.check("main form [name=read_back]")
        self.press()

    def ask_each_person(self) -> None:
        """Go on until a question comes of which each person has a row."""
        draft = self.page.url.partition("/asistida/")[2].partition("/")[0]
        self.open(f"asistida/{draft}/preguntas")
        while not self.page.locator("main form h2").count():
            for name in ("q_gt.loc", "q_nationalities"):
                if self.page.locator(f'main form [name="{name}"]').count():
                    self._answer(name, "GT")
            for unknown in self.page.locator("main form [value=unknown]").all():
                unknown.check()
            self.page.check("main form [name=read_back]")
            self.press()

    def _answer(self, name: str, value: str) -> None:
        field = self.page.locator(f'main form [name="{name}"]')
        kind = field.first.evaluate("e => e.type")
        if kind == "radio":
            self.page.check(f'main form [name="{name}"][value="{value}"]')
        elif kind.startswith("select"):
            field.select_option(value)
        else:
            field.fill(value)


class TestAnOfficeThatHelps:
    @pytest.mark.parametrize(("width", "javascript", "language"), WALKS)
    def test_registers_somebody_who_sits_there(
        self,
        site: RunningSite,
        open_page: OpenPage,
        assert_accessible: Check,
        width: int,
        javascript: bool,
        language: str,
    ) -> None:
        page = open_page(width=width, javascript=javascript, language=language)
        helper = Helper(site, page, language)
        helper.begin(messages_in="es")
        assert_accessible(page)
        helper.write_down(
            "persona/1",
            given_names="Juana",
            surnames="Tzoc Prueba",
            born_on_day="3",
            born_on_month="5",
            born_on_year="1988",
            sex="F",
            nationality="GT",
        )
        assert_accessible(page)
        helper.write_down(
            "persona",
            role="CHILD",
            given_names="Luis",
            surnames="Tzoc Prueba",
            born_on_day="1",
            born_on_month="2",
            born_on_year="2015",
            sex="M",
            nationality="GT",
        )
        helper.ask_each_person()
        expect(page.locator("main .many fieldset")).to_have_count(2)
        assert_accessible(page)
        helper.write_down("hogar", municipality="0901", spoken="mam", language="es")
        helper.write_down("contacto", kind="NONE")
        assert_accessible(page)
        helper.press("main form button[name=send]")
        assert_accessible(page)
        number, pin = page.locator("main .facts dd.num").all_inner_texts()[:2]
        helper.press("main form button[name=noted]")
        expect(page.locator("main")).not_to_contain_text(pin)

        # What was handed over opens the application on any phone.
        phone = Family(open_page(width=PHONE, javascript=False), "es", number, pin)
        phone.sign_in()
        phone.open("solicitud/estado")
        assert_accessible(phone.page)
        expect(phone.page.locator(".path .now")).to_be_visible()
