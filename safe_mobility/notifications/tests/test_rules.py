"""The words, their lengths, the states and the answers, without a database."""

from datetime import UTC, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safe_mobility.notifications.rules import (
    checking,
    gsm,
    kinds,
    rendering,
    replies,
    retry,
    states,
    texts_en,
    texts_es,
)
from safe_mobility.notifications.rules.rendering import Surroundings
from safe_mobility.notifications.rules.states import State, Step

GUATEMALA = ZoneInfo("America/Guatemala")
LONG_SITE = "movilidadsegura.example"
PHONE = "1 800 000 0000"
OFFICES = (
    "",
    "Quetzaltenango",
    "San Marcos",
    "Huehuetenango",
    "Izabal",
    "Chiquimula",
    "Base Aérea de la Ciudad de Guatemala, puerta norte",
)
# The longest words for day and month that an SMS can meet, and the widest hour.
LONGEST = datetime(2023, 11, 22, 22, 30, tzinfo=UTC)
FACTS = {
    "starts_at": LONGEST.isoformat(),
    "news_by": "2023-12-31",
    "answer_by": datetime(2023, 11, 22, 23, 0, tzinfo=UTC).isoformat(),
    "code": "482915",
}
TURNS = (
    {},
    {"mode": "IN_PERSON"},
    {"mode": "PHONE"},
    {"mode": "VIDEO"},
    {"state": "WAITING"},
    {"state": "IN_REVIEW"},
    {"wish": "CHANGE"},
    {"wish": "OTHER"},
    {"way": "OPENED"},
    {"way": "CLOSED"},
    *({"outcome": code} for code in ("REFERRED", "MORE_NEEDED", "NOT_HERE", "CLOSED")),
)


def around(office: str = "Quetzaltenango", pathway: str = "") -> Surroundings:
    return Surroundings(site=LONG_SITE, phone=PHONE, zone=GUATEMALA, office=office, pathway=pathway)


class TestEverySms:
    @pytest.mark.parametrize("kind", kinds.KINDS)
    @pytest.mark.parametrize("language", rendering.LANGUAGES)
    def test_is_one_message_of_gsm_7_for_every_office_and_the_longest_dates(
        self, kind: str, language: str
    ) -> None:
        for office, turn in product(OFFICES, TURNS):
            said = rendering.render(
                kind, language=language, facts={**FACTS, **turn}, around=around(office)
            )
            assert gsm.outside(said.sms) == frozenset(), said.sms
            assert gsm.cost(said.sms) <= gsm.LIMIT, (gsm.cost(said.sms), said.sms)

    @pytest.mark.parametrize("language", ["es", "en"])
    def test_fits_on_every_day_and_hour_of_a_year(self, language: str) -> None:
        for day in range(366):
            at = (LONGEST + timedelta(days=day)).isoformat()
            facts = {"starts_at": at, "news_by": at[:10], "answer_by": at}
            for kind in ("booked", "closed_day", "invited", "withdrawn", "no_change_news"):
                said = rendering.render(kind, language=language, facts=facts, around=around())
                assert gsm.fits(said.sms), said.sms

    @pytest.mark.parametrize("text", [t for w in texts_es.BOOK.texts.values() for t in w.sms])
    def test_names_itself_first_in_spanish(self, text: str) -> None:
        assert text.startswith("Movilidad Segura: ")

    def test_keeps_the_name_of_a_real_office(self) -> None:
        for office in OFFICES[1:6]:
            said = rendering.render("booked", language="es", facts=FACTS, around=around(office))
            assert office in said.sms

    def test_would_be_cut_by_one_letter_outside_the_alphabet(self) -> None:
        assert gsm.fits("a" * 160)
        assert not gsm.fits("a" * 161)
        assert not gsm.fits("á")
        assert gsm.cost("€") == 2

    @given(st.text(max_size=200))
    def test_never_lets_a_foreign_sign_through(self, text: str) -> None:
        if gsm.fits(text):
            assert not gsm.outside(text)
            assert len(text) <= gsm.LIMIT


