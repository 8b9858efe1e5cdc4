"""A case as officers press it: found, heard, answered, referred, printed."""

import itertools
import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from safe_mobility.cases.models import InterviewSection, Referral
from safe_mobility.cases.rules import Section
from safe_mobility.cases.services import interviews
from safe_mobility.cases.tests import factories
from safe_mobility.cases.tests.factories import NINE, Office
from safe_mobility.doors.common import clock
from safe_mobility.doors.console.tests.desk import signed_in
from safe_mobility.doors.public.tests import phone
from safe_mobility.oversight.models import Mark
from safe_mobility.people import queries as people
from safe_mobility.people.models import Household
from safe_mobility.people.queries import application
from safe_mobility.people.rules.states import State
from safe_mobility.people.tests import factories as families
from safe_mobility.screening import queries as screenings
from safe_mobility.screening.models import Screening
from safe_mobility.screening.rules.result import Verdict
from safe_mobility.shared.asker import Asker
from safe_mobility.shared.references import spell_reference
from safe_mobility.staff.models import User

pytestmark = pytest.mark.django_db
_keys = itertools.count(10**16)


@pytest.fixture(autouse=True)
def nine_o_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NINE)


@pytest.fixture
def here() -> Office:
    return factories.office()


def browser(who: Asker) -> Client:
    """Somebody whose first password was changed long ago."""
    User.objects.filter(pk=who.id).update(must_change_password=False)
    return signed_in(User.objects.get(pk=who.id))


def press(client: Client, address: str, **fields: Any) -> Any:
    return client.post(address, {"press": str(next(_keys)), **fields})


def number_of(household_id: UUID) -> str:
    return Household.objects.get(pk=household_id).reference


def case_of(household_id: UUID) -> str:
    return f"/consola/casos/{number_of(household_id)}"


def text(response: Any) -> str:
    return str(response.content.decode())


class TestSearch:
    def test_opens_a_case_by_its_number_however_it_is_typed(self, here: Office) -> None:
        household_id = factories.booked()
        typed = spell_reference(number_of(household_id)).lower()
        response = press(browser(here.dora), "/consola/casos", by="NUMBER", number=typed)
        assert response.headers["Location"] == case_of(household_id)

    def test_leaves_a_mark_without_what_was_searched_for(self, here: Office) -> None:
        response = press(browser(here.dora), "/consola/casos", by="PHONE", phone="5555 0199")
        assert response.status_code == 200
        mark = Mark.objects.get(act="case.searched")
        assert mark.facts == {"by": "PHONE", "found": 0}

    def test_finds_nothing_of_another_office(self, here: Office) -> None:
        household_id = factories.booked()
        response = press(
            browser(here.elias), "/consola/casos", by="NUMBER", number=number_of(household_id)
        )
        assert "casos/" + number_of(household_id) not in text(response)
        assert browser(here.elias).get(case_of(household_id)).status_code == 404


class TestInterview:
    def test_goes_on_to_the_next_part(self, here: Office) -> None:
        household_id = factories.seated(here)
        client, case = browser(here.dora), case_of(household_id)
        press(client, f"{case}/entrevista", open="1")
        response = press(client, f"{case}/entrevista/note", based_on=0, text="Río azul", next="1")
        assert response.headers["Location"] == f"{case}/entrevista/needs"
        assert "Río azul" in text(client.get(case))

    def test_shows_both_texts_to_the_second_of_two_officers(self, here: Office) -> None:
        household_id = factories.seated(here)
        client, case = browser(here.dora), case_of(household_id)
        press(client, f"{case}/entrevista", open="1")
        press(client, f"{case}/entrevista/note", based_on=0, text="primera", save="1")
        second = browser(here.dario)
        page = press(second, f"{case}/entrevista/note", based_on=0, text="segunda", save="1")
        assert "primera" in text(page)
        assert "segunda" in text(page)
        assert InterviewSection.objects.count() == 1
        press(second, f"{case}/entrevista/note", based_on=1, text="las dos", save="1")
        assert InterviewSection.objects.count() == 2

    def test_is_saved_once_when_it_is_pressed_twice(self, here: Office) -> None:
        household_id = factories.seated(here)
        client, case = browser(here.dora), case_of(household_id)
        press(client, f"{case}/entrevista", open="1")
        form = {"press": str(next(_keys)), "based_on": 0, "text": "una vez", "save": "1"}
        for _ in range(2):
            assert client.post(f"{case}/entrevista/note", form).status_code == 302
        assert InterviewSection.objects.count() == 1


