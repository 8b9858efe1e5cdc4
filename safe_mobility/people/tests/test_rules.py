import contextlib
import random
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safe_mobility.people.rules import (
    ages,
    callwords,
    contacts,
    drafts,
    names,
    needs,
    papers,
    pins,
)
from safe_mobility.people.rules.contacts import ContactKind
from safe_mobility.people.rules.drafts import Draft, DraftPerson, Missing, Role, Step

NOON = datetime(2023, 11, 20, 18, 0, tzinfo=UTC)
TODAY = date(2023, 11, 20)


class TestPin:
    @given(st.integers())
    def test_is_six_digits_that_a_stranger_would_not_try_first(self, seed: int) -> None:
        pin = pins.new_pin(random.Random(seed))

        assert pins.check_new_pin(pin) == pin

    @pytest.mark.parametrize("weak", ["000000", "123456", "987654", "890123", "121212", "482482"])
    def test_is_refused_where_everybody_would_guess_it(self, weak: str) -> None:
        with pytest.raises(pins.WeakPin):
            pins.check_new_pin(weak)

    @pytest.mark.parametrize("typed", ["482 915", " 482-915 ", "482\u00a0915", "482915"])
    def test_is_read_with_spaces_and_dashes(self, typed: str) -> None:
        assert pins.parse_digits(typed) == "482915"

    @pytest.mark.parametrize("typed", ["", "48291", "4829155", "48291a", "٤٨٢٩١٥", "😀" * 6])
    def test_is_nothing_else(self, typed: str) -> None:
        assert pins.parse_digits(typed) is None

    @given(st.binary(min_size=32, max_size=32))
    def test_code_is_six_digits_from_any_secret(self, secret: bytes) -> None:
        assert pins.parse_digits(pins.code_from(secret)) is not None


class TestTries:
    def test_lock_at_the_limit_and_longer_each_time(self) -> None:
        tries, lengths = pins.Tries(), []
        for _ in range(6):
            for _ in range(pins.TRIES):
                assert not tries.locked(now=NOON) or tries.wrong == 0
                tries = pins.after_wrong(tries, now=NOON)
            assert tries.locked_until is not None
            lengths.append(tries.locked_until - NOON)

        assert lengths == [*pins.LOCKS, pins.LOCKS[-1], pins.LOCKS[-1]]

    def test_end_the_lock_when_its_time_is_over(self) -> None:
        tries = pins.Tries(locked_until=NOON)
        assert tries.locked(now=NOON - timedelta(seconds=1))
        assert not tries.locked(now=NOON)


class TestBirthDate:
    def test_is_read_from_three_boxes(self) -> None:
        born = ages.birth_date(day=" 7", month="03", year="1990", today=TODAY)
        assert born == date(1990, 3, 7)

    @pytest.mark.parametrize(
        ("day", "month", "year"),
        [
            ("31", "2", "1990"),
            ("", "3", "1990"),
            ("0", "3", "1990"),
            ("7", "13", "1990"),
            ("siete", "3", "1990"),
            ("7", "3", "90000"),
            ("٧", "3", "1990"),
            ("-7", "3", "1990"),
            ("7", "3", "0"),
        ],
    )
    def test_refuses_a_day_that_does_not_exist(self, day: str, month: str, year: str) -> None:
        with pytest.raises(ages.NoSuchDate):
            ages.birth_date(day=day, month=month, year=year, today=TODAY)

    def test_refuses_the_future_and_the_day_before_photographs(self) -> None:
        with pytest.raises(ages.BornInFuture):
            ages.birth_date(day="21", month="11", year="2023", today=TODAY)
        with pytest.raises(ages.BornLongAgo):
            ages.birth_date(day="1", month="1", year="1890", today=TODAY)

    @given(st.text(max_size=6), st.text(max_size=6), st.text(max_size=6))
    def test_never_answers_with_anything_but_a_date_or_a_refusal(
        self, day: str, month: str, year: str
    ) -> None:
        try:
            born = ages.birth_date(day=day, month=month, year=year, today=TODAY)
        except (ages.NoSuchDate, ages.BornInFuture, ages.BornLongAgo):
            return
        assert born <= TODAY


