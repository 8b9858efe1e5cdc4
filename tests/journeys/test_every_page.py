"""Every page that opens without a special state: in both languages, on the smallest phone.

No sentence of the other language stands on it, and nothing spills over the screen. Pages that
name a thing are opened for one thing of the training day where that is cheap.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import polib
import pytest
import yaml
from playwright.sync_api import Error, Page

from config import addresses, postgres
from config.environment import BASE_DIR
from safe_mobility.doors.common.access import Admits
from safe_mobility.people.rules.drafts import Step
from tests.access.routes import Route, all_routes
from tests.journeys import console_sign_in as entry
from tests.journeys.conftest import PHONE, OpenPage
from tests.running_site import RunningSite
from tests.walking import Family

pytestmark = pytest.mark.journey

LANGUAGES = ("es", "en")
# A language, and a State whose notices are quoted, is called by its own name.
OWN_NAMES = {"English", "Español", "Northern Mariana Islands", "Puerto Rico", "American Samoa"}
# Feeds, and the ways out: the rest of this walk needs somebody who is still in.
NO_PAGES = (".atom", "salir", "solicitud/fuera", "borrado")
# Who opens a page of the console; the first whose roles fit.
OFFICERS = {
    "supervisor": {"SUPERVISOR"},
    "interviewer1": {"INTERVIEWER"},
    "auditor": {"AUDITOR"},
}
ONE_OF = """
SELECT h.reference FROM appointments_appointment a JOIN people_household h ON h.id = a.household_id
WHERE a.state = 'IN_INTERVIEW' AND h.office_code = 'QTZ' LIMIT 1
"""
# What a reader sees, piece by piece, without what stands in a language of its own.
TEXTS = """() => {
  const found = [document.title];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const near = walker.currentNode.parentElement;
    if (near.closest('script, style, textarea, [lang]') !== document.documentElement) continue;
    const text = walker.currentNode.textContent.replace(/\\s+/g, ' ').trim();
    if (text) found.push(text);
  }
  return found;
}"""
WIDTHS = "[document.documentElement.scrollWidth, window.innerWidth]"


@cache
def sentences() -> dict[str, frozenset[str]]:
    """For each language the sentences that only it has: of the catalogues and of the programme."""
    pairs = [
        (entry.msgid, entry.msgstr)
        for path in (BASE_DIR / "locale" / "es").glob("*.po")
        for entry in polib.pofile(str(path))
        if "%(" not in entry.msgid and entry.msgstr
    ]
    for path in (BASE_DIR / "programmes").rglob("*.yaml"):
        pairs += _pairs(yaml.safe_load(path.read_text()))
    english, spanish = (
        {" ".join(each.split()) for each in side} - OWN_NAMES for side in zip(*pairs, strict=True)
    )
    return {"en": frozenset(english - spanish), "es": frozenset(spanish - english)}


def _pairs(node: Any) -> Iterator[tuple[str, str]]:
    if isinstance(node, dict):
        if isinstance(node.get("en"), str) and isinstance(node.get("es"), str):
            yield node["en"], node["es"]
        node = list(node.values())
    if isinstance(node, list):
        for each in node:
            yield from _pairs(each)


def faults(page: Page, language: str) -> list[str]:
    """What is wrong with the page that is open now."""
    other = sentences()["en" if language == "es" else "es"]
    found = [f"{page.url} [{language}]: {text}" for text in page.evaluate(TEXTS) if text in other]
    if page.locator("html").get_attribute("lang") != language:
        found.append(f"{page.url} [{language}]: says it is in another language")
    wide, shown = page.evaluate(WIDTHS)
    if wide > shown:
        found.append(f"{page.url} [{language}]: {wide} px wide on a screen of {shown}")
    return found


@dataclass
class Walk:
    """One browser that opens address after address; an address is looked at once."""

    page: Page
    base: str
    seen: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)

    def look(self, addresses: list[str], language: str) -> None:
        for address in addresses:
            try:
                answer = self.page.goto(self.base + address, wait_until="domcontentloaded")
            except Error as error:
                # A file to take is no page; whatever else a browser says is a fault.
                if "Download is starting" not in error.message:
                    raise
                continue
            if answer is None or answer.status != 200 or self.page.url in self.seen:
                continue
            if "html" not in answer.headers.get("content-type", ""):
                continue
            self.seen.add(self.page.url)
            self.faults += faults(self.page, language)


def routes(door: str, *, naming: frozenset[str] = frozenset()) -> list[Route]:
    """Those that name nothing but, at the most, these."""
    return [
        route
        for route in all_routes()
        if route.door == door
        and not route.path.endswith(NO_PAGES)
        and set(route.converters) <= naming
    ]


def of_strangers(language: str) -> list[str]:
    """What opens to anybody; one question of each kind, answered by nobody yet."""
    paths = [route.path for route in routes("public") if not _of_a_family(route)]
    paths += [f"es/preguntas/{each}" for each in questions()]
    paths += [f"es/camino/{code}" for code in ("usrap", "h2a", "family_iv", "gt_mintrab")]
    return [f"/{language}/{path.removeprefix('es/')}" for path in paths if path]


def of_a_family(language: str) -> list[str]:
    paths = [route.path for route in routes("public") if _of_a_family(route)]
    paths += [f"es/registro/{step}" for step in Step] + ["es/registro/nombre/2"]
    return [f"/{language}/{path.removeprefix('es/')}" for path in paths]


def _of_a_family(route: Route) -> bool:
    return route.access is not None and route.access.admits is Admits.HOUSEHOLD


def questions() -> list[str]:
    asked = yaml.safe_load((BASE_DIR / "programmes" / "questions.yaml").read_text())["questions"]
    of_visitors = [each for each in asked if "asked_by" not in each]
    return list({each["type"]: each["id"] for each in of_visitors}.values())


def console_addresses(officer: str, reference: str) -> list[str]:
    """Those that this officer opens and none before."""
    order = list(OFFICERS)
    found = []
    for route in routes("console", naming=frozenset({"reference"})):
        mark = route.access
        wanted = mark.roles if mark else frozenset()
        first = next((who for who in order if not wanted or wanted & OFFICERS[who]), "")
        if first == officer:
            found.append(route.address({"reference": reference}))
    return found


class TestEveryPage:
    def test_of_the_public_site(self, site: RunningSite, open_page: OpenPage) -> None:
        family = Family(site.public_url)
        family.walk()
        wrong, seen = [], set()
        for language in LANGUAGES:
            page = open_page(width=PHONE, language=language)
            walk = Walk(page, site.public_url)
            walk.look(of_strangers(language), language)
            page.context.add_cookies(
                [
                    {"name": name, "value": value, "url": site.public_url}
                    for name, value in (one.split("=", 1) for one in family.cookie.split("; "))
                    if name == "ms_public"
                ]
            )
            walk.look(of_a_family(language), language)
            wrong += walk.faults
            seen |= walk.seen
        assert not wrong, "\n".join(wrong)
        assert len(seen) > 100

    def test_of_the_console(self, site: RunningSite, open_page: OpenPage) -> None:
        with postgres.superuser(site.var_dir / "training/postgres", addresses.DATABASE) as owner:
            (reference,) = owner.execute(ONE_OF).fetchone() or ("",)
        wrong, seen = [], set()
        for officer in OFFICERS:
            for language in LANGUAGES:
                page = open_page(width=PHONE, language=language)
                walk = Walk(page, site.console_url)
                if officer == "supervisor":
                    walk.look(["/consola/entrar"], language)
                entry.sign_in(site, page, officer, language=language)
                walk.look(console_addresses(officer, reference), language)
                wrong += walk.faults
                seen |= walk.seen
        assert not wrong, "\n".join(wrong)
        assert len(seen) > 25

    def test_would_be_caught(self, site: RunningSite, open_page: OpenPage) -> None:
        """The control: a sentence left in English, and something wider than the phone."""
        page = open_page(width=PHONE, language="es")
        page.goto(f"{site.public_url}/es/")
        assert faults(page, "es") == []
        page.evaluate("document.querySelector('h1').textContent = 'Your application'")
        assert len(faults(page, "es")) == 1
        page.evaluate("document.querySelector('h1').textContent = 'm'.repeat(200)")
        assert len(faults(page, "es")) == 1
        assert faults(page, "en") != []
