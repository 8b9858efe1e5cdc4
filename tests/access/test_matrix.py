"""Who gets to what: every route, for every one of the cast, for this office's and another's.

What is expected follows from the mark on each view and from what its address names; a route
without a mark, or one that names something this matrix does not know, fails.
"""

import importlib
import re
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from django.db import connections, transaction

from safe_mobility.appointments.models import Appointment
from safe_mobility.appointments.tests.conftest import _shipped as shipped
from safe_mobility.doors.common import clock
from safe_mobility.doors.common.access import Admits
from safe_mobility.programmes import queries as programmes
from safe_mobility.shared.asker import AskerKind
from safe_mobility.shared.references import spell_reference
from tests.access import world
from tests.access.routes import Route, all_routes
from tests.access.world import HERE, THERE, Member, Things, World

ROUTES = all_routes()
MARKED = [route for route in ROUTES if route.access is not None]
WAYS_IN = {"/consola/entrar", "/es/solicitud"}
ASKS_TO_SIGN_IN = {"public/people/sign_in.html"}

# The only pages of the console that open to somebody who has not signed in.
CONSOLE_FOR_ANYONE = {
    "console.views.entry.sign_in",
    "console.views.entry.second_factor",
    "console.views.entry.sign_in_by_passkey",
    "console.views.entry.language",
}
# The only pages open to an auditor: the trail, reports, which may be about the office's own
# people, what governments promised, to be judged, and figures before they go out. None of them
# shows a family.
FOR_AN_AUDITOR = re.compile(
    r"console\.views\.(trail\.trail|reports\.\w+|commitments\.\w+|releases\.\w+)"
)
ACTS = re.compile(r"^[a-z_|]+$")


