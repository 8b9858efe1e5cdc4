"""From the consent to the press of "Send", and the people in between."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from safe_mobility.notifications.models import Message
from safe_mobility.oversight.models import Mark, WrappedKey
from safe_mobility.people import queries, services
from safe_mobility.people.models import (
    Application,
    CallWord,
    Consent,
    Contact,
    DuplicatePair,
    Household,
    Membership,
    SpecificNeed,
)
from safe_mobility.people.rules.ages import BornInFuture, UnderAge
from safe_mobility.people.rules.contacts import ContactKind, PhoneUnreadable
from safe_mobility.people.rules.drafts import DraftIncomplete, Role, Sex, TooManyPeople, missing
from safe_mobility.people.rules.names import NameUnreadable
from safe_mobility.people.rules.needs import Need
from safe_mobility.people.rules.states import State
from safe_mobility.people.services import PersonChange
from safe_mobility.people.tests import factories
from safe_mobility.people.tests.factories import DORA, NOON, VISITOR
from safe_mobility.programmes.tests.shipped import hold_shipped
from safe_mobility.shared.asker import job
from safe_mobility.shared.refusal import NotVisible


def save(row: Household, *, number: int | None = 1, **change: Any) -> int:
    return services.save_person(
        household_id=row.pk,
        number=number,
        change=PersonChange(**change),
        actor=factories.asker(row),
        now=NOON,
    )


def draft(**facts: Any) -> Household:
    return factories.complete(factories.registered(), **facts)


@pytest.mark.django_db
class TestRegister:
    def test_gives_number_pin_and_call_word_to_a_draft_of_seven_days(self) -> None:
        made = factories.registered()
        mine = queries.household_asker(made.household_id)
        seen = queries.application(asker=mine, household_id=made.household_id)

        assert (seen.state, seen.expires_at) == (State.DRAFT, NOON + timedelta(days=7))
        assert len(made.reference) == 12
        assert len(made.pin) == 6
        assert len(queries.call_word(asker=mine, household_id=made.household_id).split()) == 2
        assert Consent.objects.get().kind == "PROCESSING"
        assert WrappedKey.objects.filter(owner=made.household_id).exists()

    def test_refuses_a_notice_that_was_reworded_meanwhile(self) -> None:
        with pytest.raises(services.OldNotice):
            services.register(
                language="es",
                country="GT",
                consent_version="an older one",
                channel="WEB",
                actor=VISITOR,
                now=NOON,
            )
        assert not Household.objects.exists()


@pytest.mark.django_db
class TestSavePerson:
    def test_keeps_one_fact_at_a_time_sealed(self) -> None:
        row = draft()
        save(row, given_names="Ixchel", surnames="Tz'unun Ajú")
        (ana,) = queries.members(asker=factories.asker(row), household_id=row.pk, purpose="test")

        assert ana.name == "Ixchel Tz’unun Ajú"
        assert ana.born_on == date(1990, 3, 7)
        assert "Ixchel" not in repr(ana)
        stored = str(Membership.objects.values().get())
        assert "Ixchel" not in stored
        assert "1990-03-07" not in stored

    def test_adds_people_with_numbers_of_their_own(self) -> None:
        row = draft()
        numbers = [save(row, number=None, role=Role.CHILD, given_names=n) for n in ("Eva", "Luis")]
        assert numbers == [2, 3]
        row.refresh_from_db()
        assert row.size == 3

    def test_refuses_an_applicant_under_18_and_lets_a_child_be_one(self) -> None:
        row = draft()
        with pytest.raises(UnderAge):
            save(row, born_on=date(2010, 1, 1))
        save(row, number=None, role=Role.CHILD, given_names="Eva", born_on=date(2010, 1, 1))
        with pytest.raises(BornInFuture):
            save(row, number=2, born_on=date(2030, 1, 1))

    def test_refuses_a_name_no_letter_of_which_can_be_read(self) -> None:
        with pytest.raises(NameUnreadable):
            save(draft(), given_names="😀")

    def test_has_an_end_to_the_number_of_people(self) -> None:
        row = draft()
        for _ in range(24):
            save(row, number=None, role=Role.OTHER)
        with pytest.raises(TooManyPeople):
            save(row, number=None, role=Role.OTHER)

    def test_of_another_household_is_not_visible(self) -> None:
        garcia, lopez = draft(), draft(surnames="López")
        with pytest.raises(NotVisible):
            services.save_person(
                household_id=garcia.pk,
                number=1,
                change=PersonChange(sex=Sex.M),
                actor=factories.asker(lopez),
                now=NOON,
            )

    def test_leaves_facts_to_the_office_once_an_officer_heard_the_family(self) -> None:
        row = factories.household(state=State.INTERVIEWED)
        with pytest.raises(services.NotNow):
            save(row, sex=Sex.M)

    def test_marks_a_person_added_to_a_sent_application(self) -> None:
        row = factories.sent()
        save(row, number=None, role=Role.CHILD, given_names="Eva", surnames="García")
        mark = Mark.objects.filter(act="person.added").get()
        assert (mark.about, mark.facts) == (row.reference, {"number": 2})


@pytest.mark.django_db
class TestRemovePerson:
    def test_forgets_who_leaves_a_draft_and_dates_who_leaves_a_sent_one(self) -> None:
        for row in (draft(), factories.sent(surnames="Pérez")):
            number = save(row, number=None, role=Role.CHILD, given_names="Eva")
            services.remove_person(
                household_id=row.pk, number=number, actor=factories.asker(row), now=NOON
            )
            row.refresh_from_db()
            assert row.size == 1
        assert Membership.objects.filter(number=2).count() == 1
        assert Membership.objects.get(number=2).until_on == date(2023, 11, 20)

    def test_does_not_take_out_the_one_who_applies(self) -> None:
        row = draft()
        with pytest.raises(services.ApplicantStays):
            services.remove_person(
                household_id=row.pk, number=1, actor=factories.asker(row), now=NOON
            )


@pytest.mark.django_db
class TestContact:
    def test_is_replaced_checked_with_a_code_and_found_by_its_hash(self) -> None:
        row = draft(phone="5555 1234")
        mine = factories.asker(row)
        services.save_contact(
            household_id=row.pk,
            kind=ContactKind.PHONE,
            value="+502 4444 1234",
            actor=mine,
            now=NOON,
        )
        contact = Contact.objects.get()
        checks = Message.objects.filter(kind="contact_check")
        assert checks.count() == 2

        code = queries.code_for(asker=job("sender"), message_about=str(contact.codes.get().pk))
        services.check_contact(household_id=row.pk, code=code, actor=mine, now=NOON)

        (seen,) = queries.contacts(asker=mine, household_id=row.pk)
        assert (seen.value, seen.verified_at) == ("+50244441234", NOON)
        sender = job("sender")
        (address,) = queries.addresses(asker=sender, recipient=queries.recipient_of(row.pk))
        assert (address.channel, address.value, address.verified) == ("SMS", "+50244441234", True)
        assert queries.household_by_phone(asker=sender, phone="+50244441234") == row.pk

    def test_is_not_guessed_from_a_phone_that_two_families_share(self) -> None:
        draft(phone="5555 1234"), draft(phone="5555 1234", surnames="Pérez")
        assert queries.household_by_phone(asker=job("sms"), phone="+50255551234") is None

    def test_refuses_what_no_phone_is(self) -> None:
        row = draft()
        with pytest.raises(PhoneUnreadable):
            services.save_contact(
                household_id=row.pk,
                kind=ContactKind.PHONE,
                value="123",
                actor=factories.asker(row),
                now=NOON,
            )

    def test_with_a_verified_email_belongs_to_one_household(self) -> None:
        rows = [draft(), draft(surnames="Pérez")]
        for row in rows:
            services.save_contact(
                household_id=row.pk,
                kind=ContactKind.EMAIL,
                value="ana@example.org",
                actor=factories.asker(row),
                now=NOON,
            )
            code = row.codes.latest("asked_at")
            services.check_contact(
                household_id=row.pk,
                code=queries.code_for(asker=job("sender"), message_about=str(code.pk)),
                actor=factories.asker(row),
                now=NOON,
            )
        first, second = (Contact.objects.get(household=row) for row in rows)
        assert (first.login, second.login) == (True, False)
        assert second.verified_at == NOON
        assert DuplicatePair.objects.get().ground == "EMAIL"

    def test_can_be_none_at_all(self) -> None:
        row = draft(phone="5555 1234")
        services.remove_contacts(household_id=row.pk, actor=factories.asker(row), now=NOON)
        assert queries.contacts(asker=factories.asker(row), household_id=row.pk) == []
        recipient = queries.recipient_of(row.pk)
        assert queries.addresses(asker=job("sender"), recipient=recipient) == []
        with pytest.raises(NotVisible):
            queries.addresses(asker=DORA, recipient=recipient)


@pytest.mark.django_db
class TestResidence:
    @pytest.fixture(autouse=True)
    def _rules(self, monkeypatch: pytest.MonkeyPatch) -> None:
        hold_shipped(monkeypatch)

    def live_in(self, row: Household, municipality: str) -> None:
        services.save_residence(
            household_id=row.pk, municipality=municipality, actor=factories.asker(row), now=NOON
        )
        row.refresh_from_db()

    def test_decides_the_office_until_the_application_is_sent(self) -> None:
        row = draft(office_code="")
        self.live_in(row, "0901")
        assert (row.municipality, row.department, row.office_code) == ("0901", "09", "QTZ")
        self.live_in(row, "1201")
        assert row.office_code == "SMA"
        assert list(row.assignments.values_list("office_code", flat=True)) == ["QTZ", "SMA"]

        services.send(household_id=row.pk, actor=factories.asker(row), now=NOON)
        self.live_in(row, "0901")
        assert (row.municipality, row.office_code) == ("0901", "SMA")

    def test_forgets_the_municipality_when_the_department_changes(self) -> None:
        row = draft()
        services.save_department(household_id=row.pk, department="12", actor=factories.asker(row))
        row.refresh_from_db()
        assert (row.department, row.municipality) == ("12", "")

    def test_is_one_of_the_places_we_know(self) -> None:
        row = draft()
        with pytest.raises(services.UnknownPlace):
            self.live_in(row, "9999")
        with pytest.raises(services.UnknownLanguage):
            services.save_language(
                household_id=row.pk,
                language="es",
                interpreter_language="xx",
                actor=factories.asker(row),
                now=NOON,
            )

    def test_of_a_household_that_staff_registered_stays_at_their_office(self) -> None:
        made = services.register(
            language="es",
            country="GT",
            consent_version="2023-11-20",
            channel="ASSISTED",
            actor=DORA,
            now=NOON,
            office_code="QTZ",
        )
        services.save_residence(
            household_id=made.household_id, municipality="1201", actor=DORA, now=NOON
        )
        row = Household.objects.get(pk=made.household_id)
        assert (row.municipality, row.office_code) == ("1201", "QTZ")


@pytest.mark.django_db
class TestNeeds:
    def test_are_kept_sealed_and_counted_as_yes_or_no(self) -> None:
        row = draft()
        services.save_needs(
            household_id=row.pk,
            needs=(Need.AFRAID, Need.BABY),
            words="Nos  siguen.",
            actor=factories.asker(row),
            now=NOON,
        )
        seen = queries.needs(asker=factories.asker(row), household_id=row.pk)
        row.refresh_from_db()

        assert seen is not None
        assert (seen.needs, seen.words) == ((Need.AFRAID, Need.BABY), "Nos siguen.")
        assert row.has_needs
        assert "AFRAID" not in str(SpecificNeed.objects.values().get())

    def test_may_be_none(self) -> None:
        row = draft()
        services.save_needs(
            household_id=row.pk, needs=(), words="", actor=factories.asker(row), now=NOON
        )
        row.refresh_from_db()
        assert not row.has_needs
        assert "necesidades" in row.answered

    def test_have_an_end_to_their_words(self) -> None:
        row = draft()
        with pytest.raises(services.WordsTooLong):
            services.save_needs(
                household_id=row.pk,
                needs=(),
                words="a" * 601,
                actor=factories.asker(row),
                now=NOON,
            )


@pytest.mark.django_db
class TestSend:
    def test_hands_the_application_over_once(self) -> None:
        row = draft()
        for _ in range(2):
            services.send(household_id=row.pk, actor=factories.asker(row), now=NOON)

        seen = queries.application(asker=factories.asker(row), household_id=row.pk)
        assert (seen.state, seen.sent_at, seen.expires_at) == (State.SENT, NOON, None)
        assert Message.objects.filter(kind="registered", about=row.reference).count() == 1
        assert Message.objects.get(kind="registered").facts["news_by"] == "2023-12-04"

    def test_refuses_a_draft_that_lacks_something(self) -> None:
        made = factories.registered()
        with pytest.raises(DraftIncomplete):
            services.send(
                household_id=made.household_id,
                actor=queries.household_asker(made.household_id),
                now=NOON,
            )
        assert Application.objects.get().state == "DRAFT"

    def test_can_follow_from_the_answers_what_is_still_to_be_asked(self) -> None:
        row = draft()
        left = missing(queries.draft(asker=factories.asker(row), household_id=row.pk))
        assert [item.step.value for item in left] == [
            "familia",
            "idioma",
            "contacto",
            "necesidades",
        ]


@pytest.mark.django_db
class TestSealedValues:
    def test_appear_in_no_column_of_any_table(self) -> None:
        canaries = ("Zyxcanaria", "Quetzalcanario", "+50255551234", "2345678900101")
        factories.sent(
            given_names=canaries[0],
            surnames=canaries[1],
            phone="5555 1234",
            document=canaries[3],
        )
        with connection.cursor() as cursor:
            for table in connection.introspection.table_names(cursor):
                cursor.execute(f'SELECT t::text FROM "{table}" t')
                text = "\n".join(row[0] for row in cursor.fetchall())
                for canary in canaries:
                    assert canary not in text, table
                    assert canary.encode().hex() not in text, table
        assert CallWord.objects.count() == 1
