import threading
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, connections, transaction

from safe_mobility.offices.models import Desk
from safe_mobility.oversight.models import Mark
from safe_mobility.shared.asker import ANYONE, AskerKind
from safe_mobility.shared.refusal import NotVisible
from safe_mobility.staff import queries, rules
from safe_mobility.staff.models import Assignment, Recovery, StaffDay, User
from safe_mobility.staff.rules import DayRole, Role, SameTwo
from safe_mobility.staff.services import accounts, days, factors, recovery, training
from safe_mobility.staff.tests.cast import MONDAY, NOON, OPERATOR, asker, member

pytestmark = pytest.mark.django_db


def made(username: str = "nuevo", role: Role = Role.RECEPTION, *, by: User) -> accounts.Opened:
    return accounts.create_account(
        username=username,
        display_name="Nuevo Colega",
        language="es",
        office_code="QTZ",
        role=role,
        from_on=MONDAY,
        actor=asker(by),
        now=NOON,
    )


class TestAskerOf:
    def test_stands_at_one_office_with_the_roles_held_there(self) -> None:
        dora = member("dora", Role.RECEPTION)
        accounts.give_role(
            user_id=dora.pk,
            office_code="SMA",
            role=Role.SUPERVISOR,
            from_on=MONDAY,
            actor=OPERATOR,
            now=NOON,
        )

        here, there = asker(dora, office="QTZ"), asker(dora, office="SMA")

        assert here.offices == {"QTZ"}
        assert here.roles == {"RECEPTION"}
        assert there.offices == {"SMA"}
        assert there.roles == {"SUPERVISOR"}

    def test_takes_the_first_office_for_one_that_is_not_theirs(self) -> None:
        assert asker(member("dora", Role.RECEPTION), office="HUE").offices == {"QTZ"}

    def test_gives_a_partner_neither_office_nor_role(self) -> None:
        partner = asker(member("paola", agency="PARTNER-1"))

        assert partner.kind is AskerKind.PARTNER
        assert partner.agency == "PARTNER-1"
        assert not partner.offices
        assert not partner.roles

    def test_ends_with_the_last_day_of_the_role(self) -> None:
        dora = member("dora", Role.RECEPTION)
        role = Assignment.objects.get(user=dora)
        accounts.end_role(assignment_id=role.pk, last_on=MONDAY, actor=OPERATOR, now=NOON)

        assert asker(dora).roles == {"RECEPTION"}
        assert asker(dora, on=MONDAY + timedelta(days=1)).roles == set()


class TestCreateAccount:
    def test_opens_with_a_password_that_must_be_changed(self) -> None:
        opened = made(by=member("sara", Role.SUPERVISOR))

        user = User.objects.get(pk=opened.user_id)
        assert user.check_password(opened.first_password)
        assert user.must_change_password
        assert asker(user).roles == {"RECEPTION"}

    def test_leaves_marks_without_the_name(self) -> None:
        made(by=member("sara", Role.SUPERVISOR))

        marks = Mark.objects.filter(act__startswith="staff.").order_by("id")
        assert [mark.act for mark in marks][-2:] == ["staff.account_made", "staff.role_given"]
        assert not [mark for mark in marks if "Colega" in f"{mark.about}{mark.facts}"]

    def test_refuses_a_name_that_is_taken_in_any_case(self) -> None:
        sara = member("sara", Role.SUPERVISOR)
        made("nuevo", by=sara)

        with pytest.raises(accounts.NameTaken):
            made(" NUEVO ", by=sara)

    def test_is_not_there_for_another_office_or_another_role(self) -> None:
        for stranger in (
            member("elias", Role.SUPERVISOR, offices=["SMA"]),
            member("dora", Role.RECEPTION),
        ):
            with pytest.raises(NotVisible):
                made(by=stranger)


