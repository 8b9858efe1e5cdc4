from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from safe_mobility.people import services as people_acts
from safe_mobility.people.rules.papers import PaperKind
from safe_mobility.people.services import Photo
from safe_mobility.people.tests import factories
from safe_mobility.people.tests.factories import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def token(settings: Any, tmp_path: Path) -> str:
    settings.FILES_DIR = tmp_path
    row = factories.household()
    paper_id = people_acts.keep_paper(
        household_id=row.pk,
        kind=PaperKind.PASSPORT,
        photo=Photo(jpeg=b"jpeg of a paper", width=4, height=3),
        actor=factories.asker(row),
        now=NOON,
    )
    return people_acts.paper_pass(paper_id=paper_id, asker=factories.asker(row))


class TestPaper:
    def test_is_a_file_to_take_and_never_a_page(self, token: str) -> None:
        response = Client(enforce_csrf_checks=True).post("/papel", {"token": token})

        assert response.content == b"jpeg of a paper"
        assert response["Content-Disposition"].startswith("attachment; filename=")
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in response["Content-Security-Policy"]
        assert "no-store" in response["Cache-Control"]

    def test_comes_once(self, token: str) -> None:
        Client().post("/papel", {"token": token})
        assert Client().post("/papel", {"token": token}).status_code == 404

    def test_is_not_fetched_by_an_address(self, token: str) -> None:
        assert Client().get("/papel", {"token": token}).status_code == 405
        assert Client().post(f"/papel?token={token}").status_code == 404
