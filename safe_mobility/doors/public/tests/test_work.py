"""Is this job real? As somebody asks it on a borrowed phone."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client

from safe_mobility.doors.common import clock
from safe_mobility.feedback.models import Report, ReportTrace
from safe_mobility.labour.services import storing
from safe_mobility.programmes.tests.shipped import hold_shipped
from safe_mobility.shared.asker import job

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
NOON = datetime(2023, 11, 20, 18, tzinfo=UTC)
FILE = """\
CASE_NUMBER,CASE_STATUS,DECISION_DATE,EMPLOYER_NAME,JOB_TITLE,SOC_CODE,PRIMARY_CROP,\
NBR_WORKERS_CERTIFIED,NUMBER_OF_HOURS,WAGE_OFFER,PER,EMPLOYMENT_BEGIN_DATE,EMPLOYMENT_END_DATE,\
WORKSITE_CITY,WORKSITE_STATE
H-300-23010-000001,Certification,2023-02-01,"Mallory Berries, LLC",Harvester,45-2092,Strawberries,\
40,40,17.25,Hour,2023-04-01,2023-10-31,Watsonville,CA
H-400-23011-000002,Certification,2023-02-03,Blue Heron Lawns Inc,Groundskeeper,37-3011,,\
12,40,15.10,Hour,2023-03-01,2023-11-30,Tulsa,OK
H-300-23012-000003,Denied,2023-02-05,Refused Orchard Inc,Picker,45-2092,Apples,\
0,40,16.00,Hour,2023-08-01,2023-10-30,Yakima,WA
"""
RECRUITERS = (
    "CASE_NUMBER,RECRUITER_NAME,RECRUITER_CITY,RECRUITER_COUNTRY\n"
    "H-400-23011-000002,Agencia Roble SA,San Marcos,GUATEMALA\n"
)


@pytest.fixture(autouse=True)
def _orders(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    hold_shipped(monkeypatch)
    monkeypatch.setattr(clock, "now", lambda: NOON)
    for name, text in (("orders.csv", FILE), ("recruiters.csv", RECRUITERS)):
        path = tmp_path / name
        path.write_text(text)
        storing.store(path=path, name=name, actor=job("test"), now=NOON)


def page(data: dict[str, str] | None = None, *, path: str = "/es/trabajo/revisar") -> str:
    answer = Client().get(path) if data is None else Client().post(path, data)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


class TestPages:
    @pytest.mark.parametrize("language", ["es", "en"])
    @pytest.mark.parametrize("slug", ["trabajo", "trabajo/revisar", "trabajo/cifras"])
    def test_open_for_everybody(self, language: str, slug: str) -> None:
        assert "<h1" in page(path=f"/{language}/{slug}")


class TestCheck:
    def test_finds_the_order_and_says_field_by_field(self) -> None:
        text = page(
            {"employer": "mallory berrys", "place": "Watsonville, California", "work": "fresas",
             "first_month": "5", "last_month": "9", "pay": "17.25", "currency": "USD",
             "per": "HOUR"}
        )  # fmt: skip

        assert "Conocemos un trabajo certificado que coincide" in text
        assert "Mallory Berries, LLC" in text
        assert text.count(">Coincide<") == 4
        assert "Nadie puede cobrarle por un trabajo" in text

    def test_says_what_does_not_agree_without_accusing(self) -> None:
        text = page(
            {"employer": "Mallory Berries", "place": "Florida", "work": "fresas", "pay": "Q5,000",
             "per": "MONTH"}
        )  # fmt: skip

        assert "Conocemos a este empleador, pero no un trabajo como este." in text
        assert ">Distinto<" in text
        assert "Eso es menos de lo certificado." in text
        assert "fals" not in text.replace("falso: nuestra", "").replace("es falsa", "")

    def test_knows_of_none_and_says_what_that_means(self) -> None:
        text = page({"employer": "Granjas Unidas del Norte"})

        assert "No conocemos ningún trabajo como este." in text
        assert "Eso no quiere decir que sea falso" in text

    def test_answers_a_man_who_was_offered_strawberries(self) -> None:
        text = page({"work": "fresas", "pay": "5,000", "currency": "GTQ", "per": "MONTH",
                     "fee": "yes"})  # fmt: skip

        assert "Hay trabajos así. Usted no dijo quién es el empleador." in text
        assert "Alguien pidió dinero: no pague." in text
        assert "Equivale a unos $3.50 a $4 por hora." in text
        assert "Eso es menos de lo certificado." in text

    def test_reads_a_whole_advert_with_a_script_and_emoji_in_it(self) -> None:
        advert = (
            "¡URGENTE! 🍓🍓 Cosecha de fresas con MALLORY BERRIES en California, abril a octubre"
            " 2023. Ganan $17.25 la hora. Depósito Q3,500 para apartar su lugar."
            "<script>alert(1)</script>"
        )
        text = page({"text": advert + " 🍓" * 5_000})

        assert "Conocemos un trabajo certificado que coincide" in text
        assert "Alguien pidió dinero: no pague." in text
        assert "<script>alert" not in text
        assert "Su texto es largo." in text

    @pytest.mark.parametrize("pay", ["0", "9999999", "-5", "1e9", "Q 12,50", "5.000"])
    def test_stays_kind_whatever_the_pay(self, pay: str) -> None:
        assert "<h1" in page({"employer": "Mallory Berries", "pay": pay, "per": "HOUR"})

    def test_finds_an_order_by_its_number_and_says_whose_it_is(self) -> None:
        fits = page({"number": "h 300 23010 000001", "employer": "Mallory"})
        copied = page({"number": "H-300-23010-000001", "employer": "Inversiones Celeste"})
        pasted = page({"text": "Orden H-400-23011-000002, jardines en Tulsa"})
        refused = page({"number": "H-300-23012-000003"})
        unknown = page({"number": "H-300-23999-999999", "work": "fresas"})

        assert "Conocemos esta orden de trabajo, y coincide" in fits
        assert "Conocemos esta orden de trabajo, y algo es distinto en ella." in copied
        assert ">Distinto<" in copied
        assert "Blue Heron Lawns Inc" in pasted
        assert "Conocemos esta orden de trabajo: no fue certificada." in refused
        assert "El número H-300-23999-999999 no está en nuestra lista." in unknown

    def test_says_whether_a_recruiter_is_listed(self) -> None:
        text = page({"work": "jardín", "recruiter": "agencia roble"})

        assert "Empleadores nombraron a «Agencia Roble SA»" in text
        assert "Un reclutador de la lista tampoco puede cobrarle." in text
        assert "No conocemos este nombre como reclutador." in page(
            {"work": "jardín", "recruiter": "Inversiones Celeste"}
        )

    def test_says_that_another_country_is_not_in_the_list(self) -> None:
        assert "De trabajos en otro país no sabemos nada." in page(
            {"employer": "Mallory Berries", "place": "Ontario, Canadá"}
        )

    def test_asks_for_one_thing_at_least(self) -> None:
        text = page({"pay": "muy bien"})

        assert "Escriba la cantidad con números" in text
        assert "Escriba al menos el empleador" in page({"per": "HOUR"})

    def test_keeps_nothing(self) -> None:
        client = Client()
        answer = client.post("/es/trabajo/revisar", {"employer": "CANARIO-9471"})

        assert {name for name in answer.cookies if "csrf" not in name and "language" not in name} \
            == set()  # fmt: skip
        assert "no-store" in answer["Cache-Control"]


class TestFigures:
    def test_sum_places_by_state_and_month_and_say_so(self) -> None:
        text = page(path="/es/trabajo/cifras?visa=H-2A&year=2023")

        assert "California: 40 de 40 lugares, 100 de cada 100." in text
        assert "La mayoría de los trabajos empieza en abril: 40 lugares." in text
        assert "H-2B 2023" in text

    def test_come_as_a_table(self) -> None:
        answer = Client().get("/en/trabajo/cifras.csv")

        assert answer.content.decode().splitlines() == [
            "fiscal_year,visa,occupation,state,begins_in,places",
            "2023,H-2A,45-2092,CA,04,40",
            "2023,H-2B,37-3011,OK,03,12",
        ]

    @pytest.mark.parametrize("wanted", ["visa=H-2A&year=1800", "visa=&year=x", "year=%00"])
    def test_of_an_unknown_year_are_those_of_the_last(self, wanted: str) -> None:
        assert "H-2A 2023" in page(path=f"/es/trabajo/cifras?{wanted}")


class TestReportOfAFee:
    def test_begins_with_what_was_told_and_feeds_the_clusters(self) -> None:
        told = {"employer": "Mallory Berries", "recruiter": "Lic. Ana Roe", "work": "fresas",
                "place": "California"}  # fmt: skip
        text = page(told, path="/es/estafas/avisar/trabajo")
        assert not Report.objects.exists()
        assert 'value="Mallory Berries"' in text
        assert 'value="Lic. Ana Roe"' in text
        press = re.search(r'name="press" value="([^"]+)"', text)
        assert press

        page({"press": press[1], "kind": "MONEY", "who": "Lic. Ana Roe, 5555-1234",
              "employer": "Mallory Berries"}, path="/es/estafas/avisar")  # fmt: skip

        kinds = ReportTrace.objects.values_list("kind", flat=True)
        assert sorted(kinds) == ["EMPLOYER", "PERSON", "PHONE"]
