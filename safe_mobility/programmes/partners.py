"""To whom the programme may refer a household: dated agreements, read from the country's file.

No agreement touches a verdict, so the file stands apart from the rule set: a new partner does
not make yesterday's screenings look as if they had been judged by other rules.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from safe_mobility.shared.strict_yaml import (
    Date,
    Integer,
    ListOf,
    OpenEnd,
    Record,
    Report,
    Text,
    Word,
    read_text,
)

FIELDS = (
    *("NAMES", "BIRTH_DATES", "SEX", "NATIONALITY", "FAMILY", "RESIDENCE", "LANGUAGE"),
    *("CONTACT", "DOCUMENT", "NEEDS", "SUMMARY"),
)
CONSENTS = ("REFERRAL", "SHARE_GT_GOVERNMENT")
CONFIDENCE = ("sourced", "conflicting", "background")
_CODE = Text(pattern=r"[A-Z][A-Z_]{1,39}", means="a code in capitals")
_PATHWAY = Text(pattern=r"[a-z][a-z0-9_]{1,19}", means="the code of a pathway")
_FIELDS = ListOf(Word(FIELDS))
FILE = Record(
    must={
        "partners": ListOf(
            Record(
                must={
                    "code": _CODE,
                    "name": Record(must={"es": Text(), "en": Text()}),
                    "pathways": ListOf(_PATHWAY, least=1),
                    "purpose": _CODE,
                    "consent": Word(CONSENTS),
                    "fields": ListOf(Word(FIELDS), least=1),
                    "sensitive_fields": _FIELDS,
                    "answer_days": Integer(least=1, most=365),
                    "from": Date(),
                    "until": OpenEnd(),
                    "source": ListOf(Text(), least=1),
                    "confidence": Word(CONFIDENCE),
                }
            )
        )
    }
)


@dataclass(frozen=True, slots=True)
class PartnerSeen:
    """One agreement: who, for which pathways, with what purpose, fields and promise."""

    code: str
    name: Mapping[str, str]
    pathways: tuple[str, ...]
    purpose: str
    consent: str
    fields: tuple[str, ...]
    sensitive_fields: tuple[str, ...]
    answer_days: int
    from_on: date
    until_on: date | None

    def in_force(self, *, on: date) -> bool:
        return self.from_on <= on and (self.until_on is None or on <= self.until_on)

    def called(self, language: str) -> str:
        return self.name.get(language) or self.name["es"]


def partners(*, on: date) -> list[PartnerSeen]:
    """The agreements in force on a day, in the order of the file."""
    return [each for each in _all(settings.PROGRAMMES_DIR) if each.in_force(on=on)]


def partner_for(pathway: str, *, on: date) -> PartnerSeen | None:
    """Who takes referrals for a pathway on a day, if anybody does."""
    return next((each for each in partners(on=on) if pathway in each.pathways), None)


def partner_name(code: str, *, language: str) -> str:
    """How a partner is called, also one whose agreement has ended."""
    found = [each for each in _all(settings.PROGRAMMES_DIR) if each.code == code]
    return found[-1].called(language) if found else code


def pathways_of(code: str) -> frozenset[str]:
    """For what a partner takes or took referrals; nothing for who never was one."""
    found = [each for each in _all(settings.PROGRAMMES_DIR) if each.code == code]
    return frozenset(pathway for each in found for pathway in each.pathways)


def read_partners(path: Path) -> list[PartnerSeen]:
    """Read one file. Raises `Unreadable` with each mistake's file, line and field."""
    report = Report()
    read, _root = read_text(
        path.read_text(encoding="utf-8"), file=path.name, spec=FILE, report=report
    )
    report.stop_if_any()
    return [_partner(each) for each in read["partners"]]


@lru_cache(maxsize=4)
def _all(folder: Path) -> tuple[PartnerSeen, ...]:
    files = sorted(folder.glob("*/partners.yaml"))
    return tuple(each for path in files for each in read_partners(path))


def _partner(read: Mapping[str, Any]) -> PartnerSeen:
    until = read["until"]
    return PartnerSeen(
        code=read["code"],
        name=read["name"],
        pathways=tuple(read["pathways"]),
        purpose=read["purpose"],
        consent=read["consent"],
        fields=tuple(read["fields"]),
        sensitive_fields=tuple(read["sensitive_fields"]),
        answer_days=read["answer_days"],
        from_on=date.fromisoformat(read["from"]),
        until_on=date.fromisoformat(until) if until else None,
    )