class TestOutcome:
    ASKED = {
        "reason": "BIRTH_DATE",
        "words": "La de Lucía.",
        "day_day": "4",
        "day_month": "12",
        "day_year": "2023",
    }

    def test_is_read_in_both_languages_before_it_is_given(self, here: Office) -> None:
        household_id = factories.heard(here)
        client, case = browser(here.dora), case_of(household_id)
        page = text(press(client, f"{case}/decision/MORE_NEEDED", read="1", **self.ASKED))
        assert "Nos falta una fecha de nacimiento." in page
        assert "One date of birth is missing." in page
        seen = application(asker=here.dora, household_id=household_id)
        assert seen.state is State.INTERVIEWED

        press(client, f"{case}/decision/MORE_NEEDED", give="1", **self.ASKED)
        seen = application(asker=here.dora, household_id=household_id)
        assert seen.state is State.MORE_NEEDED

    def test_can_be_changed_after_it_was_read(self, here: Office) -> None:
        household_id = factories.heard(here)
        client, case = browser(here.dora), case_of(household_id)
        page = text(press(client, f"{case}/decision/MORE_NEEDED", again="1", **self.ASKED))
        assert "La de Lucía." in page
        assert 'name="give"' not in page

    def test_says_what_is_missing_and_keeps_the_words(self, here: Office) -> None:
        household_id = factories.heard(here)
        client, case = browser(here.dora), case_of(household_id)
        page = text(press(client, f"{case}/decision/CLOSED", read="1", reason="OTHER", words=""))
        assert 'role="alert"' in page

    @pytest.mark.parametrize("outcome", ["REFERRED", "APPROVED", ""])
    def test_is_one_of_three(self, here: Office, outcome: str) -> None:
        household_id = factories.heard(here)
        response = browser(here.dora).get(f"{case_of(household_id)}/decision/{outcome}")
        assert response.status_code == 404


class TestReferral:
    def proposed(self, here: Office, *, consent: str = "HERE") -> tuple[UUID, Referral]:
        household_id = factories.heard(here)
        interviews_kept_apart(here, household_id)
        response = press(
            browser(here.dora),
            f"{case_of(household_id)}/remitir/usrap",
            give="1",
            consent=consent,
            fields_sent=["NAMES", "FAMILY"],
        )
        assert response.status_code == 302
        return household_id, Referral.objects.get()

    def test_is_confirmed_by_somebody_else(self, here: Office) -> None:
        household_id, referral = self.proposed(here)
        page = f"{case_of(household_id)}/remision/{referral.pk}"
        assert 'value="send"' not in text(browser(here.dora).get(page))
        press(browser(here.dora), page, act="send")
        referral.refresh_from_db()
        assert referral.state == "CONSENTED"
        press(browser(here.dario), page, act="send")
        referral.refresh_from_db()
        assert referral.state == "SENT"

    def test_is_printed_with_the_facts_that_go_and_no_others(self, here: Office) -> None:
        household_id, referral = self.proposed(here)
        page = f"{case_of(household_id)}/remision/{referral.pk}"
        assert browser(here.dario).get(f"{page}/carta").status_code == 404
        press(browser(here.dario), page, act="send")
        letter = text(browser(here.dario).get(f"{page}/carta"))
        assert "1990" not in letter
        assert "finca" not in letter

    def test_is_agreed_to_on_the_familys_own_phone(self, here: Office) -> None:
        household_id, referral = self.proposed(here, consent="OWN_PAGE")
        family = phone.signed_in(Household.objects.get(pk=household_id))
        page = text(family.get("/es/solicitud/respuesta"))
        assert 'value="yes"' in page
        press(family, "/es/solicitud/respuesta", answer="yes")
        referral.refresh_from_db()
        assert referral.state == "CONSENTED"


class TestWhatIsKeptApart:
    def test_stands_on_the_case_and_on_nothing_that_leaves_the_office(self, here: Office) -> None:
        household_id = factories.heard(here)
        interviews_kept_apart(here, household_id)
        client, case = browser(here.dora), case_of(household_id)
        assert "cuñado" in text(client.get(case))
        assert "cuñado" not in text(client.get(f"{case}/expediente"))
        family = phone.signed_in(Household.objects.get(pk=household_id))
        assert "cuñado" not in text(family.get("/es/datos/descargar"))


