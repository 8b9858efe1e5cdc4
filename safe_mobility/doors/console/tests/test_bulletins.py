"""A month of the bulletin on its way through the console: brought, compared, agreed on by two."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from safe_mobility.doors.console.tests.desk import signed_in
from safe_mobility.programmes import queries as programmes
from safe_mobility.programmes.tests.shipped import load_shipped
from safe_mobility.reunification.models import BulletinPage
from safe_mobility.reunification.services import bulletins as acts
from safe_mobility.reunification.tests.made_up_pages import one_that_waits, page
from safe_mobility.staff.rules import Role
from safe_mobility.staff.tests import cast

pytestmark = pytest.mark.django_db
LIST = "/consola/boletines"
JANUARY = date(2024, 1, 1)


@pytest.fixture(autouse=True)
def _programme(settings: Any) -> None:
    load_shipped(training=True)
    settings.FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]


@pytest.fixture
def sara() -> Client:
    return signed_in(cast.member("sara", Role.SUPERVISOR))


@pytest.fixture
def saul() -> Client:
    return signed_in(cast.member("saul", Role.SUPERVISOR, offices=("HUE",)))


def form_of(text: str, action: str = "") -> dict[str, str]:
    """The hidden fields of a form of the page, as a browser would send them."""
    start = text.index(f'action="{action}"') if action else text.index('enctype="multipart')
    form = text[start : text.index("</form>", start)]
    return dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]+)"', form))


def bring(client: Client, raw: bytes, name: str = "page.html") -> Any:
    fields = form_of(client.get(LIST).content.decode())
    return client.post(LIST, fields | {"page": SimpleUploadedFile(name, raw, "text/html")})


def press(client: Client, address: str, act: str) -> Any:
    action = f"{address}/{act}"
    return client.post(action, form_of(client.get(address).content.decode(), action))


def pages_seen() -> Iterator[BulletinPage]:
    yield from BulletinPage.objects.order_by("received_at")


class TestBulletins:
    def test_a_month_goes_from_a_saved_page_into_force(self, sara: Client, saul: Client) -> None:
        address = bring(sara, page(month="January 2024")).url

        shown = sara.get(address).content.decode()
        assert "1 ene 2015" in shown
        assert "de-acuerdo" not in shown, "who brought it has said yes already"
        assert press(saul, address, "de-acuerdo").url == address
        assert JANUARY in programmes.cutoffs().by_month

    def test_shows_what_a_person_should_look_at_twice(self, sara: Client) -> None:
        address = bring(sara, page(month="January 2024")).url
        shown = sara.get(f"{address}").content.decode()

        # The made-up page has no column for China and steps back in most lines.
        assert "1 ene 2015 → " in shown or "→" in shown
        assert "China" in shown

    def test_says_what_cannot_be_read_and_keeps_nothing(self, sara: Client) -> None:
        answer = bring(sara, page(month="January 2024").replace(b"22NOV94", b"22NOX94"))

        assert answer.status_code == 200
        assert "F1 mexico: &#x27;22NOX94&#x27;" in answer.content.decode()
        assert not BulletinPage.objects.exists()

    @pytest.mark.parametrize(
        ("raw", "name", "said"),
        [
            (b"", "a.html", "no month"),
            (b"\xff\xfe\x00\x01", "a.html", "no month"),
            (page(month="January 2024"), "visa-bulletin-for-march-2024.html", "2024-03"),
            (b"<title>Fees</title>" + b"x" * 2_000_001, "a.html", "2 MB"),
        ],
    )
    def test_refuses_what_is_no_page_of_this_month(
        self, sara: Client, raw: bytes, name: str, said: str
    ) -> None:
        answer = bring(sara, raw, name)

        assert answer.status_code == 200
        assert said in answer.content.decode()

    def test_two_pages_of_one_month_point_at_each_other(self, sara: Client, saul: Client) -> None:
        first = bring(sara, page(month="January 2024")).url
        second = bring(saul, page(month="January 2024", f1="08JAN15")).url

        assert second in sara.get(first).content.decode()
        assert first in sara.get(second).content.decode()
        assert press(sara, second, "apartar").status_code == 302
        assert second not in sara.get(first).content.decode()

    def test_one_that_moved_is_looked_at_again(self, sara: Client, saul: Client) -> None:
        first = bring(sara, page(month="January 2024")).url
        second = bring(sara, page(month="January 2024", f1="08JAN15")).url
        press(saul, first, "de-acuerdo")

        assert press(saul, second, "otra-vez").status_code == 302
        assert press(sara, second, "de-acuerdo").status_code == 302
        newest = programmes.cutoffs().newest
        assert newest is not None
        assert newest.cutoff("final_action", "F1", "all_other") == date(2015, 1, 8)

    def test_a_fetched_page_that_cannot_be_read_waits_with_its_faults(self, sara: Client) -> None:
        acts.receive_fetched(
            raw=b"<p>Sign in", address="https://x.example/", asked=JANUARY, now=cast.NOON
        )
        (row,) = pages_seen()

        shown = sara.get(f"{LIST}/{row.pk}").content.decode()
        assert "no month; one is needed" in shown
        assert "de-acuerdo" not in shown

    def test_the_page_itself_is_only_handed_out(self, sara: Client) -> None:
        answer = sara.get(f"{LIST}/{one_that_waits()}/pagina")

        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["Content-Type"] == "application/octet-stream"
        assert answer.content == page(month="January 2024")

    def test_the_same_press_is_one_act(self, sara: Client, saul: Client) -> None:
        address = f"{LIST}/{one_that_waits()}"
        action = f"{address}/de-acuerdo"
        fields = form_of(sara.get(address).content.decode(), action)

        assert [sara.post(action, fields).status_code for _ in range(2)] == [302, 302]
        assert JANUARY not in programmes.cutoffs().by_month
