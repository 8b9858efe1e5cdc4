"""Who may open a page."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from safe_mobility.doors.common.access import (
    ANYONE,
    HOUSEHOLD,
    STAFF,
    VISITOR,
    Access,
    UndeclaredView,
    access,
    access_of,
)
from safe_mobility.shared.asker import ANYONE as NOBODY
from safe_mobility.shared.asker import Asker, AskerKind

DORA = Asker(kind=AskerKind.STAFF, id="1", roles=frozenset({"RECEPTION"}))
RETIRED = Asker(kind=AskerKind.STAFF, id="2")
ANA = Asker(kind=AskerKind.HOUSEHOLD, id="a")


class TestAccess:
    def test_of_a_household_page_is_for_households(self) -> None:
        assert Access(HOUSEHOLD).lets_in(ANA)
        assert not Access(HOUSEHOLD).lets_in(NOBODY)
        assert not Access(HOUSEHOLD).lets_in(DORA)

    def test_of_a_staff_page_is_for_the_named_roles(self) -> None:
        assert Access(STAFF, frozenset({"RECEPTION"})).lets_in(DORA)
        assert not Access(STAFF, frozenset({"AUDITOR"})).lets_in(DORA)
        assert not Access(STAFF, frozenset({"RECEPTION"})).lets_in(ANA)

    def test_without_roles_is_for_whoever_holds_one_today(self) -> None:
        assert Access(STAFF).lets_in(DORA)
        assert not Access(STAFF).lets_in(RETIRED)

    def test_of_an_open_page_is_for_everybody(self) -> None:
        for mark in (Access(ANYONE), Access(VISITOR)):
            assert mark.lets_in(NOBODY)
            assert mark.lets_in(ANA)


class TestMark:
    def test_survives_other_decorators(self) -> None:
        @require_safe
        @access(STAFF, roles={"AUDITOR"})
        def page(_request: HttpRequest) -> HttpResponse:
            return HttpResponse()

        assert access_of(page) == Access(STAFF, frozenset({"AUDITOR"}))

    def test_that_is_missing_is_a_bug(self) -> None:
        with pytest.raises(UndeclaredView):
            access_of(lambda _request: HttpResponse())

    def test_knows_the_roles(self) -> None:
        with pytest.raises(ValueError, match="BOSS"):
            access(STAFF, roles={"BOSS"})
        with pytest.raises(ValueError, match="staff"):
            access(HOUSEHOLD, roles={"AUDITOR"})