class TestInvitations:
    UNTIL = {"day_day": "27", "day_month": "11", "day_year": "2023"}

    def test_invite_one_family_once(self, here: Office) -> None:
        household = families.household(now=NINE, state=State.WAITING)
        client = browser(here.dora)
        page = f"/consola/invitaciones?numero={household.reference}"
        assert spell_reference(household.reference) in text(client.get(page))
        first = press(client, page, number=household.reference, **self.UNTIL)
        assert first.status_code == 302
        seen = application(asker=here.dora, household_id=household.pk)
        assert seen.state is State.INVITED
        again = press(client, page, number=household.reference, **self.UNTIL)
        assert 'role="alert"' in text(again)

    def test_never_end_before_they_begin(self, here: Office) -> None:
        household = families.household(now=NINE, state=State.WAITING)
        yesterday = {**self.UNTIL, "day_day": "19"}
        press(browser(here.dora), "/consola/invitaciones", number=household.reference, **yesterday)
        seen = application(asker=here.dora, household_id=household.pk)
        assert seen.state is State.WAITING


class TestReview:
    def test_is_begun_and_found_complete_from_the_top_of_the_case(self, here: Office) -> None:
        household = families.household(now=NINE)
        client, case = browser(here.dora), f"/consola/casos/{household.reference}"
        for act, state in (("begin_review", State.IN_REVIEW), ("let_wait", State.WAITING)):
            assert f'value="{act}"' in text(client.get(case))
            press(client, case, act=act)
            assert application(asker=here.dora, household_id=household.pk).state is state


class TestDuplicates:
    def test_answer_a_press_that_names_no_pair(self, here: Office) -> None:
        response = press(browser(here.dora), "/consola/duplicados", pair="x", different="1")
        assert response.status_code == 200


