"""A passkey in a real browser, with an authenticator that the browser itself plays."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import CDPSession, Page, expect

from tests.journeys import console_sign_in as entry
from tests.journeys.conftest import DESKTOP, OpenPage
from tests.running_site import RunningSite

pytestmark = pytest.mark.journey

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    return open_page(width=DESKTOP)


def give_device(page: Page) -> tuple[CDPSession, str]:
    """An authenticator in this browser, like the one of a phone or a laptop."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    made: dict[str, Any] = tools.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return tools, str(made["authenticatorId"])


class TestPasskey:
    def test_is_added_and_signs_in_alone(
        self, site: RunningSite, page: Page, assert_accessible: Callable[[Page], None]
    ) -> None:
        tools, device = give_device(page)
        entry.sign_in(site, page, "supervisor2", language="es", fresh=True)

        page.goto(f"{site.console_url}/consola/mi-acceso/llave")
        page.fill("input[name=password]", site.account("supervisor2")["password"])
        page.click("main button")
        page.fill("input[name=name]", "Teléfono del trabajo")
        assert_accessible(page)
        page.click("main button:visible")
        expect(page.locator("main")).to_contain_text("Teléfono del trabajo")
        assert_accessible(page)

        page.click("text=Salir")
        page.click("text=Entrar con una llave de acceso")
        page.wait_for_url("**/consola/")
        expect(page.locator(".who")).to_contain_text("Saúl Esquit")

        # A device that cannot tell whose finger it is opens nothing.
        page.click("text=Salir")
        tools.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
        page.click("text=Entrar con una llave de acceso")
        expect(page.locator("[data-failed]")).to_be_visible()
        assert "/entrar" in page.url

    def test_is_a_second_factor_after_the_password(self, site: RunningSite, page: Page) -> None:
        give_device(page)
        entry.sign_in(site, page, "interviewer2", language="es", fresh=True)
        page.goto(f"{site.console_url}/consola/mi-acceso/llave")
        page.fill("input[name=password]", site.account("interviewer2")["password"])
        page.click("main button")
        page.click("main button:visible")
        expect(page).to_have_url(f"{site.console_url}/consola/mi-acceso")
        page.click("text=Salir")

        entry.give_password(site, page, "interviewer2")
        page.click("text=Usar una llave de acceso")

        expect(page).to_have_url(f"{site.console_url}/consola/")