class TestAge:
    def test_turns_on_the_birthday(self) -> None:
        born = date(2005, 11, 21)
        with pytest.raises(ages.UnderAge):
            ages.check_of_age(born, today=TODAY)
        ages.check_of_age(born, today=TODAY + timedelta(days=1))

    def test_of_a_leap_day_child_turns_on_the_first_of_march(self) -> None:
        born = date(2004, 2, 29)
        assert ages.age_on(born, today=date(2022, 2, 28)) == 17
        assert ages.age_on(born, today=date(2022, 3, 1)) == 18

    @given(st.integers(1900, 2100), st.integers(1900, 2100))
    def test_always_falls_into_a_band(self, birth_year: int, year: int) -> None:
        assert ages.band(birth_year, year=year)


class TestName:
    @pytest.mark.parametrize(
        "name", ["Ana María", "Ixchel Tz’unun", "José-Luis", "Ñañez", "De la O", "Ma. Elena", "李"]
    )
    def test_is_kept_as_it_is_written(self, name: str) -> None:
        assert names.clean_name(f"  {name.replace(' ', '   ')} ") == name

    @pytest.mark.parametrize(
        "name",
        ["", "   ", "123", "Ana\x00", "Ana😀", "\u202eanA", "---", "<b>", "Ana\u200b"],
    )
    def test_is_refused_with_signs_that_no_name_has(self, name: str) -> None:
        with pytest.raises(names.NameUnreadable):
            names.clean_name(name)

    def test_is_refused_when_no_form_could_hold_it(self) -> None:
        with pytest.raises(names.NameTooLong):
            names.clean_name("A" * 81)

    @given(st.text(max_size=100))
    def test_is_clean_once_and_for_all(self, text: str) -> None:
        try:
            name = names.clean_name(text)
        except (names.NameUnreadable, names.NameTooLong):
            return
        assert names.clean_name(name) == name

    def test_counts_as_the_same_person_whatever_the_accents_and_the_case(self) -> None:
        born = date(1990, 3, 7)
        once = names.person_key(given_names="José", surnames="PÉREZ  Ajú", born_on=born)
        again = names.person_key(given_names="jose", surnames="Perez Aju", born_on=born)
        assert once == again

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Hernández", "Ernandes"),
            ("Tzunún", "Sunún"),
            ("Velásquez", "Belazques"),
            ("Xiloj", "Siloj"),
            ("Chávez", "Chaves"),
            ("K’iche’", "Kiche"),
            ("Yool", "Iol"),
        ],
    )
    def test_sounds_alike_in_spellings_met_in_guatemala(self, one: str, other: str) -> None:
        assert names.sound(one) == names.sound(other)

    @pytest.mark.parametrize(
        ("one", "other"), [("Chan", "Can"), ("López", "Gómez"), ("Ana", "Eva"), ("Coc", "Choc")]
    )
    def test_keeps_apart_what_sounds_different(self, one: str, other: str) -> None:
        assert names.sound(one) != names.sound(other)

    def test_of_a_document_is_its_letters_and_digits(self) -> None:
        once = names.document_key(country="gt", kind="DPI", number="2345 67890 0101")
        assert once == names.document_key(country="GT", kind="DPI", number="2345-67890-0101")


class TestContact:
    @pytest.mark.parametrize(
        "typed", ["5555 1234", "55551234", "+502 5555-1234", "00502 5555 1234", "(502) 5555 1234"]
    )
    def test_reads_a_phone_as_people_write_it(self, typed: str) -> None:
        assert contacts.phone(typed, country="GT") == "+50255551234"

    @pytest.mark.parametrize("typed", ["", "123", "no tengo", "5" * 50, "😀", "5555\x001234x"])
    def test_refuses_what_no_phone_is(self, typed: str) -> None:
        with pytest.raises(contacts.PhoneUnreadable):
            contacts.phone(typed, country="GT")

    def test_keeps_a_number_of_another_country(self) -> None:
        assert contacts.phone("+52 55 5123 4567", country="GT") == "+525551234567"

    @pytest.mark.parametrize("typed", ["ana@example.org", " ANA.P+1@Example.ORG "])
    def test_reads_an_address(self, typed: str) -> None:
        assert contacts.email(typed).endswith("@example.org")

    @pytest.mark.parametrize(
        "typed",
        ["", "ana", "ana@", "a@b", "a b@c.org", "a@b..org", "a\n@b.org", "x" * 300],
    )
    def test_refuses_what_no_address_is(self, typed: str) -> None:
        with pytest.raises(contacts.EmailUnreadable):
            contacts.email(typed)

    @given(st.text(max_size=60))
    def test_never_stumbles(self, typed: str) -> None:
        for kind in ContactKind:
            try:
                clean = contacts.clean(kind, typed, country="GT")
            except (contacts.PhoneUnreadable, contacts.EmailUnreadable):
                continue
            assert contacts.clean(kind, clean, country="GT") == clean

    def test_shows_too_little_to_a_stranger(self) -> None:
        assert contacts.masked(ContactKind.PHONE, "+50255551234") == "… 34"
        assert contacts.masked(ContactKind.EMAIL, "ana@example.org") == "a…@example.org"


