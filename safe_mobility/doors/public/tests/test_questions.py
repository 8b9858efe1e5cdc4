"""The question pages: what a person types, what is kept, and where it leads."""

import threading
from typing import Any

import pytest
from django.conf import settings as site_settings
from django.db import connections
from django.test import Client

from safe_mobility.doors.public.tests.asking_pages import (
    Visitor,
    offset_to_monday,
    press_of,
    says,
    text_of,
)
from safe_mobility.programmes.tests.shipped import hold_shipped
from safe_mobility.screening.models import VisitorAnswers

pytestmark = pytest.mark.django_db

ABSURD = ["", "👶" * 50, "a\x00b", "\u202eGT", "GT" * 10_000, "<script>", "' OR 1=1 --", "PERHAPS"]

NO_DAYS = [
    ("", "", "", "Escriba la fecha o presione «No sé»."),
    ("31", "2", "1990", "Ese día no existe. Revise el día y el mes."),
    ("2", "5", "2090", "Ese día todavía no llega. Revíselo."),
    ("2", "5", "90", "Escriba el año con 4 números, como 1987."),
    ("dos", "5", "1990", "Escriba el día y el año con números."),
    ("2", "5", "1066", "Revise el año: es de hace demasiado tiempo."),
    ("\x00", "👶", "\u202e", "Escriba el día, el mes y el año."),
]


