"""A country more is a folder more: nothing in Python knows how many there are.

The country is invented here, with an office, gates, help, a language and a pathway of its own,
and added to a copy of what is shipped.
"""

import shutil
from datetime import date
from pathlib import Path

import pytest

from safe_mobility.programmes.files import load
from safe_mobility.programmes.rules.directory import BookingRule, Directory
from safe_mobility.programmes.rules.values import Value
from safe_mobility.screening.rules import asking
from safe_mobility.screening.rules.household import VISITOR
from safe_mobility.screening.rules.judging import screen

SHIPPED = Path(__file__).parents[2] / "programmes"
ON = date(2024, 3, 1)

PROGRAMME = """
code: panama
country: PA
zone: America/Panama
name: {es: Programa de Panamá, en: Programme of Panama}
source: [invented]
confidence: sourced
from: 2024-01-01
languages: [es, en]
interpreter_languages:
  - {code: gym, own_name: Ngäbere, name: {es: Ngäbere, en: Ngäbere}}
office_groups: [common, office_pa]
pathways: [usrap, pa_harvest]
news_within_days: 14
phases:
  - {of: office_pa, phase: open, from: 2024-01-01, until: 2024-12-31,
     source: [invented], confidence: sourced}
help:
  - code: asylum
    text: {es: Puede pedir refugio en Panamá., en: You can seek asylum in Panama.}
    source: [invented]
    confidence: sourced
"""
GATES = """
code: office_pa
kind: office
name: {es: Oficina en Panamá, en: Office in Panama}
what: {es: Recibe solicitudes., en: Takes applications.}
who_decides: {es: Cada país., en: Each country.}
cost: {es: Nada., en: Nothing.}
unit: {principal: [applicant], with: []}
source: [invented]
confidence: sourced
criteria:
  - id: pa.nat
    of: applicant
    ask: nationalities
    effect: gate
    holds_if: {any_in: [VE, CU]}
    source: [invented]
    confidence: sourced
    says:
      holds: {es: Su país está., en: Your country is in it.}
      fails: {es: Es para otros países., en: It is for other countries.}
      unknown: {es: Falta saber el país., en: We need to know the country.}
"""
OFFICES = """
offices:
  - {code: DAV, name: {es: David, en: David}, from: 2024-01-01, until: null,
     source: [invented], confidence: sourced}
booking:
  - {office: DAV, rule: OPEN, from: 2024-01-01, until: null,
     source: [invented], confidence: sourced}
serves:
  - {office: DAV, departments: ["01"]}
"""
MUNICIPALITIES = """
source: [invented]
departments:
  - {code: "01", name: Chiriquí, iso: PA-4}
municipalities:
  - {code: "0101", name: David, department: "01", lat: 8.43, lon: -82.43}
"""
HOLIDAYS = """
holidays:
  - {name: {es: Día de la Patria, en: Separation Day}, day: 11-03,
     source: [invented], confidence: sourced}
"""
HARVEST = """
code: pa_harvest
kind: work
name: {es: Cosecha, en: Harvest}
what: {es: Trabajo de temporada., en: Seasonal work.}
who_decides: {es: El empleador., en: The employer.}
cost: {es: Nada., en: Nothing.}
steps: [{es: Pregunte., en: Ask.}]
next: {open: {es: Preguntar, en: Ask}, person: {es: Preguntar, en: Ask},
       not_today: {es: Ver, en: See}}
unit: {principal: [any_adult], with: []}
source: [invented]
confidence: sourced
criteria:
  - id: pa.exp
    ask: mt.exp
    effect: require
    holds_if: {is: true}
    source: [invented]
    confidence: sourced
    says:
      holds: {es: Tiene experiencia., en: You have experience.}
      fails: {es: Pide experiencia., en: It asks for experience.}
      unknown: {es: Falta saber., en: We need to know.}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("five") / "programmes"
    skip = shutil.ignore_patterns("municipalities.yaml", "scenarios", "spec.md")
    shutil.copytree(SHIPPED, folder, ignore=skip)
    files = {
        "panama/programme.yaml": PROGRAMME,
        "panama/gates.yaml": GATES,
        "panama/offices.yaml": OFFICES,
        "panama/municipalities.yaml": MUNICIPALITIES,
        "panama/holidays.yaml": HOLIDAYS,
        "pathways/pa_harvest/pathway.yaml": HARVEST,
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


class TestFifthCountry:
    def test_is_screened_by_its_own_rules(self, folder: Path) -> None:
        rules = load(folder, training=True).rule_set

        def office(country: str, nationality: str) -> str:
            answers: dict[str, Value] = {
                "gt.loc": country,
                "nationalities": (nationality,),
                "cm.age": date(1990, 5, 2),
                "mt.exp": True,
            }
            found = screen(rules, country=country, on=ON, household=VISITOR, answers=answers)
            assert {each.code for each in found.pathways} == set(rules.programmes[country].pathways)
            return str(found.office.verdict)

        assert office("PA", "VE") == "OPEN"
        assert office("PA", "GT") == "NOT_TODAY"
        assert office("GT", "GT") == "OPEN"

    def test_has_its_own_help_and_leaves_the_others_theirs(self, folder: Path) -> None:
        rules = load(folder, training=True).rule_set

        def helped(country: str) -> list[str]:
            found = screen(rules, country=country, on=ON, household=VISITOR, answers={})
            return [rules.text(each.text, "en") for each in found.help]

        assert helped("PA") == ["You can seek asylum in Panama."]
        assert len(helped("GT")) > 1
        assert "You can seek asylum in Panama." not in helped("GT")

    def test_is_asked_about_like_any_other(self, folder: Path) -> None:
        rules = load(folder, training=True).rule_set
        asked = asking.open_questions(rules, country="PA", on=ON, answers={"gt.loc": "PA"})

        assert "mt.exp" in {question.id for question in asked.deciding}

    def test_may_be_the_country_in_which_a_site_works(self, folder: Path) -> None:
        loaded = load(folder, training=True)
        here = Directory(loaded.entries, loaded.rule_set, country="PA")

        assert [office.code for office in here.offices(on=ON)] == ["DAV"]
        assert here.booking_rule("DAV", on=ON) is BookingRule.OPEN
        assert here.office_for("0101", on=ON) == "DAV"
        assert [each.own_name for each in here.languages()] == ["Ngäbere"]
        assert list(here.holidays("DAV", date(2024, 11, 1), date(2024, 11, 30))) == [
            date(2024, 11, 3)
        ]
        assert str(here.zone) == "America/Panama"
        assert here.state(on=ON).takes_applications

    def test_leaves_the_other_countries_their_offices(self, folder: Path) -> None:
        loaded = load(folder, training=True)
        there = Directory(loaded.entries, loaded.rule_set, country="GT")

        assert "DAV" not in there.office_codes()
        assert "QTZ" in there.office_codes()
        assert there.languages()[0].code == "es"
