"""Somebody in another of the four countries is judged by that country's rules, and told so."""

import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from safe_mobility.doors.public import kept
from safe_mobility.doors.public.tests.asking_pages import Visitor, offset_to_monday, text_of
from safe_mobility.programmes.tests.shipped import load_shipped
from safe_mobility.screening.models import ScreeningCount

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(autouse=True)
def _monday(settings: Any) -> None:
    settings.CLOCK_OFFSET = offset_to_monday()
    load_shipped(training=True)
    kept._kept.clear()


def in_costa_rica() -> Visitor:
    """A Nicaraguan who asked for refuge and waits."""
    visitor = Visitor()
    visitor.answer("gt.loc?otro=1", "CR")
    visitor.answer("nationalities", "NI")
    visitor.day("cm.age", "2", "5", "1990")
    visitor.answer("cr.date", "yes")
    visitor.answer("cr.asylum", "applicant")
    visitor.send("preguntas/familia")
    return visitor


class TestWhoseRules:
    def test_the_country_is_asked_first(self) -> None:
        assert Visitor().open("preguntas")["Location"] == "/es/preguntas/gt.loc"

    def test_are_those_of_the_country_in_which_somebody_is(self) -> None:
        page = text_of(in_costa_rica().open("resultado"))

        assert "La oficina atiende a personas de Nicaragua y Venezuela." in page
        assert "Usted pidió refugio en Costa Rica y espera." in page
        assert "Usted tiene derecho a pedir refugio en Costa Rica o en otro país." in page

    def test_nobody_registers_here_for_an_office_elsewhere(self) -> None:
        page = in_costa_rica().open("resultado").content.decode()

        assert "Movilidad Segura en Costa Rica" in page
        assert 'href="/es/consentimiento"' not in page

    def test_a_result_counts_for_that_country(self) -> None:
        in_costa_rica().open("resultado")

        assert list(ScreeningCount.objects.values_list("country", flat=True)) == ["CR"]

    def test_a_question_of_another_country_is_not_put(self) -> None:
        visitor = Visitor()
        visitor.answer("gt.loc", "GT")
        visitor.answer("nationalities", "GT")
        visitor.day("cm.age", "2", "5", "1990")

        assert "cr." not in visitor.open("preguntas")["Location"]


class TestReasons:
    def test_have_dates_and_sources_to_open(self) -> None:
        page = in_costa_rica().open("resultado").content.decode()

        assert "Fechas y fuentes de estas razones" in page
        for code in set(re.findall(r'/es/fuentes#(\w+)"', page)):
            assert f'id="{code}"' in Visitor().open("fuentes").content.decode()

    def test_say_what_could_change_them(self) -> None:
        assert "Qué podría cambiar esto:" in text_of(in_costa_rica().open("resultado"))


class TestCountryPages:
    @pytest.mark.parametrize("country", ["GT", "CO", "CR", "EC"])
    def test_say_since_when_whom_and_who_says_so(self, country: str) -> None:
        page = text_of(Visitor().open(f"programa/{country}"))

        assert "Movilidad Segura en" in page
        assert "Fuente:" in page

    def test_of_no_programme_is_not_there(self) -> None:
        assert Visitor().open("programa/FR").status_code == 404


class TestChanges:
    def test_are_told_up_to_today_only(self) -> None:
        page = text_of(Visitor().open("cambios"))

        assert "20 de noviembre de 2023" in page
        assert "2024" not in page
        assert "2025" not in page

    @pytest.mark.parametrize("language", ["es", "en"])
    def test_can_be_followed(self, language: str) -> None:
        response = Client().get(f"/{language}/cambios.atom")
        feed = ET.fromstring(response.content)
        entries = feed.findall(f"{ATOM}entry")

        assert response["Content-Type"].startswith("application/atom+xml")
        assert entries
        ids = [entry.findtext(f"{ATOM}id") for entry in entries]
        assert len(set(ids)) == len(ids)
        days = [entry.findtext(f"{ATOM}updated") or "" for entry in entries]
        assert days == sorted(days, reverse=True)

    def test_never_tell_background_as_a_fact(self) -> None:
        page = text_of(Visitor().open("cambios"))

        assert "Usted está fuera de Guatemala. Una persona debe verlo con usted." not in page


class TestWhatIsToCome:
    def test_is_told_only_once_it_was_public(self, client: Client) -> None:
        for page in ("camino/usrap", "camino/canada_hum", "camino/parole_chnv", "programa/GT"):
            told = client.get(f"/es/{page}").content.decode()
            assert "2025" not in told, page

        chnv = client.get("/es/camino/parole_chnv").content.decode()
        assert "Venezuela." in chnv
