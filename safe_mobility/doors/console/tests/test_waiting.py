"""An officer who wrote for twenty minutes and then pressed Save loses no word."""

import re
from html import unescape
from typing import Any

import pytest
from django import forms
from django.db import connection
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from safe_mobility.cases.models import InterviewSection
from safe_mobility.cases.tests import factories
from safe_mobility.cases.tests.factories import NINE, Office
from safe_mobility.doors.common import clock
from safe_mobility.doors.common.access import Admits, access_of
from safe_mobility.doors.common.fields import Form
from safe_mobility.doors.console.tests.desk import PASSWORD, ago, code, enrol, note, signed_in
from safe_mobility.oversight.models import Mark, WaitingForm
from safe_mobility.oversight.services import waiting
from safe_mobility.people.models import Household
from safe_mobility.shared.references import spell_reference
from safe_mobility.staff.models import User

pytestmark = pytest.mark.django_db

WAITING = "/consola/en-espera"
TYPED = "Un canario dijo: «no vuelvo al barrio», y lo dijo dos veces."
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


@pytest.fixture(autouse=True)
def _at_nine(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    monkeypatch.setattr(clock, "now", lambda: NINE)
    settings.CSRF_FAILURE_VIEW = "safe_mobility.doors.console.views.errors.csrf_failure"


class Desk:
    """Dora's browser with an interview open, and the page of its notes before her eyes."""

    def __init__(self, here: Office) -> None:
        household_id = factories.seated(here)
        reference = Household.objects.get(pk=household_id).reference
        self.page = f"/consola/casos/{reference}/entrevista/note"
        self.user = User.objects.get(pk=here.dora.id)
        self.secret = enrol(self.user)
        User.objects.filter(pk=self.user.pk).update(must_change_password=False)
        self.browser = Client(enforce_csrf_checks=True)
        self.browser.cookies = signed_in(self.user).cookies
        self.send(self.hidden(self.page.removesuffix("/note")), open="1", to="")
        self.form = self.hidden(self.page)

    def hidden(self, address: str) -> dict[str, str]:
        """What stands in the first form of the page's own part."""
        main = self.browser.get(address).content.decode().partition("<main")[2]
        return dict(HIDDEN.findall(main.partition("</form>")[0]))

    def send(self, form: dict[str, str], *, to: str = "/note", **typed: Any) -> Any:
        return self.browser.post(self.page.removesuffix("/note") + to, {**form, **typed})

    def save(self, text: str = TYPED) -> Any:
        return self.send(self.form, based_on=0, text=text, next="")

    def sit_idle(self) -> None:
        note(self.browser, second_factor=True, at=ago(minutes=16))

    def sign_in(self, user: User | None = None, secret: str = "") -> Any:
        """Both factors, as the pages ask for them; where the sign-in then leads to."""
        page = self.browser.get("/consola/entrar").content.decode()
        form = dict(HIDDEN.findall(page))
        name = (user or self.user).username
        self.browser.post("/consola/entrar", {**form, "login": name, "password": PASSWORD})
        page = self.browser.get("/consola/entrar/codigo").content.decode()
        form = dict(HIDDEN.findall(page))
        answer = self.browser.post(
            "/consola/entrar/codigo", {**form, "code": code(secret or self.secret)}
        )
        return answer.headers["Location"]

    def offered(self) -> tuple[str, dict[str, str]]:
        """The first form that waits: where it goes to and what stands in it."""
        page = self.browser.get(WAITING).content.decode()
        (address, inside), *_ = re.findall(
            r'<form method="post" action="([^"]+)">(.*?)</form>', page.partition("<main")[2]
        )
        return address, {name: unescape(value) for name, value in HIDDEN.findall(inside)}


@pytest.fixture
def here() -> Office:
    return factories.office()


@pytest.fixture
def desk(here: Office) -> Desk:
    return Desk(here)


class TestFormAfterTheSessionEnded:
    def test_waits_is_read_again_and_sent(self, desk: Desk) -> None:
        desk.sit_idle()
        answer = desk.save()
        assert answer.headers["Location"].startswith("/consola/entrar?next=%2Fconsola%2Fen-espera")
        assert "over=kept" in answer.headers["Location"]
        assert not InterviewSection.objects.exists()

        assert desk.sign_in() == WAITING
        page = unescape(desk.browser.get(WAITING).content.decode())
        assert TYPED in page
        assert spell_reference(desk.page.split("/")[3]) in page
        # Reading it does nothing: it is sent by hand.
        assert not InterviewSection.objects.exists()

        address, form = desk.offered()
        assert address == desk.page
        assert desk.browser.post(address, form).status_code == 302
        assert InterviewSection.objects.count() == 1
        assert TYPED in unescape(desk.browser.get(desk.page).content.decode())

    def test_is_offered_no_more_once_it_was_saved(self, desk: Desk) -> None:
        desk.sit_idle()
        desk.save()
        desk.sign_in()
        desk.browser.post(*desk.offered())
        assert TYPED not in unescape(desk.browser.get(WAITING).content.decode())

    def test_is_one_press_with_the_one_that_got_lost_on_the_way(self, desk: Desk) -> None:
        desk.save()
        assert InterviewSection.objects.count() == 1
        desk.sit_idle()
        desk.save()
        assert desk.sign_in() == "/consola/"
        assert InterviewSection.objects.count() == 1

    def test_meets_what_a_colleague_saved_meanwhile(self, desk: Desk, here: Office) -> None:
        desk.sit_idle()
        desk.save()
        other = signed_in(User.objects.get(pk=here.dario.id))
        User.objects.filter(pk=here.dario.id).update(must_change_password=False)
        their = {"press": "a-press-of-a-colleague", "based_on": 0, "text": "la otra", "next": ""}
        other.post(desk.page, their)
        desk.sign_in()
        page = unescape(desk.browser.post(*desk.offered()).content.decode())
        assert "la otra" in page
        assert TYPED in page

    def test_waits_also_where_the_session_is_gone_altogether(self, desk: Desk) -> None:
        desk.browser.session.flush()
        assert "over=kept" in desk.save().headers["Location"]
        assert desk.sign_in() == WAITING

    def test_waits_where_one_had_signed_in_again_elsewhere(self, desk: Desk) -> None:
        desk.sit_idle()
        desk.browser.get("/consola/")  # another tab finds the session over
        desk.sign_in()
        answer = desk.save()
        assert answer.headers["Location"] == WAITING
        assert not InterviewSection.objects.exists()
        assert desk.browser.post(*desk.offered()).status_code == 302
        assert InterviewSection.objects.count() == 1

    def test_is_shown_to_nobody_else(self, desk: Desk, here: Office) -> None:
        desk.sit_idle()
        desk.save()
        dario = User.objects.get(pk=here.dario.id)
        User.objects.filter(pk=dario.pk).update(must_change_password=False)
        assert desk.sign_in(dario, enrol(dario)) == "/consola/"
        assert TYPED not in unescape(desk.browser.get(WAITING).content.decode())
        # Nor can a row that was moved to somebody else be opened.
        WaitingForm.objects.update(owner=here.dario.ref)
        with pytest.raises(Exception, match="does not open"):
            waiting.of(asker=here.dario)

    def test_can_be_thrown_away_by_its_owner_alone(self, desk: Desk, here: Office) -> None:
        desk.sit_idle()
        desk.save()
        row = WaitingForm.objects.get()
        waiting.drop(asker=here.dario, form_id=row.pk)
        assert WaitingForm.objects.exists()
        desk.sign_in()
        page = desk.browser.get(WAITING).content.decode()
        away = dict(HIDDEN.findall(page.partition("form_id")[0].rpartition("<form")[2]))
        desk.browser.post(WAITING, {**away, "form_id": str(row.pk)})
        assert not WaitingForm.objects.exists()

    def test_lies_sealed_and_leaves_nothing_in_trail_or_address(self, desk: Desk) -> None:
        desk.sit_idle()
        before = Mark.objects.count()
        answer = desk.save()
        with connection.cursor() as cursor:
            cursor.execute("SELECT w::text || encode(body, 'escape') FROM oversight_waitingform w")
            (row,) = cursor.fetchone()
        for plain in ("canario", desk.page, "based_on"):
            assert plain not in row
            assert plain not in answer.headers["Location"]
        assert Mark.objects.count() == before

    def test_goes_after_an_hour(self, desk: Desk) -> None:
        desk.sit_idle()
        desk.save()
        assert waiting.sweep() == 0
        WaitingForm.objects.update(came_at=ago(minutes=61))
        assert waiting.sweep() == 1


class TestWhatIsNotKept:
    def test_is_a_form_that_nobody_signed(self, desk: Desk) -> None:
        """The control of whose it is: without the sign, or with another's, nothing waits."""
        desk.sit_idle()
        for sign in ("", "STAFF:1:2:3", desk.form["whose"].replace("STAFF", "staff")):
            answer = desk.send({**desk.form, "whose": sign}, text=TYPED)
            assert "over=kept" not in answer.headers["Location"]
        # Nor under the key of another press.
        desk.send({**desk.form, "press": "another-press-of-mine"}, text=TYPED)
        assert not WaitingForm.objects.exists()

    def test_is_what_is_larger_than_a_page_can_hold(self) -> None:
        fields = [("text", "a" * waiting.LARGEST)]
        assert not waiting.keep(owner="STAFF:1", press="p", path="/", fields=fields)

    def test_is_more_than_five_of_one_person(self) -> None:
        for number in range(7):
            fields = [("text", f"number {number}")]
            waiting.keep(owner="STAFF:1", press=f"p{number}", path="/", fields=fields)
            WaitingForm.objects.update(came_at=ago(minutes=7 - number))
        waiting.keep(owner="STAFF:2", press="p", path="/", fields=[])
        assert WaitingForm.objects.filter(owner="STAFF:1").count() == waiting.MOST

    def test_is_a_password_or_a_code(self, desk: Desk) -> None:
        desk.sit_idle()
        form = {**desk.form, "new": PASSWORD, "old": PASSWORD}
        answer = desk.browser.post("/consola/mi-acceso/clave", form)
        assert answer.headers["Location"].endswith("over=form")
        assert not WaitingForm.objects.exists()

    def test_can_be_no_secret_because_no_page_for_staff_asks_for_one(self) -> None:
        asking = {view.__module__ for view in staff_views()}
        assert asking
        secret = {
            form.__module__
            for form in every_form(Form)
            if any(asks_for_a_secret(field) for field in form.base_fields.values())
            and form.__module__.startswith("safe_mobility.doors.console")
        }
        assert secret == {"safe_mobility.doors.console.forms.entry"}
        assert not any(module.endswith(".entry") for module in asking)


def staff_views(where: URLResolver | None = None) -> list[Any]:
    found = []
    for each in (where or get_resolver("config.urls.console")).url_patterns:
        if isinstance(each, URLResolver):
            found += staff_views(each)
        elif _is_for_staff(each):
            found.append(each.callback)
    return found


def _is_for_staff(each: URLPattern) -> bool:
    return hasattr(each.callback, "access") and access_of(each.callback).admits is Admits.STAFF


def every_form(base: type[Any]) -> list[type[Any]]:
    return [found for kind in base.__subclasses__() for found in (kind, *every_form(kind))]


def asks_for_a_secret(field: forms.Field) -> bool:
    return isinstance(field.widget, forms.PasswordInput) or (
        field.widget.attrs.get("autocomplete") in {"one-time-code", "current-password"}
    )
