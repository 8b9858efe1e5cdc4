from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safe_mobility.oversight.rules import sealing

MASTER = bytes(range(32))
OTHER_MASTER = bytes(range(1, 33))

rows = st.uuids()
words = st.text(max_size=60)


class TestSeal:
    @given(words, rows)
    def test_opens_in_its_own_place(self, value: str, row: UUID) -> None:
        key = sealing.new_data_key(key_id=1)
        sealed = key.seal(value, table="people_contact", column="value", row=row)

        assert key.open(sealed, table="people_contact", column="value", row=row) == value

    @given(words, rows, rows)
    def test_opens_nowhere_else(self, value: str, row: UUID, other: UUID) -> None:
        key = sealing.new_data_key(key_id=1)
        sealed = key.seal(value, table="people_contact", column="value", row=row)
        places = [
            ("people_membership", "value", row),
            ("people_contact", "surnames", row),
            ("people_contact", "value", other),
        ]

        for table, column, place in places:
            if (table, column, place) == ("people_contact", "value", row):
                continue
            with pytest.raises(sealing.BrokenSeal):
                key.open(sealed, table=table, column=column, row=place)

    @given(rows, st.data())
    def test_tells_a_single_changed_bit(self, row: UUID, data: st.DataObject) -> None:
        key = sealing.new_data_key(key_id=1)
        sealed = bytearray(key.seal("Quetzaltenango", table="t", column="c", row=row))
        sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= 1 << data.draw(st.integers(0, 7))

        with pytest.raises(sealing.BrokenSeal):
            key.open(bytes(sealed), table="t", column="c", row=row)

    def test_is_never_the_same_twice(self) -> None:
        key = sealing.new_data_key(key_id=1)
        row = UUID(int=7)

        assert key.seal("a", table="t", column="c", row=row) != key.seal(
            "a", table="t", column="c", row=row
        )

    def test_keeps_its_secret_out_of_logs(self) -> None:
        key = sealing.new_data_key(key_id=1)

        assert repr(key.secret) not in repr(key)


class TestWrap:
    @given(rows)
    def test_gives_the_key_back_to_its_owner(self, owner: UUID) -> None:
        key = sealing.new_data_key(key_id=3)

        assert (
            sealing.unwrap(
                sealing.wrap(key, master=MASTER, owner=owner), master=MASTER, owner=owner
            )
            == key
        )

    def test_refuses_another_owner_and_another_master_key(self) -> None:
        owner, stranger = UUID(int=1), UUID(int=2)
        wrapped = sealing.wrap(sealing.new_data_key(key_id=1), master=MASTER, owner=owner)

        with pytest.raises(sealing.BrokenSeal):
            sealing.unwrap(wrapped, master=MASTER, owner=stranger)
        with pytest.raises(sealing.BrokenSeal):
            sealing.unwrap(wrapped, master=OTHER_MASTER, owner=owner)


class TestDerive:
    @given(words, words)
    def test_keeps_purposes_and_parts_apart(self, left: str, right: str) -> None:
        together = sealing.derive(MASTER, "code", left, right)

        assert together == sealing.derive(MASTER, "code", left, right)
        assert together != sealing.derive(MASTER, "pin", left, right)
        assert together != sealing.derive(OTHER_MASTER, "code", left, right)
        assert len(together) == sealing.KEY_BYTES
