"""A new month is fetched within limits, and whatever comes is put before people."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from safe_mobility.doors.jobs import bulletins, fetching
from safe_mobility.oversight.services import limits
from safe_mobility.programmes.tests.shipped import hold_shipped
from safe_mobility.reunification.models import BulletinPage
from safe_mobility.reunification.tests.made_up_pages import page

DECEMBER = datetime(2023, 12, 14, 15, 0, tzinfo=UTC)
Answer = Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def server(answer: Answer) -> Iterator[str]:
    class Talk(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer(self)

        def log_message(self, *args: Any) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Talk) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{listening.server_port}"
        listening.shutdown()


def saying(body: bytes = b"", *, status: int = 200, **headers: str) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name, value)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    return answer


class TestFetch:
    def test_brings_the_page(self) -> None:
        with server(saying(b"<p>ok")) as address:
            found = fetching.fetch(f"{address}/a.html")

        assert found is not None
        assert found.body == b"<p>ok"

    def test_follows_on_the_same_host_only(self) -> None:
        def answer(request: BaseHTTPRequestHandler) -> None:
            if request.path == "/old":
                saying(status=301, Location="/new")(request)
            else:
                saying(b"new")(request)

        with server(answer) as address:
            found = fetching.fetch(f"{address}/old")
            assert found is not None
            assert found.address == f"{address}/new"
        for to, fault in (("https://elsewhere.example/", "another host"), ("/round", "more than")):
            with (
                server(saying(status=302, Location=to)) as address,
                pytest.raises(fetching.Unusable, match=fault),
            ):
                fetching.fetch(address)

    def test_stops_at_the_largest_size(self) -> None:
        with server(saying(b"x" * 5000)) as address:
            with pytest.raises(fetching.Unusable, match="larger than 1,000"):
                fetching.fetch(address, largest=1000)
            assert fetching.fetch(address, largest=5000) is not None

    def test_does_not_wait_for_a_server_that_says_nothing(self) -> None:
        stop = threading.Event()

        def silent(_request: BaseHTTPRequestHandler) -> None:
            stop.wait(5)

        with server(silent) as address:
            with pytest.raises(fetching.Away):
                fetching.fetch(address, seconds=0.2)
            stop.set()

    def test_does_not_wait_for_one_that_drips(self) -> None:
        def drips(request: BaseHTTPRequestHandler) -> None:
            request.send_response(200)
            request.end_headers()
            try:
                for _ in range(40):
                    request.wfile.write(b"x" * 70_000)
                    threading.Event().wait(0.05)
            except OSError:
                return

        with server(drips) as address, pytest.raises(fetching.Away, match="too slow"):
            fetching.fetch(address, seconds=0.3, largest=10**8)

    @pytest.mark.parametrize(("status", "fault"), [(503, fetching.Away), (403, fetching.Unusable)])
    def test_tells_a_bad_day_from_a_no(self, status: int, fault: type[Exception]) -> None:
        with server(saying(status=status)) as address, pytest.raises(fault):
            fetching.fetch(address)

    def test_is_nothing_where_there_is_no_page_yet(self) -> None:
        with server(saying(status=404)) as address:
            assert fetching.fetch(address) is None

    def test_leaves_this_machine_over_https_only(self) -> None:
        for address in ("http://travel.example/", "file:///etc/passwd", "ftp://x/", ""):
            with pytest.raises(fetching.Unusable):
                fetching.fetch(address)


class TestAddress:
    def test_has_the_months_words_in_their_places(self) -> None:
        shape = "https://x/{fiscal_year}/for-{month_name}-{year}-{month}.html?{other}"

        assert (
            bulletins.address_of(shape, date(2023, 11, 1))
            == "https://x/2024/for-november-2023-11.html?{other}"
        )
        assert "/2023/" in bulletins.address_of(shape, date(2023, 9, 1))


@pytest.mark.django_db
class TestFetchNextBulletin:
    @pytest.fixture(autouse=True)
    def _rules(self, monkeypatch: pytest.MonkeyPatch) -> None:
        hold_shipped(monkeypatch)

    def fetch(self, settings: Any, answer: Answer, *, now: datetime = DECEMBER) -> int:
        with server(answer) as address:
            settings.VISA_BULLETIN_URL = f"{address}/{{month_name}}-{{year}}.html"
            return bulletins.fetch_next_bulletin(now=now)

    def test_is_off_without_an_address(self, settings: Any) -> None:
        settings.VISA_BULLETIN_URL = ""

        assert bulletins.fetch_next_bulletin(now=DECEMBER) == 0
        assert not BulletinPage.objects.exists()

    def test_asks_for_the_month_after_the_newest(self, settings: Any) -> None:
        asked = []

        def answer(request: BaseHTTPRequestHandler) -> None:
            asked.append(request.path)
            saying(page(month="January 2024"))(request)

        assert self.fetch(settings, answer) == 1
        assert asked == ["/january-2024.html"]
        row = BulletinPage.objects.get()
        assert (row.state, row.month, row.fetched) == ("WAITING", date(2024, 1, 1), True)

    def test_asks_once_in_six_hours_and_not_while_one_waits(self, settings: Any) -> None:
        assert self.fetch(settings, saying(status=404)) == 0
        assert self.fetch(settings, saying(page(month="January 2024"))) == 0

    def test_does_not_ask_long_before_a_month(self, settings: Any) -> None:
        early = DECEMBER - timedelta(days=20)

        assert self.fetch(settings, saying(page(month="January 2024")), now=early) == 0

    @pytest.mark.parametrize(
        ("answer", "fault"),
        [
            (saying(b"<title>Down for maintenance</title>"), "no month"),
            (saying(page(month="December 2023")), "2024-01 was asked for"),
            (saying(b"x" * (fetching.LARGEST + 1)), "larger than"),
            (saying(status=302, Location="https://elsewhere.example/"), "another host"),
            (saying(status=403), "status 403"),
        ],
    )
    def test_puts_what_does_not_read_before_people(
        self, settings: Any, answer: Answer, fault: str
    ) -> None:
        assert self.fetch(settings, answer) == 1

        row = BulletinPage.objects.get()
        assert row.state == "UNREADABLE"
        assert fault in str(row.faults)

    def test_a_server_that_is_down_is_asked_again(
        self, settings: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(limits, "take", lambda *_a, **_k: 0)
        assert self.fetch(settings, saying(status=503)) == 0
        assert not BulletinPage.objects.exists()

        assert self.fetch(settings, saying(page(month="January 2024"))) == 1