class TestRolesByTwo:
    def test_a_supervisor_role_waits_for_a_second_supervisor(self) -> None:
        sara, saul = member("sara", Role.SUPERVISOR), member("saul", Role.SUPERVISOR)
        user = User.objects.get(pk=made(role=Role.SUPERVISOR, by=sara).user_id)
        assert asker(user).roles == set()

        waiting = queries.roles_to_confirm(asker=asker(saul))
        accounts.confirm_role(assignment_id=UUID(waiting[0].id), actor=asker(saul), now=NOON)

        assert asker(user).roles == {"SUPERVISOR"}

    def test_refuses_the_giver_and_the_receiver_as_the_second(self) -> None:
        sara = member("sara", Role.SUPERVISOR)
        made(role=Role.SUPERVISOR, by=sara)
        role = Assignment.objects.get(confirmed_at=None)

        with pytest.raises(SameTwo):
            accounts.confirm_role(assignment_id=role.pk, actor=asker(sara), now=NOON)

    def test_the_database_refuses_it_too(self) -> None:
        sara = member("sara", Role.SUPERVISOR)
        made(role=Role.SUPERVISOR, by=sara)
        role = Assignment.objects.filter(confirmed_at=None)

        with pytest.raises(IntegrityError, match="role_confirmed_by_another"), transaction.atomic():
            role.update(confirmed_at=NOON, confirmed_by=sara)
        with pytest.raises(IntegrityError, match="supervisors_and_audit"), transaction.atomic():
            role.update(confirmed_at=NOON)

    def test_nobody_gives_a_role_to_themselves(self) -> None:
        sara = member("sara", Role.SUPERVISOR)

        with pytest.raises(SameTwo):
            accounts.give_role(
                user_id=sara.pk,
                office_code="QTZ",
                role=Role.INTERVIEWER,
                from_on=MONDAY,
                actor=asker(sara),
                now=NOON,
            )


class TestRecovery:
    def ask(self, user: User, *, by: User, real_now: datetime = NOON) -> UUID:
        return recovery.ask(
            user_id=user.pk, reason="lost phone", actor=asker(by), now=NOON, real_now=real_now
        )

    def test_takes_the_factors_away_and_gives_one_way_back(self) -> None:
        sara, saul = member("sara", Role.SUPERVISOR), member("saul", Role.SUPERVISOR)
        dora = member("dora", Role.RECEPTION, password="before")
        factors.enrol_code(user=dora, secret=factors.new_secret())

        asked = self.ask(dora, by=sara)
        opened = recovery.confirm(recovery_id=asked, actor=asker(saul), now=NOON, real_now=NOON)

        dora.refresh_from_db()
        assert not factors.has_factor(user_id=dora.pk)
        assert dora.must_change_password
        assert dora.check_password(opened.first_password)

    @pytest.mark.parametrize("second", ["sara", "dora"])
    def test_refuses_the_asker_and_the_person_as_the_second(self, second: str) -> None:
        sara = member("sara", Role.SUPERVISOR)
        dora = member("dora", Role.SUPERVISOR)
        factors.enrol_code(user=dora, secret=factors.new_secret())
        asked = self.ask(dora, by=sara)

        with pytest.raises(SameTwo):
            recovery.confirm(
                recovery_id=asked,
                actor=asker({"sara": sara, "dora": dora}[second]),
                now=NOON,
                real_now=NOON,
            )
        assert factors.has_factor(user_id=dora.pk)

    def test_the_database_refuses_one_person_as_both(self) -> None:
        sara = member("sara", Role.SUPERVISOR)
        asked = self.ask(member("dora", Role.RECEPTION), by=sara)

        with pytest.raises(IntegrityError, match="recovery_takes_two"), transaction.atomic():
            Recovery.objects.filter(pk=asked).update(confirmed_by=sara)

    def test_is_too_late_after_a_day_and_may_be_asked_again(self) -> None:
        sara, saul = member("sara", Role.SUPERVISOR), member("saul", Role.SUPERVISOR)
        dora = member("dora", Role.RECEPTION)
        asked = self.ask(dora, by=sara)
        later = NOON + rules.RECOVERY_OPEN + timedelta(seconds=1)

        with pytest.raises(rules.RecoveryOver):
            recovery.confirm(recovery_id=asked, actor=asker(saul), now=NOON, real_now=later)
        assert self.ask(dora, by=sara, real_now=later) != asked

    def test_is_asked_for_once(self) -> None:
        sara, dora = member("sara", Role.SUPERVISOR), member("dora", Role.RECEPTION)
        self.ask(dora, by=sara)

        with pytest.raises(recovery.RecoveryAsked):
            self.ask(dora, by=sara)

    def test_is_not_there_for_reception_or_another_office(self) -> None:
        dora = member("dora", Role.RECEPTION)
        for stranger in (
            member("rosa", Role.RECEPTION),
            member("elias", Role.SUPERVISOR, offices=["SMA"]),
        ):
            with pytest.raises(NotVisible):
                self.ask(dora, by=stranger)


