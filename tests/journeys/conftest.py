"""A real browser against the real processes of `make run`.

`site` starts once for a run of tests. `open_page` opens a page as a person with a phone or a
desktop, with scripts or without; `page` is what most journeys want: each of the four in turn.
A script error, a refused resource or a broken security policy fails the test it happens in.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from config.environment import read
from tests import accessibility, browser
from tests.running_site import RunningSite, free_port, scratch

PHONE, DESKTOP = 360, 1280
HEIGHTS = {PHONE: 740, DESKTOP: 900}

OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def site(request: pytest.FixtureRequest) -> Iterator[RunningSite]:
    """The training site, begun afresh on its own folder and ports."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    var_dir = scratch(read().VAR_DIR / "tests" / f"site-{worker}")
    running = RunningSite(var_dir=var_dir, port=free_port()).start()
    yield running
    running.end()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium, kept from talking to anybody but us."""
    executable = browser.executable()
    if executable is None:
        pytest.fail("No browser: `make install-browser` installs Chromium or says how.")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=executable, args=browser.switches(), headless=True
        )
        yield launched
        launched.close()


@dataclass
class _Opened:
    contexts: list[BrowserContext] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        page.on("console", self._hear)

    def _hear(self, message: ConsoleMessage) -> None:
        # A refusal answers 4xx by design; the browser logs that as an error of its own.
        by_design = "the server responded with a status of 4" in message.text
        if message.type == "error" and not by_design:
            self.faults.append(f"console: {message.text}")


@pytest.fixture
def open_page(site: RunningSite, chromium: Browser) -> Iterator[OpenPage]:
    """Opens a page as a new person: `open_page(width=360, javascript=True, language="es")`."""
    opened = _Opened()

    def open_one(*, width: int = PHONE, javascript: bool = True, language: str = "es") -> Page:
        context = chromium.new_context(
            base_url=site.public_url,
            viewport={"width": width, "height": HEIGHTS.get(width, 800)},
            java_script_enabled=javascript,
            locale=f"{language}-GT",
            has_touch=width == PHONE,
            is_mobile=width == PHONE,
            timezone_id="America/Guatemala",
        )
        context.set_default_timeout(10_000)
        opened.contexts.append(context)
        page = context.new_page()
        opened.watch(page)
        return page

    yield open_one
    for context in opened.contexts:
        context.close()
    assert opened.faults == []


@pytest.fixture(params=[PHONE, DESKTOP], ids=["phone", "desktop"])
def width(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def javascript(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture(params=["es", "en"])
def language(request: pytest.FixtureRequest) -> str:
    """Ask for it and the test runs in each language."""
    return str(request.param)


@pytest.fixture
def page(open_page: OpenPage, width: int, javascript: bool) -> Page:
    """One person's page, four times: phone and desktop, with scripts and without."""
    return open_page(width=width, javascript=javascript)


@pytest.fixture
def assert_accessible() -> Callable[[Page], None]:
    """Fails with the elements that somebody could not use, or that spill over the screen."""

    def check(page: Page) -> None:
        assert accessibility.violations(page) == []
        wide, shown = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        assert wide <= shown, f"{page.url} is {wide} px wide on a screen of {shown}"

    return check
