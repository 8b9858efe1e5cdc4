"""Rules that changed, in the console: two supervisors, and the second yes tells the families."""

from typing import Any

import pytest
from django.test import Client

from safe_mobility.doors.console.tests.desk import signed_in
from safe_mobility.notifications.models import Message
from safe_mobility.programmes import queries as programme
from safe_mobility.programmes.tests.shipped import load_shipped
from safe_mobility.screening import rescreening
from safe_mobility.screening.models import Rescreening
from safe_mobility.screening.tests.test_rescreening import LATER, ON, family, without_farm_work
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
    return Rescreening.objects.get(pk=rescreening.list_changes(on=ON, now=LATER))


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

        assert Message.objects.filter(kind="rules_changed").count() == 1
        assert "Avisadas el" in dora.get(PAGE).content.decode()

    def test_is_not_for_reception(self, made: Rescreening) -> None:
        reception = signed_in(member("rita", Role.RECEPTION))

        assert reception.get(PAGE).status_code in (403, 404)
        assert agree(reception, made, "a").status_code in (403, 404)
