"""A sister in Houston, from a signed-in family's page to what to do today and the leaflet.

Once on a phone without scripts in Spanish, once at a desk in English; the accessibility engine
looks at the pages on the way.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.a_family import Family
from tests.journeys.conftest import DESKTOP, PHONE, OpenPage

pytestmark = pytest.mark.journey
SAID = {
    "es": ("solo puede pedir un ciudadano", "Qué puede hacer usted", "What you can do"),
    "en": ("only a citizen can file", "What you can do", "Qué puede hacer usted"),
}


@pytest.mark.parametrize(("width", "language"), [(PHONE, "es"), (DESKTOP, "en")])
def test_a_family_sees_what_a_sister_makes_possible(
    open_page: OpenPage,
    assert_accessible: Callable[[Page], None],
    width: int,
    language: str,
) -> None:
    page = open_page(width=width, javascript=width == DESKTOP, language=language)
    judge = assert_accessible
    family = Family(page, language)
    family.agree()
    family.open("familia-afuera")
    judge(page)
    page.locator("main a.button").first.click()
    page.fill("#id_given_names", "Marta")
    page.fill("#id_surnames", "Prueba")
    page.select_option("#id_relation_1", "SIBLING")
    judge(page)
    family.press()
    page.select_option("#id_country", "US")
    family.press()
    page.check("input[value=RESIDENT]")
    page.fill("#id_since_year", "2019")
    judge(page)
    family.press()

    family.open("familia-afuera/1/peticion/1")
    page.check("input[value=I130]")
    page.check("input[value=FILED]")
    page.fill("#id_filed_on_year", "2021")
    family.press()
    caution, own, other = SAID[language]
    expect(page.locator("main")).to_contain_text(caution)
    judge(page)
    family.open("familia-afuera/1/hoja")
    expect(page.locator("main")).to_contain_text(own)
    expect(page.locator("main")).to_contain_text(other)
    expect(page.locator("main")).not_to_contain_text("Marta")
    judge(page)
    family.open("buscar-familia")
    judge(page)
