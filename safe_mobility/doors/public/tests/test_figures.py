"""The programme's figures on a phone: in words, with cut-off day, small, and honest when empty."""

import gzip
import json
import re
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from safe_mobility.programmes.tests.shipped import load_shipped
from safe_mobility.statistics import signing
from safe_mobility.statistics.tests.released import released

pytestmark = pytest.mark.django_db
MOST_BYTES = 25 * 1024


@pytest.fixture(autouse=True)
def _programme() -> None:
    load_shipped(training=True)


def page(path: str) -> str:
    response = Client().get(path)
    assert response.status_code == 200, path
    return str(response.content.decode())


class TestHowItGoes:
    def test_says_that_nothing_is_out_yet_and_when_the_next_is_due(self) -> None:
        assert "Todavía no se ha publicado ninguna cifra" in page("/es/cifras")

    def test_answers_how_many_were_referred_from_huehuetenango_and_what_it_means(self) -> None:
        released()
        said = page("/es/cifras")

        found = re.search(r"Huehuetenango</th><td class=\"n\">(\d+)", said)
        assert found
        assert "Remitida no quiere decir aprobada" in said
        assert "31 de octubre de 2023" in said

    def test_fits_in_twenty_five_kilobytes_with_its_map(self) -> None:
        released()
        for path in ("/es/cifras", "/en/cifras"):
            assert len(gzip.compress(page(path).encode())) < MOST_BYTES

    def test_asks_the_database_once_when_warm(
        self, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        released()
        page("/es/cifras")
        with django_assert_max_num_queries(3):
            page("/es/cifras")

    def test_shows_one_sign_for_all_that_is_hidden(self) -> None:
        released()
        said = page("/en/cifras")

        assert "not shown" in said
        assert "&lt; 10" not in said

    def test_is_a_dataset(self) -> None:
        released()
        found = re.search(
            r"<script type=\"application/ld\+json\">(.*?)</script>", page("/en/cifras")
        )

        assert found
        made = json.loads(found.group(1))
        assert made["@type"] == "Dataset"
        assert made["temporalCoverage"] == "2023-06-12/2023-10-31"


class TestTheReleases:
    def test_are_files_that_fit_their_signature(self) -> None:
        released()
        described = page("/cifras/2023-10-31/datapackage.json")
        signature = page("/cifras/2023-10-31/signature.txt").strip()

        assert signing.is_signed(described, signature)
        assert page("/cifras/2023-10-31/figures.csv").startswith("indicator,version,by,value")
        assert "BEGIN PUBLIC KEY" in page("/cifras/clave.pem")
        for wrong in ("2023-10-30/figures.csv", "2023-10-31/other.csv", "x/figures.csv"):
            assert Client().get(f"/cifras/{wrong}").status_code == 404

    def test_are_followed_in_a_feed(self) -> None:
        released()
        feed = ET.fromstring(page("/en/cifras.atom"))
        titles = [each.text for each in feed.iter("{http://www.w3.org/2005/Atom}title")]
        assert titles[1:] == ["Figures up to 31 October 2023"]

    def test_and_meanings_have_pages(self) -> None:
        released()
        assert "figures.csv" in page("/es/cifras/publicaciones")
        assert "Remitida no quiere decir aprobada" in page("/es/cifras/significado")
