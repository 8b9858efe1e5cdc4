import json
from typing import Any

import pytest
from django.apps import apps
from django.core.cache import cache
from django.test import Client

from safe_mobility.doors.console.tests.desk import PASSWORD, ago, code, enrol, note, signed_in
from safe_mobility.oversight.models import Mark
from safe_mobility.staff.models import User
from safe_mobility.staff.rules import Role
from safe_mobility.staff.services import factors
from safe_mobility.staff.tests.cast import member

pytestmark = pytest.mark.django_db

IN, CODE, HOME = "/consola/entrar", "/consola/entrar/codigo", "/consola/"
ENROL, MINE, OUT = "/consola/mi-acceso/codigo", "/consola/mi-acceso", "/consola/salir"


@pytest.fixture
def dora() -> User:
    return member("dora", Role.RECEPTION)


def give_password(client: Client, name: str = "dora", password: str = PASSWORD) -> Any:
    return client.post(IN, {"login": name, "password": password})


def enter(client: Client, secret: str) -> Any:
    give_password(client)
    return client.post(CODE, {"code": code(secret)})


class TestSignIn:
    def test_asks_for_both_factors(self, client: Client, dora: User) -> None:
        secret = enrol(dora)

        assert give_password(client).headers["Location"] == CODE
        assert client.get(HOME).status_code == 302
        assert client.post(CODE, {"code": code(secret)}).headers["Location"] == HOME
        assert client.get(MINE).status_code == 200

    def test_leaves_a_mark_and_none_for_what_is_nobodys_name(
        self, client: Client, dora: User
    ) -> None:
        secret = enrol(dora)
        give_password(client, password="wrong")
        give_password(client, name="a password typed here", password="wrong")
        enter(client, secret)

        marks = Mark.objects.filter(act__startswith="staff.sign").order_by("id")
        assert [mark.act for mark in marks] == ["staff.sign_in_refused", "staff.signed_in"]

    def test_says_the_same_for_a_wrong_name_and_a_wrong_password(
        self, client: Client, dora: User
    ) -> None:
        enrol(dora)
        said = [
            give_password(client, name=name, password="wrong").context["form"].non_field_errors()
            or give_password(client, name=name, password="wrong").context["form"].errors
            for name in ("dora", "nobody")
        ]

        assert str(said[0]) == str(said[1])

    def test_refuses_a_code_that_was_used(self, client: Client, dora: User) -> None:
        secret = enrol(dora)
        used = code(secret)
        give_password(client)
        client.post(CODE, {"code": used})
        cache.clear()  # a guard that forgets is not what holds it

        again = Client()
        give_password(again)
        assert again.post(CODE, {"code": used}).status_code == 200
        assert again.get(MINE).status_code == 302

    def test_takes_a_code_of_the_step_before_once(self, client: Client, dora: User) -> None:
        secret = enrol(dora)
        give_password(client)

        assert client.post(CODE, {"code": code(secret, steps=-1)}).status_code == 302

    def test_locks_after_five_wrong_codes(self, client: Client, dora: User) -> None:
        secret = enrol(dora)
        give_password(client)
        for _ in range(5):
            assert client.post(CODE, {"code": "000000"}).status_code == 200

        assert client.post(CODE, {"code": code(secret)}).status_code == 200
        assert client.get(MINE).status_code == 302

    def test_locks_after_five_wrong_passwords_for_that_name(
        self, client: Client, dora: User
    ) -> None:
        enrol(dora)
        for _ in range(5):
            give_password(client, password="wrong")

        assert give_password(client).status_code == 200

    def test_lets_nobody_in_whose_account_is_closed(self, client: Client, dora: User) -> None:
        enrol(dora)
        User.objects.filter(pk=dora.pk).update(is_active=False)

        assert give_password(client).status_code == 200

    def test_ends_the_session_of_an_account_that_is_closed(self, dora: User) -> None:
        client = signed_in(dora)
        assert client.get(MINE).status_code == 200
        User.objects.filter(pk=dora.pk).update(is_active=False)

        assert client.get(MINE).headers["Location"].startswith(IN)

    def test_goes_nowhere_outside(self, client: Client, dora: User) -> None:
        secret = enrol(dora)
        outside = "https://elsewhere.example/"
        client.post(IN, {"login": "dora", "password": PASSWORD, "next": outside})

        assert client.post(CODE, {"code": code(secret)}).headers["Location"] == HOME

    @pytest.mark.parametrize(
        "path", ["signup/", "password/reset/", "email/", "login/code/", "2fa/", "recovery-codes/"]
    )
    def test_has_none_of_the_librarys_other_pages(self, client: Client, path: str) -> None:
        for prefix in ("/consola/", "/accounts/", "/"):
            assert client.get(prefix + path).status_code == 404


