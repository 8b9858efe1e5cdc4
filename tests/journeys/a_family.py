"""A family at its phone: fills each page of the registration as a person would, and goes on."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page, expect

ANSWERS: dict[str, str] = {
    "given_names": "Marta Luisa",
    "surnames": "Cojulún Prueba",
    "born_on_day": "2",
    "born_on_month": "5",
    "born_on_year": "1988",
    "sex": "F",
    "first": "GT",
    "kind": "NONE",
    "more": "no",
    "department": "09",
    "municipality": "0901",
    "spoken": "es",
}
MOST_PAGES = 20


@dataclass
class Family:
    """What the family wrote down: its number and PIN, and the code of its slip."""

    page: Page
    language: str
    number: str = ""
    pin: str = ""
    slip: str = ""

    def open(self, path: str) -> None:
        self.page.goto(f"/{self.language}/{path}")
        expect(self.page.locator("h1").first).to_be_visible()

    def press(self, selector: str = "main form button") -> None:
        """Press the page's one filled button and wait for the page that follows."""
        with self.page.expect_navigation():
            self.page.locator(selector).first.click()
        assert self.page.locator(".errors").count() == 0, self.page.locator(".errors").inner_text()

    def agree(self) -> None:
        self.open("consentimiento")
        self.page.locator("main form input[type=radio]").first.check()
        self.press()
        codes = self.page.locator(".code").all_inner_texts()
        self.number, self.pin = codes[0], codes[1]

    def fill(self) -> None:
        """Answer what the page asks; whatever is not in `ANSWERS` is left as it came."""
        language = self.page.locator(f'main form [name=language][value="{self.language}"]')
        if language.count():
            language.check()
        for name, value in ANSWERS.items():
            field = self.page.locator(f'main form [name="{name}"]')
            if field.count():
                self._answer(field, name, value)

    def _answer(self, field: Any, name: str, value: str) -> None:
        kind = field.first.evaluate("e => e.type")
        if kind == "radio":
            self.page.locator(f'main form [name="{name}"][value="{value}"]').check()
        elif kind.startswith("select"):
            field.select_option(value)
        else:
            field.fill(value)

    def register(self) -> None:
        """From the first page after consent to the page that checks everything."""
        self.press()
        for _ in range(MOST_PAGES):
            if self.page.url.endswith("/registro/revisar"):
                return
            if self.page.locator("main form").count() == 0:
                self.press("main a.button")
                continue
            self.fill()
            self.press()
        raise AssertionError(f"still at {self.page.url} after {MOST_PAGES} pages")

    def send(self) -> None:
        self.press("main a.button")
        self.press()
        assert self.page.url.endswith("/listo"), self.page.url

    def open_times(self) -> None:
        self.open("cita")
        way = self.page.locator('main form [name="donde"][value$="IN_PERSON"]')
        if way.count():
            way.first.check()
            self.press()

    def book_first(self) -> None:
        """The first time that is shown: today, if the office has one left."""
        self.open_times()
        self.page.locator('main form input[name="hora"]').first.check(force=True)
        self.press()
        self.press()
        assert self.page.url.endswith("/cita/lista"), self.page.url
        self.slip = self.page.locator(".stub p").last.locator("strong").inner_text()

    def sign_in(self) -> None:
        self.open("solicitud")
        self.page.fill("main form [name=reference]", self.number)
        self.page.fill("main form [name=pin]", self.pin)
        self.press()
