"""The frame of every public page: cookies, languages, and what is said when it goes wrong."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import escape
from django.views.decorators.http import require_POST

from safe_mobility.doors.common.access import ANYONE, HOUSEHOLD, VISITOR, access
from safe_mobility.doors.common.asking import read_visitor, visitor
from safe_mobility.doors.public.middleware import PublicFrame
from safe_mobility.doors.public.urls import urlpatterns as public_urls
from safe_mobility.doors.public.views import errors
from safe_mobility.oversight.services.limits import TooMany
from safe_mobility.shared.refusal import NotVisible, Refusal

pytestmark = pytest.mark.django_db

COOKIE = settings.VISITOR_COOKIE_NAME
LANGUAGES = [("es", "Español"), ("en", "English")]


def a_page(admits: Any, error: Exception | None = None) -> Any:
    def page(request: Any) -> HttpResponse:
        if error is not None:
            raise error
        return HttpResponse(str(visitor(request).row_id) if admits is VISITOR else "page")

    page.__module__ = "safe_mobility.doors.public.views.tried"
    return access(admits)(page)


class Declined(Refusal):
    code = "tests.declined"


class Urls:
    """Stands for a module of addresses."""

    handler404 = errors.not_found
    handler500 = errors.broken
    urlpatterns: list[URLPattern] = [
        path("es/anyone", a_page(ANYONE)),
        path("es/visitor", a_page(VISITOR)),
        path("es/household", a_page(HOUSEHOLD)),
        path("es/post", access(ANYONE)(require_POST(a_page(ANYONE)))),
        path("es/refused", a_page(ANYONE, Declined())),
        path("es/hidden", a_page(ANYONE, NotVisible())),
        path("es/toomany", a_page(ANYONE, TooMany(again_at=timezone.now()))),
        path("es/resting", a_page(ANYONE, OperationalError("gone"))),
        path("es/broken", a_page(ANYONE, ZeroDivisionError())),
    ]


@pytest.fixture
def tried() -> Iterator[None]:
    with override_settings(ROOT_URLCONF=Urls):
        yield


@pytest.mark.usefixtures("tried")
class TestVisitor:
    def test_gets_no_cookie_on_a_page_for_anyone(self) -> None:
        response = Client().get("/es/anyone")

        assert COOKIE not in response.cookies

    def test_keeps_one_token_from_page_to_page(self) -> None:
        client = Client()

        first, second = client.get("/es/visitor"), client.get("/es/visitor")

        assert first.content == second.content
        assert Client().get("/es/visitor").content != first.content

    def test_has_a_cookie_that_no_script_reads(self) -> None:
        cookie = Client().get("/es/visitor").cookies[COOKIE]

        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert cookie["max-age"] == 7 * 24 * 60 * 60

    def test_gets_a_token_of_ours_for_an_absurd_one(self) -> None:
        client = Client()
        client.cookies[COOKIE] = "x' OR 1=1"

        response = client.get("/es/visitor")

        assert read_visitor(response.cookies[COOKIE].value) is not None

    def test_leaves_nothing_in_a_cache(self) -> None:
        assert "no-store" in Client().get("/es/visitor")["Cache-Control"]

    def test_is_sent_to_sign_in_where_a_household_is_asked_for(self) -> None:
        response = Client().get("/es/household")

        assert response.status_code == 302
        assert response["Location"] == "/es/solicitud"


@pytest.mark.usefixtures("tried")
class TestErrors:
    @pytest.mark.parametrize("language", ["es", "en"])
    @pytest.mark.parametrize(
        ("address", "status"),
        [
            ("nothing", 404),
            ("hidden", 404),
            ("post", 405),
            ("refused", 409),
            ("toomany", 429),
            ("resting", 503),
            ("broken", 500),
        ],
    )
    def test_each_has_a_page_of_ours(self, address: str, status: int, language: str) -> None:
        client = Client(raise_request_exception=False)
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language

        response = client.get(f"/es/{address}")

        assert response.status_code == status
        text = response.content.decode()
        assert text.count("<h1>") == 1
        assert str(status) not in text.split("<main", 1)[1].split("</main>")[0]

    def test_a_stranger_learns_nothing_from_the_404(self) -> None:
        client = Client()

        assert client.get("/es/hidden").content.replace(b"/hidden", b"") == (
            client.get("/es/nothing").content.replace(b"/nothing", b"")
        )

    def test_needs_no_database_to_be_shown(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def gone() -> None:
            raise OperationalError("gone")

        monkeypatch.setattr("safe_mobility.programmes.queries._current", gone)

        assert Client().get("/es/resting").status_code == 503
        assert Client().get("/es/nothing").status_code == 404

    def test_says_which_methods_there_are(self) -> None:
        assert Client().get("/es/post")["Allow"] == "POST"

    def test_says_when_to_come_back(self) -> None:
        assert Client().get("/es/resting")["Retry-After"] == "60"


class TestUndeclaredView:
    def test_is_never_served(self) -> None:
        def page(_request: Any) -> HttpResponse:
            return HttpResponse("secret")

        page.__module__ = "safe_mobility.doors.public.views.tried"
        undeclared = type("Urls", (), {"urlpatterns": [path("es/x", page)], **vars_of(Urls)})

        with override_settings(ROOT_URLCONF=undeclared):
            response = Client(raise_request_exception=False).get("/es/x")

        assert response.status_code == 500
        assert b"secret" not in response.content

    def test_is_not_among_our_own(self) -> None:
        for pattern in public_urls:
            assert hasattr(pattern.callback, "access"), pattern


def vars_of(module: type) -> dict[str, Any]:
    return {name: vars(module)[name] for name in ("handler404", "handler500")}


class TestOldForm:
    """A form whose token is gone."""

    def send(self, origin: str, **headers: str) -> Any:
        client = Client(enforce_csrf_checks=True, headers={"origin": origin, **headers})
        return client.post("/es/", {"us": "<b>YES</b>", "pin": "482915", "press": "k"})

    def test_is_offered_again_with_what_was_written(self) -> None:
        response = self.send("http://testserver")

        text = response.content.decode()
        assert response.status_code == 403
        assert f'name="us" value="{escape("<b>YES</b>")}"' in text
        assert "csrfmiddlewaretoken" in text

    def test_never_shows_a_secret_again(self) -> None:
        assert "482915" not in self.send("http://testserver").content.decode()

    def test_of_another_site_is_never_offered_as_ours(self) -> None:
        for response in (
            self.send("http://evil.example"),
            self.send("null"),
            self.send("http://testserver", **{"sec-fetch-site": "cross-site"}),
        ):
            assert response.status_code == 403
            assert "YES" not in response.content.decode()


class TestLanguage:
    def test_change_keeps_the_page(self) -> None:
        text = Client().get("/es/").content.decode()

        assert 'href="/en/"' in text

    def test_is_remembered_for_addresses_without_one(self) -> None:
        client = Client()

        assert client.get("/en/").cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"
        assert settings.LANGUAGE_COOKIE_NAME not in client.get("/en/").cookies

    def test_is_asked_on_the_bare_address(self) -> None:
        text = Client().get("/").content.decode()

        for code, name in LANGUAGES:
            assert f'href="/{code}/" lang="{code}"' in text
            assert name in text


class TestMiddleware:
    def test_minds_its_own_door_only(self) -> None:
        def elsewhere(_request: Any) -> HttpResponse:
            return HttpResponse()

        elsewhere.__module__ = "safe_mobility.doors.console.views.day"
        frame = PublicFrame(elsewhere)
        request: Any = type("R", (), {"path": "/", "COOKIES": {}})()

        assert frame.process_view(request, elsewhere, [], {}) is None
