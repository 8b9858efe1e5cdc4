"""A sister filed a petition: her brother looks up his place, and the office learns a month."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from safe_mobility.programmes import bulletin_file
from safe_mobility.programmes.rules.cutoffs import CATEGORIES
from safe_mobility.programmes.tests.shipped import FOLDER, shipped
from tests.journeys import console_sign_in as entry
from tests.running_site import RunningSite

pytestmark = pytest.mark.journey
RANGE = {"es": "Entre ", "en": "Between "}
WAITS = {"es": "Su fecha todavía espera", "en": "Your date still waits"}


class TestThePlaceInLine:
    def test_is_looked_up_in_three_answers(
        self, page: Page, language: str, assert_accessible: Callable[[Page], None]
    ) -> None:
        page.goto(f"/{language}/camino/family_iv")
        page.locator(f"a[href='/{language}/fila']").first.click()
        assert_accessible(page)
        page.check("input[name=category][value=F4]")
        page.select_option("select[name=country]", "GT")
        page.fill("input[name=priority_on_day]", "1")
        page.select_option("select[name=priority_on_month]", "6")
        page.fill("input[name=priority_on_year]", "2030")
        page.click("main form button")
        expect(page.locator(".errors")).to_be_visible()
        page.fill("input[name=priority_on_year]", "2008")
        page.click("main form button")

        expect(page.locator("h1")).to_have_text(WAITS[language])
        expect(page.locator(".verdict h2")).to_contain_text(RANGE[language])
        expect(page.locator("svg.chart")).to_be_visible()
        assert "2008" not in page.url
        assert_accessible(page)


def saved_page(folder: Path) -> Path:
    """A page that repeats the newest month under the next one's name, F1 a week later."""
    newest = shipped().cutoffs.newest
    assert newest is not None
    charts = []
    for heading, chart in (
        ("A. FINAL ACTION DATES FOR FAMILY", "final_action"),
        ("B. DATES FOR FILING FAMILY", "filing"),
    ):
        areas = newest.cells[chart]
        head = "".join(f"<th>{area.replace('_', ' ')}</th>" for area in areas)
        rows = "".join(
            f"<tr><td>{category}</td>"
            + "".join(f"<td>{areas[area][n]}</td>" for area in areas)
            + "</tr>"
            for n, category in enumerate(CATEGORIES)
        )
        charts.append(f"<p>{heading}</p><table><tr><th>Family</th>{head}</tr>{rows}</table>")
    text = f"<title>Visa Bulletin For January 2024</title>{''.join(charts)}"
    path = folder / "visa-bulletin-for-january-2024.html"
    path.write_text(text.replace("2015-01-01", "2015-01-08"), encoding="utf-8")
    assert (FOLDER / bulletin_file.NAME).exists()
    return path


class TestTheBulletin:
    def test_is_brought_by_one_and_put_in_force_by_another(
        self,
        site: RunningSite,
        open_page: Callable[..., Page],
        tmp_path: Path,
        assert_accessible: Callable[[Page], None],
    ) -> None:
        page = open_page(width=1280)
        entry.sign_in(site, page, "supervisor", language="es")
        page.goto(f"{site.console_url}/consola/boletines")
        assert_accessible(page)
        page.set_input_files("input[type=file]", saved_page(tmp_path))
        page.click("form[enctype] button")
        expect(page.locator("h1")).to_contain_text("enero de 2024")
        expect(page.locator("body")).to_contain_text("+7 d")
        assert_accessible(page)
        address = page.url

        other = open_page(width=360, javascript=False)
        entry.sign_in(site, other, "supervisor2", language="es")
        other.goto(address)
        assert_accessible(other)
        other.click("form[action$='de-acuerdo'] button")
        expect(other.locator("h1")).to_contain_text("en vigor")
