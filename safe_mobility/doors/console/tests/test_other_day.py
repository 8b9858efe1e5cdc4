"""A case under the rules of another day, as an officer looks at it."""

import pytest

from safe_mobility.doors.common import clock
from safe_mobility.doors.console.tests.desk import signed_in
from safe_mobility.oversight.models import Mark
from safe_mobility.people.models import Household
from safe_mobility.people.tests import factories as families
from safe_mobility.programmes.tests.shipped import MONDAY, load_shipped
from safe_mobility.screening.models import Screening
from safe_mobility.screening.tests.test_rescreening import family
from safe_mobility.staff.rules import Role
from safe_mobility.staff.tests.cast import member

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _programme(monkeypatch: pytest.MonkeyPatch) -> None:
    load_shipped(training=True)
    monkeypatch.setattr(clock, "now", lambda: MONDAY)


@pytest.fixture
def page() -> str:
    """Of a family that wants farm work, at this office."""
    household = Household.objects.get(pk=family(interest=True))
    Household.objects.filter(pk=household.pk).update(office_code="QTZ")
    return f"/consola/casos/{household.reference}/reglas"


def asked(day: int | str, month: int | str, year: int | str) -> dict[str, int | str]:
    return {"on_day": day, "on_month": month, "on_year": year}


class TestAnotherDay:
    def test_stands_beside_today_with_the_rule_that_changed(self, page: str) -> None:
        dora = signed_in(member("dora", Role.INTERVIEWER))
        text = dora.get(page, asked(1, 2, 2025)).content.decode()

        assert "20 de noviembre de 2023" in text
        assert "1 de febrero de 2025" in text
        assert "22 de enero de 2025" in text
        assert "Empezó una regla:" in text
        assert "/es/fuentes#S155" in text

    def test_says_that_nothing_differs(self, page: str) -> None:
        dora = signed_in(member("dora", Role.INTERVIEWER))
        text = dora.get(page, asked(19, 11, 2023)).content.decode()

        assert "es igual en los dos días" in text

    def test_offers_the_days_on_which_a_rule_changed(self, page: str) -> None:
        text = signed_in(member("dora", Role.INTERVIEWER)).get(page).content.decode()

        assert "on_day=11&amp;on_month=8&amp;on_year=2023" in text
        assert "on_year=2025" not in text  # nobody had announced the end by then

    @pytest.mark.parametrize(
        "wrong",
        [
            asked(30, 2, 2023),
            asked("", "", ""),
            asked("x", 8, 2023),
            asked(1, 8, 1600),
            asked(1, 8, 2100),
            asked(1, 99, 2023),
            asked("1" * 30, 8, "9" * 30),
            {"on_day": "1"},
        ],
    )
    def test_that_is_no_day_is_asked_for_again(
        self, page: str, wrong: dict[str, int | str]
    ) -> None:
        reply = signed_in(member("dora", Role.INTERVIEWER)).get(page, wrong)

        assert reply.status_code == 200
        assert 'class="errors"' in reply.content.decode()

    def test_leaves_a_mark_each_time_it_is_read(self, page: str) -> None:
        dora = signed_in(member("dora", Role.INTERVIEWER))
        dora.get(page)
        dora.get(page, asked(1, 7, 2023))

        marks = Mark.objects.filter(act="case.read", facts__part="rules")
        assert marks.count() == 2

    def test_changes_and_tells_nothing(self, page: str) -> None:
        before = Screening.objects.count()
        dora = signed_in(member("dora", Role.INTERVIEWER))
        dora.get(page, asked(1, 2, 2025))

        assert Screening.objects.count() == before
        assert dora.post(page).status_code == 405

    def test_is_for_those_who_hear_this_family(self, page: str) -> None:
        for name, roles, offices in (
            ("rita", [Role.RECEPTION], ["QTZ"]),
            ("ivo", [Role.INTERPRETER], ["QTZ"]),
            ("elias", [Role.SUPERVISOR], ["HUE"]),
        ):
            reply = signed_in(member(name, *roles, offices=offices)).get(page, asked(1, 7, 2023))
            assert reply.status_code in (403, 404), name

    def test_of_a_family_without_answers_says_so(self) -> None:
        household = families.household(office_code="QTZ")
        reply = signed_in(member("dora", Role.INTERVIEWER)).get(
            f"/consola/casos/{household.reference}/reglas", asked(1, 7, 2023)
        )

        assert "no tiene respuestas" in reply.content.decode()
