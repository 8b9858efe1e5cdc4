"""Names by sound, keys that pairs share, and points that a person can follow."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safe_mobility.reunification.rules import tracing
from safe_mobility.reunification.rules.kin import Relation
from safe_mobility.reunification.rules.sounds import same_sound, sounds
from safe_mobility.reunification.rules.tracing import (
    WORTH_A_LOOK,
    Agrees,
    Described,
    Fact,
    Ground,
    blocking_keys,
    compare,
    inverse,
    names_of,
    score,
)

NAMES = st.sampled_from(
    ["Ana", "María Luisa", "Ixchel", "Wilmer", "José", "Tzunún", "Hernández", "Caal", "Pop", "Chub"]
)
PEOPLE = st.builds(
    Described,
    given_names=NAMES,
    surnames=st.builds(lambda a, b: f"{a} {b}", NAMES, NAMES),
    born_on=st.none() | st.dates(date(1940, 1, 1), date(2020, 1, 1)),
    birth_year=st.none() | st.integers(1940, 2020),
    place=st.sampled_from(["", "09:Tejutla", "09:Almolonga", "12:San Pedro"]),
    mother=st.just("") | NAMES,
    father=st.just("") | NAMES,
)
SISTER = Described(
    "Ixchel", "Tzunún Velásquez", date(1991, 5, 4), place="09:Tejutla", mother="Rosa Velásquez"
)
HEARD = Described(
    "Ishchel", "Sunún Belazques", birth_year=1991, place="09:Tejutla", mother="Rosa Belasquez"
)


class TestSounds:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Hernández", "Ernandes"),
            ("Tzunún", "Sunún"),
            ("Velásquez", "Belazques"),
            ("Ixchel", "Ishchel"),
            ("Quic", "Kik"),
            ("K'iche'", "Quiché"),
            ("Jiménez", "Ximénez"),
            ("Jiménez", "Giménez"),
            ("Caal", "Kal"),
            ("Chávez", "Chabes"),
            ("Guaquiac", "Wakiak"),
            ("Yat", "Llat"),
            ("Quej", "Kej"),
            ("Cifuentes", "Sifuentes"),
            ("Xol", "Shol"),
            ("Enríquez", "Henrriques"),
        ],
    )
    def test_hear_one_name_in_two_spellings(self, one: str, other: str) -> None:
        assert same_sound(one, other)

    @pytest.mark.parametrize(
        ("one", "other"),
        [("Choc", "Coc"), ("Pop", "Pap"), ("Ana", "Anita"), ("Caal", "Cal Bá"), ("Gómez", "López")],
    )
    def test_keep_different_names_apart(self, one: str, other: str) -> None:
        assert not same_sound(one, other)

    @given(st.text(max_size=20))
    def test_never_fail_and_are_few(self, word: str) -> None:
        assert len(sounds(word)) <= 2


class TestBlockingKeys:
    def test_are_shared_by_two_spellings_of_one_person(self) -> None:
        assert blocking_keys(SISTER) & blocking_keys(HEARD)

    def test_are_shared_where_a_surname_was_left_out_or_names_turned_around(self) -> None:
        one = Described("María Luisa", "Caal Chub")
        for other in (Described("Luisa", "Caal"), Described("Maria", "Chub Caal")):
            assert blocking_keys(one) & blocking_keys(other)

    def test_are_not_shared_by_strangers(self) -> None:
        stranger = Described("Pedro", "Morales Gómez", date(1960, 1, 1))
        assert not blocking_keys(SISTER) & blocking_keys(stranger)


class TestScore:
    def test_lifts_one_person_above_and_a_namesake_below(self) -> None:
        assert score(compare(SISTER, HEARD)) > WORTH_A_LOOK
        namesake = Described("Ixchel", "Tzunún López", date(1960, 1, 1), place="12:San Pedro")
        assert score(compare(SISTER, namesake)) < WORTH_A_LOOK

    @given(PEOPLE, PEOPLE)
    def test_is_the_same_from_both_sides(self, one: Described, other: Described) -> None:
        assert score(compare(one, other)) == pytest.approx(score(compare(other, one)))

    @given(PEOPLE, PEOPLE)
    def test_does_not_count_what_is_not_known(self, one: Described, other: Described) -> None:
        known = {ground.fact for ground in compare(replace(one, mother=""), other)}
        assert Fact.MOTHER not in known

    @given(PEOPLE)
    def test_is_best_for_oneself(self, one: Described) -> None:
        assert all(g.agrees in {Agrees.SAME, Agrees.SOUND} for g in compare(one, one))

    @pytest.mark.parametrize("fact", list(Fact))
    def test_gives_more_points_the_more_it_agrees(self, fact: Fact) -> None:
        order = [a for a in Agrees if a in tracing._SHARES[fact]]
        points = [Ground(fact, agrees).points for agrees in order]
        assert points == sorted(points, reverse=True)
        assert points[-1] < 0

    @pytest.mark.parametrize("fact", list(Fact))
    def test_rests_on_shares_that_are_whole(self, fact: Fact) -> None:
        for side in (0, 1):
            total = sum(shares[side] for shares in tracing._SHARES[fact].values())
            assert total == pytest.approx(1, abs=0.02)


class TestWhoIsNotToFindMe:
    def test_is_kept_away_in_any_spelling(self) -> None:
        assert names_of("Luis Hernandez Pop", among="luis ernández")
        assert not names_of("Luis Hernández Pop", among="Carlos Hernández\nPedro Pop")
        assert not names_of("Luis Hernández Pop", among="")


@given(st.sampled_from(Relation))
def test_the_inverse_of_the_inverse_is_the_relation(relation: Relation) -> None:
    assert inverse(inverse(relation)) is relation