class TestTexts:
    def test_exist_in_both_languages_for_every_kind(self) -> None:
        assert texts_es.BOOK.texts.keys() == texts_en.BOOK.texts.keys()
        assert kinds.KINDS.keys() == {name for name in texts_es.BOOK.texts if "." not in name}

    def test_say_the_example_of_the_voice_exactly(self) -> None:
        facts = {"starts_at": datetime(2023, 11, 21, 15, 30, tzinfo=UTC).isoformat()}
        spanish = rendering.render("booked", language="es", facts=facts, around=around())
        english = rendering.render("booked", language="en", facts=facts, around=around())
        assert spanish.sms == (
            "Movilidad Segura: su cita es mar 21 nov, 9:30, Quetzaltenango. Es gratis. Si no"
            " puede venir, responda CAMBIO."
        )
        assert english.sms == (
            "Safe Mobility: your appointment is Tue 21 Nov, 9:30, Quetzaltenango. It is free."
            " If you cannot come, reply CHANGE."
        )
        assert "martes 21 de noviembre, 9:30 de la mañana" in spanish.body

    def test_hold_the_hour_of_the_office_not_of_utc(self) -> None:
        late = {"starts_at": datetime(2023, 11, 22, 2, 0, tzinfo=UTC).isoformat()}
        said = rendering.render("reminder", language="es", facts=late, around=around())
        assert "mar 21 nov, 20:00" in said.sms

    def test_name_a_pathway_only_on_the_page(self) -> None:
        place = around(pathway="Programa de refugiados")
        said = rendering.render("referral_sent", language="es", facts=FACTS, around=place)
        assert "refugiados" in said.page
        assert "refugiados" not in said.sms + said.subject + said.body

    def test_leave_out_what_is_not_known(self) -> None:
        said = rendering.render("registered", language="es", facts={}, around=around())
        assert "antes del" not in said.sms + said.body
        assert "{" not in said.sms + said.body + said.page

    def test_refuse_to_say_a_booking_without_its_hour(self) -> None:
        with pytest.raises(rendering.NoWording):
            rendering.render("booked", language="es", facts={}, around=around())

    def test_fall_back_to_spanish_for_a_language_without_texts(self) -> None:
        assert rendering.language_for("quc") == "es"

    @pytest.mark.parametrize("forbidden", ["!", "aprobad", "denegad", "urgente", "elegible"])
    def test_avoid_what_the_voice_forbids(self, forbidden: str) -> None:
        every = [
            line
            for wording in texts_es.BOOK.texts.values()
            for part in (*wording.sms, wording.subject, *wording.body, *wording.page)
            for line in ([part] if isinstance(part, str) else part)
        ]
        assert not [line for line in every if forbidden in line.lower()]


class TestState:
    def test_of_a_message_without_any_channel_is_sent_at_once(self) -> None:
        assert states.of_deliveries([]) is State.SENT

    @given(st.lists(st.sampled_from(Step), min_size=1))
    def test_can_be_reached_from_a_lease(self, steps: list[Step]) -> None:
        states.check_step(State.LEASED, states.of_deliveries(steps))

    def test_is_dead_only_when_nothing_went_out(self) -> None:
        assert states.of_deliveries([Step.DEAD, Step.SENT]) is State.SENT
        assert states.of_deliveries([Step.DEAD, Step.UNKNOWN]) is State.UNKNOWN
        assert states.of_deliveries([Step.DEAD, Step.WAITING]) is State.QUEUED
        assert states.of_deliveries([Step.DEAD, Step.DEAD]) is State.DEAD

    def test_never_leaves_an_end(self) -> None:
        for end in (State.EXPIRED, State.DELIVERED):
            for state in State:
                with pytest.raises(states.WrongStep):
                    states.check_step(end, state)

    def test_after_a_lost_worker_depends_on_whether_the_provider_keeps_the_key(self) -> None:
        lost = states.after_a_lost_worker
        assert lost(step=Step.SENDING, keeps_key=True) is Step.WAITING
        assert lost(step=Step.SENDING, keeps_key=False) is Step.UNKNOWN
        assert lost(step=Step.WAITING, keeps_key=False) is Step.WAITING
        assert lost(step=Step.SENT, keeps_key=False) is Step.SENT


