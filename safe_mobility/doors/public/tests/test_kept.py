"""Pages that are kept are the pages that would be made anew."""

import gzip
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from safe_mobility.doors.public import kept
from safe_mobility.doors.public.tests.asking_pages import offset_to_monday
from safe_mobility.programmes import queries as programmes
from safe_mobility.programmes.tests.shipped import load_shipped

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday(settings: Any) -> None:
    settings.CLOCK_OFFSET = offset_to_monday()
    load_shipped(training=True)
    kept._kept.clear()


class TestKept:
    def test_is_the_page_that_would_be_made_anew(self) -> None:
        anew = Client().get("/es/?x=1").content.replace(b"?x=1", b"")

        assert Client().get("/es/").content == anew
        assert Client().get("/es/").content == anew

    def test_is_sent_compressed_to_whoever_takes_it(self) -> None:
        plain = Client().get("/es/")
        small = Client().get("/es/", headers={"accept-encoding": "gzip, br"})

        assert gzip.decompress(small.content) == plain.content
        assert small["Content-Encoding"] == "gzip"
        assert "Accept-Encoding" in small["Vary"]

    def test_differs_by_language_and_address(self) -> None:
        pages = {Client().get(a).content for a in ("/es/", "/en/", "/es/ayuda", "/en/ayuda")}

        assert len(pages) == 4

    def test_asks_the_database_nothing(self) -> None:
        Client().get("/es/")
        programmes.rule_set()
        with CaptureQueriesContext(connection) as seen:
            Client().get("/es/")

        assert len(seen) == 0

    def test_says_at_once_when_the_programme_is_stopped(self, settings: Any) -> None:
        assert "está detenido" not in Client().get("/es/").content.decode()

        settings.CLOCK_OFFSET = 0

        assert "está detenido" in Client().get("/es/").content.decode()

    def test_never_holds_a_page_that_is_not_there(self) -> None:
        Client().get("/es/camino/none")

        assert not kept._kept

    def test_is_bounded(self) -> None:
        for number in range(kept.MOST_PAGES + 5):
            kept._keep((str(number),), b"")

        assert len(kept._kept) <= kept.MOST_PAGES