@pytest.fixture(autouse=True)
def _monday(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.CLOCK_OFFSET = offset_to_monday()
    hold_shipped(monkeypatch)


@pytest.fixture
def ana() -> Visitor:
    return Visitor()


def begun(visitor: Visitor) -> Visitor:
    """Somebody who said where and who, and that nobody goes along."""
    visitor.answer("nationalities", "GT")
    visitor.day("cm.age", "2", "5", "1990")
    visitor.answer("gt.loc", "GT")
    visitor.send("preguntas/familia")
    return visitor


class TestTheWay:
    def test_begins_with_the_first_question(self, ana: Visitor) -> None:
        assert ana.open("preguntas").status_code == 302
        assert "/es/preguntas/" in ana.open("preguntas")["Location"]

    def test_goes_on_to_the_next_question(self, ana: Visitor) -> None:
        response = ana.answer("nationalities", "GT")

        assert response.status_code == 302
        assert response["Location"] != "/es/preguntas/nationalities"

    def test_asks_once_who_would_go_along(self, ana: Visitor) -> None:
        ana.answer("nationalities", "GT")
        ana.day("cm.age", "2", "5", "1990")
        assert ana.answer("gt.loc", "GT")["Location"] == "/es/preguntas/familia"

        assert "familia" not in ana.send("preguntas/familia")["Location"]

    def test_ends_with_all_answers_to_look_at(self, ana: Visitor) -> None:
        begun(ana)
        for _ in range(60):
            address = ana.open("preguntas")["Location"]
            if address == "/es/revisar":
                break
            ana.answer(address.rsplit("/", 1)[1], "unknown", dont_know="1")

        assert address == "/es/revisar"
        assert "Guatemala" in ana.kept()

    def test_leads_back_to_the_question_before(self, ana: Visitor) -> None:
        ana.answer("nationalities", "GT")
        ana.day("cm.age", "2", "5", "1990")

        assert 'href="/es/preguntas/cm.age"' in ana.open("preguntas/gt.loc").content.decode()
        assert 'href="/es/preguntas/nationalities"' in ana.open("preguntas/cm.age").content.decode()

    def test_returns_to_all_answers_after_a_change(self, ana: Visitor) -> None:
        begun(ana)

        response = ana.answer("gt.loc?desde=revisar", "MX")

        assert response["Location"] == "/es/revisar"
        assert "México" in ana.kept()

    def test_never_offers_what_only_a_person_may_ask(self, ana: Visitor) -> None:
        for question in ("us.persecutor", "us.crime", "us.health", "no.such", "fv.category"):
            assert ana.open(f"preguntas/{question}").status_code == 404


class TestAnswer:
    def test_is_never_chosen_beforehand(self, ana: Visitor) -> None:
        assert " checked" not in ana.open("preguntas/nationalities").content.decode()

    def test_given_before_is_shown_again(self, ana: Visitor) -> None:
        ana.answer("gt.loc", "GT")

        assert 'value="GT" checked' in ana.open("preguntas/gt.loc").content.decode()

    def test_i_do_not_know_is_the_last_one(self, ana: Visitor) -> None:
        page = ana.open("preguntas/gt.loc").content.decode()

        assert page.rindex('value="unknown"') == page.rindex('type="radio"') + page[
            page.rindex('type="radio"') :
        ].index('value="unknown"')

    @pytest.mark.parametrize("question", ["gt.loc", "nationalities", "h2a.interest", "fv.rel"])
    def test_that_is_none_is_told_kindly_and_not_kept(self, ana: Visitor, question: str) -> None:
        for typed in ABSURD:
            response = ana.answer(question, typed)

            assert response.status_code == 200, typed
            assert "<title>Error: " in response.content.decode()
            assert says(response, "Elija una respuesta. «No sé» también es una respuesta.")
        assert not VisitorAnswers.objects.exists()

    def test_that_is_no_day_says_what_to_look_at(self, ana: Visitor) -> None:
        for day, month, year, sentence in NO_DAYS:
            response = ana.day("cm.age", day, month, year)

            assert response.status_code == 200
            assert says(response, sentence)
        assert not VisitorAnswers.objects.exists()

    def test_of_a_day_may_be_unknown(self, ana: Visitor) -> None:
        ana.send("preguntas/cm.age", dont_know="1", answer_day="", answer_month="", answer_year="")

        assert "No sé" in ana.kept()

    def test_none_and_more_is_asked_again(self, ana: Visitor) -> None:
        response = ana.answer("fv.rel", "none", "spouse")

        assert says(response, "Marcó «ninguno» y también otra cosa. Deje solo lo que es cierto.")

    def test_may_be_a_country_of_the_long_list(self, ana: Visitor) -> None:
        first = ana.answer("nationalities", "GT", "OTHER")
        assert first["Location"] == "/es/preguntas/nationalities?otro=1"

        ana.answer("nationalities?otro=1", "CO")

        assert "Colombia, Guatemala" in ana.kept()

    def test_may_be_only_a_country_of_the_long_list(self, ana: Visitor) -> None:
        ana.answer("gt.loc", "OTHER")
        assert not VisitorAnswers.objects.exists()
        assert ana.answer("gt.loc?otro=1", "").status_code == 200

        ana.answer("gt.loc?otro=1", "CO")

        assert "Colombia" in ana.kept()
        assert 'value="CO" checked' in ana.open("preguntas/gt.loc").content.decode()


class TestTooMuch:
    def test_of_a_form_is_answered_in_words(self, ana: Visitor) -> None:
        key = press_of(ana.open("preguntas/gt.loc"))
        for body in ({"answer": "x" * 300_000}, {f"field{n}": "x" for n in range(500)}):
            response = ana.client.post("/es/preguntas/gt.loc", {"press": key, **body})

            assert response.status_code == 400
            assert says(response, "No pudimos leer lo que llegó")
        assert not VisitorAnswers.objects.exists()


class TestPress:
    def test_twice_is_once(self, ana: Visitor) -> None:
        key = press_of(ana.open("preguntas/gt.loc"))
        body = {"press": key, "answer": "GT"}

        first = ana.client.post("/es/preguntas/gt.loc", body)
        second = ana.client.post("/es/preguntas/gt.loc", body)

        assert first["Location"] == second["Location"]

    def test_of_an_old_page_with_another_answer_changes_nothing(self, ana: Visitor) -> None:
        key = press_of(ana.open("preguntas/gt.loc"))
        ana.client.post("/es/preguntas/gt.loc", {"press": key, "answer": "GT"})

        response = ana.client.post("/es/preguntas/gt.loc", {"press": key, "answer": "MX"})

        assert 'role="alert"' in response.content.decode()
        assert "Guatemala" in ana.kept()
        assert "México" not in ana.kept()

    def test_without_its_key_asks_to_send_it_again(self, ana: Visitor) -> None:
        response = ana.client.post("/es/preguntas/gt.loc", {"answer": "GT"})

        assert says(response, "Lo que escribió sigue aquí.")
        assert 'value="GT" checked' in response.content.decode()


class TestCookie:
    def test_of_another_browser_shows_nothing(self, ana: Visitor) -> None:
        ana.answer("gt.loc", "GT")

        assert Visitor().open("revisar").status_code == 302

    def test_survives_a_change_of_language(self, ana: Visitor) -> None:
        begun(ana)

        ana.language = "en"

        assert "Which country are you in today?" in ana.kept()
        assert "2 May 1990" in ana.kept()

    def test_that_is_gone_begins_again(self, ana: Visitor) -> None:
        begun(ana)
        del ana.client.cookies[site_settings.VISITOR_COOKIE_NAME]

        assert ana.open("resultado")["Location"] == "/es/preguntas"


class TestErase:
    def test_takes_every_answer_and_the_token(self, ana: Visitor) -> None:
        begun(ana)
        before = ana.client.cookies[site_settings.VISITOR_COOKIE_NAME].value

        response = ana.send("borrar")

        assert response["Location"] == "/es/borrado"
        assert not VisitorAnswers.objects.exists()
        assert ana.client.cookies[site_settings.VISITOR_COOKIE_NAME].value != before
        assert ana.open("revisar").status_code == 302

    def test_by_opening_the_page_erases_nothing(self, ana: Visitor) -> None:
        begun(ana)
        ana.open("borrar")

        assert VisitorAnswers.objects.exists()


class TestWhoGoes:
    def test_keeps_people_without_names(self, ana: Visitor) -> None:
        begun(ana)
        ana.send(
            "preguntas/familia/persona",
            role="child",
            born_on_day="3",
            born_on_month="2",
            born_on_year="2015",
            married="no",
        )
        ana.send("preguntas/familia/persona", role="spouse")

        page = text_of(ana.open("preguntas/familia"))
        assert "Hijo o hija" in page
        assert "nació el 3 de febrero de 2015" in page
        assert "Esposo o esposa" in page
        assert "Hijo o hija, Esposo o esposa" in ana.kept()

    def test_takes_one_away_again(self, ana: Visitor) -> None:
        begun(ana)
        ana.send("preguntas/familia/persona", role="parent")
        ana.send("preguntas/familia/persona", role="sibling")

        ana.send("preguntas/familia", remove="m01")

        page = text_of(ana.open("preguntas/familia"))
        assert "Madre o padre" not in page
        assert "Hermano o hermana" in page

    def test_cannot_take_the_visitor_away(self, ana: Visitor) -> None:
        begun(ana)
        ana.send("preguntas/familia", remove="a")

        assert "Nadie, solo yo" in ana.kept()

    def test_asks_again_for_what_cannot_be(self, ana: Visitor) -> None:
        begun(ana)
        for typed in (
            {},
            {"role": "KING"},
            {"role": "child", "born_on_day": "31", "born_on_month": "2", "born_on_year": "2015"},
            {"role": "child", "born_on_day": "1", "born_on_month": "2", "born_on_year": "2055"},
            {"role": "child", "married": "\u202e👶\x00"},
        ):
            response = ana.send("preguntas/familia/persona", **typed)

            assert response.status_code == 200, typed
            assert "<title>Error: " in response.content.decode()
        assert "Nadie, solo yo" in ana.kept()


@pytest.mark.django_db(transaction=True)
class TestTwoPhonesAtOnce:
    def test_keep_both_answers(self, ana: Visitor) -> None:
        """Two tabs of one browser send two answers in the same moment."""
        keys = {name: press_of(ana.open(f"preguntas/{name}")) for name in ("gt.loc", "cm.age")}
        cookie = ana.client.cookies[site_settings.VISITOR_COOKIE_NAME].value
        typed = {
            "gt.loc": {"answer": "GT"},
            "cm.age": {"answer_day": "2", "answer_month": "5", "answer_year": "1990"},
        }
        start = threading.Barrier(2)

        def send(name: str) -> None:
            client = Client()
            client.cookies[site_settings.VISITOR_COOKIE_NAME] = cookie
            start.wait()
            client.post(f"/es/preguntas/{name}", {"press": keys[name], **typed[name]})
            connections.close_all()

        tabs = [threading.Thread(target=send, args=(name,)) for name in keys]
        for tab in tabs:
            tab.start()
        for tab in tabs:
            tab.join()

        assert "Guatemala" in ana.kept()
        assert "2 de mayo de 1990" in ana.kept()


class TestManyFromOneNetwork:
    """A robot could fill the table of answers, which need no name."""

    ROBOT = "203.0.113.7"

    @pytest.fixture(autouse=True)
    def _few(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("safe_mobility.doors.public.views.questions.NEW_PER_HOUR", 2)

    def test_are_refused_in_words_and_what_was_chosen_stays(self) -> None:
        for _ in range(2):
            someone = Visitor(client=Client(REMOTE_ADDR=self.ROBOT))
            assert someone.answer("gt.loc", "GT").status_code == 302
        page = Visitor(client=Client(REMOTE_ADDR=self.ROBOT)).answer("gt.loc", "GT")
        assert says(page, "Desde su red se envió mucho en poco tiempo.")
        assert 'value="GT" checked' in page.content.decode()
        assert VisitorAnswers.objects.count() == 2

    def test_do_not_stop_whoever_had_begun_nor_another_network(self) -> None:
        """The control: only who is new on this network is counted."""
        begun = Visitor(client=Client(REMOTE_ADDR=self.ROBOT))
        for _ in range(5):
            assert begun.answer("gt.loc", "GT").status_code == 302
        Visitor(client=Client(REMOTE_ADDR=self.ROBOT)).answer("gt.loc", "GT")
        Visitor(client=Client(REMOTE_ADDR=self.ROBOT)).answer("gt.loc", "GT")
        elsewhere = Visitor(client=Client(REMOTE_ADDR="203.0.113.8"))
        assert elsewhere.answer("gt.loc", "GT").status_code == 302
        assert begun.answer("gt.loc", "HN").status_code == 302
