"""The accounts of the training site. Made once; never where real people are registered.

Their passwords and secrets stand in one file that only its owner may read, because the
training site prints them at every start: they guard nothing but made-up families.
"""

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from safe_mobility.shared.asker import job
from safe_mobility.staff import rules
from safe_mobility.staff.models import User
from safe_mobility.staff.services import accounts, factors

ACCOUNTS_FILE = "accounts.json"
"""In the folder where the site keeps its state; `make run` prints from it."""

_CAST = (
    ("reception", "Rosa Ajú", (rules.Role.RECEPTION,)),
    ("interviewer1", "Irene Batz", (rules.Role.INTERVIEWER,)),
    ("interviewer2", "Isaac Cux", (rules.Role.INTERVIEWER, rules.Role.INTERPRETER)),
    ("supervisor", "Sara Díaz", (rules.Role.SUPERVISOR,)),
    ("supervisor2", "Saúl Esquit", (rules.Role.SUPERVISOR,)),
    ("auditor", "Alma Fuentes", (rules.Role.AUDITOR,)),
)
"""Two supervisors, so that what takes two people can be tried."""
EMPLOYER = "employer"
EMPLOYER_AGENCY = "FRESAS"
_EMPLOYER = (EMPLOYER, "Elena Flores", EMPLOYER_AGENCY, "Fresas del Valle LLC")
"""A partner's person, who sees its own offers of work and no office."""
EVERYWHERE = "supervisor2"
"""Everybody works at the first office, where the training day is; one goes to all of them."""


@dataclass(frozen=True, slots=True)
class TrainingAccount:
    username: str
    password: str
    secret: str
    role: str


def make_training_accounts(
    *, offices: Sequence[str], path: Path, on: date, now: datetime
) -> list[TrainingAccount]:
    """The training accounts, made where they are missing; a repeat returns the same.

    The file is written before the rows, so a broken start leaves no account that nobody can
    open. Where the database was emptied, the same passwords and secrets are used again.
    """
    known = {each.username: each for each in read_accounts(path)}
    wanted = [known.get(username) or _new(username, roles[0]) for username, _, roles in _CAST]
    wanted.append(known.get(EMPLOYER) or _new(EMPLOYER, EMPLOYER))
    if list(known.values()) != wanted:
        _write(path, wanted)
    accounts.ensure_agency(
        code=rules.OFFICE_AGENCY, name="Oficina de Movilidad Segura", is_partner=False
    )
    for account, (username, name, roles) in zip(wanted, _CAST, strict=False):
        if not User.objects.filter(username=username).exists():
            _make(account, name=name, roles=roles, offices=offices, on=on, now=now)
    if not User.objects.filter(username=EMPLOYER).exists():
        _make_employer(wanted[-1], now=now)
    return wanted


def read_accounts(path: Path) -> list[TrainingAccount]:
    """The accounts as they stand in the file; none where there is no file."""
    if not path.exists():
        return []
    known = json.loads(path.read_text(encoding="utf-8"))
    return [TrainingAccount(username=name, **rest) for name, rest in known.items()]


def training_code(*, username: str, path: Path, real_now: datetime) -> str:
    """The code that this account's authenticator would show now. Raises `KeyError`."""
    known = {each.username: each for each in read_accounts(path)}
    return rules.totp_code(known[username].secret, step=rules.totp_step(real_now))


def _new(username: str, role: str) -> TrainingAccount:
    return TrainingAccount(username, accounts.first_password(), factors.new_secret(), str(role))


@transaction.atomic
def _make(
    account: TrainingAccount,
    *,
    name: str,
    roles: Sequence[rules.Role],
    offices: Sequence[str],
    on: date,
    now: datetime,
) -> None:
    user = User(
        username=account.username,
        display_name=name,
        agency_id=rules.OFFICE_AGENCY,
        created_at=now,
    )
    user.set_password(account.password)
    user.save(force_insert=True)
    factors.enrol_code(user=user, secret=account.secret)
    for role in roles:
        for office in _at(account.username, role, offices):
            accounts.give_role(
                user_id=user.pk,
                office_code=office,
                role=role,
                from_on=on,
                actor=job("training"),
                now=now,
            )


@transaction.atomic
def _make_employer(account: TrainingAccount, *, now: datetime) -> None:
    username, name, agency, agency_name = _EMPLOYER
    accounts.ensure_agency(code=agency, name=agency_name, is_partner=True)
    user = User(username=username, display_name=name, agency_id=agency, created_at=now)
    user.set_password(account.password)
    user.save(force_insert=True)
    factors.enrol_code(user=user, secret=account.secret)


def _at(username: str, role: rules.Role, offices: Sequence[str]) -> Sequence[str]:
    if role is rules.Role.AUDITOR:
        return [rules.ALL_OFFICES]
    return offices if username == EVERYWHERE else offices[:1]


def _write(path: Path, wanted: Sequence[TrainingAccount]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    by_name = {each.username: asdict(each) for each in wanted}
    for rest in by_name.values():
        del rest["username"]
    draft = path.with_suffix(".new")
    # Readable by its owner alone from the first byte on.
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(by_name, file, indent=2)
    draft.replace(path)