class TestSpendCode:
    def test_takes_a_code_once_and_none_before_it(self) -> None:
        dora, secret = member("dora", Role.RECEPTION), factors.new_secret()
        step = rules.totp_step(NOON)

        def spend(of_step: int) -> bool:
            code = rules.totp_code(secret, step=of_step)
            return factors.spend_code(user_id=dora.pk, secret=secret, code=code, real_now=NOON)

        assert spend(step)
        assert not spend(step)
        assert not spend(step - 1)
        assert spend(step + 1)

    def test_keeps_no_secret_in_clear(self) -> None:
        dora, secret = member("dora", Role.RECEPTION), factors.new_secret()
        factors.enrol_code(user=dora, secret=secret)

        row = apps.get_model("mfa", "Authenticator").objects.get(user_id=dora.pk)
        assert secret not in str(row.data)
        assert factors.open_secret(row.data["secret"]) == secret


@pytest.mark.django_db(transaction=True)
class TestSpendCodeTogether:
    def test_lets_one_of_many_in_with_the_same_code(self) -> None:
        dora, secret = member("dora", Role.RECEPTION), factors.new_secret()
        code = rules.totp_code(secret, step=rules.totp_step(NOON))
        start, said = threading.Barrier(6), []

        def press() -> None:
            start.wait(5)
            said.append(
                factors.spend_code(user_id=dora.pk, secret=secret, code=code, real_now=NOON)
            )
            connections.close_all()

        threads = [threading.Thread(target=press) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(10)

        assert sorted(said) == [False] * 5 + [True]


class TestDays:
    def desk(self, name: str = "Mesa 1") -> Desk:
        return Desk.objects.create(
            office_code="QTZ", name=name, mode="IN_PERSON", from_on=MONDAY, confirmed_at=NOON
        )

    def plan(self, user: User, sara: User, **changes: object) -> int:
        told = {
            "user_id": user.pk,
            "office_code": "QTZ",
            "on": MONDAY,
            "role": DayRole.INTERVIEWER,
            "starts": time(8),
            "ends": time(12),
            "languages": ["es"],
            "desk_id": None,
            "actor": asker(sara),
            "now": NOON,
        }
        return days.plan_day(**{**told, **changes})  # type: ignore[arg-type]

    def test_is_planned_then_confirmed_at_a_desk(self) -> None:
        sara, irene = member("sara", Role.SUPERVISOR), member("irene", Role.INTERVIEWER)
        day = self.plan(irene, sara, desk_id=self.desk().pk)
        days.confirm_day(day_id=day, actor=asker(sara), now=NOON)

        seen = queries.staff_day(asker=asker(sara), office_code="QTZ", on=MONDAY)
        assert [(each.name, each.desk_name, each.confirmed) for each in seen] == [
            ("Irene", "Mesa 1", True)
        ]

    def test_confirms_no_interviewer_without_a_desk(self) -> None:
        sara, irene = member("sara", Role.SUPERVISOR), member("irene", Role.INTERVIEWER)
        day = self.plan(irene, sara)

        with pytest.raises(days.DeskMissing):
            days.confirm_day(day_id=day, actor=asker(sara), now=NOON)
        with pytest.raises(IntegrityError, match="has_a_desk"), transaction.atomic():
            StaffDay.objects.filter(pk=day).update(confirmed_at=NOON)

    def test_refuses_a_person_twice_in_one_hour(self) -> None:
        sara, irene = member("sara", Role.SUPERVISOR), member("irene", Role.INTERVIEWER)
        self.plan(irene, sara)

        with pytest.raises(days.PersonPlanned):
            self.plan(irene, sara, starts=time(11), ends=time(15))
        assert self.plan(irene, sara, starts=time(12), ends=time(15))

    def test_refuses_two_interviewers_at_one_desk(self) -> None:
        sara, desk = member("sara", Role.SUPERVISOR), self.desk()
        self.plan(member("irene", Role.INTERVIEWER), sara, desk_id=desk.pk)
        isaac = member("isaac", Role.INTERVIEWER)

        with pytest.raises(days.DeskPlanned):
            self.plan(isaac, sara, desk_id=desk.pk)

    def test_without_the_guard_two_would_share_a_desk(self) -> None:
        # The control: what the exclusion prevents is possible as soon as the role differs.
        sara, desk = member("sara", Role.SUPERVISOR), self.desk()
        self.plan(member("irene", Role.INTERVIEWER), sara, desk_id=desk.pk)
        isaac = member("isaac", Role.INTERVIEWER, Role.INTERPRETER)

        assert self.plan(isaac, sara, desk_id=desk.pk, role=DayRole.INTERPRETER)

    def test_plans_only_who_holds_the_role_there(self) -> None:
        sara = member("sara", Role.SUPERVISOR)
        elias = member("elias", Role.INTERVIEWER, offices=["SMA"])

        with pytest.raises(days.NotPlanable):
            self.plan(elias, sara)

    def test_shows_the_plan_to_nobody_outside(self) -> None:
        sara, irene = member("sara", Role.SUPERVISOR), member("irene", Role.INTERVIEWER)
        self.plan(irene, sara)

        for stranger in (
            ANYONE,
            asker(member("alma", Role.AUDITOR)),
            asker(member("elias", Role.SUPERVISOR, offices=["SMA"])),
            asker(member("paola", agency="PARTNER-1")),
        ):
            assert queries.staff_day(asker=stranger, office_code="QTZ", on=MONDAY) == []

    def test_drops_a_day_only_while_it_is_not_confirmed(self) -> None:
        sara, irene = member("sara", Role.SUPERVISOR), member("irene", Role.INTERVIEWER)
        day = self.plan(irene, sara, desk_id=self.desk().pk)
        days.confirm_day(day_id=day, actor=asker(sara), now=NOON)

        with pytest.raises(days.DayConfirmed):
            days.drop_day(day_id=day, actor=asker(sara), now=NOON)
        days.unconfirm_day(day_id=day, actor=asker(sara), now=NOON)
        days.drop_day(day_id=day, actor=asker(sara), now=NOON)
        assert not StaffDay.objects.exists()


class TestTrainingAccounts:
    def test_are_made_once_in_a_file_for_its_owner_alone(self, tmp_path: Path) -> None:
        path = tmp_path / "training" / "accounts.json"

        first = training.make_training_accounts(
            offices=["QTZ", "SMA"], path=path, on=MONDAY, now=NOON
        )
        again = training.make_training_accounts(
            offices=["QTZ", "SMA"], path=path, on=MONDAY, now=NOON
        )

        assert first == again
        assert path.stat().st_mode & 0o777 == 0o600
        assert {each.username for each in first} >= {
            "reception",
            "interviewer1",
            "interviewer2",
            "supervisor",
            "auditor",
        }
        reception = User.objects.get(username="reception")
        everywhere = User.objects.get(username="supervisor2")
        assert queries.offices_of(user=reception, on=MONDAY) == ["QTZ"]
        assert queries.offices_of(user=everywhere, on=MONDAY) == ["QTZ", "SMA"]

    def test_print_the_code_that_opens_the_account(self, tmp_path: Path) -> None:
        path = tmp_path / "accounts.json"
        training.make_training_accounts(offices=["QTZ"], path=path, on=MONDAY, now=NOON)
        now = datetime.now(UTC)

        code = training.training_code(username="reception", path=path, real_now=now)

        reception = User.objects.get(username="reception")
        row = apps.get_model("mfa", "Authenticator").objects.get(user_id=reception.pk)
        secret = factors.open_secret(row.data["secret"])
        assert factors.spend_code(user_id=reception.pk, secret=secret, code=code, real_now=now)


class TestAppRole:
    def test_shares_the_cache_table_of_the_sign_in(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO staff_cache VALUES ('a', 'b', now())")
            cursor.execute("SELECT count(*) FROM staff_cache")
            assert cursor.fetchone() == (1,)
