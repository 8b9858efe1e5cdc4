"""Seasonal work: a person tells what they did, an officer reads why, an employer sees no name.

Once on a phone without scripts in Spanish, once at a desk in English; the accessibility engine
looks at the pages on the way.
"""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.a_family import Family
from tests.journeys.conftest import DESKTOP, PHONE, OpenPage
from tests.journeys.console_sign_in import sign_in
from tests.running_site import RunningSite

pytestmark = pytest.mark.journey
Check = Callable[[Page], None]


@pytest.mark.parametrize(("width", "language"), [(PHONE, "es"), (DESKTOP, "en")])
def test_a_person_says_what_work_they_have_done(
    open_page: OpenPage, assert_accessible: Check, width: int, language: str
) -> None:
    page = open_page(width=width, javascript=width == DESKTOP, language=language)
    family = Family(page, language)
    family.agree()
    family.register()
    family.send()
    family.open("solicitud/trabajo")
    assert_accessible(page)
    family.open("solicitud/trabajo/1/experiencia")
    page.fill("main textarea", "Ordeñaba vacas en una finca")
    page.check("main input[name=months][value='12']")
    page.check("main input[name=proof][value=NONE]")
    assert_accessible(page)
    family.press()
    page.check("main input[value='45-2093']")
    assert_accessible(page)
    family.press()
    page.check("main input[name=longest_months][value='9']")
    page.check("main input[name=destinations][value=US]")
    assert_accessible(page)
    family.press()
    page.check("main input[name=trouble][value=NONE]")
    family.press()
    assert_accessible(page)
    family.press("main button[value=show]")
    expect(page.locator("main button[value=show]")).to_have_count(0)
    assert_accessible(page)


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_an_officer_reads_why_and_an_employer_sees_no_name(
    site: RunningSite, open_page: OpenPage, assert_accessible: Check, width: int
) -> None:
    page = open_page(width=width)
    sign_in(site, page, "supervisor", language="es")
    for path in ("trabajo", "trabajo/personas", "trabajo/tareas", "trabajo/oferta-nueva"):
        page.goto(f"{site.console_url}/consola/{path}")
        assert_accessible(page)
    page.goto(f"{site.console_url}/consola/trabajo")
    page.locator("main .rows a.button[href*='/oferta/']").first.click()
    expect(page.locator("main h1")).to_have_text("Siembra y cosecha")
    assert_accessible(page)
    page.locator("main .rows a.button").first.click()
    assert_accessible(page)

    employer = open_page(width=width)
    sign_in(site, employer, "employer", language="es")
    employer.locator("main .rows a.button").first.click()
    expect(employer.locator("main .card h3").filter(has_text="En una lista")).to_have_text(
        re.compile(r"^\s*[2-9A-Z]{5}\s+En una lista\s*$")
    )
    assert_accessible(employer)
