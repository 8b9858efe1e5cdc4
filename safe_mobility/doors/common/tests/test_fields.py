"""What people type on a small keyboard, and what becomes of it."""

from datetime import date
from typing import Any

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from safe_mobility.doors.common.fields import DayField, Form, TextField, clean_text, day_parts


class Sheet(Form):
    name = TextField(max_length=20)
    story = TextField(max_length=200, lines=4, required=False)
    born_on = DayField(latest=lambda: date(2023, 11, 20))
    us = forms.ChoiceField(choices=[("YES", "Yes"), ("NO", "No")], widget=forms.RadioSelect)


def sheet(**typed: Any) -> Sheet:
    good = {
        "name": "Ana",
        "born_on_day": "3",
        "born_on_month": "11",
        "born_on_year": "1987",
        "us": "YES",
    }
    return Sheet({**good, **typed})


class TestText:
    @given(st.text())
    def test_is_the_same_when_cleaned_twice(self, text: str) -> None:
        assert clean_text(clean_text(text)) == clean_text(text)

    @given(st.text())
    def test_never_holds_what_no_database_keeps(self, text: str) -> None:
        cleaned = clean_text(text + "\x00")

        assert "\x00" not in cleaned
        cleaned.encode()

    def test_loses_the_signs_that_turn_a_line_around(self) -> None:
        assert clean_text("Ana\u202eoiraM\u2066 \u200fx") == "AnaoiraM x"

    def test_keeps_the_letters_of_all_our_languages(self) -> None:
        for word in ("Ñuñez", "K’iche’", "Q’eqchi’", "ë ï ẍ", "Désir", "ꞌabʼ", "👩‍👧"):
            assert clean_text(word) == word

    def test_is_composed_so_that_two_keyboards_write_one_name(self) -> None:
        assert clean_text("Jose\u0301") == "José"

    def test_keeps_lines_only_where_lines_are_asked_for(self) -> None:
        form = sheet(name="Ana \n María")
        assert form.is_valid()
        assert form.cleaned_data["name"] == "Ana María"

        form = sheet(story="one  \r\n\r\n two")
        assert form.is_valid()
        assert form.cleaned_data["story"] == "one\n\ntwo"

    def test_that_is_too_long_is_told_with_the_measure(self) -> None:
        form = sheet(name="a" * 21)

        assert "20" in form.errors["name"][0]

    def test_of_only_invisible_signs_is_empty(self) -> None:
        assert "name" in sheet(name="\u200b\x00 \u202e").errors


class TestDay:
    def test_is_read_from_numbers_and_from_names(self) -> None:
        for month in ("11", "noviembre", "November"):
            form = sheet(born_on_month=month)
            assert form.is_valid(), form.errors
            assert form.cleaned_data["born_on"] == date(1987, 11, 3)

    @pytest.mark.parametrize(
        ("day", "month", "year", "code"),
        [
            ("", "", "", "required"),
            ("3", "", "1987", "part"),
            ("31", "2", "1987", "none"),
            ("29", "2", "2023", "none"),
            ("3", "11", "87", "year"),
            ("3", "11", "1776", "early"),
            ("21", "11", "2023", "late"),
            ("3", "11", "9" * 20, "none"),
            ("tres", "11", "1987", "word"),
            ("-3", "11", "1987", "none"),
            ("0", "0", "1987", "none"),
            ("👶", "11", "1987", "word"),
            ("3\x00", "\u202e", "1987", "part"),
        ],
    )
    def test_says_which_part_to_look_at(self, day: str, month: str, year: str, code: str) -> None:
        form = sheet(born_on_day=day, born_on_month=month, born_on_year=year)

        assert [error.code for error in form.errors.as_data()["born_on"]] == [code]

    @given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=30))
    def test_is_a_day_or_a_sentence_whatever_is_typed(self, a: str, b: str, c: str) -> None:
        form = sheet(born_on_day=a, born_on_month=b, born_on_year=c)

        assert ("born_on" in form.errors) or isinstance(form.cleaned_data["born_on"], date)

    def test_is_shown_again_as_it_was_typed(self) -> None:
        form = sheet(born_on_day="31", born_on_month="2")

        parts = day_parts(form["born_on"].value())

        assert (parts.day, parts.month, parts.year) == ("31", "2", "1987")

    def test_of_a_leap_year_exists(self) -> None:
        assert sheet(born_on_day="29", born_on_month="2", born_on_year="2000").is_valid()


class TestForm:
    def test_speaks_its_own_sentences(self) -> None:
        form = Sheet({"us": "PERHAPS"})

        assert str(form.errors["us"][0]) != forms.ChoiceField.default_error_messages[
            "invalid_choice"
        ] % {"value": "PERHAPS"}
        assert "required" not in str(form.errors["name"][0])
