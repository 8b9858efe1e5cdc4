"""How a journey comes into the console: with a training account, as anybody would."""

from typing import Any

from django.utils import timezone
from playwright.sync_api import Page

from safe_mobility.staff import rules
from tests.running_site import RunningSite


def give_password(site: RunningSite, page: Page, name: str) -> None:
    page.goto(f"{site.console_url}/consola/entrar")
    page.fill("input[name=login]", name)
    page.fill("input[name=password]", site.account(name)["password"])
    page.click("form:has(input[name=password]) button")


def give_code(site: RunningSite, page: Page, name: str) -> None:
    """The next code that was not used yet. A code serves once, so a second sign-in of the same
    person within half a minute takes the one of the step to come."""
    secret = site.account(name)["secret"]
    now = rules.totp_step(timezone.now())
    for step in (now - 1, now, now + 1):
        page.fill("input[name=code]", rules.totp_code(secret, step=step))
        page.click("form:has(input[name=code]) button")
        if not page.url.endswith("/codigo"):
            return
    raise AssertionError("all codes of this minute are used")


_SESSIONS: dict[tuple[int, str], list[Any]] = {}


def sign_in(
    site: RunningSite, page: Page, name: str, *, language: str = "", fresh: bool = False
) -> None:
    """Sign in as a training account. A session of this run is used again, unless `fresh`:
    codes are spent once, and four browsers of one person need not be four sign-ins."""
    known = _SESSIONS.get((site.port, name))
    if known and not fresh:
        page.context.add_cookies(known)
        page.goto(f"{site.console_url}/consola/")
    else:
        give_password(site, page, name)
        give_code(site, page, name)
    if not fresh:
        _SESSIONS[site.port, name] = list(page.context.cookies(site.console_url))
    if language and page.locator("html").get_attribute("lang") != language:
        page.click(f"button[name=language][value={language}]")
