import string
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from safe_mobility.shared import references

randoms = st.integers(0, 2**32).map(Random)


class TestReference:
    @given(randoms)
    def test_is_read_back_however_it_was_typed(self, random: Random) -> None:
        number = references.new_reference(pick=random.choice)
        typed = references.spell_reference(number).lower().replace("-", " - ")

        assert references.parse_reference(typed) == number

    @given(randoms, st.integers(0, 11), st.sampled_from(references.ALPHABET))
    def test_tells_every_single_wrong_sign(self, random: Random, place: int, sign: str) -> None:
        number = references.new_reference(pick=random.choice)
        wrong = number[:place] + sign + number[place + 1 :]

        assert (references.parse_reference(wrong) == wrong) is (wrong == number)

    @given(randoms, st.integers(0, 10))
    def test_tells_two_neighbours_exchanged(self, random: Random, place: int) -> None:
        number = references.new_reference(pick=random.choice)
        left, right = number[place], number[place + 1]
        swapped = number[:place] + right + left + number[place + 2 :]
        blind = {left, right} == {references.ALPHABET[0], references.ALPHABET[-1]}

        assert (references.parse_reference(swapped) is None) is (left != right and not blind)

    def test_has_no_sign_that_looks_like_another(self) -> None:
        assert not set("0O1ILU") & set(references.ALPHABET)
        assert set(references.ALPHABET) <= set(string.ascii_uppercase + string.digits)

    @given(st.text(max_size=40))
    def test_never_fails_on_what_somebody_typed(self, text: str) -> None:
        parsed = references.parse_reference(text)

        assert parsed is None or len(parsed) == references.NUMBER_LENGTH