class TestEnrolment:
    def test_comes_before_any_page(self, client: Client, dora: User) -> None:
        dora.set_password(PASSWORD)
        dora.save()

        assert give_password(client).headers["Location"] == HOME
        for path in (HOME, MINE, "/consola/mi-acceso/clave"):
            assert client.get(path).headers["Location"] == ENROL

    def test_stores_the_secret_sealed_in_the_session_and_in_its_row(
        self, client: Client, dora: User
    ) -> None:
        dora.set_password(PASSWORD)
        dora.save()
        give_password(client)
        page = client.get(ENROL)
        secret = page.context["form"].secret
        assert secret not in json.dumps(dict(client.session.items()))

        assert client.post(ENROL, {"code": code(secret)}).status_code == 302

        row = apps.get_model("mfa", "Authenticator").objects.get(user_id=dora.pk)
        assert secret not in json.dumps(row.data)
        assert client.get(MINE).status_code == 200

    def test_spends_the_code_that_enrolled(self, client: Client, dora: User) -> None:
        dora.set_password(PASSWORD)
        dora.save()
        give_password(client)
        used = code(client.get(ENROL).context["form"].secret)
        client.post(ENROL, {"code": used})

        again = Client()
        give_password(again)
        assert again.post(CODE, {"code": used}).status_code == 200

    def test_is_closed_to_a_password_alone_once_there_is_a_factor(
        self, client: Client, dora: User
    ) -> None:
        # Two sessions with the password; one enrols. The other must not add a factor of its own.
        dora.set_password(PASSWORD)
        dora.save()
        give_password(client)
        factors.enrol_code(user=dora, secret=factors.new_secret())

        assert client.get(ENROL).headers["Location"].startswith(IN)
        assert client.get("/consola/mi-acceso/llave").headers["Location"].startswith(IN)

    def test_of_a_second_one_asks_for_the_password_again(self, dora: User) -> None:
        enrol(dora)

        page = signed_in(dora).get("/consola/mi-acceso/llave")

        assert page.headers["Location"].startswith("/consola/mi-acceso/confirmar")


class TestFirstPassword:
    def test_opens_nothing_but_its_change(self, client: Client, dora: User) -> None:
        enrol(dora)
        User.objects.filter(pk=dora.pk).update(must_change_password=True)
        client = signed_in(User.objects.get(pk=dora.pk))

        for path in (HOME, MINE, ENROL):
            assert client.get(path).headers["Location"] == "/consola/mi-acceso/clave"

        new = {"new": "another four words here", "again": "another four words here"}
        assert client.post("/consola/mi-acceso/clave", new).headers["Location"] == MINE
        assert User.objects.get(pk=dora.pk).check_password(new["new"])
        assert client.get(MINE).status_code == 200

    @pytest.mark.parametrize(
        ("new", "again"),
        [("short", "short"), (PASSWORD, PASSWORD), ("another four words", "another for words")],
    )
    def test_refuses_what_is_short_old_or_not_the_same(
        self, dora: User, new: str, again: str
    ) -> None:
        enrol(dora)
        page = signed_in(dora).post(
            "/consola/mi-acceso/clave", {"old": PASSWORD, "new": new, "again": again}
        )

        assert page.status_code == 200
        assert page.context["form"].errors

    def test_ends_other_sessions(self, dora: User) -> None:
        enrol(dora)
        here, there = signed_in(dora), signed_in(dora)
        words = "another four words here"
        here.post("/consola/mi-acceso/clave", {"old": PASSWORD, "new": words, "again": words})

        assert here.get(MINE).status_code == 200
        assert there.get(MINE).status_code == 302


