"""A question about each person: one page, a row a person, and everything kept."""

from typing import Any

import pytest

from safe_mobility.doors.public.tests.asking_pages import Visitor, offset_to_monday, text_of
from safe_mobility.programmes.tests.shipped import hold_shipped
from safe_mobility.screening.models import VisitorAnswers

pytestmark = pytest.mark.django_db
PASSPORT = "preguntas/ch.passport"


@pytest.fixture(autouse=True)
def _monday(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.CLOCK_OFFSET = offset_to_monday()
    hold_shipped(monkeypatch)


@pytest.fixture
def ana() -> Visitor:
    """A Venezuelan mother in Colombia, her husband and a daughter."""
    visitor = Visitor()
    visitor.answer("gt.loc", "OTHER")
    visitor.send("preguntas/gt.loc?otro=1", answer="CO")
    visitor.answer("nationalities", "OTHER")
    visitor.send("preguntas/nationalities?otro=1", answer="VE")
    visitor.day("cm.age", "2", "5", "1990")
    person(visitor, "spouse", 1988)
    person(visitor, "child", 2015)
    return visitor


def person(visitor: Visitor, role: str, year: int) -> None:
    visitor.send(
        "preguntas/familia/persona",
        role=role,
        born_on_day="1",
        born_on_month="3",
        born_on_year=str(year),
        married="no",
    )


def each(visitor: Visitor, **answers: str) -> Any:
    return visitor.send(PASSPORT, **answers)


class TestEachPerson:
    def test_has_a_row_on_one_page(self, ana: Visitor) -> None:
        page = text_of(ana.open(PASSPORT))

        assert "Usted" in page
        assert "Esposo o esposa, nació el 1 de marzo de 1988" in page
        assert "Hijo o hija, nació el 1 de marzo de 2015" in page

    def test_is_kept_and_shown_again_on_the_way_back(self, ana: Visitor) -> None:
        assert each(ana, a="yes", m01="no", m02="unknown").status_code == 302
        page = ana.open(PASSPORT).content.decode()

        assert page.count(" checked") == 3
        assert "Usted: Sí · Esposo o esposa, nació el 1 de marzo de 1988: No" in ana.kept()

    def test_is_asked_of_everybody_before_it_is_kept(self, ana: Visitor) -> None:
        reply = each(ana, a="yes", m01="perhaps")

        assert reply.status_code == 200
        assert reply.content.decode().count('class="why"') == 2
        assert "Usted: Sí" not in ana.kept()

    def test_of_a_child_shuts_the_way_for_the_child_alone(self, ana: Visitor) -> None:
        ana.answer("ch.supporter", "yes")
        each(ana, a="yes", m01="yes", m02="no")
        shut = text_of(ana.open("resultado"))
        each(ana, a="yes", m01="yes", m02="yes")
        open_again = text_of(ana.open("resultado"))

        assert shut != open_again

    def test_who_comes_later_is_asked_too(self, ana: Visitor) -> None:
        each(ana, a="yes", m01="yes", m02="yes")
        person(ana, "child", 2018)
        page = ana.open(PASSPORT).content.decode()

        assert page.count(" checked") == 3
        assert page.count("<fieldset") == 4

    def test_who_goes_away_leaves_no_answer(self, ana: Visitor) -> None:
        each(ana, a="yes", m01="no", m02="no")
        ana.send("preguntas/familia", remove="m01")

        assert "1988" not in ana.kept()

    def test_alone_is_the_ordinary_page(self) -> None:
        visitor = Visitor()
        visitor.answer("gt.loc", "GT")

        assert visitor.open(PASSPORT).content.decode().count("<fieldset") == 1

    def test_forged_members_are_nobody(self, ana: Visitor) -> None:
        each(ana, a="yes", m01="yes", m02="yes", m09="no", zz="no")
        row = VisitorAnswers.objects.get()

        assert row.answers
        assert ana.open("resultado").status_code == 200


class TestRelativesAbroad:
    """Whose relative it is decides who may ask for a visa, so each person has a row."""

    def told(self, visitor: Visitor, **answers: Any) -> Any:
        return visitor.send("preguntas/fv.rel", **answers)

    def test_are_asked_of_each_person(self, ana: Visitor) -> None:
        page = ana.open("preguntas/fv.rel").content.decode()

        assert "¿Qué familia tiene cada persona en Estados Unidos?" in page
        assert page.count("<fieldset") == 3
        assert 'type="checkbox"' in page
        assert " checked" not in page

    def test_lead_to_questions_about_that_person_alone(self, ana: Visitor) -> None:
        self.told(ana, a=["none"], m01=["sibling"], m02=["none"])
        page = ana.open("preguntas/fv.status").content.decode()

        assert page.count("<fieldset") == 1
        assert "Esposo o esposa, nació el 1 de marzo de 1988" in page
        ana.send("preguntas/fv.status", m01="USC")
        ana.send("preguntas/fv.usc_age", m01="yes")
        said = ana.kept()
        assert "Esposo o esposa, nació el 1 de marzo de 1988: Ciudadanía" in said
        assert "Usted tiene un familiar que puede pedir" not in said

    def test_of_one_who_says_none_and_more_are_named(self, ana: Visitor) -> None:
        reply = self.told(ana, a=["none"], m01=["none", "sibling"], m02=["none"])

        assert reply.status_code == 200
        assert "1988: Marcó «ninguno» y también otra cosa." in text_of(reply)

    def test_of_who_goes_away_are_forgotten(self, ana: Visitor) -> None:
        self.told(ana, a=["none"], m01=["sibling"], m02=["none"])
        ana.send("preguntas/fv.status", m01="USC")
        ana.send("preguntas/familia", remove="m01")

        assert "Ciudadanía" not in ana.kept()

    def test_of_one_alone_are_not_lent_to_who_comes_later(self) -> None:
        visitor = Visitor()
        visitor.answer("gt.loc", "GT")
        visitor.answer("fv.rel", "sibling")
        person(visitor, "child", 2015)
        page = visitor.open("preguntas/fv.rel").content.decode()

        assert page.count(" checked") == 1
        assert page.count("<fieldset") == 2
