"""How an offer is compared with orders: each field's rule, and the whole with its control."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safe_mobility.labour.rules import advert_text, names, order_index, work_words
from safe_mobility.labour.rules.adverts import (
    Advert,
    Currency,
    Field,
    Known,
    Per,
    Sign,
    Verdict,
    hourly_range,
    season_bits,
    verdict_of,
    widened,
)
from safe_mobility.labour.rules.known_orders import known_of
from safe_mobility.labour.rules.name_index import NameIndex
from safe_mobility.labour.rules.order_index import OrderIndex
from safe_mobility.labour.rules.places import read_place

months = st.integers(1, 12)


def order(**said: object) -> Known:
    """Strawberries at Watsonville, April to October 2023, 17.25 dollars an hour."""
    printed = {
        "title": "Harvester",
        "crop": "Strawberries",
        "occupation_title": "",
        "occupation": "45-2092",
        "begins_on": date(2023, 4, 1),
        "ends_on": date(2023, 10, 31),
        "hourly": Decimal("17.25"),
        "wage_to": None,
        "unit": "HOUR",
        "hours": Decimal(40),
        "state": "CA",
        "employer_state": "OR",
        "city": "Watsonville",
        "county": "Santa Cruz",
        "employer": "Mallory Berries, LLC",
        "trade_name": "",
    }
    return known_of(SimpleNamespace(**(printed | said)))


OTHERS = [
    order(employer=f"{first} {last} Farms", city=city, state=state, crop=crop, title="Farmworker")
    for first, last, city, state, crop in (
        ("Blue", "Heron", "Vass", "NC", "Tobacco"),
        ("Golden", "Acorn", "Yakima", "WA", "Apples"),
        ("Three", "Bridges", "Dover", "FL", "Strawberries"),
    )
]
HONEST = Advert(
    employer="mallory berrys",
    place="Watsonville, California",
    work="cortar fresas",
    first_month=5,
    last_month=9,
    year=2023,
    pay=17.25,
    per=Per.HOUR,
    currency=Currency.USD,
)


def asked(advert: Advert, *known: Known, year: int = 2023) -> tuple[Verdict, dict[Field, Sign]]:
    near = OrderIndex([*known, *OTHERS]).nearest(advert, this_year=year)
    signs = {finding.field: finding.sign for finding in near[0].findings} if near else {}
    return verdict_of(advert, near), signs


class TestVerdict:
    def test_fits_where_a_typed_name_and_all_fields_agree(self) -> None:
        verdict, signs = asked(HONEST, order())

        assert verdict is Verdict.FITS
        assert set(signs.values()) == {Sign.AGREES}

    @pytest.mark.parametrize(
        ("changed", "field"),
        [
            ({"place": "Miami, Florida"}, Field.PLACE),
            ({"work": "limpieza de hotel"}, Field.WORK),
            ({"first_month": 12, "last_month": 1}, Field.SEASON),
            ({"pay": 60.0}, Field.PAY),
            ({"pay": 5_000.0, "currency": Currency.GTQ, "per": Per.MONTH}, Field.PAY),
        ],
    )
    def test_says_which_field_does_not_agree(
        self, changed: dict[str, object], field: Field
    ) -> None:
        verdict, signs = asked(replace(HONEST, **changed), order())  # type: ignore[arg-type]

        assert verdict is Verdict.DIFFERS
        assert signs[field] is Sign.DIFFERS

    def test_knows_of_none_by_another_name(self) -> None:
        assert asked(replace(HONEST, employer="Inversiones Celeste"), order())[0] is Verdict.NONE

    def test_the_control_a_check_of_fields_alone_lets_a_borrowed_name_through(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        forged = replace(HONEST, employer="Inversiones Celeste")
        monkeypatch.setattr(order_index, "LIKE_NAME", 0.0)
        monkeypatch.setattr(order_index, "SAME_NAME", 0.0)

        assert asked(forged, order())[0] is Verdict.FITS

    def test_tells_a_name_that_only_looks_like_a_known_one(self) -> None:
        verdict, _ = asked(Advert(employer="Mallory Barrels", place="California"), order())

        assert verdict is Verdict.SIMILAR_NAME

    def test_shows_jobs_like_it_where_no_employer_was_named(self) -> None:
        verdict, signs = asked(Advert(work="fresas", place="California"), order())

        assert verdict is Verdict.LIKE
        assert signs[Field.PLACE] is Sign.AGREES

    def test_needs_something_to_look_for(self) -> None:
        assert asked(Advert(pay=12.0, per=Per.HOUR), order())[0] is Verdict.TOO_LITTLE

    def test_of_another_year_is_near_and_leaves_room_for_higher_pay(self) -> None:
        later = replace(HONEST, year=2028, pay=25.0)

        verdict, signs = asked(later, order(), year=2028)

        assert signs[Field.SEASON] is Sign.NEAR
        assert signs[Field.PAY] is Sign.AGREES
        assert verdict is Verdict.FITS


class TestSeason:
    @given(months, months)
    def test_goes_over_the_new_year(self, first: int, last: int) -> None:
        bits = season_bits(first, last)

        assert bits.bit_count() == (last - first) % 12 + 1
        assert bits & 1 << first - 1
        assert bits & 1 << last - 1
        assert widened(bits) & bits == bits
        assert widened(bits).bit_count() == min(12, bits.bit_count() + 2)


class TestPay:
    @given(st.floats(5, 60), st.integers(30, 60))
    def test_comes_back_from_any_unit(self, hourly: float, hours: int) -> None:
        amounts = {
            Per.HOUR: hourly,
            Per.WEEK: hourly * hours,
            Per.TWO_WEEKS: hourly * hours * 2,
            Per.MONTH: hourly * hours * 52 / 12,
            Per.SEASON: hourly * hours * 20,
        }
        for per, amount in amounts.items():
            said = Advert(pay=amount, per=per, currency=Currency.USD)
            told = hourly_range(said, hours=hours, weeks=20)
            assert told == pytest.approx((hourly, hourly))
            assert told

    @given(st.floats(100, 100_000))
    def test_in_quetzales_is_a_range_below_the_same_number_of_dollars(self, amount: float) -> None:
        told = hourly_range(
            Advert(pay=amount, per=Per.MONTH, currency=Currency.GTQ), hours=None, weeks=None
        )

        assert told
        assert 0 < told[0] < told[1] < amount

    def test_by_the_piece_is_not_compared(self) -> None:
        piece = Advert(pay=3.0, per=Per.PIECE, currency=Currency.USD)

        assert hourly_range(piece, hours=40, weeks=20) is None


class TestPlaces:
    @pytest.mark.parametrize(
        ("text", "states", "countries", "town"),
        [
            ("Yakima, WA", {"WA"}, set(), "yakima"),
            ("en Carolina del Norte", {"NC"}, set(), ""),
            ("West Virginia", {"WV"}, set(), ""),
            ("Nuevo México, Estados Unidos", {"NM"}, set(), ""),
            ("México", set(), {"MX"}, ""),
            ("la finca de Ontario, Canadá", set(), {"CA"}, "finca"),
            ("me voy en mayo", set(), set(), "me voy mayo"),
            ("", set(), set(), ""),
        ],
    )
    def test_are_read(self, text: str, states: set[str], countries: set[str], town: str) -> None:
        place = read_place(text)

        assert (set(place.states), set(place.countries), place.town) == (states, countries, town)


class TestWork:
    @pytest.mark.parametrize(
        ("spanish", "english"),
        [("fresas", "Strawberry picker"), ("jardinero", "Landscape laborer"),
         ("borregos", "Sheepherder"), ("cocinero", "Line cook"), ("uvas", "Vineyard worker")],
    )  # fmt: skip
    def test_is_the_same_in_both_languages(self, spanish: str, english: str) -> None:
        special = ~work_words.GENERAL

        assert work_words.kinds(spanish) & work_words.kinds(english) & special

    def test_of_no_known_word_is_none(self) -> None:
        assert work_words.kinds("trabajo muy bueno, skill 100 %") == 0


class TestNames:
    INDEX = NameIndex([names.key(each.employer) for each in [order(), *OTHERS]])

    @given(st.data())
    def test_are_found_with_a_slip_of_the_keyboard(self, data: st.DataObject) -> None:
        key = data.draw(st.sampled_from(self.INDEX.keys))
        at = data.draw(st.integers(1, len(key) - 1))
        typed = key[:at] + data.draw(st.sampled_from("aeklmz")) + key[at:]

        found, score = self.INDEX.nearest(typed, least=0.0)[0]

        assert self.INDEX.keys[found] == key
        assert score > 0.85

    def test_leave_their_legal_form_out(self) -> None:
        assert names.key("The Mallory Berries Co., L.L.C.") == "mallory berries"

    @pytest.mark.parametrize("name", ["Daniel W. Williams", "RODRIGO GUTIERREZ-TAPIA"])
    def test_that_may_be_a_persons_are_told(self, name: str) -> None:
        assert not names.is_of_a_business(name)
        assert names.is_of_a_business(f"{name} Farms")
        assert names.without_person(f"{name} dba Roe Ranch") == "Roe Ranch"


class TestText:
    KNOWN = NameIndex([names.key(each.employer) for each in [order(), *OTHERS]])

    def test_of_an_advert_is_read_where_nothing_was_typed(self) -> None:
        words = (
            "¡Oportunidad! 🍓 MALLORY BERRIES busca gente en California de abril a octubre 2024. "
            "Ganan $17.25 por hora. Anticipo Q3,500 por el trámite."
        )
        told = advert_text.read_text(words, typed=Advert(place="Oregón"), known=self.KNOWN)

        assert told.advert == Advert(
            employer="mallory berries",
            place="Oregón",
            work="berries",
            first_month=4,
            last_month=10,
            year=2024,
            pay=17.25,
            per=Per.HOUR,
            currency=Currency.USD,
            fee_asked=True,
        )

    @pytest.mark.parametrize(
        ("words", "name"),
        [
            ("Pizca de fresas con Fresas del Valle, para apartar el lugar", ""),
            ("Busca gente El Valle, en Florida", ""),
            ("Trabajo con El Valle Harvesting en Florida", "el valle harvesting"),
            ("Harvesting in the valley of the moon", ""),
        ],
    )
    def test_that_speaks_of_a_valley_names_no_employer(self, words: str, name: str) -> None:
        known = NameIndex(["el valle harvesting", *self.KNOWN.keys])

        told = advert_text.read_text(words, typed=Advert(), known=known)

        assert told.advert.employer == name

    @pytest.mark.parametrize(
        "words",
        ["Pagan $15 la hora. No se cobra nada.", "Pago de Q4,000 al mes", "El trámite es gratis"],
    )
    def test_sees_no_fee_where_none_is(self, words: str) -> None:
        told = advert_text.read_text(words, typed=Advert(), known=self.KNOWN)

        assert told.advert.fee_asked is None

    @given(st.text(max_size=300))
    def test_never_fails_whatever_it_says(self, words: str) -> None:
        told = advert_text.read_text(words, typed=Advert(), known=self.KNOWN)

        asked(told.advert, order())
