"""People for tests. Dora works at this office, Elías at another; Sara and Saúl supervise."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from safe_mobility.shared.asker import Asker, job
from safe_mobility.staff import queries, rules
from safe_mobility.staff.models import User
from safe_mobility.staff.rules import Role
from safe_mobility.staff.services import accounts

MONDAY = date(2023, 11, 20)
NOON = datetime(2023, 11, 20, 18, 0, tzinfo=UTC)
OPERATOR = job("tests")


def member(
    username: str,
    *roles: Role,
    offices: Sequence[str] = ("QTZ",),
    password: str = "",
    agency: str = rules.OFFICE_AGENCY,
) -> User:
    """Somebody with these roles at these offices since Monday."""
    partner = agency != rules.OFFICE_AGENCY
    accounts.ensure_agency(code=agency, name=agency.title(), is_partner=partner)
    user = User(username=username, display_name=username.title(), agency_id=agency, created_at=NOON)
    user.set_password(password or None)
    user.save()
    for role in roles:
        for office in [""] if role is Role.AUDITOR else offices:
            accounts.give_role(
                user_id=user.pk,
                office_code=office,
                role=role,
                from_on=MONDAY,
                actor=OPERATOR,
                now=NOON,
            )
    return user


def asker(user: User, *, on: date = MONDAY, office: str = "") -> Asker:
    return queries.asker_of(user=user, on=on, office=office)