@pytest.fixture(scope="module")
def all_of_it(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """The whole cast, made once and taken back at the end; each question undoes what it did."""
    with ExitStack() as stack:
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        patch.setattr(clock, "now", lambda: world.AT)
        patch.setattr(programmes, "_current", shipped)
        stack.enter_context(django_db_blocker.unblock())
        for alias in connections:
            stack.enter_context(transaction.atomic(using=alias))
        yield world.make()
        for alias in connections:
            transaction.set_rollback(True, using=alias)


class TestEveryRoute:
    def test_says_who_may_open_it(self) -> None:
        assert [route.path for route in ROUTES if route.access is None] == []

    def test_names_only_what_this_matrix_knows(self) -> None:
        unknown = {
            f"{route.path}: {part}"
            for route in MARKED
            for part in route.converters
            if part not in world.known() and not _alternatives(route, part)
        }
        assert unknown == set()

    def test_of_the_console_asks_for_a_sign_in(self) -> None:
        wide_open = {
            route.name
            for route in MARKED
            if route.door == "console"
            and route.access is not None
            and route.access.admits not in {Admits.ACCOUNT, Admits.PARTNER, Admits.STAFF}
        }
        assert wide_open == CONSOLE_FOR_ANYONE

    def test_of_the_console_shows_an_auditor_no_family(self) -> None:
        beyond = {
            route.name
            for route in MARKED
            if route.access is not None
            and route.access.admits is Admits.STAFF
            and (not route.access.roles or "AUDITOR" in route.access.roles)
            and not FOR_AN_AUDITOR.fullmatch(route.name)
        }
        assert beyond == set()


class TestTheMatrix:
    @pytest.mark.parametrize("route", MARKED, ids=lambda route: route.path or "/")
    def test_lets_in_whom_it_should_and_nobody_else(self, route: Route, all_of_it: World) -> None:
        wrong = [
            f"{name} {method} {address}: {status}, expected {expected}"
            for name, who in all_of_it.cast.items()
            for things in _worth_asking_about(route, all_of_it)
            for address in _addresses(route, things, who)
            for method in ("get", "post")
            for expected in [_expected(route, who, things)]
            for status, body in [_ask(who, method, address)]
            if not _as_expected(expected, method, status, address)
            or _tells_of_a_stranger(route, who, all_of_it, body)
        ]
        assert wrong == []


def _alternatives(route: Route, part: str) -> list[str]:
    """A part of an address that is one of a few words, such as the name of an act."""
    regex = str(getattr(route.converters[part], "regex", ""))
    return regex.split("|") if ACTS.match(regex) else []


def _worth_asking_about(route: Route, whole: World) -> list[Things]:
    """Both offices where the address names something of one; else it is the same question."""
    owned = {*world.OF_AN_OFFICE, *world.OF_A_HOUSEHOLD}
    both = list(whole.things.values())
    return both if owned & set(route.converters) else both[:1]


def _addresses(route: Route, things: Things, who: Member) -> Iterator[str]:
    """The address, once for each act it may name; one act is enough where the page is shut."""
    acts = next((part for part in route.converters if _alternatives(route, part)), None)
    values = {
        part: world.name_in_address(part, things, who) for part in route.converters if part != acts
    }
    names = _alternatives(route, acts) if acts else [""]
    shut = route.access is not None and not route.access.lets_in(who.asker)
    for name in names[:1] if shut else names:
        yield route.address({**values, acts: name} if acts else values)


def _expected(route: Route, who: Member, things: Things) -> str:
    """`in`; `out`, as if there were no such page; `not theirs`, as if there were no such thing;
    `sign in`; or `any`, where whether there is such a page is not the question."""
    mark = route.access
    assert mark is not None
    if not mark.lets_in(who.asker):
        signed_in_here = route.door == "console" and world.is_staff(who)
        return "out" if signed_in_here else "sign in"
    parts = set(route.converters)
    if parts & set(world.OF_A_HOUSEHOLD) and mark.admits is Admits.HOUSEHOLD:
        mine = who.asker.id == str(things.household.pk)
        return "in" if mine else "not theirs"
    owned = {*world.OF_AN_OFFICE, *(world.OF_A_HOUSEHOLD if route.door == "console" else ())}
    watches = who.asker.has_role("AUDITOR") and parts & world.WATCHED
    if parts & owned and things.office not in who.asker.offices and not watches:
        return "not theirs"
    sure = {*world.OF_AN_OFFICE, *world.OF_THE_PROGRAMME, *world.ONES_OWN}
    acts = {part for part in parts if _alternatives(route, part)}
    open_to_all = mark.admits in {Admits.ANYONE, Admits.VISITOR}
    return "in" if parts <= sure | acts and not open_to_all else "any"


def _ask(who: Member, method: str, address: str) -> tuple[str, str]:
    """What comes back, and to where it leads; whatever it did is undone."""
    with transaction.atomic(), transaction.atomic(using="keys"):
        client = who.browser()
        fields = {"press": "a-press-of-the-access-matrix"} if method == "post" else {}
        response = getattr(client, method)(address, fields)
        transaction.set_rollback(True)
        transaction.set_rollback(True, using="keys")
    # A form that came after the session ended is kept on the page that asks to sign in again.
    if any(template.name in ASKS_TO_SIGN_IN for template in response.templates):
        return "sign in", _text(response)
    leads_to = response.headers.get("Location", "").partition("?")[0]
    status = "sign in" if leads_to in WAYS_IN else str(response.status_code)
    # The address itself is no news to whoever typed it.
    return status, _text(response).replace(address, "")


def _as_expected(expected: str, method: str, status: str, address: str) -> bool:
    if status.startswith("5"):
        return False
    match expected:
        case "out":
            return status == "404"
        case "not theirs":
            # An address that takes only a form, or none, says so for every key alike.
            return status in {"404", "405"}
        case "sign in":
            return status == "sign in"
        case "in" if method == "get":
            return status not in {"404", "sign in"}
        case "in":
            # A form that was sent empty may name nothing; signing out leads to the sign-in.
            return status != "sign in" or address == "/consola/salir"
        case _:
            return True


def _tells_of_a_stranger(route: Route, who: Member, whole: World, body: str) -> bool:
    """Whether the answer holds the number of a family that is not theirs to see.

    An auditor reads numbers in the trail; a supervisor those of the own office's lines.
    """
    if "AUDITOR" in who.asker.roles:
        return False
    for office, things in whole.things.items():
        number = things.household.reference
        own = who.asker.kind is AskerKind.HOUSEHOLD and who.asker.id == str(things.household.pk)
        seen = own or office in who.asker.offices
        if not seen and (number in body or spell_reference(number) in body):
            return True
    return False


def _text(response: Any) -> str:
    return "" if response.streaming else str(response.content.decode(errors="replace"))


class TestTheMatrixItself:
    """The control: with the guards off, the matrix sees the harm."""

    def test_sees_a_page_that_lets_everybody_in(
        self, all_of_it: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("safe_mobility.doors.common.access.Access.lets_in", lambda *_: True)
        partner = all_of_it.cast["partner, live"]

        status, _body = _ask(partner, "get", "/consola/personal/nueva")

        assert not _as_expected("out", "get", status, "")

    def test_sees_a_family_of_another_office(
        self, all_of_it: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        day = importlib.import_module("safe_mobility.appointments.queries.day")
        monkeypatch.setattr(day, "visible_to", lambda _asker: Appointment.objects.all())
        monkeypatch.setattr("safe_mobility.doors.console.places.office_of", lambda _asker: HERE)
        elias = all_of_it.cast["Elías"]

        _status, body = _ask(elias, "get", "/consola/")

        route = next(route for route in MARKED if route.path == "consola/")
        assert _tells_of_a_stranger(route, elias, all_of_it, body)
        assert THERE in elias.asker.offices
