"""The one journey that everything hangs on: from a phone to a counter, and on its way.

A family registers and books on its phone; the office receives it, calls it, hears it and
proposes a referral; the family agrees on its phone; a second person confirms; the family reads
who decides now. Each pair of screen, script and language is walked at least once.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import console_sign_in as entry
from tests.journeys.a_family import Family
from tests.journeys.conftest import DESKTOP, PHONE, OpenPage
from tests.running_site import RunningSite

pytestmark = pytest.mark.journey

WALKS = [
    pytest.param(PHONE, False, "es", id="phone, no script, Spanish"),
    pytest.param(DESKTOP, True, "en", id="desktop, script, English"),
    pytest.param(PHONE, True, "en", id="phone, script, English"),
    pytest.param(DESKTOP, False, "es", id="desktop, no script, Spanish"),
]
OFFICE = "QTZ"
Check = Callable[[Page], None]


class Office:
    """An officer at the console, who goes by what the page offers."""

    def __init__(self, site: RunningSite, page: Page, name: str, language: str) -> None:
        self.site, self.page = site, page
        entry.sign_in(site, page, name, language=language)

    def open(self, path: str) -> None:
        self.page.goto(f"{self.site.console_url}/consola/{path}")
        expect(self.page.locator("h1").first).to_be_visible()

    def press(self, selector: str) -> None:
        with self.page.expect_navigation():
            self.page.locator(selector).first.click()
        assert self.page.locator(".errors").count() == 0, self.page.locator(".errors").inner_text()

    def arrive(self, code: str) -> None:
        self.open("llegada")
        self.page.fill("main form [name=q]", code)
        self.press("main form button")
        self.press("main form[method=post] button")

    def call(self, number: str) -> None:
        """Call this very family, and say why if another one was suggested."""
        self.open("")
        row = self.page.locator(f".rows li:has-text('{number}')").first
        with self.page.expect_navigation():
            row.locator("a[href$='/llamar'], form[action$='/llamar'] button").first.click()
        if "/llamar" in self.page.url:
            # The free desks stand first.
            desks = self.page.locator("main form [name=desk] option:not([value=''])")
            self.page.select_option("main form [name=desk]", desks.first.get_attribute("value"))
            why = self.page.locator("main form [name=why][value=KNOWN_HERE]")
            if why.count():
                why.check()
            self.press("main form button")
        self.press(f"form[action$='/start'] button:has-text('{number}')")

    def hear(self, reference: str) -> None:
        """The interview, part by part; only what is needed to close it."""
        self.open(f"casos/{reference}/entrevista")
        self.press("main form button[name=open]")
        self.open(f"casos/{reference}/entrevista/identity")
        self.page.check("main form [name=checked][value=TOLD]")
        self.press("main form button[name=save], main form button[value=save]")
        self.open(f"casos/{reference}/entrevista/note")
        self.page.fill(
            "main form textarea", "Habla de amenazas desde marzo. Pide que no la llamen."
        )
        self.press("main form button[name=save], main form button[value=save]")
        self.open(f"casos/{reference}/entrevista")
        self.press("main form button[name=close]")

    def finish(self, number: str) -> None:
        """Let the family go, so that the desk is free for the next one."""
        self.open("")
        done = f"form[action$='/finish'] button:has-text('{number}')"
        if self.page.locator(done).count():
            self.press(done)

    def refer(self, reference: str, pathway: str) -> None:
        self.open(f"casos/{reference}/remitir/{pathway}")
        for name in ("NAMES", "BIRTH_DATES"):
            self.page.check(f"main form [name=fields_sent][value={name}]")
        self.page.check("main form [name=consent][value=OWN_PAGE]")
        self.press("main form button[name=read]")
        self.press("main form button[name=propose], main form button.button:not(.quiet)")

    def confirm(self, reference: str) -> None:
        self.open("remisiones")
        self.press(f"main a[href*='/{reference}/remision/']")
        self.press("main form button[name=confirm], main form button.button:not(.quiet)")


class TestAFamily:
    @pytest.mark.parametrize(("width", "javascript", "language"), WALKS)
    def test_goes_from_its_phone_to_a_counter_and_on_its_way(
        self,
        site: RunningSite,
        open_page: OpenPage,
        assert_accessible: Check,
        width: int,
        javascript: bool,
        language: str,
    ) -> None:
        phone = open_page(width=width, javascript=javascript, language=language)
        family = Family(phone, language)
        family.agree()
        assert_accessible(phone)
        family.register()
        assert_accessible(phone)
        family.send()
        assert_accessible(phone)
        family.book_first()
        assert_accessible(phone)
        reference = family.number.replace("-", "")

        desk = open_page(width=width, javascript=javascript, language=language)
        reception = Office(site, desk, "reception", language)
        reception.arrive(family.slip)
        assert_accessible(desk)
        family.open("cita/lista")
        expect(phone.locator("main [role=status]")).to_be_visible()

        counter = open_page(width=width, javascript=javascript, language=language)
        officer = Office(site, counter, "interviewer1", language)
        officer.call(family.number)
        officer.hear(reference)
        officer.finish(family.number)
        assert_accessible(counter)
        officer.refer(reference, "usrap")
        assert_accessible(counter)

        family.open("solicitud/respuesta")
        assert_accessible(phone)
        family.press("main form button[value=yes]")

        second = open_page(width=width, javascript=javascript, language=language)
        Office(site, second, "supervisor", language).confirm(reference)
        assert_accessible(second)

        family.open("solicitud/estado")
        assert_accessible(phone)
        expect(phone.locator(".path .now")).to_be_visible()
        family.open("solicitud/mensajes")
        assert_accessible(phone)
        decides = {"es": "Ellos deciden", "en": "They decide"}[language]
        expect(phone.locator("main")).to_contain_text(decides)

    def test_comes_back_on_another_phone_with_its_number_and_pin(
        self, open_page: OpenPage, assert_accessible: Check
    ) -> None:
        first = Family(open_page(width=PHONE, javascript=False), "es")
        first.agree()
        another = Family(open_page(width=PHONE, javascript=False), "es", first.number, first.pin)

        another.sign_in()

        expect(another.page.locator("h1")).to_be_visible()
        assert "/registro" in another.page.url or "/solicitud" in another.page.url
        assert_accessible(another.page)
