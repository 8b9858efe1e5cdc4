"""Answers told of each person find that person again after registering, or nobody."""

from datetime import date

from safe_mobility.programmes.tests.shipped import shipped
from safe_mobility.screening.apart import CaseSeen, case_of
from safe_mobility.screening.rules.household import Household, Member
from safe_mobility.screening.sealing import Written

ON = date(2023, 11, 20)
NAMED = (
    Member("a", "applicant", date(1990, 5, 2)),
    Member("m01", "child", date(2015, 3, 1)),
    Member("m02", "child", date(2018, 3, 1)),
)
WRITTEN = Written(
    {"gt.loc": "CO", "ch.passport": True},
    members=NAMED,
    own={
        "a": {"ch.passport": True},
        "m01": {"ch.passport": False},
        "m02": {"ch.passport": True},
    },
)


def registered(*members: Member) -> CaseSeen:
    return case_of(shipped(), WRITTEN, Household(members), {}, on=ON)


class TestCaseOf:
    def test_knows_a_person_by_role_and_birth_date(self) -> None:
        case = registered(
            Member("3", "child", date(2018, 3, 1)),
            Member("2", "child", date(2015, 3, 1)),
            Member("1", "applicant", date(1990, 5, 2)),
        )

        assert case.answers == {"gt.loc": "CO"}
        assert {who: each["ch.passport"] for who, each in case.member_answers.items()} == {
            "1": True,
            "2": False,
            "3": True,
        }

    def test_takes_nobody_for_somebody_else(self) -> None:
        case = registered(
            Member("1", "applicant", date(1990, 5, 2)),
            Member("2", "child", date(2015, 3, 2)),
            Member("3", "child", None),
            Member("4", "child", date(2018, 3, 1)),
            Member("5", "child", date(2018, 3, 1)),
        )

        assert case.member_answers == {"1": {"ch.passport": True}}
        assert "ch.passport" not in case.answers

    def test_puts_what_was_told_at_a_desk_before_what_was_told_without_a_name(self) -> None:
        written = Written(
            WRITTEN.answers, members=NAMED, own={**WRITTEN.own, "7": {"ch.passport": True}}
        )
        household = Household((Member("1", "applicant"), Member("7", "child", date(2015, 3, 1))))
        case = case_of(shipped(), written, household, {}, on=ON)

        assert case.member_answers["7"] == {"ch.passport": True}

    def test_keeps_what_is_on_record(self) -> None:
        household = Household((Member("1", "applicant"),))
        case = case_of(shipped(), WRITTEN, household, {"1": {"nationalities": ("VE",)}}, on=ON)

        assert case.member_answers == {"1": {"nationalities": ("VE",), "ch.passport": True}}

    def test_of_a_family_that_told_nothing_apart_is_as_it_was(self) -> None:
        written = Written({"gt.loc": "CO", "ch.passport": True}, members=NAMED)
        case = case_of(shipped(), written, Household(NAMED), {}, on=ON)

        assert case.answers == {"gt.loc": "CO", "ch.passport": True}
        assert case.member_answers == {}
