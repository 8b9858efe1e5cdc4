"""The visitor's token."""

import pytest
from django.http import HttpRequest
from hypothesis import given
from hypothesis import strategies as st

from safe_mobility.doors.common.asking import new_visitor, read_visitor, renew_visitor, visitor


class TestVisitor:
    def test_is_found_again_by_the_cookie(self) -> None:
        ana = new_visitor()

        again = read_visitor(ana.cookie)

        assert again == ana
        assert again is not None
        assert (again.row_id, again.key) == (ana.row_id, ana.key)

    def test_cannot_be_guessed_from_the_row(self) -> None:
        ana = new_visitor()

        assert ana.row_id.bytes not in ana.key
        assert ana.token not in (ana.key, ana.row_id.bytes)
        assert ana.cookie not in repr(ana)

    @given(st.text(max_size=60))
    def test_is_nobody_behind_an_absurd_cookie(self, cookie: str) -> None:
        found = read_visitor(cookie)

        assert found is None or found.cookie == cookie

    def test_has_only_one_way_to_be_written(self) -> None:
        ana = new_visitor()

        assert read_visitor(ana.cookie + "=") is None
        assert read_visitor(ana.cookie[:-2]) is None
        assert read_visitor("é" * 43) is None

    def test_is_renewed_at_a_sign_in(self) -> None:
        request = HttpRequest()
        request.visitor = ana = new_visitor()  # type: ignore[attr-defined]

        assert renew_visitor(request) != ana
        assert visitor(request) != ana

    def test_is_missing_where_the_page_did_not_ask_for_one(self) -> None:
        with pytest.raises(TypeError):
            visitor(HttpRequest())
