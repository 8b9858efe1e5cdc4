"""Pressing twice is one act."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import RequestFactory

from safe_mobility.doors.common.once import body_of, once
from safe_mobility.oversight.models import Press
from safe_mobility.oversight.services.presses import NoPressKey, PressedDifferently
from safe_mobility.shared.asker import Asker, AskerKind
from safe_mobility.shared.refusal import Refusal

ANA = Asker(kind=AskerKind.HOUSEHOLD, id="ana")
CELIA = Asker(kind=AskerKind.HOUSEHOLD, id="celia")
KEY = "k" * 22


def sent(**fields: Any) -> Any:
    return RequestFactory().post("/es/x", {"press": KEY, "csrfmiddlewaretoken": "t", **fields})


class Counter:
    def __init__(self) -> None:
        self.done = 0

    def __call__(self, *, what: str) -> str:
        self.done += 1
        return f"{what}-{self.done}"


class Declined(Refusal):
    code = "tests.declined"


@pytest.mark.django_db
class TestOnce:
    def press(self, act: Callable[..., Any], asker: Asker = ANA, **fields: Any) -> str:
        with once(sent(**fields), asker) as do:
            return do(act, keep=str, what="row")

    def test_does_the_act_and_keeps_its_reference(self) -> None:
        assert self.press(Counter()) == "row-1"

    def test_returns_the_first_reference_to_a_second_press(self) -> None:
        act = Counter()

        assert [self.press(act), self.press(act)] == ["row-1", "row-1"]
        assert act.done == 1

    def test_without_the_press_row_the_act_is_done_twice(self) -> None:
        act = Counter()
        self.press(act)
        Press.objects.all().delete()

        self.press(act)

        assert act.done == 2

    def test_refuses_other_words_under_the_same_key(self) -> None:
        self.press(Counter(), us="YES")

        with pytest.raises(PressedDifferently):
            self.press(Counter(), us="NO")

    def test_may_be_sent_again_after_a_refusal(self) -> None:
        def decline(**_: Any) -> None:
            raise Declined

        with pytest.raises(Declined):
            self.press(decline)

        assert self.press(Counter()) == "row-1"

    def test_of_one_household_is_nothing_to_another(self) -> None:
        act = Counter()
        self.press(act)

        assert self.press(act, asker=CELIA) == "row-2"

    def test_needs_the_key_of_its_page(self) -> None:
        with pytest.raises(NoPressKey), once(RequestFactory().post("/es/x"), ANA):
            pass

    def test_holds_one_act_only(self) -> None:
        with once(sent(), ANA) as do:
            do(Counter(), what="row")
            with pytest.raises(RuntimeError):
                do(Counter(), what="row")

    def test_ignores_the_token_and_the_order_of_fields(self) -> None:
        request = RequestFactory().post("/es/x", {"b": "2", "a": "1", "press": "other"})

        assert body_of(sent(a="1", b="2")) == body_of(request)


@pytest.mark.django_db(transaction=True)
class TestTwoPressesAtOnce:
    def test_end_as_one_act(self) -> None:
        act, kept, start = Counter(), [], threading.Barrier(6)

        def press() -> None:
            try:
                start.wait()
                with once(sent(), ANA) as do:
                    kept.append(do(act, keep=str, what="row"))
            finally:
                connection.close()

        presses = [threading.Thread(target=press) for _ in range(6)]
        for each in presses:
            each.start()
        for each in presses:
            each.join()

        assert kept == ["row-1"] * 6
        assert act.done == 1
