import ast
import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

import pytest
from django.utils import translation

from safe_mobility.appointments.rules.queue import Otherwise
from safe_mobility.appointments.tests import factories
from safe_mobility.cases.queries.search import By
from safe_mobility.cases.rules import Outcome, PartnerResult, Reason
from safe_mobility.cases.services.assisted import Speaker
from safe_mobility.doors.common.receivers import EVERY_EMPLOYER
from safe_mobility.doors.console.tests.desk import signed_in
from safe_mobility.doors.console.trail_facts import NOBODY_READS, SAYERS, Known, facts_words
from safe_mobility.doors.console.trail_words import ACTS, JOBS, KINDS
from safe_mobility.oversight.models import Mark
from safe_mobility.oversight.queries import MarkSeen
from safe_mobility.oversight.services import trail
from safe_mobility.people.rules.consents import ConsentKind
from safe_mobility.people.rules.duplicates import Ground
from safe_mobility.people.rules.states import State
from safe_mobility.reunification.queries.tracing import TRACED_FAMILY
from safe_mobility.reunification.rules.kin import PetitionKind
from safe_mobility.shared.references import spell_reference
from safe_mobility.staff.rules import Role
from safe_mobility.staff.tests.cast import asker, member
from tests.architecture import source

pytestmark = pytest.mark.django_db

TRAIL = "/consola/huella"
NUMBER = "QZ7K4M92XW3T"
ACT = re.compile(r"[a-z_]+\.[a-z_]+")


def written(office: str, about: str = "office:QTZ", act: str = "office.desk_added") -> None:
    actor = asker(member(f"actor{Mark.objects.count()}", Role.SUPERVISOR))
    trail.record(act, actor=actor, about=about, now=factories.NOON, office=office)


class TestTrail:
    def test_shows_a_supervisor_the_office_and_an_auditor_all(self) -> None:
        written("QTZ")
        written("SMA", about="office:SMA")
        sara, alma = member("sara", Role.SUPERVISOR), member("alma", Role.AUDITOR)

        hers = signed_in(sara).get(TRAIL).context["lines"]
        all_of_it = signed_in(alma).get(TRAIL).context["lines"]

        assert {line.office for line in hers} == {"Quetzaltenango"}
        assert {line.office for line in all_of_it} >= {"Quetzaltenango", "San Marcos"}

    def test_names_people_and_spells_numbers(self) -> None:
        family = factories.household()
        written("QTZ", about=family.reference, act="appointment.arrived")

        page = signed_in(member("sara", Role.SUPERVISOR)).get(TRAIL, {"kind": "appointment."})
        line = page.context["lines"][0]

        assert line.who.startswith("Actor")
        assert line.about == spell_reference(family.reference)

    def test_finds_by_number_person_and_kind(self) -> None:
        family = factories.household()
        written("QTZ", about=family.reference, act="appointment.arrived")
        written("QTZ")
        client = signed_in(member("sara", Role.SUPERVISOR))

        by_number = client.get(TRAIL, {"about": spell_reference(family.reference).lower()})
        by_kind = client.get(TRAIL, {"kind": "office."})

        assert [line.act for line in by_number.context["lines"]] == ["marcó que llegó"]
        assert {line.act for line in by_kind.context["lines"]} == {"agregó una mesa"}

    def test_leaves_a_line_when_somebody_is_looked_for(self) -> None:
        client = signed_in(member("sara", Role.SUPERVISOR))
        client.get(TRAIL)
        assert not Mark.objects.filter(act="trail.searched").exists()

        client.get(TRAIL, {"about": "QZ7K"})

        assert Mark.objects.get(act="trail.searched").about == "QZ7K"

    def test_goes_back_page_by_page_to_the_first_line(self) -> None:
        sara = member("sara", Role.SUPERVISOR)
        for number in range(70):
            trail.record(
                "office.desk_added",
                actor=asker(sara),
                about=f"desk:{number}",
                now=factories.NOON,
                office="QTZ",
            )
        client, seen, at = signed_in(sara), [], "?kind=office."
        while at:
            page = client.get(TRAIL + at)
            seen += [line.about for line in page.context["lines"]]
            at = page.context["older"]

        assert seen == [f"mesa {number}" for number in reversed(range(70))]

    @pytest.mark.parametrize("role", [Role.RECEPTION, Role.INTERVIEWER, Role.INTERPRETER])
    def test_is_not_there_for_others(self, role: Role) -> None:
        assert signed_in(member("dora", role)).get(TRAIL).status_code == 404

    def test_survives_odd_questions(self) -> None:
        client = signed_in(member("alma", Role.AUDITOR))
        for odd in ({"before": "x"}, {"before": "-1"}, {"who": "STAFF:999"}, {"about": "\x00🙂"}):
            assert client.get(TRAIL, odd).status_code == 200


def recorded_acts() -> Iterator[str]:
    """Every act that some code leaves on the trail by its name, found in the code itself."""
    for path in source.python_files("safe_mobility"):
        if "tests" in path.parts:
            continue
        for node in ast.walk(source.tree(path)):
            if isinstance(node, ast.Call) and re.search("record|mark", _called(node)):
                yield from (text for text in _texts(node) if ACT.fullmatch(text))


def _called(node: ast.Call) -> str:
    return ast.unparse(node.func).rpartition(".")[2]


def _texts(node: ast.Call) -> Iterator[str]:
    for given in [*node.args, *(keyword.value for keyword in node.keywords)]:
        for part in ast.walk(given):
            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                yield part.value


