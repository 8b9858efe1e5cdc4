"""The result: never empty, never a promise, and the same truth for everybody who asks."""

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from safe_mobility.doors.public.tests.asking_pages import Visitor, offset_to_monday, text_of
from safe_mobility.doors.public.tests.test_questions import begun
from safe_mobility.doors.public.views.about import OFFICIAL
from safe_mobility.programmes import queries as programmes
from safe_mobility.programmes.tests.shipped import hold_shipped, load_shipped

pytestmark = pytest.mark.django_db

# Words that the programme never says to a person, in either language.
NEVER = [
    "elegible",
    "eligible",
    "ilegal",
    "illegal",
    "denegad",
    "denied",
    "aprobado por",
    "error 5",
]


@pytest.fixture(autouse=True)
def _monday(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.CLOCK_OFFSET = offset_to_monday()
    hold_shipped(monkeypatch)


def from_guatemala() -> Visitor:
    return begun(Visitor())


def from_spain() -> Visitor:
    """Nothing is open to somebody from elsewhere who wants none of it."""
    visitor = Visitor()
    visitor.answer("nationalities?otro=1", "ES")
    visitor.day("cm.age", "2", "5", "1990")
    visitor.answer("gt.loc?otro=1", "ES")
    visitor.answer("fv.rel", "none")
    for interest in ("h2a.interest", "h2b.interest"):
        visitor.answer(interest, "no")
    return visitor


class TestResult:
    def test_says_of_every_pathway_what_it_is_today(self) -> None:
        page = text_of(from_guatemala().open("resultado"))

        for code in programmes.rule_set().programmes["GT"].pathways:
            assert programmes.text_of(f"pathway.{code}.name", "es") in page, code

    def test_is_never_empty(self) -> None:
        page = text_of(from_spain().open("resultado"))

        assert "Usted tiene derecho a pedir asilo" in page
        assert "Hoy esta oficina atiende solo a personas de Guatemala" in page
        assert "Ver otras ayudas" in page
        assert "Registrar a mi familia" not in page

    def test_says_who_decides_and_what_it_costs(self) -> None:
        page = text_of(from_guatemala().open("resultado"))

        assert "Quién decide:" in page
        assert "Cuánto cuesta:" in page

    def test_repeats_the_answer_behind_a_reason(self) -> None:
        assert "Usted dijo: Guatemala." in text_of(from_guatemala().open("resultado"))

    def test_offers_to_register_where_the_office_may_take_it(self) -> None:
        page = from_guatemala().open("resultado").content.decode()

        assert 'href="/es/consentimiento"' in page

    def test_leads_somebody_under_18_to_protection(self) -> None:
        child = from_guatemala()
        child.day("cm.age", "2", "5", "2010")

        page = child.open("resultado").content.decode()

        assert 'href="/es/ayuda#menores"' in page
        assert 'href="/es/consentimiento"' not in page

    def test_gives_at_most_four_reasons_before_more(self) -> None:
        page = from_guatemala().open("resultado").content.decode()

        for verdict in page.split('<section class="verdict')[1:]:
            shown = verdict.split('<ul class="reasons">')[1].split("</ul>")[0]
            assert 1 <= shown.count("<li>") <= 4

    def test_never_says_what_it_must_not(self) -> None:
        for language in ("es", "en"):
            visitor = from_guatemala()
            visitor.language = language
            page = text_of(visitor.open("resultado")).lower()
            for word in NEVER:
                assert word not in page, word

    def test_needs_an_answer_first(self) -> None:
        assert Visitor().open("resultado")["Location"] == "/es/preguntas"

    def test_of_one_visitor_asks_the_database_little(self) -> None:
        visitor = from_guatemala()
        visitor.open("resultado")
        with CaptureQueriesContext(connection) as seen:
            visitor.open("resultado")

        assert len(seen) <= 5, [query["sql"] for query in seen.captured_queries]


class TestAQuestionPage:
    def test_asks_the_database_little(self) -> None:
        visitor = from_guatemala()
        visitor.open("preguntas/fv.rel")
        with CaptureQueriesContext(connection) as seen:
            visitor.open("preguntas/fv.rel")

        assert len(seen) <= 3, [query["sql"] for query in seen.captured_queries]


class TestWhenStopped:
    def test_says_so_first_on_every_page(self, settings: Any) -> None:
        settings.CLOCK_OFFSET = 0
        for slug in ("", "ayuda", "preguntas/gt.loc", "programa", "caminos"):
            page = text_of(Visitor().open(slug))
            assert "El programa está detenido desde el 22 de enero de 2025" in page
            assert "Próxima noticia antes del" in page

    def test_still_shows_what_stays_open(self, settings: Any) -> None:
        settings.CLOCK_OFFSET = 0
        page = text_of(from_guatemala().open("resultado"))

        assert "Usted tiene derecho a pedir asilo" in page
        assert "Registrar a mi familia" not in page


class TestPathwayPage:
    def test_shows_rule_dates_and_source(self) -> None:
        for code in programmes.rule_set().programmes["GT"].pathways:
            page = text_of(Visitor().open(f"camino/{code}"))
            assert "Quién decide" in page
            assert "Fuente:" in page

    def test_never_shows_background_as_a_fact(self) -> None:
        rule_set = programmes.rule_set()
        for criterion in rule_set.criteria:
            if criterion.period.confidence != "background":
                continue
            pathway = rule_set.pathways.get(criterion.group)
            if pathway is None or not pathway.is_judged_alone:
                continue
            sentence = rule_set.text(criterion.says("holds"), "es")
            known = [
                c for c in rule_set.criteria if c.group == criterion.group and c is not criterion
            ]
            if sentence and sentence not in [rule_set.text(c.says("holds"), "es") for c in known]:
                assert sentence not in text_of(Visitor().open(f"camino/{criterion.group}"))

    def test_keeps_what_is_asked_at_the_interview_apart(self) -> None:
        page = text_of(Visitor().open("camino/usrap"))

        asked, apart = page.index("Qué pide"), page.index("Se pregunta solo en la entrevista")
        crime = page.index("Nadie del grupo tiene antecedentes penales")
        assert asked < apart < crime

    def test_lists_no_rule_without_a_sentence(self) -> None:
        for code in programmes.rule_set().pathways:
            page = Visitor().open(f"camino/{code}").content.decode()
            assert "<li><small" not in page

    def test_of_nothing_is_not_there(self) -> None:
        for code in ("none", "office_gt", "common", "h2a\u202e", "a" * 300):
            assert Visitor().open(f"camino/{code}").status_code == 404


class TestSources:
    def test_each_that_a_rule_names_is_there(self) -> None:
        page = Visitor().open("fuentes").content.decode()

        for criterion in programmes.rule_set().criteria:
            for code in criterion.period.source:
                if re.fullmatch(r"S\d+", code):
                    assert f'id="{code}"' in page, code

    def test_are_described_in_the_language_of_the_page(self) -> None:
        spanish = text_of(Visitor().open("fuentes"))
        english = text_of(Visitor(language="en").open("fuentes"))

        assert "AP, julio de 2023" in spanish
        assert "AP, July 2023" in english
        assert "July" not in spanish

    def test_links_official_pages_only(self) -> None:
        page = Visitor().open("fuentes").content.decode().split("<main", 1)[1].split("</main>")[0]

        hosts = {urlsplit(url).hostname or "" for url in re.findall(r'href="(http[^"]+)"', page)}
        assert hosts
        assert all(host.endswith(OFFICIAL) for host in hosts)


class TestHelp:
    def test_marks_each_number_of_a_training_site(self) -> None:
        page = text_of(Visitor().open("ayuda"))

        assert page.count("número de práctica, nadie contesta") == 5

    def test_shows_no_number_that_nobody_supplied(self) -> None:
        load_shipped(training=False)

        assert "1 800" not in Visitor().open("ayuda").content.decode()

    def test_shows_the_number_of_whoever_runs_the_site(self, settings: Any) -> None:
        settings.MODE, settings.HELP_PHONE = "production", "1 555 0100"
        load_shipped(training=False)

        assert 'href="tel:15550100"' in Visitor().open("ayuda?x=1").content.decode()

    def test_needs_no_cookie(self) -> None:
        assert "Set-Cookie: ms_public=" not in str(Visitor().open("ayuda").cookies)