class TestAssisted:
    BEGUN = {"language": "es", "spoken": "mam", "speaker": "INTERPRETER", "agreed": "YES"}
    PERSON = {
        "given_names": "Juana",
        "surnames": "Tzoc Lux",
        "born_on_day": "3",
        "born_on_month": "5",
        "born_on_year": "1988",
        "sex": "F",
        "nationality": "GT",
        "document_kind": "NONE",
        "speaker": "INTERPRETER",
    }

    @pytest.fixture(autouse=True)
    def time_goes_on(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The newest of several screenings is the one that counts."""
        seconds = itertools.count()
        monkeypatch.setattr(clock, "now", lambda: NINE + timedelta(seconds=next(seconds)))

    def begun(self, client: Client) -> str:
        return str(press(client, "/consola/asistida", **self.BEGUN).headers["Location"])

    def test_begins_only_after_a_yes_to_the_notice(self, here: Office) -> None:
        without = {name: said for name, said in self.BEGUN.items() if name != "agreed"}
        response = press(browser(here.dora), "/consola/asistida", **without)
        assert response.status_code == 200
        assert not Household.objects.exists()

    def test_keeps_nothing_that_was_not_read_back(self, here: Office) -> None:
        client = browser(here.dora)
        page = text(press(client, f"{self.begun(client)}/persona/1", **self.PERSON))
        assert "Juana" in page
        assert not Mark.objects.filter(act="assisted.written").exists()

    def test_asks_what_still_decides_and_keeps_the_answers(self, here: Office) -> None:
        client = browser(here.dora)
        draft = self.begun(client)
        press(client, f"{draft}/persona/1", read_back="YES", **self.PERSON)
        page = text(client.get(f"{draft}/preguntas"))
        asked = re.findall(r'type="radio" id="[^"]*" name="(q_[^"]+)" value="unknown"', page)
        answers = dict.fromkeys(asked, "unknown")
        press(client, f"{draft}/preguntas", read_back="YES", speaker="SELF", **answers)
        assert asked
        assert Screening.objects.count() == 1
        again = text(client.get(f"{draft}/preguntas"))
        assert not [name for name in asked if f'name="{name}"' in again]

    def asked_of_each(self, client: Client, draft: str) -> list[str]:
        """Answer page after page until one asks for each person; returns whose rows it has."""
        for _ in range(10):
            page = text(client.get(f"{draft}/preguntas"))
            rows = sorted(set(re.findall(r'<input[^>]* name="([0-9a-f-]{36})"', page)))
            if rows:
                return rows
            names = set(re.findall(r'name="(q_[^"]+)"', page))
            said = dict.fromkeys(names, "unknown") | {"q_gt.loc": "GT", "q_nationalities": "GT"}
            press(client, f"{draft}/preguntas", read_back="YES", speaker="SELF", **said)
        raise AssertionError(page)

    def family(self, client: Client) -> str:
        draft = self.begun(client)
        spouse = {**self.PERSON, "role": "SPOUSE", "given_names": "Pedro", "sex": "M"}
        press(client, f"{draft}/persona/1", read_back="YES", **self.PERSON)
        press(client, f"{draft}/persona", read_back="YES", **spouse)
        return draft

    def test_asks_what_each_person_has_on_one_page_with_a_row_a_person(self, here: Office) -> None:
        client = browser(here.dora)
        draft = self.family(client)
        juana, _pedro = self.asked_of_each(client, draft)
        page = text(client.get(f"{draft}/preguntas"))

        assert "¿Qué familia tiene cada persona en Estados Unidos?" in page
        assert page.count("<fieldset") == 3
        assert "Juana Tzoc Lux" in page
        assert "Pedro Tzoc Lux" in page
        half = press(
            client, f"{draft}/preguntas", read_back="YES", speaker="SELF", **{juana: "none"}
        )
        assert half.status_code == 200
        assert "Elija una respuesta" in text(half)

    def test_keeps_whose_relative_it_is_and_asks_of_that_person_alone(self, here: Office) -> None:
        client = browser(here.dora)
        draft = self.family(client)
        members = people.members(
            asker=here.dora, household_id=Household.objects.get().pk, purpose="assisted"
        )
        juana, pedro = (str(each.id) for each in members)
        assert {juana, pedro} == set(self.asked_of_each(client, draft))

        told = {juana: ["none"], pedro: ["sibling"]}
        press(client, f"{draft}/preguntas", read_back="YES", speaker="SELF", **told)
        for title, said in (
            ("¿Qué papeles tiene ese familiar en Estados Unidos?", "USC"),
            ("¿Ese familiar tiene 21 años o más?", "yes"),
        ):
            assert self.asked_of_each(client, draft) == [pedro]
            assert title in text(client.get(f"{draft}/preguntas"))
            press(client, f"{draft}/preguntas", read_back="YES", speaker="SELF", **{pedro: said})
        result = screenings.household_result(
            asker=here.dora, household_id=Household.objects.get().pk, on=NINE.date()
        )
        visa = result.pathway("family_iv")
        assert (visa.verdict, visa.principal) == (Verdict.OPEN, pedro)

    def test_does_not_lend_one_persons_relative_to_who_comes_later(self, here: Office) -> None:
        client = browser(here.dora)
        draft = self.begun(client)
        press(client, f"{draft}/persona/1", read_back="YES", **self.PERSON)
        for _ in range(3):
            said = {"q_fv.rel": ["sibling"], "q_gt.loc": "GT", "q_nationalities": "GT"}
            press(client, f"{draft}/preguntas", read_back="YES", speaker="SELF", **said)
        son = {**self.PERSON, "role": "CHILD", "given_names": "Luis", "born_on_year": "2012"}
        press(client, f"{draft}/persona", read_back="YES", **son)

        rows = self.asked_of_each(client, draft)
        assert len(rows) == 2
        assert text(client.get(f"{draft}/preguntas")).count(" checked") == 1

    def test_is_sent_with_its_words_and_who_spoke_them(self, here: Office) -> None:
        client = browser(here.dora)
        draft = self.begun(client)
        press(client, f"{draft}/persona/1", read_back="YES", **self.PERSON)
        home = {"municipality": "0901", "spoken": "mam", "language": "es"}
        press(client, f"{draft}/hogar", read_back="YES", speaker="INTERPRETER", **home)
        page = press(client, draft, send="1")
        assert page.status_code == 302
        household = Household.objects.get()
        assert (household.channel, household.office_code) == ("ASSISTED", "QTZ")
        assert household.interpreter_language == "mam"
        speakers = Mark.objects.filter(act="assisted.written").values_list("facts__speaker")
        assert set(speakers) == {("INTERPRETER",)}


def interviews_kept_apart(here: Office, household_id: UUID) -> None:
    """Somebody told us something that the family must not learn."""
    interview = InterviewSection.objects.filter(interview__household=household_id).first()
    assert interview is not None
    row = interview.interview
    row.closed_by, row.closed_at = None, None
    row.save()
    interviews.save_section(
        household_id=household_id,
        section=Section.APART,
        body={"text": "Que no lo sepa el cuñado."},
        based_on=0,
        actor=here.dora,
        now=NINE,
    )
