"""A family does not type the same fact twice: what it answered without a name stands already in
the pages of the registration, and never over what it wrote there."""

import re
from html import unescape
from typing import Any

import pytest

from safe_mobility.doors.public.forms.people.told import Told, role_of, told
from safe_mobility.doors.public.tests.a_phone import Phone, born, registered, text
from safe_mobility.doors.public.tests.asking_pages import offset_to_monday
from safe_mobility.people.models import Membership
from safe_mobility.people.rules.drafts import Role
from safe_mobility.people.tests import factories
from safe_mobility.programmes.tests.shipped import hold_shipped
from safe_mobility.screening.models import Screening
from safe_mobility.screening.rules.household import Member

pytestmark = pytest.mark.django_db

SAID_BEFORE = "Esto es lo que contestó antes."


@pytest.fixture(autouse=True)
def _programme(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    hold_shipped(monkeypatch)
    settings.CLOCK_OFFSET = offset_to_monday()


@pytest.fixture
def phone() -> Phone:
    """A browser in which the questions were answered, and the family then registered."""
    phone = Phone()
    answered(phone)
    registered(phone)
    return phone


def answered(phone: Phone) -> None:
    phone.send("preguntas/gt.loc", {"answer": "GT"})
    phone.send("preguntas/nationalities", {"answer": ["GT", "HN"]})
    phone.send("preguntas/cm.age", day("answer", "7", "3", "1990"))
    phone.send("preguntas/h2a.lang", {"answer": ["mam"]})
    phone.send("preguntas/cm.specific_needs", {"answer": ["pregnancy", "survivor"]})
    for role, year in (("child", "2015"), ("child", "2018"), ("other", "2021")):
        person = {"role": role, "married": "no", **day("born_on", "5", "6", year)}
        phone.send("preguntas/familia/persona", person)


def day(name: str, *parts: str) -> dict[str, str]:
    return {
        f"{name}_{part}": said for part, said in zip(("day", "month", "year"), parts, strict=True)
    }


def standing(response: Any) -> dict[str, list[str]]:
    """What stands filled in or chosen on a page, field by field."""
    page = unescape(response.content.decode())
    found: dict[str, list[str]] = {}
    for tag in re.findall(r"<input [^>]+>", page):
        name, value = (re.search(rf' {part}="([^"]*)"', tag) for part in ("name", "value"))
        is_box = 'type="radio"' in tag or 'type="checkbox"' in tag
        is_said = " checked" in tag if is_box else 'type="hidden"' not in tag
        if is_said and name and value and value[1]:
            found.setdefault(name[1], []).append(value[1])
    for name, options in re.findall(
        r'<select[^>]* name="([^"]+)".*?>(.*?)</select>', page, re.DOTALL
    ):
        chosen = re.findall(r'<option value="([^"]+)" selected', options)
        if chosen:
            found[name] = chosen
    return found


class TestSuggested:
    @pytest.mark.parametrize(
        ("path", "stands"),
        [
            ("registro/nacimiento", {k: [v] for k, v in born("7", "3", "1990").items()}),
            ("registro/nacionalidad", {"first": ["GT"], "second": ["HN"]}),
            ("registro/familia", {"more": ["yes"]}),
            ("registro/idioma", {"spoken": ["mam"], "language": ["es"]}),
            ("registro/necesidades", {"needs": ["PREGNANT"]}),
        ],
    )
    def test_stands_in_the_page_and_says_where_it_comes_from(
        self, phone: Phone, path: str, stands: dict[str, list[str]]
    ) -> None:
        page = phone.get(path)
        assert standing(page) == stands
        assert SAID_BEFORE in text(page)

    def test_is_not_there_for_a_family_that_answered_nothing(self) -> None:
        # The negative control of all that this class looks for.
        phone = Phone()
        registered(phone)
        for path in ("registro/nacimiento", "registro/nacionalidad", "registro/familia"):
            page = phone.get(path)
            assert standing(page) == {}
            assert SAID_BEFORE not in text(page)

    def test_is_on_record_only_once_the_page_is_sent(self, phone: Phone) -> None:
        assert Membership.objects.get().born_on is None
        phone.send("registro/nacimiento", standing_as_typed(phone, "registro/nacimiento"))
        assert Membership.objects.get().birth_year == 1990

    def test_gives_way_to_what_was_typed(self, phone: Phone) -> None:
        phone.send("registro/nacimiento", born("8", "4", "1991"))
        page = phone.get("registro/nacimiento")
        assert standing(page)["born_on_year"] == ["1991"]
        assert SAID_BEFORE not in text(page)

        phone.send("registro/nacionalidad", {"first": "GT", "second": ""})
        assert standing(phone.get("registro/nacionalidad")) == {"first": ["GT"]}

        phone.send("registro/necesidades", {"words": ""})
        assert standing(phone.get("registro/necesidades")) == {}

        phone.send("registro/idioma", {"spoken": "es", "language": "es"})
        assert standing(phone.get("registro/idioma"))["spoken"] == ["es"]

    def test_stays_out_of_a_page_that_is_shown_again_with_a_mistake(self, phone: Phone) -> None:
        page = phone.send("registro/nacimiento", born("31", "2", "1991"))
        assert standing(page)["born_on_year"] == ["1991"]
        assert SAID_BEFORE not in text(page)

    def test_names_each_person_in_turn_and_then_no_more(self, phone: Phone) -> None:
        phone.send("registro/nombre", {"given_names": "Ana", "surnames": "Ajú"})
        for number, (role, year) in enumerate(
            [("CHILD", "2015"), ("CHILD", "2018"), ("OTHER", "2021")], start=2
        ):
            name = f"registro/nombre/{number}"
            assert standing(phone.get(name)) == {"role": [role]}
            phone.send(name, {"given_names": "Eva", "surnames": "Ajú", "role": role})
            assert standing(phone.get(f"registro/nacimiento/{number}"))["born_on_year"] == [year]
            assert standing(phone.get(f"registro/nacionalidad/{number}")) == {}
        assert standing(phone.get("registro/nombre/5")) == {}
        assert standing(phone.get("registro/familia")) == {}

    def test_of_a_child_is_not_put_on_somebody_else(self, phone: Phone) -> None:
        phone.send("registro/nombre", {"given_names": "Ana", "surnames": "Ajú"})
        someone = {"given_names": "Eva", "surnames": "Ajú", "role": "SIBLING"}
        phone.send("registro/nombre/2", someone)
        assert standing(phone.get("registro/nacimiento/2")) == {}

    def test_goes_no_further_than_the_household_itself(self, phone: Phone) -> None:
        stranger = Phone()
        registered(stranger)
        assert standing(stranger.get("registro/nacimiento")) == {}
        assert phone.get("preguntas").redirect_chain[-1][0] == "/es/preguntas/gt.loc"

    def test_is_sealed_with_the_key_of_the_household(self, phone: Phone) -> None:
        row = Screening.objects.get()
        for plain in (b"1990", b"2015", b"pregnancy"):
            assert plain not in bytes(row.answers or b"")


class TestTold:
    def test_says_alone_only_to_who_said_so(self) -> None:
        row = factories.household()
        found = told(asker=factories.asker(row), household_id=row.pk, on=factories.NOON.date())
        assert found == Told()
        assert not found.alone

    def test_calls_whom_the_registration_has_no_word_for_another_person(self) -> None:
        assert role_of(Member("m1", role="guardian")) is Role.OTHER
        assert role_of(Member("m1", role="spouse")) is Role.SPOUSE


def standing_as_typed(phone: Phone, path: str) -> dict[str, str]:
    return {name: values[0] for name, values in standing(phone.get(path)).items()}
