"""Rules that changed, in the console: two supervisors, and the second yes tells the families."""

from typing import Any

import pytest
from django.test import Client

from safe_mobility.doors.console.tests.desk import signed_in
from safe_mobility.notifications.models import Message
from safe_mobility.oversight.models import KeyBudget
from safe_mobility.programmes import queries as programme
from safe_mobility.programmes.tests.shipped import load_shipped
from safe_mobility.screening import rescreening
from safe_mobility.screening.models import Rescreening
from safe_mobility.screening.tests.test_rescreening import (
    LATER,
    family,
    list_made,
    without_farm_work,
)
from safe_mobility.staff.rules import Role
from safe_mobility.staff.tests.cast import member

pytestmark = pytest.mark.django_db
PAGE = "/consola/reglas"


@pytest.fixture(autouse=True)
def _programme() -> None:
    load_shipped(training=True)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Rescreening:
    """A list on which one family would lose farm work."""
    family(True)
    family(False)
    rules = without_farm_work()
    monkeypatch.setattr(programme, "rule_set", lambda: rules)
    return Rescreening.objects.get(pk=list_made())


def agree(client: Client, made: Rescreening, key: str) -> Any:
    return client.post(f"{PAGE}/{made.pk}/de-acuerdo", {"press": key * 32})


class TestTheList:
    def test_shows_counts_by_pathway_and_no_family(self, made: Rescreening) -> None:
        dora = signed_in(member("dora", Role.SUPERVISOR))
        page = dora.get(PAGE).content.decode()

        assert "Familias revisadas: 2. Con otro resultado: 1." in page
        assert "se cierra para" in page
        for change in made.changes.all():
            assert change.household.reference not in page

    def test_is_told_after_the_second_yes_only(self, made: Rescreening) -> None:
        dora = signed_in(member("dora", Role.SUPERVISOR))
        elias = signed_in(member("elias", Role.SUPERVISOR))

        assert agree(dora, made, "a").status_code == 302
        assert agree(dora, made, "b").status_code == 409
        assert not Message.objects.filter(kind="rules_changed").exists()
        assert agree(elias, made, "c").status_code == 302

        assert "Avisadas hasta ahora: 0 de 1." in dora.get(PAGE).content.decode()
        rescreening.run(on=LATER.date(), now=LATER)
        assert Message.objects.filter(kind="rules_changed").count() == 1
        assert "Avisadas el" in dora.get(PAGE).content.decode()

    def test_is_not_for_reception(self, made: Rescreening) -> None:
        reception = signed_in(member("rita", Role.RECEPTION))

        assert reception.get(PAGE).status_code in (403, 404)
        assert agree(reception, made, "a").status_code in (403, 404)


class TestThePage:
    def test_shows_the_rules_in_force_and_what_comes(self) -> None:
        page = signed_in(member("dora", Role.SUPERVISOR)).get(PAGE).content.decode()

        assert programme.rule_set().version[:12] in page
        assert "Refugio en Estados Unidos" in page
        assert "Qué cambia después" in page

    def test_lets_two_supervisors_have_everybody_judged_again(self) -> None:
        family(True)
        dora = signed_in(member("dora", Role.SUPERVISOR))
        elias = signed_in(member("elias", Role.SUPERVISOR))

        assert dora.post(f"{PAGE}/pedir", {"press": "a" * 32, "job": "rescreen"}).status_code == 302
        asked = KeyBudget.objects.get()
        let = f"{PAGE}/{asked.pk}/permitir"
        assert dora.post(let, {"press": "b" * 32}).status_code == 409
        assert rescreening.run(on=LATER.date(), now=LATER) == 0
        assert elias.post(let, {"press": "c" * 32}).status_code == 302
        assert rescreening.run(on=LATER.date(), now=LATER) == 1

        assert "Familias revisadas: 1. Con otro resultado: 0." in dora.get(PAGE).content.decode()

    def test_asks_for_nothing_else(self) -> None:
        dora = signed_in(member("dora", Role.SUPERVISOR))

        assert dora.post(f"{PAGE}/pedir", {"press": "a" * 32, "job": "all"}).status_code == 404
        assert not KeyBudget.objects.exists()