class TestRetry:
    @given(st.integers(1, retry.ATTEMPTS - 1), st.floats(0, 1), st.floats(0, 1))
    def test_waits_longer_each_time_whatever_the_chance(
        self, attempts: int, first: float, second: float
    ) -> None:
        now = retry.pause(attempts=attempts, chance=first)
        later = retry.pause(attempts=attempts + 1, chance=second)
        assert now is not None
        assert later is None or later.wait > now.wait

    def test_ends_after_two_days(self) -> None:
        assert retry.pause(attempts=retry.ATTEMPTS, chance=0) is None
        pauses = [retry.pause(attempts=n, chance=1) for n in range(1, retry.ATTEMPTS)]
        total = sum((pause.wait for pause in pauses if pause), timedelta())
        assert timedelta(days=1) < total < timedelta(days=3)


class TestWish:
    @pytest.mark.parametrize(
        "text",
        ["CAMBIO", "cambio", " Cámbio. ", "quiero CAMBIO por favor", "C A M B I O", "change"],
    )
    def test_is_change(self, text: str) -> None:
        assert replies.wish_in(text) is replies.Wish.CHANGE

    @pytest.mark.parametrize("text", ["CITA", "cita!", "Time", "¿cita?", "cíta"])
    def test_is_time(self, text: str) -> None:
        assert replies.wish_in(text) is replies.Wish.TIME

    @pytest.mark.parametrize("text", ["", "felicitar", "cita o cambio", "😀", "\x00", "sometimes"])
    def test_is_for_a_person_where_it_is_not_clear(self, text: str) -> None:
        assert replies.wish_in(text) is replies.Wish.OTHER

    @given(st.text())
    def test_is_found_in_any_text_without_a_fault(self, text: str) -> None:
        replies.wish_in(text)


HOME = checking.Home(site=LONG_SITE, phone=PHONE, offices=frozenset(OFFICES[1:6]))


class TestCheck:
    @pytest.mark.parametrize("kind", kinds.KINDS)
    @pytest.mark.parametrize("language", rendering.LANGUAGES)
    def test_knows_the_form_of_everything_we_send(self, kind: str, language: str) -> None:
        for turn in TURNS:
            sent = rendering.render(
                kind, language=language, facts={**FACTS, **turn}, around=around("San Marcos")
            )
            assert checking.check(sent.sms, home=HOME).finding is checking.Finding.LOOKS_LIKE_OURS

    @pytest.mark.parametrize(
        ("text", "sign"),
        [
            ("Movilidad Segura: su cita está lista, pague Q500 hoy", checking.Sign.MONEY),
            ("Movilidad Segura: deposite 200 dólares para su lugar", checking.Sign.MONEY),
            ("Safe Mobility: pay the fee of $50", checking.Sign.MONEY),
            ("Movilidad Segura: envíenos su clave para confirmar", checking.Sign.CODE),
            ("Entre a movilidad-segura.info/cita", checking.Sign.OTHER_ADDRESS),
            ("Entre a movilidadsegura.example.evil.com", checking.Sign.OTHER_ADDRESS),
            ("Llame al +502 5555 1234", checking.Sign.OTHER_PHONE),
        ],
    )
    def test_says_what_we_never_do(self, text: str, sign: checking.Sign) -> None:
        found = checking.check(text, home=HOME)
        assert found.finding is checking.Finding.NOT_OURS
        assert sign in found.signs

    def test_does_not_take_our_form_with_a_demand_in_a_blank(self) -> None:
        text = (
            "Movilidad Segura: su cita es mar 21 nov, 9:30, Xela pague hoy Q20. Es gratis. Si no"
            " puede venir, responda CAMBIO."
        )
        assert checking.check(text, home=HOME).finding is checking.Finding.NOT_OURS

    def test_is_honest_about_what_it_does_not_know(self) -> None:
        for text in ("hola", "ya voy.gracias", "no pague a nadie"):
            assert checking.check(text, home=HOME).finding is checking.Finding.NOT_KNOWN

    @given(st.text())
    def test_answers_any_text(self, text: str) -> None:
        checking.check(text, home=HOME)
