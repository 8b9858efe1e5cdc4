"""From the consent to the status page: a family on a phone without scripts, and one at a desk.

The accessibility engine looks at each page on the way where scripts run; the markup is the same.
"""

import io
import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESKTOP, PHONE, OpenPage

pytestmark = pytest.mark.journey
Check = Callable[[Page], None]


@dataclass
class Family:
    page: Page
    language: str
    judge: Check

    def open(self, slug: str) -> None:
        self.page.goto(f"/{self.language}/{slug}")
        self.judge(self.page)

    def press(self) -> None:
        self.page.locator("main form button.button.go").first.click()
        self.judge(self.page)

    def choose(self, value: str) -> None:
        self.page.locator(f"main input[value={value}]").check()
        self.press()

    def select(self, field: str, value: str) -> None:
        self.page.select_option(f"#id_{field}", value)
        self.press()

    def born(self, day: str, month: str, year: str) -> None:
        self.page.fill("#id_born_on_day", day)
        self.page.select_option("#id_born_on_month", month)
        self.page.fill("#id_born_on_year", year)
        self.press()

    def named(self, given_names: str, surnames: str) -> None:
        self.page.fill("#id_given_names", given_names)
        self.page.fill("#id_surnames", surnames)

    def at(self, slug: str) -> None:
        expect(self.page).to_have_url(re.compile(f"/{self.language}/{slug}$"))


@pytest.fixture(params=["phone", "desk"])
def family(request: pytest.FixtureRequest, open_page: OpenPage, assert_accessible: Check) -> Family:
    """On a phone without scripts in Spanish, at a desk with scripts in English."""
    if request.param == "phone":
        return Family(open_page(width=PHONE, javascript=False), "es", lambda _page: None)
    page = open_page(width=DESKTOP, javascript=True, language="en")
    return Family(page, "en", assert_accessible)


class TestAFamily:
    def test_registers_and_comes_back_with_number_and_pin(self, family: Family) -> None:
        number, pin = self.agrees(family)
        self.tells_who_it_is(family)
        self.adds_a_child(family)
        self.tells_the_rest(family)

        family.page.locator("main a.button.go").click()
        family.press()
        family.at("listo")
        expect(family.page.locator(".code")).to_have_text(number)

        family.open("solicitud/estado")
        family.page.locator("main form[action$=salir] button").click()
        family.open("solicitud")
        family.page.fill("#id_reference", number.lower())
        family.page.fill("#id_pin", pin)
        family.press()
        family.at("solicitud/estado")
        expect(family.page.locator(".path .now")).to_have_count(1)

    def agrees(self, family: Family) -> tuple[str, str]:
        family.open("consentimiento")
        family.press()
        expect(family.page.locator(".errors")).to_be_visible()
        family.choose("yes")
        codes = family.page.locator(".code").all_inner_texts()
        family.press()
        return codes[0], codes[1]

    def tells_who_it_is(self, family: Family) -> None:
        family.named("Ixchel", "Tz’unun Ajú")
        family.press()
        family.born("31", "2", "1990")
        expect(family.page.locator("#id_born_on_day")).to_have_value("31")
        family.born("1", "2", "2015")
        family.at("registro/menor")
        family.open("registro/nacimiento")
        family.born("7", "3", "1990")
        family.choose("F")
        family.select("first", "GT")
        family.choose("NONE")

    def adds_a_child(self, family: Family) -> None:
        family.choose("yes")
        family.named("Eva", "Ajú")
        family.choose("CHILD")
        family.born("1", "5", "2015")
        family.choose("F")
        family.select("first", "GT")
        family.choose("NONE")
        family.choose("no")

    def tells_the_rest(self, family: Family) -> None:
        family.select("department", "09")
        family.select("municipality", "0901")
        family.page.select_option("#id_spoken", "quc")
        family.choose("es")
        family.page.fill("#id_value", "5555 1234")
        family.choose("PHONE")
        family.at("solicitud/contacto/clave")
        family.page.locator("main p a").last.click()
        family.choose("BABY")
        family.at("registro/revisar")


class TestAPhoto:
    def test_is_kept_and_taken_out_as_a_file(self, family: Family) -> None:
        family.open("consentimiento")
        family.choose("yes")
        family.press()
        family.open("papeles")
        chosen = family.page.locator("#id_photo")
        pdf = {"name": "dpi.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 x"}
        chosen.set_input_files(pdf)  # type: ignore[arg-type]
        family.choose("IDENTITY")
        expect(family.page.locator(".errors")).to_be_visible()

        drawn = io.BytesIO()
        Image.new("RGB", (80, 60), (90, 140, 120)).save(drawn, "JPEG")
        photo = {"name": "dpi.jpg", "mimeType": "image/jpeg", "buffer": drawn.getvalue()}
        family.page.locator("#id_photo").set_input_files(photo)  # type: ignore[arg-type]
        family.choose("IDENTITY")

        with family.page.expect_download() as taken:
            family.page.locator("form[action$='/papel'] button").click()
        assert taken.value.suggested_filename.endswith(".jpg")
