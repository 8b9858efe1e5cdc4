"""What others count, why people leave, what was promised; and a newer file brought by two."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import console_sign_in as entry
from tests.journeys.conftest import DESKTOP, OpenPage
from tests.running_site import RunningSite

pytestmark = pytest.mark.journey

FOOD = {"es": "Alimentos", "en": "Food"}
SHOW = {"es": "Mostrar con estos pesos", "en": "Show with these weights"}
TABLE = {"es": "Ver como tabla", "en": "See as a table"}


class TestTheFiguresOfOthers:
    def test_are_read_and_moved_without_a_script(
        self,
        open_page: OpenPage,
        width: int,
        language: str,
        assert_accessible: Callable[[Page], None],
    ) -> None:
        page = open_page(width=width, language=language, javascript=False)

        page.goto(f"/{language}/alrededor")
        page.get_by_text(TABLE[language]).first.click()
        expect(page.locator("table").first).to_be_visible()
        assert_accessible(page)
        page.goto(f"/{language}/causas")
        page.get_by_label(FOOD[language], exact=True).select_option("5")
        page.get_by_role("button", name=SHOW[language]).click()
        expect(page.get_by_label(FOOD[language], exact=True)).to_have_value("5")
        assert_accessible(page)
        page.locator("ul.rules a").first.click()
        assert_accessible(page)
        page.goto(f"/{language}/compromisos")
        expect(page.locator(".dots4 .now").first).to_be_visible()
        assert_accessible(page)


class TestANewerFile:
    def test_is_brought_by_one_and_put_in_force_by_another(
        self,
        site: RunningSite,
        open_page: OpenPage,
        tmp_path: Path,
        assert_accessible: Callable[[Page], None],
    ) -> None:
        table = tmp_path / "admissions.csv"
        table.write_text("month,nationality,admissions\n2019-10,Guatemala,7\n2019-11,Cuba,many\n")
        one, other = (open_page(width=DESKTOP, javascript=False) for _ in range(2))
        entry.sign_in(site, one, "supervisor", language="es")
        one.goto(f"{site.console_url}/consola/cifras")
        assert_accessible(one)
        one.set_input_files("input[name=table]", str(table))
        one.get_by_role("button", name="Leerlo").click()
        expect(one.get_by_text("line 3: 'many' is not a number")).to_be_visible()
        assert_accessible(one)

        entry.sign_in(site, other, "supervisor2", language="es")
        other.goto(one.url)
        other.get_by_role("button", name="De acuerdo").click()

        expect(other.locator("h1 .tag")).to_have_text("en vigor")
        other.goto(f"{site.console_url}/consola/compromisos/JS-WORK/juicio")
        assert_accessible(other)