class TestSession:
    def test_ends_after_fifteen_idle_minutes(self, dora: User) -> None:
        enrol(dora)
        client = signed_in(dora)
        note(client, second_factor=True, at=ago(minutes=14))
        assert client.get(MINE).status_code == 200

        note(client, second_factor=True, at=ago(minutes=16))
        assert "over=1" in client.get(MINE).headers["Location"]
        assert client.get(MINE).headers["Location"] == f"{IN}?next=%2Fconsola%2Fmi-acceso"

    def test_ends_after_twelve_hours_in_use(self, dora: User) -> None:
        enrol(dora)
        client = signed_in(dora)
        note(client, second_factor=True, at=ago(hours=12, minutes=1), seen_at=ago().timestamp())

        assert client.get(MINE).status_code == 302

    def test_is_kept_open_by_use_and_not_by_a_page_that_refreshes_itself(self, dora: User) -> None:
        enrol(dora)
        client = signed_in(dora)
        note(client, second_factor=True, at=ago(minutes=10))

        client.get(MINE + "?auto=1")
        assert client.session["seen_at"] < ago(minutes=9).timestamp()
        client.get(MINE)
        assert client.session["seen_at"] > ago(minutes=1).timestamp()

    def test_says_that_a_form_was_not_saved(self, dora: User) -> None:
        enrol(dora)
        client = signed_in(dora)
        note(client, second_factor=True, at=ago(minutes=16))

        assert client.post("/consola/mi-acceso/clave", {}).headers["Location"] == f"{IN}?over=form"

    def test_ends_with_the_way_out(self, dora: User) -> None:
        enrol(dora)
        client = signed_in(dora)

        assert client.get(OUT).status_code == 405
        client.post(OUT)
        assert client.get(MINE).status_code == 302

    def test_is_kept_by_nobodys_cache(self, dora: User) -> None:
        enrol(dora)

        assert "no-store" in signed_in(dora).get(MINE).headers["Cache-Control"]


class TestLastFactor:
    def test_stays(self, dora: User) -> None:
        enrol(dora)
        client = signed_in(dora)
        only = factors.of_person(user_id=dora.pk)[0]

        client.post("/consola/mi-acceso/confirmar", {"password": PASSWORD})
        page = client.post(
            f"/consola/mi-acceso/{only.id}/quitar", {"press": "a-press-that-is-long-enough"}
        )

        assert page.status_code == 200
        assert factors.has_factor(user_id=dora.pk)


class TestLanguageAndOffice:
    def test_language_stays_with_the_person(self, dora: User) -> None:
        enrol(dora)
        client = signed_in(dora)
        assert 'lang="es"' in client.get(MINE).content.decode()

        client.post("/consola/idioma", {"language": "en", "back": MINE})

        assert '<html lang="en"' in client.get(MINE).content.decode()
        assert (
            '<html lang="en"' in signed_in(User.objects.get(pk=dora.pk)).get(MINE).content.decode()
        )

    def test_goes_back_to_no_other_site(self, dora: User) -> None:
        client = signed_in(dora)
        for back in ("https://elsewhere.example/", "//elsewhere.example", "/es/"):
            answer = client.post("/consola/idioma", {"language": "en", "back": back})
            assert answer.headers["Location"] == HOME

    def test_an_office_that_is_not_theirs_changes_nothing(self, dora: User) -> None:
        enrol(dora)
        client = signed_in(dora)
        client.post("/consola/mi-oficina", {"office": "SMA"})

        asked: Any = client.get(MINE).wsgi_request
        assert asked.asker.offices == {"QTZ"}


class TestFrame:
    def test_answers_what_is_not_there_like_what_is_not_open(self, client: Client) -> None:
        paola = member("paola", agency="PARTNER-1")
        enrol(paola)

        page = signed_in(paola).get(HOME, follow=True)

        assert page.status_code == 200
        asked: Any = page.wsgi_request
        assert asked.asker.agency == "PARTNER-1"


class TestLinks:
    def test_keep_what_is_opened_all_day_in_the_row_and_the_rest_under_more(self) -> None:
        sara = member("sara", Role.SUPERVISOR)
        page = signed_in(sara).get("/consola/huella").content.decode()
        row, _summary, more = (
            page.partition("<nav")[2].partition("</nav>")[0].partition("<details>")
        )

        assert row.count("<li>") == 6
        assert "/consola/casos" in row
        assert 'href="/consola/huella" aria-current="page"' in row
        assert "/consola/personal" in more
        assert "/consola/huella" not in more

    def test_are_all_in_the_row_where_they_are_few(self) -> None:
        page = signed_in(member("ines", Role.INTERPRETER)).get(HOME).content.decode()

        assert "<details>" not in page.partition("<nav")[2].partition("</nav>")[0]
