from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safe_mobility.staff import rules
from safe_mobility.staff.rules import Role, RoleHeld

MONDAY = date(2023, 11, 20)
NOON = datetime(2023, 11, 20, 18, 0, tzinfo=UTC)
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"

days = st.dates(date(2023, 1, 1), date(2024, 12, 31))
held = st.lists(
    st.builds(
        RoleHeld,
        office_code=st.sampled_from(["QTZ", "SMA", "HUE"]),
        role=st.sampled_from([role for role in Role if role is not Role.AUDITOR]),
        from_on=days,
        until_on=st.none() | days,
        confirmed=st.booleans(),
    ),
    max_size=6,
)


class TestRolesAt:
    def test_keeps_what_is_held_elsewhere_out_of_this_office(self) -> None:
        dora = [
            RoleHeld("QTZ", Role.RECEPTION, MONDAY, None, confirmed=True),
            RoleHeld("SMA", Role.SUPERVISOR, MONDAY, None, confirmed=True),
        ]

        assert rules.roles_at(dora, office_code="QTZ", on=MONDAY) == {Role.RECEPTION}
        assert rules.roles_at(dora, office_code="SMA", on=MONDAY) == {Role.SUPERVISOR}

    @given(held, days, st.sampled_from(["QTZ", "SMA", "HUE"]))
    def test_gives_no_role_that_no_row_gives_there(
        self, roles: list[RoleHeld], on: date, office: str
    ) -> None:
        for role in rules.roles_at(roles, office_code=office, on=on):
            assert any(
                each.role is role and each.office_code == office and each.holds(on=on)
                for each in roles
            )

    @given(held, days)
    def test_needs_a_confirmed_role_on_that_day(self, roles: list[RoleHeld], on: date) -> None:
        for office in rules.offices_of(roles, on=on):
            assert rules.roles_at(roles, office_code=office, on=on)

    def test_holds_an_unconfirmed_role_back(self) -> None:
        proposed = [RoleHeld("QTZ", Role.SUPERVISOR, MONDAY, None, confirmed=False)]

        assert rules.roles_at(proposed, office_code="QTZ", on=MONDAY) == frozenset()

    def test_gives_an_auditor_the_role_everywhere_and_no_office(self) -> None:
        alma = [RoleHeld("", Role.AUDITOR, MONDAY, None, confirmed=True)]

        assert rules.roles_at(alma, office_code="QTZ", on=MONDAY) == {Role.AUDITOR}
        assert rules.offices_of(alma, on=MONDAY) == []


class TestCheckRole:
    def test_refuses_an_auditor_who_would_also_act(self) -> None:
        with pytest.raises(rules.RoleNotAllowed):
            rules.check_role(Role.AUDITOR, office_code="", others=[Role.RECEPTION])
        with pytest.raises(rules.RoleNotAllowed):
            rules.check_role(Role.RECEPTION, office_code="QTZ", others=[Role.AUDITOR])

    def test_refuses_a_role_at_no_office(self) -> None:
        with pytest.raises(rules.RoleNotAllowed):
            rules.check_role(Role.RECEPTION, office_code="", others=[])


class TestCheckTwo:
    @pytest.mark.parametrize(("first", "second", "about"), [(1, 1, 3), (3, 2, 3), (1, 3, 3)])
    def test_refuses_one_person_in_two_parts(self, first: int, second: int, about: int) -> None:
        with pytest.raises(rules.SameTwo):
            rules.check_two(first=first, second=second, about=about)

    def test_lets_two_others_act(self) -> None:
        rules.check_two(first=1, second=2, about=3)


class TestSessionOpen:
    def test_ends_after_fifteen_idle_minutes(self) -> None:
        still = NOON + timedelta(minutes=15)

        assert rules.session_open(began_at=NOON, seen_at=NOON, now=still)
        assert not rules.session_open(began_at=NOON, seen_at=NOON, now=still + timedelta(seconds=1))

    def test_ends_after_twelve_hours_of_steady_use(self) -> None:
        now = NOON + timedelta(hours=12, seconds=1)

        assert not rules.session_open(began_at=NOON, seen_at=now - timedelta(minutes=1), now=now)


class TestTotp:
    @pytest.mark.parametrize(
        ("seconds", "code"),
        [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (2000000000, "279037")],
    )
    def test_shows_the_codes_of_the_standard(self, seconds: int, code: str) -> None:
        step = rules.totp_step(datetime.fromtimestamp(seconds, tz=UTC))

        assert rules.totp_code(SECRET, step=step) == code

    @given(st.integers(-4, 4))
    def test_takes_a_code_one_step_off_and_no_further(self, off: int) -> None:
        now = rules.totp_step(NOON)
        code = rules.totp_code(SECRET, step=now + off)

        found = rules.matching_step(SECRET, code, at=NOON)

        assert found == (now + off if abs(off) <= 1 else None)

    @given(st.text(max_size=12))
    def test_never_fails_on_what_people_type(self, typed: str) -> None:
        step = rules.matching_step(SECRET, typed, at=NOON)

        assert step is None or rules.totp_code(SECRET, step=step) in typed.replace(" ", "")

    def test_reads_a_code_typed_with_a_space(self) -> None:
        code = rules.totp_code(SECRET, step=rules.totp_step(NOON))

        assert rules.matching_step(SECRET, f"{code[:3]} {code[3:]}", at=NOON) is not None
