"""Who may work here, in what role, for how long a session, and what takes two people.

A role is held at one office for a span of days. Somebody who is a supervisor in one office
and at the reception of another is never both at once: an asker stands at one office at a
time and has only the roles held there.
"""

import base64
import hmac
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from safe_mobility.shared.refusal import Refusal


class Role(StrEnum):
    RECEPTION = "RECEPTION"
    INTERVIEWER = "INTERVIEWER"
    INTERPRETER = "INTERPRETER"
    SUPERVISOR = "SUPERVISOR"
    AUDITOR = "AUDITOR"


class DayRole(StrEnum):
    """What somebody does on a planned day."""

    INTERVIEWER = "INTERVIEWER"
    INTERPRETER = "INTERPRETER"


OFFICE_AGENCY = "OFFICE"
"""The programme's own agency. Others may be partners, or send people to work at an office."""

ALL_OFFICES = ""
"""The office code of an auditor's role: it is held over the programme, not at an office."""

TWO_PERSON_ROLES = frozenset({Role.SUPERVISOR, Role.AUDITOR})
"""Given by one supervisor, in force once another confirms. A supervisor who could make a
second supervisor alone could also be both halves of every act that needs two."""

SESSION_IDLE = timedelta(minutes=15)
SESSION_WHOLE = timedelta(hours=12)
RECOVERY_OPEN = timedelta(hours=24)

TOTP_SECONDS = 30
TOTP_DIGITS = 6
TOTP_STEPS_OFF = 1
"""Codes of the step before and after are taken too: phones' clocks drift, people type slowly."""


class SameTwo(Refusal):
    """An act that needs two people was pressed twice by one."""

    code = "staff.same_two"


class RoleNotAllowed(Refusal):
    """An auditor watches and does nothing else; other roles are held at an office."""

    code = "staff.role_not_allowed"


class WrongSpan(Refusal):
    """The end lies before the beginning."""

    code = "staff.wrong_span"


class RecoveryOver(Refusal):
    """Nobody confirmed in time, or it was confirmed or dropped already."""

    code = "staff.recovery_over"


@dataclass(frozen=True, slots=True)
class RoleHeld:
    """One role as held: where, from when, until when, and whether it is in force."""

    office_code: str
    role: Role
    from_on: date
    until_on: date | None
    confirmed: bool

    def holds(self, *, on: date) -> bool:
        if not self.confirmed or on < self.from_on:
            return False
        return self.until_on is None or on <= self.until_on


def offices_of(held: Iterable[RoleHeld], *, on: date) -> list[str]:
    """The offices where any role is held on a day, in order of their codes."""
    return sorted({each.office_code for each in held if each.holds(on=on)} - {ALL_OFFICES})


def roles_at(held: Iterable[RoleHeld], *, office_code: str, on: date) -> frozenset[Role]:
    """The roles held at one office on a day, with those held over the whole programme."""
    return frozenset(
        each.role
        for each in held
        if each.holds(on=on) and each.office_code in {office_code, ALL_OFFICES}
    )


def check_role(role: Role, *, office_code: str, others: Iterable[Role]) -> None:
    """Refuse a role that goes with no office, or an auditor who would also act."""
    over_all = office_code == ALL_OFFICES
    if over_all != (role is Role.AUDITOR):
        raise RoleNotAllowed(role=str(role))
    if any((role is Role.AUDITOR) != (other is Role.AUDITOR) for other in others):
        raise RoleNotAllowed(role=str(role))


def check_other(person: int | None, *, about: int) -> None:
    """Refuse what somebody may not do to their own account."""
    if person == about:
        raise SameTwo(about=about)


def check_two(*, first: int | None, second: int | None, about: int) -> None:
    """Refuse when the two are one, or when one of them is the person it is about."""
    check_other(first, about=about)
    check_other(second, about=about)
    if first == second:
        raise SameTwo(about=about)


def check_span(*, starts: date | time, ends: date | time | None) -> None:
    if ends is not None and ends < starts:  # type: ignore[operator]
        raise WrongSpan(starts=starts.isoformat(), ends=ends.isoformat())


def session_open(*, began_at: datetime, seen_at: datetime, now: datetime) -> bool:
    """Whether a session goes on: used in the last 15 minutes and begun in the last 12 hours."""
    return now - seen_at <= SESSION_IDLE and now - began_at <= SESSION_WHOLE


def totp_code(secret: str, *, step: int) -> str:
    """The six digits that an authenticator shows in one span of 30 seconds (RFC 6238)."""
    key = base64.b32decode(secret, casefold=True)
    digest = hmac.digest(key, struct.pack(">Q", step), "sha1")
    start = digest[-1] & 0x0F
    (number,) = struct.unpack(">I", digest[start : start + 4])
    return str((number & 0x7FFFFFFF) % 10**TOTP_DIGITS).zfill(TOTP_DIGITS)


def totp_step(at: datetime) -> int:
    return int(at.timestamp()) // TOTP_SECONDS


def matching_step(secret: str, code: str, *, at: datetime) -> int | None:
    """The step whose code this is, or None. The caller sees to it that a step serves once."""
    typed = "".join(sign for sign in code if sign.isascii() and sign.isdigit())
    now = totp_step(at)
    found = None
    for step in range(now - TOTP_STEPS_OFF, now + TOTP_STEPS_OFF + 1):
        # All three are compared, so that the time taken tells nothing.
        if hmac.compare_digest(totp_code(secret, step=step), typed):
            found = step
    return found