class TestNeeds:
    def test_lead_to_known_codes_each_once(self) -> None:
        assert set(needs.CODES) == set(needs.Need)
        codes = needs.codes_of([needs.Need.AFRAID, needs.Need.PRIVATE, needs.Need.AFRAID])
        assert codes == ("LP-AN", "LP-RR", "SV-VA")


def person(number: int = 1, **facts: object) -> DraftPerson:
    whole: dict[str, object] = {
        "number": number,
        "role": Role.APPLICANT if number == 1 else Role.CHILD,
        "has_name": True,
        "born_on": date(1990, 3, 7),
        "sex": "F",
        "nationalities": ("GTM",),
        "document_answered": True,
    }
    return DraftPerson(**(whole | facts))  # type: ignore[arg-type]


def draft(*people: DraftPerson, **facts: object) -> Draft:
    whole: dict[str, object] = {
        "people": people or (person(),),
        "family_answered": True,
        "municipality": "0901",
        "language_answered": True,
        "contact_answered": True,
        "needs_answered": True,
    }
    return Draft(**(whole | facts))  # type: ignore[arg-type]


class TestDraft:
    def test_asks_one_fact_after_another_from_the_name_to_the_needs(self) -> None:
        nothing = person(
            has_name=False, born_on=None, sex="", nationalities=(), document_answered=False
        )
        empty = draft(
            nothing,
            family_answered=False,
            municipality="",
            language_answered=False,
            contact_answered=False,
            needs_answered=False,
        )
        asked = [item.step for item in drafts.missing(empty)]
        assert asked == [step for step in Step if step is not Step.ROLE]

    def test_lacks_nothing_when_everything_was_answered(self) -> None:
        assert drafts.missing(draft()) == ()
        drafts.check_sendable(draft(), today=TODAY)

    def test_can_be_sent_without_a_paper_or_a_phone(self) -> None:
        little = draft(person(document_answered=False), contact_answered=False)
        drafts.check_sendable(little, today=TODAY)

    def test_names_the_person_and_the_page_that_is_missing(self) -> None:
        family = draft(person(), person(2, born_on=None))
        assert drafts.missing(family) == (Missing(Step.BIRTH, 2),)
        with pytest.raises(drafts.DraftIncomplete) as refusal:
            drafts.check_sendable(family, today=TODAY)
        assert refusal.value.facts == {"step": "nacimiento", "person": 2}

    def test_cannot_be_sent_by_somebody_under_18(self) -> None:
        with pytest.raises(ages.UnderAge):
            drafts.check_sendable(draft(person(born_on=date(2010, 1, 1))), today=TODAY)


class TestPhoto:
    @pytest.mark.parametrize(
        ("head", "kind"),
        [
            (b"\xff\xd8\xff\xe0" + bytes(12), "JPEG"),
            (b"\x89PNG\r\n\x1a\n" + bytes(8), "PNG"),
            (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "WEBP"),
            (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "HEIF"),
        ],
    )
    def test_is_known_by_its_first_bytes(self, head: bytes, kind: str) -> None:
        assert papers.format_of(head) == kind

    @given(st.binary(max_size=16))
    def test_is_nothing_else(self, head: bytes) -> None:
        with contextlib.suppress(papers.NotAPhoto):
            assert papers.format_of(head) in {"JPEG", "PNG", "WEBP", "HEIF"}

    def test_is_not_a_pdf(self) -> None:
        with pytest.raises(papers.NotAPhoto):
            papers.format_of(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")


class TestCallWord:
    def test_is_said_in_the_language_of_the_family(self) -> None:
        assert callwords.said("rio-azul", language="es") == "río azul"
        assert callwords.said("luna-rojo", language="es") == "luna roja"
        assert callwords.said("rio-azul", language="en") == "blue river"

    def test_can_be_said_whatever_is_picked(self) -> None:
        for thing in callwords.THINGS:
            for quality in callwords.QUALITIES:
                for language in ("es", "en"):
                    assert len(callwords.said(f"{thing}-{quality}", language=language).split()) == 2