def recorded_facts() -> Iterator[tuple[str, str]]:
    """Every fact by its name, with the act that it belongs to where the code says it."""
    for path in source.python_files("safe_mobility"):
        if "tests" in path.parts:
            continue
        for node in ast.walk(source.tree(path)):
            if isinstance(node, ast.Call) and re.fullmatch("_?(record|mark)", _called(node)):
                act = next((text for text in _texts(node) if ACT.fullmatch(text)), "")
                for keyword in node.keywords:
                    names = [keyword.arg] if keyword.arg else _keys(keyword.value)
                    yield from ((str(name), act) for name in names if name not in NOT_FACTS)


def _keys(given: ast.expr) -> list[str]:
    """The names in a `**{"from": ...}`."""
    parts = ast.walk(given)
    return [
        str(key.value)
        for part in parts
        if isinstance(part, ast.Dict)
        for key in part.keys
        if isinstance(key, ast.Constant)
    ]


NOT_FACTS = {"actor", "about", "now", "office", "act", "office_code", "user_id"}
CODE = re.compile(r"\b[A-Z][A-Z_]{3,}\b|[0-9a-f]{8}-[0-9a-f]{4}")
ENUMS: list[tuple[str, str, type[StrEnum]]] = [
    ("from", "application.advanced", State),
    ("to", "application.advanced", State),
    ("outcome", "case.outcome", Outcome),
    ("reason", "case.outcome", Reason),
    ("result", "referral.done", PartnerResult),
    ("ground", "duplicate.found", Ground),
    ("role", "staff.role_given", Role),
    ("speaker", "assisted.begun", Speaker),
    ("by", "case.searched", By),
    ("otherwise", "appointment.called", Otherwise),
    ("kind", "consent.given", ConsentKind),
    ("kind", "petition.added", PetitionKind),
]


def said(act: str, **facts: Any) -> str:
    return facts_words(MarkSeen(1, factories.NOON, act, "JOB", "", "QTZ", facts), Known())


class TestFacts:
    def test_have_words_whichever_the_code_records(self) -> None:
        found = set(recorded_facts())

        assert len(found) > 40
        assert {name for name, _act in found} - set(SAYERS) - NOBODY_READS == set(), (
            "say in trail_facts.py what these mean, or that nobody reads them"
        )

    @pytest.mark.parametrize("language", ["es", "en"])
    @pytest.mark.parametrize(("name", "act", "codes"), ENUMS)
    def test_are_said_for_every_code_there_is(
        self, name: str, act: str, codes: type[StrEnum], language: str
    ) -> None:
        with translation.override(language):
            for code in codes:
                words = said(act, **{name: code.value})
                assert words, code
                assert not CODE.search(words), code
                assert code.value not in words

    def test_name_whoever_receives_something(self) -> None:
        for code in (EVERY_EMPLOYER, TRACED_FAMILY, "GT_GOVERNMENT", "IOM"):
            assert not CODE.search(said("consent.given", recipient=code)), code

    def test_say_an_hour_and_a_desk_and_hide_keys(self) -> None:
        family = factories.household()
        factories.office_day()
        visit = factories.booked(family)
        desk = factories.desk()
        trail.record(
            "appointment.called",
            actor=asker(member("actor", Role.RECEPTION)),
            about=family.reference,
            now=factories.NOON,
            office="QTZ",
            appointment=str(visit.pk),
            place=visit.place_id,
            desk=desk.pk,
        )
        for name, role in (("sara", Role.SUPERVISOR), ("alma", Role.AUDITOR)):
            page = signed_in(member(name, role)).get(TRAIL, {"kind": "appointment."})
            facts = page.context["lines"][0].facts
            assert facts == f"cita del martes 21 de noviembre, 9:00 · {desk.name}", name
        elsewhere = member("elias", Role.SUPERVISOR, offices=["SMA"])
        assert not signed_in(elsewhere).get(TRAIL, {"kind": "appointment."}).context["lines"]

    def test_say_a_state_by_its_public_name(self) -> None:
        facts = {"from": "SENT", "to": "BOOKED", "reason": ""}
        with translation.override("en"):
            assert (
                said("application.advanced", **facts) == "from: Received · to: Has an appointment"
            )
        assert said("application.advanced", **facts) == "de: Recibida · a: Tiene cita"

    def test_would_be_seen_if_a_code_stood_there(self) -> None:
        """The control: a fact without words is shown as it stands, and the search sees it."""
        assert CODE.search(said("application.advanced", something="IN_REVIEW"))


def named_jobs() -> Iterator[str]:
    """Every name under which some timer or command of the code acts."""
    for path in source.python_files("safe_mobility"):
        if "tests" in path.parts:
            continue
        for node in ast.walk(source.tree(path)):
            if isinstance(node, ast.Call) and _called(node) == "job":
                yield from _texts(node)


class TestWords:
    def test_are_there_for_each_timer_and_command_that_acts(self) -> None:
        found = set(named_jobs())

        assert len(found) > 15
        assert found - set(JOBS) == set()

    def test_are_there_for_each_act_that_the_code_records(self) -> None:
        found = set(recorded_acts())

        assert len(found) > 60
        assert found - set(ACTS) == set()

    def test_each_act_belongs_to_a_kind_that_can_be_chosen(self) -> None:
        unchosen = {"programmes.", "reply.", "screening."}

        assert {act.partition(".")[0] + "." for act in ACTS} - set(KINDS) <= unchosen
