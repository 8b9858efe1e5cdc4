import threading
from uuid import UUID

import pytest
from django.db import connections

from safe_mobility.appointments.models import Appointment
from safe_mobility.cases import rules
from safe_mobility.cases.models import InterviewSection
from safe_mobility.cases.queries import files
from safe_mobility.cases.rules import Section
from safe_mobility.cases.services import interviews
from safe_mobility.cases.tests import factories
from safe_mobility.cases.tests.factories import NINE, Office
from safe_mobility.oversight.models import Mark
from safe_mobility.people.queries import application, household_asker
from safe_mobility.people.rules.states import State
from safe_mobility.shared.asker import Asker
from safe_mobility.shared.refusal import NotVisible


def save(household_id: UUID, text: str, *, based_on: int, actor: Asker) -> int:
    return interviews.save_section(
        household_id=household_id,
        section=Section.NOTE,
        body={"text": text},
        based_on=based_on,
        actor=actor,
        now=NINE,
    )


class TestOpenInterview:
    def test_waits_until_the_family_sits_down(self, here: Office) -> None:
        household_id = factories.booked()
        with pytest.raises(rules.NotYetInterviewed):
            interviews.open_interview(household_id=household_id, actor=here.dora, now=NINE)

    def test_is_one_interview_for_two_who_press(self, here: Office) -> None:
        household_id = factories.seated(here)
        ids = {
            interviews.open_interview(household_id=household_id, actor=actor, now=NINE)
            for actor in (here.dora, here.dario)
        }
        assert len(ids) == 1

    def test_shows_nothing_to_another_office(self, here: Office) -> None:
        household_id = factories.seated(here)
        with pytest.raises(NotVisible):
            interviews.open_interview(household_id=household_id, actor=here.elias, now=NINE)


class TestSaveSection:
    def test_keeps_what_was_written_sealed(self, here: Office) -> None:
        household_id = factories.seated(here)
        interviews.open_interview(household_id=household_id, actor=here.dora, now=NINE)
        save(household_id, "Río azul", based_on=0, actor=here.dora)

        seen = files.interview(asker=here.dario, household_id=household_id)
        assert seen is not None
        assert seen.sections[Section.NOTE].body == {"text": "Río azul"}
        assert "Río azul".encode() not in bytes(InterviewSection.objects.get().body)

    def test_tells_the_second_officer_and_loses_neither_text(self, here: Office) -> None:
        household_id = factories.seated(here)
        interviews.open_interview(household_id=household_id, actor=here.dora, now=NINE)
        save(household_id, "uno", based_on=0, actor=here.dora)

        with pytest.raises(rules.SectionChanged):
            save(household_id, "dos", based_on=0, actor=here.dario)
        save(household_id, "uno y dos", based_on=1, actor=here.dario)

        kept = files.versions(asker=here.dora, household_id=household_id, section=Section.NOTE)
        assert [each.body["text"] for each in kept] == ["uno y dos", "uno"]

    def test_leaves_no_word_of_it_in_the_trail(self, here: Office) -> None:
        household_id = factories.seated(here)
        interviews.open_interview(household_id=household_id, actor=here.dora, now=NINE)
        save(household_id, "canario", based_on=0, actor=here.dora)
        assert "canario" not in str(list(Mark.objects.values_list("facts", "about")))

    def test_is_read_by_no_household(self, here: Office) -> None:
        household_id = factories.heard(here)
        with pytest.raises(NotVisible):
            files.interview(asker=household_asker(household_id), household_id=household_id)

    def test_ends_when_the_interview_is_complete(self, here: Office) -> None:
        household_id = factories.heard(here)
        with pytest.raises(rules.InterviewClosed):
            save(household_id, "tarde", based_on=1, actor=here.dora)


@pytest.mark.django_db(transaction=True)
class TestTwoOfficersAtOnce:
    def test_keep_one_version_and_hear_of_it(self, here: Office) -> None:
        household_id = factories.seated(here)
        interviews.open_interview(household_id=household_id, actor=here.dora, now=NINE)
        start = threading.Barrier(2)
        outcome: list[int | str] = []

        def press(actor: Asker) -> None:
            start.wait()
            try:
                outcome.append(save(household_id, actor.id, based_on=0, actor=actor))
            except rules.SectionChanged:
                outcome.append("changed")
            finally:
                connections.close_all()

        both = [threading.Thread(target=press, args=(who,)) for who in (here.dora, here.dario)]
        for thread in both:
            thread.start()
        for thread in both:
            thread.join()

        assert sorted(map(str, outcome)) == ["1", "changed"]
        assert InterviewSection.objects.count() == 1


class TestCloseInterview:
    def test_needs_an_identity_check_and_a_note(self, here: Office) -> None:
        household_id = factories.seated(here)
        interviews.open_interview(household_id=household_id, actor=here.dora, now=NINE)
        with pytest.raises(rules.NothingWritten) as refused:
            interviews.close_interview(household_id=household_id, actor=here.dora, now=NINE)
        assert refused.value.facts["missing"] == ["IDENTITY", "NOTE"]

    def test_ends_the_visit_and_brings_the_application_on(self, here: Office) -> None:
        household_id = factories.heard(here)
        assert Appointment.objects.get(household=household_id).state == "DONE"
        seen = application(asker=here.dora, household_id=household_id)
        assert seen.state is State.INTERVIEWED
        assert seen.next_news_by is not None
