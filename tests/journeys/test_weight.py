"""What a page costs a family: bytes as they travel, and how many times the phone must ask.

One set of limits, all compressed: the first page with all it needs at most 14 KB, each further
one 6 KB, the stylesheet 6 KB, and no page asks more than four times.
"""

import re
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page, Request

from tests.journeys.conftest import PHONE, OpenPage

pytestmark = pytest.mark.journey

KB = 1024
FIRST, FURTHER, STYLE, REQUESTS = 14 * KB, 6 * KB, 6 * KB, 4
PAGES = [
    "",
    "ayuda",
    "programa",
    "caminos",
    "camino/usrap",
    "fuentes",
    "preguntas/nationalities",
    "preguntas/gt.loc?otro=1",
    "preguntas/cm.age",
    "preguntas/fv.rel",
    "preguntas/familia",
    "revisar",
    "resultado",
    "borrar",
    "consentimiento",
    "solicitud",
    "estafas",
    "datos",
    "not-there",
]


@dataclass
class Load:
    """What opening one page brought."""

    requests: dict[str, int] = field(default_factory=dict)

    def take(self, request: Request) -> None:
        if request.url.startswith("http"):
            self.requests[request.url] = request.sizes()["responseBodySize"]

    @property
    def bytes(self) -> int:
        return sum(self.requests.values())


def load(page: Page, address: str) -> Load:
    found = Load()
    page.on("requestfinished", found.take)
    page.goto(address, wait_until="networkidle")
    page.remove_listener("requestfinished", found.take)
    return found


def somebody(open_page: OpenPage, language: str) -> Page:
    """A phone whose family has answered a few questions."""
    page = open_page(width=PHONE, javascript=True, language=language)
    for question, value in (("nationalities", "GT"), ("gt.loc", "GT"), ("fv.rel", "sibling")):
        page.goto(f"/{language}/preguntas/{question}")
        page.locator(f"input[name=answer][value='{value}']").check()
        page.locator("main form button").first.click()
    return page


class TestWeight:
    def test_of_the_first_page_fits_a_poor_line(self, open_page: OpenPage, language: str) -> None:
        found = load(open_page(width=PHONE, javascript=True, language=language), f"/{language}/")

        assert found.bytes <= FIRST, found.requests
        assert len(found.requests) <= REQUESTS, found.requests
        styles = [size for url, size in found.requests.items() if re.search(r"\.css$", url)]
        assert 0 < sum(styles) <= STYLE

    def test_of_each_further_page_is_small(self, open_page: OpenPage, language: str) -> None:
        page = somebody(open_page, language)
        heavy = {}
        for slug in PAGES:
            found = load(page, f"/{language}/{slug}")
            if found.bytes > FURTHER or len(found.requests) > REQUESTS:
                heavy[slug] = found.requests
        assert not heavy

    def test_is_seen_by_this_measure(self, open_page: OpenPage) -> None:
        """The control: without compression the same page would be found too heavy."""
        page = open_page(width=PHONE, javascript=True, language="es")
        page.set_extra_http_headers({"Accept-Encoding": "identity"})

        found = load(page, "/es/")

        assert found.bytes > FIRST
